package index

import "overlord/inventory/query"

// view is a block while it is searched.
type view struct {
	*block
	numbers []uint32 // of each of its strings in the dictionary
}

// step is a part of a query that was made ready for one state of the index.
type step interface {
	// rows makes set the rows of the block for which the step is true. What is in the
	// set before is of no meaning.
	rows(v view, set []uint64, free *scratch)
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

type allOf []step

func (a allOf) rows(v view, set []uint64, free *scratch) {
	a[0].rows(v, set, free)
	more := free.take(len(set))
	defer free.give(more)
	for _, s := range a[1:] {
		if isEmpty(set) {
			return
		}
		s.rows(v, more, free)
		for w := range set {
			set[w] &= more[w]
		}
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

type noneOf struct{ step }

func (n noneOf) rows(v view, set []uint64, free *scratch) {
	n.step.rows(v, set, free)
	invert(set, len(v.ids))
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

// named is true where a source has one of some ids.
type named struct {
	source int
	ids    *idSet
}

func (n named) rows(v view, set []uint64, _ *scratch) {
	clear(set)
	n.ids.rows(&v.sources[n.source], set)
}

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
		t.spells.rows(&v.sources[sourceOf("spell")], set)
	}
}

// owned is true for all items of some owners.
type owned struct{ fits func(*Segment) bool }

func (o owned) rows(v view, set []uint64, _ *scratch) {
	clear(set)
	if o.fits(v.segment) {
		fill(set, len(v.ids))
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

func (m marked) rows(v view, set []uint64, _ *scratch) {
	clear(set)
	if len(m.ids) == 0 {
		return
	}
	for i, id := range v.itemIDs {
		if has(m.some, id&0xFFFF) && m.ids[id] {
			set[i/64] |= 1 << (i % 64)
		}
	}
}

// better is true for what is better than what a character wears.
type better struct {
	character string // folded
	worn      []query.Worn
	merit     [4]int // columns of query.Merit's fields
}

func (s better) rows(v view, set []uint64, _ *scratch) {
	clear(set)
	theirs := v.segment.asked != s.character
	at := func(column, row int) float64 {
		if n, ok := v.columns[column].at(row); ok {
			return n
		}
		return 0
	}
	for i, slots := range v.slots {
		if slots == 0 || theirs && has(v.attuned, uint32(i)) {
			continue
		}
		merit := query.Merit{BaseArmor: at(s.merit[0], i), Rating: at(s.merit[1], i), Legendaries: at(s.merit[2], i), Damage: at(s.merit[3], i)}
		if query.IsBetter(int64(v.itemIDs[i]), slots, merit, s.worn) {
			set[i/64] |= 1 << (i % 64)
		}
	}
}
