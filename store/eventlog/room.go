package eventlog

import (
	"errors"
	"fmt"
	"math"

	"overlord/store/fault"
)

// room is how many bytes may still be written, and the refusal for what needs
// more: up to the log's bound, and up to what the disk must keep free so that
// the database can go on and make the log shorter.
func (l *Log) room() (int64, error) {
	l.mu.Lock()
	used := l.bytes
	l.mu.Unlock()
	room := l.opts.MaxBytes - used
	free, total, err := l.disk.Free(l.opts.Dir)
	if err != nil || l.opts.MinFree < 0 { // then a write will tell
		free, total = math.MaxInt64, math.MaxInt64
	}
	keep := l.opts.MinFree
	if keep == 0 {
		keep = min(DefaultMinFree, total/minFreeShare)
	}
	if left := free - max(keep, 0); left < room {
		return left, fault.New(fault.Overloaded, "event log is full: the disk has %s left, %s are kept free", bytesText(free), bytesText(keep))
	}
	return room, fault.New(fault.Overloaded, "event log is full: it holds %s of at most %s", bytesText(used), bytesText(l.opts.MaxBytes))
}

// roll begins a new segment when the next frame would make the current one too
// large, and gives the size that the segment may grow to. When no segment can be
// made (out of file handles) the current one just grows on.
func (l *Log) roll(frame int64) (limit int64, err error) {
	s, next := l.tail()
	if next == s.first || s.size+frame <= l.opts.SegmentBytes {
		return l.opts.SegmentBytes, nil
	}
	if room, _ := l.room(); frame+preludeBytes > room {
		return math.MaxInt64, nil
	}
	err = l.next()
	if err == nil || errors.As(err, new(halfMade)) {
		return l.opts.SegmentBytes, err
	}
	l.log.Warn("event log: no new segment can be made, the current one grows on", "dir", l.opts.Dir, "error", err)
	return math.MaxInt64, nil
}

// bytesText writes a size for a person.
func bytesText(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%d bytes", n)
}
