package adopt

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"overlord/store"
	"overlord/store/adoption"
	"overlord/tracker/timescale"
)

// lockWait bounds the wait for a table that others use: they wait behind us.
const lockWait = "30s"

// beGentle bounds the waits for locks in this transaction.
func beGentle(ctx context.Context, tx pgx.Tx, wait string) error {
	_, err := tx.Exec(ctx, `set local lock_timeout = '`+wait+`'`)
	return err
}

// isLocked tells that a lock was waited for in vain.
func isLocked(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "55P03"
}

// timeTables partitions the plain tables of events by day: the old table, under
// the name NAME_before, becomes the part up to the end of this day.
func timeTables(ctx context.Context, db store.Querier, s *adoption.Survey, now time.Time) ([]adoption.Step, error) {
	var steps []adoption.Step
	for _, name := range []string{"telemetry_events", "spawn_events"} {
		table := s.Found(name)
		if table == nil {
			continue
		}
		hyper, err := timescale.IsHypertable(ctx, db, name)
		if err != nil {
			return nil, err
		}
		if hyper || table.Partitioned {
			steps = append(steps, adoption.Step{Say: fmt.Sprintf("%s stays in parts as it is", name)})
			continue
		}
		p := parting{survey: s, table: table, old: s.Free(name + "_before"), end: now.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)}
		if p.old != name+"_before" {
			return nil, fmt.Errorf("there is a table %s_before already; rename it", name)
		}
		steps = append(steps, p.steps()...)
		table.Indexes = nil // they stay with the old part
	}
	return steps, nil
}

// parting makes a plain table the first part of a partitioned one.
type parting struct {
	survey *adoption.Survey
	table  *adoption.Table
	old    string // the first part's name
	end    time.Time
}

func (p parting) steps() []adoption.Step {
	steps := []adoption.Step{{
		Say: fmt.Sprintf("partition %s by day; the old table becomes %s, its part up to %s", p.table.Name, p.old, p.end.Format(time.DateOnly)),
		SQL: fmt.Sprintf(`alter table %s rename to %s`, p.survey.Name(p.table.Name), adoption.Quote(p.old)),
	}}
	for _, c := range p.table.Columns {
		if c.Identity {
			steps = append(steps, p.replaceIdentity(c))
		}
	}
	return append(steps, adoption.Step{Do: p.divide})
}

// replaceIdentity gives a column a sequence of its own in place of the
// identity's, which the parts of a table cannot share.
func (p parting) replaceIdentity(c adoption.Column) adoption.Step {
	sequence := p.survey.Name(p.survey.Free(p.table.Name + "_" + c.Name + "_seq"))
	return adoption.Step{SQL: fmt.Sprintf(`alter table %[1]s alter column %[2]s drop identity; create sequence %[3]s owned by %[1]s.%[2]s;
		select setval('%[4]s', coalesce((select max(%[2]s) from %[1]s), 0) + 1, false); alter table %[1]s alter column %[2]s set default nextval('%[4]s')`,
		p.survey.Name(p.old), adoption.Quote(c.Name), sequence, strings.ReplaceAll(sequence, "'", "''"))}
}

// divide makes the new table and attaches the old one. Rows of later days, from
// a clock that was wrong, go to the parts of their days; rows of no time to a
// table NAME_undated.
func (p parting) divide(ctx context.Context, tx pgx.Tx) error {
	whole, old := p.survey.Name(p.table.Name), p.survey.Name(p.old)
	end := p.end.Format(time.DateOnly) + " 00:00:00+00"
	_, err := tx.Exec(ctx, fmt.Sprintf(`
		create table %[1]s (like %[2]s including defaults) partition by range ("timestamp");
		create temporary table later_rows on commit drop as select * from %[2]s where "timestamp" >= '%[3]s';
		delete from %[2]s where "timestamp" >= '%[3]s'`, whole, old, end))
	if err != nil {
		return err
	}
	if err := p.setUndatedAside(ctx, tx); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, fmt.Sprintf(`alter table %s attach partition %s for values from (minvalue) to ('%s')`, whole, old, end)); err != nil {
		return err
	}
	if err := p.inherit(ctx, tx); err != nil {
		return err
	}
	return p.bringLater(ctx, tx)
}

func (p parting) setUndatedAside(ctx context.Context, tx pgx.Tx) error {
	var some bool
	old := p.survey.Name(p.old)
	if err := tx.QueryRow(ctx, fmt.Sprintf(`select exists (select from %s where "timestamp" is null)`, old)).Scan(&some); err != nil || !some {
		return err
	}
	_, err := tx.Exec(ctx, fmt.Sprintf(`create table %[1]s (like %[2]s); with moved as (delete from %[2]s where "timestamp" is null returning *) insert into %[1]s select * from moved`,
		p.survey.Name(p.survey.Free(p.table.Name+"_undated")), old))
	return err
}

// inherit gives the new table the old one's owner, rights and sequences.
func (p parting) inherit(ctx context.Context, tx pgx.Tx) error {
	rows, err := tx.Query(ctx, `
		select format('alter table %s owner to %I', $1::text, r.rolname) from pg_class c join pg_roles r on r.oid = c.relowner
		where c.oid = $2::text::regclass and r.rolname <> current_user
		union all
		select format('grant %s on %s to %s', a.privilege_type, $1::text, coalesce(quote_ident(r.rolname), 'public'))
		from pg_class c, aclexplode(c.relacl) a left join pg_roles r on r.oid = a.grantee
		where c.oid = $2::text::regclass and a.grantee <> c.relowner
		union all
		select format('alter sequence %s owned by %s.%I', d.objid::regclass, $1::text, t.attname)
		from pg_depend d join pg_class q on q.oid = d.objid and q.relkind = 'S' join pg_attribute t on t.attrelid = d.refobjid and t.attnum = d.refobjsubid
		where d.refobjid = $2::text::regclass and d.deptype = 'a'`, p.survey.Name(p.table.Name), p.survey.Name(p.old))
	if err != nil {
		return err
	}
	statements, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, strings.Join(statements, ";\n"))
	return err
}

func (p parting) bringLater(ctx context.Context, tx pgx.Tx) error {
	rows, err := tx.Query(ctx, `select distinct date_trunc('day', "timestamp")::timestamptz from later_rows order by 1`)
	if err != nil {
		return err
	}
	days, err := pgx.CollectRows(rows, pgx.RowTo[time.Time])
	if err != nil {
		return err
	}
	for _, day := range days {
		if err := (store.Partitioned{Table: p.table.Name}).Ensure(ctx, tx, day, day); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, fmt.Sprintf(`insert into %s select * from later_rows; drop table later_rows`, p.survey.Name(p.table.Name)))
	return err
}
