package solvetest

import (
	"fmt"
	"slices"

	"overlord/suitbuilder/solve"
)

// piecesOfOwner is about what one character keeps for suits.
const piecesOfOwner = 100

// Families of cantrips that generated pieces carry, numbered from 1: what loot can
// have on armor and jewelry.
const lootFamilies = 45

// Inventory is so many pieces as players keep them: loot of the highest tier,
// half of it for an epic cantrip or better, spread over characters with some
// hundred pieces each. With one seed of the dice it is always the same.
func Inventory(d Dice, pieces int) []solve.Piece {
	list := make([]solve.Piece, 0, pieces)
	for i := range pieces {
		piece := lootPiece(d)
		piece.ItemID = int64(0x80000000) + int64(i)*7 + int64(d.IntN(7))
		piece.Owner = fmt.Sprintf("Mule %03d", d.IntN(1+pieces/piecesOfOwner))
		list = append(list, piece)
	}
	return list
}

// lootPiece is a piece of loot, or one in twenty from a quest.
func lootPiece(d Dice) solve.Piece {
	s, isArmor := lootShape(d)
	piece := solve.Piece{Equip: s.equip, Coverage: s.coverage}
	quest := chance(d, 50)
	piece.Cantrips = lootCantrips(d)
	if isArmor {
		piece.AL = int64(200 + d.IntN(151))
		if chance(d, 200) {
			piece.AL += int64(20 * d.IntN(11))
		}
		if chance(d, 550) {
			piece.Set = lootSet(d)
		}
		piece.Reducible = !quest
	}
	if chance(d, 250) {
		for range 1 + d.IntN(2) {
			piece.Ratings[one(d, solve.Damage, solve.DamageResist, solve.CritDamage, solve.CritDamageResist, solve.HealBoost, solve.Vitality)] = int32(1 + d.IntN(3))
		}
	}
	return piece
}

// lootShape: 8 % shirts and pants, 20 % jewelry, armor else, 27 % of which covers
// several slots.
func lootShape(d Dice) (s shape, isArmor bool) {
	switch n := d.IntN(100); {
	case n < 8:
		return one(d, shape{0x1E, 0x68}, shape{0x1E, 0x68}, shape{0xC4, 0x16}, shape{0xC4, 0x16}, shape{0xE, 0x28}), false
	case n < 28:
		return one(d, shape{0x8000, 0}, shape{0x30000, 0}, shape{0x30000, 0}, shape{0xC0000, 0}, shape{0xC0000, 0}, shape{0x4000000, 0}), false
	}
	if chance(d, 270) {
		return one(d, shape{0x1800, 0x3000}, shape{0x6000, 0x300}, shape{0x6400, 0xB00}, shape{0x2400, 0x900}, shape{0x600, 0xC00},
			shape{0xE00, 0x1C00}, shape{0x1E00, 0x3C00}, shape{0x1A00, 0x3400}, shape{0x4100, 0x10200}), true
	}
	return one(d, shape{0x1, 0x4000}, shape{0x20, 0x8000}, shape{0x100, 0x10000}, shape{0x200, 0x400}, shape{0x400, 0x800}, shape{0x800, 0x1000},
		shape{0x1000, 0x2000}, shape{0x2000, 0x100}, shape{0x4000, 0x200}), true
}

// lootSet is one of the 17 loot sets, the popular ones more often.
func lootSet(d Dice) int32 {
	if chance(d, 600) {
		return one[int32](d, 13, 14, 15, 16, 19, 20, 21)
	}
	return int32(13 + d.IntN(17))
}

// lootCantrips: one to four on 81, 17, 1.6 and 0.4 % of pieces, of 2 % minor, 46 %
// major, 42 % epic and 10 % legendary tier.
func lootCantrips(d Dice) []solve.Cantrip {
	count := 1
	switch n := d.IntN(1000); {
	case n < 4:
		count = 4
	case n < 20:
		count = 3
	case n < 190:
		count = 2
	}
	var list []solve.Cantrip
	for len(list) < count {
		c := solve.Cantrip{Family: 1 + d.IntN(lootFamilies), Tier: solve.Major}
		switch n := d.IntN(100); {
		case n < 2:
			c.Tier = solve.Minor
		case n < 12:
			c.Tier = solve.Legendary
		case n < 54:
			c.Tier = solve.Epic
		}
		if !slices.ContainsFunc(list, func(have solve.Cantrip) bool { return have.Family == c.Family }) {
			list = append(list, c)
		}
	}
	return list
}

// War is a request for so many families at a tier, in the usual order of criteria;
// with sets, five pieces of one and four of another.
func War(families int, tier solve.Tier, sets bool) solve.Request {
	var r solve.Request
	for f := range families {
		r.Cantrips = append(r.Cantrips, solve.Wanted{Family: 1 + f, Tier: tier, Weight: 1})
	}
	if sets {
		r.PrimarySet, r.PrimaryCount, r.SecondarySet, r.SecondaryCount = 14, 5, 21, 4
	}
	return r
}
