package eventlog

import (
	"context"
	"time"

	"overlord/store/fault"
)

// writer is what only the goroutine of Run touches once it runs.
type writer struct {
	file   file  // of the current segment; nil after a failure, until it is repaired
	sealed bool  // the segment ends with a seal
	stamp  int64 // the last record's time, microseconds since 1970
	buf    []byte
	spare  []entry
	timer  *time.Timer
	synced time.Time     // when the last sync ended
	took   time.Duration // how long it took
	outage outage
}

// Run writes what is submitted until ctx ends; then it writes and answers what
// was submitted before, closes the log and gives up its lock. It runs once.
// Errors of the disk do not end it: they are the submitters'.
func (l *Log) Run(ctx context.Context) error {
	if err := l.start(); err != nil {
		return err
	}
	l.writer.timer = time.NewTimer(0)
	defer l.writer.timer.Stop()
	for l.await(ctx) {
		l.drain()
	}
	l.queue.close()
	l.writer.outage.retryAt = time.Time{} // the last chance
	l.drain()
	l.seal()
	return l.release()
}

// start makes sure that there is one writer.
func (l *Log) start() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.life != opened {
		return fault.New(fault.Conflict, "the event log in %s runs already or is closed", l.opts.Dir)
	}
	l.life = running
	return nil
}

// drain writes and answers all that is queued.
func (l *Log) drain() {
	all := l.queue.take(l.writer.spare)
	for rest := all; len(rest) > 0; {
		rest = rest[l.commit(rest):]
	}
	clear(all)
	l.writer.spare = all
}

// await returns when there is something to write and it is time for it; false
// when ctx has ended.
func (l *Log) await(ctx context.Context) bool {
	for ctx.Err() == nil {
		l.turn()
		wait, due := l.pause()
		if due {
			return true
		}
		l.sleep(ctx, wait)
	}
	return false
}

// sleep waits until something is submitted or ctx ends, and no longer than wait,
// unless that is forever.
func (l *Log) sleep(ctx context.Context, wait time.Duration) {
	var over <-chan time.Time
	if wait != forever {
		l.writer.timer.Reset(wait)
		over = l.writer.timer.C
	}
	select {
	case <-l.queue.wake:
	case <-over:
	case <-ctx.Done():
	}
}

const forever time.Duration = -1

// pause is how long to wait for more; due when what is queued shall be written
// now. A record that meets an idle disk is written at once. Behind a sync the
// next one waits as long as that took, so that half of the disk's time is the
// database's, but never longer than the record may wait.
func (l *Log) pause() (wait time.Duration, due bool) {
	now := time.Now()
	records, bytes, since := l.queue.load()
	w := &l.writer
	switch {
	case records == 0 && w.file == nil:
		if !now.Before(w.outage.retryAt) {
			_ = l.ready() // says itself what is wrong
		}
		return max(w.outage.retryAt.Sub(now), firstBackOff), false
	case records == 0:
		return forever, false
	case w.file == nil || bytes >= l.queue.enough:
		return 0, true
	}
	until := w.synced.Add(w.took)
	if latest := since.Add(l.opts.Sync - w.took); latest.Before(until) {
		until = latest
	}
	return until.Sub(now), !now.Before(until)
}

// next begins the next segment.
func (l *Log) next() error {
	old := l.writer.file
	_, position := l.tail()
	if err := l.begin(prelude{id: l.id, first: position, received: l.writer.stamp}); err != nil {
		return err
	}
	if err := old.Close(); err != nil { // all of it was synced
		l.log.Warn("event log: close a full segment", "dir", l.opts.Dir, "error", err)
	}
	return nil
}

// seal notes at the end of the log that it was closed in order. It is a help
// for later, and no loss when it fails.
func (l *Log) seal() {
	s, next := l.tail()
	w := &l.writer
	if w.file == nil || w.sealed || next == s.first {
		return
	}
	err := l.persist(batch{buf: sealFrame(l.seed, next-1, w.stamp), at: s.size})
	if err != nil {
		l.log.Warn("event log: could not seal the log", "dir", l.opts.Dir, "error", err)
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.segments[len(l.segments)-1].size += headBytes
	l.bytes += headBytes
}
