package eventlog

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"overlord/store/fault"
)

// Reader reads a log in order, each record once, and only what is synced. It
// belongs to one goroutine. Readers know nothing of each other.
type Reader struct {
	log   *Log
	after uint64 // the last position handed out
	seg   *segment
	file  file
	scan  scanner
	held  *item // read, but did not fit into the batch before
	names interned
}

// Batch is what one Read gives. Records and Corrupt are each in order.
type Batch struct {
	Records []Record
	Corrupt []Corrupt
	Through uint64 // the last position covered by either
}

// NewReader gives a reader whose first record is the one after the position
// after. It may be past the log's end: then it waits there.
func (l *Log) NewReader(after uint64) *Reader { return &Reader{log: l, after: after} }

// Seek makes the record after the position after the next to be read.
func (r *Reader) Seek(after uint64) {
	r.after = after
	r.scan, r.held = scanner{}, nil
}

// Close frees the file that the reader has open. The reader can still be used.
func (r *Reader) Close() error {
	r.Seek(r.after)
	r.seg = nil
	if r.file == nil {
		return nil
	}
	f := r.file
	r.file = nil
	return f.Close()
}

// Read returns records after the reader's position, and damaged ones as Corrupt:
// at once when maxRecords or maxBytes (of payloads, names and raw bytes) are
// there, else when wait has passed since the first of them was received. It
// blocks while there is none, until ctx ends. A single record larger than
// maxBytes comes alone. maxRecords and maxBytes of zero are no limit.
//
// After the log's end Read gives what is left and then fault.Unavailable. It
// fails with fault.NotFound when the next record was trimmed, and with
// fault.Unavailable when the disk cannot be read; the reader then stays where it
// is and may try again.
func (r *Reader) Read(ctx context.Context, maxRecords int, maxBytes int64, wait time.Duration) (Batch, error) {
	g := gathering{maxRecords: maxRecords, maxBytes: maxBytes, batch: Batch{Through: r.after}}
	var deadline <-chan time.Time
	for {
		if err := ctx.Err(); err != nil {
			return g.result(err)
		}
		last, ended, changed, err := r.log.watch(r.after + 1)
		if err != nil {
			return g.result(err)
		}
		if err := r.fill(&g, last); err != nil || g.full() {
			return g.result(err)
		}
		if ended {
			return g.result(errClosed)
		}
		if deadline == nil && !g.empty() {
			left := r.left(&g, wait)
			if left <= 0 {
				return g.batch, nil
			}
			timer := time.NewTimer(left)
			defer timer.Stop()
			deadline = timer.C
		}
		select {
		case <-changed:
		case <-deadline:
			return g.batch, nil
		case <-ctx.Done():
		}
	}
}

// left is how long a batch may still gather.
func (r *Reader) left(g *gathering, wait time.Duration) time.Duration {
	if len(g.batch.Records) == 0 {
		return wait
	}
	age := r.log.opts.Now().Sub(g.batch.Records[0].ReceivedAt)
	return wait - max(age, 0)
}

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

// fill adds what there is up to the position last.
func (r *Reader) fill(g *gathering, last uint64) error {
	for r.after < last && !g.full() {
		it, err := r.item()
		if err != nil {
			return err
		}
		if it == nil {
			continue
		}
		if !r.add(g, it) {
			r.held = it
			return nil
		}
	}
	return nil
}

// item gives the next record or damage behind r.after; nil when there is none
// yet in the segment at hand.
func (r *Reader) item() (*item, error) {
	if it := r.held; it != nil {
		r.held = nil
		return it, nil
	}
	if r.scan.src == nil || r.scan.off >= r.scan.end {
		if err := r.advance(); err != nil {
			return nil, err
		}
	}
	it, err := r.scan.step()
	if errors.Is(err, io.EOF) {
		if d := r.scan.rest(); d != nil {
			it, err = item{damage: d}, nil
		}
	}
	switch {
	case errors.Is(err, io.EOF):
		return nil, nil
	case err != nil:
		r.scan = scanner{}
		return nil, fault.Wrap(err, fault.Unavailable, "the event log cannot be read")
	case it.damage != nil && (it.damage.lost() == 0 || it.damage.to <= r.after):
		return nil, nil
	case it.damage == nil && it.head.position <= r.after:
		return nil, nil
	}
	return &it, nil
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
	if r.scan.src == nil {
		r.scan = newScanner(r.file, r.log.seed, v.at, v.end, v.last)
		r.scan.fresh = true
	}
	r.scan.end, r.scan.last = v.end, v.last
	return nil
}

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
