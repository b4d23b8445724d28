package solve

import "slices"

// runner takes a model through its phases.
type runner struct {
	m     *model
	meter *meter
}

func (r *runner) run() *Result {
	m := r.m
	all := make([]int32, len(m.options))
	for i := range all {
		all[i] = int32(i)
	}
	s, optimal := r.best(all)
	out := &Result{Optimal: optimal, Nodes: r.meter.nodes, Considered: r.meter.alive, Limit: r.meter.limit, Bound: r.meter.bound}
	if m.feasible(s.score) {
		out.Suits = append(out.Suits, m.present(m.arrange(s.incumbent)))
	}
	if optimal {
		out.Bound = Bound{Criterion: len(m.req.objective())}
	}
	return out
}

// best finds the first suit in the whole order, from a list of options.
//
// The stages before owners count are solved on what dominance leaves when one of
// equals is enough. What they prove then thins the whole list, and the rest is
// decided on that, with nothing missing that the last tie could ask for.
func (r *runner) best(all []int32) (*search, bool) {
	m := r.m
	largest := m.largest()
	kept := m.dominate(all, largest, valuesOnly)
	r.meter.alive = len(kept)
	s := m.newSearch(r.meter.ctx, r.meter, kept, largest)
	if !s.run(m.ownerStage) || s.impossible {
		return s, s.impossible
	}
	full := r.refill(s, all, largest)
	if !full.run(len(m.stages)) {
		return full, false
	}
	return full, full.solveTie()
}

// refill goes on with all options that can be part of a suit as good as what is
// proved.
func (r *runner) refill(s *search, all []int32, largest []int64) *search {
	m := r.m
	next := m.newSearch(r.meter.ctx, r.meter, all, largest)
	next.incumbent, next.score, next.closed = s.incumbent, s.score, s.closed
	next.limit()
	for _, b := range s.bounds {
		next.evaluate(b)
		next.fix(b)
	}
	list := m.dominate(next.left(), largest, wholeOrder)
	for _, o := range s.incumbent {
		if !slices.Contains(list, o) {
			list = append(list, o)
		}
	}
	final := m.newSearch(r.meter.ctx, r.meter, list, largest)
	final.closed = s.closed
	final.limit()
	final.incumbent, final.score = s.incumbent, s.score
	final.bounds, final.pool = s.bounds, s.pool
	return final
}
