package item

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// maxDepth is how deep the JSON of an item may nest; what is deeper becomes null.
// Items nest three deep.
const maxDepth = 64

// value is a JSON value in memory, already mended: no U+0000, no lone surrogates,
// no numbers beyond float64, no name twice, names sorted.
type value struct {
	kind    jsontext.Kind // as jsontext names them: n t f " 0 { [
	text    string        // of a string, or a number in its one spelling
	members []member      // of an object; of an array its elements, without names
}

type member struct {
	name string
	value
}

// usualMembers is how many members most objects have at most.
const usualMembers = 24

var (
	errNoObject = errors.New("an item must be a JSON object")
	errTooMany  = fmt.Errorf("an item must hold at most %d values", MaxValues)
)

// parseObject reads a JSON object.
func parseObject(raw []byte) (value, error) {
	p := parser{dec: jsontext.NewDecoder(bytes.NewReader(raw), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))}
	if p.dec.PeekKind() != '{' {
		return value{}, errNoObject
	}
	v, err := p.value()
	if errors.Is(err, errTooMany) {
		return value{}, err
	}
	if err != nil {
		return value{}, fmt.Errorf("an item must be valid JSON: byte %d", p.dec.InputOffset())
	}
	if _, err := p.dec.ReadToken(); err != io.EOF {
		return value{}, errors.New("an item must be one JSON object")
	}
	return v, nil
}

// parser builds values out of tokens. A value takes more memory than its text:
// it counts them.
type parser struct {
	dec    *jsontext.Decoder
	values int
}

func (p *parser) value() (value, error) {
	if p.values++; p.values > MaxValues {
		return value{}, errTooMany
	}
	if p.dec.StackDepth() > maxDepth {
		return value{kind: 'n'}, p.dec.SkipValue()
	}
	t, err := p.dec.ReadToken()
	if err != nil {
		return value{}, err
	}
	switch v := (value{kind: t.Kind()}); v.kind {
	case '{':
		return p.members(v)
	case '[':
		return p.elements(v)
	case '0':
		return number(t.String()), nil
	case '"':
		v.text = withoutNUL(t.String())
		return v, nil
	default:
		return v, nil
	}
}

func (p *parser) elements(v value) (value, error) {
	for p.dec.PeekKind() != ']' {
		element, err := p.value()
		if err != nil {
			return value{}, err
		}
		v.members = append(v.members, member{value: element})
	}
	_, err := p.dec.ReadToken()
	return v, err
}

func (p *parser) members(v value) (value, error) {
	if p.dec.StackDepth() <= 2 { // the item, and its dictionaries
		v.members = make([]member, 0, usualMembers)
	}
	for p.dec.PeekKind() != '}' {
		t, err := p.dec.ReadToken()
		if err != nil {
			return value{}, err
		}
		name := withoutNUL(t.String())
		of, err := p.value()
		if err != nil {
			return value{}, err
		}
		v.members = append(v.members, member{name, of})
	}
	v.sort()
	_, err := p.dec.ReadToken()
	return v, err
}

// order puts short names before long ones: numbers stand in their order, as most
// plugins and the database write them.
func order(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

func byName(a, b member) int { return order(a.name, b.name) }

func isNamed(m member, name string) int { return order(m.name, name) }

// sort puts the members in order; of two with one name the later one stays.
func (v *value) sort() {
	if !slices.IsSortedFunc(v.members, byName) {
		slices.SortStableFunc(v.members, byName)
	}
	twice := false
	for i := 1; i < len(v.members); i++ {
		twice = twice || v.members[i].name == v.members[i-1].name
	}
	if !twice {
		return
	}
	kept := v.members[:0]
	for i, m := range v.members {
		if i+1 == len(v.members) || v.members[i+1].name != m.name {
			kept = append(kept, m)
		}
	}
	v.members = kept
}

func withoutNUL(text string) string {
	if strings.IndexByte(text, 0) < 0 {
		return text
	}
	return strings.ReplaceAll(text, "\x00", "")
}

// number spells a number in the one way that it is kept: integers as such, even
// if they came as 7.0 or 7e0, others as the shortest that reads back the same.
// A number that no float64 can hold is null.
func number(text string) value {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return value{kind: '0', text: strconv.FormatInt(n, 10)}
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(f, 0) {
		return value{kind: 'n'}
	}
	return value{kind: '0', text: floatText(f)}
}

func floatText(f float64) string {
	if f == math.Trunc(f) && math.Abs(f) < 1<<63 {
		return strconv.FormatInt(int64(f), 10)
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}

// find returns a member by its name.
func (v *value) find(name string) (*value, bool) {
	i, ok := slices.BinarySearchFunc(v.members, name, isNamed)
	if !ok {
		return nil, false
	}
	return &v.members[i].value, true
}

// set gives a member a value; remove takes it away.
func (v *value) set(name string, to value) {
	i, ok := slices.BinarySearchFunc(v.members, name, isNamed)
	if ok {
		v.members[i].value = to
		return
	}
	v.members = slices.Insert(v.members, i, member{name, to})
}

func (v *value) remove(name string) {
	v.members = slices.DeleteFunc(v.members, func(m member) bool { return m.name == name })
}

// appendTo writes the value in its canonical form.
func (v *value) appendTo(b []byte) []byte {
	switch v.kind {
	case '{':
		return v.appendMembers(b)
	case '[':
		b = append(b, '[')
		for i := range v.members {
			if i > 0 {
				b = append(b, ',')
			}
			b = v.members[i].value.appendTo(b)
		}
		return append(b, ']')
	case '"':
		return appendString(b, v.text)
	case '0':
		return append(b, v.text...)
	case 't':
		return append(b, "true"...)
	case 'f':
		return append(b, "false"...)
	}
	return append(b, "null"...)
}

func (v *value) appendMembers(b []byte) []byte {
	b = append(b, '{')
	for i := range v.members {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, v.members[i].name)
		b = append(b, ':')
		b = v.members[i].value.appendTo(b)
	}
	return append(b, '}')
}

// appendString cannot fail: the text is valid UTF-8 since it was parsed.
func appendString(b []byte, text string) []byte {
	b, _ = jsontext.AppendQuote(b, text)
	return b
}
