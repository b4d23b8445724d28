package eventlog

import (
	"sync"
)

// trouble makes chosen operations of a disk fail.
type trouble struct {
	mu    sync.Mutex
	fail  map[string]error // by operation
	short int              // bytes of a failing write that are written all the same
	count map[string]int   // how often each was asked
	gate  chan struct{}    // the next write waits until it is closed
}

func newTrouble(d *memDisk) *trouble {
	tr := &trouble{fail: map[string]error{}, count: map[string]int{}}
	d.inject(func(op, _ string, size int) (int, error) {
		tr.pass(op)
		tr.mu.Lock()
		defer tr.mu.Unlock()
		tr.count[op]++
		return min(tr.short, size), tr.fail[op]
	})
	return tr
}

// set makes op fail with err; nil: it works again.
func (tr *trouble) set(op string, err error) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	tr.fail[op] = err
}

// pass waits at the gate.
func (tr *trouble) pass(op string) {
	tr.mu.Lock()
	gate := tr.gate
	if op == "write" {
		tr.gate = nil
	}
	tr.mu.Unlock()
	if op == "write" && gate != nil {
		<-gate
	}
}

// asked is how often op was.
func (tr *trouble) asked(op string) int {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	return tr.count[op]
}
