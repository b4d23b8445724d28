package solvetest

import "overlord/suitbuilder/solve"

// Mixed is a problem of so many pieces as players keep them, with cloaks, sigils,
// shields and quest pieces of odd shapes among them, and a request with anything
// in it that a person may ask for. It has more in common with real life than
// Small, and is far beyond a brute force.
func Mixed(d Dice, pieces int) *solve.Problem {
	p := &solve.Problem{Pieces: Inventory(d, pieces)}
	for i := range p.Pieces {
		if chance(d, 80) {
			odd(d, &p.Pieces[i])
		}
	}
	p.Request = mixedRequest(d, p)
	return p
}

// odd makes a piece of another kind.
func odd(d Dice, p *solve.Piece) {
	s := one(d, shape{0x8000000, 0x20000}, shape{0x10000000, 0}, shape{0x20000000, 0}, shape{0x40000000, 0}, shape{0x200000, 0},
		shape{0xDE, 0x7E}, shape{0x1E, 0x78}, shape{0x7F00, 0x13F00}, shape{0x1E00, 0x3C00}, shape{0xC00, 0x1800}, shape{0x10000, 0}, shape{0x80000, 0})
	p.Equip, p.Coverage, p.Reducible = s.equip, s.coverage, chance(d, 300)
	p.Bar = one(d, solve.BarNone, solve.BarNone, solve.BarNone, solve.BarAttuned, solve.BarWield)
}

func mixedRequest(d Dice, p *solve.Problem) solve.Request {
	r := War(1+d.IntN(16), one(d, solve.Major, solve.Epic, solve.Epic, solve.Legendary), chance(d, 600))
	for i := range r.Cantrips {
		if chance(d, 150) {
			r.Cantrips[i].Weight = int64(1 + d.IntN(5))
		}
		if chance(d, 150) {
			r.Cantrips[i].Tier = one(d, solve.Minor, solve.Major, solve.Epic, solve.Legendary)
		}
		r.Cantrips[i].Required = chance(d, 20)
	}
	r.SetMode = one(d, solve.Prefer, solve.Prefer, solve.Require, solve.Strict)
	if r.PrimarySet == 0 {
		r.SetMode = solve.Prefer
	}
	r.Slots = one(d, 0, 0, solve.AllSlots, solve.AllSlots&^(1<<d.IntN(solve.SlotCount)))
	r.Reduction = one(d, solve.ReduceRetail, solve.ReduceRetail, solve.ReduceACE, solve.ReduceNone)
	r.Target = one(d, "", p.Pieces[0].Owner)
	if chance(d, 300) {
		r.Objective = smallObjective(d)
	}
	mixedDemands(d, &r, p)
	return r
}

func mixedDemands(d Dice, r *solve.Request, p *solve.Problem) {
	any := func() *solve.Piece { return &p.Pieces[d.IntN(len(p.Pieces))] }
	if chance(d, 250) {
		piece := any()
		r.Locked = append(r.Locked, solve.Lock{ItemID: piece.ItemID, Owner: piece.Owner})
	}
	for range d.IntN(3) {
		r.Excluded = append(r.Excluded, solve.Exclusion{ItemID: any().ItemID})
	}
	if chance(d, 150) {
		r.Min = append(r.Min, one(d, solve.Minimum{Of: solve.ByArmorLevel, Value: int64(1500 + d.IntN(1500))},
			solve.Minimum{Of: solve.ByCritDamage, Value: int64(1 + d.IntN(6))}, solve.Minimum{Of: solve.ByTotalRating, Value: int64(2 + d.IntN(12))}))
	}
	if chance(d, 80) {
		r.ForbidCritDamage[d.IntN(3)] = true
	}
	if chance(d, 80) {
		r.ClothingMinDamage = int32(1 + d.IntN(3))
	}
}
