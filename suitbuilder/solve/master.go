package solve

import (
	"math"
	"math/bits"
	"slices"
)

func lowBit(f uint64) int { return bits.TrailingZeros64(f) }

// column is a packing of one component, as the master program chooses between them.
type column struct {
	comp int
	opts []int32 // sorted
	lp   int     // its column in the program
}

// master is the linear program over packings for one stage: its duals are the
// multipliers, and new packings are the oracles' answers to these.
type master struct {
	s       *search
	stage   int
	lp      *simplex
	rhs     []float64
	family  []int16 // row of each family, -1 where there is none
	set     [2]int16
	cut     []int16
	convex  []int16 // row of each component
	reach   []int16 // row that lets a family count once, -1 where it must be there
	count   [2]int16
	columns []column
	have    map[string]bool
	key     []byte
}

// newMaster builds the program with the incumbent's packings as its basis, which
// holds every row, since the incumbent holds every closed stage.
func (s *search) newMaster(stage int) *master {
	p := &master{s: s, stage: stage, have: map[string]bool{}, set: [2]int16{-1, -1}}
	p.layRows()
	p.lp = newSimplex(len(p.rhs))
	p.layFixedColumns()
	for c, list := range s.split(s.incumbent) {
		col := p.addColumn(c, list)
		p.lp.basis[p.convex[c]] = col
	}
	for _, known := range s.pool {
		if !s.allAlive(known) {
			continue
		}
		for c, part := range s.split(known) {
			if len(part) > 0 {
				p.addColumn(c, part)
			}
		}
	}
	return p
}

func (p *master) row(rhs float64) int16 {
	p.rhs = append(p.rhs, rhs)
	return int16(len(p.rhs) - 1)
}

func (p *master) layRows() {
	s, m := p.s, p.s.m
	p.family = make([]int16, len(m.families))
	for f := range m.families {
		p.family[f] = -1
		if s.lim.reachable>>f&1 == 0 || !p.familyCounts(f) {
			continue
		}
		rhs := 0.0
		if s.lim.must>>f&1 != 0 {
			rhs = 1
		}
		p.family[f] = p.row(rhs)
	}
	for k := range m.want {
		if m.want[k] > 0 && p.setCounts(k) {
			p.set[k] = p.row(0)
		}
	}
	p.cut = make([]int16, p.stage)
	for j := range p.cut {
		p.cut[j] = -1
		if f := &m.stages[j]; !f.owners && !s.implied(j) {
			p.cut[j] = p.row(float64(f.floor(s.closed[j]) - s.sure(&f.form)))
		}
	}
	p.convex = make([]int16, len(s.comps))
	for c := range s.comps {
		p.convex[c] = p.row(1)
	}
	p.reach = make([]int16, len(m.families))
	for f, row := range p.family {
		if row >= 0 && s.lim.must>>f&1 == 0 {
			p.reach[f] = p.row(1)
		}
	}
	for k, row := range p.set {
		if row >= 0 {
			p.count[k] = p.row(1)
		}
	}
}

// sure is what the families that must be there are worth to a form.
func (s *search) sure(f *form) (sum int64) {
	for i, w := range f.family {
		if s.lim.must>>i&1 != 0 {
			sum += w
		}
	}
	return sum
}

// familyCounts tells whether a family is worth anything here.
func (p *master) familyCounts(f int) bool {
	if p.s.lim.must>>f&1 != 0 {
		return true
	}
	for j := 0; j <= p.stage; j++ {
		if fm := p.s.m.stages[j].family; fm != nil && fm[f] > 0 {
			return true
		}
	}
	return false
}

func (p *master) setCounts(k int) bool {
	for j := 0; j <= p.stage; j++ {
		if p.s.m.stages[j].set[k] != nil {
			return true
		}
	}
	return false
}

// layFixedColumns adds what is not a packing: slacks, reached families, set counts.
func (p *master) layFixedColumns() {
	s, m := p.s, p.s.m
	var family uint64
	var sets [3]int
	for _, o := range s.incumbent {
		family |= m.options[o].family
		sets[m.options[o].set]++
	}
	objective := &m.stages[p.stage].form
	for f, row := range p.family {
		if row < 0 {
			continue
		}
		p.basic(row, p.surplus(row))
		if s.lim.must>>f&1 != 0 {
			continue
		}
		var cost float64
		if objective.family != nil {
			cost = float64(objective.family[f])
		}
		rows, vals := []int16{row}, []float64{-1}
		for j, cut := range p.cut {
			if cut >= 0 && m.stages[j].family != nil && m.stages[j].family[f] > 0 {
				rows, vals = append(rows, cut), append(vals, float64(m.stages[j].family[f]))
			}
		}
		top := p.reach[f]
		reached := p.lp.add(cost, append(rows, top), append(vals, 1))
		slack := p.lp.add(0, []int16{top}, []float64{1})
		if family>>f&1 != 0 {
			p.basic(top, reached)
		} else {
			p.basic(top, slack)
		}
	}
	for k, row := range p.set {
		if row >= 0 {
			p.laySet(k, row, sets[k+1])
		}
	}
	for _, row := range p.cut {
		if row >= 0 {
			p.basic(row, p.surplus(row))
		}
	}
}

// laySet lets the program choose how many pieces of a set it counts.
//
// Where a case supposes more pieces than the incumbent has, a dear column stands for
// those that it lacks.
func (p *master) laySet(k int, row int16, has int) {
	s, m := p.s, p.s.m
	now := max(min(has, s.lim.most[k]), s.lim.least[k])
	surplus := p.surplus(row)
	if has < now {
		surplus = p.lp.add(-float64(s.magnitude[p.stage]), []int16{row}, []float64{1})
	}
	p.basic(row, surplus)
	top := p.count[k]
	for n := s.lim.least[k]; n <= s.lim.most[k]; n++ {
		cost := 0.0
		if table := m.stages[p.stage].set[k]; table != nil {
			cost = float64(table[n])
		}
		rows, vals := []int16{row, top}, []float64{-float64(n), 1}
		for j, cut := range p.cut {
			if table := m.stages[j].set[k]; cut >= 0 && table != nil {
				rows, vals = append(rows, cut), append(vals, float64(table[n]))
			}
		}
		col := p.lp.add(cost, rows, vals)
		if n == now {
			p.basic(top, col)
		}
	}
}

func (p *master) surplus(row int16) int { return p.lp.add(0, []int16{row}, []float64{-1}) }

func (p *master) basic(row int16, col int) { p.lp.basis[row] = col }

// addColumn adds a packing unless it is there, and gives its column.
func (p *master) addColumn(comp int, opts []int32) int {
	p.key = append(p.key[:0], byte(comp))
	for _, o := range opts {
		p.key = append(p.key, byte(o), byte(o>>8), byte(o>>16), byte(o>>24))
	}
	if p.have[string(p.key)] {
		return -1
	}
	p.have[string(p.key)] = true
	m := p.s.m
	rows, vals := []int16{p.convex[comp]}, []float64{1}
	put := func(row int16, v float64) {
		if row < 0 || v == 0 {
			return
		}
		if at := slices.Index(rows, row); at >= 0 {
			vals[at] += v
			return
		}
		rows, vals = append(rows, row), append(vals, v)
	}
	for _, o := range opts {
		for f := m.options[o].family; f != 0; f &= f - 1 {
			put(p.family[lowBit(f)], 1)
		}
		if k := m.options[o].set; k != 0 {
			put(p.set[k-1], 1)
		}
	}
	sum := func(q int) float64 {
		var v int64
		for _, o := range opts {
			v += m.values(o)[q]
		}
		return float64(v)
	}
	for j, row := range p.cut {
		if row >= 0 && m.stages[j].quantity >= 0 {
			put(row, sum(m.stages[j].quantity))
		}
	}
	cost := 0.0
	if q := m.stages[p.stage].quantity; q >= 0 {
		cost = sum(q)
	}
	col := p.lp.add(cost, rows, vals)
	p.columns = append(p.columns, column{comp, opts, col})
	return col
}

// perturbed loosens each row a little, so that few vertices are degenerate.
func (p *master) perturbed() []float64 {
	rhs := slices.Clone(p.rhs)
	first := len(rhs)
	if len(p.convex) > 0 {
		first = int(p.convex[0])
	}
	for i := range first {
		rhs[i] -= 1e-6 * (1 + float64(i*7919%101)/101)
	}
	return rhs
}

// multipliers rounds the duals to integers that cannot overflow the sums.
func (p *master) multipliers() multipliers {
	m := p.s.m
	at := multipliers{scale: p.s.scale(p.stage), cut: make([]int64, p.stage), family: make([]int64, len(m.families))}
	price := func(row int16, most int64) int64 {
		if row < 0 {
			return 0
		}
		return int64(math.Round(min(max(-p.lp.y[row], 0)*float64(at.scale), float64(most))))
	}
	for f, row := range p.family {
		at.family[f] = price(row, priceLimit>>10)
	}
	for k, row := range p.set {
		at.set[k] = price(row, priceLimit>>5)
	}
	for j, row := range p.cut {
		at.cut[j] = price(row, priceLimit/max(1, p.s.magnitude[j]))
	}
	return at
}

// priceLimit keeps the sum of 22 priced options and all closed stages within 62
// bits; a price that is cut off still bounds truly.
const priceLimit = 1 << 54

// scale is what a stage's own unit is worth: fine enough that rounding prices costs
// less than a unit of the stage.
func (s *search) scale(stage int) int64 {
	scale := int64(1 << 20)
	for scale > 1 && s.magnitude[stage] > priceLimit/scale {
		scale /= 2
	}
	return scale
}
