package suitbuilder

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"overlord/suitbuilder/solve"
)

// explainConflict names demands that cannot hold together.
func (h *hunt) explainConflict(ctx context.Context, e *Explanation) {
	conflict, err := solve.FindConflict(ctx, &h.stock.Problem, h.options())
	if err != nil {
		h.logger.Error("what is in the way of a suit was not found out", "error", err)
		return
	}
	if conflict == nil {
		return
	}
	for _, c := range conflict.Constraints {
		e.Conflict, e.ConflictFields = append(e.Conflict, h.constraintText(c)), append(e.ConflictFields, h.constraintField(c))
	}
}

// constraintText says what a constraint asks for.
func (h *hunt) constraintText(c solve.Constraint) string {
	r := &h.stock.Request
	switch c.Kind {
	case solve.OfLocked:
		return h.lockText(r.Locked[c.Index])
	case solve.OfCantrip:
		return fmt.Sprintf("the required %s %s", tierName(r.Cantrips[c.Index].Tier), lineOf(r.Cantrips[c.Index].Family).Name)
	case solve.OfMinimum:
		return fmt.Sprintf("the minimum of %d for %s", r.Min[c.Index].Value, nameOfCriterion(r.Min[c.Index].Of))
	case solve.OfPrimarySet:
		return fmt.Sprintf("%d pieces of set %d", r.PrimaryCount, r.PrimarySet)
	case solve.OfSecondarySet:
		return fmt.Sprintf("%d pieces of set %d", r.SecondaryCount, r.SecondarySet)
	}
	return constraintTexts[c.Kind]
}

// constraintField is the request's member that asks for it, such as cantrips.3 or
// min.armor_level.
func (h *hunt) constraintField(c solve.Constraint) string {
	switch c.Kind {
	case solve.OfLocked:
		return fmt.Sprintf("locked.%d", c.Index)
	case solve.OfCantrip:
		return fmt.Sprintf("cantrips.%d", c.Index)
	case solve.OfMinimum:
		return "min." + nameOfCriterion(h.stock.Request.Min[c.Index].Of)
	}
	return constraintFields[c.Kind]
}

var constraintFields = map[solve.ConstraintKind]string{
	solve.OfPrimarySet:   "primary_set",
	solve.OfSecondarySet: "secondary_set",
	solve.OfStrictSets:   "set_mode",
	solve.OfExcluded:     "excluded",
	solve.OfSlots:        "slots",
	solve.OfReduction:    "reduction",
	solve.OfCritDamage:   "allowed_crit_damage",
	solve.OfClothing:     "clothing_min_damage_rating",
	solve.OfBars:         "target",
}

var constraintTexts = map[solve.ConstraintKind]string{
	solve.OfStrictSets: "no armor of a third set",
	solve.OfExcluded:   "the excluded items",
	solve.OfSlots:      "only the slots asked for",
	solve.OfReduction:  "what tailoring may do",
	solve.OfCritDamage: "the allowed crit damage of armor",
	solve.OfClothing:   "the least damage rating of clothing",
	solve.OfBars:       "what may be worn by the target (attuned items, wield requirements)",
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
