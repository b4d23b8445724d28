package eventlog

import (
	"errors"
	"io"
	"log/slog"
	"sync"

	"github.com/google/uuid"
)

// Log is one durable, ordered log. Its methods may be called from any goroutine.
type Log struct {
	opts Options
	disk disk
	log  *slog.Logger
	id   uuid.UUID
	seed uint32
	lock io.Closer

	queue  queue
	writer writer // the writer goroutine's own
	trim   sync.Mutex

	mu       sync.Mutex
	segments []*segment // rising, at least one
	last     uint64     // the last synced position
	bytes    int64      // of all segments
	changed  chan struct{}
	life     life
	rotate   uint64 // the writer shall begin a new segment if this is still the last position; 0: no
	damaged  map[uint64]uint64
	stats    Stats
}

// life is how far a log has come.
type life int

const (
	opened life = iota
	running
	closed
)

// ID is the log's, made at random with it.
func (l *Log) ID() uuid.UUID { return l.id }

// Bounds gives the first position that is kept and the last that is synced. The
// log is empty when first is last+1.
func (l *Log) Bounds() (first, last uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.segments[0].first, l.last
}

// Close gives up a log that Run does not own: one that was never run, or whose
// Run has ended. It may be called again.
func (l *Log) Close() error {
	l.mu.Lock()
	state := l.life
	if state == opened {
		l.life = closed
	}
	l.mu.Unlock()
	switch state {
	case running:
		return errors.New("the event log is running: end Run's context instead")
	case closed:
		return nil
	}
	l.queue.close()
	l.refuseQueued()
	return l.release()
}

// release closes what the log holds of the disk and wakes the readers.
func (l *Log) release() error {
	var err error
	if l.writer.file != nil {
		err = l.writer.file.Close()
		l.writer.file = nil
	}
	l.mu.Lock()
	l.life = closed
	l.wakeReaders()
	l.mu.Unlock()
	return errors.Join(err, l.lock.Close())
}

// refuseQueued answers what nobody will write any more.
func (l *Log) refuseQueued() {
	for _, e := range l.queue.take(nil) {
		e.done(e.record, errClosed)
	}
}

// wakeReaders tells those who wait that something changed. The lock is held.
func (l *Log) wakeReaders() {
	if l.changed != nil {
		close(l.changed)
		l.changed = nil
	}
}
