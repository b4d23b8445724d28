package solve

import "slices"

// layKey decides what partial suits must agree in to be compared, and by what.
//
// While owners are counted, suits that are worth as much in all stages before are
// compared by how many they have, and by nothing that comes after.
//
// Of a criterion that is rounded and closed, a partial suit may have more or less than
// another that is better in what follows, and both be needed; so several of one key
// are kept, told apart by a number in it.
func (b *beam) layKey() {
	s := b.s
	b.pack, b.front = &s.pack, -1
	for k := range s.closed {
		if st := &s.m.stages[k]; st.quantity >= 0 && st.quantity == s.rounded {
			b.pack, b.front = &s.rest, s.rounded
		}
	}
	if b.counting = b.owners != nil && b.stage < len(s.m.stages) && s.m.stages[b.stage].owners; b.counting {
		before, _, _ := s.m.ranked(b.stage)
		pack := newPacking(slices.DeleteFunc(before, func(q int) bool { return q == b.front }), s.largest)
		b.pack = &pack
	}
	b.valueWords = b.pack.words
	if b.front >= 0 {
		b.valueWords++
	}
	if b.counting {
		b.valueWords++
	}
	for _, q := range s.apart {
		for k := range s.m.stages {
			if st := &s.m.stages[k]; !st.owners && st.quantity == q && st.target != noTarget {
				b.apart, b.caps = append(b.apart, q), append(b.caps, st.target)
				break
			}
		}
	}
}

// laySteps orders the components, and prepares each bit's choices.
func (b *beam) laySteps() {
	s := b.s
	b.multi, b.last = map[int64]int32{}, map[int64]int{}
	order := make([]int, len(s.comps))
	for i := range order {
		order[i] = i
	}
	for _, c := range order {
		for bit := range s.comps[c].bits {
			b.steps = append(b.steps, step{comp: c, bit: bit})
		}
	}
	for t := range b.steps {
		b.layChoices(t)
	}
	for t := range b.steps {
		for i := range b.steps[t].choices {
			ch := &b.steps[t].choices[i]
			item := s.m.options[ch.option].item
			ch.open = ch.item != 0 && b.last[item] > t
			if ch.owner != 0 {
				b.owners.last[ch.owner] = max(b.owners.last[ch.owner], t)
			}
		}
	}
	b.expires = make([]int, len(b.multi)+1)
	for item, number := range b.multi {
		b.expires[number] = b.last[item]
	}
	if b.owners != nil {
		b.owners.layLasting(len(b.steps))
	}
	b.layLanes()
	b.layRest()
	b.laneAt = 2
	b.apartAt = b.laneAt + (b.lanes+1)/2
	b.ownerAt = b.apartAt + len(b.apart)
	b.variantAt = b.ownerAt
	if b.owners != nil {
		b.variantAt += b.owners.words()
	}
	b.keyWords = b.variantAt
	if b.front >= 0 {
		b.keyWords++
	}
}

func (b *beam) layChoices(t int) {
	s, st := b.s, &b.steps[t]
	c := &s.comps[st.comp]
	for _, sh := range c.low[st.bit] {
		for i := c.shapes[sh].lo; i < c.shapes[sh].hi; i++ {
			o := c.opts[i]
			x := &s.m.options[o]
			ch := choice{option: o, mask: c.mask[i], family: x.family, set: x.set, locked: x.locked}
			if !x.single {
				if b.multi[x.item] == 0 {
					b.multi[x.item] = int32(len(b.multi) + 1)
				}
				ch.item = b.multi[x.item]
				b.last[x.item] = t
			}
			if b.owners != nil {
				ch.owner = b.owners.number[x.owner]
			}
			st.choices = append(st.choices, ch)
			for _, bd := range b.bounds {
				st.prices = append(st.prices, bd.comps[st.comp].values[i])
			}
			words := make([]int64, b.valueWords)
			b.pack.pack(s.m.values(o), words[:b.pack.words])
			if b.front >= 0 {
				words[b.pack.words] = s.m.values(o)[b.front]
			}
			st.values = append(st.values, words...)
		}
	}
}

// layLanes counts how many items may have to be remembered at once.
func (b *beam) layLanes() {
	for t := range b.steps {
		open := 0
		for before := 0; before <= t; before++ {
			if slices.ContainsFunc(b.steps[before].choices, func(ch choice) bool {
				return ch.item != 0 && b.last[b.s.m.options[ch.option].item] > t
			}) {
				open++
			}
		}
		b.lanes = max(b.lanes, open)
	}
}

// layRest sums up what the components after each step are worth, and what can still
// be reached.
func (b *beam) layRest() {
	n := len(b.bounds)
	b.rest = make([]int64, (len(b.steps)+1)*n)
	var family uint64
	locks := 0
	for t := len(b.steps) - 1; t >= 0; t-- {
		last := t+1 == len(b.steps) || b.steps[t+1].comp != b.steps[t].comp
		for j, bd := range b.bounds {
			b.rest[t*n+j] = b.rest[(t+1)*n+j]
			if last && t+1 < len(b.steps) {
				b.rest[t*n+j] += bd.values[b.steps[t+1].comp]
			}
		}
		any := false
		for _, ch := range b.steps[t].choices {
			family |= ch.family
			any = any || ch.locked
		}
		if any {
			locks++
		}
		b.steps[t].family, b.steps[t].locks = family, locks
	}
}
