package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"overlord/store/fault"
)

// Describe gives the columns of the tables that a module's migrations make, as
// the database has them: a line for each, "table column type", with "not null"
// behind it where that holds. It is what CheckNeeds takes.
func Describe(ctx context.Context, db Querier, steps []Migration) (string, error) {
	return describe(ctx, db, tablesOf(steps))
}

func describe(ctx context.Context, db Querier, tables []string) (string, error) {
	rows, err := db.Query(ctx, `
		select format('%s %s %s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then ' not null' else '' end)
		from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
		where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and c.relname = any($1::text[])
		order by c.relname collate "C", a.attname collate "C"`, tables)
	if err != nil {
		return "", fmt.Errorf("read the columns: %w", err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return "", fmt.Errorf("read the columns: %w", err)
	}
	return strings.Join(lines, "\n") + "\n", nil
}

// CheckNeeds compares a schema that is not ours to change with what is needed:
// every table and column has to be there, and none may refuse an unknown value
// where ours takes it. Types may differ. A fault.Conflict says all that is wrong.
func CheckNeeds(ctx context.Context, db Querier, needs string) error {
	need := readColumns(needs)
	var tables []string
	for _, n := range need {
		tables = append(tables, n.table)
	}
	text, err := describe(ctx, db, tables)
	if err != nil {
		return err
	}
	wrong := compareColumns(need, readColumns(text))
	if len(wrong) == 0 {
		return nil
	}
	return fault.New(fault.Conflict, "with SKIP_SCHEMA_INIT or READ_ONLY the database's tables are taken as they are, but %s; start once without it, or, where the tables are an earlier service's, run `overlord adopt`", strings.Join(wrong, ", "))
}

// described is a line of Describe.
type described struct {
	table, column string
	notNull       bool
}

func readColumns(text string) []described {
	var list []described
	for line := range strings.Lines(text) {
		if words := strings.Fields(line); len(words) > 2 {
			list = append(list, described{words[0], words[1], strings.HasSuffix(strings.TrimSpace(line), " not null")})
		}
	}
	return list
}

// compareColumns says what is wrong; of a table that is missing no columns are
// told.
func compareColumns(need, have []described) []string {
	tables, columns := map[string]bool{}, map[string]described{}
	for _, h := range have {
		tables[h.table] = true
		columns[h.table+"."+h.column] = h
	}
	var wrong []string
	said := map[string]bool{}
	for _, n := range need {
		name := n.table + "." + n.column
		has, there := columns[name]
		switch {
		case !tables[n.table] && said[n.table]:
		case !tables[n.table]:
			said[n.table] = true
			wrong = append(wrong, "the table "+n.table+" is missing")
		case !there:
			wrong = append(wrong, "the column "+name+" is missing")
		case has.notNull && !n.notNull:
			wrong = append(wrong, "the column "+name+" is NOT NULL and must not be")
		}
	}
	return wrong
}
