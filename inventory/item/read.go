package item

import (
	"math"
	"strconv"
	"strings"
)

// whole reads a value as an integer: a number without fraction, or a string that
// is one. Not ok: it is something else, or beyond 64 bits.
func (v *value) whole() (int64, bool) {
	switch v.kind {
	case '0':
		n, err := strconv.ParseInt(v.text, 10, 64)
		return n, err == nil
	case '"':
		n := number(strings.TrimSpace(v.text))
		if n.kind != '0' {
			return 0, false
		}
		return n.whole()
	}
	return 0, false
}

// float reads a value as a finite number; a string may be one.
func (v *value) float() (float64, bool) {
	if v.kind != '0' && v.kind != '"' {
		return 0, false
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(v.text), 64)
	return f, err == nil && !math.IsInf(f, 0) && !math.IsNaN(f)
}

// boolean reads true and false, 0 and 1, and strings of these.
func (v *value) boolean() (is, ok bool) {
	switch v.kind {
	case 't':
		return true, true
	case 'f':
		return false, true
	case '0', '"':
		is, err := strconv.ParseBool(strings.ToLower(strings.TrimSpace(v.text)))
		return is, err == nil
	}
	return false, false
}

// str reads text; a number is its digits.
func (v *value) str() (string, bool) {
	return v.text, v.kind == '"' || v.kind == '0'
}

// dictionary reads one of the four dictionaries. What is no property id, or no
// value of the kind, is left out here; the original keeps it.
func dictionary[T any](object *value, name string, read func(*value) (T, bool)) map[int32]T {
	v, ok := object.find(name)
	if !ok || v.kind != '{' {
		return nil
	}
	d := make(map[int32]T, len(v.members))
	for i := range v.members {
		id, err := strconv.ParseInt(v.members[i].name, 10, 32)
		if err != nil {
			continue
		}
		if t, ok := read(&v.members[i].value); ok {
			d[int32(id)] = t
		}
	}
	return d
}

// ids reads a list of spell ids; what is none is left out. Not ok: there is no
// list.
func (v *value) ids(name string) (list []int32, ok bool) {
	l, ok := v.find(name)
	if !ok || l.kind != '[' {
		return nil, false
	}
	for i := range l.members {
		if n, ok := l.members[i].value.whole(); ok && n > 0 && n <= math.MaxInt32 {
			list = append(list, int32(n))
		}
	}
	return list, true
}
