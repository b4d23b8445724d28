package index

import (
	"math/bits"

	"overlord/inventory/query"
)

// view is a block while it is searched.
type view struct {
	*block
	segment *Segment
	numbers []uint32 // of each of its strings in the dictionary
}

// step is a part of a query that was made ready for one state of the index.
type step interface {
	// rows makes set the rows of the block for which the step is true. What is in the
	// set before is of no meaning.
	rows(v view, set []uint64, free *scratch)
	// narrow leaves in set only rows for which the step is true.
	narrow(v view, set []uint64, free *scratch)
}

// scratch lends sets of rows.
type scratch struct{ free [][]uint64 }

func (s *scratch) take(words int) []uint64 {
	if n := len(s.free); n > 0 && cap(s.free[n-1]) >= words {
		set := s.free[n-1][:words]
		s.free = s.free[:n-1]
		return set
	}
	return make([]uint64, words)
}

func (s *scratch) give(set []uint64) { s.free = append(s.free, set) }

type everything struct{}

func (everything) rows(v view, set []uint64, _ *scratch) { fill(set, len(v.ids)) }
func (everything) narrow(view, []uint64, *scratch)       {}

// narrowBy leaves in set what a step, which looks at all rows anyway, is true for.
func narrowBy(s step, v view, set []uint64, free *scratch) {
	more := free.take(len(set))
	defer free.give(more)
	s.rows(v, more, free)
	for w := range set {
		set[w] &= more[w]
	}
}

type allOf []step

func (a allOf) rows(v view, set []uint64, free *scratch) {
	a[0].rows(v, set, free)
	a[1:].narrow(v, set, free)
}

func (a allOf) narrow(v view, set []uint64, free *scratch) {
	for _, s := range a {
		if isEmpty(set) {
			return
		}
		s.narrow(v, set, free)
	}
}

type anyOf []step

func (a anyOf) rows(v view, set []uint64, free *scratch) {
	a[0].rows(v, set, free)
	more := free.take(len(set))
	defer free.give(more)
	for _, s := range a[1:] {
		s.rows(v, more, free)
		for w := range set {
			set[w] |= more[w]
		}
	}
}

// narrow gives to each step what none before was true for.
func (a anyOf) narrow(v view, set []uint64, free *scratch) {
	left, more := free.take(len(set)), free.take(len(set))
	defer free.give(left)
	defer free.give(more)
	copy(left, set)
	for _, s := range a {
		copy(more, left)
		s.narrow(v, more, free)
		for w := range left {
			left[w] &^= more[w]
		}
	}
	for w := range set {
		set[w] &^= left[w]
	}
}

type noneOf struct{ step }

func (n noneOf) rows(v view, set []uint64, free *scratch) {
	n.step.rows(v, set, free)
	invert(set, len(v.ids))
}

func (n noneOf) narrow(v view, set []uint64, free *scratch) {
	more := free.take(len(set))
	defer free.give(more)
	copy(more, set)
	n.step.narrow(v, more, free)
	for w := range set {
		set[w] &^= more[w]
	}
}

// keep leaves in set the rows for which is is true.
func keep(set []uint64, is func(row int) bool) {
	for w, word := range set {
		for rest := word; rest != 0; rest &= rest - 1 {
			if row := w*64 + bits.TrailingZeros64(rest); !is(row) {
				word &^= 1 << (row % 64)
			}
		}
		set[w] = word
	}
}

// numbers is true where one of some columns is within bounds.
type numbers struct {
	columns   []int
	low, high float64
}

func (n numbers) rows(v view, set []uint64, _ *scratch) {
	clear(set)
	for _, c := range n.columns {
		v.columns[c].within(n.low, n.high, set)
	}
}

// fewOf is the share of a block's rows, as one of so many, up to which looking at
// each is less work than looking at whole columns.
const fewOf = 6

func (n numbers) narrow(v view, set []uint64, free *scratch) {
	if count(set)*fewOf > len(v.ids) {
		narrowBy(n, v, set, free)
		return
	}
	keep(set, func(row int) bool {
		for _, c := range n.columns {
			if x, ok := v.columns[c].at(row); ok && x >= n.low && x <= n.high {
				return true
			}
		}
		return false
	})
}

// named is true where a source has one of some ids.
type named struct {
	source int
	ids    *idSet
}

func (n named) rows(v view, set []uint64, _ *scratch) {
	clear(set)
	n.ids.rows(v.sources[n.source], set)
}

func (n named) narrow(v view, set []uint64, free *scratch) { narrowBy(n, v, set, free) }

// written is true where a text of some places is among those that match.
type written struct {
	places []query.Place
	texts  []uint64 // by number in the dictionary
	spells *idSet   // whose names match too; nil where they do not count
}

func (t written) rows(v view, set []uint64, _ *scratch) {
	clear(set)
	for _, place := range t.places {
		p := v.places[place]
		for i, key := range p.keys {
			if has(t.texts, v.numbers[key]) {
				p.add(i, set)
			}
		}
	}
	if t.spells != nil {
		t.spells.rows(v.sources[sourceOf("spell")], set)
	}
}

func (t written) narrow(v view, set []uint64, free *scratch) { narrowBy(t, v, set, free) }

// owned is true for all items of some owners.
type owned struct{ fits func(*Segment) bool }

func (o owned) rows(v view, set []uint64, _ *scratch) {
	clear(set)
	if o.fits(v.segment) {
		fill(set, len(v.ids))
	}
}

func (o owned) narrow(v view, set []uint64, _ *scratch) {
	if !o.fits(v.segment) {
		clear(set)
	}
}

// marked is true for some items, by the game's id.
type marked struct {
	ids  map[uint32]bool
	some []uint64 // of the ids' low bits, to look at few of the rows twice
}

func newMarked(ids map[uint32]bool) marked {
	m := marked{ids, make([]uint64, wordsFor(1<<16))}
	for id := range ids {
		m.some[id&0xFFFF/64] |= 1 << (id % 64)
	}
	return m
}

func (m marked) has(id uint32) bool { return has(m.some, id&0xFFFF) && m.ids[id] }

func (m marked) rows(v view, set []uint64, free *scratch) {
	fill(set, len(v.ids))
	m.narrow(v, set, free)
}

func (m marked) narrow(v view, set []uint64, _ *scratch) {
	if len(m.ids) == 0 {
		clear(set)
		return
	}
	keep(set, func(row int) bool { return m.has(v.itemIDs[row]) })
}
