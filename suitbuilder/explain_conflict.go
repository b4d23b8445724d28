package suitbuilder

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"overlord/suitbuilder/solve"
)

// demand is one thing that a request insists on, and how to do without it.
type demand struct {
	text  string
	field string // the request's member that says so, such as cantrips.3 or min.armor_level
	drop  func(*solve.Problem)
}

// demands are all that can keep a suit from being: without them, nothing worn is a
// suit.
func (h *hunt) demands() (list []demand) {
	r := &h.stock.Request
	for i, l := range r.Locked {
		list = append(list, demand{h.lockText(l), fmt.Sprintf("locked.%d", i), func(p *solve.Problem) {
			p.Request.Locked = slices.DeleteFunc(p.Request.Locked, func(x solve.Lock) bool { return x == l })
		}})
	}
	for i, w := range r.Cantrips {
		if w.Required {
			list = append(list, demand{fmt.Sprintf("the required %s %s", tierName(w.Tier), lineOf(w.Family).Name), fmt.Sprintf("cantrips.%d", i), func(p *solve.Problem) { p.Request.Cantrips[i].Required = false }})
		}
	}
	for _, m := range r.Min {
		list = append(list, demand{fmt.Sprintf("the minimum of %d for %s", m.Value, nameOfCriterion(m.Of)), "min." + nameOfCriterion(m.Of), func(p *solve.Problem) {
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
		list = append(list, demand{"no armor of a third set", "set_mode", func(p *solve.Problem) { p.Request.SetMode = solve.Prefer }})
	}
	if r.SetMode != solve.Require {
		return list
	}
	if r.PrimarySet != 0 {
		list = append(list, demand{fmt.Sprintf("%d pieces of set %d", r.PrimaryCount, r.PrimarySet), "primary_set", func(p *solve.Problem) { p.Request.PrimarySet, p.Request.PrimaryCount = 0, 0 }})
	}
	if r.SecondarySet != 0 {
		list = append(list, demand{fmt.Sprintf("%d pieces of set %d", r.SecondaryCount, r.SecondarySet), "secondary_set", func(p *solve.Problem) { p.Request.SecondarySet, p.Request.SecondaryCount = 0, 0 }})
	}
	return list
}

// limits are those demands that leave pieces out.
func (h *hunt) limits() (list []demand) {
	r := &h.stock.Request
	add := func(there bool, text, field string, drop func(*solve.Problem)) {
		if there {
			list = append(list, demand{text, field, drop})
		}
	}
	add(len(r.Excluded) > 0, "the excluded items", "excluded", func(p *solve.Problem) { p.Request.Excluded = nil })
	add(r.Slots != solve.AllSlots, "only the slots asked for", "slots", func(p *solve.Problem) { p.Request.Slots = solve.AllSlots })
	add(r.Reduction != solve.ReduceACE, "what tailoring may do", "reduction", func(p *solve.Problem) { p.Request.Reduction = solve.ReduceACE })
	add(r.ForbidCritDamage != [3]bool{}, "the allowed crit damage of armor", "allowed_crit_damage", func(p *solve.Problem) { p.Request.ForbidCritDamage = [3]bool{} })
	add(r.ClothingMinDamage > 0, "the least damage rating of clothing", "clothing_min_damage_rating", func(p *solve.Problem) { p.Request.ClothingMinDamage = 0 })
	barred := slices.ContainsFunc(h.stock.Pieces, func(p solve.Piece) bool { return p.Bar != solve.BarNone })
	add(barred, "what may be worn by the target (attuned items, wield requirements)", "target", func(p *solve.Problem) {
		p.Pieces = slices.Clone(p.Pieces)
		for i := range p.Pieces {
			p.Pieces[i].Bar = solve.BarNone
		}
	})
	return list
}

// conflict finds demands that cannot hold together: one or two where so few do, and
// else such that no one of them can be spared.
func (h *hunt) conflict(ctx context.Context) []demand {
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
			return all[i : i+1]
		}
	}
	for i := range all {
		for j := i + 1; j < len(all) && ctx.Err() == nil; j++ {
			if impossible(i, j) {
				return []demand{all[i], all[j]}
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
	var list []demand
	for _, i := range kept {
		list = append(list, all[i])
	}
	return list
}
