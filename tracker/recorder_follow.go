package tracker

import (
	"context"
	"fmt"
	"time"

	"overlord/store/eventlog"
	"overlord/store/progress"
)

// run stores what the log has, until ctx ends; then it drains what is left.
// The log must have ended its writing by then.
func (r *recorder) run(ctx context.Context) error {
	defer r.release()
	return progress.Follower{
		Follow: r.follow, Drain: r.drain, Failed: r.setHealth,
		Away:   "the database is away; events wait in the event log",
		Left:   "not everything reached the database; the rest waits in the event log for the next start",
		Logger: r.logger,
	}.Run(ctx)
}

// follow applies the log batch by batch, until something fails.
func (r *recorder) follow(ctx context.Context) (stored bool, err error) {
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
			return stored, err
		}
		select {
		case <-maintenance.C: // there is something to do in a quiet night, too
		case <-sweeps.C:
			if err := r.sweep(ctx); err != nil {
				return stored, err
			}
		case got, reading := <-next:
			if !reading {
				return stored, ctx.Err()
			}
			if got.err != nil {
				return stored, got.err
			}
			if err := r.store(ctx, cursor, got.work); err != nil {
				return stored, err
			}
			cursor, stored = got.work.Through, true
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
	return progress.Drain(ctx, r.log, cursor, batchRecords, batchBytes, func(cursor uint64, batch eventlog.Batch) error {
		return r.store(ctx, cursor, newWork(batch, r.fresh))
	})
}
