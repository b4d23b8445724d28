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

// Lacks goes through the wanted cantrips that a suit does not reach, and tells what
// each would cost: the suit's score against that of the best suit that has it.
func Lacks(ctx context.Context, p *Problem, s *Suit, o Options) ([]Lack, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	o.OnSuit, o.OnProgress = nil, nil
	var list []Lack
	for i := range p.Request.Cantrips {
		w := &p.Request.Cantrips[i]
		if slices.ContainsFunc(s.Worn, func(worn Worn) bool { return p.Pieces[worn.Piece].offers(w) }) {
			continue
		}
		q := &Problem{Pieces: p.Pieces, Request: p.Request}
		q.Request.Cantrips, q.Request.Top = slices.Clone(p.Request.Cantrips), 1
		q.Request.Cantrips[i].Required = true
		lack := Lack{Wanted: i, Offers: newModel(q, 0, 1).offers(w)}
		if lack.Offers == 0 {
			lack.Proved = true
		} else if r, err := Solve(ctx, q, o); err != nil {
			return nil, err
		} else {
			lack.Proved = r.Optimal
			if len(r.Suits) > 0 {
				lack.Best = &r.Suits[0]
			}
		}
		list = append(list, lack)
	}
	return list, nil
}

// offers tells whether a piece has a wanted cantrip.
func (p *Piece) offers(w *Wanted) bool {
	return slices.ContainsFunc(p.Cantrips, func(c Cantrip) bool { return c.Family == w.Family && c.Tier >= w.Tier })
}

// offers counts the items with an option that has a wanted cantrip.
func (m *model) offers(w *Wanted) int {
	seen := map[int64]bool{}
	for i := range m.options {
		if x := &m.options[i]; m.p.Pieces[x.piece].offers(w) {
			seen[x.item] = true
		}
	}
	return len(seen)
}

// Wish is a piece that nobody has and that would help: for one slot, plain, with base
// AL as the best piece owned for that slot, of a set that is wanted or of none, and
// with up to two wanted cantrips at the tiers that are wanted.
type Wish struct {
	Slot   Slot
	Set    int32
	Wanted []int // indexes into Request.Cantrips
	Score  []int64
	Proved bool
}

// wishedItem is the id of the piece that is wished for: above all of the game's.
const wishedItem = 1 << 40

// Wishes tries, for each slot asked for, a piece with the two cantrips of most weight
// that a suit lacks, of each set that it lacks and of none, and gives those that make
// the suit better, best first, one for each slot.
func Wishes(ctx context.Context, p *Problem, s *Suit, o Options) ([]Wish, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	o.OnSuit, o.OnProgress = nil, nil
	cantrips, sets := p.lacking(s)
	var list []Wish
	for _, slot := range p.Request.slots().List() {
		var best *Wish
		for _, set := range sets {
			w, err := p.wish(ctx, o, slot, set, cantrips)
			if err != nil {
				return nil, err
			}
			if w != nil && p.Request.compare(w.Score, s.Score) > 0 && (best == nil || p.Request.compare(w.Score, best.Score) > 0) {
				best = w
			}
		}
		if best != nil {
			list = append(list, *best)
		}
	}
	slices.SortStableFunc(list, func(a, b Wish) int { return p.Request.compare(b.Score, a.Score) })
	return list, nil
}

// lacking lists the weightiest cantrips and the sets that a suit is short of; set 0,
// none, is always there.
func (p *Problem) lacking(s *Suit) (cantrips []int, sets []int32) {
	for i := range p.Request.Cantrips {
		w := &p.Request.Cantrips[i]
		if !slices.ContainsFunc(s.Worn, func(worn Worn) bool { return p.Pieces[worn.Piece].offers(w) }) {
			cantrips = append(cantrips, i)
		}
	}
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

func (p *Problem) wish(ctx context.Context, o Options, slot Slot, set int32, cantrips []int) (*Wish, error) {
	piece := Piece{ItemID: wishedItem, Owner: p.Request.Target, Set: set}
	piece.Equip, piece.Coverage = maskOf(slot)
	for i := range p.Pieces {
		if kind, slots := Classify(p.Pieces[i].Equip); slots.Has(slot) && kind != KindNone {
			piece.AL = max(piece.AL, p.Pieces[i].AL)
		}
	}
	for _, i := range cantrips {
		piece.Cantrips = append(piece.Cantrips, Cantrip{p.Request.Cantrips[i].Family, p.Request.Cantrips[i].Tier})
	}
	q := &Problem{Pieces: append(slices.Clone(p.Pieces), piece), Request: p.Request}
	q.Request.Top = 1
	r, err := Solve(ctx, q, o)
	if err != nil || len(r.Suits) == 0 {
		return nil, err
	}
	return &Wish{Slot: slot, Set: set, Wanted: cantrips, Score: r.Suits[0].Score, Proved: r.Optimal}, nil
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
