package store_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"overlord/store"
	"overlord/store/storetest"
)

// files are migrations by their names.
func files(pairs ...string) fstest.MapFS {
	out := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return out
}

const one, two = "0001_one.sql", "0002_two.sql"

func TestMigrateAppliesWhatIsMissingInOrder(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t)
	steps := files(one, `create table a (n int); insert into a values (1)`, "README.md", "not a migration")
	for range 2 {
		if err := store.Migrate(t.Context(), pool, "tracker", steps); err != nil {
			t.Fatal(err)
		}
	}
	steps[two] = &fstest.MapFile{Data: []byte(`alter table a add m int default 7`)}
	if err := store.Migrate(t.Context(), pool, "tracker", steps); err != nil {
		t.Fatal(err)
	}
	if got := mustGet[string](t, pool, `select string_agg(n || ' ' || m, ',') from a`); got != "1 7" {
		t.Errorf("the table holds %q", got)
	}
	got := mustGet[string](t, pool, `select string_agg(module || ' ' || version || ' ' || name || ' ' || length(checksum), ', ' order by version) from schema_migrations`)
	if want := "tracker 1 one 64, tracker 2 two 64"; got != want {
		t.Errorf("schema_migrations holds %q, want %q", got, want)
	}
}

func TestModulesShareADatabase(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t)
	for module, sql := range map[string]string{"tracker": `create table t ()`, "auth": `create table u ()`} {
		if err := store.Migrate(t.Context(), pool, module, files(one, sql)); err != nil {
			t.Fatal(err)
		}
	}
	storetest.MustExec(t, pool, `select from t, u`)
}

func TestMigrateRefusesBadFolders(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t)
	for name, c := range map[string]struct {
		steps fstest.MapFS
		want  string
	}{
		"a gap":             {files(one, `create table a ()`, "0003_three.sql", `select 1`), "0003_three.sql stands where number 0002 belongs"},
		"a double":          {files(one, `create table a ()`, "0001_uno.sql", `select 1`), "stands where number 0002 belongs"},
		"a start elsewhere": {files(two, `create table a ()`), "0002_two.sql stands where number 0001 belongs"},
		"a strange name":    {files(one, `create table a ()`, "0002-two.sql", `select 1`), "0002-two.sql is not named like"},
		"too few digits":    {files("1_one.sql", `create table a ()`), "1_one.sql is not named like"},
	} {
		err := store.Migrate(t.Context(), pool, "tracker", c.steps)
		wantError(t, err, "tracker", c.want)
		if mustGet[bool](t, pool, `select to_regclass('a') is not null`) {
			t.Errorf("%s: something was done", name)
		}
	}
}

func TestMigrateRefusesAChangedFile(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t)
	if err := store.Migrate(t.Context(), pool, "tracker", files(one, `create table a ()`)); err != nil {
		t.Fatal(err)
	}
	err := store.Migrate(t.Context(), pool, "tracker", files(one, `create table b ()`, two, `create table c ()`))
	wantError(t, err, "0001_one.sql of tracker is not the one that was applied", "new file")
	if mustGet[bool](t, pool, `select to_regclass('c') is not null`) {
		t.Error("something was done")
	}
}

func TestMigrateRefusesANewerSchema(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t)
	if err := store.Migrate(t.Context(), pool, "tracker", files(one, `create table a ()`, two, `create table b ()`)); err != nil {
		t.Fatal(err)
	}
	err := store.Migrate(t.Context(), pool, "tracker", files(one, `create table a ()`))
	if !errors.Is(err, store.ErrNewerSchema) {
		t.Errorf("err = %v", err)
	}
	wantError(t, err, "schema tracker is at version 2", "this release knows 1", "start the newer release")
}

func TestMigrateRefusesATamperedTable(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t)
	steps := files(one, `create table a ()`, two, `create table b ()`)
	if err := store.Migrate(t.Context(), pool, "tracker", steps); err != nil {
		t.Fatal(err)
	}
	storetest.MustExec(t, pool, `delete from schema_migrations where version = 1`)
	wantError(t, store.Migrate(t.Context(), pool, "tracker", steps), "lacks version 1", "tampered")
}

func TestAFailedStepLeavesNothingOfItself(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t)
	bad := files(one, `create table a ()`, two, "create table b ();\n-- äöü\ncreate tabel c ();")
	err := store.Migrate(t.Context(), pool, "tracker", bad)
	wantError(t, err, "tracker 0002_two", "line 3", "syntax error")
	if mustGet[bool](t, pool, `select to_regclass('b') is not null`) {
		t.Error("half of the step was done")
	}
	if !mustGet[bool](t, pool, `select to_regclass('a') is not null`) {
		t.Error("the step before it was undone")
	}
	good := files(one, `create table a ()`, two, `create table b ()`)
	if err := store.Migrate(t.Context(), pool, "tracker", good); err != nil {
		t.Errorf("after the mistake was mended: %v", err)
	}
}

func TestManyMigrateAtOnceAndEachStepIsDoneOnce(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t)
	steps := files(one, `create table log (n int); insert into log values (1)`)
	for v := 2; v <= 6; v++ {
		steps[fmt.Sprintf("%04d_more.sql", v)] = &fstest.MapFile{Data: fmt.Appendf(nil, `insert into log values (%d)`, v)}
	}
	var all sync.WaitGroup
	for i := range 24 {
		all.Go(func() {
			if err := store.Migrate(t.Context(), pool, []string{"tracker", "auth"}[i%2], stepsOf(i%2, steps)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := mustGet[string](t, pool, `select string_agg(n::text, '' order by n) from log`); got != "123456" {
		t.Errorf("done: %s, want each once", got)
	}
	const left = `select count(*) from pg_locks, pg_sleep(0.02) where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`
	n := mustGet[int](t, pool, left)
	// The server notices a moment later that a connection was closed.
	for until := time.Now().Add(2 * time.Minute); n != 0 && time.Now().Before(until); {
		n = mustGet[int](t, pool, left)
	}
	if n != 0 {
		t.Errorf("%d locks are left", n)
	}
}

// stepsOf gives the second module steps of its own.
func stepsOf(module int, steps fstest.MapFS) fstest.MapFS {
	if module == 0 {
		return steps
	}
	return files(one, `create table users ()`)
}

func TestMigrateIsNotEndedByThePoolsStatementTimeout(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t, storetest.New(t))
	pool := mustOpen(t, store.Config{URL: url, Size: 1, StatementTimeout: 50_000_000})
	if err := store.Migrate(t.Context(), pool, "tracker", files(one, `select pg_sleep(0.2)`)); err != nil {
		t.Error(err)
	}
}

func TestMigrationsTellTheirContents(t *testing.T) {
	t.Parallel()
	steps, err := store.Migrations(files(two, "select 2", one, "select 1"))
	if err != nil || len(steps) != 2 {
		t.Fatalf("%v, %v", steps, err)
	}
	for i, m := range steps {
		if m.Version != i+1 || m.SQL != fmt.Sprintf("select %d", i+1) || len(m.Checksum) != 64 || !strings.Contains("one two", m.Name) {
			t.Errorf("step %d is %+v", i, m)
		}
	}
	if steps, err := store.Migrations(fstest.MapFS{}); err != nil || len(steps) != 0 {
		t.Errorf("an empty folder: %v, %v", steps, err)
	}
}
