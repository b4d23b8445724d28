package index

import "math/bits"

// Sets of rows are slices of words, a bit for each row of a block; the bits beyond
// the last row are 0.

// wordsFor is how many words hold a number of rows.
func wordsFor(rows int) int { return (rows + 63) / 64 }

// fill sets the bits of all rows.
func fill(set []uint64, rows int) {
	for w := range set {
		set[w] = ^uint64(0)
	}
	trim(set, rows)
}

// trim clears the bits beyond the last row.
func trim(set []uint64, rows int) {
	if rest := rows % 64; rest != 0 && len(set) > 0 {
		set[len(set)-1] &= 1<<rest - 1
	}
}

// invert makes the set of all other rows.
func invert(set []uint64, rows int) {
	for w := range set {
		set[w] = ^set[w]
	}
	trim(set, rows)
}

func count(set []uint64) int {
	n := 0
	for _, w := range set {
		n += bits.OnesCount64(w)
	}
	return n
}

func isEmpty(set []uint64) bool {
	for _, w := range set {
		if w != 0 {
			return false
		}
	}
	return true
}

func has(set []uint64, bit uint32) bool { return set[bit/64]>>(bit%64)&1 != 0 }

// rowsOf calls visit for each row in the set, ascending.
func rowsOf(set []uint64, visit func(row int)) {
	for w, word := range set {
		for word != 0 {
			visit(w*64 + bits.TrailingZeros64(word))
			word &= word - 1
		}
	}
}
