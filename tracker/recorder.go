package tracker

import (
	"context"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store"
	"overlord/store/books"
	"overlord/store/eventlog"
	"overlord/store/progress"
)

const (
	// readerName is the recorder's in ingest_cursor, and the name of the lock
	// that keeps a second server away from the same database.
	readerName = "recorder"

	// A batch is this many records, or what came within batchWait: large enough
	// for COPY to be at its best, soon enough for Grafana to be current.
	batchRecords = 10_000
	batchBytes   = 8 << 20
	batchWait    = 250 * time.Millisecond

	// A database that was away at the start: try again soon, then every few seconds.
	retryFirst = 250 * time.Millisecond
	retryMost  = 5 * time.Second
)

// recorder brings the world log into the database: in log order, each event
// exactly once. It alone writes the tables of events and counters.
type recorder struct {
	health     // why nothing is stored now
	pool       *pgxpool.Pool
	log        *eventlog.Log
	books      *books.Books
	fresh      *fresh // events just accepted; nil: all are read from the log
	acceptGap  bool
	logger     *slog.Logger
	place      *progress.Keeper
	keep       retention
	now        func() time.Time
	days       ensuredDays
	staged     map[string]bool              // tables whose columns have other types than ours
	maintained time.Time                    // when partitions were last made and dropped
	fought     []StoredFights               // what the transaction under way stores of fights
	learn      func([]StoredFights, uint64) // told of fights, and of the position, after each commit; may be nil
	setAside   func(work)                   // told of work whose parked events are stored; may be nil
	backlog    *backlog                     // rows from before the recorder's begin; nil: there are none
	alerting   *alerting                    // finds the causes of alerts; nil: nobody does
}

// begin takes the lock, finds the log's cursor and holds it against the log's
// bounds. It gives the position up to which the database has everything.
// An error with code Conflict must stop the start; any other means that the
// database is away.
func (r *recorder) begin(ctx context.Context) (cursor uint64, err error) {
	if r.place == nil {
		r.place = &progress.Keeper{Reader: readerName, Pool: r.pool, Log: r.log, Logger: r.logger}
	}
	r.place.AcceptGap = r.acceptGap
	if cursor, err = r.place.Begin(ctx); err != nil {
		return 0, err
	}
	if err := r.backlog.begin(ctx, r.conn()); err != nil {
		return 0, err
	}
	r.staged, err = stageCopies(ctx, r.conn())
	return cursor, err
}

// conn is the connection that holds the recorder's lock; after begin.
func (r *recorder) conn() *pgx.Conn { return r.place.Conn() }

func (r *recorder) release() {
	if r.place != nil {
		r.place.Release()
	}
}

// store brings one stretch of the log into the database, then enters it in the books and
// lets the log drop what is not needed any more.
func (r *recorder) store(ctx context.Context, cursor uint64, w work) error {
	// A stop must not break off a transaction that is nearly done.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	parked, err := r.apply(ctx, cursor, w)
	if err != nil {
		return err
	}
	r.books.Settle(w.Through, parked)
	if len(parked) > 0 && r.setAside != nil {
		r.setAside(w)
	}
	if err := r.log.Trim(w.Through); err != nil {
		r.logger.Warn("the event log could not drop what is stored", "error", err)
	}
	return nil
}

// apply stores the work in one transaction. Where the database refuses the
// rows themselves the work is halved until the one bad event is found; it is
// parked, and the others are stored. It returns the positions that were parked.
func (r *recorder) apply(ctx context.Context, cursor uint64, w work) ([]uint64, error) {
	err := r.writeAndTell(ctx, cursor, w)
	if store.IsNoPartition(err) { // somebody dropped it: make it again
		r.days.forget()
		err = r.writeAndTell(ctx, cursor, w)
	}
	if err == nil {
		return w.Parked(), nil
	}
	if !store.IsData(err) {
		return nil, err
	}
	if len(w.Entries) == 1 {
		r.logger.Error("the database refuses an event; it is parked", "position", w.Entries[0].Position, "kind", w.Entries[0].Kind, "error", err)
		w.Entries[0].Refuse(err)
		return w.Parked(), r.writeAndTell(ctx, cursor, w)
	}
	left, right := w.Halve()
	parked, err := r.apply(ctx, cursor, left)
	if err != nil {
		return nil, err
	}
	more, err := r.apply(ctx, left.Through, right)
	return append(parked, more...), err
}

// writeAndTell writes, and tells the live state what only the database knew.
func (r *recorder) writeAndTell(ctx context.Context, cursor uint64, w work) error {
	r.fought = nil
	err := r.write(ctx, cursor, w)
	if err == nil && len(r.fought) > 0 && r.learn != nil {
		r.learn(r.fought, w.Through)
	}
	if err == nil {
		r.alerting.committed()
	}
	return err
}
