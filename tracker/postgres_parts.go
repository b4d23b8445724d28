package tracker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store"
	"overlord/tracker/timescale"
)

// form is how a table of events is kept in parts by time.
type form int

const (
	formWhole  form = iota // in one: a schema that is not ours to change
	formNative             // PostgreSQL's own partitions, made and dropped by us
	formHyper              // TimescaleDB's chunks, made by the extension
)

// formOf looks what a table is; a table that is not there is whole.
func formOf(ctx context.Context, db store.Querier, table string) (form, error) {
	var native bool
	err := db.QueryRow(ctx, `select coalesce((select relkind = 'p' from pg_class where oid = to_regclass($1)), false)`, table).Scan(&native)
	if err != nil || native {
		return formNative, err
	}
	hyper, err := timescale.IsHypertable(ctx, db, table)
	if err != nil || !hyper {
		return formWhole, err
	}
	return formHyper, nil
}

// ensureParts makes the partitions of these days where that is for us to do.
func ensureParts(ctx context.Context, db store.Querier, table store.Partitioned, from, to time.Time) error {
	form, err := formOf(ctx, db, table.Table)
	if err != nil || form != formNative {
		return err
	}
	return table.Ensure(ctx, db, from, to)
}

// dropParts drops the parts of a table that only hold what is older than age,
// and gives their names. A table in one piece is left alone.
func dropParts(ctx context.Context, db store.Querier, table store.Partitioned, age time.Duration, now time.Time) ([]string, error) {
	form, err := formOf(ctx, db, table.Table)
	switch {
	case err != nil || form == formWhole:
		return nil, err
	case form == formHyper:
		return timescale.Drop(ctx, db, table.Table, age)
	}
	return table.DropBefore(ctx, db, now.Add(-age))
}

// compressParts has hypertables compressed. An edition of the extension that
// cannot is told of once; everything else goes on.
func compressParts(ctx context.Context, db store.Querier, logger *slog.Logger) {
	for table := range (retention{}).ages() {
		form, err := formOf(ctx, db, table.Table)
		if err == nil && form == formHyper {
			err = timescale.Compress(ctx, db, table.Table)
		}
		if err != nil {
			logger.Warn("the hypertable is not compressed", "table", table.Table, "error", err)
		}
	}
}

// makeHypertables turns the tables of events into hypertables where the
// extension is there and they are still empty.
func makeHypertables(ctx context.Context, pool *pgxpool.Pool) error {
	found, err := timescale.Installed(ctx, pool)
	if err != nil || !found {
		return err
	}
	return store.Exclusively(ctx, pool, func(conn *pgx.Conn) error {
		return store.InTx(ctx, conn, func(tx pgx.Tx) error {
			for table := range (retention{}).ages() {
				made, err := makeWhole(ctx, tx, table.Table)
				if err == nil && made {
					err = timescale.Create(ctx, tx, table.Table)
				}
				if err != nil {
					return fmt.Errorf("make %s a hypertable: %w", table.Table, err)
				}
			}
			return nil
		})
	})
}

// makeWhole puts a plain table in the place of an empty partitioned one, with its
// columns, indexes and rights. It tells whether it did.
func makeWhole(ctx context.Context, tx pgx.Tx, table string) (bool, error) {
	form, err := formOf(ctx, tx, table)
	if err != nil || form != formNative {
		return false, err
	}
	var filled bool
	if err := tx.QueryRow(ctx, `select exists (select from `+table+`)`).Scan(&filled); err != nil || filled {
		return false, err
	}
	_, err = tx.Exec(ctx, fmt.Sprintf(`alter table %[1]s rename to %[1]s_native; create table %[1]s (like %[1]s_native including all)`, table))
	if err != nil {
		return false, err
	}
	rows, err := tx.Query(ctx, `
		select format('grant %s on %s to %s', a.privilege_type, $2::text, coalesce(quote_ident(r.rolname), 'public'))
		from pg_class c, aclexplode(c.relacl) a left join pg_roles r on r.oid = a.grantee
		where c.oid = $1::text::regclass and a.grantee <> c.relowner`, table+"_native", table)
	if err != nil {
		return false, err
	}
	grants, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return false, err
	}
	_, err = tx.Exec(ctx, strings.Join(append(grants, `drop table `+table+`_native`), ";\n"))
	return err == nil, err
}

// part is a part of a table that a retention would drop.
type part struct {
	Name string
	Size string // as people read it
}

// errWhole says that a table has no parts.
var errWhole = errors.New("the table is in one piece")

// oldParts lists what dropParts would drop.
func oldParts(ctx context.Context, db store.Querier, table store.Partitioned, age time.Duration, now time.Time) ([]part, error) {
	names, err := oldNames(ctx, db, table, age, now)
	if err != nil || len(names) == 0 {
		return nil, err
	}
	rows, err := db.Query(ctx, `select name, pg_size_pretty(pg_total_relation_size(name::regclass)) from unnest($1::text[]) with ordinality u (name, place) order by place`, names)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[part])
}

func oldNames(ctx context.Context, db store.Querier, table store.Partitioned, age time.Duration, now time.Time) ([]string, error) {
	form, err := formOf(ctx, db, table.Table)
	switch {
	case err != nil:
		return nil, err
	case form == formWhole:
		return nil, errWhole
	case form == formHyper:
		return timescale.Old(ctx, db, table.Table, age)
	}
	old, err := table.Before(ctx, db, now.Add(-age))
	names := make([]string, len(old))
	for i, p := range old {
		names[i] = p.Name
	}
	return names, err
}
