package solve

import "math/bits"

// packing lays several quantities into one or more words of 64 bits, the most
// important first, so that sums of words compare as the quantities do one by one.
type packing struct {
	places []place
	words  int
}

type place struct {
	quantity int
	word     int
	factor   int64
}

const packingBits = 62

// newPacking takes quantities in their order and the largest value of each in an
// option, taken without its sign.
func newPacking(quantities []int, largest []int64) packing {
	p := packing{}
	used := packingBits + 1
	for i := len(quantities) - 1; i >= 0; i-- {
		// A sum lies between minus and plus SlotCount times the largest value.
		width := bits.Len64(uint64(largest[quantities[i]])*2*SlotCount + 1)
		if used+width > packingBits {
			p.words++
			used = 0
		}
		p.places = append(p.places, place{quantities[i], p.words - 1, 1 << used})
		used += width
	}
	for i := range p.places {
		p.places[i].word = p.words - 1 - p.places[i].word
	}
	return p
}

// pack lays one option's values into words.
func (p *packing) pack(values, words []int64) {
	clear(words)
	for _, at := range p.places {
		words[at.word] += values[at.quantity] * at.factor
	}
}

// largest gives the largest value of each quantity, without its sign.
func (m *model) largest() []int64 {
	q := len(m.quantities)
	top := make([]int64, q)
	for i, v := range m.add {
		if v < 0 {
			v = -v
		}
		if k := i % q; v > top[k] {
			top[k] = v
		}
	}
	return top
}

// ranked lists the quantities that decide between suits of equal families, sets and
// owners, in the order of the stages up to a limit; and those that a demand names,
// which must be compared apart; and the one of a criterion that is rounded, or -1:
// once its stage is closed, it must be compared apart, too.
func (m *model) ranked(stages int) (order, apart []int, rounded int) {
	rounded = -1
	for k := range m.stages {
		s := &m.stages[k]
		if s.quantity < 0 || s.owners {
			continue
		}
		switch {
		case s.target != noTarget && m.quantities[s.quantity] == qLocked:
		case s.target != noTarget:
			apart = append(apart, s.quantity)
		case k < stages:
			order = append(order, s.quantity)
			if s.step != 1 {
				rounded = s.quantity
			}
		}
	}
	return order, apart, rounded
}

func compareWords(a, b []int64) int {
	for i := range a {
		if a[i] != b[i] {
			if a[i] < b[i] {
				return -1
			}
			return 1
		}
	}
	return 0
}
