package magtools

import (
	"bufio"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
)

// Bounds of a file. An inventory of 1,500 items has some 10 MB, an object 6 KB.
const (
	MaxFileBytes  = 256 << 20
	maxTokenBytes = 256 << 10 // between two tags, and within one
	maxDepth      = 16
	maxObject     = 512 << 10 // of the JSON made of one object
	maxParts      = 10_000    // members, properties and spells of one object
)

// The names that .NET gives a list of these objects.
const (
	rootElement   = "ArrayOfMyWorldObject"
	objectElement = "MyWorldObject"
)

// Objects reads the file's objects one by one. After an error, which says in which
// line, there are no more: what came before is not the whole inventory.
func (f File) Objects() iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		file, err := os.Open(f.Path)
		if err != nil {
			yield(nil, errors.New(reasonOf(err)))
			return
		}
		defer file.Close()
		for object, err := range Objects(file) {
			if !yield(object, err) {
				return
			}
		}
	}
}

// Objects reads the objects of an inventory one by one, as JSON objects such as
// plugins send. After an error there are no more.
func Objects(r io.Reader) iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		d := newReader(r)
		if err := d.start(); err != nil {
			yield(nil, d.explain(err))
			return
		}
		for {
			object, err := d.next()
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(nil, d.explain(err))
				return
			}
			if !yield(object, nil) {
				return
			}
		}
	}
}

// reader gives the tags and texts of a file, within the bounds.
type reader struct {
	xml   *xml.Decoder
	meter *meter
	depth int
	parts int // of the object that is read
}

func newReader(r io.Reader) *reader {
	m := &meter{r: r, left: MaxFileBytes}
	d := &reader{meter: m}
	buffered := bufio.NewReader(m)
	m.token = maxTokenBytes
	if bom, err := buffered.Peek(3); err == nil && string(bom) == "\ufeff" {
		_, _ = buffered.Discard(3) // was just seen
	}
	d.xml = xml.NewDecoder(buffered)
	d.xml.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("it is written in %q; an inventory is written in UTF-8", charset)
	}
	return d
}

var (
	errTooLong  = fmt.Errorf("a tag or a text is longer than %d bytes", maxTokenBytes)
	errTooLarge = fmt.Errorf("it has more than %d bytes", MaxFileBytes)
	errTooDeep  = fmt.Errorf("it nests deeper than %d elements", maxDepth)
	errDocType  = errors.New("it has a document type; an inventory has none")
)

// meter refuses to read on when a file, or a token of it, does not end.
type meter struct {
	r           io.Reader
	left, token int
}

func (m *meter) Read(p []byte) (int, error) {
	if m.token <= 0 {
		return 0, errTooLong
	}
	if m.left <= 0 {
		return 0, errTooLarge
	}
	n, err := m.r.Read(p)
	m.left -= n
	m.token -= n
	return n, err
}

// tag returns the next start or end of an element, and the text before it.
func (d *reader) tag() (xml.Token, string, error) {
	var text []byte
	for {
		d.meter.token = maxTokenBytes
		t, err := d.xml.Token()
		if err != nil {
			return nil, "", err
		}
		switch t := t.(type) {
		case xml.StartElement:
			d.depth++
			if d.depth > maxDepth {
				return nil, "", errTooDeep
			}
			return t, string(text), nil
		case xml.EndElement:
			d.depth--
			return t, string(text), nil
		case xml.CharData:
			if len(text)+len(t) > maxTokenBytes {
				return nil, "", errTooLong
			}
			text = append(text, t...)
		case xml.Directive:
			return nil, "", errDocType
		}
	}
}

// start reads up to the list of objects.
func (d *reader) start() error {
	t, _, err := d.tag()
	if err == io.EOF {
		return errors.New("there is no inventory in it")
	}
	if err != nil {
		return err
	}
	if name := t.(xml.StartElement).Name.Local; name != rootElement {
		return fmt.Errorf("it is a list of %q; an inventory is %s", name, rootElement)
	}
	return nil
}

// next reads one object; io.EOF after the last.
func (d *reader) next() (json.RawMessage, error) {
	t, _, err := d.tag()
	if err != nil {
		return nil, unexpected(err)
	}
	start, ok := t.(xml.StartElement)
	if !ok {
		return nil, d.end()
	}
	if start.Name.Local != objectElement {
		return nil, fmt.Errorf("it lists %q; an inventory lists %s", start.Name.Local, objectElement)
	}
	return d.object()
}

// end makes sure that nothing but blanks and comments follows the list.
func (d *reader) end() error {
	t, _, err := d.tag()
	if err == nil {
		return fmt.Errorf("%v follows the list of objects", t)
	}
	return err
}

// unexpected is the end of the file where more is needed.
func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// explain says where and in plain words what is wrong.
func (d *reader) explain(err error) error {
	line, _ := d.xml.InputPos()
	var syntax *xml.SyntaxError
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &syntax) && syntax.Msg == "unexpected EOF" {
		return fmt.Errorf("line %d: the file ends in the middle", line)
	}
	if errors.As(err, &syntax) {
		return fmt.Errorf("line %d: it is no XML: %s", syntax.Line, syntax.Msg)
	}
	return fmt.Errorf("line %d: %w", line, err)
}
