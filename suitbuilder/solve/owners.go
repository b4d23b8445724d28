package solve

// ownerRule makes a beam count owners: how many so far, and which of them it may
// meet again.
type ownerRule struct {
	number  []int32    // by owner: its number from 1, 0 where it costs nothing
	last    []int      // by number: the last step with an option of theirs
	most    int        // owners that may be used
	lasting [][]uint64 // by step: the numbers that are met after it
}

func (r *ownerRule) words() int { return (len(r.last) + 63) / 64 }

// take counts an owner that is put to a state, in the buffered key or, where fewer are
// better, aside; false where that is one too many.
func (r *ownerRule) take(b *beam, state int, number int32) bool {
	at := &b.keyBuf[b.ownerAt+int(number)/64]
	if *at>>(number%64)&1 != 0 {
		return true
	}
	so := int(b.keyBuf[1] >> 48 & 255)
	if b.counting {
		so = -int(b.now.valueOf(state)[b.valueWords-1])
	}
	if so >= r.most {
		return false
	}
	*at |= 1 << (number % 64)
	if b.newOwners = 1; !b.counting {
		b.keyBuf[1] += 1 << 48
	}
	return true
}

// forget drops the owners that no later step has.
func (r *ownerRule) forget(b *beam, t int) {
	for w := range r.words() {
		b.keyBuf[b.ownerAt+w] &= r.lasting[t][w]
	}
}

func (r *ownerRule) layLasting(steps int) {
	r.lasting = make([][]uint64, steps)
	for t := range r.lasting {
		r.lasting[t] = make([]uint64, r.words())
		for number, last := range r.last {
			if last > t {
				r.lasting[t][number/64] |= 1 << (number % 64)
			}
		}
	}
}

// fresh is the rule for another beam, whose steps differ.
func (r *ownerRule) fresh() *ownerRule {
	if r == nil {
		return nil
	}
	last := make([]int, len(r.last))
	for i := range last {
		last[i] = -1
	}
	return &ownerRule{number: r.number, last: last, most: r.most}
}
