package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// rollbackTimeout bounds a rollback, which comes after the caller's context may
// have ended; a connection that does not answer in that time is closed, and the
// server rolls back by itself.
const rollbackTimeout = 5 * time.Second

// ErrInDoubt says that the connection broke during a commit: the database has
// either all of the transaction or nothing. Who writes a cursor in the same
// transaction reads it to find out.
var ErrInDoubt = errors.New("it is not known whether the transaction was committed")

// InTx runs fn in a transaction: committed when fn returns nil, rolled back when
// it returns an error or panics. The wait for a connection is bounded.
func InTx(ctx context.Context, db Beginner, fn func(pgx.Tx) error) error {
	tx, err := begin(ctx, db)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer rollback(ctx, tx) // does nothing after a commit
	if err := fn(tx); err != nil {
		return err
	}
	return commit(ctx, tx)
}

// begin waits for a connection for a while. The context of Begin ends nothing
// but the beginning.
func begin(ctx context.Context, db Beginner) (pgx.Tx, error) {
	ctx, cancel := context.WithTimeout(ctx, acquireTimeout)
	defer cancel()
	return db.Begin(ctx)
}

// commit tells a refused commit, and one that was never sent, from one whose
// answer was lost.
func commit(ctx context.Context, tx pgx.Tx) error {
	gone := tx.Conn().IsClosed()
	err := tx.Commit(ctx)
	if err == nil {
		return nil
	}
	if gone || answered(err) || unsent(err) {
		return fmt.Errorf("commit: %w", err)
	}
	return fmt.Errorf("commit: %w: %w", ErrInDoubt, err)
}

// answered tells that the server said no, or that there was nothing to commit.
func answered(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code != "40003" && pg.Code[:min(2, len(pg.Code))] != "57" // "completion unknown"; ended in its midst
	}
	return errors.Is(err, pgx.ErrTxCommitRollback) || errors.Is(err, pgx.ErrTxClosed)
}

// unsent tells that the server cannot have seen the commit. pgx calls a
// connection that broke while it waited for the answer closed, and that safe to
// retry, which it is not.
func unsent(err error) bool {
	return pgconn.SafeToRetry(err) && !errors.Is(err, pgconn.ErrConnClosed)
}

func rollback(ctx context.Context, tx pgx.Tx) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), rollbackTimeout)
	defer cancel()
	_ = tx.Rollback(ctx) // the connection is closed where this fails
}
