package tracker

import (
	"context"
	"net/http"

	"overlord/store"
	"overlord/web/api"
)

// combatLimit is the default of /combat-stats: a guild's characters on one page.
const combatLimit = 500

// combatAnswer is the body of /combat-stats.
type combatAnswer struct {
	CombatStats []FightsRow `json:"combat_stats"`
	Next        *string     `json:"next"`
}

// combatKey is what the list of combat statistics is sorted by.
type combatKey struct {
	Character string `json:"c"`
}

// getAllCombatStats answers everybody's combat statistics, by name.
func (m *Module) getAllCombatStats(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "limit", "cursor")
	if err != nil {
		return err
	}
	limit := q.Int("limit", combatLimit, 1, maxEvents)
	var after combatKey
	q.Cursor("combat", &after)
	if err := q.Err(); err != nil {
		return err
	}
	var answer combatAnswer
	err = m.read(r.Context(), "combat statistics", func(ctx context.Context, db store.Querier) (err error) {
		answer.CombatStats, err = loadAllFights(ctx, db, after.Character, limit+1)
		return err
	})
	if err != nil {
		return err
	}
	answer.CombatStats, answer.Next, err = api.Page(q, "combat", answer.CombatStats, limit, func(f FightsRow) any { return combatKey{f.CharacterName} })
	if err != nil {
		return err
	}
	return api.WriteStable(w, r, answer)
}

// getCombatStats answers one character's combat statistics.
func (m *Module) getCombatStats(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	name, err := pathCharacter(r)
	if err != nil {
		return err
	}
	var fights *FightsRow
	err = m.read(r.Context(), "combat statistics", func(ctx context.Context, db store.Querier) (err error) {
		fights, err = loadFightsOf(ctx, db, name)
		return err
	})
	if err != nil {
		return err
	}
	if fights == nil {
		return unknownCharacter(name, "combat statistics")
	}
	return api.WriteStable(w, r, fights)
}
