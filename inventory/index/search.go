package index

import (
	"context"
	"time"

	"overlord/inventory/query"
	"overlord/store/fault"
)

// retryLoading is when a search that came while the index was loading may be tried
// again: loading takes seconds.
const retryLoading = 2 * time.Second

// Request is what is searched, and what of the result is wanted.
type Request struct {
	Query  *query.Query // nil finds everything
	Also   query.Node   // what must be true besides, from elsewhere than the query's text; corrections leave it alone
	Sort   string       // a column's name, see query.Columns; "": by owner, name, item id
	Desc   bool         // the highest first; unknowns are last both ways
	Offset int
	Limit  int       // rows of the page; 0: none, only total and facets
	Facets []string  // see FacetNames; unknown names are left out
	Env    query.Env // without Worn, better: looks at what the index knows
}

// Result is a page of what was found.
type Result struct {
	IDs        []int64 // items.id, in order
	Total      int     // of the whole result
	Facets     []Facet // of the whole result, as they were asked for
	DidYouMean []Correction
}

// Search answers a request from the state that it finds, and ends early with ctx's
// error when that ends. While the index is loading it is refused as unavailable;
// an unknown column to sort by is invalid.
func (x *Index) Search(ctx context.Context, r Request) (Result, error) {
	if !x.Ready() {
		return Result{}, fault.New(fault.Unavailable, "the inventory is still being loaded").WithRetryAfter(retryLoading)
	}
	column, err := sortColumn(r.Sort)
	if err != nil {
		return Result{}, err
	}
	st := x.state.Load()
	selected := newSelector(column, r.Desc, st.kept(r))
	tallies := newTallies(r.Facets)
	total, err := st.scan(ctx, r, []*selector{selected}, tallies)
	if err != nil {
		return Result{}, err
	}
	result := Result{IDs: selected.page(max(0, r.Offset)), Total: total}
	for _, t := range tallies.each {
		result.Facets = append(result.Facets, t.result(st.texts))
	}
	if total == 0 && r.Query != nil {
		result.DidYouMean = st.corrections(r.Query, &r.Env)
	}
	return result, nil
}

// sortColumn is what is sorted by; nil: nothing but the order of equals.
func sortColumn(name string) (*query.Column, error) {
	if name == "" {
		return nil, nil
	}
	c, ok := query.ColumnOf(name)
	if !ok {
		return nil, fault.New(fault.Invalid, "items cannot be sorted by %q", name).WithField("sort")
	}
	return c, nil
}

// kept is how many rows must be sorted out for a page.
func (st *state) kept(r Request) int {
	if r.Limit <= 0 || r.Offset >= st.rows {
		return 0
	}
	return max(0, r.Offset) + min(r.Limit, st.rows)
}

// scan goes through all blocks once.
func (st *state) scan(ctx context.Context, r Request, selectors []*selector, tallies *tallies) (total int, err error) {
	root := r.Also
	if r.Query != nil {
		root = query.All(r.Query.Root, r.Also)
	}
	p := &planner{st, &r.Env}
	plan := p.plan(root)
	free := &scratch{}
	for order, e := range st.entries {
		var wanting []*selector
		for _, s := range selectors {
			if s.wants() {
				wanting = append(wanting, s)
			}
		}
		for i, part := range e.segment.parts {
			if err := ctx.Err(); err != nil {
				return 0, err
			}
			v := view{part.block, e.segment, e.numbers[i]}
			set := free.take(wordsFor(len(v.ids)))
			plan.rows(v, set, free)
			for w, gone := range part.gone {
				set[w] &^= gone
			}
			if n := count(set); n > 0 {
				total += n
				for _, s := range wanting {
					s.add(v.block, order, set)
				}
				tallies.count(v, set, n)
			}
			free.give(set)
		}
	}
	return total, nil
}
