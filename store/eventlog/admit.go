package eventlog

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// admit verifies one segment; later are those after it.
func (l *Log) admit(f finding, later []finding) error {
	isLast := len(later) == 0
	flag := os.O_RDONLY
	if isLast {
		flag = os.O_RDWR
	}
	file, err := l.disk.Open(f.path, flag)
	if err != nil {
		return err
	}
	var upTo uint64
	if isLast {
		err = l.settleCache(file)
	} else {
		upTo = later[0].first - 1
	}
	if err != nil {
		return errors.Join(err, file.Close())
	}
	c, err := examine(file, l.seed, f.first, f.size, upTo, !isLast)
	if err != nil {
		return errors.Join(err, file.Close())
	}
	s := &segment{path: f.path, first: f.first, size: f.size, index: c.index}
	l.segments, l.bytes = append(l.segments, s), l.bytes+f.size
	l.learn(f, c)
	if !isLast {
		return file.Close()
	}
	l.writer.file, l.writer.sealed = file, c.end.sealed
	return l.resume(f, c, s)
}

// settleCache makes what the cache holds of the last segment and what the disk
// holds the same, before it is believed: a process that was killed leaves pages
// that were never written, or even some that could not be.
func (l *Log) settleCache(f file) error {
	if err := errors.Join(f.Sync(), l.disk.SyncDir(l.opts.Dir)); err != nil {
		return fmt.Errorf("sync: %w", err)
	}
	return l.disk.DropCache(f)
}

// learn takes over what a segment tells about the log.
func (l *Log) learn(f finding, c content) {
	l.noteDamage(filepath.Base(f.path), c.damage...)
	if !f.intact {
		l.log.Error("event log: the header of a segment is damaged; its records are read all the same", "segment", f.path)
	}
	for _, t := range []int64{f.prelude.received, c.received} {
		if t != 0 {
			l.writer.stamp = t
			l.queue.stamp.last = t
		}
	}
	l.last = c.end.next - 1
}

// resume cuts the torn tail off the last segment and goes on behind it. One
// whose header is damaged is followed by a new one; if nothing else in it can be
// read either, it was never just torn, and is kept under another name.
func (l *Log) resume(f finding, c content, s *segment) error {
	hopeless := !f.intact && c.records == 0 && c.torn > 0
	if hopeless {
		if err := l.moveAway(f.path, f.path+unreadableSuffix); err != nil {
			return err
		}
	}
	if c.torn > 0 && !hopeless {
		if err := errors.Join(l.writer.file.Truncate(c.end.off), l.writer.file.Sync()); err != nil {
			return fmt.Errorf("cut the torn tail of %s: %w", filepath.Base(f.path), err)
		}
		l.stats.TornTails++
		l.stats.TornBytes += c.torn
		l.log.Warn("event log: a torn tail was cut off", "segment", f.path, "bytes", c.torn, "last", l.last)
		l.bytes += c.end.off - s.size
		s.size = c.end.off
	}
	if f.intact {
		return nil
	}
	old := l.writer.file
	return errors.Join(l.begin(prelude{id: l.id, first: l.last + 1, received: l.writer.stamp}), old.Close())
}
