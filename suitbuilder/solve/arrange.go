package solve

import (
	"cmp"
	"slices"
)

// optionsOf lists all options of the record that an option belongs to, in the order
// of the slots that they fill.
func (m *model) optionsOf(o int32) []int32 {
	piece := m.options[o].piece
	at, _ := slices.BinarySearchFunc(m.options, piece, func(x option, piece int32) int { return cmp.Compare(x.piece, piece) })
	var list []int32
	for ; at < len(m.options) && m.options[at].piece == piece; at++ {
		list = append(list, int32(at))
	}
	slices.SortFunc(list, func(a, b int32) int {
		return slices.Compare(m.options[a].slots.List(), m.options[b].slots.List())
	})
	return list
}

// arrange wears a suit's pieces as the last tie asks: of all ways that are worth as
// much and leave no piece needless, the one whose lists of slots come first.
func (m *model) arrange(s suit) suit {
	sorted := slices.SortedFunc(slices.Values(s), m.before)
	ways := make([][]int32, len(sorted))
	for i, o := range sorted {
		ways[i] = m.optionsOf(o)
	}
	score := m.score(s)
	var found suit
	var descend func(done suit) bool
	descend = func(done suit) bool {
		if len(done) == len(ways) {
			if compareWords(m.score(done), score) < 0 || m.useless(done) >= 0 {
				return false
			}
			found = slices.Clone(done)
			return true
		}
		for _, o := range ways[len(done)] {
			if m.fits(done, o) && descend(append(done, o)) {
				return true
			}
		}
		return false
	}
	if !descend(make(suit, 0, len(ways))) {
		return s
	}
	return found
}

// leanest is the best way to wear a suit's pieces in which none is needless: with a
// minimum of armor level a piece may be needed only where another is worn reduced.
func (m *model) leanest(s suit) (best suit, found bool) {
	var score []int64
	var descend func(done suit)
	descend = func(done suit) {
		if len(done) < len(s) {
			for _, o := range m.optionsOf(s[len(done)]) {
				if m.fits(done, o) {
					descend(append(done, o))
				}
			}
			return
		}
		now := m.score(done)
		if m.feasible(now) && (!found || compareWords(now, score) > 0) && m.useless(done) < 0 {
			best, score, found = slices.Clone(done), now, true
		}
	}
	descend(make(suit, 0, len(s)))
	return best, found
}
