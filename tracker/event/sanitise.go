package event

import (
	"bytes"
	"math"
	"strconv"
	"unicode/utf8"
)

// sanitiser rewrites free JSON so that PostgreSQL's jsonb takes it. What needs
// no mending is kept to the byte, but for white space.
type sanitiser struct {
	notes   *Notes
	scratch []byte // for one string
}

// append appends raw, a value that passed the scanner with these traits.
func (s *sanitiser) append(dst, raw []byte, found traits) []byte {
	if found&(hasSpace|mustMend) == 0 {
		return append(dst, raw...)
	}
	for i := 0; i < len(raw); {
		switch c := raw[i]; {
		case c == '"':
			n := stringLength(raw[i:])
			dst = s.appendString(dst, raw[i:i+n])
			i += n
		case c == '-' || c-'0' <= 9:
			n := numberLength(raw[i:])
			dst = s.appendNumber(dst, raw[i:i+n])
			i += n
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
		default:
			dst = append(dst, c)
			i++
		}
	}
	return dst
}

// appendString keeps the escapes that the sender chose, unless one of them, or
// a byte, must be mended: then the string is written anew.
func (s *sanitiser) appendString(dst, quoted []byte) []byte {
	if bytes.IndexByte(quoted, '\\') < 0 && utf8.Valid(quoted) {
		return append(dst, quoted...)
	}
	var mended Notes
	s.scratch = unquote(s.scratch[:0], quoted, &mended)
	if !mended.Any() {
		return append(dst, quoted...)
	}
	s.notes.add(mended)
	return appendQuoted(dst, s.scratch)
}

// appendNumber keeps a number that is short and that float64 holds.
func (s *sanitiser) appendNumber(dst, number []byte) []byte {
	if len(number) <= maxVerbatim && !bytes.ContainsAny(number, "eE") {
		return append(dst, number...)
	}
	v, err := strconv.ParseFloat(string(number), 64)
	switch {
	case err != nil || math.IsInf(v, 0):
		s.notes[NoteBadNumber]++
		return append(dst, "null"...)
	case len(number) <= maxVerbatim && v != 0:
		return append(dst, number...)
	}
	if v != 0 || hasNonZeroDigit(number) {
		s.notes[NoteBadNumber]++
	}
	return appendFloat(dst, v)
}

// hasNonZeroDigit tells whether the digits before the exponent say something
// else than 0.
func hasNonZeroDigit(number []byte) bool {
	for _, c := range number {
		switch {
		case c >= '1' && c <= '9':
			return true
		case c|0x20 == 'e':
			return false
		}
	}
	return false
}

// stringLength is the length of the string that text begins with, quotes
// included.
func stringLength(text []byte) int {
	i := 1
	for text[i] != '"' {
		if text[i] == '\\' {
			i++
		}
		i++
	}
	return i + 1
}

// numberLength is the length of the number that text begins with.
func numberLength(text []byte) int {
	for i, c := range text {
		if c-'0' > 9 && c != '-' && c != '+' && c != '.' && c|0x20 != 'e' {
			return i
		}
	}
	return len(text)
}
