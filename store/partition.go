package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Bounds of making and dropping partitions. Neither may hold up the writers of
// the table: waiting for a lock makes everybody behind us wait as well.
const (
	ensureLockWait = 5 * time.Second        // for a lock that writers do not need
	dropLockWait   = 500 * time.Millisecond // for one that they do
	maxEnsureDays  = 3700                   // ten years: a mistake beyond it
	day            = 24 * time.Hour
)

// Partitioned is a table partitioned by range of its "timestamp", a partition a
// day of UTC. A partition of the table t for 22 November 2026 is t_20261122.
type Partitioned struct{ Table string }

// Partition is one part of a table: the rows from From (inclusive) to To
// (exclusive). A zero time is an open end.
type Partition struct {
	Name string // quoted, and with its schema where that is needed
	From time.Time
	To   time.Time
}

// covers tells whether all of [from, to) is the partition's.
func (p Partition) covers(from, to time.Time) bool {
	return (p.From.IsZero() || !p.From.After(from)) && (p.To.IsZero() || !p.To.Before(to))
}

// List gives the partitions, in the order of time, but not a default one. A
// table that is not there or is not partitioned has none.
func (p Partitioned) List(ctx context.Context, db Querier) ([]Partition, error) {
	// The bounds are read by the server that wrote them, whatever its formats.
	rows, err := db.Query(ctx, `
		select c.oid::regclass::text,
			coalesce((regexp_match(b.text, 'FROM \(''([^'']+)''\)'))[1]::timestamptz, '0001-01-01 00:00:00+00'),
			coalesce((regexp_match(b.text, 'TO \(''([^'']+)''\)'))[1]::timestamptz, '0001-01-01 00:00:00+00')
		from pg_inherits i
		join pg_class c on c.oid = i.inhrelid
		cross join lateral (select pg_get_expr(c.relpartbound, c.oid) as text) b
		where i.inhparent = to_regclass($1) and b.text like 'FOR VALUES FROM%'`, p.ident())
	if err != nil {
		return nil, fmt.Errorf("partitions of %s: %w", p.Table, err)
	}
	parts, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Partition])
	if err != nil {
		return nil, fmt.Errorf("partitions of %s: %w", p.Table, err)
	}
	for i := range parts {
		parts[i].From, parts[i].To = parts[i].From.UTC(), parts[i].To.UTC()
	}
	slices.SortFunc(parts, func(a, b Partition) int { return a.From.Compare(b.From) })
	return parts, nil
}

// Ensure makes the missing partitions from the day of from to the day of to,
// both included. It costs one query of the catalog when there is nothing to do.
// Any number of sessions may do it at once, beside reading and writing sessions:
// a new table is made on its own and then attached, which needs no lock that a
// writer holds. All of the missing days are made, or none.
func (p Partitioned) Ensure(ctx context.Context, db Querier, from, to time.Time) error {
	days, err := daysOf(from, to)
	if err != nil {
		return fmt.Errorf("partitions of %s: %w", p.Table, err)
	}
	if there, err := p.attached(ctx, db, days); err != nil || there {
		return err
	}
	have, err := p.List(ctx, db)
	if err != nil {
		return err
	}
	if days = missing(have, days); len(days) == 0 {
		return nil
	}
	if _, err := db.Exec(ctx, p.ensureSQL(days)); err != nil {
		return fmt.Errorf("partitions of %s: %w", p.Table, err)
	}
	return nil
}

// attached tells whether each of the days has its own partition: a look at the
// catalog's indexes, however many partitions there are.
func (p Partitioned) attached(ctx context.Context, db Querier, days []time.Time) (there bool, err error) {
	names := make([]string, len(days))
	for i, d := range days {
		names[i] = p.name(d)
	}
	err = db.QueryRow(ctx, `select bool_and(exists (
			select from pg_inherits where inhrelid = to_regclass(name) and inhparent = to_regclass($1)))
		from unnest($2::text[]) name`, p.ident(), names).Scan(&there)
	if err != nil {
		return false, fmt.Errorf("partitions of %s: %w", p.Table, err)
	}
	return there, nil
}

// daysOf are the days from one time's to another's, in order; at least one.
func daysOf(from, to time.Time) ([]time.Time, error) {
	first, last := from.UTC().Truncate(day), to.UTC().Truncate(day)
	n := int(last.Sub(first)/day) + 1
	if n > maxEnsureDays {
		return nil, fmt.Errorf("%d days from %s on: more than %d at once are a mistake", n, first.Format(time.DateOnly), maxEnsureDays)
	}
	days := []time.Time{first}
	for len(days) < n {
		days = append(days, days[len(days)-1].Add(day))
	}
	return days, nil
}

// missing are the days that no partition covers.
func missing(have []Partition, days []time.Time) []time.Time {
	return slices.DeleteFunc(slices.Clone(days), func(d time.Time) bool {
		return slices.ContainsFunc(have, func(p Partition) bool { return p.covers(d, d.Add(day)) })
	})
}

// ensureSQL is one statement, and thus one transaction wherever it is run: a
// lock of the table's name keeps others from making the same, and what they
// made meanwhile is left alone.
func (p Partitioned) ensureSQL(days []time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "perform pg_advisory_xact_lock(%d);\n", lockKey("partitions of "+p.Table))
	for _, d := range days {
		name := p.name(d)
		fmt.Fprintf(&b, `if to_regclass(%[2]s) is null or not exists (select from pg_inherits where inhrelid = to_regclass(%[2]s) and inhparent = to_regclass(%[3]s)) then
	create table %[1]s (like %[4]s including defaults including constraints including generated including storage including compression);
	alter table %[4]s attach partition %[1]s for values from ('%[5]s 00:00:00+00') to ('%[6]s 00:00:00+00');
end if;
`, name, literal(name), literal(p.ident()), p.ident(), d.Format(time.DateOnly), d.Add(day).Format(time.DateOnly))
	}
	return impatient(ensureLockWait, b.String())
}

// DropBefore drops the partitions that lie wholly before a time, and gives the
// names of those it dropped, also when it then fails. A partition that others
// are using is waited for only shortly: the error is IsTransient, and the next
// time will do.
func (p Partitioned) DropBefore(ctx context.Context, db Querier, before time.Time) ([]string, error) {
	old, err := p.Before(ctx, db, before)
	if err != nil {
		return nil, err
	}
	var dropped []string
	for _, part := range old {
		if _, err := db.Exec(ctx, impatient(dropLockWait, "drop table if exists "+part.Name+";\n")); err != nil {
			return dropped, fmt.Errorf("drop partition %s: %w", part.Name, err)
		}
		dropped = append(dropped, part.Name)
	}
	return dropped, nil
}

// Before gives the partitions that lie wholly before a time: what DropBefore
// would drop.
func (p Partitioned) Before(ctx context.Context, db Querier, before time.Time) ([]Partition, error) {
	have, err := p.List(ctx, db)
	return slices.DeleteFunc(have, func(part Partition) bool { return part.To.IsZero() || part.To.After(before) }), err
}

// impatient makes one statement of several that waits for locks only so long,
// and leaves the session's own patience as it was.
func impatient(wait time.Duration, statements string) string {
	return fmt.Sprintf(`do $overlord$
declare
	patience text := current_setting('lock_timeout');
begin
	perform set_config('lock_timeout', '%d', true);
%s	perform set_config('lock_timeout', patience, true);
end
$overlord$`, wait.Milliseconds(), statements)
}

// ident is the table's quoted name; a dot parts schema and table.
func (p Partitioned) ident() string { return pgx.Identifier(strings.Split(p.Table, ".")).Sanitize() }

// name is the quoted name of a day's partition, in the table's schema.
func (p Partitioned) name(d time.Time) string {
	return Partitioned{p.Table + "_" + d.Format("20060102")}.ident()
}

// literal quotes a text for SQL.
func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
