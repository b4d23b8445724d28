package event

import (
	"unicode/utf16"
	"unicode/utf8"
)

// MaxDepth is how deep a member's value may be nested: [[]] has depth 2.
const MaxDepth = 64

// traits are what a scanned value is known to hold.
type traits uint8

const (
	hasSpace  traits = 1 << iota // white space between its tokens
	hasEscape                    // a string with a backslash
	mustMend                     // perhaps something that PostgreSQL refuses
	isDeep                       // nested deeper than MaxDepth
)

// maxVerbatim is the length up to which a number is kept as it was written, in
// bytes. PostgreSQL's numeric takes 16,383 decimals; float64 needs 25 bytes.
const maxVerbatim = 64

// scanner checks the grammar of JSON (RFC 8259) and finds where values end.
// Its methods return false where the text is no JSON.
type scanner struct {
	text   []byte
	at     int
	traits traits // gathered since they were last cleared
	open   []byte // the brackets that are open
}

// space skips white space.
func (s *scanner) space() {
	for s.at < len(s.text) {
		switch s.text[s.at] {
		case ' ', '\t', '\n', '\r':
			s.at++
			s.traits |= hasSpace
		default:
			return
		}
	}
}

// next skips white space and gives the byte behind it, 0 at the end.
func (s *scanner) next() byte {
	if s.at < len(s.text) && s.text[s.at] > ' ' {
		return s.text[s.at]
	}
	s.space()
	if s.at == len(s.text) {
		return 0
	}
	return s.text[s.at]
}

// value skips one value. Open brackets are kept on a stack of its own: sixteen
// million of them would be too many for the goroutine's.
func (s *scanner) value() bool {
	s.open = s.open[:0]
	for {
		opened, ok := s.begin()
		if !ok {
			return false
		}
		if opened {
			continue
		}
		if !s.end() {
			return false
		}
		if len(s.open) == 0 {
			return true
		}
	}
}

// begin skips a scalar, an empty container, or what leads to the first value
// in a container; then it is opened.
func (s *scanner) begin() (opened, ok bool) {
	switch c := s.next(); c {
	case '{', '[':
		return s.bracket(c)
	case '"':
		return false, s.quoted()
	case 't':
		return false, s.literal("true")
	case 'f':
		return false, s.literal("false")
	case 'n':
		return false, s.literal("null")
	}
	return false, s.number()
}

// bracket opens a container and skips the first member's name.
func (s *scanner) bracket(c byte) (opened, ok bool) {
	if len(s.open) >= MaxDepth {
		s.traits |= isDeep
	}
	s.at++
	if s.next() == closing(c) {
		s.at++
		return false, true
	}
	s.open = append(s.open, c)
	return true, c == '[' || s.name()
}

// end closes containers behind a value, up to a comma and what leads to the
// next value.
func (s *scanner) end() bool {
	for len(s.open) > 0 {
		last := s.open[len(s.open)-1]
		switch s.next() {
		case ',':
			s.at++
			return last == '[' || s.name()
		case closing(last):
			s.at++
			s.open = s.open[:len(s.open)-1]
		default:
			return false
		}
	}
	return true
}

// closing is the bracket that closes an opening one: two further on in ASCII.
func closing(open byte) byte { return open + 2 }

// name skips a member's name and its colon.
func (s *scanner) name() bool {
	if s.next() != '"' || !s.quoted() || s.next() != ':' {
		return false
	}
	s.at++
	return true
}

func (s *scanner) literal(word string) bool {
	if len(s.text)-s.at < len(word) || string(s.text[s.at:s.at+len(word)]) != word {
		return false
	}
	s.at += len(word)
	return true
}

// quoted skips a string.
func (s *scanner) quoted() bool {
	text := s.text
	for i := s.at + 1; i < len(text); {
		c := text[i]
		switch {
		case c == '"':
			s.at = i + 1
			return true
		case c == '\\':
			n := s.escape(text[i:])
			if n == 0 {
				return false
			}
			i += n
		case c < ' ':
			return false
		case c < utf8.RuneSelf:
			i++
		default:
			i += s.rune(text[i:])
		}
	}
	return false
}

// rune is the length of the character that text begins with.
func (s *scanner) rune(text []byte) int {
	r, n := utf8.DecodeRune(text)
	if r == utf8.RuneError && n == 1 {
		s.traits |= mustMend
	}
	return n
}

// escape is the length of the escape that text begins with; 0: it is none.
func (s *scanner) escape(text []byte) int {
	s.traits |= hasEscape
	if len(text) < 2 {
		return 0
	}
	switch text[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	}
	unit := escapedUnit(text)
	switch {
	case unit < 0:
		return 0
	case isPair(unit, text[6:]):
		return 12
	case unit == 0 || utf16.IsSurrogate(unit):
		s.traits |= mustMend
	}
	return 6
}

// isPair tells whether unit and the escape that follows it are the two halves
// of one character.
func isPair(unit rune, following []byte) bool {
	return utf16.IsSurrogate(unit) && utf16.DecodeRune(unit, escapedUnit(following)) != utf8.RuneError
}

// escapedUnit is the UTF-16 unit of the \uXXXX that text begins with; -1: it
// does not.
func escapedUnit(text []byte) rune {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return -1
	}
	var unit rune
	for _, c := range text[2:6] {
		switch {
		case c >= '0' && c <= '9':
			unit = unit<<4 | rune(c-'0')
		case c >= 'a' && c <= 'f':
			unit = unit<<4 | rune(c-'a'+10)
		case c >= 'A' && c <= 'F':
			unit = unit<<4 | rune(c-'A'+10)
		default:
			return -1
		}
	}
	return unit
}

// number skips a number.
func (s *scanner) number() bool {
	from := s.at
	if s.at < len(s.text) && s.text[s.at] == '-' {
		s.at++
	}
	if !s.integer() || !s.fraction() || !s.exponent() {
		return false
	}
	if s.at-from > maxVerbatim {
		s.traits |= mustMend
	}
	return true
}

// integer skips digits that do not begin with a needless 0.
func (s *scanner) integer() bool {
	from := s.at
	n := s.digits()
	return n == 1 || n > 1 && s.text[from] != '0'
}

func (s *scanner) fraction() bool {
	if s.at == len(s.text) || s.text[s.at] != '.' {
		return true
	}
	s.at++
	return s.digits() > 0
}

func (s *scanner) exponent() bool {
	if s.at == len(s.text) || s.text[s.at]|0x20 != 'e' {
		return true
	}
	s.traits |= mustMend
	s.at++
	if s.at < len(s.text) && (s.text[s.at] == '+' || s.text[s.at] == '-') {
		s.at++
	}
	return s.digits() > 0
}

// digits skips digits and counts them.
func (s *scanner) digits() int {
	from := s.at
	for s.at < len(s.text) && s.text[s.at]-'0' <= 9 {
		s.at++
	}
	return s.at - from
}
