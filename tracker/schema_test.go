package tracker

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"overlord/auth"
	"overlord/store/storetest"
)

// contractFolder is where the contract lies beside the project, on machines
// that have it.
const contractFolder = "../../shared/contract"

// The copies that the tests here read are the contract's own files.
func TestSchemaCopiesAreTheContracts(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(contractFolder); errors.Is(err, fs.ErrNotExist) {
		t.Skip("the contract is not on this machine")
	}
	for _, name := range []string{"schema.sql", "legacy-schema.sql"} {
		want, err := os.ReadFile(filepath.Join(contractFolder, name))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(filepath.Join("testdata", name)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("testdata/%s is not the contract's (%v)", name, err)
		}
	}
}

// mustDereth reads the part of a file of the contract that is about dereth.
func mustDereth(tb testing.TB, name string) string {
	tb.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		tb.Fatal(err)
	}
	_, text, found := bytes.Cut(text, []byte("database dereth\n"))
	dereth, _, ends := bytes.Cut(text, []byte("database inventory_db"))
	if !found || !ends {
		tb.Fatalf("%s has no part about dereth", name)
	}
	return string(dereth[:bytes.LastIndexByte(dereth, '\n')])
}

// What a table looks like from outside, a line for each column and key. Names
// of constraints are nobody's business.
const (
	shapeOfColumns = `select table_name || '.' || column_name || ' ' || data_type || coalesce('(' || character_maximum_length || ')', '')
			|| case is_nullable when 'NO' then ' not null' else '' end
			|| coalesce(' default ' || column_default, '') || coalesce(' identity ' || identity_generation, '')
		from information_schema.columns where table_schema = 'public'`
	shapeOfKeys = `select conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint
		where connamespace = 'public'::regnamespace and contype in ('p', 'u', 'f')`
	tablesOf = `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`
)

// Grafana, psql and the users' scripts read the tables as the contract has them:
// after the migrations they are literally those.
func TestMigrationsMakeTheContractsTables(t *testing.T) {
	t.Parallel()
	ours := storetest.New(t, auth.Migrate, Migrate)
	contract := storetest.New(t)
	storetest.MustExec(t, contract, mustDereth(t, "schema.sql"))
	tables := storetest.MustLines(t, contract, tablesOf)
	if len(tables) != 20 {
		t.Errorf("the contract has the tables %v: has its form changed?", tables)
	}
	for name, sql := range map[string]string{"column": shapeOfColumns, "key": shapeOfKeys} {
		want, got := map[string]bool{}, map[string]bool{}
		for _, line := range storetest.MustLines(t, contract, sql) {
			want[line] = true
		}
		for _, line := range storetest.MustLines(t, ours, sql) {
			if table, _, _ := strings.Cut(strings.Fields(line)[0], "."); slices.Contains(tables, table) {
				got[line] = true
			}
		}
		for line := range want {
			if !got[line] {
				t.Errorf("the %s of the contract is missing: %s", name, line)
			}
		}
		for line := range got {
			if !want[line] {
				t.Errorf("the contract has no such %s: %s", name, line)
			}
		}
	}
	place := storetest.MustLines(t, ours, `select indexdef from pg_indexes where tablename = 'portals' and indexdef like 'CREATE UNIQUE%' and indexdef like '%portal_name, round((ns)::numeric, 1), round((ew)::numeric, 1)%'`)
	if len(place) != 1 {
		t.Errorf("the place of a portal is not unique: %v", place)
	}
}
