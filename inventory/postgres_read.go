package inventory

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/inventory/item"
	"overlord/store"
)

// selectRecords reads items whole, but for their spells and raw data.
var selectRecords = func() string {
	var columns, joins []string
	for i, t := range tables {
		alias := fmt.Sprintf("t%d", i)
		if i > 0 {
			joins = append(joins, fmt.Sprintf("left join %s %s on %[2]s.item_id = t0.id", t.name, alias))
		}
		for _, c := range t.columns[min(i, 1):] {
			columns = append(columns, alias+"."+pgx.Identifier{c}.Sanitize())
		}
	}
	return "select " + strings.Join(columns, ", ") + " from items t0 " + strings.Join(joins, " ")
}()

// allFields are the places of selectRecords' values.
func (r *record) allFields() []any {
	var fields []any
	for i, t := range tables {
		fields = append(fields, t.fields(r)[min(i, 1):]...)
	}
	return fields
}

// Which items are read, as conditions after selectRecords; items are t0.
const (
	ofCharacter = ` where t0.character_name = $1 order by t0.id`
	withRowIDs  = ` where t0.id = any($1)`
	withItemIDs = ` where t0.item_id = any($1)`
	ofOwner     = ` where t0.character_name = $1 and t0.item_id = $2`
)

// loadRecords reads items with their spells, without their raw data.
func loadRecords(ctx context.Context, db store.Querier, which string, args ...any) ([]*record, error) {
	rows, err := db.Query(ctx, selectRecords+which, args...)
	if err != nil {
		return nil, err
	}
	list, err := scanRecords(rows)
	if err != nil {
		return nil, err
	}
	return list, loadSpells(ctx, db, list)
}

func scanRecords(rows pgx.Rows) ([]*record, error) {
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (*record, error) {
		r := &record{Item: &item.Item{}}
		return r, row.Scan(r.allFields()...)
	})
	if err != nil {
		return nil, fmt.Errorf("read items: %w", err)
	}
	return list, nil
}

// loadPage reads items with their spells, without their raw data, and then the
// states of all characters, in one round trip. Generations only rise: where a state
// is that of an earlier search, the items are as that search found them.
func loadPage(ctx context.Context, db store.Querier, ids []int64) (list []*record, states map[string]state, err error) {
	batch := &pgx.Batch{}
	if len(ids) > 0 {
		batch.Queue(selectRecords+withRowIDs, ids).Query(func(rows pgx.Rows) (err error) {
			list, err = scanRecords(rows)
			return err
		})
		batch.Queue(selectSpells, ids).Query(func(rows pgx.Rows) error { return scanSpells(rows, list) })
	}
	batch.Queue(selectStates, nil).Query(func(rows pgx.Rows) (err error) {
		states, err = scanStates(rows)
		return err
	})
	return list, states, db.SendBatch(ctx, batch).Close()
}

// loadSpells reads the items' spells.
func loadSpells(ctx context.Context, db store.Querier, list []*record) error {
	if len(list) == 0 {
		return nil
	}
	ids := make([]int64, 0, len(list))
	for _, r := range list {
		ids = append(ids, r.id)
	}
	slices.Sort(ids)
	rows, err := db.Query(ctx, selectSpells, ids)
	if err != nil {
		return err
	}
	return scanSpells(rows, list)
}

const selectSpells = `select item_id, spell_id, is_active from item_spells where item_id = any($1) order by item_id, spell_id`

// scanSpells gives spells to the items that they are on.
func scanSpells(rows pgx.Rows, list []*record) error {
	byID := make(map[int64]*record, len(list))
	for _, r := range list {
		byID[r.id] = r
	}
	var id int64
	var s item.Spell
	_, err := pgx.ForEachRow(rows, []any{&id, &s.ID, &s.Active}, func() error {
		if r := byID[id]; r != nil {
			r.Spells = append(r.Spells, s)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read the items' spells: %w", err)
	}
	return nil
}

// loadSearched reads of the raw data of a character's items what a search looks
// at and no column has.
func loadSearched(ctx context.Context, db store.Querier, character string, list []*record) error {
	byID := make(map[int64]*record, len(list))
	for _, r := range list {
		byID[r.id] = r
	}
	rows, err := db.Query(ctx, `
		select w.item_id, w.string_values, (w.bool_values->>$2)::boolean, (w.int_values->>$3)::bigint
		from item_raw_data w join items i on i.id = w.item_id where i.character_name = $1`, character, strconv.Itoa(item.PropertyRetained), strconv.Itoa(item.PropertySummoning))
	if err != nil {
		return err
	}
	var id int64
	var texts map[int32]string
	var retained *bool
	var summoning *int64
	_, err = pgx.ForEachRow(rows, []any{&id, &texts, &retained, &summoning}, func() error {
		r := byID[id]
		if r == nil {
			return nil
		}
		r.Raw.StringValues, texts = texts, nil
		if retained != nil {
			r.Raw.BoolValues = map[int32]bool{item.PropertyRetained: *retained}
		}
		if summoning != nil {
			r.Raw.IntValues = map[int32]int64{item.PropertySummoning: *summoning}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read the items' texts: %w", err)
	}
	return nil
}

// loadRaw reads everything that is known of an item.
func loadRaw(ctx context.Context, db store.Querier, r *record) error {
	rows, err := db.Query(ctx, `select int_values, double_values, string_values, bool_values, original_json from item_raw_data where item_id = $1`, r.id)
	if err != nil {
		return err
	}
	var raw item.Raw
	_, err = pgx.ForEachRow(rows, []any{&raw.IntValues, &raw.DoubleValues, &raw.StringValues, &raw.BoolValues, &raw.OriginalJSON}, func() error { return nil })
	r.Raw = raw
	return err
}

// loadStates gives what others compare to know whether they have the latest: of
// these characters, or without any of all.
func loadStates(ctx context.Context, db store.Querier, names ...string) (map[string]state, error) {
	rows, err := db.Query(ctx, selectStates, names)
	if err != nil {
		return nil, err
	}
	return scanStates(rows)
}

const selectStates = `select character_name, generation, uploaded, item_count from inventory_state where $1::text[] is null or character_name = any($1)`

func scanStates(rows pgx.Rows) (map[string]state, error) {
	all := map[string]state{}
	var name string
	var s state
	var uploaded *time.Time
	_, err := pgx.ForEachRow(rows, []any{&name, &s.generation, &uploaded, &s.items}, func() error {
		s.uploaded = time.Time{}
		if uploaded != nil {
			s.uploaded = *uploaded
		}
		all[name] = s
		return nil
	})
	return all, err
}

// loadKindOfIcon gives the kind that most items with an icon are of; empty: nobody
// has one.
func loadKindOfIcon(ctx context.Context, db store.Querier, icon int64) (kind string, err error) {
	err = db.QueryRow(ctx, `
		select coalesce((select item_type from items where icon = $1 and item_type is not null group by item_type order by count(*) desc, item_type limit 1), '')`,
		icon).Scan(&kind)
	return kind, err
}
