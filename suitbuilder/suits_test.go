package suitbuilder

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"overlord/inventory/item"
	"overlord/store"
	"overlord/store/storetest"
)

const keepBody = `{"name":" War at last ","request":{"cantrips":[{"name":"Strength","tier":"epic"},{"name":"Focus","tier":"epic"}],"target":"Anna"},
	"items":[{"character_name":"Bert","item_id":104,"slots":["finger_left"]},{"character_name":"Anna","item_id":101,"slots":["chest"]},
	{"character_name":"Anna","item_id":102,"slots":["upper_arms"],"reduced":true}]}`

func TestASuitIsKeptAndWatched(t *testing.T) {
	t.Parallel()
	h := newHouse(t, storetest.New(t, Migrate), quick)
	status, kept := h.call(http.MethodPost, "/suits", keepBody)
	if status != http.StatusCreated || kept["name"] != "War at last" || kept["author"] != "anna" || dig(kept, "suit.score.cantrips") != 2.0 {
		t.Fatalf("%d %v", status, kept)
	}
	path := fmt.Sprintf("/suits/%v", kept["id"])
	since := func() any {
		t.Helper()
		status, answer := h.call(http.MethodGet, path, "")
		if status != http.StatusOK {
			t.Fatalf("%d %v", status, answer)
		}
		return answer["since"]
	}
	now := since()
	if dig(now, "wearable") != true || len(dig(now, "changes").([]any)) != 0 || dig(now, "now.better") != true || !strings.HasPrefix(dig(now, "now.gain").(string), "damage_rating: 2 in place of 0") {
		t.Errorf("nothing has happened: %v", now)
	}
	changed := func(name string, change func([]Candidate) []Candidate) any {
		t.Helper()
		h.armory.change(change)
		now := since()
		if dig(now, "changes.0.name") != name {
			t.Errorf("%s: %v", name, now)
		}
		return now
	}
	now = changed("Ring", func(list []Candidate) []Candidate {
		list[3].Character = "Anna"
		return list
	})
	if dig(now, "changes.0.kind") != "moved" || dig(now, "changes.0.message") != "Anna has it now" || dig(now, "wearable") != false || dig(now, "now.better") != true || dig(now, "score") != nil {
		t.Errorf("the ring has moved: %v", now)
	}
	h.armory.change(func(list []Candidate) []Candidate { list[3].Character = "Bert"; return list })
	now = changed("Sleeves", func(list []Candidate) []Candidate {
		list[1].ArmorLevel, list[1].Reducible = 600, false
		return list
	})
	if dig(now, "changes.0.kind") != "changed" || dig(now, "changes.0.message") != "base armor level 600 in place of 250, tailoring possible: false in place of true" || dig(now, "wearable") != false ||
		!strings.Contains(fmt.Sprint(dig(now, "reasons")), "cannot be worn reduced to upper_arms") {
		t.Errorf("the sleeves are others: %v", now)
	}
	h.armory.change(func(list []Candidate) []Candidate { return slices.Delete(list, 1, 2) })
	if now = since(); dig(now, "changes.0.kind") != "gone" || dig(now, "wearable") != false {
		t.Errorf("the sleeves are gone: %v", now)
	}
	h.armory.change(func(list []Candidate) []Candidate { return someArmory(t).candidates })
	now = changed("Breastplate", func(list []Candidate) []Candidate {
		list[0].Requirements = item.Requirements{WieldRequirement1: new(int32(7)), WieldSkill1: new(int32(1)), WieldValue1: new(int32(275))}
		return list
	})
	if dig(now, "changes.0.kind") != "barred" || dig(now, "wearable") != false {
		t.Errorf("Anna is too young for it: %v", now)
	}
	// The best there is stays the best.
	h.armory.change(func([]Candidate) []Candidate { return someArmory(t).candidates[:2] })
	status, kept = h.call(http.MethodPost, "/suits", `{"name":"x","request":{"objective":["armor_level"]},"items":[{"character_name":"Anna","item_id":101,"slots":["chest"]},{"character_name":"Anna","item_id":102,"slots":["upper_arms","lower_arms"]}]}`)
	path = fmt.Sprintf("/suits/%v", kept["id"])
	if now = since(); status != http.StatusCreated || dig(now, "now.known") != true || dig(now, "now.better") != false {
		t.Errorf("%d %v", status, now)
	}
}

func TestWhatIsNoSuitIsNotKept(t *testing.T) {
	t.Parallel()
	h := newHouse(t, storetest.New(t, Migrate), quick)
	for _, c := range []struct{ change, to, field, want string }{
		{`" War at last "`, `" "`, "name", "wants 1 to 200 letters"},
		{`" War at last "`, `"` + strings.Repeat("x", 201) + `"`, "name", "wants 1 to 200 letters"},
		{`"item_id":104`, `"item_id":1040`, "items", "are not all among those"},
		{`["finger_left"]`, `["thumb"]`, "items.0.slots", "which is no slot"},
		{`["finger_left"]`, `["neck"]`, "items", `item 104 of "Bert" cannot be worn as it is on neck`},
		{`"tier":"epic"}],"target"`, `"tier":"epic"}],"excluded":[{"item_id":101}],"target"`, "items", `item 101 of "Anna" is excluded`},
		{`"tier":"epic"}],"target"`, `"tier":"epic"}],"top":1000,"target"`, "request.top", "request.top is 1000"},
		{`"reduced":true`, `"reduced":true,"dyed":true`, "items.2.dyed", "is not known here"},
	} {
		body := strings.Replace(keepBody, c.change, c.to, 1)
		status, answer := h.call(http.MethodPost, "/suits", body)
		if status != http.StatusBadRequest || dig(answer, "error.field") != c.field || !strings.Contains(fmt.Sprint(dig(answer, "error.message")), c.want) {
			t.Errorf("%s: %d %v, want %s %s", c.to, status, answer, c.field, c.want)
		}
	}
	if _, answer := h.call(http.MethodGet, "/suits", ""); len(answer["suits"].([]any)) != 0 {
		t.Errorf("%v", answer)
	}
}

func TestKeptSuitsInPagesAndWhoMayDeleteThem(t *testing.T) {
	t.Parallel()
	h := newHouse(t, storetest.New(t, Migrate), quick)
	var ids []any
	for range 3 {
		_, kept := h.call(http.MethodPost, "/suits", keepBody)
		ids = append(ids, kept["id"])
	}
	_, page := h.call(http.MethodGet, "/suits?limit=2", "")
	if len(page["suits"].([]any)) != 2 || dig(page, "suits.0.id") != ids[2] || page["next"] == nil {
		t.Fatalf("%v", page)
	}
	_, page = h.call(http.MethodGet, fmt.Sprintf("/suits?limit=2&cursor=%v", page["next"]), "")
	if len(page["suits"].([]any)) != 1 || dig(page, "suits.0.id") != ids[0] || page["next"] != nil {
		t.Errorf("%v", page)
	}
	remove := func(user string, id any) int {
		h.user = user
		status, _ := h.call(http.MethodDelete, fmt.Sprintf("/suits/%v", id), "")
		return status
	}
	for _, c := range []struct {
		user string
		id   any
		want int
	}{{"bert", ids[0], 403}, {"", ids[0], 403}, {"anna", ids[0], 200}, {"anna", ids[0], 404}, {"root", ids[1], 200}} {
		if got := remove(c.user, c.id); got != c.want {
			t.Errorf("%q deletes suit %v: %d, want %d", c.user, c.id, got, c.want)
		}
	}
	if status, _ := h.call(http.MethodGet, fmt.Sprintf("/suits/%v", ids[0]), ""); status != http.StatusNotFound {
		t.Errorf("a deleted suit: %d", status)
	}
}

func TestADatabaseThatIsAwayIsSaid(t *testing.T) {
	t.Parallel()
	server := storetest.Start(t)
	pool, err := store.Open(t.Context(), store.Config{URL: server.URL("inventory_db"), Size: 2, Name: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	if err := Migrate(t.Context(), pool); err != nil {
		t.Fatal(err)
	}
	h := newHouse(t, pool, quick)
	server.Stop()
	for _, c := range []struct{ method, path, body string }{{"GET", "/suits", ""}, {"GET", "/suits/1", ""}, {"POST", "/suits", keepBody}, {"DELETE", "/suits/1", ""}} {
		if status, answer := h.call(c.method, c.path, c.body); status != http.StatusServiceUnavailable {
			t.Errorf("%s %s: %d %v", c.method, c.path, status, answer)
		}
	}
	if events := h.search(`{"primary_set":14}`); completed(events).name != eventComplete {
		t.Error("a search needs no database of its own")
	}
}

// A read-only server may be shown a database that has no place for suits, or that it
// may not read.
func TestADatabaseThatIsNotOursIsSaid(t *testing.T) {
	t.Parallel()
	h := newHouse(t, storetest.New(t), quick)
	for _, c := range []struct{ method, path, body string }{{"GET", "/suits", ""}, {"GET", "/suits/1", ""}, {"POST", "/suits", keepBody}, {"DELETE", "/suits/1", ""}} {
		if status, answer := h.call(c.method, c.path, c.body); status != http.StatusServiceUnavailable || !strings.Contains(fmt.Sprint(answer), "are not this server's yet") {
			t.Errorf("%s %s: %d %v", c.method, c.path, status, answer)
		}
	}
}

func TestTheFormsLists(t *testing.T) {
	t.Parallel()
	h := newHouse(t, nil, quick)
	for path, want := range map[string]map[string]any{
		"/suitbuilder/characters": {"characters.0.name": "Anna", "characters.0.level": 275.0, "characters.1.updated": "2026-01-31T18:00:00Z"},
		"/suitbuilder/sets":       {"sets.0.id": 13.0, "sets.0.loot": true, "sets.1.name": "Adept's Set"},
		"/suitbuilder/cantrips":   {"tiers.5": "legendary", "cantrips.0.tiers.0": "minor"},
		"/suitbuilder/presets":    {"presets.0.name": "War", "presets.0.cantrips.15": "Piercing Ward", "slots.21": "shield", "criteria.0": "cantrips"},
	} {
		status, answer := h.call(http.MethodGet, path, "")
		for at, value := range want {
			if status != http.StatusOK || dig(answer, at) != value {
				t.Errorf("%s: %d, %s is %v, want %v", path, status, at, dig(answer, at), value)
			}
		}
		if status, _ := h.call(http.MethodGet, path+"?x=1", ""); status != http.StatusBadRequest {
			t.Errorf("%s with a parameter: %d", path, status)
		}
	}
}
