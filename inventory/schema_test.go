package inventory

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"overlord/store/storetest"
)

// contractFolder is where the contract lies beside the project, on machines
// that have it.
const contractFolder = "../../shared/contract"

func TestSchemaCopyIsTheContracts(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"schema.sql", "legacy-schema.sql"} {
		want, err := os.ReadFile(filepath.Join(contractFolder, name))
		if errors.Is(err, fs.ErrNotExist) {
			t.Skip("the contract is not on this machine")
		}
		if got, readErr := os.ReadFile(filepath.Join("testdata", name)); err != nil || readErr != nil || !bytes.Equal(got, want) {
			t.Errorf("testdata/%s is not the contract's (%v, %v)", name, err, readErr)
		}
	}
}

// mustContract is the contract's part about inventory_db.
func mustContract(tb testing.TB) string {
	tb.Helper()
	text, err := os.ReadFile("testdata/schema.sql")
	if err != nil {
		tb.Fatal(err)
	}
	_, ours, found := strings.Cut(string(text), "database inventory_db\n")
	if !found {
		tb.Fatal("the contract has no part about inventory_db")
	}
	return ours
}

// What a table looks like from outside, a line for each column and key.
const (
	shapeOfColumns = `select table_name || '.' || column_name || ' ' || data_type || case is_nullable when 'NO' then ' not null' else '' end
			|| coalesce(' default ' || column_default, '') || coalesce(' identity ' || identity_generation, '')
		from information_schema.columns where table_schema = 'public'`
	shapeOfKeys = `select conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint
		where connamespace = 'public'::regnamespace and contype in ('p', 'u', 'f')`
	tablesOf = `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`
)

// Scripts, Grafana and psql read the tables as the contract has them: after the
// migrations they are literally those.
func TestMigrationsMakeTheContractsTables(t *testing.T) {
	t.Parallel()
	ours, contract := storetest.New(t, Migrate), storetest.New(t)
	storetest.MustExec(t, contract, mustContract(t))
	tables := storetest.MustLines(t, contract, tablesOf)
	if len(tables) != 9 {
		t.Errorf("the contract has the tables %v: has its form changed?", tables)
	}
	for name, sql := range map[string]string{"column": shapeOfColumns, "key": shapeOfKeys} {
		var got []string
		for _, line := range storetest.MustLines(t, ours, sql) {
			if table, _, _ := strings.Cut(strings.Fields(line)[0], "."); slices.Contains(tables, table) {
				got = append(got, line)
			}
		}
		want := storetest.MustLines(t, contract, sql)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("each %s of ours:\n%s\nof the contract:\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// The list of what SKIP_SCHEMA_INIT looks for is what the migrations make.
func TestColumnsFileIsTheSchemas(t *testing.T) {
	t.Parallel()
	storetest.ColumnsFile(t, Migrate, Schema(), needs, "schema/columns.txt")
}

// Grafana and the assistant read what the contract lists, and nothing of what
// users keep for themselves.
func TestTheReadingRoleReadsTheContractsTablesOnly(t *testing.T) {
	t.Parallel()
	pool, contract := storetest.New(t, Migrate), storetest.New(t)
	storetest.MustExec(t, contract, mustContract(t))
	storetest.ReadsOnly(t, pool, "overlord_readonly", storetest.MustLines(t, contract, tablesOf),
		`delete from items`, `update inventory_state set generation = 0`, `truncate item_spells`)
}
