package solve

import "math/bits"

// repair looks for a suit better than the incumbent by small changes: what such a
// suit must have is a list of wants, each with a weight. A move puts an option on
// that serves a want which is not met, and takes off what is in its way; the one that
// leaves the least weight unmet is made, even if it is worse than before. Wants that
// stay unmet grow heavier until they are served. It finds covers that beams, which
// never take back, come upon late; it proves nothing.
type repair struct {
	s       *search
	wants   []want
	suit    suit
	counts  [64]int // pieces with each family
	sets    [3]int
	sums    []int64 // by quantity
	tabu    map[int32]int
	state   uint64
	options []int32
	byFam   [64][]int32
	bySet   [3][]int32
}

// want is a family that must be reached, or a form that must be worth something.
type want struct {
	family int // -1 for a form
	form   *form
	need   int64
	unit   float64 // of what is short
	weight float64
}

// tabuMoves is for how many moves a piece that was taken off stays off.
const tabuMoves = 6

// repair tries so many moves to make the incumbent better in a stage; true if it did.
func (s *search) repair(stage, moves int) bool {
	r := &repair{s: s, tabu: map[int32]int{}, state: 0x9E3779B97F4A7C15, options: s.left(), sums: make([]int64, len(s.m.quantities))}
	for _, o := range r.options {
		x := &s.m.options[o]
		for f := x.family; f != 0; f &= f - 1 {
			r.byFam[lowBit(f)] = append(r.byFam[lowBit(f)], o)
		}
		r.bySet[x.set] = append(r.bySet[x.set], o)
	}
	r.layWants(stage)
	for _, o := range s.incumbent {
		r.put(o)
	}
	for move := range moves {
		if move%64 == 0 && s.meter.stopped() {
			return false
		}
		w := r.unmet()
		if w < 0 {
			return s.offer(r.suit)
		}
		if !r.move(w, move) {
			return false
		}
	}
	return false
}

func (r *repair) layWants(stage int) {
	s := r.s
	for must := s.lim.must; must != 0; must &= must - 1 {
		r.wants = append(r.wants, want{family: lowBit(must), unit: 1, weight: 1})
	}
	for j := 0; j <= stage; j++ {
		if s.m.stages[j].owners {
			continue
		}
		f := &s.m.stages[j].form
		need := f.floor(s.score[stage] + 1)
		if j < stage {
			if s.implied(j) && f.set[0] == nil && f.set[1] == nil {
				continue
			}
			need = f.floor(s.closed[j])
		}
		unit := 1.0
		if f.quantity >= 0 && need > 17 {
			unit = float64(need) / 17
		}
		r.wants = append(r.wants, want{family: -1, form: f, need: need, unit: unit, weight: 1})
	}
}

// short is how much of a want is missing after a change.
func (r *repair) short(w *want, c *change) float64 {
	if w.family >= 0 {
		if r.countAfter(w.family, c) > 0 {
			return 0
		}
		return 1
	}
	v := int64(0)
	if q := w.form.quantity; q >= 0 {
		v = r.sums[q]
		if c != nil {
			v += r.s.m.values(c.in)[q]
			for _, o := range c.out {
				v -= r.s.m.values(o)[q]
			}
		}
	}
	for f, weight := range w.form.family {
		if r.countAfter(f, c) > 0 {
			v += weight
		}
	}
	for k, table := range w.form.set {
		if table != nil {
			v += table[max(0, min(r.setAfter(k+1, c), len(table)-1))]
		}
	}
	if v >= w.need {
		return 0
	}
	return float64(w.need-v) / w.unit
}

// change is an option to put on and those to take off for it.
type change struct {
	in  int32
	out []int32
}

func (r *repair) countAfter(f int, c *change) int {
	n := r.counts[f]
	if c == nil {
		return n
	}
	n += int(r.s.m.options[c.in].family >> f & 1)
	for _, o := range c.out {
		n -= int(r.s.m.options[o].family >> f & 1)
	}
	return n
}

func (r *repair) setAfter(k int, c *change) int {
	n := r.sets[k]
	if c == nil {
		return n
	}
	if int(r.s.m.options[c.in].set) == k {
		n++
	}
	for _, o := range c.out {
		if int(r.s.m.options[o].set) == k {
			n--
		}
	}
	return n
}

// total is the weight of all that is missing.
func (r *repair) total(c *change) float64 {
	sum := 0.0
	for i := range r.wants {
		sum += r.wants[i].weight * r.short(&r.wants[i], c)
	}
	return sum
}

// unmet picks one of the wants that are not met; -1 when all are.
func (r *repair) unmet() int {
	var list [96]int
	n := 0
	for i := range r.wants {
		if n < len(list) && r.short(&r.wants[i], nil) > 0 {
			list[n] = i
			n++
		}
	}
	if n == 0 {
		return -1
	}
	r.state ^= r.state << 13
	r.state ^= r.state >> 7
	r.state ^= r.state << 17
	return list[r.state%uint64(n)]
}

// candidates are the options that may serve a want.
func (r *repair) candidates(w *want) []int32 {
	switch {
	case w.family >= 0:
		return r.byFam[w.family]
	case w.form.quantity < 0 && w.form.family == nil:
		var list []int32
		for k, table := range w.form.set {
			if table != nil && r.sets[k+1] < len(table)-1 {
				list = append(list, r.bySet[k+1]...)
			}
		}
		return list
	}
	return r.options
}

// move makes the best change for a want.
func (r *repair) move(w, now int) bool {
	m := r.s.m
	var best change
	least := -1.0
	var c change
	for _, o := range r.candidates(&r.wants[w]) {
		if r.tabu[o] > now {
			continue
		}
		c.in, c.out = o, c.out[:0]
		worn := false
		for _, x := range r.suit {
			worn = worn || x == o
			if m.options[x].taken&m.options[o].taken != 0 || m.options[x].item == m.options[o].item {
				c.out = append(c.out, x)
			}
		}
		if worn {
			continue
		}
		if v := r.total(&c); least < 0 || v < least {
			least = v
			best.in, best.out = o, append(best.out[:0], c.out...)
		}
	}
	if least < 0 {
		clear(r.tabu)
		return len(r.candidates(&r.wants[w])) > 0
	}
	for _, o := range best.out {
		r.take(o)
		r.tabu[o] = now + tabuMoves
	}
	r.put(best.in)
	for i := range r.wants {
		if v := r.short(&r.wants[i], nil); v > 0 {
			r.wants[i].weight += min(v, 1) * 0.3
		}
	}
	return true
}

func (r *repair) put(o int32) { r.suit = append(r.suit, o); r.tally(o, 1) }

func (r *repair) take(o int32) {
	for i, x := range r.suit {
		if x == o {
			r.suit = append(r.suit[:i], r.suit[i+1:]...)
			r.tally(o, -1)
			return
		}
	}
}

func (r *repair) tally(o int32, by int) {
	x := &r.s.m.options[o]
	for f := x.family; f != 0; f &= f - 1 {
		r.counts[bits.TrailingZeros64(f)] += by
	}
	r.sets[x.set] += by
	for q, v := range r.s.m.values(o) {
		r.sums[q] += int64(by) * v
	}
}
