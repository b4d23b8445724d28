package solve

import "math/bits"

// ranks is how many of a shape's best items the oracle looks at, so that one item is
// not worn twice.
const ranks = 4

// oracle finds the most valuable packing of one component for given values of its
// options, and a bound for packings that leave some bits free.
type oracle struct {
	c      *component
	m      *model
	values []int64 // by position in c.opts
	top    [][ranks]int32
	best   []int64 // by mask of table bits that may be used
	choice []int32 // shape taken at the lowest bit of the mask, -1 for none
	extra  int64   // what the bits beyond the table may add
	banned []ban
}

// ban forbids an item in one shape.
type ban struct {
	shape int
	item  int64
}

// run takes the values and fills the table.
func (r *oracle) run(values []int64) {
	r.values = values
	r.rank()
	r.banned = r.banned[:0]
	size := 1 << r.c.table
	if cap(r.best) < size {
		r.best, r.choice = make([]int64, size), make([]int32, size)
	}
	r.best, r.choice = r.best[:size], r.choice[:size]
	r.fill()
}

// rank finds each shape's best options, of different items.
func (r *oracle) rank() {
	c := r.c
	if cap(r.top) < len(c.shapes) {
		r.top = make([][ranks]int32, len(c.shapes))
	}
	r.top = r.top[:len(c.shapes)]
	depth := 1
	if c.multi {
		depth = ranks
	}
	for s, sh := range c.shapes {
		top := &r.top[s]
		n := 0
		for i := sh.lo; i < sh.hi; i++ {
			if n == depth && r.values[i] <= r.values[top[n-1]] {
				continue
			}
			n = r.insert(top, n, depth, i)
		}
		for ; n < ranks; n++ {
			top[n] = -1
		}
	}
}

func (r *oracle) insert(top *[ranks]int32, n, depth int, i int32) int {
	item := r.m.options[r.c.opts[i]].item
	at := n
	for at > 0 && r.values[i] > r.values[top[at-1]] {
		at--
	}
	end := n
	for k := range n {
		if r.m.options[r.c.opts[top[k]]].item == item {
			if k < at {
				return n // a better option of the same item is there
			}
			end = k
			break
		}
	}
	if end == n && n < depth {
		n++
	}
	for k := min(end, n-1); k > at; k-- {
		top[k] = top[k-1]
	}
	if at < n {
		top[at] = i
	}
	return n
}

// pick is the best position of a shape that is not banned; the value of the last one
// known stands for those that follow.
func (r *oracle) pick(s int) (int32, int64) {
	top := &r.top[s]
	last := top[0]
	for _, i := range top {
		if i < 0 {
			break
		}
		last = i
		if len(r.banned) == 0 || !r.isBanned(s, r.m.options[r.c.opts[i]].item) {
			return i, r.values[i]
		}
	}
	if top[ranks-1] < 0 {
		return -1, 0
	}
	return -1, r.values[last]
}

func (r *oracle) isBanned(s int, item int64) bool {
	for _, b := range r.banned {
		if b.shape == s && b.item == item {
			return true
		}
	}
	return false
}

// fill computes best for all masks, by the lowest bit's choices.
func (r *oracle) fill() {
	c := r.c
	var shapeValue [64]int64
	values := shapeValue[:0]
	r.extra = 0
	for s := range c.shapes {
		_, v := r.pick(s)
		values = append(values, v)
	}
	for b := c.table; b < c.bits; b++ {
		most := int64(0)
		for _, s := range c.low[b] {
			most = max(most, values[s])
		}
		r.extra += most
	}
	full := c.full()
	r.best[0] = 0
	for mask := uint32(1); mask < uint32(len(r.best)); mask++ {
		low := bits.TrailingZeros32(mask)
		best, choice := r.best[mask&(mask-1)], int32(-1)
		for _, s := range c.low[low] {
			if m := c.shapes[s].mask & full; m&^mask == 0 {
				if v := values[s] + r.best[mask&^m]; v > best {
					best, choice = v, int32(s)
				}
			}
		}
		r.best[mask], r.choice[mask] = best, choice
	}
}

// bound is the most that the bits of a mask can be worth.
func (r *oracle) bound(mask uint32) int64 { return r.best[mask] + r.extra }

// solution appends the options of the best packing, and gives its value; with an
// item twice in it the packing is split until there is none. The value bounds every
// packing from above, and the options are one where ok.
func (r *oracle) solution(into []int32) (list []int32, value int64, ok bool) {
	start := len(into)
	list, ok = r.trace(into)
	value = r.bound(r.c.full())
	if !r.c.multi || !ok {
		return list, value, ok && r.extra == 0
	}
	a, b, twice := r.twice(list[start:])
	if !twice || len(r.banned) >= ranks {
		return list, value, !twice && r.extra == 0
	}
	item := r.m.options[r.c.opts[a.pos]].item
	var found [2][]int32
	var values [2]int64
	var fine [2]bool
	depth := len(r.banned)
	for k, s := range [2]int{a.shape, b.shape} {
		r.banned = append(r.banned[:depth], ban{s, item})
		r.fill()
		found[k], values[k], fine[k] = r.solution(nil)
	}
	r.banned = r.banned[:depth]
	if depth == 0 {
		r.fill()
	}
	k := 0
	if values[1] > values[0] {
		k = 1
	}
	return append(list[:start], found[k]...), values[k], fine[k]
}

// trace follows the choices through the table; it gives positions in c.opts.
func (r *oracle) trace(into []int32) ([]int32, bool) {
	for mask := r.c.full(); mask != 0; {
		s := r.choice[mask]
		if s < 0 {
			mask &= mask - 1
			continue
		}
		i, _ := r.pick(int(s))
		if i < 0 {
			return into, false
		}
		into = append(into, i)
		mask &^= r.c.shapes[s].mask
	}
	return into, true
}

type worn struct {
	pos   int32
	shape int
}

// twice finds an item that a list of positions has twice.
func (r *oracle) twice(list []int32) (a, b worn, found bool) {
	for i, x := range list {
		for _, y := range list[:i] {
			if r.m.options[r.c.opts[x]].item == r.m.options[r.c.opts[y]].item {
				return worn{y, r.shapeOf(y)}, worn{x, r.shapeOf(x)}, true
			}
		}
	}
	return worn{}, worn{}, false
}

func (r *oracle) shapeOf(pos int32) int {
	for s, sh := range r.c.shapes {
		if pos >= sh.lo && pos < sh.hi {
			return s
		}
	}
	return -1
}

// forced bounds the packings that have the option at a position.
func (r *oracle) forced(pos int32, s int) int64 {
	rest := r.c.full() &^ r.c.shapes[s].mask
	if r.c.multi && r.c.bits == 2 && len(r.c.shapes) == 2 && r.c.shapes[0].mask&r.c.shapes[1].mask == 0 {
		// Fingers, wrists: the other side takes another item.
		other := r.top[1-s][0]
		if other >= 0 && r.m.options[r.c.opts[other]].item == r.m.options[r.c.opts[pos]].item {
			other = r.top[1-s][1]
		}
		if other < 0 {
			return r.values[pos]
		}
		return r.values[pos] + max(r.values[other], 0)
	}
	return r.values[pos] + r.best[rest] + r.extra
}
