package tracker

import (
	"context"
	"fmt"
	"time"

	"overlord/store/fault"
)

// run stores what the log has, until ctx ends; then it drains what is left.
// The log must have ended its writing by then.
func (r *recorder) run(ctx context.Context) error {
	defer r.release()
	err := r.follow(ctx)
	if ctx.Err() == nil {
		return err
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer cancel()
	if err := r.drain(drain); err != nil {
		r.logger.Warn("not everything reached the database; the rest waits in the event log for the next start", "error", err)
	}
	return nil
}

// follow applies the log batch by batch. A database that is away is waited
// for; then the cursor is read anew, since a commit may have gone through
// without its answer.
func (r *recorder) follow(ctx context.Context) error {
	wait := retryFirst
	for ctx.Err() == nil {
		progress, err := r.followOnce(ctx)
		if err != nil && pause(ctx, endGrace) != nil {
			break
		}
		if fault.CodeOf(err) == fault.Conflict {
			return err
		}
		r.setHealth(err)
		if progress {
			wait = retryFirst
		}
		r.logger.Warn("the database is away; events wait in the event log", "error", err, "retry_in", wait)
		if pause(ctx, wait) != nil {
			break
		}
		wait = min(2*wait, retryMost)
	}
	return nil
}

func (r *recorder) followOnce(ctx context.Context) (progress bool, err error) {
	cursor, err := r.begin(ctx)
	if err != nil {
		return false, err
	}
	r.books.Settle(cursor, nil)
	r.setHealth(nil)
	ctx, cancel := context.WithCancel(ctx)
	next := r.readAhead(ctx, cursor)
	defer func() {
		cancel()
		for range next { // until the reading has ended: the log may close then
		}
	}()
	maintenance := time.NewTicker(maintainEvery)
	defer maintenance.Stop()
	sweeps := time.NewTicker(sweepEvery)
	defer sweeps.Stop()
	for {
		if err := r.maintain(ctx); err != nil {
			return progress, err
		}
		select {
		case <-maintenance.C: // there is something to do in a quiet night, too
		case <-sweeps.C:
			if err := r.sweep(ctx); err != nil {
				return progress, err
			}
		case got, reading := <-next:
			if !reading {
				return progress, ctx.Err()
			}
			if got.err != nil {
				return progress, got.err
			}
			if err := r.store(ctx, cursor, got.work); err != nil {
				return progress, err
			}
			cursor, progress = got.work.through, true
		}
	}
}

// readWork is a stretch of the log, read and decoded, or why there is none.
type readWork struct {
	work work
	err  error
}

// readAhead reads and decodes the log while the stretch before is stored. The
// channel is closed after the first error, the end of ctx included.
func (r *recorder) readAhead(ctx context.Context, cursor uint64) <-chan readWork {
	out := make(chan readWork, 1)
	go func() {
		defer close(out)
		reader := r.log.NewReader(cursor)
		defer func() { _ = reader.Close() }()
		for {
			batch, err := reader.Read(ctx, batchRecords, batchBytes, batchWait)
			if err != nil {
				err = fmt.Errorf("read the event log: %w", err)
			}
			select {
			case out <- readWork{newWork(batch, r.fresh), err}:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return out
}

func (r *recorder) maintain(ctx context.Context) error {
	now := r.now()
	if now.Sub(r.maintained) < maintainEvery {
		return nil
	}
	keep := r.keep
	if r.backlog.pending() { // what is not summed up must not go
		keep = retention{}
	}
	if err := r.days.maintain(ctx, r.conn(), keep, now, r.logger); err != nil {
		return fmt.Errorf("maintain the partitions: %w", err)
	}
	if r.alerting != nil {
		if _, err := (outbox{r.conn()}).prune(ctx, now.Add(-alertsKept)); err != nil {
			return err
		}
	}
	r.maintained = now
	return nil
}

// drain stores what is left in the log, as far as the time goes.
func (r *recorder) drain(ctx context.Context) error {
	cursor, err := r.begin(ctx)
	if err != nil {
		return err
	}
	r.books.Settle(cursor, nil)
	reader := r.log.NewReader(cursor)
	defer func() { _ = reader.Close() }()
	for {
		if _, last := r.log.Bounds(); cursor >= last {
			return nil
		}
		batch, err := reader.Read(ctx, batchRecords, batchBytes, 0)
		if err == nil {
			err = r.store(ctx, cursor, newWork(batch, r.fresh))
		}
		if err != nil {
			return err
		}
		cursor = batch.Through
	}
}

// pause waits, or ends early with the context's error.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
