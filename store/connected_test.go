package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
	"overlord/store/fault"
	"overlord/store/storetest"
)

func TestPauseEndsWithItsContext(t *testing.T) {
	t.Parallel()
	if err := store.Pause(t.Context(), time.Millisecond); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := store.Pause(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("a pause that was cut off gives %v", err)
	}
}

// A database that is away is told within the patience, and as something that
// passes; one that answers is used for as long as the work takes.
func TestWhoAsksIsToldThatTheDatabaseIsAway(t *testing.T) {
	t.Parallel()
	server := storetest.Start(t)
	pool := mustOpen(t, store.Config{URL: server.URL("postgres"), Size: 2, Name: "test"})
	const patience = 900 * time.Millisecond
	if err := pool.Ping(t.Context()); err != nil { // now there is a connection, and getting it takes no time
		t.Fatal(err)
	}
	err := store.InTxWithin(t.Context(), pool, patience, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		_, err := tx.Exec(t.Context(), `select pg_sleep(1.2)`)
		return err
	})
	if err != nil {
		t.Errorf("work that is longer than the patience: %v", err)
	}
	server.Stop()
	begun := time.Now()
	err = store.Connected(t.Context(), pool, patience, func(*pgx.Conn) error { return nil })
	if took := time.Since(begun); took > time.Minute {
		t.Errorf("it took %s", took)
	}
	told := store.Away(t.Context(), err, "suits")
	if fault.CodeOf(told) != fault.Unavailable || !strings.Contains(told.Error(), "suits come back with it") {
		t.Errorf("%v is told as %v", err, told)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if got := store.Away(gone, err, "suits"); got != err {
		t.Errorf("who has gone is told %v", got)
	}
}

func TestWhatElseFailsStaysWhatItIs(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t)
	_, foreign := pool.Exec(t.Context(), `select * from unknown`)
	if told := store.AwayOrForeign(t.Context(), foreign, "inventory_db", "items"); fault.CodeOf(told) != fault.Unavailable || !strings.Contains(told.Error(), "the tables of inventory_db") {
		t.Errorf("a missing table is told as %v", told)
	}
	for _, err := range []error{nil, foreign, fault.New(fault.NotFound, "none"), errors.New("a mistake")} {
		if told := store.Away(t.Context(), err, "items"); told != err {
			t.Errorf("%v becomes %v", err, told)
		}
	}
}
