package suitbuilder

import (
	"context"
	"slices"

	"overlord/inventory/gamedata"
	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/check"
)

// explainWorth looks beyond what the request takes: at other characters' items, at
// what is left out because it is worn or in a pack, and at what is excluded.
func (h *hunt) explainWorth(ctx context.Context, e *Explanation, ask *solve.WhatIf, best *solve.Suit) {
	wider := *h.plan
	wider.characters, wider.equipped, wider.inventory, wider.Excluded = nil, true, true, nil
	if len(h.plan.characters) == 0 && h.plan.equipped && h.plan.inventory && len(h.plan.Excluded) == 0 {
		return
	}
	wider.Top = 1
	all, err := h.searcher.stock(ctx, &wider)
	if err != nil {
		return
	}
	widest, _ := h.best(ctx, &all.Problem)
	if widest == nil || check.Compare(&all.Problem, widest, best) >= 0 {
		return
	}
	var most *solve.Suit
	for _, w := range widest.Worn {
		why := h.outside(&all.items[w.Piece])
		if why == "" || ctx.Err() != nil {
			continue
		}
		suit, _ := ask.Added(ctx, all.Pieces[w.Piece])
		if suit == nil || check.Compare(&h.stock.Problem, suit, best) >= 0 || slices.Equal(suit.Score, best.Score) || !h.holds(h.joined(all.Pieces[w.Piece]), suit) {
			continue
		}
		if most == nil || check.Compare(&h.stock.Problem, suit, most) < 0 {
			most = suit
			c := &all.items[w.Piece]
			e.Worth = &WorthLooking{c.Character, c.ItemID, c.Name, why, scoreOf(&h.stock.Request, suit.Score), h.difference(best.Score, suit.Score)}
		}
	}
}

// outside says why an item is not among those that the request takes; "" if it is.
func (h *hunt) outside(c *Candidate) string {
	switch {
	case slices.ContainsFunc(h.plan.Excluded, func(x solve.Exclusion) bool { return x.ItemID == c.ItemID && (x.Owner == "" || x.Owner == c.Character) }):
		return "excluded"
	case len(h.plan.characters) > 0 && !slices.Contains(h.plan.characters, c.Character):
		return "not among the characters asked for"
	case c.Equipped && !h.plan.equipped:
		return "worn now"
	case !c.Equipped && !h.plan.inventory:
		return "in a pack"
	}
	return ""
}

// joined is the problem with one more piece, which is not excluded any more.
func (h *hunt) joined(extra solve.Piece) *solve.Problem {
	p := with(&h.stock.Problem, func(r *solve.Request) {
		r.Excluded = slices.DeleteFunc(r.Excluded, func(x solve.Exclusion) bool { return x.ItemID == extra.ItemID })
	})
	p.Pieces = append(slices.Clone(p.Pieces), extra)
	return p
}

// explainWishes asks for each slot what piece would help, where the best suit lacks
// a cantrip or a piece of a set.
func (h *hunt) explainWishes(ctx context.Context, e *Explanation, ask *solve.WhatIf, best *solve.Suit) {
	if len(e.Missing) == 0 && !h.lacksSets(best) {
		return
	}
	for _, w := range ask.Wishes(ctx) {
		if len(e.Wishes) == maxWishes {
			break
		}
		if !h.holds(h.joined(w.Piece), w.Best) {
			continue
		}
		wish := Wish{Slot: solve.SlotNames[w.Slot], Cantrips: []Cantrip{}, Score: scoreOf(&h.stock.Request, w.Best.Score), gain: h.difference(best.Score, w.Best.Score)}
		if w.Set != 0 {
			wish.Set, wish.SetName = &w.Set, new(gamedata.Sets().Text(int64(w.Set)))
		}
		for _, i := range w.Wanted {
			wanted := h.stock.Request.Cantrips[i]
			wish.Cantrips = append(wish.Cantrips, Cantrip{lineOf(wanted.Family).Name, tierName(wanted.Tier)})
		}
		e.Wishes = append(e.Wishes, wish)
	}
}

// lacksSets tells whether a suit is short of a wanted set.
func (h *hunt) lacksSets(best *solve.Suit) bool {
	r := &h.stock.Request
	worn := map[int32]int{}
	for _, w := range best.Worn {
		worn[h.stock.Pieces[w.Piece].Set]++
	}
	return r.PrimarySet != 0 && worn[r.PrimarySet] < r.PrimaryCount || r.SecondarySet != 0 && worn[r.SecondarySet] < r.SecondaryCount
}
