package inventory

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// copyAtLeast is from how many items on COPY is quicker than INSERT: it asks the
// server for each table's columns first.
const copyAtLeast = 24

// rowsOf are rows on their way into a table.
type rowsOf struct {
	table   string
	columns []string
	rows    [][]any
}

// insert writes the rows of items that have none.
func insert(ctx context.Context, tx pgx.Tx, character string, at time.Time, items []writing) error {
	all := layOut(character, at, items)
	if len(items) < copyAtLeast {
		batch := &pgx.Batch{}
		for _, t := range all {
			statement := t.insertion()
			for _, row := range t.rows {
				batch.Queue(statement, row...)
			}
		}
		return tx.SendBatch(ctx, batch).Close()
	}
	for _, t := range all {
		if len(t.rows) == 0 {
			continue
		}
		if _, err := tx.CopyFrom(ctx, pgx.Identifier{t.table}, t.columns, pgx.CopyFromRows(t.rows)); err != nil {
			return fmt.Errorf("write %s: %w", t.table, err)
		}
	}
	return nil
}

// layOut turns items into the rows of all tables.
func layOut(character string, at time.Time, items []writing) []rowsOf {
	var all []rowsOf
	for _, t := range tables {
		to := rowsOf{table: t.name, columns: t.columns}
		for _, w := range items {
			if !t.empty(w.item) {
				to.rows = append(to.rows, t.fields(&record{w.id, character, at, w.item}))
			}
		}
		all = append(all, to)
	}
	for _, t := range further {
		to := rowsOf{table: t.name, columns: t.columns}
		for _, w := range items {
			to.rows = t.rows(to.rows, w)
		}
		all = append(all, to)
	}
	return all
}

// insertion is the statement that adds one row.
func (t rowsOf) insertion() string {
	names, values := make([]string, len(t.columns)), make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i], values[i] = pgx.Identifier{c}.Sanitize(), fmt.Sprintf("$%d", i+1)
	}
	return fmt.Sprintf(`insert into %s (%s) values (%s)`, t.table, strings.Join(names, ", "), strings.Join(values, ", "))
}
