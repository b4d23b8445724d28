package inventory

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"overlord/inventory/item"
	"overlord/store/storetest"
)

func TestAFullInventoryReplacesAllAndKeepsIDs(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	s := h.full("Mule", plain(1, "Lute"), ring(2, "Ring"), plain(3, "Stone"))
	if s.Stored != 3 || s.Unchanged+s.Removed+len(s.Rejected) != 0 {
		t.Errorf("the first upload: %+v", s)
	}
	h.owns("Mule", "Lute", "Ring", "Stone")
	ids := storetest.MustLines(t, h.pool, `select item_id || ' ' || id from items order by item_id`)
	changed := storetest.MustLines(t, h.pool, `select "timestamp"::text from items order by item_id`)

	s = h.full("Mule", plain(1, "Lute"), ring(2, "Gold Ring"), plain(4, "Flute"))
	if s.Stored != 2 || s.Unchanged != 1 || s.Removed != 1 {
		t.Errorf("the second upload: %+v", s)
	}
	h.owns("Mule", "Lute", "Gold Ring", "Flute")
	if again := storetest.MustLines(t, h.pool, `select item_id || ' ' || id from items where item_id < 3 order by item_id`); !slices.Equal(again, ids[:2]) {
		t.Errorf("ids were %v and are %v", ids, again)
	}
	if again := storetest.MustLines(t, h.pool, `select "timestamp"::text from items order by item_id`); again[0] != changed[0] || again[1] == changed[1] {
		t.Errorf("rows changed at %v, before at %v", again, changed)
	}
	want := []string{
		`{"type":"inventory_updated","character_name":"Mule","item_count":3,"changed":3}`,
		`{"type":"inventory_updated","character_name":"Mule","item_count":3,"changed":3}`,
	}
	if said := h.announced(); !slices.Equal(said, want) {
		t.Errorf("announced: %q", said)
	}
	h.balanced()
}

// What was stored is read again as what was sent: columns, spells and raw data.
func TestWhatIsStoredIsWhatWasSent(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.full("Mule", ring(2, "Ring", `"Unheard":{"of":[1,2]}`, `"DoubleValues":{"5":-0.067}`))
	h.want("items", "Ring 30 20 true", `select name || ' ' || burden || ' ' || value || ' ' || has_id_data from items`)
	h.want("spells", "2572 false", `select spell_id || ' ' || is_active from item_spells`)
	h.want("unknown members", "[1, 2]", `select (original_json->'Unheard'->'of')::text from item_raw_data`)
	h.want("numbers", "-0.067", `select double_values->>'5' from item_raw_data`)
	h.want("side rows of an item without weapon data", "0", `select count(*)::text from item_ratings`)
}

func TestAnUnchangedUploadWritesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	items := []string{plain(1, "Lute"), ring(2, "Ring"), ring(3, "Band")}
	h.full("Mule", items...)
	const versions = `select xmin || ' ' || ctid from items union all select xmin || ' ' || ctid from item_raw_data union all select xmin || ' ' || ctid from item_hashes`
	before := storetest.MustLines(t, h.pool, versions)
	items[1] = strings.Replace(items[1], "1487001924", "1500000000", 1) // appraised again, and found the same
	if s := h.full("Mule", items...); s.Unchanged != 3 || s.Stored != 0 {
		t.Errorf("%+v", s)
	}
	if after := storetest.MustLines(t, h.pool, versions); !slices.Equal(before, after) {
		t.Error("rows were written")
	}
	items[1] = strings.Replace(items[1], `"ObjectClass":4,`, `"ObjectClass": 4,`, 1) // the same, spelled differently
	if s := h.full("Mule", items...); s.Unchanged != 3 || s.Stored != 0 {
		t.Errorf("%+v", s)
	}
	h.want("the state", "3 3", `select generation || ' ' || item_count from inventory_state`)
}

func TestUnappraisedNeverOverwritesAppraised(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.full("Mule", ring(2, "Ring"))
	for range 2 {
		h.full("Mule", `{"Id":2,"Name":"Ring","ObjectClass":4,"ContainerId":77}`)
		h.want("what was known stays, and it moved", "20 77 true", `select value || ' ' || container_id || ' ' || has_id_data from items`)
		h.want("its spells too", "2572", `select spell_id::text from item_spells`)
	}
	h.update("Mule", `{"Id":2,"ObjectClass":4,"HasIdData":true,"IntValues":{"19":5},"StringValues":{"1":"Ring"}}`)
	h.want("a new appraisal replaces it", "5 0", `select value || ' ' || (select count(*) from item_spells) from items`)
}

// What somebody else has made unreadable counts as unknown: it holds nothing up.
func TestAnUnreadableRowIsWrittenAnew(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.full("Mule", ring(2, "Ring"), plain(3, "Lute"))
	storetest.MustExec(t, h.pool, `update item_raw_data set original_json = '"broken"'`)
	h.full("Mule", `{"Id":2,"Name":"Band","ObjectClass":4,"ContainerId":77}`, plain(3, "Flute"))
	h.owns("Mule", "Band", "Flute")
	h.balanced()
}

func TestDeltasAreAppliedInOrder(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.update("New", plain(1, "Lute")) // before any full inventory
	h.owns("New", "Lute")
	h.full("New", plain(1, "Lute"), plain(2, "Stone"))
	h.update("New", plain(3, "Flute"))
	h.update("New", plain(2, "Pebble"))
	h.remove("New", 1)
	h.remove("New", 99)
	h.owns("New", "Flute", "Pebble")
	said := h.announced()
	if len(said) != 6 || !strings.HasPrefix(said[2], `{"type":"inventory_delta","character_name":"New"`) || !strings.Contains(said[2], `"Flute"`) {
		t.Errorf("announced: %q", said)
	}
}

func TestADeltaOlderThanTheFullInventoryChangesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.full("Mule", plain(1, "Lute"))
	h.announced()
	late := h.clock.now().Add(-time.Minute)
	h.sendAt(`{"type":"inventory_delta","character_name":"Mule","action":"remove","item_id":1}`, late)
	h.sendAt(`{"type":"inventory_delta","character_name":"Mule","action":"add","item":`+plain(2, "Stone")+`}`, late)
	h.owns("Mule", "Lute")
	if said := h.announced(); len(said) != 0 {
		t.Errorf("announced: %q", said)
	}
	h.balanced()
}

func TestAnItemBelongsToOneCharacter(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.full("First", plain(1, "Lute"), plain(2, "Stone"), plain(3, "Flute"))
	id := storetest.MustLines(t, h.pool, `select id::text from items where item_id = 1`)
	h.full("Second", plain(1, "Lute"))
	h.update("Second", plain(2, "Stone"))
	h.owns("First", "Flute")
	h.owns("Second", "Lute", "Stone")
	if now := storetest.MustLines(t, h.pool, `select id::text from items where item_id = 1`); !slices.Equal(id, now) {
		t.Errorf("its row was %v and is %v", id, now)
	}
	h.want("both have a new generation", "First 3\nSecond 2", `select character_name || ' ' || generation from inventory_state order by 1`)

	// An upload that is older than the owner's last never takes.
	s := h.sendAt(fullFrame("Third", plain(1, "Lute"), plain(9, "Drum")), epoch.Add(-time.Hour))
	if s.Stored != 1 || len(s.Rejected) != 1 || s.Rejected[0].Index != 0 || !strings.Contains(s.Rejected[0].Reason, "Second") {
		t.Errorf("%+v", s)
	}
	h.owns("Second", "Lute", "Stone")
	h.owns("Third", "Drum")
}

func TestABrokenItemKeepsItsFormerRow(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.full("Mule", plain(1, "Lute"), plain(2, "Stone"), plain(3, "Flute"))
	s := h.full("Mule", plain(1, "Lute"), broken(2), plain(4, "Drum"), plain(4, "Drum"))
	if s.Stored != 1 || s.Unchanged != 1 || s.Removed != 1 || len(s.Rejected) != 2 {
		t.Errorf("%+v", s)
	}
	if r := s.Rejected[0]; r.Index != 1 || r.ItemID == nil || *r.ItemID != 2 || r.Reason == "" {
		t.Errorf("%+v", r)
	}
	h.owns("Mule", "Lute", "Stone", "Drum")

	// Nobody knows which item this is: nothing is removed for its sake.
	s = h.full("Mule", plain(1, "Lute"), `7`)
	if s.Removed != 0 || len(s.Rejected) != 1 || s.Rejected[0].ItemID != nil {
		t.Errorf("%+v", s)
	}
	h.owns("Mule", "Lute", "Stone", "Drum")
}

// broken is an item that nobody can store: it has more spells than there is room
// for.
func broken(id int) string {
	return fmt.Sprintf(`{"Id":%d,"Name":"Broken","Spells":[%s1]}`, id, strings.Repeat("1,", item.MaxSpells))
}

func TestAnUploadThatIsNotWholeRemovesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.full("Mule", plain(1, "Lute"), plain(2, "Stone"))
	s := h.send(`{"type":"full_inventory","character_name":"Mule","item_count":2,"items":[` + plain(3, "Flute") + `]}`)
	if s.Stored != 1 || s.Removed != 0 {
		t.Errorf("%+v", s)
	}
	h.owns("Mule", "Lute", "Stone", "Flute")
	if s := h.send(`{"type":"full_inventory","character_name":"Mule","item_count":1,"items":[` + plain(3, "Flute") + `]}`); s.Removed != 2 {
		t.Errorf("%+v", s)
	}
	h.owns("Mule", "Flute")
}

func TestSignedIDs(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.full("Mule", plain(-1021900618, "Lute"))
	h.full("Mule", plain(3273066678, "Lute"))
	h.want("one item", "3273066678", `select item_id::text from items`)
	h.remove("Mule", -1021900618)
	h.owns("Mule")
}

// A large upload goes the way of COPY, and comes out the same.
func TestALargeUpload(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var items []string
	for i := range 1000 {
		items = append(items, ring(i+1, fmt.Sprintf("Ring %d", i)))
	}
	if s := h.full("Mule", items...); s.Stored != 1000 {
		t.Errorf("%+v", s)
	}
	for i := 0; i < 1000; i += 100 {
		items[i] = ring(i+1, fmt.Sprintf("Other %d", i))
	}
	if s := h.full("Mule", items[:900]...); s.Stored != 9 || s.Unchanged != 891 || s.Removed != 100 {
		t.Errorf("%+v", s)
	}
	h.want("names", "9", `select count(*)::text from items where name like 'Other %'`)
	h.want("spells", "900", `select count(*)::text from item_spells`)
}
