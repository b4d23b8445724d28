package solve

import "slices"

// runner takes a model through its phases.
type runner struct {
	m     *model
	meter *meter
	floor []int64 // what a suit must reach to be of use, by stage; nil for anything
}

func (r *runner) run() *Result {
	m := r.m
	all := m.everything()
	first := m.greedy()
	r.meter.found(m, first, m.score(first))
	s, optimal := r.best(all)
	out := &Result{Considered: r.meter.alive}
	var suits []suit
	if found, any := r.chosen(s, optimal); any {
		suits = append(suits, m.arrange(found))
		if m.req.top() > 1 {
			r.meter.quiet = true
			var rest bool
			suits, rest = r.ranking(s, suits[0], optimal)
			if optimal && !rest {
				r.meter.bound = Bound{Criterion: len(m.req.objective())}
			}
			optimal = optimal && rest
		}
	}
	for _, found := range suits {
		out.Suits = append(out.Suits, m.present(m.arrange(found)))
	}
	out.Optimal, out.Nodes, out.Limit, out.Bound = optimal, r.meter.nodes, r.meter.limit, r.meter.bound
	if optimal {
		out.Bound = Bound{Criterion: len(m.req.objective())}
	}
	return out
}

// chosen is the first suit of the answer: what a search proved, or the better of what
// it has and what was announced.
func (r *runner) chosen(s *search, proved bool) (suit, bool) {
	own := r.m.feasible(s.score)
	if !proved && r.meter.best != nil && (!own || r.m.order(r.meter.suit, r.meter.best, s.incumbent, s.score) < 0) {
		return r.meter.suit, true
	}
	return s.incumbent, own
}

func (m *model) everything() []int32 {
	all := make([]int32, len(m.options))
	for i := range all {
		all[i] = int32(i)
	}
	return all
}

// best finds the first suit in the whole order, from a list of options.
//
// The stages before owners count are solved on what dominance leaves when one of
// equals is enough. What they prove then thins the whole list, and the rest is
// decided on that, with nothing missing that the last tie could ask for.
func (r *runner) best(all []int32) (*search, bool) {
	m := r.m
	largest := m.largest()
	kept := m.dominate(all, largest, valuesOnly, 1)
	if !r.meter.quiet {
		r.meter.alive = len(kept)
		r.meter.tell(m, len(kept))
	}
	r.meter.trace("dominance %d -> %d", len(all), len(kept))
	s := m.newSearch(r.meter.ctx, r.meter, kept, largest)
	s.floor = r.floor
	if !s.run(m.ownerStage) || s.impossible || s.beaten {
		return s, s.impossible || s.beaten
	}
	full := r.refill(s, all, largest)
	full.floor = r.floor
	if !full.run(len(m.stages)) || full.beaten {
		return full, full.beaten
	}
	return full, full.solveTie()
}

// refill goes on with all options that can be part of a suit as good as what is
// proved.
func (r *runner) refill(s *search, all []int32, largest []int64) *search {
	m := r.m
	next := m.newSearch(r.meter.ctx, r.meter, all, largest)
	next.incumbent, next.score, next.closed, next.cases = s.incumbent, s.score, s.closed, s.cases
	next.limit()
	for _, b := range s.bounds {
		next.evaluate(b)
		next.fix(b)
	}
	r.meter.trace("refill %d", len(next.left()))
	list := m.dominate(next.left(), largest, wholeOrder, 1)
	for _, o := range s.incumbent {
		if !slices.Contains(list, o) {
			list = append(list, o)
		}
	}
	r.meter.trace("dominance %d", len(list))
	final := m.newSearch(r.meter.ctx, r.meter, list, largest)
	final.closed, final.cases = s.closed, s.cases
	final.limit()
	final.incumbent, final.score = s.incumbent, s.score
	final.bounds, final.pool = s.bounds, s.pool
	return final
}
