package suitbuilder

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"overlord/store/fault"
	"overlord/suitbuilder/solve"
	"overlord/web/api"
)

// Bounds of a request.
const (
	maxCharacters = 1000
	maxNameLength = 64
	maxCantrips   = 64
	maxLocked     = solve.SlotCount
	maxExcluded   = 10_000
	maxWeight     = 1000
	maxCount      = 9 // pieces of a set: one for each slot of armor
	maxLeast      = 1_000_000

	usualTop = 10
	maxTop   = 100

	usualTimeLimit = 30 * time.Second
	leastTimeLimit = 100 * time.Millisecond
	maxTimeLimit   = 10 * time.Minute

	usualPrimary, usualSecondary = 5, 4 // nine slots of armor
)

// Request is what a person asks for, as it comes. Every member may be absent.
type Request struct {
	Characters       []string         `json:"characters,omitzero"` // whose items; none: everybody's
	Target           string           `json:"target,omitzero"`     // who is to wear the suit
	IncludeEquipped  *bool            `json:"include_equipped,omitzero"`
	IncludeInventory *bool            `json:"include_inventory,omitzero"`
	Slots            []string         `json:"slots,omitzero"` // to fill; none: the usual 17
	PrimarySet       int32            `json:"primary_set,omitzero"`
	PrimaryCount     *int             `json:"primary_count,omitzero"` // 1 to 9; usually 5
	SecondarySet     int32            `json:"secondary_set,omitzero"`
	SecondaryCount   *int             `json:"secondary_count,omitzero"` // 1 to 9; usually 4
	SetMode          string           `json:"set_mode,omitzero"`        // prefer, require, strict
	Cantrips         []WantedCantrip  `json:"cantrips,omitzero"`
	Locked           []LockedItem     `json:"locked,omitzero"`
	Excluded         []ExcludedItem   `json:"excluded,omitzero"`
	Min              map[string]int64 `json:"min,omitzero"`       // of ratings, total_rating, armor_level
	Reduction        string           `json:"reduction,omitzero"` // retail, ace, none
	Objective        Objective        `json:"objective,omitzero"`
	Top              *int             `json:"top,omitzero"`           // 1 to 100; usually 10
	TimeLimitMS      *int64           `json:"time_limit_ms,omitzero"` // 100 to 600,000; usually 30,000

	AllowedCritDamage       []int `json:"allowed_crit_damage,omitzero"`        // which of 0, 1, 2 armor may have; none: all
	ClothingMinDamageRating int32 `json:"clothing_min_damage_rating,omitzero"` // 0 to 1,000,000
}

// WantedCantrip is a cantrip asked for, by its line's name or the game's number of
// its family.
type WantedCantrip struct {
	Name     string `json:"name,omitzero"`
	Family   int32  `json:"family,omitzero"`
	Tier     string `json:"tier,omitzero"`   // at least this one
	Weight   *int64 `json:"weight,omitzero"` // 1 to 1000; usually 1
	Required bool   `json:"required,omitzero"`
}

// LockedItem is an item that must be worn.
type LockedItem struct {
	Character string `json:"character"`
	ItemID    int64  `json:"item_id"`
	Slot      string `json:"slot,omitzero"` // where; "": wherever it fits
}

// ExcludedItem is one that must not.
type ExcludedItem struct {
	Character string `json:"character,omitzero"` // "": whoever holds it
	ItemID    int64  `json:"item_id"`
}

// Objective is the order of the criteria: a list of their names, or one word.
type Objective []string

// UnmarshalJSON reads a list or the word by itself.
func (o *Objective) UnmarshalJSON(text []byte) error {
	if bytes.HasPrefix(text, []byte(`"`)) {
		var word string
		if err := json.Unmarshal(text, &word); err != nil {
			return fault.New(fault.Invalid, "objective is no text")
		}
		*o = Objective{word}
		return nil
	}
	var list []string
	if err := json.Unmarshal(text, &list); err != nil {
		return fault.New(fault.Invalid, "objective wants a list of criteria, or the word %q", classic)
	}
	*o = list
	return nil
}

// plan is a request that was understood.
type plan struct {
	solve.Request
	characters          []string // sorted; none: everybody
	equipped, inventory bool     // what to take: worn pieces, what is in packs
	limit               time.Duration
}

// invalid is a failure of one member.
func invalid(field, format string, args ...any) error {
	return fault.New(fault.Invalid, "%s %s", field, fmt.Sprintf(format, args...)).WithField(field)
}

// understand checks a request and makes a plan of it. Its error is fault.Invalid
// and names the member.
func (r *Request) understand() (*plan, error) {
	p := &plan{equipped: r.IncludeEquipped == nil || *r.IncludeEquipped, inventory: r.IncludeInventory == nil || *r.IncludeInventory}
	for _, step := range []func(*plan) error{
		r.purpose, r.people, r.places, r.sets, r.wishes, r.fixed, r.least, r.order, r.filters, r.bounds,
	} {
		if err := step(p); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// purpose: something must be asked for.
func (r *Request) purpose(*plan) error {
	if len(r.Cantrips) == 0 && r.PrimarySet == 0 && len(r.Objective) == 0 {
		return fault.New(fault.Invalid, "say what the suit is for: cantrips, primary_set or objective").WithField("cantrips")
	}
	return nil
}

func (r *Request) people(p *plan) error {
	if len(r.Characters) > maxCharacters {
		return invalid("characters", "has %d names; %d at most", len(r.Characters), maxCharacters)
	}
	for i, name := range r.Characters {
		if err := checkName(fmt.Sprintf("characters.%d", i), name); err != nil {
			return err
		}
	}
	if r.Target != "" {
		if err := checkName("target", r.Target); err != nil {
			return err
		}
	}
	if !p.equipped && !p.inventory {
		return invalid("include_inventory", "and include_equipped are both false: nothing would be left")
	}
	p.Target, p.characters = r.Target, slices.Clone(r.Characters)
	slices.Sort(p.characters)
	p.characters = slices.Compact(p.characters)
	return nil
}

func checkName(field, name string) error {
	if strings.TrimSpace(name) != name || name == "" || utf8.RuneCountInString(name) > maxNameLength {
		return invalid(field, "is %q; it wants a character's name of 1 to %d letters", name, maxNameLength)
	}
	return nil
}

func (r *Request) places(p *plan) error {
	for i, name := range r.Slots {
		slot, known := slotCalled(name)
		field := fmt.Sprintf("slots.%d", i)
		if !known {
			return invalid(field, "is %q; the nearest slot is %q", name, api.Nearest(name, solve.SlotNames[:]))
		}
		if p.Slots&slot != 0 {
			return invalid(field, "is %q for the second time", name)
		}
		p.Slots |= slot
	}
	if p.Slots == 0 {
		p.Slots = solve.DefaultSlots
	}
	return nil
}

func (r *Request) sets(p *plan) (err error) {
	if p.PrimarySet, p.PrimaryCount, err = set("primary", r.PrimarySet, r.PrimaryCount, usualPrimary); err != nil {
		return err
	}
	if p.SecondarySet, p.SecondaryCount, err = set("secondary", r.SecondarySet, r.SecondaryCount, usualSecondary); err != nil {
		return err
	}
	if p.PrimarySet != 0 && p.PrimarySet == p.SecondarySet {
		return invalid("secondary_set", "is the primary set too")
	}
	mode, known := setModes[r.SetMode]
	if r.SetMode != "" && !known {
		return invalid("set_mode", "is %q; it is one of prefer, require, strict", r.SetMode)
	}
	p.SetMode = mode
	return nil
}

func set(which string, id int32, count *int, usual int) (int32, int, error) {
	switch {
	case id < 0:
		return 0, 0, invalid(which+"_set", "is %d; it wants the id of a set", id)
	case id == 0 && count != nil && *count != 0:
		return 0, 0, invalid(which+"_count", "is %d, but there is no %s_set", *count, which)
	case id == 0:
		return 0, 0, nil
	case count == nil:
		return id, usual, nil
	case *count < 1 || *count > maxCount:
		return 0, 0, invalid(which+"_count", "is %d; it wants 1 to %d", *count, maxCount)
	}
	return id, *count, nil
}
