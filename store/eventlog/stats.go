package eventlog

import "time"

// Stats is a log's state and what it counted since it was opened.
type Stats struct {
	First, Last uint64 // as Bounds gives them
	Bytes       int64  // of all segments
	MaxBytes    int64  // their bound
	Segments    int

	Queued      int   // records that wait for the writer
	QueuedBytes int64 // their bytes

	Appended    uint64        // records synced
	Refused     uint64        // records refused after Submit took them
	Syncs       uint64        // successful ones
	SyncTime    time.Duration // of all of them
	WriteErrors uint64        // failed writes, syncs and repairs

	TornTails int    // cut off at open
	TornBytes int64  // their bytes
	Corrupt   uint64 // records that were found damaged, each counted once
	Foreign   int    // segments of another log set aside at open

	Full    bool   // the last batch met the bound, or the disk's
	Failing string // the disk's error while records are refused for it, else empty
}

// Stats gives a consistent copy.
func (l *Log) Stats() Stats {
	queued, bytes, _ := l.queue.load()
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.stats
	s.First, s.Last = l.segments[0].first, l.last
	s.Bytes, s.MaxBytes, s.Segments = l.bytes, l.opts.MaxBytes, len(l.segments)
	s.Queued, s.QueuedBytes = queued, bytes
	return s
}

// count changes the counters.
func (l *Log) count(change func(*Stats)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change(&l.stats)
}
