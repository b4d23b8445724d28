package suitbuilder

import (
	"context"
	"time"

	"overlord/inventory/gamedata"
	"overlord/inventory/item"
	"overlord/suitbuilder/solve"
)

// Armory is what the suit builder asks of the inventory, and of what is known of
// characters. A database that is away is fault.Unavailable; the end of ctx ends
// every call with its error.
type Armory interface {
	// Candidates are the items of these characters that can be worn at all; of all
	// characters where there are no names. A character of whom nothing is stored has
	// none.
	Candidates(ctx context.Context, characters []string) ([]Candidate, error)
	// Characters are those of whom an inventory is stored, by name.
	Characters(ctx context.Context) ([]Character, error)
	// Wielder is what is known of a character who is to wear the suit; of a stranger,
	// nothing.
	Wielder(ctx context.Context, character string) (item.Wielder, error)
}

// Character is one whose items can be worn.
type Character struct {
	Name    string     `json:"name"`
	Items   int        `json:"items"`   // in the inventory, all kinds
	Updated *time.Time `json:"updated"` // the last upload; nil: not known
	Level   *int32     `json:"level"`   // nil: not known
}

// Candidate is an item that can be worn, with what suits are judged by.
type Candidate struct {
	Character    string
	ItemID       int64 // the game's
	Name         string
	Equip        int32 // bits of gamedata's equip mask
	Coverage     int32 // bits of the coverage mask
	ArmorLevel   int32 // base: without spells in force and tinkering; 0 unknown
	Set          int32 // 0: none
	Cantrips     []gamedata.Cantrip
	Ratings      [solve.RatingCount]int32 // in the order of solve.Rating; unknown is 0
	Reducible    bool                     // tailoring may reduce it
	Attuned      bool                     // only its owner can wear it
	Equipped     bool                     // is worn now
	Requirements item.Requirements
}

// CandidateOf is an item of a character's as the suit builder sees it. Not ok: it
// fills no slot of a suit.
func CandidateOf(character string, i *item.Item) (c Candidate, ok bool) {
	if i.Slots()&^(1<<gamedata.Weapon) == 0 {
		return Candidate{}, false
	}
	c = Candidate{
		Character: character, ItemID: i.ItemID, Name: value(i.Name), Equip: int32(value(i.ValidLocations)), Coverage: int32(value(i.CoverageMask)),
		ArmorLevel: value(i.Combat.BaseArmorLevel), Set: value(i.Enhancements.ItemSet), Cantrips: i.Cantrips(),
		Reducible: i.Reductions(gamedata.ACE) != 0, Attuned: i.IsAttuned(), Equipped: i.IsWorn(), Requirements: i.Requirements,
	}
	r := &i.Ratings
	for at, rating := range [...]*int32{
		r.DamageRating, r.DamageResistRating, r.CritRating, r.CritResistRating, r.CritDamageRating, r.CritDamageResistRating, r.HealBoostRating, r.VitalityRating,
	} {
		c.Ratings[at] = value(rating)
	}
	return c, true
}

func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// piece is a candidate as the solver sees it.
func (c *Candidate) piece() solve.Piece {
	p := solve.Piece{
		ItemID: c.ItemID, Owner: c.Character, Equip: c.Equip, Coverage: c.Coverage,
		AL: int64(min(max(c.ArmorLevel, 0), mostArmorLevel)), Set: max(c.Set, 0), Reducible: c.Reducible,
	}
	for i, r := range c.Ratings {
		p.Ratings[i] = min(max(r, 0), mostRating)
	}
	p.Cantrips = make([]solve.Cantrip, 0, len(c.Cantrips))
	for _, cantrip := range c.Cantrips {
		p.Cantrips = append(p.Cantrips, solve.Cantrip{Family: familyOf(cantrip.Line), Tier: solve.Tier(cantrip.Tier)})
	}
	return p
}

// What the solver takes at most of one piece; no server gives as much.
const (
	mostArmorLevel = 1_000_000
	mostRating     = 1_000_000
)

// familyOf is the number that the solver knows a line of cantrips by.
func familyOf(line int) int { return line + 1 }

// lineOf is the line behind that number.
func lineOf(family int) gamedata.Line { return gamedata.CantripLine(family - 1) }
