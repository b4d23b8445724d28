package store_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"overlord/store"
	"overlord/store/storetest"
)

func mustLock(tb testing.TB, cfg store.Config, name string) *store.Lock {
	tb.Helper()
	l, err := store.TryLock(tb.Context(), mustOpen(tb, cfg), name)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { l.Release(tb.Context()) })
	return l
}

func TestALockIsOneHoldersOnly(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t)
	cfg := store.Config{URL: storetest.URL(t, pool), Size: 1, Name: "overlord recorder"}
	l := mustLock(t, cfg, "recorder")
	_, err := store.TryLock(t.Context(), pool, "recorder")
	if !errors.Is(err, store.ErrLocked) || store.IsTransient(err) {
		t.Errorf("a second holder: %v", err)
	}
	wantError(t, err, "lock recorder", "overlord recorder", "process")
	mustLock(t, cfg, "another name")
	l.Release(t.Context())
	mustLock(t, cfg, "recorder") // at once
}

func TestALockIsOfItsDatabaseOnly(t *testing.T) {
	t.Parallel()
	for range 2 {
		mustLock(t, store.Config{URL: storetest.URL(t, storetest.New(t)), Size: 1}, "recorder")
	}
}

func TestOfManyExactlyOneGetsTheLock(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t)
	var all sync.WaitGroup
	var held atomic.Int32
	for range 20 {
		all.Go(func() {
			l, err := store.TryLock(t.Context(), pool, "recorder")
			switch {
			case err == nil:
				held.Add(1)
				t.Cleanup(func() { l.Release(t.Context()) })
			case !errors.Is(err, store.ErrLocked):
				t.Error(err)
			}
		})
	}
	all.Wait()
	if held.Load() != 1 {
		t.Errorf("%d holders", held.Load())
	}
}

func TestALockTakesNoneOfThePoolsConnections(t *testing.T) {
	t.Parallel()
	pool := mustOpen(t, store.Config{URL: storetest.URL(t, storetest.New(t)), Size: 1})
	l, err := store.TryLock(t.Context(), pool, "recorder")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Release(t.Context())
	if got := mustGet[int](t, pool, `select 42`); got != 42 {
		t.Errorf("read %d", got)
	}
	if got := mustGet[string](t, l.Conn(), `show timezone`); got != "UTC" {
		t.Errorf("the lock's connection is in %s", got)
	}
}

func TestALostLockIsNoticedAndFreeForOthers(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t)
	l := mustLock(t, store.Config{URL: storetest.URL(t, pool), Size: 1}, "recorder")
	if err := l.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	storetest.MustExec(t, pool, `select pg_terminate_backend($1, 10000)`, int(l.Conn().PgConn().PID()))
	select {
	case <-l.Lost():
		t.Error("the loss is known before anybody could know")
	default:
	}
	mustLock(t, store.Config{URL: storetest.URL(t, pool), Size: 1}, "recorder") // the next holder
	if _, err := l.Conn().Exec(t.Context(), `create table written_without_the_lock ()`); !store.IsTransient(err) {
		t.Errorf("the first holder's work: %v, want a transient error", err)
	}
	<-l.Lost()
	if err := l.Check(t.Context()); err == nil || !strings.Contains(err.Error(), "lost") {
		t.Errorf("Check = %v", err)
	}
	if mustGet[bool](t, pool, `select to_regclass('written_without_the_lock') is not null`) {
		t.Error("the first holder worked without the lock")
	}
	l.Release(t.Context()) // of a lost lock does nothing
}

func TestARestartOfTheServerEndsALock(t *testing.T) {
	t.Parallel()
	server := storetest.Start(t)
	cfg := store.Config{URL: server.URL("dereth"), Size: 1}
	l := mustLock(t, cfg, "recorder")
	server.Kill()
	server.Start()
	if err := l.Check(t.Context()); !store.IsTransient(err) {
		t.Errorf("Check = %v", err)
	}
	<-l.Lost()
	mustLock(t, cfg, "recorder")
}
