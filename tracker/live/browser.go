package live

import (
	"errors"
	"sync"
)

// ErrTooSlow is why a socket was closed that did not take what it subscribed to.
var ErrTooSlow = errors.New("too slow")

// browser is one browser's socket: where it belongs, and what waits for it.
type browser struct {
	outbox
	userID int64 // 0: nobody's in particular

	// Under the hub's lock.
	group   *group   // nil: it gets no more broadcasts
	index   int      // among the group's members
	from    int      // where in the tick of its batch group its share begins
	inserts []insert // what only it gets within the tick of its batch group

	ended   chan struct{} // closed when the socket is to end; cause is set
	endOnce sync.Once
	cause   error
}

func newBrowser(userID int64) *browser {
	return &browser{outbox: newOutbox(), userID: userID, ended: make(chan struct{})}
}

// end makes the socket end, and tells whether this call was the first.
func (b *browser) end(cause error) (first bool) {
	b.endOnce.Do(func() {
		first = true
		b.cause = cause
		close(b.ended)
	})
	return first
}
