package index

import (
	"cmp"
	"slices"
	"strings"

	"overlord/inventory/query"
)

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
	theirs := v.segment.folded != s.character
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

// planner makes a query ready for one state.
type planner struct {
	state *state
	env   *query.Env
}

func (p *planner) plan(n query.Node) step {
	switch n := n.(type) {
	case *query.And:
		steps := p.all(n.Nodes)
		slices.SortStableFunc(steps, func(a, b step) int { return cmp.Compare(cost(a), cost(b)) })
		return allOf(steps)
	case *query.Or:
		return anyOf(p.all(n.Nodes))
	case *query.Not:
		return noneOf{p.plan(n.Node)}
	case *query.Word:
		return p.written(query.PlaceWord, []string{n.Text}, false)
	case *query.Leaf:
		return p.leaf(n)
	}
	return everything{}
}

// cost ranks steps: the cheap ones go first, as an and ends where nothing is left.
func cost(s step) int {
	switch s.(type) {
	case owned:
		return 0
	case named, numbers:
		return 1
	case written, marked:
		return 2
	case better:
		return 4
	}
	return 3
}

func (p *planner) all(nodes []query.Node) []step {
	steps := make([]step, len(nodes))
	for i, n := range nodes {
		steps[i] = p.plan(n)
	}
	return steps
}

func (p *planner) leaf(l *query.Leaf) step {
	switch {
	case l.Filter.Form == query.FormNumber:
		n := numbers{}
		for _, c := range l.Filter.Columns() {
			n.columns = append(n.columns, c.Index)
		}
		n.low, n.high = l.Range()
		return n
	case l.Filter.Form == query.FormAge:
		return owned{func(s *Segment) bool { return l.MatchAge(s.owner.Uploaded, p.env.Now) }}
	case l.Filter.Form == query.FormCharacter:
		return p.better(l.Terms[0])
	case l.Filter.HasIDs():
		return named{sourceOf(l.Filter.Name), newIDSet(l.IDs())}
	}
	return p.term(l)
}

func (p *planner) term(l *query.Leaf) step {
	whole := l.Op == "="
	fits := func(text string) bool {
		return slices.ContainsFunc(l.Terms, func(term string) bool { return query.Fits(text, term, whole) })
	}
	switch place := l.Filter.Place(); place {
	case query.PlaceOwner:
		return owned{func(s *Segment) bool { return fits(strings.ReplaceAll(s.folded, "_", " ")) }}
	case query.PlaceTag, query.PlaceNote:
		ids := map[uint32]bool{}
		for _, id := range p.env.Items(place) {
			if slices.ContainsFunc(p.env.Own(place, id), fits) {
				ids[uint32(id)] = true
			}
		}
		return newMarked(ids)
	default:
		return p.written(place, l.Terms, whole)
	}
}

func (p *planner) written(place query.Place, terms []string, whole bool) step {
	t := written{places: []query.Place{place}}
	var spells []int64
	for i, term := range terms {
		set := p.state.texts.matches(term, whole)
		if i == 0 {
			t.texts = set
		}
		for w := range set {
			t.texts[w] |= set[w]
		}
		spells = append(spells, query.SpellsNamed(term, whole)...)
	}
	if place == query.PlaceText {
		t.places = append(t.places, query.PlaceWord)
	}
	if place == query.PlaceText || place == query.PlaceWord {
		slices.Sort(spells)
		t.spells = newIDSet(slices.Compact(spells))
	}
	return t
}

func (p *planner) better(character string) step {
	worn := p.env.Worn
	if worn == nil {
		worn = p.state.worn
	}
	list, ok := worn(character)
	if !ok {
		return owned{func(*Segment) bool { return false }}
	}
	b := better{character: character, worn: list}
	for i, name := range []string{"base_armor_level", "total_rating", "legendary_count", "max_damage"} {
		c, _ := query.ColumnOf(name)
		b.merit[i] = c.Index
	}
	return b
}

// worn tells what a character wears, by its folded name.
func (st *state) worn(character string) ([]query.Worn, bool) {
	var worn []query.Worn
	known := false
	for _, e := range st.entries {
		if strings.ReplaceAll(e.segment.folded, "_", " ") == character {
			worn, known = append(worn, e.segment.worn...), true
		}
	}
	return worn, known
}
