package loot

import (
	"iter"
	"slices"
)

// A mule's hoard: so many good pieces at least and at most, and as much junk.
const (
	fewest = 60
	most   = 150
	inPack = 24 // things in a pack
)

// Stock is what a character carries.
type Stock struct {
	Owner  int64 // the character's id
	Things []Thing
}

// Outfit draws what a character carries: with worn pieces, if it fights, in all
// the places of its body, and with so many pieces and as much junk in its packs.
func (l *Roller) Outfit(owner int64, fights bool, pieces int) Stock {
	s := Stock{Owner: owner}
	if fights {
		s.Things = l.worn(owner)
	}
	var rest []Thing
	for range pieces {
		rest = append(rest, l.Piece(), l.Junk())
	}
	l.r.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	for n, held := range slices.Collect(slices.Chunk(rest, inPack)) {
		p := l.Pack()
		p.Container, p.Slot = owner, int64(n)
		s.Things = append(s.Things, p)
		for slot := range held {
			held[slot].Container, held[slot].Slot = p.ID, int64(slot)
			s.Things = append(s.Things, held[slot])
		}
	}
	return s
}

// worn draws a piece for each place; some of what is worn is enchanted now.
func (l *Roller) worn(owner int64) []Thing {
	var list []Thing
	put := func(s shape, material [2]int64, mask int64) {
		t := l.make(s, material)
		t.Worn, t.Container = mask, owner
		if al, ok := t.Int(28); ok && slices.Contains(t.Spells, 4407) {
			t.Set(28, al+240)
			t.Active = []int64{4407}
		}
		list = append(list, t)
	}
	for _, s := range singles {
		put(s, metals, s.equip)
	}
	put(shirts[0], cloths, shirts[0].equip)
	put(pants[0], cloths, pants[0].equip)
	put(necklaces[0], stones, necklaces[0].equip)
	for _, side := range []int64{0x10000, 0x20000} {
		put(bracelets[0], stones, side)
	}
	for _, side := range []int64{0x40000, 0x80000} {
		put(rings[0], stones, side)
	}
	if l.percent(70) {
		put(trinkets[0], stones, trinkets[0].equip)
	}
	if l.percent(60) {
		put(cloaks[0], cloths, cloaks[0].equip)
	}
	arms := pick(l.r, [][]shape{meleeArms, missileArm, casters})[0]
	put(arms, metals, arms.equip)
	return list
}

// Hoard draws what one of many mules carries: 60 to 150 pieces, as much junk.
func (l *Roller) Hoard(owner int64) Stock {
	return l.Outfit(owner, l.percent(30), int(l.between(fewest, most)))
}

// Things draws n things, two thirds of them worth keeping, of ids from first on:
// for benches that need many quickly.
func Things(seed uint64, first int64, n int) iter.Seq[Thing] {
	return func(yield func(Thing) bool) {
		l := New(seed, first, 1_777_918_867)
		for range n {
			draw := l.Piece
			if l.percent(33) {
				draw = l.Junk
			}
			if !yield(draw()) {
				return
			}
		}
	}
}
