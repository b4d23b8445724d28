package index

import (
	"math"
	"slices"
)

// divided is what a facet divides a block's rows by: postings, and for results
// of few rows the way back, from a row to its keys.
type divided struct {
	postings
	first []uint32 // of a row: its keys begin here in back, and end where those of the next begin; nil: no row has several
	back  []uint16 // places in keys; without first that of each row, or none
	none  bool     // there are too many keys for a way back
}

// noKey is the place of the key of a row that has none.
const noKey = math.MaxUint16

// newDivided makes it of pairs in their order.
func newDivided(pairs []pair, rows int) *divided {
	d := &divided{postings: newPostings(pairs, rows)}
	if len(d.keys) >= noKey {
		d.none = true
		return d
	}
	each := make([]uint32, rows+1) // how many keys the row before has
	most := uint32(0)
	for _, x := range pairs {
		each[x.row+1]++
		most = max(most, each[x.row+1])
	}
	if most <= 1 {
		d.back = slices.Repeat([]uint16{noKey}, rows)
		d.visit(pairs, func(place uint16, row uint16) { d.back[row] = place })
		return d
	}
	for i := range rows {
		each[i+1] += each[i]
	}
	d.first, d.back = each, make([]uint16, len(pairs))
	next := slices.Clone(each)
	d.visit(pairs, func(place uint16, row uint16) {
		d.back[next[row]] = place
		next[row]++
	})
	return d
}

// visit gives each pair with the place of its key.
func (d *divided) visit(pairs []pair, with func(place, row uint16)) {
	place := 0
	for _, x := range pairs {
		if d.keys[place] != x.key {
			place++
		}
		with(uint16(place), x.row)
	}
}

// tally adds how many of the hits have each key: by the way that has the least to
// look at.
func (d *divided) tally(h *hits, add func(key int64, n int)) {
	switch {
	case h.n == h.of:
		for i, n := range d.sizes {
			add(d.keys[i], int(n))
		}
	case !d.none && h.n*(len(d.back)+h.of) < d.work*h.of:
		d.tallyRows(h.rows(), add)
	default:
		for i, key := range d.keys {
			if n := d.counted(i, h.set); n > 0 {
				add(key, int(n))
			}
		}
	}
}

func (d *divided) tallyRows(rows []uint16, add func(key int64, n int)) {
	if d.first == nil {
		for _, row := range rows {
			if place := d.back[row]; place != noKey {
				add(d.keys[place], 1)
			}
		}
		return
	}
	for _, row := range rows {
		for _, place := range d.back[d.first[row]:d.first[row+1]] {
			add(d.keys[place], 1)
		}
	}
}

// hits is what was found in a block.
type hits struct {
	set    []uint64
	n, of  int // of so many rows
	listed []uint16
}

// found sets what was found in the next block.
func (h *hits) found(v view, set []uint64, n int) {
	h.set, h.n, h.of, h.listed = set, n, len(v.ids), h.listed[:0]
}

// rows lists them.
func (h *hits) rows() []uint16 {
	if len(h.listed) == 0 {
		rowsOf(h.set, func(row int) { h.listed = append(h.listed, uint16(row)) })
	}
	return h.listed
}
