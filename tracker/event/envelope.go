package event

import (
	"strings"
	"time"
)

// MaxCharacterName bounds a character's name, in characters.
const MaxCharacterName = 64

// maxTypeLength bounds a type, in bytes. A share type is kept as a key in
// memory; real ones have about 20.
const maxTypeLength = 64

// readType finds out what the event is.
func (r *reader) readType() bool {
	m := r.find("type")
	if m == nil || m.raw[0] != '"' {
		r.refuse(ReasonNoType, "type must be a string")
		return false
	}
	name, whole := r.bytes(m)
	switch {
	case !whole:
		r.refuse(ReasonBadType, "type holds what is no character")
		return false
	case len(name) == 0:
		r.refuse(ReasonNoType, "type is empty")
		return false
	}
	family, known := byType[string(name)]
	switch {
	case known:
		r.typ, r.family = string(family), family
	case len(name) >= len(SharePrefix) && string(name[:len(SharePrefix)]) == SharePrefix:
		return r.shareType(name)
	default:
		r.family = FamilyUnknown
		r.refuse(ReasonUnknownType, "the type is unknown to this server")
		return false
	}
	return true
}

// shareType takes a type of which only the beginning is known.
func (r *reader) shareType(name []byte) bool {
	r.family = FamilyShare
	if len(name) > maxTypeLength || hasControl(string(name)) {
		r.refuse(ReasonBadType, "type is too long or holds control characters")
		return false
	}
	r.typ = string(name)
	return true
}

// characterName reads whose event it is.
func (r *reader) characterName() string {
	m := r.find("character_name")
	if m == nil {
		r.refuse(ReasonNoCharacter, "character_name is missing")
		return ""
	}
	if m.raw[0] != '"' {
		r.refuse(ReasonBadCharacter, "character_name must be a string")
		return ""
	}
	nul := r.notes[NoteNUL]
	name := strings.TrimSpace(r.string(m))
	if name == "" || isLonger(name, MaxCharacterName) || hasControl(name) || r.notes[NoteNUL] != nul {
		r.refuse(ReasonBadCharacter,
			"character_name must have 1 to 64 characters, none of them a control character")
		return ""
	}
	r.key("character_name")
	r.out = appendQuoted(r.out, name)
	return name
}

// timestamp reads when it happened; the time of receipt where nobody can tell.
func (r *reader) timestamp(checkClock bool) time.Time {
	t := r.receivedAt
	if m := r.find("timestamp"); m != nil {
		t = r.readTimestamp(m, checkClock)
	}
	r.key("timestamp")
	r.out = appendTimestamp(r.out, t)
	return t
}

func (r *reader) readTimestamp(m *member, checkClock bool) time.Time {
	var t time.Time
	ok := m.raw[0] == '"'
	if ok {
		var text []byte
		if text, ok = r.bytes(m); ok {
			t, ok = parseTimestamp(text)
		}
	}
	switch {
	case !ok:
		r.notes[NoteBadTimestamp]++
		return r.receivedAt
	case checkClock && isSkewed(t, r.receivedAt):
		r.notes[NoteClockSkew]++
		return r.receivedAt
	}
	return t
}
