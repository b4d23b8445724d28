package solve

import "slices"

// useless finds a piece that is not locked and without which no stage but the count
// of pieces is worse; -1 if there is none.
func (m *model) useless(s suit) int {
	score := m.score(s)
	last := len(score) - 1
	rest := make(suit, 0, len(s))
	for i, o := range s {
		if m.options[o].locked {
			continue
		}
		rest = append(append(rest[:0], s[:i]...), s[i+1:]...)
		if without := m.score(rest); atLeast(without[:last], score[:last]) {
			return i
		}
	}
	return -1
}

func atLeast(a, b []int64) bool {
	for i := range a {
		if a[i] < b[i] {
			return false
		}
	}
	return true
}

// lean takes off what is of no use, piece by piece.
func (m *model) lean(s suit) suit {
	for {
		i := m.useless(s)
		if i < 0 {
			return s
		}
		s = slices.Delete(slices.Clone(s), i, i+1)
	}
}
