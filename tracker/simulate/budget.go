package simulate

import (
	"errors"
	"sync/atomic"
)

// budget is how many events may still be sent, by all clients together. The zero
// value has no limit.
type budget struct {
	limited bool
	left    atomic.Int64 // below 0: others asked for more than there was
}

// errEnough ends a client that has nothing left to send.
var errEnough = errors.New("simulate: all events are sent")

// limit sets the budget; 0 is none. It comes before everything else.
func (b *budget) limit(events int64) {
	b.limited = events > 0
	b.left.Store(events)
}

// take returns those of the events that may be sent, and whether the budget is
// used up with them. Registers cost nothing: how many there are depends on the
// network.
func (b *budget) take(events []Event) (allowed []Event, last bool) {
	if !b.limited {
		return events, false
	}
	want := int64(0)
	for _, e := range events {
		want += cost(e)
	}
	have := b.left.Add(-want) + want // what was left before
	if have > want {
		return events, false
	}
	for i, e := range events {
		if have -= cost(e); have < 0 {
			return events[:i], true
		}
	}
	return events, true
}

// giveBack returns what was taken and could not be sent.
func (b *budget) giveBack(events []Event) {
	for _, e := range events {
		b.left.Add(cost(e))
	}
}

func cost(e Event) int64 {
	if e.Type == "register" {
		return 0
	}
	return 1
}
