package solve

import (
	"context"
	"slices"
)

// Lack tells why a suit does not reach a wanted cantrip.
type Lack struct {
	Wanted int // index into Request.Cantrips
	// Offers is the number of pieces that have it and may be worn. With none the search
	// ends here.
	Offers int
	// Best is the best suit that reaches it; nil where there is none, because what has it
	// cannot be worn along with what is demanded.
	Best   *Suit
	Proved bool // that Best is the best, or that there is none
}

// Lacks goes through the wanted cantrips that the best suit does not reach, and tells
// what each would cost: its score against that of the best suit that has it.
func (w *WhatIf) Lacks(ctx context.Context) []Lack {
	missing := w.p.missing(w.best)
	list := make([]Lack, len(missing))
	known := len(missing) > 0 && w.prepare(ctx)
	for at, i := range missing {
		if list[at].Wanted = i; known {
			list[at].Offers, list[at].Proved = w.offers[i], true
		}
	}
	w.each(len(list), func(i int) {
		if l := &list[i]; l.Offers > 0 {
			l.Best, l.Proved = w.solve(ctx, 1, func(q *Problem) {
				q.Request.Cantrips = slices.Clone(q.Request.Cantrips)
				q.Request.Cantrips[l.Wanted].Required = true
			})
		}
	})
	return list
}

// missing lists the wanted cantrips that a suit does not reach.
func (p *Problem) missing(s *Suit) (list []int) {
	for i := range p.Request.Cantrips {
		w := &p.Request.Cantrips[i]
		if !slices.ContainsFunc(s.Worn, func(worn Worn) bool { return p.Pieces[worn.Piece].offers(w) }) {
			list = append(list, i)
		}
	}
	return list
}

// offers tells whether a piece has a wanted cantrip.
func (p *Piece) offers(w *Wanted) bool {
	return slices.ContainsFunc(p.Cantrips, func(c Cantrip) bool { return c.Family == w.Family && c.Tier >= w.Tier })
}

// Wish is a piece that nobody has and that would help: for one slot, plain but for
// the ratings that the request insists on, with base AL as the best piece owned for
// that slot, of a set that is wanted or of none, and with up to two wanted cantrips at
// the tiers that are wanted.
type Wish struct {
	Slot   Slot
	Set    int32
	Wanted []int // indexes into Request.Cantrips
	Piece  Piece // as it was tried
	Best   *Suit // with it: its index is one after those of the problem
	Proved bool
}

// wishedItem is the id of the piece that is wished for: above all of the game's.
const wishedItem = 1 << 40

// Wishes tries, for each slot asked for, a piece with the two cantrips of most weight
// that the best suit lacks, of each set that it lacks and of none, and gives those
// that make the suit better, best first, one for each slot.
func (w *WhatIf) Wishes(ctx context.Context) []Wish {
	if !w.prepare(ctx) {
		return nil
	}
	cantrips, sets := w.p.lacking(w.best)
	slots := w.p.Request.slots().List()
	tried := make([]Wish, len(slots)*len(sets))
	w.each(len(tried), func(i int) {
		wish := Wish{Slot: slots[i/len(sets)], Set: sets[i%len(sets)], Wanted: cantrips}
		wish.Piece = w.p.wished(&wish)
		if ctx.Err() == nil {
			wish.Best, wish.Proved = w.solve(ctx, 1, func(q *Problem) { q.add(wish.Piece) })
		}
		tried[i] = wish
	})
	list := []Wish{}
	for at := range slots {
		var best *Wish
		for i := range sets {
			t := &tried[at*len(sets)+i]
			if t.Best != nil && w.p.Request.compare(t.Best.Score, w.best.Score) > 0 && (best == nil || w.p.Request.compare(t.Best.Score, best.Best.Score) > 0) {
				best = t
			}
		}
		if best != nil {
			list = append(list, *best)
		}
	}
	slices.SortStableFunc(list, func(a, b Wish) int { return w.p.Request.compare(b.Best.Score, a.Best.Score) })
	return list
}

// lacking lists the weightiest cantrips and the sets that a suit is short of; set 0,
// none, is always there.
func (p *Problem) lacking(s *Suit) (cantrips []int, sets []int32) {
	cantrips = p.missing(s)
	slices.SortStableFunc(cantrips, func(a, b int) int { return int(p.Request.Cantrips[b].Weight - p.Request.Cantrips[a].Weight) })
	sets = []int32{0}
	for k, id := range []int32{p.Request.PrimarySet, p.Request.SecondarySet} {
		n := 0
		for _, w := range s.Worn {
			if p.Pieces[w.Piece].Set == id {
				n++
			}
		}
		if id != 0 && n < []int{p.Request.PrimaryCount, p.Request.SecondaryCount}[k] {
			sets = append(sets, id)
		}
	}
	return cantrips[:min(len(cantrips), 2)], sets
}

// wished is the piece of a wish.
func (p *Problem) wished(w *Wish) Piece {
	piece := Piece{ItemID: wishedItem, Owner: p.Request.Target, Set: w.Set}
	piece.Equip, piece.Coverage = maskOf(w.Slot)
	for i := range p.Pieces {
		if kind, slots := Classify(p.Pieces[i].Equip); slots.Has(w.Slot) && kind != KindNone {
			piece.AL = max(piece.AL, p.Pieces[i].AL)
		}
	}
	switch kind, _ := Classify(piece.Equip); kind {
	case KindArmor:
		piece.Ratings[CritDamage] = int32(max(0, slices.Index(p.Request.ForbidCritDamage[:], false)))
	case KindClothing:
		piece.Ratings[Damage] = p.Request.ClothingMinDamage
	}
	for _, i := range w.Wanted {
		piece.Cantrips = append(piece.Cantrips, Cantrip{p.Request.Cantrips[i].Family, p.Request.Cantrips[i].Tier})
	}
	return piece
}

// maskOf gives the equip and coverage masks of a plain piece for one slot.
func maskOf(slot Slot) (equip, coverage int32) {
	outer := map[Slot]int32{Head: 0x4000, Chest: coverChest, Abdomen: coverAbdomen, UpperArms: coverUpperArms, LowerArms: coverLowerArms,
		Hands: 0x8000, UpperLegs: coverUpperLegs, LowerLegs: coverLowerLegs, Feet: coverFeet}
	switch slot {
	case Shirt:
		return 0x1A, 0x68
	case Pants:
		return 0xC0, 0x6
	}
	for _, a := range armorSlots {
		if a.slot == slot {
			return a.bit, outer[slot]
		}
	}
	for _, j := range jewelrySlots {
		if j.slot == slot {
			equip = j.bit
		}
	}
	return equip, 0
}

// compare orders two scores by the request's criteria: above 0 where a is better.
func (r *Request) compare(a, b []int64) int {
	for i, c := range r.objective() {
		if a[i] == b[i] {
			continue
		}
		if a[i] > b[i] != c.LowerIsBetter() {
			return 1
		}
		return -1
	}
	return 0
}
