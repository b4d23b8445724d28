package inventory

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/inventory/item"
	"overlord/store"
)

// state is a row of inventory_state: what others compare to know whether they
// have a character's latest items.
type state struct {
	generation int64
	uploaded   time.Time // zero: never in full
	items      int
}

const selectRows = `select i.id, i.item_id, i.character_name, coalesce(h.sent, ''), coalesce(h.normal, ''), i.has_id_data
	from items i left join item_hashes h on h.item_id = i.id `

// loadOwned gives a character's rows, by the game's id.
func loadOwned(ctx context.Context, db store.Querier, character string) (map[int64]row, error) {
	return collectRows(db.Query(ctx, selectRows+`where i.character_name = $1`, character))
}

// loadNamed gives the rows of items, whoever has them.
func loadNamed(ctx context.Context, db store.Querier, ids []int64) (map[int64]row, error) {
	return collectRows(db.Query(ctx, selectRows+`where i.item_id = any($1)`, ids))
}

func collectRows(rows pgx.Rows, err error) (map[int64]row, error) {
	if err != nil {
		return nil, err
	}
	found := map[int64]row{}
	var r row
	var sent, normal []byte
	_, err = pgx.ForEachRow(rows, []any{&r.id, &r.itemID, &r.owner, &sent, &normal, &r.appraised}, func() error {
		r.sent, r.normal = fingerprint{}, fingerprint{}
		copy(r.sent[:], sent)
		copy(r.normal[:], normal)
		found[r.itemID] = r
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read what is stored of the items: %w", err)
	}
	return found, nil
}

// loadUploaded gives when characters last uploaded everything; those who never
// did are not in it.
func loadUploaded(ctx context.Context, db store.Querier, characters []string) (map[string]time.Time, error) {
	rows, err := db.Query(ctx, `select character_name, uploaded from inventory_state where character_name = any($1) and uploaded is not null`, characters)
	if err != nil {
		return nil, err
	}
	uploaded := map[string]time.Time{}
	var name string
	var at time.Time
	_, err = pgx.ForEachRow(rows, []any{&name, &at}, func() error {
		uploaded[name] = at
		return nil
	})
	return uploaded, err
}

// loadFormer gives items as they are stored, by items.id; without those that
// somebody else has made unreadable: of them nothing is known.
func loadFormer(ctx context.Context, db store.Querier, ids []int64) (map[int64]*item.Item, error) {
	former := make(map[int64]*item.Item, len(ids))
	if len(ids) == 0 {
		return former, nil
	}
	rows, err := db.Query(ctx, `select item_id, original_json from item_raw_data where item_id = any($1)`, ids)
	if err != nil {
		return nil, err
	}
	var id int64
	var raw []byte
	_, err = pgx.ForEachRow(rows, []any{&id, &raw}, func() error {
		if it, err := item.Decode(raw); err == nil {
			former[id] = it
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read what is known of items: %w", err)
	}
	return former, nil
}

// newIDs reserves numbers for rows of items.
func newIDs(ctx context.Context, db store.Querier, n int) ([]int64, error) {
	rows, err := db.Query(ctx, `select nextval(pg_get_serial_sequence('items', 'id')) from generate_series(1, $1)`, n)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}

// deleteRows removes items by their rows' ids, with all that is known of them.
func deleteRows(ctx context.Context, db store.Querier, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	_, err := db.Exec(ctx, `delete from items where id = any($1)`, ids)
	return err
}

// deleteOwned removes an item if the character has it, and gives its row's id; 0:
// the character has it not.
func deleteOwned(ctx context.Context, db store.Querier, character string, itemID int64) (int64, error) {
	rows, err := db.Query(ctx, `delete from items where item_id = $1 and character_name = $2 returning id`, itemID, character)
	if err != nil {
		return 0, err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return ids[0], nil
}

// retouch notes from which bytes rows could have been made, too.
func retouch(ctx context.Context, db store.Querier, items []writing) error {
	if len(items) == 0 {
		return nil
	}
	ids, sent := make([]int64, len(items)), make([][]byte, len(items))
	for i, w := range items {
		ids[i], sent[i] = w.id, w.sent[:]
	}
	_, err := db.Exec(ctx, `update item_hashes h set sent = n.sent from unnest($1::bigint[], $2::bytea[]) n(id, sent) where h.item_id = n.id`, ids, sent)
	return err
}

// noteState counts a character's items and gives it a new generation. uploaded is
// when everything was uploaded; nil leaves that as it is.
func noteState(ctx context.Context, db store.Querier, character string, uploaded *time.Time) (s state, err error) {
	var at *time.Time
	err = db.QueryRow(ctx, `
		insert into inventory_state as s (character_name, generation, uploaded, item_count)
		values ($1, 1, $2, (select count(*) from items where character_name = $1))
		on conflict (character_name) do update set generation = s.generation + 1, uploaded = coalesce(excluded.uploaded, s.uploaded), item_count = excluded.item_count
		returning generation, uploaded, item_count`, character, uploaded).Scan(&s.generation, &at, &s.items)
	if err != nil {
		return s, fmt.Errorf("note the state of %s: %w", character, err)
	}
	if at != nil {
		s.uploaded = *at
	}
	return s, nil
}

// lockItems keeps others from writing items until the transaction ends: a command
// beside the running server, for one.
func lockItems(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `select pg_advisory_xact_lock(hashtextextended('overlord/inventory/items', 0))`)
	return err
}
