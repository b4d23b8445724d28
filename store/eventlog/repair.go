package eventlog

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"overlord/store/fault"
)

// After a failure the first repair is tried at once, the next ones after a pause
// that doubles. A failure that comes soon after another counts as the same
// trouble, so that a disk that fails every other write is not hammered.
const (
	firstBackOff = 50 * time.Millisecond
	maxBackOff   = 5 * time.Second
	sameTrouble  = 2 * maxBackOff
)

// outage is the state of a writer whose disk failed.
type outage struct {
	err     error // what submitters are told
	at      time.Time
	retryAt time.Time
	backOff time.Duration
}

// strike notes a failure and when to try again.
func (o *outage) strike(now time.Time) {
	switch {
	case o.at.IsZero() || now.Sub(o.at) > sameTrouble:
		o.backOff = 0
	case o.backOff == 0:
		o.backOff = firstBackOff
	default:
		o.backOff = min(2*o.backOff, maxBackOff)
	}
	o.at, o.retryAt = now, now.Add(o.backOff)
}

// fail gives up the current file after an error of the disk. Nothing is appended
// before repair has succeeded.
func (l *Log) fail(err error) error {
	w := &l.writer
	if w.file != nil {
		err = errors.Join(err, w.file.Close())
		w.file = nil
	}
	w.outage.strike(time.Now())
	w.outage.err = refusal(err)
	l.count(func(s *Stats) { s.WriteErrors++; s.Failing = err.Error(); s.Full = isFull(err) })
	l.log.Error("event log: the disk failed, records are refused", "dir", l.opts.Dir,
		"error", err, "retry_in", w.outage.backOff)
	return w.outage.err
}

// refusal is what the submitters are told of err.
func refusal(err error) error {
	if isFull(err) {
		return fault.Wrap(err, fault.Overloaded, "event log is full: there is no room on the disk")
	}
	return fault.Wrap(err, fault.Unavailable, "the event log cannot be written")
}

// ready makes sure that the current segment can be appended to.
func (l *Log) ready() error {
	w := &l.writer
	if w.file != nil {
		return nil
	}
	if time.Now().Before(w.outage.retryAt) {
		return w.outage.err
	}
	if err := l.repair(); err != nil {
		return l.fail(fmt.Errorf("repair: %w", err))
	}
	l.count(func(s *Stats) { s.Failing = "" })
	l.log.Info("event log: the segment was verified, records are taken again", "dir", l.opts.Dir)
	return nil
}

// repair cuts the current segment back to what was synced, reads it once more
// from the disk and begins a new one: after a failed sync the cached pages of
// the old file say nothing about the disk.
func (l *Log) repair() error {
	s, next := l.tail()
	f, err := l.disk.Open(s.path, os.O_RDWR)
	switch {
	case errors.Is(err, os.ErrNotExist): // somebody deleted it, and what was in it
		l.noteDamage(filepath.Base(s.path), damage{from: s.first, to: next - 1, reason: missing})
	case err != nil:
		return err
	default:
		if err := errors.Join(l.cutBack(f, s, next), f.Close()); err != nil {
			return err
		}
	}
	return l.begin(prelude{id: l.id, first: next, received: l.writer.stamp})
}

// cutBack removes what was not synced and verifies the rest. Damage in what was
// synced is set aside as it is at open; only a disk that cannot do as it is told
// is an error.
func (l *Log) cutBack(f file, s segment, next uint64) error {
	size, err := f.Size()
	if err != nil {
		return err
	}
	if size > s.size {
		if err := f.Truncate(s.size); err != nil {
			return err
		}
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := l.disk.DropCache(f); err != nil {
		return err
	}
	c, err := examine(f, l.seed, s.first, s.size, next-1, true)
	if err != nil {
		return err
	}
	for _, d := range c.damage {
		if d.reason != unread { // the readers will try, and may do better
			l.noteDamage(filepath.Base(s.path), d)
		}
	}
	return nil
}
