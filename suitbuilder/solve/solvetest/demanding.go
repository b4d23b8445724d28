package solvetest

import "overlord/suitbuilder/solve"

// Demanding is a small problem of a few best suits under minima: where a minimum or
// a set is met, pieces become needless, and what is left of two suits may be one.
// Several records of one item, negative numbers and tailoring before all else are as
// common in it as they are rare in life.
func Demanding(d Dice, pieces int) *solve.Problem {
	p := &solve.Problem{}
	count := 2 + d.IntN(pieces-1)
	theme := shapesOf(d)
	families := 1 + d.IntN(3)
	taken := map[[2]any]bool{}
	for i := range count {
		piece := smallPiece(d, one(d, theme...), families)
		piece.Bar = 0
		if chance(d, 300) {
			piece.AL = one[int64](d, -5, 0, 1, 1, 2)
		}
		if chance(d, 300) {
			piece.Ratings[d.IntN(solve.RatingCount)] = one[int32](d, -3, -1, 1, 1, 2, 3)
		}
		if piece.ItemID = int64(1 + i); i > 0 && chance(d, 250) {
			piece.ItemID = p.Pieces[d.IntN(len(p.Pieces))].ItemID
		}
		if key := [2]any{piece.ItemID, piece.Owner}; !taken[key] {
			taken[key] = true
			p.Pieces = append(p.Pieces, piece)
		}
	}
	p.Pieces = shuffled(d, p.Pieces)
	p.Request = smallRequest(d, p.Pieces, families)
	demand(d, p)
	return p
}

// leasts are all that a minimum can be asked of.
var leasts = []solve.Criterion{
	solve.ByDamage, solve.ByDamageResist, solve.ByCrit, solve.ByCritResist, solve.ByCritDamage, solve.ByCritDamageResist,
	solve.ByHealBoost, solve.ByVitality, solve.ByTotalRating, solve.ByArmorLevel,
}

// plenty is the sum over all pieces of what a minimum is asked of.
func plenty(pieces []solve.Piece, of solve.Criterion) (sum int64) {
	for i := range pieces {
		switch p := &pieces[i]; of {
		case solve.ByArmorLevel:
			sum += max(p.AL, 0)
		case solve.ByTotalRating:
			sum += p.TotalRating()
		default:
			sum += int64(max(p.Ratings[of-solve.ByDamage], 0))
		}
	}
	return sum
}

func demand(d Dice, p *solve.Problem) {
	r := &p.Request
	r.Top, r.Min = 1+d.IntN(6), nil
	for _, of := range shuffled(d, leasts)[:one(d, 1, 1, 1, 2, 3)] {
		have := plenty(p.Pieces, of)
		if have == 0 && chance(d, 950) {
			continue
		}
		value := 1 + int64(d.IntN(int(min(max(have/2, 1), 4))))
		if of == solve.ByArmorLevel {
			value = one[int64](d, 1, 2, 50, 100, 101, 150)
		}
		r.Min = append(r.Min, solve.Minimum{Of: of, Value: value})
	}
	if len(r.Locked) == 0 && chance(d, 300) {
		piece := &p.Pieces[d.IntN(len(p.Pieces))]
		r.Locked = append(r.Locked, solve.Lock{ItemID: piece.ItemID, Owner: piece.Owner})
	}
	switch d.IntN(4) {
	case 0: // few criteria, so that minima and sets are what pieces are worn for
		r.Objective = shuffled(d, []solve.Criterion{solve.BySetPieces, solve.ByCantrips, solve.ByFewestReductions, solve.ByFewestOwners})[:1+d.IntN(4)]
	case 1:
		r.Objective = append([]solve.Criterion{solve.ByFewestReductions}, shuffled(d, append([]solve.Criterion{solve.BySetPieces, solve.ByCantrips}, leasts...))[:1+d.IntN(4)]...)
	}
}
