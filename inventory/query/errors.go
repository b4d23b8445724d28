package query

// Kind says what is wrong with a query.
type Kind string

// The kinds of errors. Incomplete is special: the text is the beginning of a
// query that may still become right, so a page keeps what it shows.
const (
	Incomplete    Kind = "incomplete"     // something is missing at the end: a value, a quote, a parenthesis
	Unexpected    Kind = "unexpected"     // something stands where it cannot
	UnknownFilter Kind = "unknown_filter" // no filter has this name
	UnknownValue  Kind = "unknown_value"  // no table has this name
	BadNumber     Kind = "number"         // a number or an age is asked, and this is none
	BadRange      Kind = "range"          // the first end is above the second
	WrongForm     Kind = "wrong_form"     // the filter takes no such value
	Limit         Kind = "limit"          // too long, too many terms, too deep
)

// Error is what is wrong with a query, and where. Only the first by reading order
// is reported.
type Error struct {
	Start      int    `json:"start"`  // UTF-16 units from the beginning of the text
	Length     int    `json:"length"` // UTF-16 units
	Kind       Kind   `json:"kind"`
	Message    string `json:"message"`              // a sentence for the user
	Suggestion string `json:"suggestion,omitempty"` // what was probably meant: "al: or is:armor"
}

// Error is the message with the suggestion.
func (e *Error) Error() string {
	if e.Suggestion == "" {
		return e.Message
	}
	return e.Message + "; did you mean " + e.Suggestion + "?"
}

// trouble is an Error whose place is still in bytes.
type trouble struct {
	start, end int
	kind       Kind
	message    string
	suggestion string
}

// in makes the Error of a text, counting as pages do.
func (t *trouble) in(text string) *Error {
	start := utf16Len(text[:t.start])
	return &Error{
		Start: start, Length: utf16Len(text[t.start:t.end]),
		Kind: t.kind, Message: t.message, Suggestion: t.suggestion,
	}
}

// utf16Len is the length of a text in UTF-16 units. A byte that is no UTF-8
// counts as one.
func utf16Len(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// byteAt is the byte offset of the UTF-16 unit at; within a surrogate pair the
// offset before it, beyond the end the end.
func byteAt(text string, at int) int {
	n := 0
	for i, r := range text {
		w := 1
		if r > 0xFFFF {
			w = 2
		}
		if n+w > at {
			return i
		}
		n += w
	}
	return len(text)
}
