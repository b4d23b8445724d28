package storetest_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store"
	"overlord/store/storetest"
)

// strict is a test that keeps what the helpers find wrong.
type strict struct {
	testing.TB
	found []string
}

func (s *strict) Errorf(format string, args ...any) {
	s.found = append(s.found, fmt.Sprintf(format, args...))
}

var thingFiles = fstest.MapFS{"0001_thing.sql": {Data: []byte(`create table thing (id int primary key, name text)`)}}

func migrateThing(ctx context.Context, pool *pgxpool.Pool) error {
	return store.Migrate(ctx, pool, "thing", thingFiles)
}

func TestColumnsFileFindsWhatDiffers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "columns.txt")
	stale := &strict{TB: t}
	storetest.ColumnsFile(stale, migrateThing, thingFiles, "thing id integer not null\n", path)
	if len(stale.found) != 1 {
		t.Errorf("a list that lacks a column: %q", stale.found)
	}
	t.Setenv("OVERLORD_UPDATE_COLUMNS", "1")
	storetest.ColumnsFile(t, migrateThing, thingFiles, "", path)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("OVERLORD_UPDATE_COLUMNS", "")
	storetest.ColumnsFile(t, migrateThing, thingFiles, string(text), path)
}

func TestReadsOnlyFindsRightsTooMany(t *testing.T) {
	pool := storetest.New(t, migrateThing)
	if _, err := pool.Exec(t.Context(), `create role storetest_reader; grant select on thing to storetest_reader`); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if _, err := pool.Exec(context.WithoutCancel(t.Context()), `drop owned by storetest_reader; drop role storetest_reader`); err != nil {
			t.Error(err)
		}
	}()
	storetest.ReadsOnly(t, pool, "storetest_reader", []string{"thing"}, `delete from thing`)
	for name, tables := range map[string][]string{"more than it may": nil, "less than it should": {"thing", "schema_migrations"}} {
		found := &strict{TB: t}
		storetest.ReadsOnly(found, pool, "storetest_reader", tables)
		if len(found.found) != 1 {
			t.Errorf("%s: %q", name, found.found)
		}
	}
	able := &strict{TB: t}
	storetest.ReadsOnly(able, pool, "storetest_reader", []string{"thing"}, `select 1`)
	if len(able.found) != 1 {
		t.Errorf("a statement that it may do: %q", able.found)
	}
}
