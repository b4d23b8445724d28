package solvetest

import (
	"slices"

	"overlord/suitbuilder/solve"
)

// Shrink takes from a problem whatever it can spare while it still fails: pieces,
// then demands, then what the pieces have. It is for people who look for the cause.
func Shrink(p *solve.Problem, fails func(*solve.Problem) bool) *solve.Problem {
	for {
		smaller := shrinkOnce(p, fails)
		if smaller == nil {
			return p
		}
		p = smaller
	}
}

// shrinkOnce makes one step; nil where none keeps the failure.
func shrinkOnce(p *solve.Problem, fails func(*solve.Problem) bool) *solve.Problem {
	for _, change := range shrinks(p) {
		q := copyOf(p)
		change(q)
		if fails(q) {
			return q
		}
	}
	return nil
}

func copyOf(p *solve.Problem) *solve.Problem {
	q := &solve.Problem{Pieces: slices.Clone(p.Pieces), Request: p.Request}
	for i := range q.Pieces {
		q.Pieces[i].Cantrips = slices.Clone(q.Pieces[i].Cantrips)
	}
	q.Request.Cantrips = slices.Clone(p.Request.Cantrips)
	q.Request.Locked = slices.Clone(p.Request.Locked)
	q.Request.Excluded = slices.Clone(p.Request.Excluded)
	q.Request.Min = slices.Clone(p.Request.Min)
	q.Request.Objective = slices.Clone(p.Request.Objective)
	return q
}

// shrinks are all steps that make a problem smaller.
func shrinks(p *solve.Problem) (list []func(*solve.Problem)) {
	add := func(there bool, change func(*solve.Problem)) {
		if there {
			list = append(list, change)
		}
	}
	r := &p.Request
	for i := range p.Pieces {
		add(true, func(q *solve.Problem) { q.Pieces = slices.Delete(q.Pieces, i, i+1) })
	}
	add(r.Top > 1, func(q *solve.Problem) { q.Request.Top-- })
	for i := range r.Cantrips {
		add(true, func(q *solve.Problem) { q.Request.Cantrips = slices.Delete(q.Request.Cantrips, i, i+1) })
	}
	for i := range r.Locked {
		add(true, func(q *solve.Problem) { q.Request.Locked = slices.Delete(q.Request.Locked, i, i+1) })
	}
	add(len(r.Excluded) > 0, func(q *solve.Problem) { q.Request.Excluded = nil })
	add(len(r.Min) > 0, func(q *solve.Problem) { q.Request.Min = nil })
	for i := range r.Objective {
		add(len(r.Objective) > 1, func(q *solve.Problem) { q.Request.Objective = slices.Delete(q.Request.Objective, i, i+1) })
	}
	add(r.PrimarySet != 0 && r.SetMode == solve.Prefer, func(q *solve.Problem) { q.Request.PrimarySet, q.Request.PrimaryCount = 0, 0 })
	add(r.SecondarySet != 0 && r.SetMode == solve.Prefer, func(q *solve.Problem) { q.Request.SecondarySet, q.Request.SecondaryCount = 0, 0 })
	add(r.SetMode != solve.Prefer, func(q *solve.Problem) { q.Request.SetMode = solve.Prefer })
	add(r.Slots != solve.AllSlots, func(q *solve.Problem) { q.Request.Slots = solve.AllSlots })
	add(r.ForbidCritDamage != [3]bool{}, func(q *solve.Problem) { q.Request.ForbidCritDamage = [3]bool{} })
	for i := range p.Pieces {
		piece := &p.Pieces[i]
		add(piece.Set != 0, func(q *solve.Problem) { q.Pieces[i].Set = 0 })
		add(piece.AL != 0, func(q *solve.Problem) { q.Pieces[i].AL = 0 })
		add(piece.AL > 1, func(q *solve.Problem) { q.Pieces[i].AL = 1 })
		add(piece.Bar != 0, func(q *solve.Problem) { q.Pieces[i].Bar = 0 })
		add(piece.Reducible, func(q *solve.Problem) { q.Pieces[i].Reducible = false })
		for c := range piece.Cantrips {
			add(true, func(q *solve.Problem) { q.Pieces[i].Cantrips = slices.Delete(q.Pieces[i].Cantrips, c, c+1) })
		}
		for at, n := range piece.Ratings {
			add(n != 0, func(q *solve.Problem) { q.Pieces[i].Ratings[at] = 0 })
		}
	}
	return list
}
