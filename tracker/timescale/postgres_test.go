package timescale

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store"
	"overlord/store/storetest"
)

// serverVariable names the server with TimescaleDB on which the statements run.
const serverVariable = "OVERLORD_TEST_TIMESCALE_URL"

// PostgreSQL without the extension reads each statement, as the body of a
// function that is never called. Their number is printed: it is what is only run
// where serverVariable is set.
func TestSyntax(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t)
	all, err := Statements()
	if err != nil {
		t.Fatal(err)
	}
	for name, sql := range all {
		if err := parse(t, pool, name, sql); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !strings.Contains(sql, "timescale") && !strings.Contains(sql, "_chunks") && !strings.Contains(sql, "_hypertable") && !strings.Contains(sql, "_compression_") {
			t.Errorf("%s needs no extension and stands elsewhere", name)
		}
		if err := parse(t, pool, name+"_broken", strings.Replace(sql, "(", "((", 1)); err == nil {
			t.Errorf("%s with one bracket too many is not found out", name)
		}
	}
	fmt.Printf("%d statements for TimescaleDB are read here and run only where %s names a server\n", len(all), serverVariable)
}

func parse(t *testing.T, pool *pgxpool.Pool, name, sql string) error {
	t.Helper()
	_, err := pool.Exec(t.Context(), fmt.Sprintf("create function %s() returns void language plpgsql as $body$ begin\n%s;\nend $body$", name, strings.TrimSpace(sql)))
	return err
}

func TestWithoutTheExtension(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t)
	if found, err := Installed(t.Context(), pool); err != nil || found {
		t.Errorf("installed: %t, %v", found, err)
	}
	if hyper, err := IsHypertable(t.Context(), pool, "telemetry_events"); err != nil || hyper {
		t.Errorf("a hypertable: %t, %v", hyper, err)
	}
	if _, err := Drop(t.Context(), pool, "telemetry_events", time.Hour); err == nil || !strings.Contains(err.Error(), "drop_chunks of telemetry_events") {
		t.Errorf("dropping: %v", err)
	}
}

// Where there is a server with the extension, everything is run.
func TestWithTheExtension(t *testing.T) {
	url := os.Getenv(serverVariable)
	if url == "" {
		t.Skip("runs where " + serverVariable + " names a server with TimescaleDB")
	}
	pool, err := store.Open(t.Context(), store.Config{URL: url, Size: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	exec := func(sql string) {
		if _, err := pool.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	for table, column := range map[string]string{"telemetry_events": "character_name", "spawn_events": "mob"} {
		exec(`drop table if exists ` + table + `; create table ` + table + ` (` + column + ` text, "timestamp" timestamptz not null)`)
		exec(`insert into ` + table + ` values ('a', now()), ('a', now() - interval '3 days'), ('a', now() - interval '30 days')`)
		if err := Create(t.Context(), pool, table); err != nil {
			t.Fatal(err)
		}
		if hyper, err := IsHypertable(t.Context(), pool, table); err != nil || !hyper {
			t.Fatalf("%s is no hypertable: %v", table, err)
		}
		for range 2 {
			if err := Compress(t.Context(), pool, table); err != nil {
				t.Fatal(err)
			}
		}
		old, err := Old(t.Context(), pool, table, 10*24*time.Hour)
		if err != nil || len(old) != 1 {
			t.Fatalf("old chunks of %s: %v, %v", table, old, err)
		}
		dropped, err := Drop(t.Context(), pool, table, 10*24*time.Hour)
		if err != nil || len(dropped) != 1 || dropped[0] != old[0] {
			t.Fatalf("dropped of %s: %v, %v", table, dropped, err)
		}
		exec(`drop table ` + table)
	}
}
