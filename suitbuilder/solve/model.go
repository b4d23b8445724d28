package solve

import "slices"

// option is one way to wear one record of an item.
type option struct {
	piece   int32
	owner   int32 // 0 is the target
	item    int64
	slots   SlotMask
	reach   SlotMask // all slots that any option of the item fills
	taken   uint64   // slots and, from bit SlotCount on, coverage bits
	shape   int32    // index into model.shapes: its number
	family  uint64   // wanted families that it brings
	set     uint8    // 0 none, 1 primary, 2 secondary
	reduced bool
	single  bool // the item's only option
	locked  bool
}

// model is a problem as the solver sees it: options with a few numbers each.
type model struct {
	p   *Problem
	req *Request

	families []int // wanted: those that count for something
	weights  []int64
	required uint64
	pieces   int // worn at least; 0 for no such demand
	sets     [2]int32
	want     [2]int // 0 where a set counts for nothing

	quantities []quantity
	stages     []stage
	ownerStage int // index of the stage that counts owners; len(stages) if none

	owners  []string // 0 is the target, there or not
	shapes  []uint64 // what options take, each once
	options []option
	add     []int64 // of option o: add[o*len(quantities):][:len(quantities)]
}

// newModel reads a problem. A suit must have so many pieces at least, which no
// request asks for, but the search for the second best does.
func newModel(p *Problem, pieces, workers int) *model {
	m := &model{p: p, req: &p.Request, pieces: pieces}
	objective := m.req.objective()
	counts := slices.Contains(objective, ByCantrips) || slices.Contains(objective, ByClassic)
	for _, w := range m.req.Cantrips {
		if !counts && !w.Required {
			continue
		}
		if w.Required {
			m.required |= 1 << len(m.families)
		}
		m.families = append(m.families, w.Family)
		m.weights = append(m.weights, w.Weight)
	}
	if slices.Contains(objective, BySetPieces) || slices.Contains(objective, ByClassic) || m.req.SetMode == Require {
		m.sets = [2]int32{m.req.PrimarySet, m.req.SecondarySet}
		m.want = [2]int{m.req.PrimaryCount, m.req.SecondaryCount}
	}
	m.stages = append(m.demands(), m.criteria()...)
	m.ownerStage = slices.IndexFunc(m.stages, func(s stage) bool { return s.owners })
	if m.ownerStage < 0 {
		m.ownerStage = len(m.stages)
	}
	m.project(workers)
	return m
}

func (m *model) values(o int32) []int64 {
	q := len(m.quantities)
	return m.add[int(o)*q : int(o)*q+q]
}

// suit is a choice of options, in no order.
type suit []int32

// raw is a form's number for a suit, before it is cut.
func (m *model) raw(f *form, s suit) int64 {
	var family uint64
	var sets [3]int
	var sum int64
	for _, o := range s {
		family |= m.options[o].family
		sets[m.options[o].set]++
		if f.quantity >= 0 {
			sum += m.values(o)[f.quantity]
		}
	}
	for i, w := range f.family {
		if family>>i&1 != 0 {
			sum += w
		}
	}
	for i, table := range f.set {
		if table != nil {
			sum += table[min(sets[i+1], len(table)-1)]
		}
	}
	return sum
}

// score is what a suit is worth at each stage, the larger the better.
func (m *model) score(s suit) []int64 {
	score := make([]int64, len(m.stages))
	for k := range m.stages {
		if m.stages[k].owners {
			score[k] = -int64(m.countOwners(s))
		} else {
			score[k] = m.stages[k].worth(m.raw(&m.stages[k].form, s))
		}
	}
	return score
}

func (m *model) countOwners(s suit) int {
	var seen [SlotCount]int32
	n := 0
	for _, o := range s {
		if owner := m.options[o].owner; owner != 0 && !slices.Contains(seen[:n], owner) {
			seen[n] = owner
			n++
		}
	}
	return n
}

// fits tells whether an option can be put on with the others.
func (m *model) fits(s suit, o int32) bool {
	for _, other := range s {
		if m.options[other].taken&m.options[o].taken != 0 || m.options[other].item == m.options[o].item {
			return false
		}
	}
	return true
}

// wearable tells whether all options of a list go together.
func (m *model) wearable(s suit) bool {
	for i, o := range s {
		if !m.fits(s[:i], o) {
			return false
		}
	}
	return true
}

// before orders records as the last tie does.
func (m *model) before(a, b int32) int {
	x, y := &m.options[a], &m.options[b]
	if x.item != y.item {
		if x.item < y.item {
			return -1
		}
		return 1
	}
	if p, q := m.p.Pieces[x.piece].Owner, m.p.Pieces[y.piece].Owner; p != q {
		if p < q {
			return -1
		}
		return 1
	}
	return 0
}

// lists compares two suits by their sorted records; of suits with as many pieces
// the one is before that has the lowest record that is not in both.
func (m *model) lists(a, b suit) int {
	x, y := slices.SortedFunc(slices.Values(a), m.before), slices.SortedFunc(slices.Values(b), m.before)
	return slices.CompareFunc(x, y, m.before)
}
