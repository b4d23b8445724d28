//go:build unix

package storetest

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"overlord/store"
)

// MustExec runs a statement.
func MustExec(tb testing.TB, db store.Querier, sql string, args ...any) {
	tb.Helper()
	if _, err := db.Exec(tb.Context(), sql, args...); err != nil {
		tb.Fatalf("%v\n%.300s", err, sql)
	}
}

// MustLines gives a statement's rows, of one text each.
func MustLines(tb testing.TB, db store.Querier, sql string, args ...any) []string {
	tb.Helper()
	rows, err := db.Query(tb.Context(), sql, args...)
	if err != nil {
		tb.Fatal(err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		tb.Fatalf("%v\n%.300s", err, sql)
	}
	return lines
}
