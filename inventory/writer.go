package inventory

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"overlord/store"
	"overlord/store/eventlog"
	"overlord/store/progress"
)

const (
	// readerName is the writer's in ingest_cursor, and its lock's.
	readerName = "inventory"

	// A batch is what waits in the log, bounded: a full inventory has a megabyte or
	// two. Nothing is waited for, since an upload's sender waits for the answer.
	batchRecords = 256
	batchBytes   = 16 << 20

	// storeTime is what a batch has; a stop does not break it off.
	storeTime = time.Minute

	// What is not stored in its time is tried again in so many parts.
	slowParts = 4
)

// pace is how many records the next batch has at most; 0 is batchRecords. A database
// that is too slow for a batch would be too slow for the same one again, forever.
type pace int

func (p pace) records() int {
	if p == 0 {
		return batchRecords
	}
	return int(p)
}

func (p *pace) slower() { *p = pace(max(1, p.records()/slowParts)) }

func (p *pace) faster() { *p = pace(min(batchRecords, p.records()*slowParts)) }

// writer brings the item log into the database: in log order, each event exactly
// once. It alone writes the tables of items while the server runs.
type writer struct {
	*itemLog
	place     *progress.Keeper
	furnish   func(context.Context) error // makes the tables, or looks at them
	furnished bool
	logger    *slog.Logger
	now       func() time.Time
	within    time.Duration // that a batch has: storeTime
	pace      pace
	done      func([]*change) // told of changes, in order, after each commit
	recall    func() bool     // whether done wants to know what was there before
	health    atomic.Pointer[error]
}

// begin makes the tables, once, and finds where the database is; see
// progress.Keeper.
func (w *writer) begin(ctx context.Context) (cursor uint64, err error) {
	if !w.furnished {
		if err := w.furnish(ctx); err != nil {
			return 0, err
		}
		w.furnished = true
	}
	return w.place.Begin(ctx)
}

// run stores what the log has, until ctx ends; then it drains what is left. The
// log must have ended its writing by then.
func (w *writer) run(ctx context.Context) error {
	defer w.place.Release()
	return progress.Follower{
		Follow: w.follow, Drain: w.drain, Failed: w.setHealth,
		Away:   "the database is away; inventories wait in the item log",
		Left:   "not every inventory reached the database; the rest waits in the item log for the next start",
		Logger: w.logger,
	}.Run(ctx)
}

// follow applies the log batch by batch, until something fails.
func (w *writer) follow(ctx context.Context) (stored bool, err error) {
	cursor, err := w.begin(ctx)
	if err != nil {
		return false, err
	}
	w.books.Settle(cursor, nil)
	w.setHealth(nil)
	reader := w.log.NewReader(cursor)
	defer func() { _ = reader.Close() }()
	for {
		batch, err := reader.Read(ctx, w.pace.records(), batchBytes, 0)
		if err != nil {
			return stored, fmt.Errorf("read the item log: %w", err)
		}
		if err := w.store(ctx, cursor, newWork(batch, w.now())); err != nil {
			return stored, err
		}
		cursor, stored = batch.Through, true
	}
}

// drain stores what is left in the log, as far as the time goes.
func (w *writer) drain(ctx context.Context) error {
	cursor, err := w.begin(ctx)
	if err != nil {
		return err
	}
	w.books.Settle(cursor, nil)
	return progress.Drain(ctx, w.log, cursor, w.pace.records(), batchBytes, func(cursor uint64, batch eventlog.Batch) error {
		return w.store(ctx, cursor, newWork(batch, w.now()))
	})
}

// store brings one stretch of the log into the database, then enters it in the
// books and lets the log drop what is not needed any more.
func (w *writer) store(ctx context.Context, cursor uint64, todo work) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), w.within)
	defer cancel()
	if err := w.apply(ctx, cursor, todo); err != nil {
		if ctx.Err() != nil {
			w.pace.slower()
		}
		return err
	}
	w.pace.faster()
	if err := w.log.Trim(todo.Through); err != nil {
		w.logger.Warn("the item log could not drop what is stored", "error", err)
	}
	return nil
}

// apply stores the work in one transaction. Where the database refuses the rows
// themselves the work is halved until the one bad event is found. Of that the
// items are written one by one, and if even that fails it is parked.
func (w *writer) apply(ctx context.Context, cursor uint64, todo work) error {
	err := w.writeAndTell(ctx, cursor, todo, false)
	if err == nil || !store.IsData(err) {
		return err
	}
	if len(todo.Entries) > 1 {
		left, right := todo.Halve()
		if err := w.apply(ctx, cursor, left); err != nil {
			return err
		}
		return w.apply(ctx, left.Through, right)
	}
	bad := &todo.Entries[0]
	w.logger.Warn("the database refuses an event; its items are written one by one", "position", bad.Position, "kind", bad.Kind, "error", err)
	if err = w.writeAndTell(ctx, cursor, todo, true); err == nil || !store.IsData(err) {
		return err
	}
	w.logger.Error("the database refuses an event; it is parked", "position", bad.Position, "kind", bad.Kind, "error", err)
	bad.Refuse(err)
	return w.writeAndTell(ctx, cursor, todo, false)
}

// writeAndTell writes, enters what is stored in the books, and tells it.
func (w *writer) writeAndTell(ctx context.Context, cursor uint64, todo work, careful bool) error {
	changes, err := w.write(ctx, cursor, todo, careful)
	if err != nil {
		return err
	}
	w.books.Settle(todo.Through, todo.Parked())
	w.done(changes)
	return nil
}

func (w *writer) setHealth(err error) {
	if err == nil {
		w.health.Store(nil)
		return
	}
	w.health.Store(&err)
}

// healthy is nil while inventories reach the database.
func (w *writer) healthy() error {
	if err := w.health.Load(); err != nil {
		return *err
	}
	return nil
}
