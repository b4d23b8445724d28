package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"pgregory.net/rapid"

	"overlord/store"
	"overlord/store/storetest"
)

// makeSightings is a table as telemetry_events and spawn_events are.
func makeSightings(ctx context.Context, pool *pgxpool.Pool) error {
	_, err := pool.Exec(ctx, `
		create table sightings (
			name        text not null default 'nobody' check (name <> ''),
			"timestamp" timestamptz not null
		) partition by range ("timestamp");
		create index on sightings (name, "timestamp" desc);
		create index on sightings ("timestamp")`)
	return err
}

var (
	sightings = store.Partitioned{Table: "sightings"}
	noon      = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
)

func mustEnsure(tb testing.TB, db store.Querier, p store.Partitioned, from, to time.Time) {
	tb.Helper()
	if err := p.Ensure(tb.Context(), db, from, to); err != nil {
		tb.Fatal(err)
	}
}

// names are the partitions' names, in the order of time.
func names(tb testing.TB, db store.Querier, p store.Partitioned) string {
	tb.Helper()
	parts, err := p.List(tb.Context(), db)
	if err != nil {
		tb.Fatal(err)
	}
	var all []string
	for _, part := range parts {
		all = append(all, part.Name)
	}
	return strings.Join(all, " ")
}

func TestEnsureMakesADayAPartition(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeSightings)
	for range 2 {
		mustEnsure(t, pool, sightings, noon.AddDate(0, 0, 7), noon.AddDate(0, 0, 9))
	}
	mustEnsure(t, pool, sightings, noon.AddDate(0, 0, 8), noon.AddDate(0, 0, 10))
	if got, want := names(t, pool, sightings), "sightings_20261129 sightings_20261130 sightings_20261201 sightings_20261202"; got != want {
		t.Errorf("partitions %s, want %s", got, want)
	}
	parts, err := sightings.List(t.Context(), pool)
	if err != nil {
		t.Fatal(err)
	}
	first := store.Partition{Name: "sightings_20261129", From: time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)}
	if parts[0] != first {
		t.Errorf("the first is %v, want %v", parts[0], first)
	}
}

func TestADayBeginsAtMidnightOfUTC(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeSightings)
	tokyo := time.FixedZone("Tokyo", 9*3600)
	// The 22nd begins in Tokyo while UTC still has the 21st; both ends belong to it.
	mustEnsure(t, pool, sightings, time.Date(2026, 11, 22, 8, 59, 59, 0, tokyo), time.Date(2026, 11, 22, 8, 59, 59, 0, tokyo))
	if got := names(t, pool, sightings); got != "sightings_20261121" {
		t.Fatalf("partitions %s", got)
	}
	midnight := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	mustEnsure(t, pool, sightings, midnight, midnight)
	for at, want := range map[time.Time]string{
		midnight.Add(-time.Microsecond): "sightings_20261121",
		midnight:                        "sightings_20261122",
		midnight.Add(24*time.Hour - time.Microsecond):  "sightings_20261122",
		midnight.AddDate(0, 0, -1):                     "sightings_20261121",
		time.Date(2026, 11, 22, 9, 0, 0, 0, tokyo):     "sightings_20261122",
		time.Date(2026, 11, 22, 8, 59, 59, 9e8, tokyo): "sightings_20261121",
	} {
		if got := mustGet[string](t, pool, `insert into sightings ("timestamp") values ($1) returning tableoid::regclass::text`, at); got != want {
			t.Errorf("a row of %v is in %s, want %s", at, got, want)
		}
	}
}

func TestTheServersTimeZoneAndFormatsDoNotMatter(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeSightings)
	conn, err := pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	// Europe's clocks go back on 25 October 2026; its day has 25 hours.
	storetest.MustExec(t, conn, `set timezone = 'Europe/Berlin'; set datestyle = 'German'`)
	from := time.Date(2026, 10, 24, 23, 0, 0, 0, time.UTC)
	mustEnsure(t, conn, sightings, from, from.Add(26*time.Hour))
	if got, want := names(t, conn, sightings), "sightings_20261024 sightings_20261025 sightings_20261026"; got != want {
		t.Errorf("partitions %s, want %s", got, want)
	}
	dropped, err := sightings.DropBefore(t.Context(), conn, time.Date(2026, 10, 26, 0, 0, 0, 0, time.UTC))
	if err != nil || strings.Join(dropped, " ") != "sightings_20261024 sightings_20261025" {
		t.Errorf("dropped %v, %v", dropped, err)
	}
}

func TestPartitionsAreLikeTheirTable(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeSightings)
	mustEnsure(t, pool, sightings, noon, noon)
	if n := mustGet[int](t, pool, `select count(*) from pg_inherits join pg_index on indexrelid = inhrelid where indrelid = 'sightings_20261122'::regclass`); n != 2 {
		t.Errorf("%d indexes belong to the table's, want 2", n)
	}
	storetest.MustExec(t, pool, `insert into sightings ("timestamp") values ($1)`, noon)
	if got := mustGet[string](t, pool, `select name from sightings_20261122`); got != "nobody" {
		t.Errorf("the default is %q", got)
	}
	_, err := pool.Exec(t.Context(), `insert into sightings values ('', $1)`, noon)
	if !store.IsData(err) {
		t.Errorf("the check is missing: %v", err)
	}
	storetest.MustExec(t, pool, `insert into sightings_20261122 ("timestamp") values ($1)`, noon)
	if _, err := pool.Exec(t.Context(), `insert into sightings_20261122 ("timestamp") values ($1)`, noon.AddDate(0, 0, 1)); !store.IsData(err) {
		t.Errorf("a row of another day: %v", err)
	}
}

func TestDropBeforeIsExact(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeSightings)
	mustEnsure(t, pool, sightings, noon, noon.AddDate(0, 0, 3))
	for _, c := range []struct {
		before time.Time
		want   string
	}{
		{time.Date(2026, 11, 22, 23, 59, 59, 999999999, time.UTC), ""},
		{time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), "sightings_20261122"},
		{time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), ""},
		{time.Date(2026, 11, 25, 23, 0, 0, 0, time.UTC), "sightings_20261123 sightings_20261124"},
	} {
		dropped, err := sightings.DropBefore(t.Context(), pool, c.before)
		if err != nil || strings.Join(dropped, " ") != c.want {
			t.Errorf("before %v: dropped %v, %v, want %s", c.before, dropped, err, c.want)
		}
	}
	if got := names(t, pool, sightings); got != "sightings_20261125" {
		t.Errorf("left: %s", got)
	}
}

// An earlier service's table hangs on as the partition of all that was before.
func TestAnAdoptedTableCoversItsTime(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeSightings)
	storetest.MustExec(t, pool, `create table "sightings …before" (like sightings including all)`)
	storetest.MustExec(t, pool, `alter table sightings attach partition "sightings …before" for values from (minvalue) to ('2026-11-23 00:00:00+00')`)
	storetest.MustExec(t, pool, `create table rest partition of sightings default`)
	storetest.MustExec(t, pool, `drop table rest`)
	mustEnsure(t, pool, sightings, noon.AddDate(-1, 0, 0), noon.AddDate(0, 0, 1))
	if got, want := names(t, pool, sightings), `"sightings …before" sightings_20261123`; got != want {
		t.Errorf("partitions %s, want %s", got, want)
	}
	dropped, err := sightings.DropBefore(t.Context(), pool, time.Date(2026, 11, 22, 23, 0, 0, 0, time.UTC))
	if err != nil || len(dropped) != 0 {
		t.Errorf("dropped %v, %v although it reaches further", dropped, err)
	}
	dropped, err = sightings.DropBefore(t.Context(), pool, time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))
	if err != nil || len(dropped) != 1 || dropped[0] != `"sightings …before"` {
		t.Errorf("dropped %v, %v", dropped, err)
	}
}

func TestADefaultPartitionIsNeverDropped(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeSightings)
	storetest.MustExec(t, pool, `create table rest partition of sightings default`)
	mustEnsure(t, pool, sightings, noon, noon)
	dropped, err := sightings.DropBefore(t.Context(), pool, noon.AddDate(100, 0, 0))
	if err != nil || strings.Join(dropped, " ") != "sightings_20261122" {
		t.Errorf("dropped %v, %v", dropped, err)
	}
}

func TestATableThatStandsInTheWayIsNotTaken(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeSightings)
	storetest.MustExec(t, pool, `create table sightings_20261123 (precious text); insert into sightings_20261123 values ('kept')`)
	err := sightings.Ensure(t.Context(), pool, noon, noon.AddDate(0, 0, 2))
	wantError(t, err, "partitions of sightings", "sightings_20261123", "already exists")
	if store.IsTransient(err) || store.IsData(err) {
		t.Errorf("%v does not pass, and no row is at fault", err)
	}
	if got := names(t, pool, sightings); got != "" {
		t.Errorf("half of it was done: %s", got)
	}
	if got := mustGet[string](t, pool, `select precious from sightings_20261123`); got != "kept" {
		t.Errorf("it holds %q", got)
	}
}

func TestATableOfASchemaAndWithAStrangeName(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t)
	storetest.MustExec(t, pool, `create schema "Other"; create table "Other"."it's $1" ("timestamp" timestamptz) partition by range ("timestamp")`)
	p := store.Partitioned{Table: "Other.it's $1"}
	mustEnsure(t, pool, p, noon, noon)
	if got, want := names(t, pool, p), `"Other"."it's $1_20261122"`; got != want {
		t.Errorf("partitions %s, want %s", got, want)
	}
	dropped, err := p.DropBefore(t.Context(), pool, noon.AddDate(0, 0, 1))
	if err != nil || len(dropped) != 1 {
		t.Errorf("dropped %v, %v", dropped, err)
	}
}

func TestNoTableHasNoPartitions(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeNumbers)
	for _, table := range []string{"missing", "numbers"} {
		p := store.Partitioned{Table: table}
		if got := names(t, pool, p); got != "" {
			t.Errorf("%s: %s", table, got)
		}
		if err := p.Ensure(t.Context(), pool, noon, noon); err == nil || store.IsTransient(err) || store.IsData(err) {
			t.Errorf("%s: %v", table, err)
		}
	}
}

func TestTooManyDaysAreAMistake(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeSightings)
	wantError(t, sightings.Ensure(t.Context(), pool, time.Time{}, noon), "partitions of sightings", "a mistake")
	mustEnsure(t, pool, sightings, noon, noon.AddDate(0, 0, -3)) // backwards is the one day
	if got := names(t, pool, sightings); got != "sightings_20261122" {
		t.Errorf("partitions %s", got)
	}
}

func TestManyEnsureAtOnce(t *testing.T) {
	t.Parallel()
	pool := mustOpen(t, store.Config{URL: storetest.URL(t, storetest.New(t, makeSightings)), Size: 16})
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			from := noon.AddDate(0, 0, i%4)
			if err := sightings.Ensure(t.Context(), pool, from, from.AddDate(0, 0, 5)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	parts, err := sightings.List(t.Context(), pool)
	if err != nil || len(parts) != 9 {
		t.Errorf("%d partitions, %v, want 9", len(parts), err)
	}
}

// A writer in the middle of its transaction, and a reader in the middle of his,
// do not hold up the making of partitions, and are not held up by it.
func TestEnsureNeitherWaitsForWritersNorMakesThemWait(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeSightings)
	mustEnsure(t, pool, sightings, noon, noon)
	writer, err := pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Rollback(context.Background())
	copyOne := func(db store.Querier) error {
		_, err := db.CopyFrom(t.Context(), pgx.Identifier{"sightings"}, []string{"name", "timestamp"}, pgx.CopyFromRows([][]any{{"me", noon}}))
		return err
	}
	if err := copyOne(writer); err != nil {
		t.Fatal(err)
	}
	storetest.MustExec(t, writer, `select from sightings`)
	maker, err := pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer maker.Rollback(context.Background())
	mustEnsure(t, maker, sightings, noon, noon.AddDate(0, 0, 1)) // beside the writer, and not committed
	conn, err := pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	storetest.MustExec(t, conn, `set lock_timeout = 1000`)
	if err := copyOne(conn); err != nil {
		t.Errorf("another writer, beside the maker: %v", err)
	}
	storetest.MustExec(t, conn, `select from sightings`)
	for _, tx := range []pgx.Tx{maker, writer} {
		if err := tx.Commit(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if got := names(t, pool, sightings); got != "sightings_20261122 sightings_20261123" {
		t.Errorf("partitions %s", got)
	}
}

func TestDropBeforeGivesWayToThoseAtWork(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeSightings)
	mustEnsure(t, pool, sightings, noon, noon.AddDate(0, 0, 1))
	reader, err := pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	storetest.MustExec(t, reader, `select from sightings`)
	dropped, err := sightings.DropBefore(t.Context(), pool, noon.AddDate(0, 0, 9))
	if !store.IsTransient(err) || len(dropped) != 0 {
		t.Errorf("beside a reader: dropped %v, %v", dropped, err)
	}
	if err := reader.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if dropped, err = sightings.DropBefore(t.Context(), pool, noon.AddDate(0, 0, 9)); err != nil || len(dropped) != 2 {
		t.Errorf("afterwards: dropped %v, %v", dropped, err)
	}
}

func TestPartitionsLeaveTheSessionAsItWas(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeSightings)
	err := store.InTx(t.Context(), pool, func(tx pgx.Tx) error {
		storetest.MustExec(t, tx, `set local lock_timeout = '7min'`)
		mustEnsure(t, tx, sightings, noon, noon)
		if _, err := sightings.DropBefore(t.Context(), tx, noon.AddDate(0, 0, 9)); err != nil {
			t.Error(err)
		}
		if got := mustGet[string](t, tx, `show lock_timeout`); got != "7min" {
			t.Errorf("lock_timeout is %s", got)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// counted counts the statements that pass through it.
type counted struct {
	store.Querier
	statements int
}

func (c *counted) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	c.statements++
	return c.Querier.Exec(ctx, sql, args...)
}

func (c *counted) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	c.statements++
	return c.Querier.Query(ctx, sql, args...)
}

func (c *counted) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	c.statements++
	return c.Querier.QueryRow(ctx, sql, args...)
}

func TestEnsureIsOneQueryWhenNothingIsMissing(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeSightings)
	mustEnsure(t, pool, sightings, noon.AddDate(0, -2, 0), noon)
	c := &counted{Querier: pool}
	began := time.Now()
	mustEnsure(t, c, sightings, noon.AddDate(0, 0, -2), noon)
	t.Logf("with two months of partitions: %v", time.Since(began))
	if c.statements != 1 {
		t.Errorf("%d statements", c.statements)
	}
}

// Any sequence of Ensure and DropBefore agrees with a set of days.
func TestPartitionsAgreeWithASetOfDays(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makeSightings)
	origin := time.Date(2026, 2, 27, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(r *rapid.T) {
		if _, err := sightings.DropBefore(t.Context(), pool, origin.AddDate(1, 0, 0)); err != nil {
			r.Fatal(err)
		}
		model := map[int]bool{}
		for range rapid.IntRange(1, 4).Draw(r, "steps") {
			at := origin.Add(time.Duration(rapid.IntRange(0, 6*24*3600).Draw(r, "second")) * time.Second)
			day := int(at.Sub(origin) / (24 * time.Hour))
			if rapid.Bool().Draw(r, "drop") {
				for d := range model {
					if d < day {
						delete(model, d)
					}
				}
				if _, err := sightings.DropBefore(t.Context(), pool, at); err != nil {
					r.Fatal(err)
				}
				continue
			}
			length := rapid.IntRange(0, 3).Draw(r, "days")
			for d := day; d <= day+length; d++ {
				model[d] = true
			}
			if err := sightings.Ensure(t.Context(), pool, at, at.AddDate(0, 0, length)); err != nil {
				r.Fatal(err)
			}
		}
		var want []string
		for d := range model {
			want = append(want, fmt.Sprintf("sightings_%s", origin.AddDate(0, 0, d).Format("20060102")))
		}
		slices.Sort(want)
		if got := names(t, pool, sightings); got != strings.Join(want, " ") {
			r.Fatalf("partitions %s, want %v", got, want)
		}
	})
}
