package suitbuilder

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/check"
)

// Explanation is what a person wants to know of an answer.
type Explanation struct {
	// Conflict, where there is no suit: demands of the request that cannot hold
	// together, though they can without any one of them.
	Conflict []string `json:"conflict"`
	// Missing is of each wanted cantrip that the best suit lacks.
	Missing []MissingCantrip `json:"missing"`
	// Worth is an item outside of what the request looks at, that would make the
	// best suit better: the one that would most. Null: none would, or it is not known.
	Worth *WorthLooking `json:"worth_looking_for"`
	// Whole: nothing was left out for want of time.
	Whole bool `json:"whole"`
}

// MissingCantrip says why the best suit lacks a wanted cantrip.
type MissingCantrip struct {
	Cantrip
	Reason string  `json:"reason"`
	Items  int     `json:"items"` // that have it and may be worn
	With   members `json:"with"`  // the best score with it; null: not asked, or there is none
}

// WorthLooking is an item that somebody has and the request leaves out.
type WorthLooking struct {
	CharacterName string  `json:"character_name"`
	ItemID        int64   `json:"item_id"`
	Name          string  `json:"name"`
	Why           string  `json:"why"` // why it is left out
	Score         members `json:"score"`
	gain          string
}

// sentences are the explanation for people.
func (e *Explanation) sentences() (list []string) {
	if e == nil {
		return nil
	}
	if len(e.Conflict) == 1 {
		list = append(list, "No suit: "+e.Conflict[0]+" cannot be met.")
	} else if len(e.Conflict) > 1 {
		list = append(list, "No suit: these cannot hold together: "+strings.Join(e.Conflict, "; ")+".")
	}
	for _, m := range e.Missing {
		list = append(list, fmt.Sprintf("%s %s is missing: %s.", title(m.Tier), m.Name, m.Reason))
	}
	if e.Worth != nil {
		list = append(list, fmt.Sprintf("Worth looking for: %s of %s (%s) would bring %s.", e.Worth.Name, e.Worth.CharacterName, e.Worth.Why, e.Worth.gain))
	}
	return list
}

func title(word string) string {
	if word == "" {
		return ""
	}
	return strings.ToUpper(word[:1]) + word[1:]
}

// explain explains an answer, as far as there is time.
func (h *hunt) explain(ctx context.Context, result *solve.Result) *Explanation {
	within, cancel := context.WithTimeout(ctx, explainTime)
	defer cancel()
	e := &Explanation{Conflict: []string{}, Missing: []MissingCantrip{}}
	switch {
	case len(result.Suits) > 0:
		h.explainMissing(within, e, &result.Suits[0])
		h.explainWorth(within, e, &result.Suits[0])
	case result.Optimal:
		e.Conflict = append(e.Conflict, h.conflict(within)...)
	}
	e.Whole = within.Err() == nil
	return e
}

// demand is one thing that a request insists on, and how to do without it.
type demand struct {
	text string
	drop func(*solve.Problem)
}

// demands are all that can keep a suit from being: without them, nothing worn is a
// suit.
func (h *hunt) demands() (list []demand) {
	r := &h.stock.Request
	for _, l := range r.Locked {
		list = append(list, demand{h.lockText(l), func(p *solve.Problem) {
			p.Request.Locked = slices.DeleteFunc(p.Request.Locked, func(x solve.Lock) bool { return x == l })
		}})
	}
	for i, w := range r.Cantrips {
		if w.Required {
			list = append(list, demand{fmt.Sprintf("the required %s %s", tierName(w.Tier), lineOf(w.Family).Name), func(p *solve.Problem) { p.Request.Cantrips[i].Required = false }})
		}
	}
	for _, m := range r.Min {
		list = append(list, demand{fmt.Sprintf("the minimum of %d for %s", m.Value, nameOfCriterion(m.Of)), func(p *solve.Problem) {
			p.Request.Min = slices.DeleteFunc(p.Request.Min, func(x solve.Minimum) bool { return x == m })
		}})
	}
	list = append(list, setDemands(r)...)
	return append(list, h.limits()...)
}

func (h *hunt) lockText(l solve.Lock) string {
	name := fmt.Sprintf("item %d", l.ItemID)
	if at := slices.IndexFunc(h.stock.items, func(c Candidate) bool { return c.ItemID == l.ItemID && c.Character == l.Owner }); at >= 0 && h.stock.items[at].Name != "" {
		name = h.stock.items[at].Name
	}
	text := fmt.Sprintf("the locked %s of %s", name, l.Owner)
	if l.Slots != 0 {
		text += " on " + strings.Join(slotNames(l.Slots), " and ")
	}
	return text
}

func setDemands(r *solve.Request) (list []demand) {
	if r.SetMode == solve.Strict {
		list = append(list, demand{"no armor of a third set", func(p *solve.Problem) { p.Request.SetMode = solve.Prefer }})
	}
	if r.SetMode != solve.Require {
		return list
	}
	if r.PrimarySet != 0 {
		list = append(list, demand{fmt.Sprintf("%d pieces of set %d", r.PrimaryCount, r.PrimarySet), func(p *solve.Problem) { p.Request.PrimarySet, p.Request.PrimaryCount = 0, 0 }})
	}
	if r.SecondarySet != 0 {
		list = append(list, demand{fmt.Sprintf("%d pieces of set %d", r.SecondaryCount, r.SecondarySet), func(p *solve.Problem) { p.Request.SecondarySet, p.Request.SecondaryCount = 0, 0 }})
	}
	return list
}

// limits are those demands that leave pieces out.
func (h *hunt) limits() (list []demand) {
	r := &h.stock.Request
	add := func(there bool, text string, drop func(*solve.Problem)) {
		if there {
			list = append(list, demand{text, drop})
		}
	}
	add(len(r.Excluded) > 0, "the excluded items", func(p *solve.Problem) { p.Request.Excluded = nil })
	add(r.Slots != solve.AllSlots, "only the slots asked for", func(p *solve.Problem) { p.Request.Slots = solve.AllSlots })
	add(r.Reduction != solve.ReduceACE, "what tailoring may do", func(p *solve.Problem) { p.Request.Reduction = solve.ReduceACE })
	add(r.ForbidCritDamage != [3]bool{}, "the allowed crit damage of armor", func(p *solve.Problem) { p.Request.ForbidCritDamage = [3]bool{} })
	add(r.ClothingMinDamage > 0, "the least damage rating of clothing", func(p *solve.Problem) { p.Request.ClothingMinDamage = 0 })
	barred := slices.ContainsFunc(h.stock.Pieces, func(p solve.Piece) bool { return p.Bar != solve.BarNone })
	add(barred, "what may be worn by the target (attuned items, wield requirements)", func(p *solve.Problem) {
		p.Pieces = slices.Clone(p.Pieces)
		for i := range p.Pieces {
			p.Pieces[i].Bar = solve.BarNone
		}
	})
	return list
}

// conflict finds demands that cannot hold together: one or two where so few do, and
// else such that no one of them can be spared.
func (h *hunt) conflict(ctx context.Context) []string {
	all := h.demands()
	impossible := func(kept ...int) bool {
		p := with(&h.stock.Problem, func(r *solve.Request) { r.Objective = []solve.Criterion{solve.ByFewestReductions} })
		for i, d := range all {
			if !slices.Contains(kept, i) {
				d.drop(p)
			}
		}
		suit, proved := h.best(ctx, p)
		return suit == nil && proved
	}
	for i := range all {
		if impossible(i) {
			return []string{all[i].text}
		}
	}
	for i := range all {
		for j := i + 1; j < len(all) && ctx.Err() == nil; j++ {
			if impossible(i, j) {
				return []string{all[i].text, all[j].text}
			}
		}
	}
	kept := make([]int, len(all))
	for i := range all {
		kept[i] = i
	}
	for i := range all {
		if fewer := slices.DeleteFunc(slices.Clone(kept), func(k int) bool { return k == i }); impossible(fewer...) {
			kept = fewer
		}
	}
	var texts []string
	for _, i := range kept {
		texts = append(texts, all[i].text)
	}
	return texts
}

// explainMissing says of each wanted cantrip that the best suit lacks why it does.
func (h *hunt) explainMissing(ctx context.Context, e *Explanation, best *solve.Suit) {
	for i, w := range h.stock.Request.Cantrips {
		if slices.ContainsFunc(best.Worn, func(worn solve.Worn) bool { return tierOf(&h.stock.Pieces[worn.Piece], w.Family) >= w.Tier }) {
			continue
		}
		m := MissingCantrip{Cantrip: Cantrip{lineOf(w.Family).Name, tierName(w.Tier)}}
		m.Reason, m.Items = h.whyNot(w)
		if m.Items > 0 {
			m.Reason, m.With = h.cost(ctx, i, best)
		}
		e.Missing = append(e.Missing, m)
	}
}

// whyNot counts the items that have a cantrip and may be worn; where none may, it
// says why.
func (h *hunt) whyNot(w solve.Wanted) (reason string, items int) {
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
		return "", items
	case barred > 0:
		return count(barred, "item has it, which may not be worn", "items have it, none of which may be worn"), 0
	case highest > 0:
		return "no item has it; the best there is is " + tierName(highest), 0
	}
	return "no item has it in any tier", 0
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

// explainWorth looks beyond what the request takes: at other characters' items, at
// what is left out because it is worn or in a pack, and at what is excluded.
func (h *hunt) explainWorth(ctx context.Context, e *Explanation, best *solve.Suit) {
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
		suit, _ := h.best(ctx, h.joined(all, w.Piece))
		if suit == nil || check.Compare(&h.stock.Problem, suit, best) >= 0 || slices.Equal(suit.Score, best.Score) {
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

// joined is the problem with one more piece, or with one that is not excluded any
// more.
func (h *hunt) joined(all *stock, piece int) *solve.Problem {
	extra := all.Pieces[piece]
	p := with(&h.stock.Problem, func(r *solve.Request) {
		r.Excluded = slices.DeleteFunc(r.Excluded, func(x solve.Exclusion) bool { return x.ItemID == extra.ItemID })
	})
	if !slices.ContainsFunc(p.Pieces, func(have solve.Piece) bool { return have.ItemID == extra.ItemID && have.Owner == extra.Owner }) {
		p.Pieces = append(slices.Clone(p.Pieces), extra)
	}
	return p
}
