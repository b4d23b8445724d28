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
	must    uint64      // families that must be reached
	heavy   [64]float64 // their weights
	wants   []want      // forms
	suit    suit
	have    uint64  // families that are reached
	counts  [64]int // pieces with each family
	sets    [3]int
	sums    []int64 // by quantity
	tabu    map[int32]int
	state   uint64
	options []int32
	byFam   [64][]int32
	bySet   [3][]int32
}

// want is a form that must be worth something.
type want struct {
	form   *form
	need   int64
	unit   float64 // of what is short
	weight float64
}

// tabuMoves is for how many moves a piece that was taken off stays off.
const tabuMoves = 6

// repair tries so many moves to make the incumbent better in a stage; true if it did.
// Another seed tries others.
func (s *search) repair(stage, moves, seed int) bool {
	r := &repair{s: s, tabu: map[int32]int{}, state: 0x9E3779B97F4A7C15 * uint64(2*seed+1), options: s.left(), sums: make([]int64, len(s.m.quantities))}
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
		candidates, unmet := r.unmet()
		if !unmet {
			return s.offer(r.suit)
		}
		if len(candidates) == 0 {
			return false
		}
		r.move(candidates, move)
	}
	return false
}

func (r *repair) layWants(stage int) {
	s := r.s
	r.must = s.lim.must
	for f := range r.heavy {
		r.heavy[f] = 1
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
		r.wants = append(r.wants, want{form: f, need: need, unit: unit, weight: 1})
	}
}

// change is an option to put on and those to take off for it, and the families that
// are reached then.
type change struct {
	in   int32
	out  []int32
	have uint64
}

// reach finds out the families after a change.
func (r *repair) reach(c *change) {
	in := r.s.m.options[c.in].family
	c.have = r.have | in
	for i, o := range c.out {
		for f := r.s.m.options[o].family &^ in; f != 0; f &= f - 1 {
			n := r.counts[lowBit(f)] - 1
			for _, other := range c.out[:i] {
				n -= int(r.s.m.options[other].family >> lowBit(f) & 1)
			}
			if n == 0 {
				c.have &^= f & -f
			}
		}
	}
}

// short is how much of a form is missing after a change, or now.
func (r *repair) short(w *want, c *change) float64 {
	m := r.s.m
	v, have, sets := int64(0), r.have, r.sets
	if c != nil {
		have = c.have
		sets[m.options[c.in].set]++
		for _, o := range c.out {
			sets[m.options[o].set]--
		}
	}
	if q := w.form.quantity; q >= 0 {
		v = r.sums[q]
		if c != nil {
			v += m.values(c.in)[q]
			for _, o := range c.out {
				v -= m.values(o)[q]
			}
		}
	}
	for f, weight := range w.form.family {
		if have>>f&1 != 0 {
			v += weight
		}
	}
	for k, table := range w.form.set {
		if table != nil {
			v += table[min(sets[k+1], len(table)-1)]
		}
	}
	if v >= w.need {
		return 0
	}
	return float64(w.need-v) / w.unit
}

// total is the weight of all that is missing after a change.
func (r *repair) total(c *change) float64 {
	sum := 0.0
	for miss := r.must &^ c.have; miss != 0; miss &= miss - 1 {
		sum += r.heavy[lowBit(miss)]
	}
	for i := range r.wants {
		sum += r.wants[i].weight * r.short(&r.wants[i], c)
	}
	return sum
}

// unmet picks something that is missing, by lot among all, and gives the options that
// may serve it.
func (r *repair) unmet() (candidates []int32, found bool) {
	var forms []*want
	for i := range r.wants {
		if r.short(&r.wants[i], nil) > 0 {
			forms = append(forms, &r.wants[i])
		}
	}
	miss := r.must &^ r.have
	n := bits.OnesCount64(miss) + len(forms)
	if n == 0 {
		return nil, false
	}
	r.state ^= r.state << 13
	r.state ^= r.state >> 7
	r.state ^= r.state << 17
	at := int(r.state % uint64(n))
	if at < len(forms) {
		return r.serving(forms[at].form), true
	}
	for at -= len(forms); at > 0; at-- {
		miss &= miss - 1
	}
	return r.byFam[lowBit(miss)], true
}

// serving are the options that may make a form larger.
func (r *repair) serving(f *form) []int32 {
	if f.quantity >= 0 {
		return r.options
	}
	var list []int32
	for k, table := range f.set {
		if table != nil && r.sets[k+1] < len(table)-1 {
			list = append(list, r.bySet[k+1]...)
		}
	}
	for k, weight := range f.family {
		if weight > 0 && r.have>>k&1 == 0 {
			list = append(list, r.byFam[k]...)
		}
	}
	return list
}

// move makes the best of the changes that put a candidate on.
func (r *repair) move(candidates []int32, now int) {
	m := r.s.m
	var best, c change
	least := -1.0
	for _, o := range candidates {
		if r.tabu[o] > now {
			continue
		}
		c.in, c.out = o, c.out[:0]
		for _, x := range r.suit {
			if m.options[x].taken&m.options[o].taken != 0 || m.options[x].item == m.options[o].item {
				c.out = append(c.out, x)
			}
		}
		if len(c.out) == 1 && c.out[0] == o {
			continue
		}
		r.reach(&c)
		if v := r.total(&c); least < 0 || v < least {
			least = v
			best.in, best.out = o, append(best.out[:0], c.out...)
		}
	}
	if least < 0 {
		clear(r.tabu)
		return
	}
	for _, o := range best.out {
		r.take(o)
		r.tabu[o] = now + tabuMoves
	}
	r.put(best.in)
	for miss := r.must &^ r.have; miss != 0; miss &= miss - 1 {
		r.heavy[lowBit(miss)] += 0.3
	}
	for i := range r.wants {
		if v := r.short(&r.wants[i], nil); v > 0 {
			r.wants[i].weight += min(v, 1) * 0.3
		}
	}
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
		at := lowBit(f)
		r.counts[at] += by
		if r.counts[at] > 0 {
			r.have |= 1 << at
		} else {
			r.have &^= 1 << at
		}
	}
	r.sets[x.set] += by
	for q, v := range r.s.m.values(o) {
		r.sums[q] += int64(by) * v
	}
}
