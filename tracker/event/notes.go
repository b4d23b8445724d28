package event

// Note is a kind of mending that an accepted event needed.
type Note uint8

// What can be mended.
const (
	// NoteClockSkew: the timestamp was more than MaxClockSkew away from the time
	// of receipt, which replaced it.
	NoteClockSkew Note = iota
	// NoteBadTimestamp: there was a timestamp that could not be read; the time
	// of receipt replaced it. An absent one is not noted.
	NoteBadTimestamp
	// NoteBadOptional: an optional value of the wrong type, or out of its range,
	// became null. "", "N/A", "NaN", "∞" and "Infinity" are nulls, not noted.
	NoteBadOptional
	// NoteBadNumber: a number in free JSON that float64 cannot hold became null,
	// or one with more digits than PostgreSQL takes was shortened to float64's.
	NoteBadNumber
	// NoteNUL: a U+0000 was removed.
	NoteNUL
	// NoteSurrogate: a lone surrogate became U+FFFD.
	NoteSurrogate
	// NoteInvalidUTF8: a byte that is no UTF-8 became U+FFFD.
	NoteInvalidUTF8
	// NoteTooDeep: a member nested deeper than MaxDepth was left out; in
	// full_inventory's items, that item became null.
	NoteTooDeep

	noteCount
)

// Notes counts what was mended in one event, by kind.
type Notes [noteCount]uint32

// String is the note's name, fit for a metric's label.
func (n Note) String() string {
	switch n {
	case NoteClockSkew:
		return "clock_skew"
	case NoteBadTimestamp:
		return "bad_timestamp"
	case NoteBadOptional:
		return "bad_optional"
	case NoteBadNumber:
		return "bad_number"
	case NoteNUL:
		return "nul"
	case NoteSurrogate:
		return "surrogate"
	case NoteInvalidUTF8:
		return "invalid_utf8"
	case NoteTooDeep:
		return "too_deep"
	}
	return "other"
}

// AllNotes lists the kinds.
func AllNotes() []Note {
	all := make([]Note, 0, noteCount)
	for n := range noteCount {
		all = append(all, n)
	}
	return all
}

// Any tells whether anything was mended.
func (n Notes) Any() bool { return n != Notes{} }

// add counts what was mended in a part of the event.
func (n *Notes) add(part Notes) {
	for kind, times := range part {
		n[kind] += times
	}
}
