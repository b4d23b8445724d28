// Package progress keeps how far a reader of an event log has come, in the very
// database that it writes: the row of ingest_cursor moves in the transaction that
// stores the records, so that each is stored exactly once, however often the
// server or the database is killed. A session lock keeps a second server away.
package progress

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store"
	"overlord/store/eventlog"
	"overlord/store/fault"
)

const (
	// lockPatience is how long a start waits for a lock that a killed server's
	// connection may still hold, lockRetry how long between two looks.
	lockPatience = 5 * time.Second
	lockRetry    = 250 * time.Millisecond
)

// Keeper keeps one reader's place. It belongs to one goroutine.
type Keeper struct {
	Reader    string // its name in ingest_cursor, and the lock's
	Pool      *pgxpool.Pool
	Log       *eventlog.Log
	AcceptGap bool // go on where log and database do not fit together
	Logger    *slog.Logger

	lock *store.Lock
	held bool // the lock was ours before: whoever has it now is most likely our own lost connection
}

// Begin takes the lock, finds the log's cursor and holds it against the log's
// bounds. It gives the position up to which the database has everything. An error
// with code Conflict must stop the start; any other means that the database is
// away. It may be called again after a failure.
func (k *Keeper) Begin(ctx context.Context) (cursor uint64, err error) {
	if err := k.acquire(ctx); err != nil {
		return 0, err
	}
	first, last := k.Log.Bounds()
	cursor, err = k.load(ctx, first-1)
	if err != nil {
		return 0, err
	}
	gap := DescribeGap(cursor, first, last)
	if gap == "" {
		return cursor, nil
	}
	if !k.AcceptGap {
		return 0, fault.New(fault.Conflict, "%s", gap)
	}
	from := first - 1
	if cursor > last {
		from = last
	}
	k.Logger.Warn("going on after a gap between event log and database", "gap", gap, "cursor", cursor, "from", from)
	return from, k.Move(ctx, k.Conn(), cursor, from)
}

// DescribeGap says what is wrong between a cursor and a log that keeps the
// positions first to last, and what to do; empty where they fit together.
func DescribeGap(cursor, first, last uint64) string {
	const todo = "Restore the one that fits the other, or start with --accept-gap to go on with what there is"
	switch {
	case cursor > last:
		return fmt.Sprintf("the database has the event log up to record %d, but the log in DATA_DIR ends at record %d: "+
			"the log is older than the database. %s (new events are stored, nothing is stored twice).", cursor, last, todo)
	case cursor+1 < first:
		return fmt.Sprintf("the database has the event log up to record %d, but the log in DATA_DIR begins at record %d: "+
			"the database is older than the log, records %d to %d are gone. %s.", cursor, first, cursor+1, first-1, todo)
	}
	return ""
}

// Conn is the connection that holds the lock, to write on; after Begin.
func (k *Keeper) Conn() *pgx.Conn { return k.lock.Conn() }

// Release gives the lock back.
func (k *Keeper) Release() {
	if k.lock == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	k.lock.Release(ctx)
	k.lock = nil
}

// acquire takes the lock unless it is held already.
func (k *Keeper) acquire(ctx context.Context) error {
	if k.lock != nil && !k.lock.Conn().IsClosed() {
		return nil
	}
	k.Release()
	deadline := time.Now().Add(lockPatience)
	for {
		lock, err := store.TryLock(ctx, k.Pool, k.Reader)
		if err == nil {
			k.lock, k.held = lock, true
			return nil
		}
		if !errors.Is(err, store.ErrLocked) {
			return err
		}
		if time.Now().After(deadline) && k.held {
			return fault.Wrap(err, fault.Unavailable, "the database has not noticed yet that this server's former connection is gone")
		}
		if time.Now().After(deadline) {
			return fault.New(fault.Conflict, "another server is storing events into this database; stop it first: two on one database would count twice")
		}
		if err := store.Pause(ctx, lockRetry); err != nil {
			return err
		}
	}
}
