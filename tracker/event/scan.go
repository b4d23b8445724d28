package event

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
	length int    // how many values the last value holds, without those within
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
	s.open, s.length = s.open[:0], 0
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
	for depth := len(s.open); depth > 0; depth-- {
		if depth == 1 {
			s.length++
		}
		last := s.open[depth-1]
		switch s.next() {
		case ',':
			s.at++
			s.open = s.open[:depth]
			return last == '[' || s.name()
		case closing(last):
			s.at++
		default:
			return false
		}
	}
	s.open = s.open[:0]
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
