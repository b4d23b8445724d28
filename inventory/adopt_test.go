package inventory

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store/storetest"
)

// legacyDatabase is one of the earlier services, with what they stored.
func legacyDatabase(t *testing.T) *pgxpool.Pool {
	t.Helper()
	pool := storetest.New(t)
	text, err := os.ReadFile("testdata/legacy-schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	_, tables, found := strings.Cut(string(text), "-- database inventory_db")
	if !found {
		t.Fatal("the contract has no part about the earlier inventory_db")
	}
	_, tables, _ = strings.Cut(tables, "\n")
	storetest.MustExec(t, pool, tables)
	storetest.MustExec(t, pool, `
		insert into items (character_name, item_id, "timestamp", name, icon, object_class, value, has_id_data) values
			('Mule', 1, '2025-05-01 10:00', 'Lute', 5, 11, 20, false), ('Mule', -2, '2025-05-02 10:00', 'Ring', 6, 4, null, true),
			('Older', 1, '2024-01-01 10:00', 'Lute', 5, 11, 20, false), ('Older', 7, '2024-01-01 10:00', 'Drum', 5, 11, 20, false),
			('Older', 8, '2024-01-01 10:00', 'Broken', 5, 11, 20, true);
		insert into item_raw_data (item_id, original_json) select id, '{"Id":-2,"Name":"Gold Ring","ObjectClass":4,"HasIdData":true,"IntValues":{"19":77},"Spells":[2572]}' from items where item_id = -2;
		insert into item_raw_data (item_id, int_values, string_values, original_json) select id, '{"19":5}', '{"1":"Mended"}', '"nonsense"' from items where item_id = 8;
		insert into item_spells (item_id, spell_id) select id, 2572 from items where item_id = 8`)
	return pool
}

func adopt(t *testing.T, pool *pgxpool.Pool, o AdoptOptions) string {
	t.Helper()
	var out bytes.Buffer
	o.Out, o.Now = &out, time.Now
	if err := Adopt(t.Context(), pool, o); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	return out.String()
}

func TestAnEarlierInventoryIsAdopted(t *testing.T) {
	t.Parallel()
	pool := legacyDatabase(t)
	lines := func(want, sql string) {
		t.Helper()
		if got := strings.Join(storetest.MustLines(t, pool, sql), "\n"); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", sql, got, want)
		}
	}
	if err := Migrate(t.Context(), pool); err == nil || !strings.Contains(err.Error(), "overlord adopt") {
		t.Errorf("tables of others: %v", err)
	}
	const everything = `select character_name || ' ' || item_id || ' ' || name || ' ' || coalesce(value::text, '') || ' ' || has_id_data from %s.items order by character_name, item_id`
	before := strings.Join(storetest.MustLines(t, pool, strings.Replace(everything, "%s", "public", 1)), "\n")
	if said := adopt(t, pool, AdoptOptions{Check: true}); !strings.Contains(said, "4 items of 2 characters") || !strings.Contains(said, "Nothing was changed") {
		t.Errorf("a check says\n%s", said)
	}
	if said := adopt(t, pool, AdoptOptions{}); !strings.Contains(said, "adopted the items of 2 characters") || !strings.Contains(said, "Of 2 items there was no raw data") {
		t.Errorf("it says\n%s", said)
	}
	const ours = "Mule 1 Lute 20 false\nMule 4294967294 Gold Ring 77 true\nOlder 7 Drum 20 false\nOlder 8 Mended 5 true"
	lines(ours, strings.Replace(everything, "%s", "public", 1))
	lines("2572\n2572", `select spell_id::text from item_spells`)
	lines("Mule 2025-05-02 10:00:00+00\nOlder 2024-01-01 10:00:00+00", `select character_name || ' ' || uploaded from inventory_state order by 1`)
	lines(before, strings.Replace(everything, "%s", "before", 1))
	if said := adopt(t, pool, AdoptOptions{}); !strings.Contains(said, "adopted the items of 0 characters") {
		t.Errorf("a second adoption says\n%s", said)
	}

	storetest.MustExec(t, pool, `insert into item_tags (user_id, item_id, tag) values (1, 1, 'mine')`)
	adopt(t, pool, AdoptOptions{Undo: true})
	lines(before, strings.Replace(everything, "%s", "public", 1))
	storetest.MustExec(t, pool, `insert into items (character_name, item_id, "timestamp", name, icon, object_class) values ('New', 99, now(), 'Harp', 1, 1)`) // the earlier service goes on
	adopt(t, pool, AdoptOptions{})
	lines(ours[:strings.Index(ours, "Older")]+"New 99 Harp  false\n"+ours[strings.Index(ours, "Older"):], strings.Replace(everything, "%s", "public", 1))
	lines("mine", `select tag from item_tags`)
}

// Who has nothing that others did not have later does not hold the others up.
func TestAnAdoptionOfWhoHasNothingLeft(t *testing.T) {
	t.Parallel()
	pool := legacyDatabase(t)
	storetest.MustExec(t, pool, `insert into items (character_name, item_id, "timestamp", name, icon, object_class) values
		('Aaron', 1, '2023-01-01 10:00', 'Lute', 5, 11), ('Zoe', 90, '2023-01-01 10:00', 'Harp', 5, 11)`)
	if said := adopt(t, pool, AdoptOptions{}); !strings.Contains(said, "Aaron: skipped: others had all of its items later") || !strings.Contains(said, "adopted the items of 3 characters") {
		t.Errorf("it says\n%s", said)
	}
	if got := storetest.MustLines(t, pool, `select character_name || ' ' || item_count from inventory_state order by 1`); strings.Join(got, ", ") != "Mule 2, Older 2, Zoe 1" {
		t.Errorf("%q", got)
	}
}

// A broken-off adoption goes on with those that are missing, and a table may be
// missing altogether.
func TestAnAdoptionGoesOn(t *testing.T) {
	t.Parallel()
	pool := legacyDatabase(t)
	storetest.MustExec(t, pool, `drop table item_raw_data; drop table item_spells; alter table items alter item_id type text, alter "timestamp" type text`)
	adopt(t, pool, AdoptOptions{})
	storetest.MustExec(t, pool, `delete from items where character_name = 'Mule'; delete from inventory_state where character_name = 'Mule'`)
	if said := adopt(t, pool, AdoptOptions{}); !strings.Contains(said, "adopted the items of 1 characters") {
		t.Errorf("it says\n%s", said)
	}
	if got := storetest.MustLines(t, pool, `select name from items order by 1`); strings.Join(got, " ") != "Broken Drum Lute Ring" {
		t.Errorf("%q", got)
	}
	fresh := storetest.New(t, Migrate)
	if said := adopt(t, fresh, AdoptOptions{}); !strings.Contains(said, "nothing to adopt") {
		t.Errorf("a database of ours: %s", said)
	}
	if err := Adopt(t.Context(), fresh, AdoptOptions{Undo: true, Out: &bytes.Buffer{}, Now: time.Now}); err == nil {
		t.Error("there was nothing to undo")
	}
}
