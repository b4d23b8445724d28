package tracker

import (
	"fmt"
	"time"

	"overlord/store/eventlog"
	"overlord/tracker/event"
)

// work is a stretch of the world log that is brought into the database in one
// transaction.
type work struct {
	items   []item
	through uint64 // the log's position after it
}

// item is one record of the log on its way into the database, or a stretch of
// records that cannot be told apart any more, such as a missing segment.
type item struct {
	position   uint64
	last       uint64 // the stretch's last position; of one record its own
	receivedAt time.Time
	kind       string       // empty where the record is corrupt
	payload    []byte       // as in the log
	ev         *event.Event // nil: to be parked
	refusal    string       // why it is parked
}

// newWork decodes a batch of the log, but for events that are still held. What
// cannot be decoded is to be parked.
func newWork(batch eventlog.Batch, held *fresh) work {
	w := work{items: make([]item, 0, len(batch.Records)+len(batch.Corrupt)), through: batch.Through}
	corrupt := batch.Corrupt
	for _, r := range batch.Records {
		for len(corrupt) > 0 && corrupt[0].Position < r.Position {
			w.items = append(w.items, corruptItem(corrupt[0], r.ReceivedAt))
			corrupt = corrupt[1:]
		}
		w.items = append(w.items, newItem(r, held))
	}
	for _, c := range corrupt {
		w.items = append(w.items, corruptItem(c, time.Time{}))
	}
	return w
}

func newItem(r eventlog.Record, held *fresh) item {
	it := item{position: r.Position, last: r.Position, receivedAt: r.ReceivedAt, kind: r.Kind, payload: r.Payload}
	if held != nil {
		if it.ev = held.take(r.Position); it.ev != nil {
			return it
		}
	}
	ev, _, err := event.Redecode(r.Payload, r.ReceivedAt)
	switch {
	case err != nil:
		it.refuse(fmt.Errorf("the record's payload is no event: %w", err))
	case ev.Family.StoredIn() != event.LogWorld:
		it.refuse(fmt.Errorf("a %s event does not belong into the world log", ev.Family))
	default:
		it.ev = ev
	}
	return it
}

// corruptItem stands for a record that cannot be read; near is the receipt time
// of the next good one, the best guess there is.
func corruptItem(c eventlog.Corrupt, near time.Time) item {
	if near.IsZero() {
		near = time.Now()
	}
	return item{position: c.Position, last: c.Last, receivedAt: near, payload: append([]byte{}, c.Raw...), refusal: c.String()}
}

// refuse marks the item as one to be parked.
func (it *item) refuse(err error) { it.ev, it.refusal = nil, err.Error() }

// appendPositions adds the positions that the item stands for.
func (it item) appendPositions(list []uint64) []uint64 {
	for p := it.position; p <= it.last; p++ {
		list = append(list, p)
	}
	return list
}

// halve splits the work between two items.
func (w work) halve() (left, right work) {
	mid := len(w.items) / 2
	left = work{items: w.items[:mid], through: w.items[mid-1].last}
	right = work{items: w.items[mid:], through: w.through}
	return left, right
}

// parkedPositions are the positions of the items that are parked.
func (w work) parkedPositions() []uint64 {
	var positions []uint64
	for _, it := range w.items {
		if it.ev == nil {
			positions = it.appendPositions(positions)
		}
	}
	return positions
}
