package solvetest

import (
	"context"
	"math/bits"
	"slices"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/check"
)

// Reference solves a problem by branch and bound, simply: pieces in the order of
// their slots, and a branch is left where even the best pieces left for each slot,
// taken for each criterion by itself, do not reach the last suit kept. It does not
// change with the solver that it is held against. Of use up to some thirty pieces;
// it is a solve.Solver, which knows no option but MaxNodes.
func Reference(ctx context.Context, p *solve.Problem, o solve.Options) (*solve.Result, error) {
	r := newReference(p)
	r.most = o.MaxNodes
	r.descend(ctx, 0)
	result := &solve.Result{Suits: r.best.suits, Nodes: r.nodes}
	switch {
	case ctx.Err() != nil:
		result.Limit = solve.LimitStopped
	case r.stopped():
		result.Limit = solve.LimitNodes
	default:
		result.Optimal = true
	}
	return result, nil
}

// reference is the tree with what is known of the pieces below each depth.
type reference struct {
	tree
	left []remains // by depth
}

// remains are the best that the pieces from some depth on can still add.
type remains struct {
	families  map[int]solve.Tier // the highest tier of each
	sets      map[int32]int64    // pieces of each set
	criterion [solve.ByClassic + 1][solve.SlotCount]int64
	al        [solve.SlotCount]int64 // for a slot, the best base AL
	points    [solve.SlotCount]int64 // for a slot, the best points of the classic score but for sets, cantrips and AL
}

func newReference(p *solve.Problem) *reference {
	r := &reference{tree: tree{problem: p, best: &podium{problem: p, places: max(p.Request.Top, 1)}}}
	for i := range p.Pieces {
		ways := check.Ways(&p.Pieces[i], &p.Request)
		slices.SortStableFunc(ways, func(a, b check.Way) int { return bits.OnesCount32(uint32(b.Slots)) - bits.OnesCount32(uint32(a.Slots)) })
		r.ways = append(r.ways, ways)
		if len(ways) > 0 && r.mayBeWorn(i) {
			r.order = append(r.order, i)
		}
	}
	slices.SortStableFunc(r.order, func(a, b int) int { return r.firstSlot(a) - r.firstSlot(b) })
	r.left = make([]remains, len(r.order)+1)
	for depth := len(r.order) - 1; depth >= 0; depth-- {
		r.left[depth] = r.left[depth+1].with(p, r.order[depth], r.ways[r.order[depth]])
	}
	r.hopeless = r.tooPoor
	return r
}

// mayBeWorn leaves out what the checker refuses by itself: what is barred or
// excluded would only be tried in vain.
func (r *reference) mayBeWorn(i int) bool {
	p := &r.problem.Pieces[i]
	return p.Bar == solve.BarNone && !slices.ContainsFunc(r.problem.Request.Excluded, func(x solve.Exclusion) bool {
		return x.ItemID == p.ItemID && (x.Owner == "" || x.Owner == p.Owner)
	})
}

func (r *reference) firstSlot(i int) int {
	first := solve.SlotCount
	for _, w := range r.ways[i] {
		first = min(first, bits.TrailingZeros32(uint32(w.Slots)))
	}
	return first
}

// with adds a piece to what is left.
func (m remains) with(p *solve.Problem, i int, ways []check.Way) remains {
	piece := &p.Pieces[i]
	families, sets := map[int]solve.Tier{}, map[int32]int64{piece.Set: 1}
	for f, t := range m.families {
		families[f] = t
	}
	for _, c := range piece.Cantrips {
		families[c.Family] = max(families[c.Family], c.Tier)
	}
	for id, n := range m.sets {
		sets[id] += n
	}
	m.families, m.sets = families, sets
	for _, w := range ways {
		for _, s := range w.Slots.List() {
			m.al[s] = max(m.al[s], piece.AL)
			m.points[s] = max(m.points[s], classicPoints(piece))
			for c := solve.ByDamage; c <= solve.ByTotalRating; c++ {
				m.criterion[c][s] = max(m.criterion[c][s], ratingOf(piece, c))
			}
		}
	}
	return m
}

// ratingOf is a piece's part in the criterion of one rating or of all.
func ratingOf(p *solve.Piece, c solve.Criterion) int64 {
	if c == solve.ByTotalRating {
		var total int64
		for _, r := range p.Ratings {
			total += max(int64(r), 0)
		}
		return total
	}
	return max(int64(p.Ratings[c-solve.ByDamage]), 0)
}

// tooPoor tells whether no suit below this node beats the last one kept.
func (r *reference) tooPoor(depth int) bool {
	last := r.best.last()
	if last == nil {
		return false
	}
	for i, c := range check.Objective(&r.problem.Request) {
		bound := r.bound(c, &r.left[depth])
		switch {
		case bound == last.Score[i]:
			continue
		case c == solve.ByFewestOwners || c == solve.ByFewestReductions:
			return bound > last.Score[i]
		}
		return bound < last.Score[i]
	}
	return len(r.worn) > len(last.Worn)
}

// bound is the best that any suit below this node reaches in a criterion.
func (r *reference) bound(c solve.Criterion, left *remains) int64 {
	q := &r.problem.Request
	switch c {
	case solve.ByCantrips:
		return r.cantripBound(left, func(w solve.Wanted) int64 { return w.Weight })
	case solve.BySetPieces:
		return min(r.setBound(q.PrimarySet, left), int64(q.PrimaryCount)) + min(r.setBound(q.SecondarySet, left), int64(q.SecondaryCount))
	case solve.ByArmorLevel:
		var worn int64
		for _, w := range r.worn {
			worn += max(r.problem.Pieces[w.Piece].AL, 0) * int64(w.Slots.Count())
		}
		return worn + r.onFreeSlots(&left.al)
	case solve.ByFewestOwners, solve.ByFewestReductions:
		return r.worth(c)
	case solve.ByClassic:
		return r.classicBound(left)
	}
	return r.worth(c) + r.onFreeSlots(&left.criterion[c])
}

// worth is what the pieces worn so far come to.
func (r *reference) worth(c solve.Criterion) int64 {
	alone := solve.Problem{Pieces: r.problem.Pieces, Request: r.problem.Request}
	alone.Request.Objective = []solve.Criterion{c}
	return check.Score(&alone, r.worn)[0]
}

func (r *reference) onFreeSlots(best *[solve.SlotCount]int64) (total int64) {
	for s, v := range best {
		if !r.slots.Has(solve.Slot(s)) {
			total += v
		}
	}
	return total
}

func (r *reference) cantripBound(left *remains, weight func(solve.Wanted) int64) (total int64) {
	for _, want := range r.problem.Request.Cantrips {
		reached := left.families[want.Family] >= want.Tier
		for _, w := range r.worn {
			reached = reached || slices.ContainsFunc(r.problem.Pieces[w.Piece].Cantrips, func(c solve.Cantrip) bool {
				return c.Family == want.Family && c.Tier >= want.Tier
			})
		}
		if reached {
			total += weight(want)
		}
	}
	return total
}

func (r *reference) setBound(id int32, left *remains) int64 {
	if id == 0 {
		return 0
	}
	count := left.sets[id]
	for _, w := range r.worn {
		if r.problem.Pieces[w.Piece].Set == id {
			count++
		}
	}
	return count
}

func (r *reference) classicBound(left *remains) int64 {
	q := &r.problem.Request
	points := 100*r.cantripBound(left, func(solve.Wanted) int64 { return 1 }) + r.onFreeSlots(&left.points)
	for _, s := range []struct {
		id    int32
		count int
	}{{q.PrimarySet, q.PrimaryCount}, {q.SecondarySet, q.SecondaryCount}} {
		if missing := int64(s.count) - r.setBound(s.id, left); s.id != 0 && missing > 0 {
			points -= 200 * missing
		} else if s.id != 0 {
			points += 1000
		}
	}
	al := r.onFreeSlots(&left.al)
	for _, w := range r.worn {
		piece := &r.problem.Pieces[w.Piece]
		al += max(piece.AL, 0)
		points += classicPoints(piece)
	}
	return points + al/100
}

// classicPoints is at least what a piece adds to the classic score by itself.
func classicPoints(p *solve.Piece) int64 {
	return 5 + 10*max(0, min(int64(p.Ratings[solve.CritDamage]), 2), min(int64(p.Ratings[solve.Damage]), 3))
}
