package suitbuilder

import (
	"context"
	"fmt"
	"strings"

	"overlord/suitbuilder/solve"
)

// Explanation is what a person wants to know of an answer.
type Explanation struct {
	// Conflict, where there is no suit: demands of the request that cannot hold
	// together, though they can without any one of them.
	Conflict []string `json:"conflict"`
	// ConflictFields are the members of the request behind each of these, such as
	// cantrips.3, min.armor_level or target.
	ConflictFields []string `json:"conflict_fields"`
	// Missing is of each wanted cantrip that the best suit lacks.
	Missing []MissingCantrip `json:"missing"`
	// Worth is an item outside of what the request looks at, that would make the
	// best suit better: the one that would most. Null: none would, or it is not known.
	Worth *WorthLooking `json:"worth_looking_for"`
	// Wishes are pieces that nobody may have yet and that would make the best suit
	// better, the best first: for players who hunt or trade.
	Wishes []Wish `json:"wishes"`
	// Whole: nothing was left out for want of time.
	Whole bool `json:"whole"`
}

// MissingCantrip says why the best suit lacks a wanted cantrip.
type MissingCantrip struct {
	Cantrip
	Reason string  `json:"reason"`
	Items  int     `json:"items"` // that have it and may be worn
	Best   *string `json:"best"`  // the highest tier that any item has, where that is too low; null: none has any, or some are high enough
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

// Wish is a piece worth having: plain, for one slot, with base armor level as the
// best one there is for that slot.
type Wish struct {
	Slot     string    `json:"slot"`
	Set      *int32    `json:"set"` // null: of no set
	SetName  *string   `json:"set_name"`
	Cantrips []Cantrip `json:"cantrips"`
	Score    members   `json:"score"` // of the best suit with it
	gain     string
}

// maxWishes is how many wishes are told.
const maxWishes = 3

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
	for _, w := range e.Wishes {
		list = append(list, w.sentence())
	}
	return list
}

func (w *Wish) sentence() string {
	with := "plain"
	for i, c := range w.Cantrips {
		if with += " and "; i == 0 {
			with = "with "
		}
		with += title(c.Tier) + " " + c.Name
	}
	if w.SetName != nil {
		with += ", of " + *w.SetName
	}
	return fmt.Sprintf("Worth hunting: a piece for %s %s would bring %s.", w.Slot, with, w.gain)
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
	e := &Explanation{Conflict: []string{}, ConflictFields: []string{}, Missing: []MissingCantrip{}, Wishes: []Wish{}}
	switch {
	case len(result.Suits) > 0:
		h.explainSuit(within, e, &result.Suits[0])
	case result.Optimal:
		h.explainConflict(within, e)
	}
	e.Whole = within.Err() == nil
	return e
}

func (h *hunt) explainSuit(ctx context.Context, e *Explanation, best *solve.Suit) {
	ask, err := solve.NewWhatIf(&h.stock.Problem, best, h.options())
	if err != nil {
		h.logger.Error("an answer was not explained", "error", err)
		return
	}
	h.explainMissing(ctx, e, ask, best)
	h.explainWorth(ctx, e, ask, best)
	h.explainWishes(ctx, e, ask, best)
}
