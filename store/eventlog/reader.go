package eventlog

import (
	"context"
	"errors"
	"io"
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

	failures int // of the disk, since the last record
}

// patience is how often a Read fails at a place that the disk cannot read, before
// the records there are given up as Corrupt.
const patience = 3

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
// is and may try again: what cannot be read three times is given as Corrupt.
//
// Payloads are the batch's own memory; keeping one keeps its neighbours.
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
	r.scan.patch = r.failures >= patience
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
		r.failures++
		return nil, fault.Wrap(err, fault.Unavailable, "the event log cannot be read")
	case it.damage != nil && (it.damage.lost() == 0 || it.damage.to <= r.after):
		return nil, nil
	case it.damage == nil && it.head.position <= r.after:
		return nil, nil
	}
	r.failures = 0
	return &it, nil
}
