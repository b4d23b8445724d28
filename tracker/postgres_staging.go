package tracker

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"overlord/store"
)

// copied is a table that rows are appended to by COPY, with the columns as this
// server makes them.
type copied struct {
	table   string
	columns []string
	types   []string
}

var (
	telemetryCopy = copied{"telemetry_events", telemetryColumns, []string{
		"text", "text", "text", "timestamp with time zone", "timestamp with time zone", "double precision", "double precision", "double precision", "bigint", "double precision",
		"text", "integer", "integer", "integer", "integer", "text", "double precision", "double precision", "integer", "double precision",
	}}
	spawnCopy = copied{"spawn_events", spawnColumns, []string{"text", "text", "timestamp with time zone", "double precision", "double precision", "double precision"}}
)

// staging is the name of the table that COPY fills in the place of another.
func (c copied) staging() string { return "staged_" + c.table }

// stageCopies finds the tables whose columns have other types than ours, as adopted
// ones may: COPY does not convert, INSERT does. For those it makes temporary tables
// on the recorder's connection, which COPY fills instead.
func stageCopies(ctx context.Context, conn *pgx.Conn) (staged map[string]bool, err error) {
	staged = map[string]bool{}
	for _, c := range []copied{telemetryCopy, spawnCopy} {
		if staged[c.table], err = c.differs(ctx, conn); err != nil {
			return nil, err
		}
		if !staged[c.table] {
			continue
		}
		declared := make([]string, len(c.columns))
		for i, name := range c.columns {
			declared[i] = pgx.Identifier{name}.Sanitize() + " " + c.types[i]
		}
		sql := fmt.Sprintf(`create temporary table if not exists %s (%s) on commit delete rows`, c.staging(), strings.Join(declared, ", "))
		if _, err := conn.Exec(ctx, sql); err != nil {
			return nil, fmt.Errorf("stage %s: %w", c.table, err)
		}
	}
	return staged, nil
}

// differs tells whether a column has another type than ours.
func (c copied) differs(ctx context.Context, db store.Querier) (differs bool, err error) {
	err = db.QueryRow(ctx, `
		select exists (select from unnest($2::text[], $3::text[]) ours(name, type) join pg_attribute a on a.attrelid = to_regclass($1) and a.attname = ours.name
		where format_type(a.atttypid, null) <> ours.type)`, c.table, c.columns, c.types).Scan(&differs)
	if err != nil {
		return false, fmt.Errorf("look at the columns of %s: %w", c.table, err)
	}
	return differs, nil
}

// unstage inserts what COPY has put into the staging table.
func (c copied) unstage(ctx context.Context, tx pgx.Tx) error {
	names := make([]string, len(c.columns))
	for i, name := range c.columns {
		names[i] = pgx.Identifier{name}.Sanitize()
	}
	list := strings.Join(names, ", ")
	_, err := tx.Exec(ctx, fmt.Sprintf(`insert into %[1]s (%[2]s) select %[2]s from %[3]s; delete from %[3]s`, c.table, list, c.staging()))
	return err
}
