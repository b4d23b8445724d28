package eventlog

import (
	"context"
	"sync"
	"time"

	"overlord/store/fault"
)

// errClosed refuses what comes after the log's end.
var errClosed = fault.New(fault.Unavailable, "the event log is closed: the server is stopping")

// entry is one submitted record on its way.
type entry struct {
	record Record
	done   func(Record, error)
	err    error // why it was refused
}

// queue holds what was submitted and not yet taken by the writer. Its order is
// the log's order.
type queue struct {
	mu         sync.Mutex
	entries    []entry
	bytes      int64         // of the entries' frames
	since      time.Time     // when the first of them came, by the monotonic clock
	space      chan struct{} // closed when entries are taken; nil while nobody waits
	closed     bool
	stamp      stamp
	maxRecords int
	maxBytes   int64
	enough     int64         // bytes that are worth a sync at once
	wake       chan struct{} // capacity 1: tells the writer that there is something to do
}

// put appends an entry, and waits while there is no room.
func (q *queue) put(ctx context.Context, e entry) error {
	size := frameBytes(&e.record)
	q.mu.Lock()
	for !q.closed && !q.fits(size) {
		if err := q.await(ctx); err != nil {
			return err
		}
	}
	defer q.mu.Unlock()
	if q.closed {
		return errClosed
	}
	e.record.ReceivedAt = q.stamp.next(e.record.ReceivedAt)
	before := q.bytes
	q.entries, q.bytes = append(q.entries, e), q.bytes+size
	if before == 0 {
		q.since = time.Now()
	}
	if before == 0 || before < q.enough && q.bytes >= q.enough {
		q.signal()
	}
	return nil
}

// fits tells whether there is room; one record always fits into an empty queue.
func (q *queue) fits(size int64) bool {
	return len(q.entries) == 0 || len(q.entries) < q.maxRecords && q.bytes+size <= q.maxBytes
}

// await gives the lock away until entries are taken; on an error it stays away.
func (q *queue) await(ctx context.Context) error {
	if q.space == nil {
		q.space = make(chan struct{})
	}
	space := q.space
	q.mu.Unlock()
	select {
	case <-space:
		q.mu.Lock()
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// signal wakes the writer.
func (q *queue) signal() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// take hands over all entries and goes on with the memory of spare.
func (q *queue) take(spare []entry) []entry {
	q.mu.Lock()
	defer q.mu.Unlock()
	taken := q.entries
	q.entries, q.bytes = spare[:0], 0
	q.release()
	return taken
}

// release lets those go on who wait for room.
func (q *queue) release() {
	if q.space != nil {
		close(q.space)
		q.space = nil
	}
}

// close refuses what comes from now on, also of those who wait for room.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.release()
}

// load is how much waits, and since when.
func (q *queue) load() (records int, bytes int64, since time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.entries), q.bytes, q.since
}
