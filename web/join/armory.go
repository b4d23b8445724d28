// Package join fits the modules to each other: what one of them offers, as the
// interface that another one declares.
package join

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"overlord/inventory"
	"overlord/inventory/gamedata"
	"overlord/inventory/item"
	"overlord/suitbuilder"
	"overlord/tracker"
)

// Armory is the inventory, and what the tracker knows of characters, as the suit
// builder sees them.
type Armory struct {
	Items  *inventory.Module
	Sheets *tracker.Module
}

// Candidates implements suitbuilder.Armory.
func (a Armory) Candidates(ctx context.Context, characters []string) (list []suitbuilder.Candidate, err error) {
	err = a.Items.Wearables(ctx, characters, func(character string, i *item.Item) {
		if c, ok := suitbuilder.CandidateOf(character, i); ok {
			list = append(list, c)
		}
	})
	return list, err
}

// Characters implements suitbuilder.Armory.
func (a Armory) Characters(ctx context.Context) ([]suitbuilder.Character, error) {
	owners, err := a.Items.Owners(ctx)
	levels, unknown := a.Sheets.Levels(ctx)
	if err := errors.Join(err, unknown); err != nil {
		return nil, err
	}
	list := []suitbuilder.Character{}
	for _, o := range owners {
		c := suitbuilder.Character{Name: o.Name, Items: o.Items, Updated: o.Uploaded}
		if level, known := levels[o.Name]; known {
			c.Level = &level
		}
		list = append(list, c)
	}
	return list, nil
}

// Wielder implements suitbuilder.Armory.
func (a Armory) Wielder(ctx context.Context, character string) (item.Wielder, error) {
	sheet, err := a.Sheets.CharacterSheet(ctx, character)
	if err != nil || sheet == nil {
		return item.Wielder{}, err
	}
	return wielderOf(sheet)
}

// trained are the values of a wield requirement for the words of a sheet.
var trained = map[string]int32{"Untrained": 1, "Trained": 2, "Specialized": 3}

// wielderOf reads from a sheet what decides about wearing. What it does not tell
// stays unknown.
func wielderOf(sheet tracker.Sheet) (w item.Wielder, err error) {
	text, err := json.Marshal(sheet)
	if err != nil {
		return w, err
	}
	var known struct {
		Level  *int32
		Race   any
		Skills map[string]struct {
			Base     *int32
			Training string
		}
	}
	if err := json.Unmarshal(text, &known); err != nil {
		return w, nil // an earlier service's, of another shape: nothing is known
	}
	w.Level = known.Level
	if race, told := known.Race.(string); told {
		if ids := gamedata.Heritages().Called(gamedata.Fold(race)); len(ids) == 1 {
			w.Heritage = new(int32(ids[0]))
		}
	}
	if len(known.Skills) > 0 {
		w.Skills, w.Trained = map[int32]int32{}, map[int32]int32{}
	}
	for name, skill := range known.Skills {
		ids := gamedata.Skills().Called(strings.ReplaceAll(name, "_", " "))
		if len(ids) != 1 {
			continue
		}
		if skill.Base != nil {
			w.Skills[int32(ids[0])] = *skill.Base
		}
		if training, told := trained[skill.Training]; told {
			w.Trained[int32(ids[0])] = training
		}
	}
	return w, nil
}
