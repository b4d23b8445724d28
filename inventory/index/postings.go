package index

import (
	"cmp"
	"math/bits"
	"slices"
)

// postings lists the rows of a block that have each of some keys: few rows as
// numbers, which fit 16 bits, and many as a set of bits.
type postings struct {
	keys  []int64 // ascending
	sizes []uint32
	from  []uint32 // of keys[i]: where its rows begin in rows, or its set in sets
	rows  []uint16 // ascending for each key
	sets  []uint64
	words int // of a set
	work  int // of looking at all keys, in words or rows
}

// isSet tells whether the rows of a key are a set, which then is less to look at.
func (p *postings) isSet(i int) bool { return int(p.sizes[i]) > p.words }

func (p *postings) set(i int) []uint64 { return p.sets[p.from[i]:][:p.words] }

func (p *postings) of(i int) []uint16 { return p.rows[p.from[i]:][:p.sizes[i]] }

// add adds the rows of a key to the set.
func (p *postings) add(i int, set []uint64) {
	if p.isSet(i) {
		for w, word := range p.set(i) {
			set[w] |= word
		}
		return
	}
	for _, row := range p.of(i) {
		set[row/64] |= 1 << (row % 64)
	}
}

// counted counts the rows of a key that are in the set.
func (p *postings) counted(i int, set []uint64) uint32 {
	n := 0
	if p.isSet(i) {
		for w, word := range p.set(i) {
			n += bits.OnesCount64(word & set[w])
		}
		return uint32(n)
	}
	for _, row := range p.of(i) {
		n += int(set[row/64] >> (row % 64) & 1)
	}
	return uint32(n)
}

// find is the place of a key, or -1.
func (p *postings) find(key int64) int {
	if i, ok := slices.BinarySearch(p.keys, key); ok {
		return i
	}
	return -1
}

// pair is a key of a row.
type pair struct {
	key int64
	row uint16
}

// inPairs sorts pairs by key, then by row, each once.
func inPairs(pairs []pair) []pair {
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.row, b.row))
	})
	return slices.Compact(pairs)
}

// newPostings makes postings of pairs in their order; rows is how many the block
// has.
func newPostings(pairs []pair, rows int) postings {
	p := postings{words: wordsFor(rows)}
	for len(pairs) > 0 {
		n := slices.IndexFunc(pairs, func(x pair) bool { return x.key != pairs[0].key })
		if n < 0 {
			n = len(pairs)
		}
		p.append(pairs[:n])
		pairs = pairs[n:]
	}
	p.keys, p.sizes, p.from, p.rows, p.sets = slices.Clip(p.keys), slices.Clip(p.sizes), slices.Clip(p.from), slices.Clip(p.rows), slices.Clip(p.sets)
	return p
}

// append adds a key with its rows.
func (p *postings) append(pairs []pair) {
	p.keys, p.sizes = append(p.keys, pairs[0].key), append(p.sizes, uint32(len(pairs)))
	p.work += min(len(pairs), p.words)
	if len(pairs) <= p.words {
		p.from = append(p.from, uint32(len(p.rows)))
		for _, x := range pairs {
			p.rows = append(p.rows, x.row)
		}
		return
	}
	p.from = append(p.from, uint32(len(p.sets)))
	p.sets = append(p.sets, make([]uint64, p.words)...)
	set := p.sets[len(p.sets)-p.words:]
	for _, x := range pairs {
		set[x.row/64] |= 1 << (x.row % 64)
	}
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

// rows adds the rows that have one of the ids.
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

// countAny counts the rows that have one of some keys, but for those that are gone.
// The set is room to work in.
func (p *postings) countAny(keys []int64, gone []uint64, set *[]uint64) (n int) {
	only, found := -1, 0
	for _, key := range keys {
		i := p.find(key)
		if i < 0 {
			continue
		}
		switch found++; found {
		case 1:
			only = i
			continue
		case 2:
			*set = append((*set)[:0], make([]uint64, p.words)...)
			p.add(only, *set)
		}
		p.add(i, *set)
	}
	switch {
	case found == 0:
		return 0
	case found == 1 && gone == nil:
		return int(p.sizes[only])
	case found == 1:
		*set = append((*set)[:0], make([]uint64, p.words)...)
		p.add(only, *set)
	}
	for w, word := range *set {
		if gone != nil {
			word &^= gone[w]
		}
		n += bits.OnesCount64(word)
	}
	return n
}
