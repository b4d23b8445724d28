package inventory

import (
	"fmt"
	"time"

	"overlord/store/eventlog"
	"overlord/tracker/event"
)

// work is a stretch of the item log that is brought into the database in one
// transaction.
type work struct {
	items   []logged
	through uint64 // the log's position after it
}

// logged is one record of the log on its way into the database, or a stretch of
// records that cannot be told apart any more.
type logged struct {
	position   uint64
	last       uint64 // the stretch's last position; of one record its own
	receivedAt time.Time
	kind       string // empty where the record is corrupt
	payload    []byte
	ev         *event.Event // nil: to be parked
	refusal    string       // why it is parked
}

// newWork decodes a batch of the log. What cannot be decoded is to be parked.
func newWork(batch eventlog.Batch, now time.Time) work {
	w := work{items: make([]logged, 0, len(batch.Records)+len(batch.Corrupt)), through: batch.Through}
	corrupt := batch.Corrupt
	for _, r := range batch.Records {
		for len(corrupt) > 0 && corrupt[0].Position < r.Position {
			w.items = append(w.items, corruptRecord(corrupt[0], r.ReceivedAt))
			corrupt = corrupt[1:]
		}
		w.items = append(w.items, newLogged(r))
	}
	for _, c := range corrupt {
		w.items = append(w.items, corruptRecord(c, now))
	}
	return w
}

func newLogged(r eventlog.Record) logged {
	l := logged{position: r.Position, last: r.Position, receivedAt: r.ReceivedAt, kind: r.Kind, payload: r.Payload}
	ev, _, err := event.Redecode(r.Payload, r.ReceivedAt)
	switch {
	case err != nil:
		l.refuse(fmt.Errorf("the record's payload is no event: %w", err))
	case ev.Family.StoredIn() != event.LogItem:
		l.refuse(fmt.Errorf("a %s event does not belong into the item log", ev.Family))
	default:
		l.ev = ev
	}
	return l
}

// corruptRecord stands for a record that cannot be read; near is the best guess
// at when it was received.
func corruptRecord(c eventlog.Corrupt, near time.Time) logged {
	return logged{position: c.Position, last: c.Last, receivedAt: near, payload: append([]byte{}, c.Raw...), refusal: c.String()}
}

// refuse marks the record as one to be parked.
func (l *logged) refuse(err error) { l.ev, l.refusal = nil, err.Error() }

// halve splits the work between two records.
func (w work) halve() (left, right work) {
	mid := len(w.items) / 2
	return work{w.items[:mid], w.items[mid-1].last}, work{w.items[mid:], w.through}
}

// parked are the positions of the records that are parked.
func (w work) parked() (positions []uint64) {
	for _, l := range w.items {
		for p := l.position; l.ev == nil && p <= l.last; p++ {
			positions = append(positions, p)
		}
	}
	return positions
}
