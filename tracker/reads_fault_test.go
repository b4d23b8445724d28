package tracker

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"overlord/store/storetest"
)

// lockedTables are what the reads wait for while the lock is held.
const lockedTables = `portals, rare_events, rare_stats, char_stats, death_events, session_kills, character_stats, combat_stats, telemetry_events, issues`

// lock takes the tables away from everybody until the returned function is called.
func (d *desk) lock() (unlock func()) {
	d.t.Helper()
	tx, err := d.pool.Begin(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	if _, err := tx.Exec(d.t.Context(), `lock table `+lockedTables+` in access exclusive mode`); err != nil {
		d.t.Fatal(err)
	}
	return func() { _ = tx.Rollback(context.Background()) }
}

// waiting counts the statements that wait for the lock.
func (d *desk) waiting() (n int) {
	d.t.Helper()
	err := d.pool.QueryRow(d.t.Context(), `select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`).Scan(&n)
	if err != nil {
		d.t.Fatal(err)
	}
	return n
}

func (d *desk) until(what string, holds func() bool) {
	d.t.Helper()
	for end := time.Now().Add(patience); !holds(); {
		if time.Now().After(end) {
			d.t.Fatalf("%s: not after %s", what, patience)
		}
		<-time.After(5 * time.Millisecond)
	}
}

func TestACallerWhoGoesAwayCancelsTheQuery(t *testing.T) {
	d := newDesk(t)
	d.module.reading.answer = time.Hour // it is the caller's going that must end it
	defer d.lock()()
	for _, path := range storedReads {
		ctx, cancel := context.WithCancel(t.Context())
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, d.site.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() {
			answer, err := http.DefaultClient.Do(request)
			if err == nil {
				answer.Body.Close()
			}
			ended <- err
		}()
		d.until(path+" asks the database", func() bool { return d.waiting() == 1 })
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", path, err)
		}
		d.until(path+": the query is cancelled", func() bool { return d.waiting() == 0 })
	}
}

// inASecond reads as the server does, which has a second for it. That it is told
// within that time is not measured: the machine may be slow.
func inASecond(t testing.TB) reader {
	t.Helper()
	r := newReader()
	if r.connect > time.Second || r.answer > time.Second {
		t.Errorf("callers wait for %+v", r)
	}
	return r
}

// mustBeUnavailable asks and wants to be told to come back.
func mustBeUnavailable(t *testing.T, d *desk, path string) {
	t.Helper()
	status, header, body := mustAsk(t, d.site, http.MethodGet, path, "")
	detail, _ := body["error"].(map[string]any)
	if status != http.StatusServiceUnavailable || detail["code"] != "unavailable" || header.Get("Retry-After") == "" {
		t.Errorf("%s: %d %v, Retry-After %q", path, status, body, header.Get("Retry-After"))
	}
}

func TestAStuckDatabaseIsToldWithinASecond(t *testing.T) {
	d := newDesk(t)
	unlock := d.lock()
	d.module.reading = inASecond(t)
	t.Run("meanwhile", func(t *testing.T) {
		for _, path := range storedReads {
			t.Run(path, func(t *testing.T) {
				t.Parallel()
				mustBeUnavailable(t, d, path)
			})
		}
	})
	unlock()
	d.module.reading = patient
	d.get("/rares")
}

func TestADatabaseThatIsAwayIsToldWithinASecond(t *testing.T) {
	server := storetest.Start(t)
	d := &desk{bench: &bench{t: t, pool: mustPool(t, server)}, clock: epoch}
	d.module, d.site = mustDesk(t, d.pool, time.Now)
	d.get("/rares")
	server.Stop()
	d.module.reading = inASecond(t)
	for _, path := range append([]string{"/trails"}, storedReads...) {
		mustBeUnavailable(t, d, path)
	}
	server.Start()
	d.until("the reads come back", func() bool { status, _ := d.ask("/rares"); return status == http.StatusOK })
}

// A pool whose connections are all taken is no reason to wait either.
func TestABusyPoolIsToldWithinASecond(t *testing.T) {
	d := newDesk(t)
	for range d.pool.Config().MaxConns {
		conn, err := d.pool.Acquire(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Release()
	}
	d.module.reading = inASecond(t)
	mustBeUnavailable(t, d, "/portals")
	mustBeUnavailable(t, d, "/trails")
}
