// Package timescale is what the tracker does with the TimescaleDB extension
// where a database has it: telemetry_events and spawn_events are hypertables
// there, in chunks of a day, compressed after a week. Everything else is the same
// with and without it.
//
// Each statement that only the extension understands is a *.timescale.sql file
// of its own. Nothing here fails on plain PostgreSQL: the extension is asked for
// at run time.
package timescale

import (
	"context"
	"embed"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
)

//go:embed *.timescale.sql
var files embed.FS

// suffix ends the names of the statements' files.
const suffix = ".timescale.sql"

// Statements are all statements of the extension, by the name of their file.
func Statements() (map[string]string, error) {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), suffix)
		if all[name], err = statement(name); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func statement(name string) (string, error) {
	text, err := files.ReadFile(name + suffix)
	return string(text), err
}

// Installed tells whether the database has the extension.
func Installed(ctx context.Context, db store.Querier) (found bool, err error) {
	err = db.QueryRow(ctx, `select exists (select from pg_extension where extname = 'timescaledb')`).Scan(&found)
	return found, err
}

// IsHypertable tells whether a table is a hypertable; none is without the
// extension.
func IsHypertable(ctx context.Context, db store.Querier, table string) (bool, error) {
	return ask(ctx, db, "is_hypertable", table)
}

// ask runs a statement that says yes or no about a table; without the extension
// the answer is no.
func ask(ctx context.Context, db store.Querier, name, table string) (yes bool, err error) {
	found, err := Installed(ctx, db)
	if err != nil || !found {
		return false, err
	}
	sql, err := statement(name)
	if err != nil {
		return false, err
	}
	if err := db.QueryRow(ctx, sql, table).Scan(&yes); err != nil {
		return false, fmt.Errorf("timescaledb, %s of %s: %w", name, table, err)
	}
	return yes, nil
}

// Create makes a plain table a hypertable with chunks of a day.
func Create(ctx context.Context, db store.Querier, table string) error {
	return run(ctx, db, "create_hypertable", table)
}

// Compress has a hypertable's chunks compressed once they are a week old,
// by character or by mob. What is set already stays.
func Compress(ctx context.Context, db store.Querier, table string) error {
	done, err := ask(ctx, db, "is_compressed", table)
	if err == nil && !done {
		err = run(ctx, db, "compress_"+table)
	}
	if err != nil {
		return err
	}
	return run(ctx, db, "compression_policy", table)
}

// Old lists the chunks of a hypertable that only hold what is older than age.
func Old(ctx context.Context, db store.Querier, table string, age time.Duration) ([]string, error) {
	return list(ctx, db, "old_chunks", table, age)
}

// Drop drops what Old lists, and gives its names.
func Drop(ctx context.Context, db store.Querier, table string, age time.Duration) ([]string, error) {
	return list(ctx, db, "drop_chunks", table, age)
}

func run(ctx context.Context, db store.Querier, name string, args ...any) error {
	sql, err := statement(name)
	if err != nil {
		return err
	}
	if _, err := db.Exec(ctx, sql, args...); err != nil {
		return fmt.Errorf("timescaledb, %s: %w", name, err)
	}
	return nil
}

func list(ctx context.Context, db store.Querier, name, table string, age time.Duration) ([]string, error) {
	sql, err := statement(name)
	if err != nil {
		return nil, err
	}
	rows, err := db.Query(ctx, sql, table, age)
	if err != nil {
		return nil, fmt.Errorf("timescaledb, %s of %s: %w", name, table, err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("timescaledb, %s of %s: %w", name, table, err)
	}
	return names, nil
}
