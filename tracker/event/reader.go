package event

import (
	"encoding/json"
	"sync"
	"time"
)

// reader reads the members of one event, one after the other in the order of
// the contract's table, and writes each to the payload as it reads it.
//
// The first required member that is missing or wrong sets refusal; what is
// read after that does not matter.
type reader struct {
	typ        string
	family     Family
	receivedAt time.Time

	scan     scanner
	members  []member
	expected int    // where the next member is looked for first
	out      []byte // the payload so far
	notes    Notes
	raws     []rawAt
	scratch  []byte // for one string
	refusal  *Refusal
}

// rawAt is a raw member of a body, to be set once the payload stands still.
type rawAt struct {
	to         *json.RawMessage
	start, end int
}

// What a pooled reader begins with, and the bounds of what it keeps.
const (
	usualMembers   = 32
	usualText      = 64 // bytes
	maxKeptMembers = 1 << 10
	maxKeptText    = 1 << 16 // bytes
)

// readers are shared: their slices are most of what Decode would allocate.
var readers = sync.Pool{New: func() any {
	return &reader{members: make([]member, 0, usualMembers), scratch: make([]byte, 0, usualText)}
}}

// release forgets the event and gives the reader back.
func (r *reader) release() {
	clear(r.members)
	clear(r.raws)
	kept := reader{members: r.members[:0], raws: r.raws[:0], scratch: r.scratch[:0]}
	kept.scan.open = r.scan.open[:0]
	if cap(kept.members) <= maxKeptMembers && cap(kept.scratch)+cap(kept.scan.open) <= maxKeptText {
		*r = kept
		readers.Put(r)
	}
}

// refuse ends the event for the first reason that is given.
func (r *reader) refuse(reason Reason, message string) {
	if r.refusal == nil {
		r.refusal = &Refusal{Type: r.typ, Family: r.family, Reason: reason, Message: message}
	}
}

// find is the member of that name; nil where it is absent or null. Plugins
// send members in a fixed order, so it is mostly the one after the last.
func (r *reader) find(name string) *member {
	key, n := keyOf(name), len(r.members)
	at := r.expected
	for range n {
		if at >= n {
			at = 0
		}
		m := &r.members[at]
		at++
		if m.key == key && !m.done && string(m.name) == name {
			r.expected = at
			m.done = true
			if m.isNull() {
				return nil
			}
			return m
		}
	}
	return nil
}

// need is find for a required member.
func (r *reader) need(name string) *member {
	m := r.find(name)
	if m == nil {
		r.refuse(ReasonMissingValue, name+" is missing")
	}
	return m
}

// wrong notes an optional member that becomes null.
func (r *reader) wrong() { r.notes[NoteBadOptional]++ }

// key writes a member's name, of plain ASCII.
func (r *reader) key(name string) {
	r.out = append(r.out, ',', '"')
	r.out = append(r.out, name...)
	r.out = append(r.out, '"', ':')
}

// free writes free JSON, mended.
func (r *reader) free(m *member) {
	s := sanitiser{notes: &r.notes, scratch: r.scratch}
	r.out = s.append(r.out, m.raw, m.traits)
	r.scratch = s.scratch
}

// reserved tells the members that the server adds to what browsers get: a
// plugin's own would hide them.
func (r *reader) reserved(name []byte) bool {
	switch r.family {
	case FamilyTelemetry:
		return string(name) == "received_at"
	case FamilyCombatStats:
		return string(name) == "lifetime"
	}
	return false
}

// others writes the members that nobody asked for, as they came.
func (r *reader) others() {
	for i := range r.members {
		m := &r.members[i]
		switch {
		case m.done || r.reserved(m.name):
		case m.traits&isDeep != 0:
			r.notes[NoteTooDeep]++
		default:
			r.out = append(r.out, ',')
			r.out = appendQuoted(r.out, m.name)
			r.out = append(r.out, ':')
			r.free(m)
		}
	}
}
