package inventory

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/go-chi/chi/v5"

	"overlord/inventory/gamedata"
	"overlord/inventory/query"
	"overlord/store"
	"overlord/store/fault"
	"overlord/web/api"
)

const (
	spellsLimit = 200
	maxSpells   = 10_000
)

// listRoutes mounts the game's tables and what pickers offer.
func (m *Module) listRoutes(r chi.Router) {
	r.Get("/search/complete", api.HandlerFunc(m.getCompletions))
	r.Get("/search/filters", api.HandlerFunc(getFilters))
	r.Get("/sets/list", api.HandlerFunc(getSets))
	r.Get("/spells/list", api.HandlerFunc(getSpells))
	r.Get("/slots/list", api.HandlerFunc(getSlots))
	r.Get("/enum-info", api.HandlerFunc(getEnums))
	r.Get("/translate/{kind}/{value}", api.HandlerFunc(getTranslation))
	r.Get("/characters/list", api.HandlerFunc(m.getCharacters))
}

// getCompletions answers what a person may want to type at a cursor.
func (m *Module) getCompletions(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "q", "at")
	if err != nil {
		return err
	}
	text := q.String("q", "")
	at := q.Int("at", len(text), 0, 2*query.MaxLength)
	if err := q.Err(); err != nil {
		return err
	}
	known := query.Known{Characters: m.catalogue.index.Characters(), Words: m.catalogue.index.Words, Count: m.catalogue.index.Count}
	if user := userOf(r); user != 0 {
		err := m.read(r.Context(), "tags", answerWithin, func(ctx context.Context, db store.Querier) error {
			tags, err := loadTags(ctx, db, user, nil)
			for _, list := range tags {
				known.Tags = append(known.Tags, list...)
			}
			slices.Sort(known.Tags)
			known.Tags = slices.Compact(known.Tags)
			return err
		})
		if err != nil {
			return err
		}
	}
	return api.WriteStable(w, r, query.Complete(text, at, known))
}

// getFilters answers what can be asked in the language of searches.
func getFilters(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	return api.WriteStable(w, r, map[string]any{"filters": query.Help()})
}

// namedID is a row of one of the game's tables.
type namedID struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

func rowsOfNames(n *gamedata.Names) []namedID {
	rows := []namedID{}
	for _, row := range n.All() {
		rows = append(rows, namedID{row.ID, row.Name})
	}
	return rows
}

// setRow is an equipment set.
type setRow struct {
	ID    int32  `json:"id"`
	Name  string `json:"name"`
	Class string `json:"class"`
	Loot  bool   `json:"loot"` // random loot carries it
}

func getSets(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	rows := []setRow{}
	for _, s := range gamedata.SetDetails() {
		rows = append(rows, setRow{s.ID, s.Name, s.Class, s.IsLoot()})
	}
	return api.WriteStable(w, r, map[string]any{"sets": rows})
}

// spellInfo is a spell of the game.
type spellInfo struct {
	ID     int32   `json:"id"`
	Name   string  `json:"name"`
	School string  `json:"school"`
	Tier   *string `json:"tier"`  // of a cantrip; null: it is none
	Level  int     `json:"level"` // 0: it has none
	Effect string  `json:"effect"`
	Amount float64 `json:"amount"` // what is added, or the factor
	Factor bool    `json:"factor"` // whether it is one
}

func infoOf(s gamedata.Spell) spellInfo {
	return spellInfo{s.ID, s.Name, s.School, tierName(s.Tier), s.Level, s.Effect, s.Amount, s.EffectMode == "mul"}
}

// getSpells answers spells whose name contains a text, by id.
func getSpells(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "text", "cantrips", "limit")
	if err != nil {
		return err
	}
	text, only, limit := query.Fold(q.String("text", "")), q.Bool("cantrips", false), q.Int("limit", spellsLimit, 1, maxSpells)
	if err := q.Err(); err != nil {
		return err
	}
	rows, total := []spellInfo{}, 0
	for _, s := range gamedata.Spells() {
		if only && s.Tier == gamedata.NoTier || !query.Fits(query.Fold(s.Name), text, false) {
			continue
		}
		if total++; total <= limit {
			rows = append(rows, infoOf(s))
		}
	}
	return api.WriteStable(w, r, map[string]any{"spells": rows, "total_count": total})
}

func getSlots(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	type slotInfo struct {
		Name   string `json:"name"`
		Family string `json:"family"` // what slot: calls it: without a side
	}
	rows := []slotInfo{}
	for _, name := range gamedata.Slots() {
		slot, _ := gamedata.ParseSlot(name)
		rows = append(rows, slotInfo{name, slot.Family()})
	}
	return api.WriteStable(w, r, map[string]any{"slots": rows})
}

// enums are the tables of names, by what they name.
var enums = map[string]func() *gamedata.Names{
	"attribute": gamedata.Attributes, "attuned": gamedata.Attuned, "bonded": gamedata.Bonded, "coverage": gamedata.CoverageMasks,
	"damage_type": gamedata.DamageTypes, "equip_mask": gamedata.EquipMasks, "heritage": gamedata.Heritages, "imbue": gamedata.Imbues,
	"item_type": gamedata.ItemTypes, "material": gamedata.Materials, "object_class": gamedata.ObjectClasses, "set": gamedata.Sets,
	"skill": gamedata.Skills, "spell": gamedata.SpellNames, "summoning_mastery": gamedata.SummoningMasteries, "vital": gamedata.Vitals,
	"int_property": gamedata.IntProperties, "double_property": gamedata.DoubleProperties,
	"string_property": gamedata.StringProperties, "bool_property": gamedata.BoolProperties,
	"weapon_mastery": gamedata.WeaponMasteries, "wield_requirement": gamedata.WieldRequirements,
}

// getEnums answers the game's tables of names but the spells, which are many.
func getEnums(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	all := map[string][]namedID{}
	for kind, names := range enums {
		if kind != "spell" {
			all[kind] = rowsOfNames(names())
		}
	}
	return api.WriteStable(w, r, map[string]any{"enums": all})
}

// getTranslation answers the name of an id, or the ids of a name or of a part of
// one.
func getTranslation(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	kind, err := api.Path(r, "kind")
	if err != nil {
		return err
	}
	value, err := api.Path(r, "value")
	if err != nil {
		return err
	}
	names, known := enums[kind]
	if !known {
		return fault.New(fault.NotFound, "there is no table %q; the nearest is %q", kind, api.Nearest(kind, slices.Sorted(maps.Keys(enums)))).WithField("kind")
	}
	found := []namedID{}
	if id, err := strconv.ParseInt(value, 10, 64); err == nil {
		if name, ok := names().Name(id); ok {
			found = append(found, namedID{id, name})
		}
	} else {
		ids := names().Called(value)
		if len(ids) == 0 {
			ids = names().Containing(value)
		}
		for _, id := range ids {
			found = append(found, namedID{id, names().Text(id)})
		}
	}
	if len(found) == 0 {
		return fault.New(fault.NotFound, "the table %s does not know %q", kind, value).WithField("value")
	}
	return api.WriteStable(w, r, map[string]any{"kind": kind, "value": value, "names": found})
}

// getCharacters answers the names of all who have an inventory.
func (m *Module) getCharacters(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	owners, err := m.Owners(r.Context())
	if err != nil {
		return err
	}
	names := make([]string, len(owners))
	for i, o := range owners {
		names[i] = o.Name
	}
	return api.WriteStable(w, r, map[string]any{"characters": names})
}
