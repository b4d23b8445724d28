package inventory

import (
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store/storetest"
)

// BenchmarkWearables measures how long it takes to load what a search for suits
// chooses from: so many pieces of 200 characters, and as many other things.
func BenchmarkWearables(b *testing.B) {
	for _, pieces := range []int{5_000, 25_000} {
		b.Run(fmt.Sprint("pieces=", pieces), func(b *testing.B) {
			pool := storetest.New(b, Migrate)
			mustPieces(b, pool, pieces)
			w := &wardrobe{}
			load := func() {
				loaded := 0
				now, err := w.load(b.Context(), pool, nil)
				for _, own := range now {
					loaded += len(own.items)
				}
				if err != nil || loaded != pieces {
					b.Fatal(loaded, err)
				}
			}
			b.Run("first", func(b *testing.B) {
				for b.Loop() {
					w.held = map[string]wearables{}
					load()
				}
			})
			b.Run("again", func(b *testing.B) {
				for b.Loop() {
					load()
				}
			})
		})
	}
}

// mustPieces stores pieces of armor with two spells each, and as much junk.
func mustPieces(tb testing.TB, pool *pgxpool.Pool, pieces int) {
	tb.Helper()
	for _, statement := range []string{
		`insert into items (id, character_name, item_id, "timestamp", name, valid_locations, coverage_mask, has_id_data)
			select n, 'Mule ' || n % 200, n, now(), 'Thing', case when n % 2 = 0 then 512 else 0 end, 1024, true from generate_series(1, 2 * $1) n`,
		`insert into inventory_state (character_name, generation) select distinct character_name, $1::bigint from items`,
		`insert into item_combat_stats (item_id, armor_level, base_armor_level) select n, 300, 300 from generate_series(1, 2 * $1) n`,
		`insert into item_requirements (item_id, wield_requirement_1, wield_skill_1, wield_value_1) select n, 7, 1, 180 from generate_series(1, 2 * $1) n`,
		`insert into item_enhancements (item_id, material, item_set) select n, 60, 13 + n % 17 from generate_series(1, 2 * $1) n`,
		`insert into item_ratings (item_id, crit_damage_rating) select n, n % 3 from generate_series(1, 2 * $1) n`,
		`insert into item_spells (item_id, spell_id) select n, s from generate_series(1, 2 * $1) n, unnest(array[3965, 2]) s`,
		`insert into item_raw_data (item_id, int_values, bool_values) select n, '{"19": 5}', '{"100": true}' from generate_series(1, 2 * $1) n`,
	} {
		if _, err := pool.Exec(tb.Context(), statement, pieces); err != nil {
			tb.Fatal(err)
		}
	}
	if _, err := pool.Exec(tb.Context(), `analyze`); err != nil {
		tb.Fatal(err)
	}
}
