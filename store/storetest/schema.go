//go:build unix

package storetest

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store"
)

// updateColumns is the variable that has ColumnsFile write the file anew.
const updateColumns = "OVERLORD_UPDATE_COLUMNS"

// insufficientPrivilege is PostgreSQL's code for a right that a role lacks.
const insufficientPrivilege = "42501"

// ColumnsFile holds a module's list of what its schema must have, which is needs
// and lies at path, against what its migrations make. With
// OVERLORD_UPDATE_COLUMNS set it writes the list anew.
func ColumnsFile(tb testing.TB, migrate Migrate, files fs.FS, needs, path string) {
	tb.Helper()
	pool := New(tb, migrate)
	steps, err := store.Migrations(files)
	if err != nil {
		tb.Fatal(err)
	}
	text, err := store.Describe(tb.Context(), pool, steps)
	if err != nil {
		tb.Fatal(err)
	}
	if os.Getenv(updateColumns) != "" {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			tb.Fatal(err)
		}
		return
	}
	if text != needs {
		tb.Errorf("%s is not what the migrations make; %s=1 go test -run TestColumnsFile writes it. They make\n%s", path, updateColumns, text)
	}
	if err := store.CheckNeeds(tb.Context(), pool, needs); err != nil {
		tb.Error(err)
	}
}

// ReadsOnly proves that a role reads these tables of the database and no other,
// and may do none of the statements.
func ReadsOnly(tb testing.TB, pool *pgxpool.Pool, role string, tables []string, statements ...string) {
	tb.Helper()
	As(tb, pool, role, func(conn *pgx.Conn) {
		for _, table := range allTables(tb, conn) {
			_, err := conn.Exec(tb.Context(), `select * from `+table)
			if may := slices.Contains(tables, table); may && err != nil || !may && !IsForbidden(err) {
				tb.Errorf("%s reads %s (it may: %t): %v", role, table, may, err)
			}
		}
		for _, sql := range statements {
			if _, err := conn.Exec(tb.Context(), sql); !IsForbidden(err) {
				tb.Errorf("%s may %s: %v", role, sql, err)
			}
		}
	})
}

// As runs fn on a connection of the pool that acts as a role.
func As(tb testing.TB, pool *pgxpool.Pool, role string, fn func(*pgx.Conn)) {
	tb.Helper()
	conn, err := pool.Acquire(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	defer conn.Release()
	if _, err := conn.Exec(tb.Context(), `set role `+pgx.Identifier{role}.Sanitize()); err != nil {
		tb.Fatal(err)
	}
	defer func() {
		if _, err := conn.Exec(tb.Context(), `reset role`); err != nil {
			tb.Error(err)
		}
	}()
	fn(conn.Conn())
}

// IsForbidden tells that the role lacks a right.
func IsForbidden(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == insufficientPrivilege
}

func allTables(tb testing.TB, conn *pgx.Conn) []string {
	tb.Helper()
	rows, err := conn.Query(tb.Context(), `
		select relname from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') order by 1`)
	if err != nil {
		tb.Fatal(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		tb.Fatal(err)
	}
	return names
}
