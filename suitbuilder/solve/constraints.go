package solve

import "slices"

// constraints lists what can be in the way of any suit: without all of it, nothing
// worn is one.
func (p *Problem) constraints() (list []Constraint) {
	r := &p.Request
	add := func(there bool, kind ConstraintKind, index int) {
		if there {
			list = append(list, Constraint{kind, index})
		}
	}
	for i := range r.Locked {
		add(true, OfLocked, i)
	}
	for i := range r.Cantrips {
		add(r.Cantrips[i].Required, OfCantrip, i)
	}
	for i := range r.Min {
		add(r.Min[i].Value > 0, OfMinimum, i)
	}
	add(r.SetMode == Strict, OfStrictSets, 0)
	add(r.SetMode == Require && r.PrimarySet != 0, OfPrimarySet, 0)
	add(r.SetMode == Require && r.SecondarySet != 0, OfSecondarySet, 0)
	add(len(r.Excluded) > 0, OfExcluded, 0)
	add(r.slots() != AllSlots, OfSlots, 0)
	add(r.Reduction != ReduceACE, OfReduction, 0)
	add(r.ForbidCritDamage != [3]bool{}, OfCritDamage, 0)
	add(r.ClothingMinDamage > 0, OfClothing, 0)
	add(slices.ContainsFunc(p.Pieces, func(x Piece) bool { return x.Bar != BarNone }), OfBars, 0)
	return list
}

// only is the problem with some of its constraints, and no wish but to meet them.
func (p *Problem) only(kept []Constraint) *Problem {
	has := func(kind ConstraintKind, i int) bool { return slices.Contains(kept, Constraint{kind, i}) }
	out := &Problem{Pieces: p.Pieces, Request: p.Request}
	r := &out.Request
	r.Objective, r.Top = []Criterion{ByFewestReductions}, 1
	r.Locked = chosen(p.Request.Locked, func(i int) bool { return has(OfLocked, i) })
	r.Min = chosen(p.Request.Min, func(i int) bool { return has(OfMinimum, i) })
	r.Cantrips = slices.Clone(r.Cantrips)
	for i := range r.Cantrips {
		r.Cantrips[i].Required = has(OfCantrip, i)
	}
	onlySets(r, has)
	if !has(OfExcluded, 0) {
		r.Excluded = nil
	}
	if !has(OfSlots, 0) {
		r.Slots = AllSlots
	}
	if !has(OfReduction, 0) {
		r.Reduction = ReduceACE
	}
	if !has(OfCritDamage, 0) {
		r.ForbidCritDamage = [3]bool{}
	}
	if !has(OfClothing, 0) {
		r.ClothingMinDamage = 0
	}
	if !has(OfBars, 0) {
		out.Pieces = unbarred(p.Pieces)
	}
	return out
}

func onlySets(r *Request, has func(ConstraintKind, int) bool) {
	switch r.SetMode {
	case Strict:
		if !has(OfStrictSets, 0) {
			r.SetMode = Prefer
		}
	case Require:
		if !has(OfPrimarySet, 0) {
			r.PrimarySet, r.PrimaryCount = 0, 0
		}
		if !has(OfSecondarySet, 0) {
			r.SecondarySet, r.SecondaryCount = 0, 0
		}
	}
}

func chosen[T any](list []T, has func(int) bool) (out []T) {
	for i, x := range list {
		if has(i) {
			out = append(out, x)
		}
	}
	return out
}

// unbarred are the pieces as if nothing kept the target from wearing them.
func unbarred(pieces []Piece) []Piece {
	if !slices.ContainsFunc(pieces, func(x Piece) bool { return x.Bar != BarNone }) {
		return pieces
	}
	out := slices.Clone(pieces)
	for i := range out {
		out[i].Bar = BarNone
	}
	return out
}
