package adoption

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"overlord/store"
)

// First says, by table, which of several rows with one key stays: the first in
// this order. Without an entry the oldest stays.
type First map[string]string

// Keys adds the indexes that are missing. Rows that a unique one would refuse
// move to a table NAME_doubles, all but the first.
func (s *Survey) Keys(ctx context.Context, db store.Querier, first First) ([]Step, error) {
	var steps []Step
	for _, name := range s.shared() {
		have := s.found[name]
		for _, want := range s.wanted[name].Indexes {
			if slices.ContainsFunc(have.Indexes, want.isServedBy) {
				continue
			}
			if want.Unique && !want.Partial {
				more, err := s.doubles(ctx, db, have, want, first[name])
				if err != nil {
					return nil, err
				}
				steps = append(steps, more...)
			}
			steps = append(steps, s.index(want))
		}
	}
	return steps, nil
}

// isServedBy tells whether an index there does what this one would.
func (x Index) isServedBy(have Index) bool {
	if x.Unique {
		return have.Unique && !have.Partial && !x.Partial && sameKeys(x.Keys, have.Keys)
	}
	return x.Tail == have.Tail
}

// sameKeys compares what is unique, for which the order does not count.
func sameKeys(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

func (s *Survey) index(x Index) Step {
	kind := "index"
	if x.Unique {
		kind = "unique index"
	}
	name := s.Free(x.Name)
	return Step{
		Say: fmt.Sprintf("add the %s %s on %s (%s)", kind, name, x.Table, strings.Join(x.Keys, ", ")),
		SQL: fmt.Sprintf(`create %s %s on %s using %s`, kind, Quote(name), s.Name(x.Table), x.Tail),
	}
}

// doubles moves the rows that the index would refuse.
func (s *Survey) doubles(ctx context.Context, db store.Querier, t *Table, x Index, order string) ([]Step, error) {
	if order == "" {
		order = "ctid"
		if t.Column("id") != nil {
			order = "id"
		}
	}
	known := strings.Join(x.Keys, " is not null and ") + " is not null"
	numbered := fmt.Sprintf(`select ctid as place, row_number() over (partition by %s order by %s) as turn from %s where %s`,
		strings.Join(x.Keys, ", "), order, s.Name(t.Name), known)
	var count int64
	if err := db.QueryRow(ctx, `select count(*) from (`+numbered+`) n where turn > 1`).Scan(&count); err != nil {
		return nil, fmt.Errorf("look for doubles in %s: %w", t.Name, err)
	}
	if count == 0 {
		return nil, nil
	}
	aside := s.Name(t.Name + "_doubles")
	return []Step{{
		Say: fmt.Sprintf("move %d rows of %s that repeat (%s) to %s_doubles", count, t.Name, strings.Join(x.Keys, ", "), t.Name),
		SQL: fmt.Sprintf(`create table if not exists %[1]s (like %[2]s);
			with moved as (delete from %[2]s t using (%[3]s) n where t.ctid = n.place and n.turn > 1 returning t.*) insert into %[1]s select * from moved`,
			aside, s.Name(t.Name), numbered),
	}}, nil
}
