package solve

import (
	"context"
	"slices"
)

// search is the work on one list of options: stage by stage, the best that is known
// and a bound that it is held against.
type search struct {
	m     *model
	ctx   context.Context
	meter *meter

	comps     []component
	alive     []bool  // by option
	compOf    []int32 // by option, where it is alive
	count     int     // of options alive
	closed    []int64 // what each closed stage is worth in every suit still looked for
	bounds    []*bound
	lim       limits
	cases     [2]setCase // what is supposed of each set
	largest   []int64    // by quantity: the largest value of an option, without sign
	magnitude []int64    // by stage: the largest raw number that any suit can have, without sign
	pack      packing    // of all ranked quantities
	rest      packing    // of all but the rounded one
	rounded   int        // the quantity of a criterion that is rounded, -1 for none
	apart     []int      // quantities that partial suits are compared apart by

	rule *ownerRule // once the owners are counted, where they still matter
	free map[int32]bool

	incumbent  suit
	score      []int64
	impossible bool // a demand cannot be met

	floor  []int64 // a score by stage that a suit must reach to be of use; nil for none
	beaten bool    // none can

	pool     [][]int32 // packings that a master program had
	packed   [][]int32 // the oracles' last answers, as positions
	packedOK []bool
}

func (m *model) newSearch(ctx context.Context, meter *meter, list []int32, largest []int64) *search {
	s := &search{m: m, ctx: ctx, meter: meter, largest: largest, alive: make([]bool, len(m.options)), compOf: make([]int32, len(m.options))}
	for _, o := range list {
		s.alive[o] = true
	}
	s.lay(list)
	s.magnitudes(largest)
	order, apart, rounded := m.ranked(len(m.stages))
	s.pack, s.apart, s.rounded = newPacking(order, largest), apart, rounded
	if rounded >= 0 {
		s.rest = newPacking(slices.DeleteFunc(order, func(q int) bool { return q == rounded }), largest)
	}
	s.score = m.score(nil)
	s.limit()
	return s
}

// lay splits the options that are left into components.
func (s *search) lay(list []int32) {
	s.comps = s.m.components(list)
	for c := range s.comps {
		for _, o := range s.comps[c].opts {
			s.compOf[o] = int32(c)
		}
	}
	s.packed = make([][]int32, len(s.comps))
	s.packedOK = make([]bool, len(s.comps))
	s.count = len(list)
}

// left lists the options that are left.
func (s *search) left() []int32 {
	list := make([]int32, 0, s.count)
	for c := range s.comps {
		list = append(list, s.comps[c].opts...)
	}
	return list
}

func (s *search) magnitudes(largest []int64) {
	s.magnitude = make([]int64, len(s.m.stages))
	for k := range s.m.stages {
		f := &s.m.stages[k].form
		n := int64(1)
		if f.quantity >= 0 {
			n += largest[f.quantity] * SlotCount
		}
		for _, w := range f.family {
			n += w
		}
		for _, table := range f.set {
			if table != nil {
				n += max(table[len(table)-1], -table[0])
			}
		}
		s.magnitude[k] = n
	}
}

// limit derives what the closed stages force.
func (s *search) limit() {
	s.lim = limits{}
	for c := range s.comps {
		for _, o := range s.comps[c].opts {
			s.lim.reachable |= s.m.options[o].family
		}
	}
	for j, worth := range s.closed {
		f := &s.m.stages[j].form
		if s.m.stages[j].owners || f.quantity >= 0 {
			continue
		}
		s.limitBy(f, f.floor(worth))
	}
	for k, want := range s.m.want {
		s.lim.most[k] = want
		switch s.cases[k] {
		case complete:
			s.lim.least[k] = want
		case incomplete:
			s.lim.most[k] = max(want-1, s.lim.least[k])
		}
	}
}

// limitBy reads a form of families and sets only: what it is short of when it lacks
// one thing shows what it cannot lack.
func (s *search) limitBy(f *form, floor int64) {
	var most int64
	for i, w := range f.family {
		if s.lim.reachable>>i&1 != 0 {
			most += w
		}
	}
	for _, table := range f.set {
		if table != nil {
			most += table[len(table)-1]
		}
	}
	for i, w := range f.family {
		if s.lim.reachable>>i&1 != 0 && most-w < floor {
			s.lim.must |= 1 << i
		}
	}
	for k, table := range f.set {
		for n := range table {
			if most-table[len(table)-1]+table[n] >= floor {
				s.lim.least[k] = max(s.lim.least[k], n)
				break
			}
		}
	}
}

// implied tells whether the limits alone make a closed stage hold.
func (s *search) implied(j int) bool {
	f := &s.m.stages[j].form
	if f.quantity >= 0 {
		return false
	}
	var sure int64
	for i, w := range f.family {
		if s.lim.must>>i&1 != 0 {
			sure += w
		}
	}
	for k, table := range f.set {
		if table != nil {
			sure += table[s.lim.least[k]]
		}
	}
	return sure >= f.floor(s.closed[j])
}

// split sorts a suit's options by component.
func (s *search) split(list suit) [][]int32 {
	parts := make([][]int32, len(s.comps))
	for _, o := range list {
		parts[s.compOf[o]] = append(parts[s.compOf[o]], o)
	}
	for _, part := range parts {
		slices.Sort(part)
	}
	return parts
}

func (s *search) allAlive(list []int32) bool {
	for _, o := range list {
		if !s.alive[o] {
			return false
		}
	}
	return true
}

// offer takes a suit as the incumbent if it is better.
func (s *search) offer(list suit) bool {
	if !s.m.wearable(list) {
		return false
	}
	score := s.m.score(list)
	if !s.better(score, list) {
		return false
	}
	if s.incumbent = s.m.lean(slices.Clone(list)); len(s.incumbent) < len(list) {
		score = s.m.score(s.incumbent)
	}
	s.score = score
	s.meter.found(s.m, s.incumbent, score)
	return true
}

func (s *search) better(score []int64, list suit) bool {
	if c := compareWords(score, s.score); c != 0 {
		return c > 0
	}
	return s.m.lists(list, s.incumbent) < 0
}

// falls tells whether what a stage can still be worth is too little, when all stages
// before it are at the floor.
func (s *search) falls(stage int, worth int64) bool {
	if s.floor == nil || s.beaten {
		return s.beaten
	}
	for j, v := range s.closed[:stage] {
		if v > s.floor[j] {
			return false
		}
	}
	s.beaten = worth < s.floor[stage]
	return s.beaten
}

// close ends a stage at what the incumbent is worth there.
func (s *search) close(stage int) {
	s.closed = append(s.closed, s.score[stage])
	s.limit()
}
