package solve

import (
	"math"
	"math/bits"
)

// beam builds suits slot by slot, all at once, in layers: what has been put on so far
// matters to the rest only by its key (bits used, families reached, set pieces,
// items that could be worn again), so of equal keys the best is enough. A partial
// suit whose bound is too low in any stage is dropped. If no layer had to be cut,
// what was found is proved.
type beam struct {
	s      *search
	stage  int // the stage to improve on; len(stages) for the last tie
	width  int
	bounds []*bound
	need   []int64 // by bound

	steps   []step
	rest    []int64 // by step and bound: what later components are worth
	multi   map[int64]int32
	last    map[int64]int // step after which an item cannot be worn again
	expires []int         // the same by the item's number
	lanes   int           // items that may have to be remembered, at most

	keyWords, laneAt, apartAt, ownerAt, variantAt int

	caps       []int64 // by apart quantity that is in the key
	apart      []int
	pack       *packing
	front      int   // a quantity of which both more and less are kept, the value word after the packed ones; -1 for none
	counting   bool  // the stage counts owners: fewer are better, in the last value word, negated
	newOwners  int64 // of the option that is put on
	valueWords int
	owners     *ownerRule

	now, next *layer
	history   []node

	historyLimit int
	overflow     bool
	dropped      int64 // the largest bound, of the stage in scale, that was cut
	found        bool
	memoryHit    bool

	keyBuf   []uint64
	valueBuf []int64
	boundBuf []int64
	listA    suit
	listB    suit
}

// node is a piece put on, and the node before it.
type node struct {
	parent, option int32
}

// step is one bit of one component.
type step struct {
	comp, bit int
	choices   []choice
	prices    []int64 // by choice and bound
	values    []int64 // packed, by choice
	family    uint64  // reachable from this step on
	locks     int     // locked pieces that can be put on from this step on
}

type choice struct {
	option int32
	mask   uint32
	item   int32 // number of an item that has several options, 0 for others
	owner  int32 // number of an owner to be counted, 0 for others
	family uint64
	set    uint8
	open   bool // the item must be remembered
	locked bool
}

func (s *search) newBeam(stage, width int, bounds []*bound, owners *ownerRule) *beam {
	b := &beam{s: s, stage: stage, width: width, bounds: bounds, owners: owners.fresh(), dropped: math.MinInt64}
	for _, x := range bounds {
		f := &s.m.stages[x.stage].form
		worth := s.score[x.stage]
		if x.stage < len(s.closed) {
			worth = s.closed[x.stage]
		} else if x.stage == stage {
			worth++
		}
		b.need = append(b.need, x.at.scale*f.floor(worth))
	}
	b.layKey()
	b.laySteps()
	b.now, b.next = newLayer(b.keyWords, b.valueWords, len(bounds)), newLayer(b.keyWords, b.valueWords, len(bounds))
	return b
}

// run goes through all steps and offers every suit at the end.
func (b *beam) run() {
	b.start()
	b.historyLimit = b.room() / nodeBytes
	for t := range b.steps {
		b.expand(t)
		b.now, b.next = b.next, b.now
		b.s.meter.tell(b.s.m, b.s.count)
		if b.s.meter.stopped() || b.now.n == 0 {
			break
		}
		if b.now.n > b.width {
			b.cut(b.now, t)
		}
	}
	if b.s.meter.stopped() {
		b.overflow = true
		return
	}
	for i := range b.now.n {
		if b.s.offer(b.suitOf(b.now.node[i], nil)) {
			b.found = true
		}
	}
}

func (b *beam) start() {
	key := make([]uint64, b.keyWords)
	bound := make([]int64, len(b.bounds))
	for j, bd := range b.bounds {
		bound[j] = bd.fixed
	}
	b.keyBuf, b.valueBuf, b.boundBuf = make([]uint64, b.keyWords), make([]int64, b.valueWords), make([]int64, len(b.bounds))
	_, at := b.now.find(key)
	b.now.insert(at, key, b.valueBuf, bound, -1)
}

func (b *beam) suitOf(at int32, into suit) suit {
	for ; at >= 0; at = b.history[at].parent {
		into = append(into, b.history[at].option)
	}
	return into
}

// cut brings a layer down to the width, by the stage's bound.
func (b *beam) cut(l *layer, t int) {
	b.overflow = true
	j := len(b.bounds) - 1
	if j < 0 {
		l.cut(b.width, func(i int) int64 { return l.valueOf(i)[0] })
		return
	}
	dropped := l.cut(b.width, func(i int) int64 {
		return l.boundOf(i)[j] + b.restOf(j, t, uint32(l.keyOf(i)[1]))
	})
	b.dropped = max(b.dropped, dropped)
}

// restOf is what a bound still expects after a step, with some bits used.
func (b *beam) restOf(j, t int, used uint32) int64 {
	st := &b.steps[t]
	c := &b.s.comps[st.comp]
	free := c.full() &^ used &^ (1<<(st.bit+1) - 1)
	return b.rest[t*len(b.bounds)+j] + b.bounds[j].comps[st.comp].bound(free)
}

func (b *beam) enough(t int, used uint32, bound []int64) bool {
	for j, v := range bound {
		if v+b.restOf(j, t, used) < b.need[j] {
			return false
		}
	}
	return true
}

const checkEvery = 256

// expand makes the next layer.
func (b *beam) expand(t int) {
	b.next.reset()
	st := &b.steps[t]
	for i := range b.now.n {
		if i%checkEvery == 0 && b.s.meter.stopped() {
			return
		}
		b.s.meter.nodes++
		key := b.now.keyOf(i)
		used := uint32(key[1])
		b.skip(t, i)
		if used>>st.bit&1 == 0 {
			for k := range st.choices {
				b.take(t, i, k)
			}
		}
		if len(b.history) > b.historyLimit {
			b.compact()
		}
		if b.next.n > 4*b.width || b.next.n*b.next.stride > b.room() {
			b.memoryHit = b.memoryHit || b.next.n <= 4*b.width
			b.width = min(b.width, b.next.n-1)
			b.cut(b.next, t)
		}
	}
}

// room is how many bytes a layer may take. There are two, each twice while it grows,
// and the history.
func (b *beam) room() int { return int(b.s.meter.memory / 8) }

// skip leaves the step's bit as it is.
func (b *beam) skip(t, i int) {
	copy(b.keyBuf, b.now.keyOf(i))
	if !b.enough(t, uint32(b.keyBuf[1]), b.now.boundOf(i)) {
		return
	}
	copy(b.boundBuf, b.now.boundOf(i))
	copy(b.valueBuf, b.now.valueOf(i))
	b.forget(t)
	b.put(t, b.now.node[i], -1)
}

// take puts an option on.
func (b *beam) take(t, i, k int) {
	st := &b.steps[t]
	ch := &st.choices[k]
	key := b.now.keyOf(i)
	if uint32(key[1])&ch.mask != 0 || ch.item != 0 && b.remembers(key, ch.item) {
		return
	}
	m := b.s.m
	again := ch.family & key[0]
	n := len(b.bounds)
	beyond := ch.set != 0 && int(key[1]>>(24+8*ch.set)&255) >= m.want[ch.set-1]
	for j, v := range b.now.boundOf(i) {
		v += st.prices[k*n+j]
		at := &b.bounds[j].at
		for f := again; f != 0; f &= f - 1 {
			v -= at.family[bits.TrailingZeros64(f)]
		}
		if beyond {
			v -= at.set[ch.set-1]
		}
		if v+b.restOf(j, t, uint32(key[1])|ch.mask) < b.need[j] {
			return
		}
		b.boundBuf[j] = v
	}
	copy(b.keyBuf, key)
	b.newOwners = 0
	if ch.owner != 0 && !b.owners.take(b, i, ch.owner) {
		return
	}
	b.keyBuf[0] |= ch.family
	b.keyBuf[1] |= uint64(ch.mask)
	if ch.set != 0 && !beyond {
		b.keyBuf[1] += 1 << (24 + 8*ch.set)
	}
	if ch.locked {
		b.keyBuf[1] += 1 << 56
	}
	for a, q := range b.apart {
		at := &b.keyBuf[b.apartAt+a]
		*at = uint64(min(int64(*at)+m.values(ch.option)[q], b.caps[a]))
	}
	b.forget(t)
	if ch.open {
		b.remember(ch.item)
	}
	w := b.valueWords
	for x, v := range b.now.valueOf(i) {
		b.valueBuf[x] = v + st.values[k*w+x]
	}
	if b.counting {
		b.valueBuf[w-1] -= b.newOwners
	}
	b.put(t, b.now.node[i], ch.option)
}

// put files the buffered state.
func (b *beam) put(t int, parent, option int32) {
	if !b.reachable(t) {
		return
	}
	for variant := uint64(0); ; variant++ {
		if b.front >= 0 {
			b.keyBuf[b.variantAt] = variant
		}
		state, place := b.next.find(b.keyBuf)
		if state < 0 {
			b.next.insert(place, b.keyBuf, b.valueBuf, b.boundBuf, b.link(parent, option))
			return
		}
		switch old := b.next.valueOf(state); {
		case b.beats(b.valueBuf, old, func() bool { return b.listsBefore(parent, option, b.next.node[state]) }):
			b.next.replace(state, b.valueBuf, b.boundBuf, b.link(parent, option))
			return
		case b.front < 0 || b.beats(old, b.valueBuf, func() bool { return !b.listsBefore(parent, option, b.next.node[state]) }):
			return
		}
	}
}

// beats tells whether one of two partial suits with the same key makes the other
// needless. What the last tie says is asked for only where it matters.
func (b *beam) beats(x, y []int64, before func() bool) bool {
	w := b.pack.words
	if b.front >= 0 && x[w] < y[w] {
		return false
	}
	if c := compareWords(x[:w], y[:w]); c != 0 {
		return c > 0
	}
	if last := len(x) - 1; b.counting && x[last] != y[last] {
		return x[last] > y[last]
	}
	if b.stage < len(b.s.m.stages) {
		return b.front >= 0 && x[w] >= y[w]
	}
	return before()
}

func (b *beam) link(parent, option int32) int32 {
	if option < 0 {
		return parent
	}
	b.history = append(b.history, node{parent, option})
	return int32(len(b.history) - 1)
}

// reachable tells whether the demands that can be seen in the key can still be met.
func (b *beam) reachable(t int) bool {
	var family uint64
	locks := 0
	if t+1 < len(b.steps) {
		family, locks = b.steps[t+1].family, b.steps[t+1].locks
	}
	if b.s.lim.must&^(b.keyBuf[0]|family) != 0 {
		return false
	}
	demanded := b.s.m.req.Locked
	if len(demanded) > 0 && len(b.s.closed) > 0 && int(b.keyBuf[1]>>56)+locks < len(demanded) {
		return false
	}
	return true
}

func (b *beam) listsBefore(parent, option, other int32) bool {
	b.listA, b.listB = b.suitOf(parent, b.listA[:0]), b.suitOf(other, b.listB[:0])
	if option >= 0 {
		b.listA = append(b.listA, option)
	}
	return b.s.m.lists(b.listA, b.listB) < 0
}
