package event

// reading is what came of reading a value.
type reading uint8

const (
	unset reading = iota // a string that stands for null
	good                 // a value
	bad                  // of the wrong type, or out of range
)

// decimal reads a value that is not null as a decimal number that Go's parsers
// take, by the contract's rules for numbers that come as strings. The result
// may lie in scratch.
func decimal(m *member, scratch []byte) (text []byte, r reading) {
	switch c := m.raw[0]; {
	case c == '-' || c-'0' <= 9:
		return m.raw, good
	case c != '"':
		return nil, bad
	}
	text = m.raw[1 : len(m.raw)-1]
	if m.traits&hasEscape != 0 {
		var mended Notes
		text = unquote(scratch[:0], m.raw, &mended)
		if mended.Any() {
			return nil, bad
		}
	}
	return coerce(text, scratch[:0])
}

// coerce turns what people and cultures write as a number into a decimal one,
// appended to dst, which may overlap text.
func coerce(text, dst []byte) ([]byte, reading) {
	dst, marks := withoutSpaces(text, dst)
	if standsForNull(dst) {
		return nil, unset
	}
	switch {
	case marks.commas > 0 && marks.dots > 0:
		dst = keepMark(dst, marks.last)
	case marks.dots > 1:
		dst = keepMark(dst, ',')
	case marks.commas > 0 && inThousands(dst):
		dst = keepMark(dst, '.')
	case marks.commas == 1:
		dst = keepMark(dst, ',')
	case marks.commas > 1:
		return nil, bad
	}
	if !isDecimal(dst) {
		return nil, bad
	}
	return dst, good
}

// marks are the commas and dots of a number.
type marks struct {
	commas, dots int
	last         byte
}

// withoutSpaces appends text without spaces (U+0020, U+00A0, U+202F) and
// apostrophes, and counts its marks.
func withoutSpaces(text, dst []byte) ([]byte, marks) {
	var found marks
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == ' ' || c == '\'':
			continue
		case c == 0xC2 && hasAt(text, i, "\u00a0"):
			i++
			continue
		case c == 0xE2 && hasAt(text, i, "\u202f"):
			i += 2
			continue
		case c == ',':
			found.commas++
			found.last = c
		case c == '.':
			found.dots++
			found.last = c
		}
		dst = append(dst, text[i])
	}
	return dst, found
}

func hasAt(text []byte, at int, part string) bool {
	return len(text)-at >= len(part) && string(text[at:at+len(part)]) == part
}

// standsForNull tells the words by which plugins say that there is no number.
func standsForNull(text []byte) bool {
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		text = text[1:]
		return string(text) == "∞" || string(text) == "Infinity"
	}
	switch string(text) {
	case "", "N/A", "NaN", "∞", "Infinity":
		return true
	}
	return false
}

// keepMark takes away the commas and dots other than mark, and makes mark a
// dot. Without one left over the number is whole.
func keepMark(text []byte, mark byte) []byte {
	kept := text[:0]
	for _, c := range text {
		switch {
		case c == mark:
			kept = append(kept, '.')
		case c != ',' && c != '.':
			kept = append(kept, c)
		}
	}
	return kept
}

// inThousands tells whether the commas of a number stand between thousands:
// every group after one has exactly 3 digits, and the first has 1 to 3 and is
// not "0".
func inThousands(text []byte) bool {
	if text[0] == '-' || text[0] == '+' {
		text = text[1:]
	}
	group := 0 // digits since the last comma
	first := true
	for i, c := range text {
		switch {
		case c == ',' && first:
			if group == 0 || group > 3 || string(text[:i]) == "0" {
				return false
			}
			group, first = 0, false
		case c == ',':
			if group != 3 {
				return false
			}
			group = 0
		case c-'0' <= 9:
			group++
		default:
			return false
		}
	}
	return group == 3
}

// isDecimal tells whether text is a sign or none, digits with a dot or none
// among them, and an exponent or none.
func isDecimal(text []byte) bool {
	s := scanner{text: text}
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		s.at++
	}
	n := s.digits()
	if s.at < len(text) && text[s.at] == '.' {
		s.at++
		n += s.digits()
	}
	return n > 0 && s.exponent() && s.at == len(text)
}
