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
	var taken []uint64
	seen := map[uint64]bool{}
	for _, o := range list {
		if t := m.options[o].taken; !seen[t] {
			seen[t] = true
			taken = append(taken, t)
		}
	}
	slices.Sort(taken)
	groups := unite(taken)
	comps := make([]component, len(groups))
	where := map[uint64]int{}
	for g, masks := range groups {
		for _, t := range masks {
			where[t] = g
		}
	}
	members := make([][]int32, len(groups))
	for _, o := range list {
		g := where[m.options[o].taken]
		members[g] = append(members[g], o)
	}
	for g := range groups {
		m.fill(&comps[g], groups[g], members[g])
	}
	slices.SortStableFunc(comps, func(a, b component) int { return cmp.Compare(b.bits, a.bits) })
	return comps
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

func (m *model) fill(c *component, masks []uint64, list []int32) {
	needed := neededBits(masks)
	c.bits = len(needed)
	c.table = min(c.bits, maxTableBits)
	local := map[uint64]uint32{}
	for _, t := range masks {
		var mask uint32
		for i, b := range needed {
			if t>>b&1 != 0 {
				mask |= 1 << i
			}
		}
		local[t] = mask
	}
	c.opts = slices.Clone(list)
	slices.SortStableFunc(c.opts, func(a, b int32) int {
		return cmp.Compare(local[m.options[a].taken], local[m.options[b].taken])
	})
	c.mask = make([]uint32, len(c.opts))
	for i, o := range c.opts {
		c.mask[i] = local[m.options[o].taken]
		c.multi = c.multi || !m.options[o].single
	}
	c.index()
}

// index finds the ranges of the shapes after options went.
func (c *component) index() {
	c.shapes = c.shapes[:0]
	c.low = make([][]int, c.bits)
	for i := range c.opts {
		if n := len(c.shapes); n > 0 && c.shapes[n-1].mask == c.mask[i] {
			c.shapes[n-1].hi = int32(i + 1)
			continue
		}
		c.low[c.lowest(c.mask[i])] = append(c.low[c.lowest(c.mask[i])], len(c.shapes))
		c.shapes = append(c.shapes, shape{c.mask[i], int32(i), int32(i + 1)})
	}
}

// lowest is the local bit at which an option is looked at.
func (c *component) lowest(mask uint32) int { return bits.TrailingZeros32(mask) }

// full is the mask of all bits that the tables know.
func (c *component) full() uint32 { return 1<<c.table - 1 }

// retain keeps the options for which keep says so.
func (c *component) retain(keep func(i int) bool) {
	n := 0
	for i := range c.opts {
		if keep(i) {
			c.opts[n], c.mask[n] = c.opts[i], c.mask[i]
			n++
		}
	}
	if n < len(c.opts) {
		c.opts, c.mask = c.opts[:n], c.mask[:n]
		c.index()
	}
}
