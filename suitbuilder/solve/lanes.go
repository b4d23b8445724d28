package solve

// Items with several options are remembered in the key, in lanes of 32 bits, sorted,
// for as long as another option of theirs is still to come.

func (b *beam) lane(key []uint64, i int) uint32 {
	return uint32(key[b.laneAt+i/2] >> (32 * (i % 2)))
}

func (b *beam) setLane(key []uint64, i int, v uint32) {
	at := &key[b.laneAt+i/2]
	shift := 32 * (i % 2)
	*at = *at&^(0xFFFFFFFF<<shift) | uint64(v)<<shift
}

func (b *beam) remembers(key []uint64, item int32) bool {
	for i := range b.lanes {
		if b.lane(key, i) == uint32(item) {
			return true
		}
	}
	return false
}

// remember puts an item among the buffered key's lanes, largest first.
func (b *beam) remember(item int32) {
	v := uint32(item)
	for i := range b.lanes {
		if here := b.lane(b.keyBuf, i); here < v {
			b.setLane(b.keyBuf, i, v)
			v = here
		}
	}
}

// forget clears what no later step asks for: a component's bits after its last one,
// items that cannot come again, owners that cannot either.
func (b *beam) forget(t int) {
	if t+1 == len(b.steps) || b.steps[t+1].comp != b.steps[t].comp {
		b.keyBuf[1] &^= 0xFFFFFFFF
	}
	n := 0
	for i := range b.lanes {
		v := b.lane(b.keyBuf, i)
		if v == 0 {
			break
		}
		if b.expires[v] > t {
			b.setLane(b.keyBuf, n, v)
			n++
		}
	}
	for ; n < b.lanes; n++ {
		b.setLane(b.keyBuf, n, 0)
	}
	if b.owners != nil {
		b.owners.forget(b, t)
	}
}
