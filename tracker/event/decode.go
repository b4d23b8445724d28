package event

import (
	"encoding/json"
	"fmt"
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

// Reread is Redecode for the reader of a log, into which the event must belong.
func Reread(payload []byte, receivedAt time.Time, log Log) (*Event, error) {
	e, _, err := Redecode(payload, receivedAt)
	if err != nil {
		return nil, fmt.Errorf("the record's payload is no event: %w", err)
	}
	if e.Family.StoredIn() != log {
		return nil, fmt.Errorf("a %s event does not belong into the %s log", e.Family, log)
	}
	return e, nil
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
	if !r.index(frame) || !r.readType() {
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

// settle points the body's raw members into the payload.
func (r *reader) settle(e *Event) {
	for _, raw := range r.raws {
		*raw.to = json.RawMessage(e.Payload[raw.start:raw.end:raw.end])
	}
	if sheet, ok := e.Body.(*CharacterStats); ok {
		sheet.Data = e.Payload
	}
}
