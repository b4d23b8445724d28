package check

import (
	"cmp"
	"math/bits"
	"slices"

	"overlord/suitbuilder/solve"
)

// Objective is the order of the criteria that a request is judged by: its own, or
// the usual one.
func Objective(r *solve.Request) []solve.Criterion {
	if len(r.Objective) > 0 {
		return r.Objective
	}
	return []solve.Criterion{
		solve.ByCantrips, solve.BySetPieces, solve.ByCritDamage, solve.ByDamage, solve.ByTotalRating, solve.ByArmorLevel,
		solve.ByFewestOwners, solve.ByFewestReductions,
	}
}

// Score adds up what the pieces worn come to, one number for each criterion of the
// request's objective. It does not ask whether they may be worn.
func Score(p *solve.Problem, worn []solve.Worn) []int64 {
	score := make([]int64, 0, len(Objective(&p.Request)))
	for _, c := range Objective(&p.Request) {
		score = append(score, value(p, worn, c))
	}
	return score
}

// value is a suit's number in one criterion.
func value(p *solve.Problem, worn []solve.Worn, c solve.Criterion) int64 {
	switch c {
	case solve.ByCantrips:
		return cantrips(p, worn, func(w solve.Wanted) int64 { return w.Weight })
	case solve.BySetPieces:
		primary, secondary := setCounts(p, worn)
		return min(primary, int64(p.Request.PrimaryCount)) + min(secondary, int64(p.Request.SecondaryCount))
	case solve.ByFewestOwners:
		return owners(p, worn)
	case solve.ByClassic:
		return classic(p, worn)
	}
	return sum(p, worn, func(piece *solve.Piece, w solve.Worn) int64 { return additive(piece, w, c) })
}

// additive is what one piece adds to a criterion that is a mere sum.
func additive(piece *solve.Piece, w solve.Worn, c solve.Criterion) int64 {
	switch c {
	case solve.ByArmorLevel:
		return max(piece.AL, 0) * int64(bits.OnesCount32(uint32(w.Slots)))
	case solve.ByFewestReductions:
		return asNumber(w.Reduced)
	case solve.ByTotalRating:
		var total int64
		for i := range piece.Ratings {
			total += rating(piece, solve.Rating(i))
		}
		return total
	}
	if at, isRating := ratingOf[c]; isRating {
		return rating(piece, at)
	}
	return 0
}

var ratingOf = map[solve.Criterion]solve.Rating{
	solve.ByDamage: solve.Damage, solve.ByDamageResist: solve.DamageResist, solve.ByCrit: solve.Crit, solve.ByCritResist: solve.CritResist,
	solve.ByCritDamage: solve.CritDamage, solve.ByCritDamageResist: solve.CritDamageResist, solve.ByHealBoost: solve.HealBoost, solve.ByVitality: solve.Vitality,
}

func rating(p *solve.Piece, at solve.Rating) int64 { return max(int64(p.Ratings[at]), 0) }

func asNumber(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func sum(p *solve.Problem, worn []solve.Worn, of func(*solve.Piece, solve.Worn) int64) (total int64) {
	for _, w := range worn {
		total += of(&p.Pieces[w.Piece], w)
	}
	return total
}

// cantrips sums the weights of the wanted families that are reached.
func cantrips(p *solve.Problem, worn []solve.Worn, weight func(solve.Wanted) int64) (total int64) {
	for _, want := range p.Request.Cantrips {
		if reached(p, worn, want) {
			total += weight(want)
		}
	}
	return total
}

// reached tells whether some piece has a wanted family at its tier or above.
func reached(p *solve.Problem, worn []solve.Worn, want solve.Wanted) bool {
	for _, w := range worn {
		for _, c := range p.Pieces[w.Piece].Cantrips {
			if c.Family == want.Family && c.Tier >= want.Tier {
				return true
			}
		}
	}
	return false
}

// setCounts are the pieces worn of each wanted set.
func setCounts(p *solve.Problem, worn []solve.Worn) (primary, secondary int64) {
	count := func(id int32) int64 {
		if id == 0 {
			return 0
		}
		return sum(p, worn, func(piece *solve.Piece, _ solve.Worn) int64 { return asNumber(piece.Set == id) })
	}
	return count(p.Request.PrimarySet), count(p.Request.SecondarySet)
}

// owners counts whose pieces are worn, without the target's.
func owners(p *solve.Problem, worn []solve.Worn) int64 {
	names := map[string]bool{}
	for _, w := range worn {
		names[p.Pieces[w.Piece].Owner] = true
	}
	delete(names, p.Request.Target)
	return int64(len(names))
}

// classic is the score of the service before this one.
func classic(p *solve.Problem, worn []solve.Worn) int64 {
	r := &p.Request
	points := 100*cantrips(p, worn, func(solve.Wanted) int64 { return 1 }) + 5*int64(len(worn))
	primary, secondary := setCounts(p, worn)
	points += classicSet(r.PrimarySet, primary, int64(r.PrimaryCount)) + classicSet(r.SecondarySet, secondary, int64(r.SecondaryCount))
	var al int64
	for _, w := range worn {
		piece := &p.Pieces[w.Piece]
		al += max(piece.AL, 0)
		switch kindOf(piece.Equip) {
		case armor:
			points += 10 * min(rating(piece, solve.CritDamage), 2)
		case clothing:
			points += 10 * min(rating(piece, solve.Damage), 3)
		}
	}
	return points + al/100
}

func classicSet(id int32, worn, wanted int64) int64 {
	switch {
	case id == 0:
		return 0
	case worn >= wanted:
		return 1000
	}
	return -200 * (wanted - worn)
}

// fewIsGood tells which criteria one wants low.
func fewIsGood(c solve.Criterion) bool {
	return c == solve.ByFewestOwners || c == solve.ByFewestReductions
}

// Compare orders two suits of a problem by their scores and then by the last tie:
// fewer pieces, lower ids and owners, earlier slots. It is negative where a is the
// better one.
func Compare(p *solve.Problem, a, b *solve.Suit) int {
	for i, c := range Objective(&p.Request) {
		if order := cmp.Compare(b.Score[i], a.Score[i]); order != 0 {
			if fewIsGood(c) {
				return -order
			}
			return order
		}
	}
	return cmp.Or(
		cmp.Compare(len(a.Worn), len(b.Worn)),
		slices.CompareFunc(a.Worn, b.Worn, byItem),
		slices.CompareFunc(a.Worn, b.Worn, func(x, y solve.Worn) int { return slices.Compare(x.Slots.List(), y.Slots.List()) }),
	)
}

func byItem(a, b solve.Worn) int {
	return cmp.Or(cmp.Compare(a.ItemID, b.ItemID), cmp.Compare(a.Owner, b.Owner))
}
