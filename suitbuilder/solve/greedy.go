package solve

import "math/bits"

// greedy puts a suit together from the best option of each shape, those that bring the
// most new families first: in one look at the options, so that there is something to
// show before they are thinned out.
func (m *model) greedy() suit {
	best := make([]int32, len(m.shapes))
	for i := range best {
		best[i] = -1
	}
	order, _, _ := m.ranked(len(m.stages))
	for o := range m.options {
		x := &m.options[o]
		if at := &best[x.shape]; *at < 0 || m.promises(int32(o), *at, 0, order) {
			*at = int32(o)
		}
	}
	var s suit
	var have uint64
	for {
		next := int32(-1)
		for _, o := range best {
			if o >= 0 && m.fits(s, o) && (next < 0 || m.promises(o, next, have, order)) {
				next = o
			}
		}
		if next < 0 {
			return m.lean(s)
		}
		s = append(s, next)
		have |= m.options[next].family
	}
}

// promises tells whether one option looks better than another: locked, more new
// families, of a set that is wanted, more of what is asked for, fewer slots.
func (m *model) promises(a, b int32, have uint64, order []int) bool {
	x, y := &m.options[a], &m.options[b]
	if x.locked != y.locked {
		return x.locked
	}
	if c := bits.OnesCount64(x.family&^have) - bits.OnesCount64(y.family&^have); c != 0 {
		return c > 0
	}
	if (x.set != 0) != (y.set != 0) {
		return x.set != 0
	}
	for _, q := range order {
		if v, w := m.values(a)[q], m.values(b)[q]; v != w {
			return v > w
		}
	}
	return x.slots.Count() < y.slots.Count()
}
