package solve

// multipliers price what links the components: the families, the sets, and the
// stages that are closed. Whatever they are, the sum of the components' best
// packings at these prices, plus what choice makes of the rest, bounds the stage
// from above. All is computed in integers, so the bound is true to the last unit.
type multipliers struct {
	scale  int64   // of the stage's own form
	cut    []int64 // for each stage before it
	family []int64
	set    [2]int64
}

// bound is a stage's bound at certain multipliers, with what is needed to bound
// parts of suits by it.
type bound struct {
	stage    int
	at       multipliers
	quantity []int64 // price of each quantity
	fixed    int64   // what does not depend on the packings
	comps    []oracle
	values   []int64 // of each component's best packing
	total    int64   // never less than scale times the raw number of any suit
}

// limits are what closed stages force on families and sets.
type limits struct {
	reachable uint64 // families that some option has
	must      uint64 // families without which a closed stage falls short
	least     [2]int // pieces of each set, likewise
	most      [2]int // pieces of each set that are counted at most
}

// value is what an option is worth at the prices.
func (b *bound) value(m *model, o int32) int64 {
	x := &m.options[o]
	var v int64
	for q, price := range b.quantity {
		if price != 0 {
			v += price * m.values(o)[q]
		}
	}
	for f := x.family; f != 0; f &= f - 1 {
		v += b.at.family[lowBit(f)]
	}
	if x.set != 0 {
		v += b.at.set[x.set-1]
	}
	return v
}

// newBound evaluates the multipliers over all options that are left.
func (s *search) newBound(stage int, at multipliers) *bound {
	b := &bound{stage: stage, at: at}
	s.evaluate(b)
	return b
}

// evaluate computes a bound anew, after its multipliers or the options changed.
func (s *search) evaluate(b *bound) {
	s.priceStage(b)
	b.total = b.fixed
	if len(b.comps) != len(s.comps) {
		b.comps = make([]oracle, len(s.comps))
		b.values = make([]int64, len(s.comps))
	}
	for i := range s.comps {
		c := &s.comps[i]
		r := &b.comps[i]
		r.c, r.m = c, s.m
		if cap(r.values) < len(c.opts) {
			r.values = make([]int64, len(c.opts))
		}
		values := r.values[:len(c.opts)]
		for k, o := range c.opts {
			values[k] = b.value(s.m, o)
		}
		r.run(values)
		s.packed[i], b.values[i], s.packedOK[i] = r.solution(s.packed[i][:0])
		b.total += b.values[i]
	}
}

// priceStage derives what depends on the multipliers alone.
func (s *search) priceStage(b *bound) {
	m := s.m
	if b.quantity == nil {
		b.quantity = make([]int64, len(m.quantities))
	}
	clear(b.quantity)
	b.fixed = 0
	s.eachForm(b, func(f *form, price int64) {
		if f.quantity >= 0 {
			b.quantity[f.quantity] += price
		}
	})
	for j, price := range b.at.cut {
		if price != 0 {
			b.fixed -= price * m.stages[j].floor(s.closed[j])
		}
	}
	for f := range m.families {
		if s.lim.reachable>>f&1 == 0 {
			continue
		}
		if net := s.netOf(b, f); net > 0 || s.lim.must>>f&1 != 0 {
			b.fixed += net
		}
	}
	for k := range m.want {
		v, _ := s.bestCount(b, k)
		b.fixed += v
	}
}

// eachForm visits the stage's form and those of the closed stages with their prices.
func (s *search) eachForm(b *bound, visit func(f *form, price int64)) {
	visit(&s.m.stages[b.stage].form, b.at.scale)
	for j, price := range b.at.cut {
		if price != 0 {
			visit(&s.m.stages[j].form, price)
		}
	}
}

// netOf is what reaching a family is worth, less what it costs.
func (s *search) netOf(b *bound, f int) int64 {
	net := -b.at.family[f]
	s.eachForm(b, func(fm *form, price int64) {
		if fm.family != nil {
			net += price * fm.family[f]
		}
	})
	return net
}

// bestCount is the most that a number of pieces of one set can be worth, when each
// piece is paid for, and that number.
func (s *search) bestCount(b *bound, k int) (best int64, count int) {
	for n := s.lim.least[k]; n <= s.lim.most[k]; n++ {
		v := -b.at.set[k] * int64(n)
		s.eachForm(b, func(f *form, price int64) {
			if f.set[k] != nil {
				v += price * f.set[k][n]
			}
		})
		if n == s.lim.least[k] || v > best {
			best, count = v, n
		}
	}
	return best, count
}
