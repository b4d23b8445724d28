package solve

import "slices"

const (
	firstWidth = 24
	widening   = 4
	manyMoves  = 1200 // of repair, which takes 3 to 10 µs for each
	// mostPatience is how many times as many moves repair makes at most when the beams
	// grow wide: what it has not found by then is likely not there, and beams prove it.
	mostPatience = 16
)

// run closes one stage after the other, up to a limit. It gives false where it was
// stopped before the proof.
func (s *search) run(stages int) bool {
	for k := len(s.closed); k < stages; k++ {
		if s.meter.stopped() {
			return false
		}
		var done bool
		if s.m.stages[k].owners {
			done = s.solveOwners(k)
		} else {
			done = s.solveStage(k)
		}
		if !done {
			return false
		}
		if s.beaten || s.falls(k, s.score[k]) {
			return true
		}
		s.close(k)
		if t := s.m.stages[k].target; t != noTarget && s.score[k] < t {
			s.impossible = true
			return true
		}
	}
	return true
}

// solveStage finds the best that a stage can be, the closed ones being as they are.
func (s *search) solveStage(k int) bool {
	if s.score[k] >= s.m.stages[k].target {
		return true
	}
	at := multipliers{scale: s.scale(k), cut: make([]int64, k), family: make([]int64, len(s.m.families))}
	easy := s.newBound(k, at)
	s.meter.note(s, k, s.worth(easy))
	if s.m.stages[k].quantity < 0 {
		s.repairs(k, easy, manyMoves/4, 0)
	}
	if s.worth(easy) <= s.score[k] {
		return true
	}
	b := s.tighten(k)
	s.meter.note(s, k, min(s.worth(b), s.worth(easy)))
	if s.falls(k, s.worth(b)) {
		return true
	}
	n := s.count
	s.fix(b)
	s.meter.trace("stage %d bound %d (%.3f) score %d options %d -> %d comps %d", k, s.worth(b), float64(b.total)/float64(b.at.scale), s.score[k], n, s.count, len(s.comps))
	s.bounds = append(s.bounds, b)
	var done bool
	if s.jumps(k) {
		done = s.solveCases(k, b)
	} else {
		done = s.closeGap(k, b)
	}
	if !done {
		return false
	}
	s.evaluate(b)
	s.fix(b)
	return true
}

// closeGap works on a stage until its bound or a whole beam says that the incumbent
// is best.
func (s *search) closeGap(k int, b *bound) bool {
	refix := func() {
		s.evaluate(b)
		s.fix(b)
		s.evaluate(b)
	}
	cover := s.m.stages[k].quantity < 0
	if cover && s.repairs(k, b, manyMoves, 1) {
		refix()
	}
	var guide *bound
	for width := firstWidth; s.worth(b) > s.score[k]; width *= widening {
		if guide == nil {
			guide = s.guide(b)
			s.meter.trace("  guide %.3f", float64(guide.total)/float64(guide.at.scale))
		}
		s.evaluate(guide)
		beam := s.newBeam(k, width, append(s.evaluated(), guide), s.rule)
		beam.run()
		s.meter.trace("  beam %d overflow %v found %v score %v nodes %d left %d", width, beam.overflow, beam.found, s.score, s.meter.nodes, s.count)
		if !beam.overflow {
			break
		}
		if s.meter.stopped() || beam.memoryHit && !beam.found {
			s.meter.outOfMemory(beam)
			return false
		}
		if beam.found {
			refix()
		}
		moves := manyMoves / 4
		if cover {
			moves = manyMoves * min(width/firstWidth, mostPatience)
		}
		if (width == firstWidth || cover) && s.repairs(k, b, moves, width) {
			refix()
		}
	}
	return true
}

// repairs makes the incumbent better for as long as that works.
func (s *search) repairs(k int, b *bound, moves, seed int) (better bool) {
	for s.worth(b) > s.score[k] && s.repair(k, moves, seed) {
		better = true
	}
	s.meter.trace("  repair %v score %v", better, s.score)
	return better
}

// evaluated brings all bounds up to the options that are left.
func (s *search) evaluated() []*bound {
	for _, b := range s.bounds {
		s.evaluate(b)
	}
	return s.bounds
}

// solveTie finds the suit that the last tie puts first, all stages being closed.
func (s *search) solveTie() bool {
	for width := 4 * firstWidth; ; width *= widening {
		beam := s.newBeam(len(s.m.stages), width, s.evaluated(), s.rule)
		beam.run()
		s.meter.trace("tie beam %d overflow %v nodes %d left %d", width, beam.overflow, s.meter.nodes, s.count)
		if !beam.overflow {
			return true
		}
		if s.meter.stopped() || beam.memoryHit {
			s.meter.outOfMemory(beam)
			return false
		}
	}
}

// solveOwners finds the fewest owners. Those without whom a closed stage falls short
// cost nothing, since all suits have them. A beam that may have as many as are better
// than the best known says it at once where it is whole; where it had to be cut, beams
// follow that may have no more than is not yet disproved, for as long as these are
// whole.
func (s *search) solveOwners(k int) bool {
	free := s.forcedOwners()
	n := 0
	for _, forced := range free {
		if forced {
			n++
		}
	}
	low := n // no suit has fewer
	best := func() int { return -int(s.score[k]) }
	s.meter.note(s, k, -int64(low))
	for width := 4 * firstWidth; low < best(); width *= widening {
		for most := best() - 1; low < best(); most = low {
			beam := s.newBeam(k, width, s.evaluated(), s.newRule(free, most-n))
			beam.run()
			s.meter.trace("  owners %d to %d of %d beam %d overflow %v found %v nodes %d left %d", low, most, best(), width, beam.overflow, beam.found, s.meter.nodes, s.count)
			if beam.overflow {
				if s.meter.stopped() || beam.memoryHit && !beam.found {
					s.meter.outOfMemory(beam)
					return false
				}
				if most == low {
					break
				}
				continue
			}
			if low = most + 1; beam.found {
				low = best()
			}
			s.meter.note(s, k, -int64(low))
		}
	}
	s.setRule(free, best()-n)
	return true
}

// forcedOwners finds, among the owners of the incumbent's pieces, those that every
// suit needs.
func (s *search) forcedOwners() map[int32]bool {
	forced := map[int32]bool{}
	bounds := s.evaluated()
	for _, o := range s.incumbent {
		owner := s.m.options[o].owner
		if owner == 0 || forced[owner] {
			continue
		}
		for _, b := range bounds {
			if s.without(b, owner) < b.at.scale*s.m.stages[b.stage].floor(s.closed[b.stage]) {
				forced[owner] = true
				break
			}
		}
	}
	s.evaluated()
	return forced
}

// without is a bound for the suits that have no piece of an owner.
func (s *search) without(b *bound, owner int32) int64 {
	total := b.fixed
	for i := range s.comps {
		c, r := &s.comps[i], &b.comps[i]
		if !slices.ContainsFunc(c.opts, func(o int32) bool { return s.m.options[o].owner == owner }) {
			total += b.values[i]
			continue
		}
		values := make([]int64, len(c.opts))
		for k, o := range c.opts {
			values[k] = r.values[k]
			if s.m.options[o].owner == owner {
				values[k] = -1 << 60
			}
		}
		other := oracle{c: c, m: s.m}
		other.run(values)
		total += other.bound(c.full())
	}
	return total
}

// newRule lets suits have the owners that cost nothing and some more.
func (s *search) newRule(free map[int32]bool, extra int) *ownerRule {
	r := &ownerRule{number: make([]int32, len(s.m.owners)), last: []int{-1}, most: extra}
	for c := range s.comps {
		for _, o := range s.comps[c].opts {
			owner := s.m.options[o].owner
			if owner != 0 && !free[owner] && r.number[owner] == 0 {
				r.number[owner] = int32(len(r.last))
				r.last = append(r.last, -1)
			}
		}
	}
	return r
}

// setRule keeps the closed count of owners: where no other owner is allowed, their
// options go for good.
func (s *search) setRule(free map[int32]bool, extra int) {
	if extra > 0 {
		s.rule, s.free = s.newRule(free, extra), free
		return
	}
	s.lay(slices.DeleteFunc(s.left(), func(o int32) bool {
		owner := s.m.options[o].owner
		s.alive[o] = owner == 0 || free[owner]
		return !s.alive[o]
	}))
	s.limit()
}
