package solve

import (
	"math"
	"slices"
)

const (
	maxRounds = 80 // of pricing in one stage; most take fewer than 20
	maxPivots = 400
	// smoothing is how much of the best multipliers is kept in the next trial: it
	// halves the rounds, since the program's vertices jump.
	smoothing = 0.4
	maxPool   = 400
)

// tighten looks for the multipliers with the least bound of a stage, and offers the
// suits that it meets. It ends early where the bound says that the incumbent is best.
func (s *search) tighten(stage int) *bound {
	p := s.newMaster(stage)
	if !p.lp.start(p.perturbed()) {
		s.meter.trace("  no start: rows %d family %v set %v cut %v convex %v reach %v count %v x %v basis %v", p.lp.m, p.family, p.set, p.cut, p.convex, p.reach, p.count, p.lp.x, p.lp.basis)
		return s.newBound(stage, p.zero())
	}
	var best, spare *bound
	keep := smoothing
	for range maxRounds {
		p.lp.optimize(maxPivots)
		at := p.multipliers()
		if best != nil && keep > 0 {
			at = blend(best.at, at, keep)
		}
		if spare == nil {
			spare = &bound{stage: stage}
		}
		spare.at = at
		s.evaluate(spare)
		added := p.price()
		if best == nil || spare.total < best.total {
			best, spare = spare, best
		}
		if s.worth(best) <= s.score[stage] || s.meter.stopped() {
			break
		}
		if added == 0 {
			if keep == 0 {
				break
			}
			keep = 0
			continue
		}
		if p.reachedFloor(s.worth(best)) {
			break
		}
	}
	s.meter.trace("  lp rows %d cols %d pivots %d value %.3f bound %.3f", p.lp.m, len(p.lp.cost), p.lp.pivot, p.lp.objective(), float64(best.total)/float64(best.at.scale))
	s.savePool(p)
	s.evaluate(best)
	return best
}

// worth is the most that any suit can be worth at a bound's stage.
func (s *search) worth(b *bound) int64 {
	return s.m.stages[b.stage].worth(floorDiv(b.total, b.at.scale))
}

func (p *master) zero() multipliers {
	return multipliers{scale: p.s.scale(p.stage), cut: make([]int64, p.stage), family: make([]int64, len(p.s.m.families))}
}

func blend(old, fresh multipliers, keep float64) multipliers {
	mix := func(a, b int64) int64 { return int64(math.Round(float64(a)*keep + float64(b)*(1-keep))) }
	out := multipliers{scale: fresh.scale, cut: slices.Clone(fresh.cut), family: slices.Clone(fresh.family)}
	for j := range out.cut {
		out.cut[j] = mix(old.cut[j], out.cut[j])
	}
	for f := range out.family {
		out.family[f] = mix(old.family[f], out.family[f])
	}
	for k := range out.set {
		out.set[k] = mix(old.set[k], fresh.set[k])
	}
	return out
}

// price adds the oracles' last answers to the program and offers them as a suit.
func (p *master) price() (added int) {
	s := p.s
	whole := make(suit, 0, SlotCount)
	for c, positions := range s.packed {
		if !s.packedOK[c] {
			continue
		}
		opts := make([]int32, len(positions))
		for i, pos := range positions {
			opts[i] = s.comps[c].opts[pos]
		}
		slices.Sort(opts)
		whole = append(whole, opts...)
		if p.addColumn(c, opts) >= 0 {
			added++
		}
	}
	s.offer(whole)
	return added
}

// reachedFloor tells whether the program itself already has a value from which the
// bound cannot fall to the next whole unit.
func (p *master) reachedFloor(worth int64) bool {
	value := p.lp.objective()
	form := &p.s.m.stages[p.stage].form
	for f, w := range form.family {
		if p.s.lim.must>>f&1 != 0 {
			value += float64(w)
		}
	}
	return math.Floor((value-1e-3)/float64(form.step)) >= float64(worth)
}

// savePool keeps the packings that the program's vertex uses, and as many of the
// others as fit, the newest first.
func (s *search) savePool(p *master) {
	used := map[int]bool{}
	for _, col := range p.lp.basis {
		used[col] = true
	}
	s.pool = s.pool[:0]
	for _, c := range p.columns {
		if used[c.lp] && len(c.opts) > 0 {
			s.pool = append(s.pool, c.opts)
		}
	}
	for i := len(p.columns) - 1; i >= 0 && len(s.pool) < maxPool; i-- {
		if c := p.columns[i]; !used[c.lp] && len(c.opts) > 0 {
			s.pool = append(s.pool, c.opts)
		}
	}
}

// fix removes for good the options that no suit has which is worth as much as the
// incumbent in a bound's stage; the bound must be evaluated.
func (s *search) fix(b *bound) (removed int) {
	need := b.at.scale * s.m.stages[b.stage].floor(s.score[b.stage])
	gone := 0
	for c := range s.comps {
		r := &b.comps[c]
		for k, sh := range s.comps[c].shapes {
			for i := sh.lo; i < sh.hi; i++ {
				if b.total-b.values[c]+r.forced(i, k) < need {
					s.alive[s.comps[c].opts[i]] = false
					gone++
				}
			}
		}
	}
	if gone > 0 {
		s.lay(slices.DeleteFunc(s.left(), func(o int32) bool { return !s.alive[o] }))
		s.limit()
	}
	return gone
}
