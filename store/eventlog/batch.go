package eventlog

import (
	"io"
	"time"
)

// batch is what goes to the disk in one write and one sync.
type batch struct {
	buf   []byte
	taken int   // entries, the refused ones too
	at    int64 // where buf goes in the segment
	next  uint64
	stamp int64 // the last record's time, microseconds since 1970
	index []place
	full  bool // some were refused for want of room
}

// commit writes, syncs and answers the first of the entries and tells how many
// they were.
func (l *Log) commit(entries []entry) int {
	if err := l.ready(); err != nil {
		return l.answer(entries, batch{}, err)
	}
	limit, err := l.roll(frameBytes(&entries[0].record))
	if err != nil {
		return l.answer(entries, batch{}, l.fail(err))
	}
	room, full := l.room()
	b := l.encode(entries, room, limit, full)
	l.count(func(s *Stats) { s.Full = b.full })
	if len(b.buf) == 0 {
		return l.answer(entries[:b.taken], b, nil)
	}
	if err := l.persist(b); err != nil {
		return l.answer(entries[:b.taken], b, l.fail(err))
	}
	l.publish(b)
	l.writer.stamp = b.stamp
	return l.answer(entries[:b.taken], b, nil)
}

// encode takes entries until the batch or the segment is large enough. What
// would go over the log's bound is refused.
func (l *Log) encode(entries []entry, room, limit int64, full error) batch {
	s, next := l.tail()
	b := batch{buf: l.writer.buf[:0], at: s.size, next: next, index: s.index}
	for i := range entries {
		e := &entries[i]
		size, used := frameBytes(&e.record), int64(len(b.buf))
		if used > 0 && (used+size > batchBytes || b.at+used+size > limit) {
			break
		}
		b.taken++
		if used+size > room {
			e.err, b.full = full, true
			continue
		}
		e.record.Position = b.next
		b.index = addIndex(b.index, place{b.next, b.at + used})
		b.buf = appendFrame(b.buf, l.seed, &e.record)
		b.stamp = e.record.ReceivedAt.UnixMicro()
		b.next++
	}
	return b
}

// tail is the segment that is written to and the next position.
func (l *Log) tail() (segment, uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return *l.segments[len(l.segments)-1], l.last + 1
}

// persist writes the batch and syncs it.
func (l *Log) persist(b batch) error {
	n, err := l.writer.file.WriteAt(b.buf, b.at)
	if err == nil && n < len(b.buf) {
		err = io.ErrShortWrite
	}
	if err != nil {
		return err
	}
	l.writer.sealed = false
	began := time.Now()
	err = l.writer.file.Sync()
	l.writer.synced = time.Now()
	l.writer.took = l.writer.synced.Sub(began)
	return err
}

// publish shows the batch to the readers.
func (l *Log) publish(b batch) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.segments[len(l.segments)-1]
	s.size, s.index = b.at+int64(len(b.buf)), b.index
	l.stats.Appended += b.next - 1 - l.last
	l.stats.Syncs++
	l.stats.SyncTime += l.writer.took
	l.bytes += int64(len(b.buf))
	l.last = b.next - 1
	l.wakeReaders()
}

// answer tells the entries how they fared: refused with err, or with their own.
func (l *Log) answer(entries []entry, b batch, err error) int {
	refused := uint64(0)
	for i := range entries {
		if entries[i].err == nil {
			entries[i].err = err
		}
		if entries[i].err != nil {
			entries[i].record.Position = 0
			refused++
		}
	}
	if refused > 0 {
		l.count(func(s *Stats) { s.Refused += refused })
	}
	for i := range entries {
		entries[i].done(entries[i].record, entries[i].err)
	}
	if b.buf != nil {
		l.keep(b.buf)
	}
	return len(entries)
}

// keep reuses a buffer that is not unusually large.
func (l *Log) keep(buf []byte) {
	if cap(buf) > 2*batchBytes {
		buf = nil
	}
	l.writer.buf = buf
}
