package store_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store"
	"overlord/store/storetest"
)

func mustOpen(tb testing.TB, cfg store.Config) *pgxpool.Pool {
	tb.Helper()
	pool, err := store.Open(tb.Context(), cfg)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(pool.Close)
	return pool
}

// mustGet is the single value of a statement.
func mustGet[T any](tb testing.TB, db store.Querier, sql string, args ...any) (value T) {
	tb.Helper()
	if err := db.QueryRow(tb.Context(), sql, args...).Scan(&value); err != nil {
		tb.Fatalf("%s: %v", sql, err)
	}
	return value
}

// eventually waits for something that another session does.
func eventually(tb testing.TB, what string, done func() bool) {
	tb.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	end := time.After(time.Minute)
	for !done() {
		select {
		case <-tick.C:
		case <-end:
			tb.Fatalf("waited in vain: %s", what)
		}
	}
}

func wantError(tb testing.TB, err error, words ...string) {
	tb.Helper()
	if err == nil {
		tb.Fatalf("no error, want one that says %q", words)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			tb.Errorf("the error %q does not say %q", err, w)
		}
	}
}

func TestAPoolOpensWhileTheDatabaseIsAwayAndFindsItLater(t *testing.T) {
	t.Parallel()
	server := storetest.Start(t)
	url := server.URL("dereth")
	server.Stop()
	pool := mustOpen(t, store.Config{URL: url, Size: 2, Name: "patient"})
	_, err := pool.Exec(t.Context(), `select 1`)
	if !store.IsTransient(err) {
		t.Errorf("while it is away: %v, which is not transient", err)
	}
	server.Start()
	if got := mustGet[int](t, pool, `select 42`); got != 42 {
		t.Errorf("read %d", got)
	}
}

func TestAPoolSpeaksUTCAndTellsItsName(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t, storetest.New(t))
	for _, url := range []string{url, url + "&timezone=Asia/Tokyo"} {
		pool := mustOpen(t, store.Config{URL: url, Size: 1, Name: "overlord tracker", StatementTimeout: 1500 * time.Millisecond})
		for setting, want := range map[string]string{"timezone": "UTC", "application_name": "overlord tracker", "statement_timeout": "1500ms"} {
			if got := mustGet[string](t, pool, `select current_setting($1)`, setting); got != want {
				t.Errorf("%s is %q, want %q", setting, got, want)
			}
		}
		at := mustGet[time.Time](t, pool, `select timestamptz '2026-11-22 01:02:03.456789+09'`)
		if want := time.Date(2026, 11, 21, 16, 2, 3, 456789000, time.UTC); at != want {
			t.Errorf("a time is read as %v, want %v", at, want)
		}
		all := mustGet[[]time.Time](t, pool, `select array[timestamptz '2026-11-22 01:02:03+00']`)
		if len(all) != 1 || all[0].Location() != time.UTC {
			t.Errorf("times are read as %v", all)
		}
	}
}

func TestALongStatementIsEnded(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t, storetest.New(t))
	pool := mustOpen(t, store.Config{URL: url, Size: 1, StatementTimeout: 20 * time.Millisecond})
	_, err := pool.Exec(t.Context(), `select pg_sleep(60)`)
	if !store.IsTransient(err) || store.IsData(err) {
		t.Errorf("%v is not transient", err)
	}
}

func TestThePasswordFillsAnAddressWithoutOne(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ address, want string }{
		{"postgres://me@db.example/dereth", "extra"},
		{"postgres://me:own@db.example/dereth", "own"},
		{"postgres://me:@db.example/dereth", "extra"},
		{"postgresql://me@db.example/dereth?password=own", "own"},
		{"host=db.example user=me dbname=dereth", "extra"},
		{"host=db.example user=me password=own dbname=dereth", "own"},
		{"password = 'own words' host=db.example user=me", "own words"},
		{"host=db.example user=me application_name=nopassword", "extra"},
		{"host=db.example user=me password='' dbname=dereth", "extra"},
	} {
		pool := mustOpen(t, store.Config{URL: c.address, Password: "extra", Size: 1})
		if got := pool.Config().ConnConfig.Password; got != c.want {
			t.Errorf("%s: password %q, want %q", c.address, got, c.want)
		}
	}
}

func TestABadAddressIsRefusedWithoutItsPassword(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"postgres://me:secret@db.example:port/dereth",
		"postgres://me:se/cret@db.example/dereth",
		"postgres://me:secret@db.example/dereth?sslmode=secret",
		"host=db.example password='secret",
		"secret",
	} {
		_, err := store.Open(t.Context(), store.Config{URL: address, Size: 1})
		if err == nil {
			if _, err = (store.Config{URL: address, Size: 1}).Address(); err == nil {
				continue // read as something; no error can tell the password
			}
		}
		wantError(t, err, "postgres://user:password@host:5432/database")
		if strings.Contains(err.Error(), "cret") {
			t.Errorf("the error tells the password: %v", err)
		}
	}
	if _, err := store.Open(t.Context(), store.Config{URL: "postgres://db.example/dereth"}); err == nil {
		t.Error("a pool without connections is taken")
	}
}

func TestAddressTellsWhereToButNoPassword(t *testing.T) {
	t.Parallel()
	got, err := store.Config{URL: "postgres://me:secret@db.example:5433/dereth?sslmode=require", Password: "secret", Size: 1}.Address()
	if want := "me@db.example:5433/dereth"; err != nil || got != want {
		t.Errorf("Address = %q, %v, want %q", got, err, want)
	}
}

func TestAPoolHasItsSizeAndNoMore(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t, storetest.New(t))
	pool := mustOpen(t, store.Config{URL: url, Size: 2})
	for range 2 {
		conn, err := pool.Acquire(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Release()
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := pool.Acquire(ctx); !store.IsTransient(err) {
		t.Errorf("a third connection: %v, want a transient error", err)
	}
}

// A test of the dialer over a network: PostgreSQL's own socket has no TCP.
func TestAPoolSpeaksTCP(t *testing.T) {
	t.Parallel()
	pool := mustOpen(t, store.Config{URL: "postgres://me@127.0.0.1:1/dereth", Size: 1})
	_, err := pool.Exec(t.Context(), `select 1`)
	if !store.IsTransient(err) {
		t.Errorf("nobody listens: %v, which is not transient", err)
	}
}

func TestReadOnlyPoolsCannotWrite(t *testing.T) {
	t.Parallel()
	writer := storetest.New(t, makePets)
	reader := mustOpen(t, store.Config{URL: storetest.URL(t, writer), Size: 1, Name: "reader", ReadOnly: true})
	_, err := reader.Exec(t.Context(), `insert into pets (name) values ('Rex')`)
	if !store.IsReadOnly(err) {
		t.Errorf("a write: %v", err)
	}
	err = store.Exclusively(t.Context(), reader, func(conn *pgx.Conn) error {
		_, err := conn.Exec(t.Context(), `create table cages ()`)
		return err
	})
	if !store.IsReadOnly(err) {
		t.Errorf("a write beside the pool: %v", err)
	}
	if n := mustGet[int](t, reader, `select count(*) from pets`); n != 0 || store.IsReadOnly(nil) {
		t.Errorf("%d pets", n)
	}
}
