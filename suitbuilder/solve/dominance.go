package solve

import (
	"cmp"
	"math/bits"
	"slices"
)

// dominance removes options for which a suit always has something at least as good.
//
// Option a can stand in for option b where it takes no slot or coverage that b does
// not, brings b's families and counts in b's set (or b in none), and is worth as
// much in the quantities in their order, and in each that is compared apart. It may
// be worn elsewhere already, though; so b goes only when more such items are kept
// than there are slots outside of b's that they reach, or one that reaches none; and
// for the best K suits, when there are K - 1 more.
//
// Why that is right for the best K: each suit with b has K better ones, one for each
// stand-in that it does not wear. Beside a stand-in other pieces may become needless,
// so those are not the same suits with a in place of b, but what is left of these
// without what is needless; they differ in their stand-ins, as long as no stand-in
// is needless itself (gain). Another record of b's own item is such a stand-in and
// counts as one: with it in place of b a suit may shrink to one that is counted
// already, so by itself it is enough for the first suit only.
type dominance struct {
	m      *model
	pack   packing
	apart  []int
	gains  []int // quantities of which any more makes a suit better
	words  []int64
	strict strictness
	top    int                // suits wanted
	lists  map[uint64][]int32 // kept options by shape and family
	shapes []uint64           // taken masks of kept options
	seen   map[uint64]bool
}

// strictness is what dominance must leave besides the values.
type strictness uint8

const (
	valuesOnly strictness = iota // any one of equals may stay
	wholeOrder                   // the last tie and the owners count, too
)

// dominate gives the options of a list that are left, best first.
func (m *model) dominate(list []int32, largest []int64, strict strictness, top int) []int32 {
	d := dominance{m: m, strict: strict, top: top, lists: map[uint64][]int32{}, seen: map[uint64]bool{}}
	stages := len(m.stages)
	if strict == valuesOnly {
		stages = m.ownerStage
	}
	order, apart, rounded := m.ranked(stages)
	if rounded >= 0 {
		order = slices.DeleteFunc(order, func(q int) bool { return q == rounded })
		apart = append(apart, rounded)
	}
	d.apart, d.gains = apart, m.gains()
	d.pack = newPacking(order, largest)
	d.words = make([]int64, len(m.options)*d.pack.words)
	for _, o := range list {
		d.pack.pack(m.values(o), d.of(o))
	}
	list = d.thin(list)
	slices.SortFunc(list, d.compare)
	kept := list[:0:0]
	for i, o := range list {
		if i%stopEvery == 0 && m.ctx.Err() != nil {
			break
		}
		if !d.dominated(o) {
			kept = append(kept, o)
			d.keep(o)
		}
	}
	return kept
}

func (d *dominance) of(o int32) []int64 {
	w := d.pack.words
	return d.words[int(o)*w : int(o)*w+w]
}

// compare puts the better option first, so that what dominates comes before what it
// dominates.
func (d *dominance) compare(a, b int32) int {
	if c := compareWords(d.of(b), d.of(a)); c != 0 {
		return c
	}
	x, y := &d.m.options[a], &d.m.options[b]
	for _, q := range d.apart {
		if c := cmp.Compare(d.m.values(b)[q], d.m.values(a)[q]); c != 0 {
			return c
		}
	}
	if d.strict == wholeOrder {
		if c := d.m.before(a, b); c != 0 {
			return c
		}
	}
	if c := cmp.Compare(bits.OnesCount64(y.family), bits.OnesCount64(x.family)); c != 0 {
		return c
	}
	if c := cmp.Compare(min(y.set, 1), min(x.set, 1)); c != 0 {
		return c
	}
	if c := cmp.Compare(bits.OnesCount64(x.taken), bits.OnesCount64(y.taken)); c != 0 {
		return c
	}
	return cmp.Compare(a, b)
}

// class is what options that differ only in their values have in common.
type class struct {
	family       uint64
	shape, owner int32
	set          uint8
}

// thin looks only at options of the same class, which is quick and removes most.
func (d *dominance) thin(list []int32) []int32 {
	var t classes
	t.grow(256)
	for i, o := range list {
		if i%stopEvery == 0 && d.m.ctx.Err() != nil {
			break
		}
		x := &d.m.options[o]
		key := class{shape: x.shape, family: x.family, set: x.set}
		if d.strict == wholeOrder && d.m.ownerStage < len(d.m.stages) {
			key.owner = x.owner
		}
		kept := t.find(key)
		*kept = d.insert(*kept, o)
	}
	out := make([]int32, 0, len(t.kept)*2)
	for _, kept := range t.kept {
		out = append(out, kept...)
	}
	return out
}

// classes is a table of the options kept of each class.
type classes struct {
	table []int32
	keys  []class
	kept  [][]int32
}

func (t *classes) find(key class) *[]int32 {
	mask := uint64(len(t.table) - 1)
	at := (key.family*0x9E3779B97F4A7C15 ^ uint64(key.shape)<<20 ^ uint64(key.owner)<<40 ^ uint64(key.set)) * 0xD6E8FEB86659FD93 >> 24
	for ; ; at++ {
		slot := t.table[at&mask]
		if slot == 0 {
			break
		}
		if t.keys[slot-1] == key {
			return &t.kept[slot-1]
		}
	}
	t.keys, t.kept = append(t.keys, key), append(t.kept, nil)
	t.table[at&mask] = int32(len(t.keys))
	if 2*len(t.keys) > len(t.table) {
		keys, kept := t.keys, t.kept
		t.grow(2 * len(t.table))
		for i, k := range keys {
			*t.find(k) = kept[i]
		}
	}
	return &t.kept[len(t.kept)-1]
}

func (t *classes) grow(size int) { t.table, t.keys, t.kept = make([]int32, size), nil, nil }

// insert puts an option into a class's sorted list unless it is dominated there,
// and removes what it now dominates.
func (d *dominance) insert(kept []int32, o int32) []int32 {
	if len(kept) > 0 && d.covered(kept, o) {
		return kept
	}
	at, _ := slices.BinarySearchFunc(kept, o, d.compare)
	kept = slices.Insert(kept, at, o)
	for i := at + 1; i < len(kept); {
		if d.covered(kept[:i], kept[i]) {
			kept = slices.Delete(kept, i, i+1)
		} else {
			i++
		}
	}
	return kept
}

// covered counts the dominators of an option in a list.
func (d *dominance) covered(list []int32, o int32) bool {
	t := tally{top: d.top}
	for _, a := range list {
		if d.beats(a, o) && t.add(&d.m.options[a], &d.m.options[o]) {
			return true
		}
	}
	return false
}

// tally counts items that dominate one option.
type tally struct {
	top   int
	reach SlotMask
	items [SlotCount + maxTop]int64
	n     int
}

// add tells whether there are enough now.
func (t *tally) add(a, b *option) bool {
	outside := a.reach &^ b.slots
	if a.item == b.item {
		outside = 0 // an item is worn once
	}
	if a.piece == b.piece || outside == 0 && t.top == 1 {
		return true
	}
	if slices.Contains(t.items[:t.n], a.item) {
		return false
	}
	t.items[t.n] = a.item
	t.n++
	t.reach |= outside
	return t.n >= t.reach.Count()+t.top
}

// beats tells whether a can stand in for b where a is not worn yet.
func (d *dominance) beats(a, b int32) bool {
	x, y := &d.m.options[a], &d.m.options[b]
	if x.taken&^y.taken != 0 || y.family&^x.family != 0 || x.set != y.set && y.set != 0 || y.locked || x.locked {
		return false
	}
	c := compareWords(d.of(a), d.of(b))
	if c < 0 {
		return false
	}
	for _, q := range d.apart {
		if d.m.values(a)[q] < d.m.values(b)[q] {
			return false
		}
	}
	if d.top > 1 && d.gain(b) && !d.gain(a) {
		return false
	}
	if d.strict == valuesOnly {
		return true
	}
	return d.beatsWhole(a, b, c)
}

// gain tells whether an option makes every suit better in some criterion, so that
// it is never needless. Of two options a better one may lack that, where what it is
// better in is that it is not reduced.
func (d *dominance) gain(o int32) bool {
	values := d.m.values(o)
	return slices.ContainsFunc(d.gains, func(q int) bool { return values[q] > 0 })
}

// gains lists the quantities of criteria, but for counts of what one wants few of.
func (m *model) gains() (list []int) {
	for k := range m.stages {
		if s := &m.stages[k]; s.quantity >= 0 && !s.owners && s.target == noTarget {
			list = append(list, s.quantity)
		}
	}
	return list
}

// beatsWhole adds what the owners and the last tie ask: another owner's piece must be
// better in what counts before the owners do, and of equals the one that the last
// tie puts first stays.
func (d *dominance) beatsWhole(a, b int32, c int) bool {
	x, y := &d.m.options[a], &d.m.options[b]
	if d.m.ownerStage < len(d.m.stages) && x.owner != y.owner && x.owner != 0 && !d.betterBeforeOwners(a, b) {
		return false
	}
	if c > 0 {
		return true
	}
	return d.m.before(a, b) < 0 || d.m.before(a, b) == 0 && a < b
}

func (d *dominance) betterBeforeOwners(a, b int32) bool {
	for k := range d.m.stages[:d.m.ownerStage] {
		s := &d.m.stages[k]
		if s.quantity < 0 || s.target != noTarget || s.step != 1 {
			continue
		}
		if x, y := d.m.values(a)[s.quantity], d.m.values(b)[s.quantity]; x != y {
			return x > y
		}
	}
	return false
}

func (d *dominance) keep(o int32) {
	x := &d.m.options[o]
	if !d.seen[x.taken] {
		d.seen[x.taken] = true
		d.shapes = append(d.shapes, x.taken)
	}
	d.lists[bucket(x.taken, 0)] = append(d.lists[bucket(x.taken, 0)], o)
	for f := x.family; f != 0; f &= f - 1 {
		key := bucket(x.taken, f&-f)
		d.lists[key] = append(d.lists[key], o)
	}
}

// bucket names a list of kept options: of one shape, with one family or any. Shapes
// have below 54 bits.
func bucket(taken, family uint64) uint64 {
	return taken<<7 | uint64(bits.Len64(family))
}

// dominated looks through the kept options of all shapes within this one's.
func (d *dominance) dominated(o int32) bool {
	x := &d.m.options[o]
	t := tally{top: d.top}
	for _, shape := range d.shapes {
		if shape&^x.taken != 0 {
			continue
		}
		list := d.lists[bucket(shape, 0)]
		for f := x.family; f != 0; f &= f - 1 {
			if narrower := d.lists[bucket(shape, f&-f)]; len(narrower) < len(list) {
				list = narrower
			}
		}
		for _, a := range list {
			if d.beats(a, o) && t.add(&d.m.options[a], x) {
				return true
			}
		}
	}
	return false
}
