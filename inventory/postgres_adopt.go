package inventory

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store"
)

// earlierNames are the tables that the earlier services have in inventory_db.
var earlierNames = []string{"items", "item_combat_stats", "item_requirements", "item_enhancements", "item_ratings", "item_spells", "item_raw_data"}

// earlierTables are those of the earlier services that a database has.
type earlierTables struct {
	public []string // where they were
	moved  bool     // they are in the schema before
}

// findEarlier looks for tables that our migrations did not make.
func findEarlier(ctx context.Context, db store.Querier) (e earlierTables, err error) {
	done, err := store.Applied(ctx, db, ModuleName)
	if err != nil {
		return e, err
	}
	if err := db.QueryRow(ctx, `select to_regclass('before.items') is not null`).Scan(&e.moved); err != nil || len(done) > 0 {
		return e, err
	}
	rows, err := db.Query(ctx, `select name from unnest($1::text[]) name where to_regclass('public.' || name) is not null`, earlierNames)
	if err != nil {
		return e, err
	}
	e.public, err = pgx.CollectRows(rows, pgx.RowTo[string])
	return e, err
}

// moveAside moves tables into the schema before: all or none.
func moveAside(ctx context.Context, pool *pgxpool.Pool, names []string) error {
	err := store.Exclusively(ctx, pool, func(conn *pgx.Conn) error {
		return store.InTx(ctx, conn, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, `set local lock_timeout = '10s'; create schema if not exists before`); err != nil {
				return err
			}
			return move(ctx, tx, names, "public", "before")
		})
	})
	if err != nil {
		return fmt.Errorf("move the earlier tables aside: %w; nothing was changed: stop the earlier service first", err)
	}
	return nil
}

// move moves tables from one schema to another.
func move(ctx context.Context, tx pgx.Tx, names []string, from, to string) error {
	for _, name := range names {
		_, err := tx.Exec(ctx, fmt.Sprintf(`alter table if exists %s set schema %s`, pgx.Identifier{from, name}.Sanitize(), pgx.Identifier{to}.Sanitize()))
		if err != nil {
			return err
		}
	}
	return nil
}

// moveBack moves our tables into the schema after, and the earlier ones back.
func moveBack(ctx context.Context, tx pgx.Tx) error {
	if _, err := tx.Exec(ctx, `set local lock_timeout = '10s'; drop schema if exists after cascade; create schema after`); err != nil {
		return err
	}
	if err := move(ctx, tx, ourTables(), "public", "after"); err != nil {
		return err
	}
	if err := move(ctx, tx, earlierNames, "before", "public"); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `delete from schema_migrations where module = $1`, ModuleName)
	return err
}

// restoreOwn brings back what users kept before an adoption was undone.
func restoreOwn(ctx context.Context, pool *pgxpool.Pool) error {
	for table, columns := range map[string]string{
		"item_tags": "user_id, item_id, tag, created_at", "item_notes": "user_id, item_id, note, updated_at", "saved_searches": "user_id, name, query, announce, created_at",
	} {
		var kept bool
		if err := pool.QueryRow(ctx, `select to_regclass('after.' || $1) is not null`, table).Scan(&kept); err != nil {
			return err
		}
		if !kept {
			continue
		}
		if _, err := pool.Exec(ctx, fmt.Sprintf(`insert into public.%[1]s (%[2]s) select %[2]s from after.%[1]s on conflict do nothing`, table, columns)); err != nil {
			return err
		}
	}
	return nil
}

// loadClaims reads who says to have which item. Columns may have any type.
func loadClaims(ctx context.Context, db store.Querier, schema string) (*claims, error) {
	c := &claims{items: map[int64]claim{}, schema: schema}
	rows, err := db.Query(ctx, fmt.Sprintf(`select i.character_name::text, to_jsonb(i.item_id), to_jsonb(i)->'timestamp' from %s i`, pgx.Identifier{schema, "items"}.Sanitize()))
	if err != nil {
		return nil, err
	}
	owners := map[string]bool{}
	var owner string
	var id, at json.RawMessage
	_, err = pgx.ForEachRow(rows, []any{&owner, &id, &at}, func() error {
		owners[owner] = true
		c.add(owner, unsigned(whole(id)), storedTime(at))
		return nil
	})
	for name := range owners {
		c.names = append(c.names, name)
	}
	slices.Sort(c.names)
	return c, err
}

// loadEarlierItems reads a character's items with what the earlier services have
// of their raw data and spells, where these tables are there.
func loadEarlierItems(ctx context.Context, db store.Querier, schema, name string) ([]earlierItem, error) {
	part := func(table, sql string) (string, error) {
		var there bool
		ident := pgx.Identifier{schema, table}.Sanitize()
		err := db.QueryRow(ctx, `select to_regclass($1) is not null`, ident).Scan(&there)
		if !there {
			return "null::jsonb", err
		}
		return fmt.Sprintf(sql, ident), err
	}
	raw, err := part("item_raw_data", `(select to_jsonb(r) from %s r where r.item_id = i.id limit 1)`)
	if err != nil {
		return nil, err
	}
	spells, err := part("item_spells", `(select jsonb_agg(s.spell_id) from %s s where s.item_id = i.id)`)
	if err != nil {
		return nil, err
	}
	rows, err := db.Query(ctx, fmt.Sprintf(`select to_jsonb(i), %s, %s from %s i where i.character_name::text = $1 order by i.id`,
		raw, spells, pgx.Identifier{schema, "items"}.Sanitize()), name)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (e earlierItem, err error) { return e, row.Scan(&e.row, &e.raw, &e.spells) })
}
