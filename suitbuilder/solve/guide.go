package solve

import "math"

// The duals of a vertex bound truly but steer blindly: where every family can be
// reached in parts, they may all be zero. So a beam is steered by the mean of many
// small steps, each of which makes dearer what the best packings at the last prices
// lack, and cheaper what they have twice: it comes to rest where things are priced by
// how scarce they are.
const (
	guideSteps  = 120
	guideWarmUp = 20
	guideStep   = 0.15
)

// steering is the state of that walk, in units of the stage.
type steering struct {
	s      *search
	b      *bound
	unit   float64
	family []float64
	set    [2]float64
	cut    []float64
	per    []float64 // a natural unit of each cut's price
	mean   []float64 // usual lack of each cut
}

// guide walks from a bound's multipliers, and gives the mean as another true bound.
func (s *search) guide(from *bound) *bound {
	g := s.newSteering(from)
	sum := multipliers{scale: from.at.scale, cut: make([]int64, len(from.at.cut)), family: make([]int64, len(from.at.family))}
	for i := range guideSteps {
		g.round()
		s.evaluate(g.b)
		if i >= guideWarmUp {
			for f, v := range g.b.at.family {
				sum.family[f] += v
			}
			for j, v := range g.b.at.cut {
				sum.cut[j] += v
			}
			for k, v := range g.b.at.set {
				sum.set[k] += v
			}
		}
		g.move(guideStep / math.Sqrt(1+float64(i)/30))
	}
	const n = guideSteps - guideWarmUp
	for f := range sum.family {
		sum.family[f] /= n
	}
	for j := range sum.cut {
		sum.cut[j] /= n
	}
	for k := range sum.set {
		sum.set[k] /= n
	}
	g.b.at = sum
	s.evaluate(g.b)
	return g.b
}

func (s *search) newSteering(from *bound) *steering {
	m, scale := s.m, float64(from.at.scale)
	g := &steering{s: s, b: &bound{stage: from.stage}, unit: 1, family: make([]float64, len(m.families)), cut: make([]float64, len(from.at.cut))}
	g.b.at = multipliers{scale: from.at.scale, cut: make([]int64, len(g.cut)), family: make([]int64, len(g.family))}
	f := &m.stages[from.stage].form
	if f.quantity >= 0 {
		g.unit = max(1, math.Abs(float64(m.raw(f, s.incumbent)))/17)
	}
	for _, w := range f.family {
		g.unit = max(g.unit, float64(w))
	}
	for i, v := range from.at.family {
		g.family[i] = float64(v) / scale
	}
	for j, v := range from.at.cut {
		g.cut[j] = float64(v) / scale
		per := 1.0
		if !m.stages[j].owners {
			per = g.unit / max(1, math.Abs(float64(m.stages[j].floor(s.closed[j])))/17)
		}
		g.per = append(g.per, per)
		g.mean = append(g.mean, 1)
	}
	for k, v := range from.at.set {
		g.set[k] = float64(v) / scale
	}
	return g
}

// round makes integers of the prices.
func (g *steering) round() {
	scale := float64(g.b.at.scale)
	put := func(v float64, most int64) int64 { return int64(math.Round(min(v*scale, float64(most)))) }
	for f, v := range g.family {
		g.b.at.family[f] = put(v, priceLimit>>10)
	}
	for k, v := range g.set {
		g.b.at.set[k] = put(v, priceLimit>>5)
	}
	for j, v := range g.cut {
		g.b.at.cut[j] = put(v, priceLimit/max(1, g.s.magnitude[j]))
	}
}

// move changes the prices by what the last packings lack.
func (g *steering) move(step float64) {
	s, m := g.s, g.s.m
	var all suit
	for c, positions := range s.packed {
		for _, pos := range positions {
			all = append(all, s.comps[c].opts[pos])
		}
	}
	reached := make([]int, len(g.family))
	var sets [3]int
	for _, o := range all {
		for f := m.options[o].family; f != 0; f &= f - 1 {
			reached[lowBit(f)]++
		}
		sets[m.options[o].set]++
	}
	for f := range g.family {
		if s.lim.reachable>>f&1 == 0 {
			continue
		}
		lack := float64(-reached[f])
		if s.lim.must>>f&1 != 0 || s.netOf(g.b, f) > 0 {
			lack++
		}
		g.family[f] = max(0, g.family[f]+step*g.unit*max(lack, -1))
	}
	for k, want := range m.want {
		if want > 0 {
			_, count := s.bestCount(g.b, k)
			lack := float64(count-sets[k+1]) / 3
			g.set[k] = max(0, g.set[k]+step*g.unit*min(max(lack, -1), 1))
		}
	}
	for j := range g.cut {
		if m.stages[j].owners || m.stages[j].quantity < 0 {
			continue
		}
		lack := float64(m.stages[j].floor(s.closed[j]) - m.raw(&m.stages[j].form, all))
		g.mean[j] = 0.9*g.mean[j] + 0.1*math.Abs(lack)
		g.cut[j] = max(0, g.cut[j]+step*g.per[j]*min(max(lack/g.mean[j], -1), 1))
	}
}
