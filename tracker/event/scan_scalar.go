package event

import (
	"unicode/utf16"
	"unicode/utf8"
)

// literal skips a word.
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

// escapedUnit is the UTF-16 unit of the escape (backslash, u, four hex digits) that
// text begins with; -1: it does not.
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
	text := s.text[s.at:]
	n := 0
	for n < len(text) && text[n]-'0' <= 9 {
		n++
	}
	s.at += n
	return n
}
