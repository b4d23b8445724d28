package solve

// nodeBytes is what a node of the history takes, with what compacting needs.
const nodeBytes = 16

// compact forgets the pieces of partial suits that are gone. Where that frees too
// little, the layers are cut, which the proof then lacks.
func (b *beam) compact() {
	place := make([]int32, len(b.history))
	mark := func(l *layer) {
		for _, at := range l.node[:l.n] {
			for ; at >= 0 && place[at] == 0; at = b.history[at].parent {
				place[at] = 1
			}
		}
	}
	mark(b.now)
	mark(b.next)
	n := int32(0)
	for i, x := range b.history {
		if place[i] == 0 {
			continue
		}
		if x.parent >= 0 {
			x.parent = place[x.parent]
		}
		b.history[n] = x
		place[i] = n
		n++
	}
	b.history = b.history[:n]
	for _, l := range []*layer{b.now, b.next} {
		for i, at := range l.node[:l.n] {
			if at >= 0 {
				l.node[i] = place[at]
			}
		}
	}
	if int(n) > b.historyLimit/2 {
		b.memoryHit = true
		b.historyLimit *= 2
		b.width = min(b.width, max(b.next.n/2, 1))
	}
}
