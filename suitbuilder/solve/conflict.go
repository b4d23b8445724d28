package solve

import (
	"context"
	"slices"
)

// ConstraintKind is a kind of what a user asked for and could drop.
type ConstraintKind uint8

// The kinds of constraints. Index is that of the request's list where there is one.
const (
	OfLocked       ConstraintKind = iota + 1 // Request.Locked[Index]
	OfExcluded                               // Request.Excluded[Index]
	OfCantrip                                // Request.Cantrips[Index].Required
	OfPrimarySet                             // in mode Require
	OfSecondarySet                           // in mode Require
	OfMinimum                                // Request.Min[Index]
	OfStrictSets                             // mode Strict
	OfCritDamage                             // Request.ForbidCritDamage
	OfClothing                               // Request.ClothingMinDamage
	OfReduction                              // Request.Reduction
)

// Constraint is one of the things that a user asked for.
type Constraint struct {
	Kind  ConstraintKind
	Index int
}

// Conflict is a set of constraints that cannot hold together, while any one of them
// less could. It is irreducible; another may be smaller.
type Conflict struct {
	Constraints []Constraint
	Proved      bool // false where a limit ended the search: the set may be too large
}

// FindConflict tells what is in the way of any suit at all; nil where there is one.
// Constraints are tried for removal in the order of their kinds, those that a user
// gives up most easily first, so that what stays is what he cares for least.
func FindConflict(ctx context.Context, p *Problem, o Options) (*Conflict, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	f := filter{ctx: ctx, p: p, o: o, proved: true}
	kept := p.Request.constraints()
	if f.possible(kept) {
		return nil, nil
	}
	for i := len(kept) - 1; i >= 0; i-- {
		fewer := slices.Delete(slices.Clone(kept), i, i+1)
		if !f.possible(fewer) {
			kept = fewer
		}
	}
	return &Conflict{Constraints: kept, Proved: f.proved}, nil
}

// filter asks again and again whether a suit is possible.
type filter struct {
	ctx    context.Context
	p      *Problem
	o      Options
	proved bool
}

// possible tells whether a suit can meet some of the constraints. Not to know counts
// as possible, and is remembered.
func (f *filter) possible(kept []Constraint) bool {
	p := &Problem{Pieces: f.p.Pieces, Request: f.p.Request.only(kept)}
	o := Options{Workers: f.o.Workers, Memory: f.o.Memory, MaxNodes: f.o.MaxNodes}
	m := newModel(p, 0, o.Workers)
	demands := slices.IndexFunc(m.stages, func(s stage) bool { return s.target == noTarget })
	if demands == 0 {
		return true
	}
	r := &runner{m: m, meter: newMeter(f.ctx, o)}
	largest := m.largest()
	s := m.newSearch(f.ctx, r.meter, m.dominate(m.everything(), largest, valuesOnly, 1), largest)
	if !s.run(demands) {
		f.proved = false
		return true
	}
	return !s.impossible
}

// constraints lists what a request insists on.
func (r *Request) constraints() (list []Constraint) {
	for i := range r.Locked {
		list = append(list, Constraint{OfLocked, i})
	}
	for i := range r.Cantrips {
		if r.Cantrips[i].Required {
			list = append(list, Constraint{OfCantrip, i})
		}
	}
	if r.SetMode == Require && r.PrimarySet != 0 {
		list = append(list, Constraint{OfPrimarySet, 0})
	}
	if r.SetMode == Require && r.SecondarySet != 0 {
		list = append(list, Constraint{OfSecondarySet, 0})
	}
	for i := range r.Min {
		list = append(list, Constraint{OfMinimum, i})
	}
	for i := range r.Excluded {
		list = append(list, Constraint{OfExcluded, i})
	}
	if r.SetMode == Strict {
		list = append(list, Constraint{OfStrictSets, 0})
	}
	if r.ForbidCritDamage != [3]bool{} {
		list = append(list, Constraint{OfCritDamage, 0})
	}
	if r.ClothingMinDamage > 0 {
		list = append(list, Constraint{OfClothing, 0})
	}
	if r.Reduction != ReduceACE {
		list = append(list, Constraint{OfReduction, 0})
	}
	return list
}

// only gives the request with some of its constraints.
func (r *Request) only(kept []Constraint) Request {
	has := func(kind ConstraintKind, i int) bool { return slices.Contains(kept, Constraint{kind, i}) }
	out := *r
	out.Locked, out.Excluded, out.Min, out.Cantrips = nil, nil, nil, slices.Clone(r.Cantrips)
	for i, l := range r.Locked {
		if has(OfLocked, i) {
			out.Locked = append(out.Locked, l)
		}
	}
	for i, e := range r.Excluded {
		if has(OfExcluded, i) {
			out.Excluded = append(out.Excluded, e)
		}
	}
	for i, m := range r.Min {
		if has(OfMinimum, i) {
			out.Min = append(out.Min, m)
		}
	}
	for i := range out.Cantrips {
		out.Cantrips[i].Required = has(OfCantrip, i)
	}
	switch r.SetMode {
	case Require:
		if !has(OfPrimarySet, 0) {
			out.PrimarySet, out.PrimaryCount = 0, 0
		}
		if !has(OfSecondarySet, 0) {
			out.SecondarySet, out.SecondaryCount = 0, 0
		}
	case Strict:
		if !has(OfStrictSets, 0) {
			out.SetMode = Prefer
		}
	}
	if !has(OfCritDamage, 0) {
		out.ForbidCritDamage = [3]bool{}
	}
	if !has(OfClothing, 0) {
		out.ClothingMinDamage = 0
	}
	if !has(OfReduction, 0) {
		out.Reduction = ReduceACE
	}
	return out
}
