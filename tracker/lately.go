package tracker

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"time"

	"overlord/tracker/event"
)

const (
	// How many are kept of each: accepted events by family, so that telemetry
	// does not push out the rest.
	latelyAccepted = 100
	latelyRefused  = 500

	// latelyPayload is the largest payload that is kept with its event, in bytes.
	latelyPayload = 2 << 10
)

// SeenEvent is an event that came in lately, and what became of it.
type SeenEvent struct {
	Time          time.Time       `json:"time"` // of receipt
	Type          string          `json:"type"` // "" where it was not understood
	CharacterName string          `json:"character_name,omitempty"`
	Address       string          `json:"address,omitempty"`  // of the plugin
	Position      uint64          `json:"position,omitempty"` // in the world log
	Bytes         int             `json:"bytes"`
	Reason        string          `json:"reason,omitempty"`  // why it was refused or parked
	Message       string          `json:"message,omitempty"` // the same as a sentence
	Payload       json.RawMessage `json:"payload,omitempty"` // unless it is large; of refused ones never
}

// RefusedConnection is a plugin socket that was not opened.
type RefusedConnection struct {
	Time    time.Time `json:"time"`
	Address string    `json:"address"`
	Reason  string    `json:"reason"`
}

// Lately remembers the last events and what became of them, for those who look
// for a fault. All methods may be called concurrently.
type Lately struct {
	mu          sync.Mutex
	accepted    map[event.Family]*ring[SeenEvent]
	refused     *ring[SeenEvent]
	parked      *ring[SeenEvent]
	connections *ring[RefusedConnection]
}

func newLately() *Lately {
	l := &Lately{
		accepted: map[event.Family]*ring[SeenEvent]{}, refused: newRing[SeenEvent](latelyRefused),
		parked: newRing[SeenEvent](latelyRefused), connections: newRing[RefusedConnection](latelyRefused),
	}
	for _, f := range event.Families() {
		l.accepted[f] = newRing[SeenEvent](latelyAccepted)
	}
	return l
}

// accept notes an event that is in the log at this position, or that was passed
// on without a log (0).
func (l *Lately) accept(address string, ev *event.Event, position uint64) {
	seen := SeenEvent{
		Time: ev.ReceivedAt, Type: ev.Type, CharacterName: ev.CharacterName,
		Address: address, Position: position, Bytes: len(ev.Payload),
	}
	if len(ev.Payload) <= latelyPayload {
		seen.Payload = compact(ev.Payload)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.accepted[ev.Family].add(seen)
}

// refuse notes a frame that was no valid event. What it held is not kept: nobody
// knows what that is.
func (l *Lately) refuse(address string, refusal *event.Refusal, bytes int, at time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.refused.add(SeenEvent{Time: at, Type: refusal.Type, Address: address, Bytes: bytes, Reason: string(refusal.Reason), Message: refusal.Message})
}

// overload notes an event that the log did not take.
func (l *Lately) overload(address string, ev *event.Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.refused.add(SeenEvent{
		Time: ev.ReceivedAt, Type: ev.Type, CharacterName: ev.CharacterName, Address: address, Bytes: len(ev.Payload),
		Reason: "overloaded", Message: "the event log took no more",
	})
}

// park notes the work's events that were set aside.
func (l *Lately) park(w work) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, it := range w.Entries {
		if it.Event != nil {
			continue
		}
		seen := SeenEvent{Time: it.ReceivedAt, Type: it.Kind, Position: it.Position, Bytes: len(it.Payload), Reason: "parked", Message: it.Refusal}
		if len(it.Payload) <= latelyPayload && json.Valid(it.Payload) {
			seen.Payload = compact(it.Payload)
		}
		l.parked.add(seen)
	}
}

// turnAway notes a plugin socket that was not opened.
func (l *Lately) turnAway(address, reason string, at time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.connections.add(RefusedConnection{at, address, reason})
}

// Glance is what happened last, newest first.
type Glance struct {
	Accepted    []SeenEvent         `json:"accepted"`
	Refused     []SeenEvent         `json:"refused"`
	Parked      []SeenEvent         `json:"parked"`
	Connections []RefusedConnection `json:"connections"` // refused ones
}

// Glance gives the last events of a type (a share's own, or share_*; "": of
// each), limit at most of each kind.
func (l *Lately) Glance(typ string, limit int) Glance {
	wanted := func(e SeenEvent) bool {
		return typ == "" || e.Type == typ || typ == string(event.FamilyShare) && strings.HasPrefix(e.Type, event.SharePrefix)
	}
	l.mu.Lock()
	g := Glance{
		Refused: l.refused.newest(limit, wanted), Parked: l.parked.newest(limit, wanted),
		Connections: l.connections.newest(limit, func(RefusedConnection) bool { return true }),
	}
	for _, f := range event.Families() {
		g.Accepted = append(g.Accepted, l.accepted[f].newest(limit, wanted)...)
	}
	l.mu.Unlock()
	g.Accepted = newestFirst(g.Accepted, limit)
	for _, list := range [][]SeenEvent{g.Accepted, g.Parked} {
		for i := range list {
			list[i].Payload = masked(list[i].Payload)
		}
	}
	return g
}

// newestFirst sorts events of several families and cuts off the older ones.
func newestFirst(list []SeenEvent, limit int) []SeenEvent {
	slices.SortStableFunc(list, func(a, b SeenEvent) int { return b.Time.Compare(a.Time) })
	return append([]SeenEvent{}, list[:min(len(list), limit)]...)
}
