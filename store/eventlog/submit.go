package eventlog

import (
	"context"

	"overlord/store/fault"
)

// Submit queues a record and returns; it waits while the queue is full, until
// ctx ends. The order of Submit is the log's order. A zero ReceivedAt is the
// log's clock; another is kept where the order allows.
//
// done is called exactly once, in log order, after the record is synced, with
// its Position and final ReceivedAt, or with why it was refused:
// fault.Overloaded when the log or the disk is full, fault.Unavailable when the
// disk fails or the log closes. It runs on the writer's goroutine: everything
// behind it waits, so it must not block, and must not call Submit or Append.
// Readers may see the record a moment before done is called.
//
// When Submit itself returns an error (a record that Validate refuses, the end
// of ctx, fault.Unavailable after the log's end), done is never called. The
// payload must not be changed until done is called.
func (l *Log) Submit(ctx context.Context, r Record, done func(Record, error)) error {
	if err := r.Validate(); err != nil {
		return err
	}
	if most := l.opts.MaxBytes - 2*preludeBytes; frameBytes(&r) > most {
		return fault.New(fault.TooLarge, "the record has %d bytes, the whole event log holds %d", frameBytes(&r), most)
	}
	return l.queue.put(ctx, entry{record: r, done: done})
}

// Append submits a record and waits until it is synced or refused. When ctx ends
// first the record may still become part of the log.
func (l *Log) Append(ctx context.Context, r Record) (Record, error) {
	type answer struct {
		record Record
		err    error
	}
	answers := make(chan answer, 1)
	if err := l.Submit(ctx, r, func(r Record, err error) { answers <- answer{r, err} }); err != nil {
		return Record{}, err
	}
	select {
	case a := <-answers:
		return a.record, a.err
	case <-ctx.Done():
		return Record{}, ctx.Err()
	}
}
