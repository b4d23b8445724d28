package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store"
	"overlord/store/storetest"
)

var errMine = errors.New("mine")

// makeNumbers is the table that these tests write.
func makeNumbers(ctx context.Context, pool *pgxpool.Pool) error {
	_, err := pool.Exec(ctx, `create table numbers (n int primary key)`)
	return err
}

func count(tb testing.TB, db store.Querier) int {
	tb.Helper()
	return mustGet[int](tb, db, `select count(*) from numbers`)
}

func TestInTxCommits(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeNumbers)
	err := store.InTx(t.Context(), pool, func(tx pgx.Tx) error {
		storetest.MustExec(t, tx, `insert into numbers values (1), (2)`)
		if n := count(t, pool); n != 0 {
			t.Errorf("others see %d rows before the commit", n)
		}
		return nil
	})
	if err != nil || count(t, pool) != 2 {
		t.Errorf("err = %v, %d rows", err, count(t, pool))
	}
}

func TestInTxRollsBack(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeNumbers)
	insert := func(tx pgx.Tx) { storetest.MustExec(t, tx, `insert into numbers values (1)`) }
	for name, fn := range map[string]func(context.CancelFunc, pgx.Tx) error{
		"an error":                 func(_ context.CancelFunc, tx pgx.Tx) error { insert(tx); return errMine },
		"a panic":                  func(_ context.CancelFunc, tx pgx.Tx) error { insert(tx); panic(errMine) },
		"a context that has ended": func(cancel context.CancelFunc, tx pgx.Tx) error { insert(tx); cancel(); return errMine },
	} {
		ctx, cancel := context.WithCancel(t.Context())
		err := caught(func() error {
			return store.InTx(ctx, pool, func(tx pgx.Tx) error { return fn(cancel, tx) })
		})
		cancel()
		if !errors.Is(err, errMine) {
			t.Errorf("%s: err = %v", name, err)
		}
		if n := count(t, pool); n != 0 {
			t.Errorf("%s: %d rows are left", name, n)
		}
		if n := pool.Stat().AcquiredConns(); n != 0 {
			t.Errorf("%s: %d connections are not given back", name, n)
		}
	}
}

// caught turns a panic with an error into that error.
func caught(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = p.(error)
		}
	}()
	return do()
}

func TestAFailedTransactionIsNotTakenForCommitted(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeNumbers)
	err := store.InTx(t.Context(), pool, func(tx pgx.Tx) error {
		storetest.MustExec(t, tx, `insert into numbers values (1)`)
		_, _ = tx.Exec(t.Context(), `insert into numbers values (1)`) // whose error fn forgets
		return nil
	})
	if !errors.Is(err, pgx.ErrTxCommitRollback) || errors.Is(err, store.ErrInDoubt) || store.IsTransient(err) {
		t.Errorf("err = %v", err)
	}
	if n := count(t, pool); n != 0 {
		t.Errorf("%d rows", n)
	}
}

func TestTransactionsInTransactionsAreSavepoints(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeNumbers)
	err := store.InTx(t.Context(), pool, func(outer pgx.Tx) error {
		storetest.MustExec(t, outer, `insert into numbers values (1)`)
		err := store.InTx(t.Context(), outer, func(inner pgx.Tx) error {
			_, err := inner.Exec(t.Context(), `insert into numbers values (2), (2)`)
			return err
		})
		if !store.IsData(err) {
			t.Errorf("the inner one: %v", err)
		}
		return nil
	})
	if err != nil || count(t, pool) != 1 {
		t.Errorf("err = %v, %d rows, want the outer one's", err, count(t, pool))
	}
}

// deferredFailure makes a commit itself fail.
func TestARefusedCommitIsNotInDoubt(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeNumbers)
	storetest.MustExec(t, pool, `create table later (n int references numbers deferrable initially deferred)`)
	err := store.InTx(t.Context(), pool, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), `insert into later values (1)`)
		return err
	})
	if !store.IsData(err) || errors.Is(err, store.ErrInDoubt) {
		t.Errorf("err = %v", err)
	}
}

func TestALostCommitIsInDoubt(t *testing.T) {
	t.Parallel()
	server := storetest.Start(t)
	pool := mustOpen(t, store.Config{URL: server.URL("dereth"), Size: 2})
	storetest.MustExec(t, pool, `create table numbers (n int primary key)`)
	storetest.MustExec(t, pool, `create function slow() returns trigger language plpgsql as 'begin perform pg_sleep(600); return null; end'`)
	storetest.MustExec(t, pool, `create constraint trigger slow after insert on numbers deferrable initially deferred for each row execute function slow()`)
	done := make(chan error, 1)
	go func() {
		done <- store.InTx(context.Background(), pool, func(tx pgx.Tx) error {
			_, err := tx.Exec(context.Background(), `insert into numbers values (1)`)
			return err
		})
	}()
	eventually(t, "the commit runs", func() bool {
		return mustGet[bool](t, pool, `select exists (select from pg_stat_activity where query = 'commit' and wait_event = 'PgSleep')`)
	})
	server.Kill()
	err := <-done
	if !errors.Is(err, store.ErrInDoubt) || !store.IsTransient(err) {
		t.Errorf("err = %v", err)
	}
}

// Nothing was sent, so that nothing can have been committed.
func TestACommitThatCouldNotBeSentIsNotInDoubt(t *testing.T) {
	t.Parallel()
	server := storetest.Start(t)
	pool := mustOpen(t, store.Config{URL: server.URL("dereth"), Size: 2})
	storetest.MustExec(t, pool, `create table numbers (n int primary key)`)
	err := store.InTx(t.Context(), pool, func(tx pgx.Tx) error {
		storetest.MustExec(t, tx, `insert into numbers values (1)`)
		server.Kill()
		return nil
	})
	if errors.Is(err, store.ErrInDoubt) || !store.IsTransient(err) {
		t.Errorf("err = %v", err)
	}
}

func TestInTxDoesNotWaitForABusyPoolForever(t *testing.T) {
	t.Parallel()
	pool := mustOpen(t, store.Config{URL: storetest.URL(t, storetest.New(t, makeNumbers)), Size: 1})
	conn, err := pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	err = store.InTx(ctx, pool, func(pgx.Tx) error { return errMine })
	if !store.IsTransient(err) {
		t.Errorf("err = %v", err)
	}
}
