package eventlog

import (
	"errors"
	"os"
	"path/filepath"

	"overlord/store/fault"
)

// watch gives the last position, whether no more will come, and a channel that
// is closed at the next change. It fails when the position next was trimmed.
func (l *Log) watch(next uint64) (last uint64, ended bool, changed <-chan struct{}, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.kept(next); err != nil {
		return 0, false, nil, err
	}
	if l.changed == nil {
		l.changed = make(chan struct{})
	}
	return l.last, l.life == closed, l.changed, nil
}

// advance points the scanner at what the log holds of the next record: the rest
// of the segment at hand, or another one.
func (r *Reader) advance() error {
	v, err := r.log.view(r.after + 1)
	if err != nil {
		return err
	}
	if v.seg != r.seg {
		if err := r.open(v.seg); err != nil {
			return err
		}
	}
	if r.file == gone {
		v.end = preludeBytes
	}
	if r.scan.src == nil {
		r.scan = newScanner(r.file, r.log.seed, v.at, v.end, v.last)
		r.scan.fresh = true
	}
	r.scan.end, r.scan.last = v.end, v.last
	return nil
}

// gone stands for a segment whose file somebody deleted: its records are missing.
var gone file = goneFile{}

type goneFile struct{ file }

// Close has nothing to close.
func (goneFile) Close() error { return nil }

// open changes to another segment's file.
func (r *Reader) open(s *segment) error {
	if err := r.Close(); err != nil {
		return err
	}
	f, err := r.log.disk.Open(s.path, os.O_RDONLY)
	if errors.Is(err, os.ErrNotExist) {
		if _, err := r.log.view(r.after + 1); err != nil { // trimmed in between
			return err
		}
		f, err = gone, nil
	}
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "the event log's segment %s cannot be opened", filepath.Base(s.path))
	}
	r.seg, r.file = s, f
	return nil
}

// kept fails when position was trimmed. The lock is held.
func (l *Log) kept(position uint64) error {
	if first := l.segments[0].first; position < first {
		return fault.New(fault.NotFound, "position %d of the event log was trimmed: it begins at %d", position, first)
	}
	return nil
}

// view is what the log shows of the segment with a position.
type view struct {
	seg  *segment
	at   place  // where to begin to look for it
	end  int64  // how far the segment may be read
	last uint64 // its last position so far
}

// view finds the segment that holds position.
func (l *Log) view(position uint64) (view, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.kept(position); err != nil {
		return view{}, err
	}
	i := len(l.segments) - 1
	last := l.last
	for ; l.segments[i].first > position; i-- {
		last = l.segments[i].first - 1
	}
	s := l.segments[i]
	return view{seg: s, at: s.locate(position), end: s.size, last: last}, nil
}
