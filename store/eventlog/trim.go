package eventlog

import (
	"errors"
	"fmt"
)

// rotateShare: a last segment that was read to its end is given up when it is at
// least this part of a full one.
const rotateShare = 4

// Trim deletes the segments whose records are all at or before through. The
// last one stays; when it was read to its end and is large the writer begins a
// new one, so that it can go too. After the log's end Trim does nothing: the
// next start trims.
func (l *Log) Trim(through uint64) error {
	l.trim.Lock()
	defer l.trim.Unlock()
	removed := false
	for {
		s := l.drop(through)
		if s == nil {
			break
		}
		if err := l.disk.Remove(s.path); err != nil {
			l.undrop(s)
			return fmt.Errorf("trim event log: %w", err)
		}
		removed = true
	}
	if !removed {
		return nil
	}
	return l.disk.SyncDir(l.opts.Dir)
}

// drop takes the first segment off the list if it may go. Its file is deleted
// afterwards, so that a reader never misses the file of a segment that is
// listed.
func (l *Log) drop(through uint64) *segment {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.life == closed {
		return nil
	}
	s := l.segments[0]
	if len(l.segments) == 1 {
		if l.last <= through && l.last >= s.first && s.size >= l.opts.SegmentBytes/rotateShare {
			l.rotate = l.last
			l.queue.signal()
		}
		return nil
	}
	if l.segments[1].first-1 > through {
		return nil
	}
	l.segments = append([]*segment(nil), l.segments[1:]...)
	l.bytes -= s.size
	l.stats.Full = false
	return s
}

// undrop puts back a segment whose file could not be deleted.
func (l *Log) undrop(s *segment) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.segments = append([]*segment{s}, l.segments...)
	l.bytes += s.size
}

// turn begins a new segment when a reader is done with all of the current one,
// and drops that. The writer calls it.
func (l *Log) turn() {
	l.mu.Lock()
	through := l.rotate
	l.rotate = 0
	due := through != 0 && through == l.last && l.writer.file != nil
	l.mu.Unlock()
	if !due {
		return
	}
	err := l.next()
	if err == nil {
		err = l.Trim(through)
	}
	if errors.As(err, new(halfMade)) {
		_ = l.fail(err) // nobody waits for an answer
		return
	}
	if err != nil {
		l.log.Warn("event log: the segment that was read stays for now", "dir", l.opts.Dir, "error", err)
	}
}
