package suitbuilder

import (
	"context"
	"fmt"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/check"
)

// explainMissing says of each wanted cantrip that the best suit lacks why it does.
func (h *hunt) explainMissing(ctx context.Context, e *Explanation, ask *solve.WhatIf, best *solve.Suit) {
	for _, l := range ask.Lacks(ctx) {
		w := h.stock.Request.Cantrips[l.Wanted]
		m := MissingCantrip{Cantrip: Cantrip{lineOf(w.Family).Name, tierName(w.Tier)}, Items: l.Offers}
		switch {
		case l.Best == nil && !l.Proved:
			m.Reason = "what it would cost was not found out in time"
		case l.Offers == 0:
			m.Reason, m.Best = h.whyNot(w)
		case l.Best == nil:
			m.Reason = "it cannot be had together with what is demanded"
		case h.holds(with(&h.stock.Problem, func(r *solve.Request) { r.Cantrips[l.Wanted].Required = true }), l.Best):
			m.Reason, m.With = "it would cost "+h.difference(best.Score, l.Best.Score), scoreOf(&h.stock.Request, l.Best.Score)
		}
		e.Missing = append(e.Missing, m)
	}
}

// whyNot says why there is no item that has a cantrip and may be worn, and which
// tier of it there is at best, if one is.
func (h *hunt) whyNot(w solve.Wanted) (reason string, best *string) {
	var highest solve.Tier
	barred := 0
	for i := range h.stock.Pieces {
		tier := tierOf(&h.stock.Pieces[i], w.Family)
		highest = max(highest, tier)
		if tier >= w.Tier {
			barred++
		}
	}
	switch {
	case barred > 0:
		return count(barred, "item has it, which may not be worn", "items have it, none of which may be worn"), nil
	case highest > 0:
		return "no item has it; the best there is is " + tierName(highest), new(tierName(highest))
	}
	return "no item has it in any tier", nil
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
