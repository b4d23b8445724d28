package event

import (
	"unicode/utf16"
	"unicode/utf8"
)

// unquote appends what the quoted string says, mended: no U+0000, no lone
// surrogate, valid UTF-8. quoted has passed the scanner.
func unquote(dst, quoted []byte, notes *Notes) []byte {
	text := quoted[1 : len(quoted)-1]
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == '\\' && text[i+1] == 'u':
			var n int
			dst, n = unescape(dst, text[i:], notes)
			i += n
		case c == '\\':
			dst = append(dst, shortEscape(text[i+1]))
			i += 2
		case c < utf8.RuneSelf:
			dst = append(dst, c)
			i++
		default:
			r, n := utf8.DecodeRune(text[i:])
			if r == utf8.RuneError && n == 1 {
				notes[NoteInvalidUTF8]++
			}
			dst = utf8.AppendRune(dst, r)
			i += n
		}
	}
	return dst
}

// unescape appends the character of the escape (backslash, u, four hex digits), or
// of the pair of them, that text begins with, and tells how long that is.
func unescape(dst, text []byte, notes *Notes) ([]byte, int) {
	unit := escapedUnit(text)
	switch {
	case unit == 0:
		notes[NoteNUL]++
		return dst, 6
	case isPair(unit, text[6:]):
		return utf8.AppendRune(dst, utf16.DecodeRune(unit, escapedUnit(text[6:]))), 12
	case utf16.IsSurrogate(unit):
		notes[NoteSurrogate]++
		return utf8.AppendRune(dst, utf8.RuneError), 6
	}
	return utf8.AppendRune(dst, unit), 6
}

// shortEscape is the character of a backslash and c.
func shortEscape(c byte) byte {
	switch c {
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	}
	return c
}

// appendQuoted appends text, which is valid UTF-8, as a JSON string.
func appendQuoted[T string | []byte](dst []byte, text T) []byte {
	dst = append(dst, '"')
	from := 0
	for i := 0; i < len(text); i++ {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' {
			dst = append(dst, text[from:i]...)
			dst = appendEscape(dst, c)
			from = i + 1
		}
	}
	dst = append(dst, text[from:]...)
	return append(dst, '"')
}

// appendEscape appends the shortest escape of an ASCII character.
func appendEscape(dst []byte, c byte) []byte {
	const hex = "0123456789abcdef"
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, '\\', 'b')
	case '\f':
		return append(dst, '\\', 'f')
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	return append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}
