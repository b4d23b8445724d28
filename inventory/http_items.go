package inventory

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"overlord/inventory/gamedata"
	"overlord/inventory/item"
	"overlord/inventory/query"
	"overlord/store"
	"overlord/store/fault"
	"overlord/web/api"
)

// compareMost is how many items a page can show side by side.
const compareMost = 6

// inventoryAnswer is the body of /inventory/{character}.
type inventoryAnswer struct {
	CharacterName string     `json:"character_name"`
	ItemCount     int        `json:"item_count"`
	Updated       *time.Time `json:"updated"` // the last full upload; null: there was none
	Items         []Row      `json:"items"`
}

// getInventory answers everything that a character owns.
func (m *Module) getInventory(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	name, err := pathCharacter(r)
	if err != nil {
		return err
	}
	answer := inventoryAnswer{CharacterName: name}
	err = m.read(r.Context(), "inventories", scanWithin, func(ctx context.Context, db store.Querier) error {
		states, err := loadStates(ctx, db)
		if err != nil {
			return err
		}
		own, known := states[name]
		if !known {
			return fault.New(fault.NotFound, "there is no inventory of %s", name)
		}
		answer.Updated = uploadTime(own)
		list, err := loadRecords(ctx, db, ofCharacter, name)
		answer.Items, answer.ItemCount = rowsFor(list, states), len(list)
		return err
	})
	if err != nil {
		return err
	}
	return api.WriteStable(w, r, answer)
}

// uploadTime is when everything was uploaded; nil: it never was.
func uploadTime(s state) *time.Time {
	if s.uploaded.IsZero() {
		return nil
	}
	return &s.uploaded
}

func rowsFor(list []*record, states map[string]state) []Row {
	rows := make([]Row, len(list))
	for i, r := range list {
		rows[i] = Row{r, states[r.character].uploaded}
	}
	return rows
}

// inventoryRow is a character in /inventories.
type inventoryRow struct {
	CharacterName string     `json:"character_name"`
	ItemCount     int        `json:"item_count"`
	Updated       *time.Time `json:"updated"`
}

// getInventories answers who has how many items.
func (m *Module) getInventories(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	owners, err := m.Owners(r.Context())
	if err != nil {
		return err
	}
	list := make([]inventoryRow, len(owners))
	for i, o := range owners {
		list[i] = inventoryRow{o.Name, o.Items, o.Uploaded}
	}
	return api.WriteStable(w, r, map[string]any{"inventories": list})
}

// wholeItem is one item with everything that is known of it.
type wholeItem struct {
	Row
	raw item.Raw
}

// MarshalJSON adds the raw data to the row.
func (i wholeItem) MarshalJSON() ([]byte, error) {
	row, err := i.Row.MarshalJSON()
	if err != nil {
		return nil, err
	}
	raw, err := api.Encode(map[string]any{
		"int_values": i.raw.IntValues, "double_values": i.raw.DoubleValues, "string_values": i.raw.StringValues,
		"bool_values": i.raw.BoolValues, "original_json": i.raw.OriginalJSON,
	})
	if err != nil {
		return nil, err
	}
	more, err := api.Encode(map[string]any{"spell_details": spellDetails(i.Spells), "like": append([]string{}, query.Suggest(i.Item)...)})
	if err != nil {
		return nil, err
	}
	row = append(append(append(row[:len(row)-1], `,"raw":`...), raw...), ',')
	return append(row, more[1:]...), nil
}

// spellDetails is what the game's tables know of an item's spells; a spell that
// they do not know is left out.
func spellDetails(list []item.Spell) []spellInfo {
	details := []spellInfo{}
	for _, s := range list {
		if known, ok := gamedata.SpellByID(s.ID); ok {
			details = append(details, infoOf(known))
		}
	}
	return details
}

// getItem answers one item with everything that is known of it.
func (m *Module) getItem(w http.ResponseWriter, r *http.Request) error {
	name, id, err := pathOwned(r)
	if err != nil {
		return err
	}
	list, err := m.wholeItems(r.Context(), ofOwner, name, id)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return fault.New(fault.NotFound, "%s has no item %d", name, id)
	}
	return api.WriteStable(w, r, list[0])
}

// wholeItems reads items with everything that is known of them.
func (m *Module) wholeItems(ctx context.Context, which string, args ...any) (items []wholeItem, err error) {
	err = m.read(ctx, "items", answerWithin, func(ctx context.Context, db store.Querier) error {
		list, err := loadRecords(ctx, db, which, args...)
		if err != nil {
			return err
		}
		states, err := loadStates(ctx, db)
		if err != nil {
			return err
		}
		for _, row := range rowsFor(list, states) {
			if err := loadRaw(ctx, db, row.record); err != nil {
				return err
			}
			items = append(items, wholeItem{row, row.Raw})
		}
		return nil
	})
	return items, err
}

// compareAnswer is the body of /items/compare.
type compareAnswer struct {
	Items   []wholeItem `json:"items"`   // as they were asked for
	Differ  []string    `json:"differ"`  // columns in which they are not all the same
	Missing []int64     `json:"missing"` // ids that nobody has
}

// getCompare answers two to six items side by side.
func (m *Module) getCompare(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "id")
	if err != nil {
		return err
	}
	ids, err := comparedIDs(q.List("id", compareMost), q.Err())
	if err != nil {
		return err
	}
	found, err := m.wholeItems(r.Context(), withItemIDs, ids)
	if err != nil {
		return err
	}
	answer := compareAnswer{Items: []wholeItem{}, Missing: []int64{}}
	for _, id := range ids {
		at := slices.IndexFunc(found, func(i wholeItem) bool { return i.ItemID == id })
		if at < 0 {
			answer.Missing = append(answer.Missing, id)
			continue
		}
		answer.Items = append(answer.Items, found[at])
	}
	answer.Differ, err = differing(answer.Items)
	if err != nil {
		return err
	}
	return api.WriteStable(w, r, answer)
}

// comparedIDs reads the game's ids of two to six different items.
func comparedIDs(texts []string, err error) ([]int64, error) {
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, text := range texts {
		id, err := strconv.ParseInt(text, 10, 64)
		if id = unsigned(id); err != nil || id == 0 {
			return nil, fault.New(fault.Invalid, "id %q is no item's number", text).WithField("id")
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if len(ids) < 2 {
		return nil, fault.New(fault.Invalid, "id is given for each of two to %d items", compareMost).WithField("id")
	}
	return ids, nil
}

// differing names the columns in which items are not all the same.
func differing(items []wholeItem) ([]string, error) {
	first, differ := map[string]string{}, []string{}
	for i, it := range items {
		var failed error
		it.each(func(name string, value any) {
			text, err := api.Encode(value)
			failed = firstOf(failed, err)
			if i == 0 {
				first[name] = string(text)
			} else if first[name] != string(text) && !slices.Contains(differ, name) {
				differ = append(differ, name)
			}
		})
		if failed != nil {
			return nil, failed
		}
	}
	return differ, nil
}
