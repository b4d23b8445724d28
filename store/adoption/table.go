package adoption

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"overlord/store"
)

// Table is a table as it is.
type Table struct {
	Name        string
	Partitioned bool // natively
	Columns     []Column
	Indexes     []Index
}

// Column is a column of a table.
type Column struct {
	Table     string
	Name      string
	Type      string // as in a declaration
	Base      string // the type's name in the catalog, such as int4
	NotNull   bool
	Default   string // its expression; "": none
	Identity  bool
	InKey     bool // of the primary key
	Partition bool // the table is natively partitioned
}

// Index is an index of a table.
type Index struct {
	Table   string
	Name    string
	Unique  bool
	Method  string
	Keys    []string // columns and expressions, without order
	Tail    string   // its definition from the method's name on
	Partial bool
}

// Column is the table's column of that name, or nil.
func (t *Table) Column(name string) *Column {
	i := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
	if i < 0 {
		return nil
	}
	return &t.Columns[i]
}

// tablesOf reads the tables of a schema, without partitions of others.
func tablesOf(ctx context.Context, db store.Querier, schema string) (map[string]*Table, error) {
	columns, err := collect[Column](ctx, db, `
		select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), t.typname, a.attnotnull, coalesce(pg_get_expr(d.adbin, d.adrelid), ''), a.attidentity <> '',
			exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and a.attnum = any(i.indkey)), c.relkind = 'p'
		from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped join pg_type t on t.oid = a.atttypid
			left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
		where c.relnamespace = $1::text::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
		order by c.relname, a.attnum`, Quote(schema))
	if err != nil {
		return nil, fmt.Errorf("read the columns of %s: %w", schema, err)
	}
	indexes, err := collect[Index](ctx, db, `
		select c.relname, i.relname, x.indisunique, m.amname,
			array(select pg_get_indexdef(x.indexrelid, k, true) from generate_series(1, x.indnkeyatts) k),
			substring(pg_get_indexdef(x.indexrelid) from ' USING (.*)$'), x.indpred is not null
		from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid join pg_am m on m.oid = i.relam
		where c.relnamespace = $1::text::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and x.indisvalid
		order by i.relname`, Quote(schema))
	if err != nil {
		return nil, fmt.Errorf("read the indexes of %s: %w", schema, err)
	}
	tables := map[string]*Table{}
	for _, c := range columns {
		if tables[c.Table] == nil {
			tables[c.Table] = &Table{Name: c.Table, Partitioned: c.Partition}
		}
		tables[c.Table].Columns = append(tables[c.Table].Columns, c)
	}
	for _, i := range indexes {
		if t := tables[i.Table]; t != nil {
			t.Indexes = append(t.Indexes, i)
		}
	}
	return tables, nil
}

func relationsOf(ctx context.Context, db store.Querier, schema string) (map[string]bool, error) {
	names, err := collect[struct{ Name string }](ctx, db, `select relname from pg_class where relnamespace = $1::text::regnamespace`, Quote(schema))
	taken := map[string]bool{}
	for _, n := range names {
		taken[n.Name] = true
	}
	return taken, err
}

// collect reads rows into structs by the position of their columns.
func collect[T any](ctx context.Context, db store.Querier, sql string, args ...any) ([]T, error) {
	rows, err := db.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[T])
}

// texts reads one column of text.
func texts(ctx context.Context, db store.Querier, sql string, args ...any) ([]string, error) {
	rows, err := db.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
