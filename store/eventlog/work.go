package eventlog

import "time"

// Work is a stretch of the log on its way into a database, in one transaction.
type Work[T any] struct {
	Entries []Entry[T]
	Through uint64 // the log's position after it
}

// Entry is one record of the log, decoded, or a stretch of records that cannot be
// told apart any more, such as a missing segment.
type Entry[T any] struct {
	Position   uint64
	Last       uint64 // the stretch's last position; of one record its own
	ReceivedAt time.Time
	Kind       string // empty where the record is corrupt
	Payload    []byte // as in the log
	Event      *T     // nil: to be parked
	Refusal    string // why it is parked
}

// NewWork decodes a batch of the log. What is corrupt or cannot be decoded is to be
// parked. A corrupt record counts as received with the next good one, the last
// ones at now.
func NewWork[T any](batch Batch, now time.Time, decode func(Record) (*T, error)) Work[T] {
	w := Work[T]{Entries: make([]Entry[T], 0, len(batch.Records)+len(batch.Corrupt)), Through: batch.Through}
	corrupt := batch.Corrupt
	for _, r := range batch.Records {
		for len(corrupt) > 0 && corrupt[0].Position < r.Position {
			w.Entries = append(w.Entries, corruptEntry[T](corrupt[0], r.ReceivedAt))
			corrupt = corrupt[1:]
		}
		e := Entry[T]{Position: r.Position, Last: r.Position, ReceivedAt: r.ReceivedAt, Kind: r.Kind, Payload: r.Payload}
		var err error
		if e.Event, err = decode(r); err != nil {
			e.Refuse(err)
		}
		w.Entries = append(w.Entries, e)
	}
	for _, c := range corrupt {
		w.Entries = append(w.Entries, corruptEntry[T](c, now))
	}
	return w
}

func corruptEntry[T any](c Corrupt, receivedAt time.Time) Entry[T] {
	return Entry[T]{Position: c.Position, Last: c.Last, ReceivedAt: receivedAt, Payload: append([]byte{}, c.Raw...), Refusal: c.String()}
}

// Refuse marks the entry as one to be parked.
func (e *Entry[T]) Refuse(err error) { e.Event, e.Refusal = nil, err.Error() }

// Halve splits work of two entries or more between two of them.
func (w Work[T]) Halve() (left, right Work[T]) {
	mid := len(w.Entries) / 2
	return Work[T]{w.Entries[:mid], w.Entries[mid-1].Last}, Work[T]{w.Entries[mid:], w.Through}
}

// Parked are the positions of the records that are to be parked.
func (w Work[T]) Parked() (positions []uint64) {
	for _, e := range w.Entries {
		for p := e.Position; e.Event == nil && p <= e.Last; p++ {
			positions = append(positions, p)
		}
	}
	return positions
}
