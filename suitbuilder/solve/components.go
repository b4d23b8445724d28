package solve

import (
	"cmp"
	"math/bits"
	"slices"
)

// component is a part of the body that shares no slot and no coverage with the
// rest, as far as the options that are left are concerned: what is worn on it is a
// packing of its own.
type component struct {
	bits   int     // of the local masks; bits that say the same are one
	table  int     // how many of them, the lowest, the tables know
	shapes []shape // of its options, each a local mask
	low    [][]int // shapes by their lowest bit
	opts   []int32 // grouped by shape
	mask   []uint32
	multi  bool // some item has several options
}

// shape is a range of a component's options that take the same bits.
type shape struct {
	mask   uint32
	lo, hi int32
}

// maxTableBits bounds a component's tables to 4096 entries. The seven armor slots
// need 7 bits; with robes and their like it may be 11. Bits beyond are left out of
// the bounds, not of the search.
const maxTableBits = 12

// components splits a list of options.
func (m *model) components(list []int32) []component {
	counts := make([]int32, len(m.shapes))
	for _, o := range list {
		counts[m.options[o].shape]++
	}
	var taken []uint64
	for k, n := range counts {
		if n > 0 {
			taken = append(taken, m.shapes[k])
		}
	}
	groups := unite(taken)
	comps := make([]component, len(groups))
	at := make([]spot, len(m.shapes))
	for g, masks := range groups {
		m.layOut(&comps[g], int32(g), masks, counts, at)
	}
	for _, o := range list {
		x := &m.options[o]
		spot := &at[x.shape]
		c := &comps[spot.comp]
		next := &c.shapes[spot.shape].hi
		c.opts[*next], c.mask[*next] = o, spot.mask
		*next++
		c.multi = c.multi || !x.single
	}
	slices.SortStableFunc(comps, func(a, b component) int { return cmp.Compare(b.bits, a.bits) })
	return comps
}

// spot is where options of a shape go.
type spot struct {
	comp, shape int32
	mask        uint32
}

// unite groups masks that are linked by common bits.
func unite(masks []uint64) [][]uint64 {
	var unions []uint64
	for _, t := range masks {
		rest := unions[:0:0]
		for _, u := range unions {
			if u&t != 0 {
				t |= u
			} else {
				rest = append(rest, u)
			}
		}
		unions = append(rest, t)
	}
	slices.Sort(unions)
	groups := make([][]uint64, len(unions))
	for _, t := range masks {
		for g, u := range unions {
			if u&t != 0 {
				groups[g] = append(groups[g], t)
			}
		}
	}
	return groups
}

// neededBits picks the bits whose conflicts are not already another bit's.
func neededBits(masks []uint64) []int {
	var all uint64
	for _, t := range masks {
		all |= t
	}
	incidence := map[int][]uint64{}
	var list []int
	for b := range 64 {
		if all>>b&1 == 0 {
			continue
		}
		row := make([]uint64, (len(masks)+63)/64)
		for i, t := range masks {
			if t>>b&1 != 0 {
				row[i/64] |= 1 << (i % 64)
			}
		}
		incidence[b] = row
		list = append(list, b)
	}
	within := func(a, b []uint64) bool {
		for i := range a {
			if a[i]&^b[i] != 0 {
				return false
			}
		}
		return true
	}
	var needed []int
	for i, b := range list {
		implied := false
		for j, c := range list {
			if i != j && within(incidence[b], incidence[c]) && (!within(incidence[c], incidence[b]) || j < i) {
				implied = true
			}
		}
		if !implied {
			needed = append(needed, b)
		}
	}
	return needed
}

// layOut makes room for a component's options, grouped by local mask.
func (m *model) layOut(c *component, number int32, masks []uint64, counts []int32, at []spot) {
	needed := neededBits(masks)
	c.bits = len(needed)
	c.table = min(c.bits, maxTableBits)
	local := func(t uint64) (mask uint32) {
		for i, b := range needed {
			mask |= uint32(t>>b&1) << i
		}
		return mask
	}
	room := map[uint32]int32{}
	for k, t := range m.shapes {
		if counts[k] > 0 && slices.Contains(masks, t) {
			at[k] = spot{comp: number, mask: local(t)}
			room[at[k].mask] += counts[k]
		}
	}
	order := make([]uint32, 0, len(room))
	for mask := range room {
		order = append(order, mask)
	}
	slices.Sort(order)
	c.low = make([][]int, c.bits)
	var n int32
	for i, mask := range order {
		c.shapes = append(c.shapes, shape{mask, n, n})
		n += room[mask]
		c.low[c.lowest(mask)] = append(c.low[c.lowest(mask)], i)
	}
	for k, t := range m.shapes {
		if counts[k] > 0 && slices.Contains(masks, t) {
			at[k].shape = int32(slices.Index(order, at[k].mask))
		}
	}
	c.opts, c.mask = make([]int32, n), make([]uint32, n)
}

// lowest is the local bit at which an option is looked at.
func (c *component) lowest(mask uint32) int { return bits.TrailingZeros32(mask) }

// full is the mask of all bits that the tables know.
func (c *component) full() uint32 { return 1<<c.table - 1 }
