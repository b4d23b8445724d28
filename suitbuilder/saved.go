package suitbuilder

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"overlord/inventory/item"
	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/check"
)

// Kept is a suit that somebody keeps.
type Kept struct {
	ID        int64           `json:"id"`
	Name      string          `json:"name"`
	Author    *string         `json:"author"`
	CreatedAt time.Time       `json:"created_at"`
	Request   json.RawMessage `json:"request"`
	Suit      json.RawMessage `json:"suit"` // as it was told then
	worn      []KeptPiece
	pieces    []Candidate // as they were then
}

// KeptPiece is how a piece of a suit is worn.
type KeptPiece struct {
	CharacterName string   `json:"character_name"`
	ItemID        int64    `json:"item_id"`
	Slots         []string `json:"slots"`
	Reduced       bool     `json:"reduced,omitzero"`
}

// Change is what became of a piece of a kept suit.
type Change struct {
	CharacterName string `json:"character_name"` // who had it
	ItemID        int64  `json:"item_id"`
	Name          string `json:"name"`
	Kind          string `json:"kind"` // gone, moved, changed, barred
	Message       string `json:"message"`
}

// The kinds of changes.
const (
	changeGone    = "gone"    // nobody is known to have it
	changeMoved   = "moved"   // another character has it
	changeChanged = "changed" // it is not what it was
	changeBarred  = "barred"  // the target may not wear it
)

// Better is whether a kept suit could be better now.
type Better struct {
	Known  bool    `json:"known"`  // false: that was not found out in time
	Better bool    `json:"better"` // there is a better suit for the same request
	Score  members `json:"score"`  // of the better one; null: there is none
	Gain   string  `json:"gain"`   // where it is better
}

// Since is what has become of a kept suit.
type Since struct {
	Wearable bool     `json:"wearable"` // as it was kept, by the same request
	Reasons  []string `json:"reasons"`  // why it is not
	Changes  []Change `json:"changes"`
	Score    members  `json:"score"` // now; null: it is not wearable
	Now      Better   `json:"now"`
}

// suit finds a kept suit's pieces in a stock. Not ok: one of them is not there.
func (s *stock) suit(worn []KeptPiece) (suit solve.Suit, ok bool) {
	for _, k := range worn {
		at := slices.IndexFunc(s.items, func(c Candidate) bool { return c.ItemID == k.ItemID && c.Character == k.CharacterName })
		if at < 0 {
			return suit, false
		}
		w := solve.Worn{Piece: at, ItemID: k.ItemID, Owner: k.CharacterName, Reduced: k.Reduced}
		for _, name := range k.Slots {
			slot, _ := slotCalled(name)
			w.Slots |= slot
		}
		suit.Worn = append(suit.Worn, w)
	}
	slices.SortFunc(suit.Worn, func(a, b solve.Worn) int { return a.Piece - b.Piece }) // as the items are: by id
	suit.Score = check.Score(&s.Problem, suit.Worn)
	return suit, true
}

// judge says why what somebody chose to wear is no suit by the request. Pieces that
// improve nothing are theirs to choose.
func (s *stock) judge(suit *solve.Suit) []string {
	chosen := with(&s.Problem, func(r *solve.Request) {
		for _, w := range suit.Worn {
			r.Locked = append(r.Locked, solve.Lock{ItemID: w.ItemID, Owner: w.Owner})
		}
	})
	err := check.Suit(chosen, suit)
	var wrong *check.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &wrong):
		return wrong.Reasons
	}
	return []string{err.Error()}
}

// since tells what has become of a kept suit.
func (s *searcher) since(ctx context.Context, k *Kept) (*Since, error) {
	var request Request
	if err := json.Unmarshal(k.Request, &request); err != nil {
		return nil, fmt.Errorf("the request of suit %d: %w", k.ID, err)
	}
	p, err := request.understand()
	if err != nil {
		return nil, fmt.Errorf("the request of suit %d: %w", k.ID, err)
	}
	everything, err := s.armory.Candidates(ctx, nil)
	if err != nil {
		return nil, err
	}
	target, err := s.target(ctx, p)
	if err != nil {
		return nil, err
	}
	stock, err := p.gather(ctx, everything, target)
	if err != nil {
		return nil, err
	}
	since := &Since{Reasons: []string{}, Changes: changes(k, everything, p, target)}
	suit, there := stock.suit(k.worn)
	if !there {
		since.Reasons = append(since.Reasons, "not all of its pieces are among those that the request takes")
	} else if reasons := stock.judge(&suit); len(reasons) > 0 {
		since.Reasons = append(since.Reasons, reasons...)
	} else {
		since.Wearable, since.Score = true, scoreOf(&stock.Request, suit.Score)
	}
	since.Now = s.better(ctx, stock, since.Wearable, &suit)
	return since, nil
}

// better asks the solver, for as long as an explanation may take.
func (s *searcher) better(ctx context.Context, stock *stock, wearable bool, kept *solve.Suit) Better {
	within, cancel := context.WithTimeout(ctx, explainTime)
	defer cancel()
	best, proved := s.best(within, with(&stock.Problem, func(*solve.Request) {}))
	switch {
	case best == nil:
		return Better{Known: proved}
	case !wearable:
		return Better{Known: true, Better: true, Score: scoreOf(&stock.Request, best.Score), Gain: "the kept suit cannot be worn any more"}
	}
	h := hunt{stock: stock}
	if check.Compare(&stock.Problem, best, kept) < 0 && !slices.Equal(best.Score, kept.Score) {
		return Better{Known: true, Better: true, Score: scoreOf(&stock.Request, best.Score), Gain: h.difference(kept.Score, best.Score)}
	}
	return Better{Known: proved}
}

// changes looks at each piece of a kept suit.
func changes(k *Kept, now []Candidate, p *plan, target item.Wielder) []Change {
	list := []Change{}
	for _, was := range k.pieces {
		change := Change{CharacterName: was.Character, ItemID: was.ItemID, Name: was.Name}
		holders := slices.DeleteFunc(slices.Clone(now), func(c Candidate) bool { return c.ItemID != was.ItemID })
		at := slices.IndexFunc(holders, func(c Candidate) bool { return c.Character == was.Character })
		switch {
		case len(holders) == 0:
			change.Kind, change.Message = changeGone, "nobody is known to have it"
		case at < 0:
			change.Kind, change.Message = changeMoved, holders[0].Character+" has it now"
		default:
			change.Kind, change.Message = compare(&was, &holders[at], p, target)
		}
		if change.Kind != "" {
			list = append(list, change)
		}
	}
	return list
}

// compare tells how an item is not what it was.
func compare(was, is *Candidate, p *plan, target item.Wielder) (kind, message string) {
	var what []string
	add := func(differs bool, name string, from, to any) {
		if differs {
			what = append(what, fmt.Sprintf("%s %v in place of %v", name, to, from))
		}
	}
	add(was.ArmorLevel != is.ArmorLevel, "base armor level", was.ArmorLevel, is.ArmorLevel)
	add(was.Set != is.Set, "set", was.Set, is.Set)
	for i := range was.Ratings {
		add(was.Ratings[i] != is.Ratings[i], ratingNames[i], was.Ratings[i], is.Ratings[i])
	}
	add(was.Equip != is.Equip || was.Coverage != is.Coverage, "coverage", fmt.Sprintf("%#x", was.Coverage), fmt.Sprintf("%#x", is.Coverage))
	add(was.Reducible != is.Reducible, "tailoring possible:", was.Reducible, is.Reducible)
	if !slices.Equal(was.Cantrips, is.Cantrips) {
		what = append(what, "other cantrips")
	}
	if len(what) > 0 {
		return changeChanged, strings.Join(what, ", ")
	}
	switch {
	case p.bar(is, target) == solve.BarAttuned:
		return changeBarred, "it is attuned to its owner"
	case p.bar(is, target) == solve.BarWield:
		return changeBarred, "it is beyond what the target can wield"
	}
	return "", ""
}
