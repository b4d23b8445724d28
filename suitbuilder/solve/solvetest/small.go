package solvetest

import (
	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/check"
)

// Sets that small problems are about.
const (
	setA, setB, setC = 14, 21, 30
)

// shape is how a piece of some sort lies on the body.
type shape struct{ equip, coverage int32 }

// Shapes as the game has them, and some that no table matches.
var (
	armorShapes = []shape{
		{0x1, 0x4000}, {0x20, 0x8000}, {0x100, 0x10000}, {0x180, 0x10000}, // head, hands, feet, boots
		{0x200, 0x400}, {0x400, 0x800}, {0x800, 0x1000}, {0x1000, 0x2000}, {0x2000, 0x100}, {0x4000, 0x200},
		{0x1800, 0x3000}, {0x6000, 0x300}, {0x4100, 0x10200}, {0x2400, 0x900}, {0x6400, 0xB00}, // sleeves, leggings, long boots, tasset with cuisses, breeches
		{0x600, 0xC00}, {0x1A00, 0x3400}, {0x1E00, 0x3C00}, {0xE00, 0x1C00}, {0xA00, 0x1400}, // cuirass, shirt, hauberk, coat, jerkin
		{0x7F00, 0x13F00}, {0x7F01, 0x17F00}, // robes
		{0xC00, 0x1800}, {0x120, 0x18000}, {0x208, 0x420}, {0x200, 0x410}, {0x2004, 0x110}, // what no row matches, and armor with cloth below
	}
	clothingShapes = []shape{{0x1E, 0x68}, {0xE, 0x28}, {0x1E, 0x78}, {0xC4, 0x16}, {0xC0, 0x6}, {0x44, 0x12}, {0xDE, 0x7E}, {0x4, 0x10}, {0x2, 0x8}, {0x4, 0x1}}
	jewelryShapes  = []shape{
		{0x8000, 0}, {0x30000, 0}, {0x10000, 0}, {0x20000, 0}, {0xC0000, 0}, {0x40000, 0}, {0x80000, 0}, {0x4000000, 0}, {0x8000000, 0x20000},
		{0x10000000, 0}, {0x20000000, 0}, {0x40000000, 0}, {0x200000, 0}, {0x50000, 0}, {0xC8000, 0},
	}
)

// Small is a problem of at most `pieces` pieces that have much to do with each
// other, and a request with anything in it that a request can hold. Most have a
// suit; some have none.
func Small(d Dice, pieces int) *solve.Problem {
	p := &solve.Problem{}
	count := max(1+d.IntN(pieces), d.IntN(pieces))
	theme := shapesOf(d)
	families := 1 + d.IntN(5)
	taken := map[[2]any]bool{}
	for i := range count {
		piece := smallPiece(d, one(d, theme...), families)
		piece.ItemID = int64(1 + i)
		if i > 0 && chance(d, 60) { // another record of an item
			piece.ItemID = p.Pieces[d.IntN(len(p.Pieces))].ItemID
		}
		if key := [2]any{piece.ItemID, piece.Owner}; !taken[key] {
			taken[key] = true
			p.Pieces = append(p.Pieces, piece)
		}
	}
	p.Pieces = shuffled(d, p.Pieces)
	p.Request = smallRequest(d, p.Pieces, families)
	return p
}

// shapesOf chooses what a problem is about: a few shapes, so that they meet.
func shapesOf(d Dice) []shape {
	all := armorShapes
	switch d.IntN(4) {
	case 0:
		all = clothingShapes
	case 1:
		all = jewelryShapes
	case 2:
		all = append(append(append([]shape(nil), armorShapes...), clothingShapes...), jewelryShapes...)
	}
	return shuffled(d, all)[:min(len(all), 1+d.IntN(8))]
}

func smallPiece(d Dice, s shape, families int) solve.Piece {
	piece := solve.Piece{
		Owner: one(d, "A", "A", "B", "C", "D"), Equip: s.equip, Coverage: s.coverage,
		AL: one[int64](d, 0, 1, 50, 99, 100, 100, 101, 150, 200, 333), Reducible: chance(d, 700),
	}
	piece.Set = one[int32](d, 0, setA, setA, setB, setB, setC)
	for range one(d, 0, 0, 1, 1, 1, 2, 3) {
		piece.Cantrips = append(piece.Cantrips, solve.Cantrip{Family: 1 + d.IntN(families+1), Tier: solve.Tier(1 + d.IntN(6))})
	}
	for range one(d, 0, 0, 1, 2, 4) {
		piece.Ratings[d.IntN(solve.RatingCount)] = int32(d.IntN(5) - 1)
	}
	if chance(d, 40) {
		piece.Bar = one(d, solve.BarAttuned, solve.BarWield)
	}
	return piece
}

func smallRequest(d Dice, pieces []solve.Piece, families int) solve.Request {
	r := solve.Request{
		Target: one(d, "", "A", "B", "nobody"), Slots: one(d, 0, 0, solve.AllSlots, solve.AllSlots, solve.AllSlots, solve.SlotMask(1+d.IntN(1<<solve.SlotCount-1))|solve.SlotMask(d.IntN(1<<solve.SlotCount))),
		Reduction: one(d, solve.ReduceRetail, solve.ReduceRetail, solve.ReduceACE, solve.ReduceNone), Top: one(d, 0, 1, 1, 2, 3, 5),
		SetMode: one(d, solve.Prefer, solve.Prefer, solve.Prefer, solve.Require, solve.Strict, solve.Strict), Objective: smallObjective(d),
	}
	if chance(d, 700) {
		r.PrimarySet, r.PrimaryCount = setA, 1+d.IntN(3)
	}
	if chance(d, 500) {
		r.SecondarySet, r.SecondaryCount = setB, 1+d.IntN(3)
	}
	for f := range families {
		if chance(d, 800) {
			r.Cantrips = append(r.Cantrips, solve.Wanted{Family: 1 + f, Tier: solve.Tier(1 + d.IntN(6)), Weight: one[int64](d, 1, 1, 1, 2, 3, 1000), Required: chance(d, 40)})
		}
	}
	smallDemands(d, &r, pieces)
	return r
}

// smallObjective is the usual order, that of the earlier service, or any other.
func smallObjective(d Dice) []solve.Criterion {
	switch d.IntN(5) {
	case 0, 1:
		return nil
	case 2:
		return []solve.Criterion{solve.ByClassic, solve.ByArmorLevel, solve.ByFewestOwners, solve.ByFewestReductions}
	}
	all := []solve.Criterion{
		solve.ByCantrips, solve.BySetPieces, solve.ByDamage, solve.ByDamageResist, solve.ByCrit, solve.ByCritResist, solve.ByCritDamage,
		solve.ByCritDamageResist, solve.ByHealBoost, solve.ByVitality, solve.ByTotalRating, solve.ByArmorLevel, solve.ByFewestOwners, solve.ByFewestReductions,
	}
	return shuffled(d, all)[:1+d.IntN(len(all))]
}

func smallDemands(d Dice, r *solve.Request, pieces []solve.Piece) {
	any := func() *solve.Piece { return &pieces[d.IntN(len(pieces))] }
	if chance(d, 180) {
		for range one(d, 1, 1, 2) {
			p := any()
			lock := solve.Lock{ItemID: p.ItemID, Owner: p.Owner}
			if chance(d, 400) {
				lock.Slots = 1 << d.IntN(solve.SlotCount)
				if ways := check.Ways(p, r); len(ways) > 0 && chance(d, 900) {
					lock.Slots = one(d, ways...).Slots
				}
			}
			if len(r.Locked) == 0 || r.Locked[0].ItemID != lock.ItemID {
				r.Locked = append(r.Locked, lock)
			}
		}
	}
	if chance(d, 150) {
		p := any()
		r.Excluded = append(r.Excluded, solve.Exclusion{ItemID: p.ItemID, Owner: one(d, "", p.Owner)})
	}
	if chance(d, 200) {
		of := one(d, solve.ByArmorLevel, solve.ByTotalRating, solve.ByCritDamage, solve.ByDamage, solve.ByVitality)
		value := int64(1 + d.IntN(3))
		if of == solve.ByArmorLevel {
			value *= 75
		}
		r.Min = append(r.Min, solve.Minimum{Of: of, Value: value})
	}
	if chance(d, 100) {
		r.ForbidCritDamage[d.IntN(3)] = true
	}
	if chance(d, 100) {
		r.ClothingMinDamage = int32(d.IntN(4))
	}
}
