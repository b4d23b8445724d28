package solve

import "slices"

// setCase is what is supposed of a set while a stage is solved: nothing, that it is
// complete, or that it is not.
type setCase uint8

const (
	anyCount setCase = iota
	complete
	incomplete
)

// jumps tells whether a stage's worth leaps when a set becomes complete. A bound
// takes half a set for half of the leap, so it is far off until the cases are told
// apart.
func (s *search) jumps(k int) bool {
	for _, table := range s.m.stages[k].set {
		if n := len(table) - 1; n > 1 && table[n]-table[n-1] > table[1]-table[0] {
			return true
		}
	}
	return false
}

// solveCases closes the stage's gap in each case by itself. What a case's bounds
// remove comes back for the next one. If all suits that are worth as much as the best
// turn out to be of one case, it holds from then on.
func (s *search) solveCases(k int, whole *bound) bool {
	all := s.left()
	before := s.bounds[:len(s.bounds)-1]
	var met []metCase
	for _, first := range s.casesOf(k, 0) {
		for _, second := range s.casesOf(k, 1) {
			s.cases = [2]setCase{first, second}
			s.bounds = before
			s.restore(all)
			b, possible := s.boundCase(k)
			if !possible {
				continue
			}
			s.bounds = append(before[:len(before):len(before)], b)
			done := s.worth(b) <= s.score[k] || s.closeGap(k, b)
			if !done {
				return false
			}
			s.evaluate(b)
			met = append(met, metCase{s.cases, b, s.worth(b)})
			s.meter.trace("  case %v bound %d score %d", s.cases, s.worth(b), s.score[k])
		}
	}
	met = slices.DeleteFunc(met, func(c metCase) bool { return c.worth < s.score[k] })
	s.cases = [2]setCase{}
	if len(met) == 1 {
		s.cases, whole.at = met[0].cases, met[0].b.at
	}
	s.bounds = append(before[:len(before):len(before)], whole)
	s.restore(all)
	return true
}

// metCase is what a stage can be worth in a case.
type metCase struct {
	cases [2]setCase
	b     *bound
	worth int64
}

func (s *search) casesOf(k, set int) []setCase {
	if s.m.stages[k].set[set] == nil {
		return []setCase{anyCount}
	}
	return []setCase{complete, incomplete}
}

// boundCase bounds a stage in the present case; false where no suit can be of it. The
// incumbent is of another case, perhaps, and then no start for the program.
func (s *search) boundCase(k int) (*bound, bool) {
	for i, c := range s.cases {
		if c == incomplete && s.lim.least[i] > s.m.want[i]-1 {
			return nil, false
		}
	}
	b := s.tighten(k)
	s.fix(b)
	s.evaluate(b)
	return b, true
}

// restore brings options back.
func (s *search) restore(list []int32) {
	clear(s.alive)
	for _, o := range list {
		s.alive[o] = true
	}
	s.lay(list)
	s.limit()
}
