package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store/fault"
)

// Pause waits, or ends early with the context's error.
func Pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// Connected hands fn a connection that answers. Getting it, and its answer, are not
// waited for longer than patience; fn has as long as ctx.
func Connected(ctx context.Context, pool *pgxpool.Pool, patience time.Duration, fn func(*pgx.Conn) error) error {
	connecting, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := pool.Acquire(connecting)
	if err != nil {
		return err
	}
	defer conn.Release()
	if err := conn.Ping(connecting); err != nil { // it may hang on, without an answer
		return err
	}
	return fn(conn.Conn())
}

// InTxWithin runs fn in a transaction on a connection that Connected gets.
func InTxWithin(ctx context.Context, pool *pgxpool.Pool, patience time.Duration, options pgx.TxOptions, fn func(pgx.Tx) error) error {
	return Connected(ctx, pool, patience, func(conn *pgx.Conn) error { return pgx.BeginTxFunc(ctx, conn, options, fn) })
}

// Away gives a failure of the database the code fault.Unavailable where it comes
// from its absence, and says that what (a noun in the plural) comes back with it.
// The end of the request itself, which is what ctx stands for, stays what it is, and
// so does every other failure.
func Away(ctx context.Context, err error, what string) error {
	if ctx.Err() != nil || fault.CodeOf(err) != fault.Internal || !IsTransient(err) {
		return err
	}
	return fault.Wrap(err, fault.Unavailable, "the database is away or does not answer; %s come back with it", what)
}

// AwayOrForeign is Away, and says as much of tables that are not this server's, as
// they are before a cut-over: a server with READ_ONLY leaves them as they are.
func AwayOrForeign(ctx context.Context, err error, database, what string) error {
	if ctx.Err() == nil && fault.CodeOf(err) == fault.Internal && IsForeign(err) {
		return fault.Wrap(err, fault.Unavailable, "the tables of %s are not this server's yet, or it may not read them; %s come with its tables", database, what)
	}
	return Away(ctx, err, what)
}
