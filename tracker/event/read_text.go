package event

import (
	"unicode"
	"unicode/utf8"
)

// string is what a member that is a string says, mended.
func (r *reader) string(m *member) string {
	if m.traits&(hasEscape|mustMend) == 0 {
		return string(m.raw[1 : len(m.raw)-1])
	}
	r.scratch = unquote(r.scratch[:0], m.raw, &r.notes)
	return string(r.scratch)
}

// bytes is what a member that is a string says, good until the next string is
// read, and whether it says so without mending.
func (r *reader) bytes(m *member) (text []byte, whole bool) {
	if m.traits&(hasEscape|mustMend) == 0 {
		return m.raw[1 : len(m.raw)-1], true
	}
	var mended Notes
	r.scratch = unquote(r.scratch[:0], m.raw, &mended)
	return r.scratch, !mended.Any()
}

// quote writes a string.
func (r *reader) quote(m *member, text string) {
	if m.traits&(hasEscape|mustMend) == 0 {
		r.out = append(r.out, m.raw...)
		return
	}
	r.out = appendQuoted(r.out, text)
}

// needText reads a required string of at most limit characters, 0 for no
// limit. U+0000 in it refuses the event.
func (r *reader) needText(name string, limit int) string {
	m := r.need(name)
	if m == nil {
		return ""
	}
	if m.raw[0] != '"' {
		r.refuse(ReasonBadValue, name+" must be a string")
		return ""
	}
	before := r.notes[NoteNUL]
	text := r.string(m)
	switch {
	case r.notes[NoteNUL] != before:
		r.refuse(ReasonBadValue, name+" must not hold U+0000")
	case isLonger(text, limit):
		r.refuse(ReasonBadValue, name+" is too long")
	}
	r.key(name)
	r.quote(m, text)
	return text
}

// text reads an optional string.
func (r *reader) text(name string) Opt[string] { return r.shortText(name, 0) }

// shortText reads an optional string of at most limit characters; a longer one
// becomes null.
func (r *reader) shortText(name string, limit int) Opt[string] {
	m := r.find(name)
	if m == nil {
		return Opt[string]{}
	}
	if m.raw[0] != '"' {
		r.wrong()
		return Opt[string]{}
	}
	text := r.string(m)
	if isLonger(text, limit) {
		r.wrong()
		return Opt[string]{}
	}
	r.key(name)
	r.quote(m, text)
	return Some(text)
}

// isLonger tells whether text has more than limit characters; 0 is no limit.
func isLonger(text string, limit int) bool {
	return limit > 0 && len(text) > limit && utf8.RuneCountInString(text) > limit
}

// hasControl tells whether there is a control character in text.
func hasControl(text string) bool {
	for _, c := range text {
		if unicode.IsControl(c) {
			return true
		}
	}
	return false
}
