package inventory

import (
	"context"
	"sync"
)

// keptResults is how many results wait for somebody who asks late: the writer may
// be done with an event before its sender knows the position.
const keptResults = 1024

// results hands what became of an event to whoever sent it. All methods may be
// called concurrently.
type results struct {
	mu      sync.Mutex
	recent  [keptResults]result
	waiting map[uint64]chan Summary
}

type result struct {
	position uint64
	summary  Summary
}

func newResults() *results { return &results{waiting: map[uint64]chan Summary{}} }

// put notes what became of an event.
func (r *results) put(position uint64, s Summary) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if waiter, is := r.waiting[position]; is {
		waiter <- s // has room for one
		delete(r.waiting, position)
		return
	}
	r.recent[position%keptResults] = result{position, s}
}

// wait gives what became of the event at a position; false: ctx ended before that
// was known. An event's result is given once.
func (r *results) wait(ctx context.Context, position uint64) (Summary, bool) {
	r.mu.Lock()
	if slot := &r.recent[position%keptResults]; slot.position == position {
		s := slot.summary
		*slot = result{}
		r.mu.Unlock()
		return s, true
	}
	waiter := make(chan Summary, 1)
	r.waiting[position] = waiter
	r.mu.Unlock()
	select {
	case s := <-waiter:
		return s, true
	case <-ctx.Done():
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.waiting, position)
	select {
	case s := <-waiter:
		return s, true
	default:
		return Summary{}, false
	}
}
