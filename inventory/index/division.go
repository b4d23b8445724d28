package index

import "math"

// division is what the facets divide a block's rows by: postings of each, and for
// results of few rows the way back, from a row to its keys of all facets, which lie
// together so that a row costs one or two looks at far memory.
type division struct {
	by    []*postings // by place in facets; nil: it is not divided by keys
	from  []int       // of each: the number of its first key among the keys of all
	keys  int         // of all
	first []uint32    // of a row: its keys begin here in back, and end where those of the next begin
	back  []uint16    // numbers of keys
}

// newDivision makes it of each facet's pairs in their order; nil of those without.
func newDivision(pairs [][]pair, rows int) *division {
	d := &division{by: make([]*postings, len(pairs)), from: make([]int, len(pairs))}
	for f, list := range pairs {
		if d.from[f] = d.keys; list != nil {
			p := newPostings(list, rows)
			d.by[f] = &p
			d.keys += len(p.keys)
		}
	}
	if d.keys <= math.MaxUint16 {
		d.turn(pairs, rows)
	}
	return d
}

// turn makes the way back.
func (d *division) turn(pairs [][]pair, rows int) {
	d.first = make([]uint32, rows+1)
	for _, list := range pairs {
		for _, x := range list {
			d.first[x.row+1]++
		}
	}
	for i := range rows {
		d.first[i+1] += d.first[i]
	}
	next := append([]uint32{}, d.first...)
	d.back = make([]uint16, d.first[rows])
	for f, list := range pairs {
		number := d.from[f]
		for i, x := range list {
			if i > 0 && x.key != list[i-1].key {
				number++
			}
			d.back[next[x.row]] = uint16(number)
			next[x.row]++
		}
	}
}

// tally gives how many of the hits have each key of some facets, by their places:
// by the way that has the least to look at.
func (d *division) tally(h *hits, some []int, add func(place int, key int64, n int)) {
	work := 0
	for _, f := range some {
		work += d.by[f].work
	}
	switch {
	case h.n == h.of:
		for _, f := range some {
			for i, n := range d.by[f].sizes {
				add(f, d.by[f].keys[i], int(n))
			}
		}
	case d.back != nil && h.n*(len(d.back)+d.keys+h.of) < work*h.of:
		d.tallyRows(h, some, add)
	default:
		for _, f := range some {
			for i, key := range d.by[f].keys {
				if n := d.by[f].counted(i, h.set); n > 0 {
					add(f, key, int(n))
				}
			}
		}
	}
}

func (d *division) tallyRows(h *hits, some []int, add func(place int, key int64, n int)) {
	counts := h.counts(d.keys)
	rowsOf(h.set, func(row int) {
		for _, number := range d.back[d.first[row]:d.first[row+1]] {
			counts[number]++
		}
	})
	for _, f := range some {
		for i, n := range counts[d.from[f]:][:len(d.by[f].keys)] {
			if n > 0 {
				add(f, d.by[f].keys[i], int(n))
			}
		}
	}
}

// hits is what was found in a block.
type hits struct {
	set   []uint64
	n, of int // of so many rows
	given []uint32
}

// found sets what was found in the next block.
func (h *hits) found(v view, set []uint64, n int) { h.set, h.n, h.of = set, n, len(v.ids) }

// counts gives a slice of zeros.
func (h *hits) counts(n int) []uint32 {
	if cap(h.given) < n {
		h.given = make([]uint32, n)
	}
	h.given = h.given[:n]
	clear(h.given)
	return h.given
}
