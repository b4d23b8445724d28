package index

import (
	"cmp"
	"slices"
)

// postings lists the rows that have each of some keys. Rows of a block fit 16
// bits.
type postings struct {
	keys    []int64 // ascending
	offsets []uint32
	rows    []uint16 // of keys[i]: rows[offsets[i]:offsets[i+1]], ascending
}

func (p *postings) of(i int) []uint16 { return p.rows[p.offsets[i]:p.offsets[i+1]] }

func (p *postings) add(i int, set []uint64) {
	for _, row := range p.of(i) {
		set[row/64] |= 1 << (row % 64)
	}
}

// find is the place of a key, or -1.
func (p *postings) find(key int64) int {
	if i, ok := slices.BinarySearch(p.keys, key); ok {
		return i
	}
	return -1
}

// counted counts the rows of a key that are in the set.
func (p *postings) counted(i int, set []uint64) int {
	n := 0
	for _, row := range p.of(i) {
		n += int(set[row/64] >> (row % 64) & 1)
	}
	return n
}

// pair is a key of a row.
type pair struct {
	key int64
	row uint16
}

// newPostings makes postings of pairs, which may repeat; it sorts them.
func newPostings(pairs []pair) postings {
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.row, b.row))
	})
	pairs = slices.Compact(pairs)
	p := postings{rows: make([]uint16, len(pairs))}
	for i, x := range pairs {
		if len(p.keys) == 0 || p.keys[len(p.keys)-1] != x.key {
			p.keys, p.offsets = append(p.keys, x.key), append(p.offsets, uint32(i))
		}
		p.rows[i] = x.row
	}
	p.offsets = append(p.offsets, uint32(len(pairs)))
	p.keys, p.offsets = slices.Clip(p.keys), slices.Clip(p.offsets)
	return p
}

// idSet is a set of ids that a query asks for: small ones as bits.
type idSet struct {
	sorted []int64
	small  []uint64
}

func newIDSet(sorted []int64) *idSet {
	const smallest, largest = 0, 1 << 16
	s := &idSet{sorted: sorted}
	for _, id := range sorted {
		if id >= smallest && id < largest {
			for int(id/64) >= len(s.small) {
				s.small = append(s.small, make([]uint64, 16)...)
			}
			s.small[id/64] |= 1 << (id % 64)
		}
	}
	return s
}

func (s *idSet) has(id int64) bool {
	if id >= 0 && id < int64(len(s.small)*64) {
		return s.small[id/64]>>(id%64)&1 != 0
	}
	_, ok := slices.BinarySearch(s.sorted, id)
	return ok
}

// select adds the rows that have one of the ids.
func (s *idSet) rows(p *postings, set []uint64) {
	if len(s.sorted)*8 < len(p.keys) {
		for _, id := range s.sorted {
			if i := p.find(id); i >= 0 {
				p.add(i, set)
			}
		}
		return
	}
	for i, id := range p.keys {
		if s.has(id) {
			p.add(i, set)
		}
	}
}
