package eventlog

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/google/uuid"
)

// Open opens the log in a directory, or makes one. It reads everything that is
// kept. A torn tail, the partial, zeroed or garbled end of the last segment, is
// cut off and counted: those records were never accepted. Damage elsewhere is
// counted and left for the readers, who get it as Corrupt. A segment of another
// log that lies among this log's is renamed, so that it is out of the way.
//
// Open fails when the directory cannot be read or written, when another process
// has it open (fault.Conflict), and when its parts do not belong together
// (fault.Conflict): then nothing is changed.
func Open(opts Options) (*Log, error) {
	opts = opts.withDefaults()
	if err := opts.Validate(); err != nil {
		return nil, err
	}
	lock, err := opts.disk.Hold(opts.Dir)
	if err != nil {
		return nil, fmt.Errorf("open event log: %w", err)
	}
	l := newLog(opts, lock)
	if err := l.load(); err != nil {
		if l.writer.file != nil {
			err = errors.Join(err, l.writer.file.Close())
		}
		return nil, fmt.Errorf("open event log %s: %w", opts.Dir, errors.Join(err, lock.Close()))
	}
	return l, nil
}

func newLog(opts Options, lock io.Closer) *Log {
	l := &Log{opts: opts, disk: opts.disk, log: opts.Logger, lock: lock, damaged: map[uint64]uint64{}}
	l.queue = queue{
		stamp:      stamp{now: opts.Now},
		maxRecords: opts.QueueRecords,
		maxBytes:   opts.QueueBytes,
		enough:     min(enoughBytes, opts.QueueBytes/2),
		wake:       make(chan struct{}, 1),
	}
	return l
}

// load finds out what the directory holds and makes it ready to be appended to.
func (l *Log) load() error {
	s, err := look(l.disk, l.opts.Dir)
	if err != nil {
		return err
	}
	for _, name := range s.stray {
		l.log.Warn("event log: a file is named like a segment and is none", "dir", l.opts.Dir, "file", name)
	}
	for _, name := range s.temps {
		if err := l.disk.Remove(filepath.Join(l.opts.Dir, name)); err != nil {
			return err
		}
	}
	if err := l.setAside(s.foreign); err != nil {
		return err
	}
	if err := l.settle(s); err != nil {
		return err
	}
	if len(s.segments) == 0 {
		return l.begin(prelude{id: l.id, first: 1})
	}
	for i, f := range s.segments {
		if err := l.admit(f, s.segments[i+1:]); err != nil {
			return err
		}
	}
	return nil
}

// settle makes the log's id durable.
func (l *Log) settle(s survey) error {
	l.id = s.id
	if l.id == uuid.Nil {
		id, err := uuid.NewRandom()
		if err != nil {
			return err
		}
		l.id = id
	}
	l.seed = seedOf(l.id)
	if s.idKept {
		return nil
	}
	return writeID(l.disk, l.opts.Dir, l.id)
}

// setAside gives foreign segments a name under which they are in nobody's way.
func (l *Log) setAside(foreign []finding) error {
	for _, f := range foreign {
		if err := l.moveAway(f.path, fmt.Sprintf("%s.%s%s", f.path, f.prelude.id, foreignSuffix)); err != nil {
			return err
		}
		l.stats.Foreign++
	}
	return nil
}

// moveAway renames a segment that cannot be read as one of this log.
func (l *Log) moveAway(path, to string) error {
	to, err := l.freeName(to)
	if err == nil {
		err = l.disk.Rename(path, to)
	}
	if err == nil {
		err = l.disk.SyncDir(l.opts.Dir)
	}
	if err != nil {
		return err
	}
	l.log.Error("event log: a segment that is none of this log was set aside", "segment", path, "renamed", to)
	return nil
}

// freeName gives path, or with a number behind it, a name that no file has.
func (l *Log) freeName(path string) (string, error) {
	for name, n := path, 2; ; name, n = fmt.Sprintf("%s.%d", path, n), n+1 {
		f, err := l.disk.Open(name, os.O_RDONLY)
		if errors.Is(err, os.ErrNotExist) {
			return name, nil
		}
		if err != nil {
			return "", err
		}
		if err := f.Close(); err != nil {
			return "", err
		}
	}
}

// begin makes the log's first segment, or its next.
func (l *Log) begin(p prelude) error {
	f, s, err := createSegment(l.disk, l.opts.Dir, p)
	if err != nil {
		return err
	}
	l.adopt(f, s)
	return nil
}

// adopt makes s the segment that is written to. One of the same first position,
// which is empty, has been replaced on the disk.
func (l *Log) adopt(f file, s *segment) {
	l.writer.file, l.writer.sealed = f, false
	l.mu.Lock()
	defer l.mu.Unlock()
	if n := len(l.segments); n > 0 && l.segments[n-1].first == s.first {
		l.bytes -= l.segments[n-1].size
		l.segments = l.segments[:n-1]
	}
	l.segments = append(l.segments, s)
	l.bytes += s.size
	l.last = s.first - 1
	l.wakeReaders()
}
