package inventory

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"overlord/inventory/gamedata"
	"overlord/inventory/item"
)

// Row is an item as lists give it: every column of the tables under its name
// there, null where it is not known, then what is worked out from them.
type Row struct {
	*record
	seen time.Time // the owner's last full upload; zero: there was none
}

// SpellRow is a spell on an item as lists give it.
type SpellRow struct {
	ID     int32   `json:"id"`
	Name   string  `json:"name"` // "Spell 123" where no table has one
	Tier   *string `json:"tier"` // of a cantrip; null: it is none
	Active bool    `json:"active"`
}

// derivedColumns are those of a row that are in no table and that lists can be
// sorted by.
var derivedColumns = []string{"equipped", "seen", "slot_name", "computed_slot_name"}

// spellRow tells a spell's name and tier.
func spellRow(s item.Spell) SpellRow {
	row := SpellRow{ID: s.ID, Name: spellName(s.ID), Active: s.Active}
	if known, ok := gamedata.SpellByID(s.ID); ok && known.Tier != gamedata.NoTier {
		tier := known.Tier.String()
		row.Tier = &tier
	}
	return row
}

func spellName(id int32) string {
	if known, ok := gamedata.SpellByID(id); ok {
		return known.Name
	}
	return fmt.Sprintf("Spell %d", id)
}

// spellRows are an item's spells, none of an item without.
func spellRows(list []item.Spell) []SpellRow {
	rows := make([]SpellRow, len(list))
	for i, s := range list {
		rows[i] = spellRow(s)
	}
	return rows
}

// joined is the slots that an item can fill; nil: it cannot be worn.
func joined(names []string) *string {
	if len(names) == 0 {
		return nil
	}
	text := strings.Join(names, ", ")
	return &text
}

// each gives the row's scalar columns and slot names, in the order of the tables.
func (r Row) each(give func(name string, value any)) {
	for i, t := range tables {
		fields := t.fields(r.record)
		for j := min(i, 1); j < len(fields); j++ {
			give(t.columns[j], fields[j])
		}
	}
	var seen *time.Time
	if !r.seen.IsZero() {
		seen = &r.seen
	}
	give("equipped", r.IsWorn())
	give("seen", seen)
	give("slot_name", joined(r.SlotNames))
	give("computed_slot_name", joined(r.SlotNames))
}

// MarshalJSON writes the row as one object.
func (r Row) MarshalJSON() ([]byte, error) {
	out := make([]byte, 0, 4<<10)
	out = append(out, '{')
	var failed error
	r.each(func(name string, value any) {
		text, err := json.Marshal(value)
		if err != nil {
			failed = err
		}
		out = append(append(append(append(append(out, '"'), name...), `":`...), text...), ',')
	})
	text, err := json.Marshal(spellRows(r.Spells))
	if err != nil || failed != nil {
		return nil, fmt.Errorf("write an item: %w", firstOf(failed, err))
	}
	return append(append(append(out, `"spells":`...), text...), '}'), nil
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// columnNames are the names of a row's columns in their order, but spells.
func columnNames() []string {
	var names []string
	for i, t := range tables {
		names = append(names, t.columns[min(i, 1):]...)
	}
	return append(names, derivedColumns...)
}
