package event

import (
	"encoding/json"
	"strings"
	"time"
)

// headroom is what a payload may need beyond its frame's length, in bytes: a
// timestamp that the frame lacks. More is rare, and allocated then.
const headroom = 64

// Decode reads one text frame of a plugin socket. Notes tell what was mended;
// the error is always a *Refusal. A timestamp that is more than MaxClockSkew
// away from receivedAt is replaced by it, and noted.
//
// Decoding the payload of an event with the same receivedAt gives the same
// event and the same payload. To read what was accepted at another time, use
// Redecode.
func Decode(frame []byte, receivedAt time.Time) (*Event, Notes, error) {
	return decode(frame, receivedAt, true)
}

// Redecode reads the payload of an event that was accepted before, as the
// readers of the event logs do: like Decode, but the event's timestamp stands,
// however far from receivedAt. It also serves imports of what happened in the
// past.
func Redecode(payload []byte, receivedAt time.Time) (*Event, Notes, error) {
	return decode(payload, receivedAt, false)
}

func decode(frame []byte, receivedAt time.Time, checkClock bool) (*Event, Notes, error) {
	r := readers.Get().(*reader)
	defer r.release()
	r.receivedAt = toPrecision(receivedAt)
	e := r.event(frame, checkClock)
	if r.refusal != nil {
		return nil, Notes{}, r.refusal
	}
	return e, r.notes, nil
}

// event reads the frame's members, the envelope and the body.
func (r *reader) event(frame []byte, checkClock bool) *Event {
	if !r.index(frame) || !r.envelopeType() {
		return nil
	}
	e := &Event{Type: r.typ, Family: r.family, ReceivedAt: r.receivedAt}
	r.out = make([]byte, 0, len(frame)+headroom)
	r.out = append(r.out, `{"type":`...)
	r.out = appendQuoted(r.out, r.typ)
	e.CharacterName = r.characterName()
	e.Timestamp = r.timestamp(checkClock)
	if r.refusal != nil {
		return nil
	}
	e.Body = r.body()
	if r.refusal != nil {
		return nil
	}
	r.others()
	e.Payload = append(r.out, '}')
	r.settle(e)
	return e
}

// index finds the members of the frame.
func (r *reader) index(frame []byte) bool {
	r.family = FamilyNone
	r.scan.text, r.scan.at = frame, 0
	if r.scan.next() != '{' {
		r.refuseNonObject()
		return false
	}
	var ok bool
	r.members, ok = r.scan.index(r.members, &r.notes)
	if !ok || r.scan.next() != 0 || r.scan.at != len(frame) {
		r.refuse(ReasonNotJSON, "the frame is no JSON")
		return false
	}
	hideDoubles(r.members)
	return true
}

func (r *reader) refuseNonObject() {
	if r.scan.value() && r.scan.next() == 0 && r.scan.at == len(r.scan.text) {
		r.refuse(ReasonNotAnObject, "the frame is no JSON object")
		return
	}
	r.refuse(ReasonNotJSON, "the frame is no JSON")
}

// envelopeType finds out what the event is.
func (r *reader) envelopeType() bool {
	m := r.find("type")
	if m == nil || m.raw[0] != '"' {
		r.refuse(ReasonNoType, "type must be a string")
		return false
	}
	name, whole := r.bytes(m)
	if !whole {
		r.refuse(ReasonBadType, "type holds what is no character")
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

// maxCharacterName bounds a character's name, in characters.
const maxCharacterName = 64

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
	if name == "" || isLonger(name, maxCharacterName) || hasControl(name) || r.notes[NoteNUL] != nul {
		r.refuse(ReasonBadCharacter, "character_name must have 1 to 64 characters, none of them a control character")
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

// settle points the body's raw members into the payload.
func (r *reader) settle(e *Event) {
	for _, raw := range r.raws {
		*raw.to = json.RawMessage(e.Payload[raw.start:raw.end:raw.end])
	}
	if sheet, ok := e.Body.(*CharacterStats); ok {
		sheet.Data = e.Payload
	}
}
