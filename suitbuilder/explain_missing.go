package suitbuilder

import (
	"context"
	"fmt"
	"slices"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/check"
)

// explainMissing says of each wanted cantrip that the best suit lacks why it does.
func (h *hunt) explainMissing(ctx context.Context, e *Explanation, best *solve.Suit) {
	for i, w := range h.stock.Request.Cantrips {
		if slices.ContainsFunc(best.Worn, func(worn solve.Worn) bool { return tierOf(&h.stock.Pieces[worn.Piece], w.Family) >= w.Tier }) {
			continue
		}
		m := MissingCantrip{Cantrip: Cantrip{lineOf(w.Family).Name, tierName(w.Tier)}}
		m.Reason, m.Items, m.Best = h.whyNot(w)
		if m.Items > 0 {
			m.Reason, m.With = h.cost(ctx, i, best)
		}
		e.Missing = append(e.Missing, m)
	}
}

// whyNot counts the items that have a cantrip and may be worn; where none may, it
// says why.
func (h *hunt) whyNot(w solve.Wanted) (reason string, items int, best *string) {
	var highest solve.Tier
	barred, alone := 0, h.alone()
	for i := range h.stock.Pieces {
		tier := tierOf(&h.stock.Pieces[i], w.Family)
		highest = max(highest, tier)
		switch {
		case tier < w.Tier:
		case usable(alone, i):
			items++
		default:
			barred++
		}
	}
	switch {
	case items > 0:
		return "", items, nil
	case barred > 0:
		return count(barred, "item has it, which may not be worn", "items have it, none of which may be worn"), 0, nil
	case highest > 0:
		return "no item has it; the best there is is " + tierName(highest), 0, new(tierName(highest))
	}
	return "no item has it in any tier", 0, nil
}

// alone is the problem without what a suit as a whole must have.
func (h *hunt) alone() *solve.Problem {
	return with(&h.stock.Problem, func(r *solve.Request) {
		r.Min, r.Locked, r.Objective = nil, nil, []solve.Criterion{solve.ByFewestReductions}
		for c := range r.Cantrips {
			r.Cantrips[c].Required = false
		}
		if r.SetMode == solve.Require {
			r.SetMode = solve.Prefer
		}
	})
}

// usable tells whether a piece may be worn, nothing else being worn.
func usable(p *solve.Problem, i int) bool {
	piece := &p.Pieces[i]
	p.Request.Locked = []solve.Lock{{ItemID: piece.ItemID, Owner: piece.Owner}} // it need not improve anything
	for _, w := range check.Ways(piece, &p.Request) {
		suit := solve.Suit{Worn: []solve.Worn{{Piece: i, ItemID: piece.ItemID, Owner: piece.Owner, Slots: w.Slots, Reduced: w.Reduced}}}
		suit.Score = check.Score(p, suit.Worn)
		if check.Suit(p, &suit) == nil {
			return true
		}
	}
	return false
}

// cost says what the best suit with a cantrip would lack in its turn.
func (h *hunt) cost(ctx context.Context, wanted int, best *solve.Suit) (reason string, score members) {
	suit, proved := h.best(ctx, with(&h.stock.Problem, func(r *solve.Request) { r.Cantrips[wanted].Required = true }))
	switch {
	case suit == nil && proved:
		return "it cannot be had together with what is demanded", nil
	case suit == nil:
		return "what it would cost was not found out in time", nil
	}
	return "it would cost " + h.difference(best.Score, suit.Score), scoreOf(&h.stock.Request, suit.Score)
}

// difference says in which criterion two scores part first.
func (h *hunt) difference(from, to []int64) string {
	for i, of := range check.Objective(&h.stock.Request) {
		if from[i] != to[i] {
			return fmt.Sprintf("%s: %d in place of %d", nameOfCriterion(of), to[i], from[i])
		}
	}
	return "nothing but other pieces"
}
