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
	OfCantrip                                // Request.Cantrips[Index].Required
	OfMinimum                                // Request.Min[Index]
	OfStrictSets                             // mode Strict
	OfPrimarySet                             // in mode Require
	OfSecondarySet                           // in mode Require
	OfExcluded                               // Request.Excluded, all of them
	OfSlots                                  // Request.Slots
	OfReduction                              // Request.Reduction
	OfCritDamage                             // Request.ForbidCritDamage
	OfClothing                               // Request.ClothingMinDamage
	OfBars                                   // the bars of pieces
)

// Constraint is one of the things that a user asked for.
type Constraint struct {
	Kind  ConstraintKind
	Index int
}

// Conflict is a smallest set of constraints that cannot hold together: without any
// one of them they could.
type Conflict struct {
	Constraints []Constraint
	Proved      bool // false where a limit ended the search: the set may be too large
}

// FindConflict tells what is in the way of any suit at all; nil where there is one,
// or where a limit ended the search before anything was found out.
//
// Every conflict has one of the constraints that some possible choice of them lacks.
// So such choices are gathered, as large as they can be, and the fewest constraints
// that have one of each choice's missing ones are tried: where these cannot hold, or
// are as many as a conflict that is known, there is no smaller conflict; where they
// can, they are one more choice.
func FindConflict(ctx context.Context, p *Problem, o Options) (*Conflict, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	f := filter{ctx: ctx, p: p, o: o, all: p.constraints()}
	if f.possible(f.everything()) {
		return nil, nil
	}
	least := f.reduced()
	var missing [][]int
	for size := 1; !f.stopped; {
		few := hitting(size, missing)
		if few == nil {
			size++
			continue
		}
		if len(few) >= len(least) {
			break
		}
		if !f.possible(few) {
			least = few
			break
		}
		missing = append(missing, f.complement(few))
	}
	slices.Sort(least)
	return f.conflict(least), nil
}

// filter asks again and again whether a suit is possible. Constraints are meant by
// their places in the list of all.
type filter struct {
	ctx     context.Context
	p       *Problem
	o       Options
	all     []Constraint
	stopped bool // by a limit
}

func (f *filter) everything() []int {
	list := make([]int, len(f.all))
	for i := range list {
		list[i] = i
	}
	return list
}

func (f *filter) conflict(kept []int) *Conflict {
	c := &Conflict{Proved: !f.stopped}
	for _, i := range kept {
		c.Constraints = append(c.Constraints, f.all[i])
	}
	return c
}

// possible tells whether a suit can meet some of the constraints. Not to know counts
// as possible, and is remembered.
func (f *filter) possible(kept []int) bool {
	if f.stopped {
		return true
	}
	p := f.p.only(f.conflict(kept).Constraints)
	o := Options{Workers: f.o.Workers, Memory: f.o.Memory, MaxNodes: f.o.MaxNodes}
	m := newModel(f.ctx, p, 0, o.Workers)
	demands := slices.IndexFunc(m.stages, func(s stage) bool { return s.target == noTarget })
	if demands == 0 {
		return true
	}
	r := &runner{m: m, meter: newMeter(f.ctx, o)}
	largest := m.largest()
	s := m.newSearch(f.ctx, r.meter, m.dominate(m.everything(), largest, valuesOnly, 1), largest)
	f.stopped = !s.run(demands)
	return f.stopped || !s.impossible
}

// reduced takes constraints from all, the last first, for as long as what is left
// cannot hold.
func (f *filter) reduced() []int {
	kept := f.everything()
	for i := len(kept) - 1; i >= 0; i-- {
		if fewer := slices.Delete(slices.Clone(kept), i, i+1); !f.possible(fewer) {
			kept = fewer
		}
	}
	return kept
}

// complement adds to constraints that can hold all that can hold with them, and gives
// those that cannot.
func (f *filter) complement(kept []int) (missing []int) {
	kept = slices.Clone(kept)
	for i := range f.all {
		if slices.Contains(kept, i) {
			continue
		}
		if more := append(slices.Clone(kept), i); f.possible(more) {
			kept = more
		} else {
			missing = append(missing, i)
		}
	}
	return missing
}

// hitting gives so many numbers at most, of which each list has one; nil where there
// are none such.
func hitting(size int, lists [][]int) []int {
	chosen := make([]int, 0, size)
	var descend func() bool
	descend = func() bool {
		var open []int // the shortest list that has none of the chosen
		for _, l := range lists {
			hit := slices.ContainsFunc(l, func(x int) bool { return slices.Contains(chosen, x) })
			if !hit && (open == nil || len(l) < len(open)) {
				open = l
			}
		}
		if open == nil || len(chosen) == size {
			return open == nil
		}
		for _, x := range open {
			chosen = append(chosen, x)
			if descend() {
				return true
			}
			chosen = chosen[:len(chosen)-1]
		}
		return false
	}
	if !descend() {
		return nil
	}
	return chosen
}
