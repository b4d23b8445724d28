package store_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store"
	"overlord/store/storetest"
)

// kinds is what a writer is told about an error.
type kinds struct{ transient, data, foreign bool }

var (
	transient = kinds{transient: true}
	data      = kinds{data: true}
	foreign   = kinds{foreign: true}
	ours      = kinds{}
)

func kindsOf(err error) kinds {
	return kinds{store.IsTransient(err), store.IsData(err), store.IsForeign(err)}
}

func makeEverything(ctx context.Context, pool *pgxpool.Pool) error {
	_, err := pool.Exec(ctx, `
		create table everything (
			id     integer primary key,
			small  smallint check (small < 100),
			num    numeric(5, 2),
			name   varchar(5),
			doc    jsonb,
			parent integer references everything,
			at     timestamptz
		);
		insert into everything values (1);
		create table days (n integer, "timestamp" timestamptz not null) partition by range ("timestamp");
		create table parted (n integer check (n > 0)) partition by list (n);
		create table parted_1 partition of parted for values in (1, 0);
		create view small as select * from everything where small < 10 with check option;
		create function refuse() returns trigger language plpgsql as 'begin raise exception ''not this one''; end';
		create table guarded (n integer);
		create trigger refuse before insert on guarded for each row execute function refuse();
		create table indexed (t text);
		create index on indexed (t);`)
	return err
}

// What a real server says to real mistakes.
func TestStatementsOfARealServer(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeEverything)
	for _, c := range []struct {
		name string
		sql  string
		args []any
		want kinds
	}{
		{"a double", `insert into everything (id) values (1)`, nil, data},
		{"a missing value", `insert into everything (id) values (null)`, nil, data},
		{"a check", `insert into everything (id, small) values (2, 500)`, nil, data},
		{"a foreign key", `insert into everything (id, parent) values (2, 99)`, nil, data},
		{"a number too large", `insert into everything (id, small) values (2, 40000)`, nil, data},
		{"a numeric too large", `insert into everything (id, num) values (2, 1000)`, nil, data},
		{"a text too long", `insert into everything (id, name) values (2, 'longer')`, nil, data},
		{"a bad cast", `select 'x'::integer`, nil, data},
		{"no JSON", `select '{'::jsonb`, nil, data},
		{"a date that is none", `select '2026-02-30'::timestamptz`, nil, data},
		{"a NUL byte", `insert into everything (id, name) values (2, $1)`, []any{"a\x00b"}, data},
		{"a NUL in JSON", `select $1::jsonb`, []any{`{"a":"\u0000"}`}, data},
		{"bytes that are no UTF-8", `insert into everything (id, name) values (2, $1)`, []any{"\xff\xfe"}, data},
		{"JSON too deep", `select $1::jsonb`, []any{strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)}, data},
		{"a text too long for an index", `insert into indexed select string_agg(md5(i::text), '') from generate_series(1, 1000) i`, nil, data},
		{"a value that Go cannot fit", `insert into everything (id) values ($1)`, []any{int64(math.MaxInt64)}, data},
		{"two rows for one", `select (select n from generate_series(1, 2) n)`, nil, data},
		{"a division by zero", `select 1 / 0`, nil, data},
		{"a trigger's refusal", `insert into guarded values (1)`, nil, data},
		{"a row outside its view", `insert into small (id, small) values (2, 50)`, nil, data},
		{"a check of a partitioned table", `insert into parted values (0)`, nil, data},
		{"a missing partition", `insert into days values (1, now())`, nil, transient},
		{"a missing table", `select from nowhere`, nil, foreign},
		{"a missing column", `select nothing from everything`, nil, foreign},
		{"a missing schema", `create table nowhere.n ()`, nil, foreign},
		{"a table that may not be read", `create table if not exists hidden (); set role pg_monitor; select from hidden`, nil, foreign},
		{"no SQL", `selec`, nil, ours},
		{"a right that lacks", `set role pg_monitor; select pg_reload_conf()`, nil, foreign},
		{"too slow", `set statement_timeout = 10; select pg_sleep(60)`, nil, transient},
	} {
		conn, err := pool.Acquire(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		_, err = conn.Exec(t.Context(), c.sql, c.args...)
		if err == nil {
			t.Errorf("%s: no error", c.name)
		} else if got := kindsOf(fmt.Errorf("wrapped: %w", err)); got != c.want {
			t.Errorf("%s: %v is %+v, want %+v", c.name, err, got, c.want)
		} else if store.Reason(err) == "" {
			t.Errorf("%s: no reason for %v", c.name, err)
		}
		_ = conn.Conn().Close(t.Context()) // it may be set in strange ways
		conn.Release()
	}
}

// COPY is how the recorder writes; its mistakes come differently.
func TestCopiesOfARealServer(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeEverything)
	at := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name    string
		table   string
		columns []string
		row     []any
		want    kinds
	}{
		{"a value that Go cannot fit", "everything", []string{"id", "small"}, []any{7, 1 << 20}, data},
		{"a value of another kind", "everything", []string{"id", "at"}, []any{7, "yesterday"}, data},
		{"a NUL byte", "everything", []string{"id", "name"}, []any{7, "a\x00"}, data},
		{"a numeric too large", "everything", []string{"id", "num"}, []any{7, 123456.0}, data},
		{"a text too long", "everything", []string{"id", "name"}, []any{7, "longer"}, data},
		{"a double", "everything", []string{"id"}, []any{1}, data},
		{"a missing value", "everything", []string{"id"}, []any{nil}, data},
		{"a missing partition", "days", []string{"n", "timestamp"}, []any{1, at}, transient},
		{"a missing table", "nowhere", []string{"n"}, []any{1}, foreign},
	} {
		_, err := pool.CopyFrom(t.Context(), pgx.Identifier{c.table}, c.columns, pgx.CopyFromRows([][]any{c.row}))
		if err == nil {
			t.Errorf("%s: no error", c.name)
		} else if got := kindsOf(err); got != c.want {
			t.Errorf("%s: %v is %+v, want %+v", c.name, err, got, c.want)
		}
	}
	if n := mustGet[int](t, pool, `select count(*) from everything`); n != 1 {
		t.Errorf("%d rows, want the first one only", n)
	}
}

func TestAMissingPartitionIsTold(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeEverything)
	_, err := pool.Exec(t.Context(), `insert into days values (1, now())`)
	if !store.IsNoPartition(err) {
		t.Errorf("%v is not told", err)
	}
	_, err = pool.Exec(t.Context(), `insert into parted values (0)`)
	if err == nil || store.IsNoPartition(err) {
		t.Errorf("%v is taken for one", err)
	}
}

func TestCollisionsPass(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeNumbers)
	storetest.MustExec(t, pool, `insert into numbers values (1), (2)`)
	serial := func() pgx.Tx {
		tx, err := pool.BeginTx(t.Context(), pgx.TxOptions{IsoLevel: pgx.RepeatableRead})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = tx.Rollback(context.Background()) })
		storetest.MustExec(t, tx, `select from numbers`)
		return tx
	}
	first, second := serial(), serial()
	storetest.MustExec(t, first, `update numbers set n = 10 where n = 1`)
	if err := first.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err := second.Exec(t.Context(), `update numbers set n = 20 where n = 1`)
	if kindsOf(err) != transient {
		t.Errorf("a collision: %v", err)
	}
	third := serial()
	storetest.MustExec(t, third, `lock numbers`)
	conn, err := pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	_, err = conn.Exec(t.Context(), `set lock_timeout = 10; select from numbers`)
	if kindsOf(err) != transient {
		t.Errorf("a lock that is not free: %v", err)
	}
}

// An outage in each moment of a session's life.
func TestOutagesPass(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*storetest.Server){
		"stopped": (*storetest.Server).Stop,
		"killed":  (*storetest.Server).Kill,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := storetest.Start(t)
			url := server.URL("dereth")
			pool := mustOpen(t, store.Config{URL: url, Size: 4})
			idle, err := pool.Acquire(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer idle.Release()
			busy := make(chan error, 2)
			go func() {
				_, err := pool.Exec(context.Background(), `select pg_sleep(600)`)
				busy <- err
			}()
			go func() {
				_, err := pool.CopyFrom(context.Background(), pgx.Identifier{"pg_sleeping"}, nil, nil)
				busy <- err
			}()
			if err := <-busy; kindsOf(err) != foreign { // the table is not there; only the statement stays
				t.Errorf("COPY: %v", err)
			}
			watch := mustOpen(t, store.Config{URL: url, Size: 1})
			eventually(t, "the statement runs", func() bool {
				return mustGet[bool](t, watch, `select exists (select from pg_stat_activity where wait_event = 'PgSleep')`)
			})
			end(server)
			if err := <-busy; kindsOf(err) != transient {
				t.Errorf("in the middle of a statement: %v", err)
			}
			if _, err := idle.Exec(t.Context(), `select 1`); kindsOf(err) != transient {
				t.Errorf("on an idle connection: %v", err)
			}
			if _, err := idle.Exec(t.Context(), `select 1`); kindsOf(err) != transient {
				t.Errorf("on a broken connection: %v", err)
			}
			_, err = pool.Exec(t.Context(), `select 1`)
			if kindsOf(err) != transient || store.Reason(err) == "" {
				t.Errorf("on a new connection: %v", err)
			}
		})
	}
}

func TestAnOutageInTheMiddleOfACopyPasses(t *testing.T) {
	t.Parallel()
	server := storetest.Start(t)
	pool := mustOpen(t, store.Config{URL: server.URL("dereth"), Size: 2})
	storetest.MustExec(t, pool, `create table numbers (n int)`)
	rows := 0
	_, err := pool.CopyFrom(t.Context(), pgx.Identifier{"numbers"}, []string{"n"}, pgx.CopyFromFunc(func() ([]any, error) {
		if rows++; rows == 200_000 {
			server.Kill()
		}
		if rows > 2_000_000 {
			return nil, nil
		}
		return []any{rows}, nil
	}))
	if kindsOf(err) != transient {
		t.Errorf("%v is %+v", err, kindsOf(err))
	}
}

func TestTooManyConnectionsPass(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t)
	storetest.MustExec(t, pool, `alter database `+pool.Config().ConnConfig.Database+` connection limit 0`)
	storetest.MustExec(t, pool, `create role visitor login`)
	defer storetest.MustExec(t, pool, `drop role visitor`)
	visitor := mustOpen(t, store.Config{URL: strings.Replace(storetest.URL(t, pool), "overlord@", "visitor@", 1), Size: 1})
	_, err := visitor.Exec(t.Context(), `select 1`)
	if kindsOf(err) != transient {
		t.Errorf("%v is %+v", err, kindsOf(err))
	}
}

func TestWhoCannotLogInWaits(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t, storetest.New(t))
	for name, url := range map[string]string{
		"no such role":     strings.Replace(url, "overlord@", "nobody@", 1),
		"no such database": strings.Replace(url, "/test_", "/missing_", 1),
	} {
		_, err := mustOpen(t, store.Config{URL: url, Size: 1}).Exec(t.Context(), `select 1`)
		if kindsOf(err) != transient {
			t.Errorf("%s: %v is %+v", name, err, kindsOf(err))
		}
	}
}

// Codes that a test server cannot be brought to say.
func TestCodes(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]kinds{
		"08006": transient, "40001": transient, "40P01": transient, "53100": transient, "53200": transient, "53300": transient,
		"55006": transient, "55P03": transient, "57P01": transient, "57P02": transient, "57P03": transient, "57P05": transient,
		"58030": transient, "58000": transient, "25006": transient, "25P03": transient, "28P01": transient,
		"21000": data, "22003": data, "22021": data, "22P02": data, "22P05": data, "23502": data, "23505": data, "23P01": data,
		"44000": data, "54000": data, "54001": data, "P0001": data,
		"42601": ours, "42P01": foreign, "42703": foreign, "42501": foreign, "3F000": foreign, "0A000": ours, "25P02": ours, "XX000": ours, "XX001": ours,
		"P0002": ours, "55000": ours, "54011": ours, "58P01": ours, "": ours, "2": ours,
	} {
		if got := kindsOf(&pgconn.PgError{Code: code}); got != want {
			t.Errorf("%s is %+v, want %+v", code, got, want)
		}
	}
}

// What another program keeps, or does not show, is told from mistakes.
func TestWhatIsForeign(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t)
	if _, err := pool.Exec(t.Context(), `create table known (a int)`); err != nil {
		t.Fatal(err)
	}
	for sql, want := range map[string]bool{
		`select * from unknown`: true, `select b from known`: true, `select * from nowhere.known`: true,
		`select a from known`: false, `select`: false, `select 1/0`: false, `selec`: false,
	} {
		if _, err := pool.Exec(t.Context(), sql); store.IsForeign(err) != want {
			t.Errorf("%s: %v is foreign: %t", sql, err, !want)
		}
	}
	storetest.As(t, pool, "pg_monitor", func(conn *pgx.Conn) {
		if _, err := conn.Exec(t.Context(), `select * from known`); !store.IsForeign(err) {
			t.Errorf("what may not be read: %v", err)
		}
	})
}

func TestWhatIsNotTheDatabasesIsNeither(t *testing.T) {
	t.Parallel()
	for _, err := range []error{
		nil, errors.New("something else"), context.Canceled,
		fmt.Errorf("stopped: %w", errors.Join(context.Canceled, io.ErrUnexpectedEOF)),
		pgx.ErrNoRows, pgx.ErrTxClosed, pgx.ErrTooManyRows,
	} {
		if got := kindsOf(err); got != ours {
			t.Errorf("%v is %+v", err, got)
		}
		if store.Reason(err) != "" {
			t.Errorf("%v has the reason %q", err, store.Reason(err))
		}
	}
}

func TestWhatTheNetworkSaysPasses(t *testing.T) {
	t.Parallel()
	for _, err := range []error{
		context.DeadlineExceeded, io.ErrUnexpectedEOF, net.ErrClosed, pgconn.ErrConnClosed,
		&net.OpError{Op: "read", Net: "tcp", Err: errors.New("no route to host")},
	} {
		if got := kindsOf(fmt.Errorf("wrapped: %w", err)); got != transient {
			t.Errorf("%v is %+v", err, got)
		}
	}
}
