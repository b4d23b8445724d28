package magtools

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

var errLargeObject = errors.New("an object is larger than an item can be")

// grow counts what an object is made of, and refuses one that does not end.
func (d *reader) grow(b []byte) error {
	d.parts++
	if d.parts > maxParts || len(b) > maxObject {
		return errLargeObject
	}
	return nil
}

// object reads the members of one object up to its end. What is a member: a
// dictionary (…Values), a list of spells, or one text.
func (d *reader) object() (json.RawMessage, error) {
	b := []byte{'{'}
	d.parts = 0
	for {
		t, _, err := d.tag()
		if err != nil {
			return nil, unexpected(err)
		}
		start, ok := t.(xml.StartElement)
		if !ok {
			return append(b, '}'), nil
		}
		b = appendName(b, start.Name.Local)
		switch name := start.Name.Local; {
		case strings.HasSuffix(name, "Values"):
			b, err = d.dictionary(b)
		case strings.HasSuffix(name, "Spells"):
			b, err = d.list(b)
		default:
			b, err = d.scalar(b)
		}
		if err != nil {
			return nil, err
		}
		if err := d.grow(b); err != nil {
			return nil, err
		}
	}
}

// dictionary reads items, each a key and a value, up to the end of the element.
func (d *reader) dictionary(b []byte) ([]byte, error) {
	b = append(b, '{')
	for {
		t, _, err := d.tag()
		if err != nil {
			return nil, unexpected(err)
		}
		if _, ok := t.(xml.StartElement); !ok {
			return append(b, '}'), nil
		}
		key, _, err := d.inner()
		if err != nil {
			return nil, err
		}
		value, kind, err := d.inner()
		if err != nil {
			return nil, err
		}
		if err := d.close(); err != nil {
			return nil, err
		}
		b = appendName(b, strings.TrimSpace(key))
		b = appendScalar(b, value, kind)
		if err := d.grow(b); err != nil {
			return nil, err
		}
	}
}

// inner reads an element that holds one other, which holds text: <key><int>5</int>
// </key>. The kind is the inner one's name.
func (d *reader) inner() (text, kind string, err error) {
	for depth := range 2 {
		t, _, err := d.tag()
		if err != nil {
			return "", "", unexpected(err)
		}
		start, ok := t.(xml.StartElement)
		if !ok && depth == 0 {
			return "", "", errors.New("an entry lacks its key or its value")
		}
		if !ok {
			return "", "", nil // <value />
		}
		kind = start.Name.Local
	}
	text, err = d.text()
	if err != nil {
		return "", "", err
	}
	return text, kind, d.close()
}

// list reads the elements of a list.
func (d *reader) list(b []byte) ([]byte, error) {
	b = append(b, '[')
	for {
		t, _, err := d.tag()
		if err != nil {
			return nil, unexpected(err)
		}
		start, ok := t.(xml.StartElement)
		if !ok {
			return append(b, ']'), nil
		}
		text, err := d.text()
		if err != nil {
			return nil, err
		}
		if b[len(b)-1] != '[' {
			b = append(b, ',')
		}
		b = appendScalar(b, text, start.Name.Local)
		if err := d.grow(b); err != nil {
			return nil, err
		}
	}
}

// scalar reads a member that is one text; its kind is what it looks like. A
// member that holds elements is one that a later Mag-Tools added: null.
func (d *reader) scalar(b []byte) ([]byte, error) {
	t, text, err := d.tag()
	if err != nil {
		return nil, unexpected(err)
	}
	if _, ok := t.(xml.EndElement); ok {
		return appendScalar(b, text, ""), nil
	}
	for outside := d.depth - 2; d.depth > outside; {
		if _, _, err := d.tag(); err != nil {
			return nil, unexpected(err)
		}
	}
	return append(b, "null"...), nil
}

// text reads up to the end of an element without elements.
func (d *reader) text() (string, error) {
	t, text, err := d.tag()
	if err != nil {
		return "", unexpected(err)
	}
	if start, ok := t.(xml.StartElement); ok {
		return "", errors.New("the element " + start.Name.Local + " stands where a text should")
	}
	return text, nil
}

// close reads the end of an element.
func (d *reader) close() error {
	t, _, err := d.tag()
	if err != nil {
		return unexpected(err)
	}
	if start, ok := t.(xml.StartElement); ok {
		return errors.New("the element " + start.Name.Local + " is one too many")
	}
	return nil
}

// appendName begins a member, with a comma where one went before.
func appendName(b []byte, name string) []byte {
	if b[len(b)-1] != '{' {
		b = append(b, ',')
	}
	return append(appendText(b, name), ':')
}

// appendScalar writes a text as the JSON value of its kind: string, boolean, or a
// number. Without a kind it is what it looks like. A number that is none becomes
// null.
func appendScalar(b []byte, text, kind string) []byte {
	if kind == "string" {
		return appendText(b, text)
	}
	text = strings.TrimSpace(text)
	if text == "true" || text == "false" {
		return append(b, text...)
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return strconv.AppendInt(b, n, 10)
	}
	f, err := strconv.ParseFloat(text, 64)
	if err == nil && !math.IsInf(f, 0) && !math.IsNaN(f) && !strings.ContainsAny(text, "xX_") {
		return strconv.AppendFloat(b, f, 'g', -1, 64)
	}
	if kind == "" && text != "" {
		return appendText(b, text)
	}
	return append(b, "null"...)
}

// appendText cannot fail: what the XML reader gives is valid UTF-8.
func appendText(b []byte, text string) []byte {
	b, _ = jsontext.AppendQuote(b, text)
	return b
}
