package store_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store"
	"overlord/store/fault"
	"overlord/store/storetest"
)

func makePets(ctx context.Context, pool *pgxpool.Pool) error {
	_, err := pool.Exec(ctx, `create table pets (name text not null, owner text, born date); create table toys (name text)`)
	return err
}

func TestNeeds(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makePets)
	steps := []store.Migration{{SQL: "-- pets\ncreate table pets (name text);\n\tcreate table if not exists \"toys\" ();\n"}}
	text, err := store.Describe(t.Context(), pool, steps)
	if want := "pets born date\npets name text not null\npets owner text\ntoys name text\n"; err != nil || text != want {
		t.Fatalf("described as %q, %v", text, err)
	}
	for needs, wrong := range map[string]string{
		text:                               "",
		"pets name text":                   "the column pets.name is NOT NULL and must not be",
		"pets owner text not null":         "", // ours always sets it
		"pets owner integer":               "", // another type
		"pets colour text":                 "the column pets.colour is missing",
		"cats name text\ncats colour text": "the table cats is missing",
	} {
		err := store.CheckNeeds(t.Context(), pool, needs)
		if wrong == "" && err != nil || wrong != "" && (fault.CodeOf(err) != fault.Conflict || strings.Count(err.Error(), " is ") != strings.Count(wrong, " is ") || !strings.Contains(err.Error(), wrong)) {
			t.Errorf("%q: %v, want %q", needs, err, wrong)
		}
	}
}

// Tables of a module's that it did not make are another program's.
func TestForeignTablesAreRefused(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, makePets)
	files := os.DirFS(t.TempDir())
	if err := store.Migrate(t.Context(), pool, "zoo", files); err != nil {
		t.Errorf("a module without tables: %v", err)
	}
	steps := []store.Migration{{Version: 1, Name: "pets", SQL: "create table toys (); create table cats ();\ncreate table pets ();"}}
	err := store.CheckAdopted(t.Context(), pool, "pets", steps)
	if fault.CodeOf(err) != fault.Conflict || !strings.Contains(err.Error(), "(pets, toys)") {
		t.Errorf("%v", err)
	}
	if err := store.CheckAdopted(t.Context(), pool, "cats", []store.Migration{{SQL: "create table cats ();"}}); err != nil {
		t.Errorf("without tables of its own: %v", err)
	}
}
