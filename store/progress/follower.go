package progress

import (
	"context"
	"log/slog"
	"time"

	"overlord/store"
	"overlord/store/eventlog"
	"overlord/store/fault"
)

const (
	// drainTime is what a follower has at a stop to bring the rest of the log into the
	// database. What it does not reach waits in the log.
	drainTime = 15 * time.Second

	// The database is away: try again soon, then every few seconds.
	retryFirst = 250 * time.Millisecond
	retryMost  = 5 * time.Second

	// endGrace is how long after the log's end, which fails the reading, the
	// follower's context ends at a stop.
	endGrace = 50 * time.Millisecond
)

// Follower brings a log into a database for as long as the server runs.
type Follower struct {
	// Follow brings in what the log has and will have, until something fails or ctx
	// ends, and tells whether it got anywhere.
	Follow func(ctx context.Context) (progress bool, err error)
	// Drain brings in what the log has, and ends with it.
	Drain func(ctx context.Context) error
	// Failed is told why nothing is brought in now.
	Failed func(error)
	// Away and Left are what the log says where the database is away, and where
	// something is left at a stop.
	Away, Left string
	Logger     *slog.Logger
}

// Run follows the log until ctx ends; then it drains what is left. The log must
// have ended its writing by then. A database that is away is waited for; then the
// cursor is read anew, since a commit may have gone through without its answer.
func (f Follower) Run(ctx context.Context) error {
	err := f.follow(ctx)
	if ctx.Err() == nil {
		return err
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer cancel()
	if err := f.Drain(drain); err != nil {
		f.Logger.Warn(f.Left, "error", err)
	}
	return nil
}

func (f Follower) follow(ctx context.Context) error {
	wait := retryFirst
	for ctx.Err() == nil {
		progress, err := f.Follow(ctx)
		if err != nil && store.Pause(ctx, endGrace) != nil {
			break
		}
		if fault.CodeOf(err) == fault.Conflict {
			return err
		}
		f.Failed(err)
		if progress {
			wait = retryFirst
		}
		f.Logger.Warn(f.Away, "error", err, "retry_in", wait)
		if store.Pause(ctx, wait) != nil {
			break
		}
		wait = min(2*wait, retryMost)
	}
	return nil
}

// Drain reads a log from a cursor to its end, batch by batch, and hands each to
// store with the cursor before it.
func Drain(ctx context.Context, log *eventlog.Log, cursor uint64, records int, bytes int64, store func(cursor uint64, batch eventlog.Batch) error) error {
	reader := log.NewReader(cursor)
	defer func() { _ = reader.Close() }()
	for {
		if _, last := log.Bounds(); cursor >= last {
			return nil
		}
		batch, err := reader.Read(ctx, records, bytes, 0)
		if err == nil {
			err = store(cursor, batch)
		}
		if err != nil {
			return err
		}
		cursor = batch.Through
	}
}
