package tracker

import (
	"sync"

	"overlord/tracker/event"
)

// freshSlots is how many accepted events are held for the recorder, which else
// decodes them again from the log: what comes in while two batches are stored.
const freshSlots = 1 << 14

// fresh hands events that were just accepted to the recorder, by their position
// in the log. It is a short cut only: the log is the truth, and what is not here
// any more is read from there.
type fresh struct {
	mu    sync.Mutex
	slots [freshSlots]struct {
		position uint64
		ev       *event.Event
	}
}

// put holds an accepted event. It takes the place of one that is older.
func (f *fresh) put(position uint64, ev *event.Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	slot := &f.slots[position%freshSlots]
	slot.position, slot.ev = position, ev
}

// take gives the event at a position, once; nil where it is not held.
func (f *fresh) take(position uint64) *event.Event {
	f.mu.Lock()
	defer f.mu.Unlock()
	slot := &f.slots[position%freshSlots]
	if slot.position != position {
		return nil
	}
	ev := slot.ev
	slot.ev = nil
	return ev
}
