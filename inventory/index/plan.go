package index

import (
	"cmp"
	"slices"

	"overlord/inventory/query"
)

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
	case *better:
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
		return owned{func(s *Segment) bool { return fits(s.asked) }}
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
	return newBetter(character, list)
}

// worn tells what a character wears, by its folded name.
func (st *state) worn(character string) ([]query.Worn, bool) {
	var worn []query.Worn
	known := false
	for _, e := range st.entries {
		if e.segment.asked == character {
			worn, known = append(worn, e.segment.worn...), true
		}
	}
	return worn, known
}
