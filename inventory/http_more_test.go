package inventory

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"overlord/inventory/item"
	"overlord/inventory/item/loot"
)

// helm is an appraised helm of this base armor level.
func helm(id int, name string, armor int, more ...string) string {
	return `{"Id":` + itoa(id) + `,"ObjectClass":2,"HasIdData":true,"IntValues":{"28":` + itoa(armor) + `,"131":60,"105":5,"9":1,"218103822":1,"218103821":16384},"StringValues":{"1":"` + name + `"}` + tail(more) + `}`
}

func itoa(n int) string { text, _ := json.Marshal(n); return string(text) }

func TestUpgradesAndBenefits(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.full("Fighter", helm(1, "Worn Helm", 200, `"CurrentWieldedLocation":1`))
	h.full("Mule", helm(2, "Better Helm", 300), helm(3, "Best Helm", 400), helm(4, "Worse Helm", 100))
	h.eventually("the index is loaded", h.module.catalogue.index.Ready)
	worn := h.get(200, "GET", "/search/equipped/Fighter", "")
	slots := worn["slots"].(map[string]any)
	if head := slots["head"]; head == nil || head.(map[string]any)["name"] != "Worn Helm" || slots["chest"] != nil || len(worn["items"].([]any)) != 1 {
		t.Errorf("%v", worn)
	}
	for _, path := range []string{"/search/upgrades/Fighter", "/search/upgrades/Fighter/head?limit=2", "/search/upgrades/Fighter/Head"} {
		var head map[string]any
		for _, s := range h.get(200, "GET", path, "")["slots"].([]any) {
			if s := s.(map[string]any); s["slot"] == "head" {
				head = s
			}
		}
		better := head["better"].([]any)
		if len(better) != 2 || head["total"] != 2.0 {
			t.Fatalf("%s: %v", path, head)
		}
		first := better[0].(map[string]any)
		if first["item"].(map[string]any)["name"] != "Best Helm" || first["item"].(map[string]any)["character_name"] != "Mule" || first["gain"].(map[string]any)["base_armor_level"] != 200.0 {
			t.Errorf("%s: %v", path, first)
		}
	}
	benefits := h.get(200, "GET", "/items/Mule/3/benefits", "")["benefits"].([]any)
	if len(benefits) == 0 || benefits[0].(map[string]any)["character_name"] != "Fighter" || benefits[0].(map[string]any)["replaces"].(map[string]any)["name"] != "Worn Helm" {
		t.Errorf("%v", benefits)
	}
	for path, status := range map[string]int{
		"/search/equipped/Nobody": 404, "/search/upgrades/Nobody": 404, "/search/upgrades/Fighter/tail": 404, "/search/upgrades/Fighter?limit=0": 400,
		"/items/Mule/1/benefits": 404, "/items/Mule/x/benefits": 400,
	} {
		h.get(status, "GET", path, "")
	}
}

// What a character cannot wear is no upgrade for it: for want of level, skill,
// training or heritage. Where nothing is known of it, or nobody can tell, nothing
// is left out.
func TestUpgradesThatCannotBeWorn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	needs := func(kind, of, value int) string {
		return `"Bonded":0,"IntValues":{"28":400,"131":60,"105":5,"9":1,"218103822":1,"218103821":16384,"158":` + itoa(kind) + `,"159":` + itoa(of) + `,"160":` + itoa(value) + `}`
	}
	h.full("Fighter", helm(1, "Worn Helm", 200, `"CurrentWieldedLocation":1`))
	h.full("Mule", helm(2, "Plain", 300), needy(3, "Level", needs(7, 1, 180)), needy(4, "Skill", needs(2, 7, 300)), needy(5, "Training", needs(8, 34, 3)), needy(6, "Race", needs(12, 0, 2)))
	h.eventually("the index is loaded", h.module.catalogue.index.Ready)
	h.search("")
	for name, c := range map[string]struct {
		of    func() (map[string]item.Wielder, error)
		wants string
		level any
	}{
		"unknown":      {nil, "Level Plain Race Skill Training", nil},
		"unreadable":   {func() (map[string]item.Wielder, error) { return nil, errors.New("away") }, "Level Plain Race Skill Training", nil},
		"a beginner":   {wielder(item.Wielder{Level: new(int32(20)), Skills: map[int32]int32{7: 100}, Trained: map[int32]int32{34: 2}, Heritage: new(int32(1))}), "Plain", 20.0},
		"high enough":  {wielder(item.Wielder{Level: new(int32(180)), Skills: map[int32]int32{7: 299}, Trained: map[int32]int32{34: 2}, Heritage: new(int32(1))}), "Level Plain", 180.0},
		"of all kinds": {wielder(item.Wielder{Level: new(int32(275)), Skills: map[int32]int32{7: 300}, Trained: map[int32]int32{34: 3}, Heritage: new(int32(2))}), "Level Plain Race Skill Training", 275.0},
	} {
		h.wearers = c.of
		answer := h.get(200, "GET", "/search/upgrades/Fighter/head", "")
		slot := answer["slots"].([]any)[0].(map[string]any)
		var names []string
		for _, b := range slot["better"].([]any) {
			names = append(names, b.(map[string]any)["item"].(map[string]any)["name"].(string))
		}
		slices.Sort(names)
		if got := strings.Join(names, " "); got != c.wants || slot["total"] != float64(len(names)) || answer["wearer"].(map[string]any)["level"] != c.level {
			t.Errorf("%s: %s of %v, want %s; %v", name, got, slot["total"], c.wants, answer["wearer"])
		}
		for id, item := range map[string]string{"3": "Level", "4": "Skill", "5": "Training", "6": "Race"} {
			gain := len(h.get(200, "GET", "/items/Mule/"+id+"/benefits", "")["benefits"].([]any)) == 1
			if gain != strings.Contains(c.wants, item) {
				t.Errorf("%s gains from %s: %v", name, item, gain)
			}
		}
	}
}

// However many pieces there are that a character cannot wear: those that it can are
// counted, and shown.
func TestUpgradesBehindManyThatCannotBeWorn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.full("Fighter", helm(1, "Worn Helm", 200, `"CurrentWieldedLocation":1`))
	things := []string{helm(2, "Plain", 300), helm(3, "Plainer", 250)}
	for id := range 100 {
		things = append(things, needy(100+id, "Skill", `"IntValues":{"28":`+itoa(400+id)+`,"131":60,"105":5,"9":1,"218103822":1,"218103821":16384,"158":2,"159":7,"160":300}`))
	}
	h.full("Mule", things...)
	h.eventually("the index is loaded", h.module.catalogue.index.Ready)
	h.search("")
	for skill, want := range map[int32]int{299: 2, 300: 102} {
		h.wearers = wielder(item.Wielder{Skills: map[int32]int32{7: skill}})
		slot := h.get(200, "GET", "/search/upgrades/Fighter/head?limit=2", "")["slots"].([]any)[0].(map[string]any)
		if slot["total"] != float64(want) || len(slot["better"].([]any)) != 2 {
			t.Errorf("with a skill of %d: %v in all, %d shown", skill, slot["total"], len(slot["better"].([]any)))
		}
	}
}

func wielder(w item.Wielder) func() (map[string]item.Wielder, error) {
	return func() (map[string]item.Wielder, error) { return map[string]item.Wielder{"Fighter": w}, nil }
}

func needy(id int, name, members string) string {
	return `{"Id":` + itoa(id) + `,"ObjectClass":2,"HasIdData":true,"StringValues":{"1":"` + name + `"},` + members + `}`
}

func TestExports(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var things []string
	for thing := range loot.Things(5, 10, exportBatch+20) {
		things = append(things, string(thing.JSON(loot.Style{})))
	}
	h.full("Mule", append(things, plain(1, `=HYPERLINK("x")`), plain(2, "Ålder, \\\"quoted\\\""), plain(3, "＝1"), plain(4, "\n=1"))...)
	h.eventually("the index is loaded", h.module.catalogue.index.Ready)

	answer := h.ask(http.MethodGet, "/export/items.csv", "")
	rows, err := csv.NewReader(answer.Body).ReadAll()
	if err != nil || len(rows) != len(things)+5 || !slices.Equal(rows[0], append(columnNames(), "spells")) {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if answer.Header().Get("Content-Type") != "text/csv; charset=utf-8" || !strings.Contains(answer.Header().Get("Content-Disposition"), ".csv") {
		t.Errorf("%v", answer.Header())
	}
	at := slices.Index(columnNames(), "name")
	for _, want := range []string{`'=HYPERLINK("x")`, "'＝1", "'\n=1"} {
		if !slices.ContainsFunc(rows, func(row []string) bool { return row[at] == want }) {
			t.Errorf("the formula in %q is not quoted", want)
		}
	}
	var list []map[string]any
	answer = h.ask(http.MethodGet, "/export/items.json?sort=item_id&dir=desc", "")
	if err := json.Unmarshal(answer.Body.Bytes(), &list); err != nil || len(list) != len(things)+4 {
		t.Fatalf("%d items, %v", len(list), err)
	}
	if first, last := list[0]["item_id"].(float64), list[len(list)-1]["item_id"]; last != 1.0 || first < 100 {
		t.Errorf("from %v to %v", first, last)
	}
	answer = h.ask(http.MethodGet, "/export/items.json?"+q("nothing_is_called_so"), "")
	if err := json.Unmarshal(answer.Body.Bytes(), &list); err != nil || len(list) != 0 {
		t.Errorf("%d items, %v", len(list), err)
	}
	h.get(400, "GET", "/export/items.csv?"+q("al:banana"), "")
	h.get(400, "GET", "/export/items.json?limit=5", "")
}

func TestListsAndCompletions(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.full("Muleteer", plain(1, "Lute"))
	h.eventually("the index is loaded", h.module.catalogue.index.Ready)
	h.search(q("lute"))
	contains := func(path, text string) {
		t.Helper()
		if answer := h.ask(http.MethodGet, path, ""); answer.Code != 200 || !strings.Contains(answer.Body.String(), text) {
			t.Errorf("%s: %d %.300s, want %s", path, answer.Code, answer.Body, text)
		}
	}
	contains("/sets/list", `"id":14`)
	contains("/spells/list?text=legendary+strength", "Legendary Strength")
	contains("/spells/list?cantrips=true&limit=1", `"total_count":`)
	contains("/slots/list", `{"name":"finger_left","family":"finger"}`)
	contains("/enum-info", `"material":[`)
	contains("/enum-info", `{"id":218103822,"name":"EquipableSlots"}`)
	contains("/translate/int_property/105", `"name":"ItemWorkmanship"`)
	contains("/translate/skill/Two%20Handed", "")
	contains("/translate/spell/2572", `"id":2572`)
	contains("/characters/list", `{"characters":["Muleteer"]}`)
	contains("/search/complete?q=ar", `"text":`)
	contains("/search/filters", `"name":"al"`)
	contains("/search/complete?"+q("char:mul"), "uleteer")
	contains("/search/complete?"+q("lut")+"&at=3", "lute")
	for path, status := range map[string]int{
		"/translate/colour/red": 404, "/translate/material/" + url.PathEscape("' or 1=1"): 404, "/translate/spell/999999999": 404,
		"/spells/list?limit=0": 400, "/search/complete?at=-1": 400, "/sets/list?x=1": 400, "/search/filters?q=al": 400,
	} {
		h.get(status, "GET", path, "")
	}
}

// Icons are drawings of kinds, and are there for everybody, database or not.
func TestIcons(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.full("Mule", ring(1, "Ring", `"Icon":7735`), plain(2, "Thing", `"Icon":9`))
	r := chi.NewRouter()
	h.module.Open(r)
	get := func(path string) *httptest.ResponseRecorder {
		answer := httptest.NewRecorder()
		r.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		return answer
	}
	for icon, kind := range map[string]string{"7735": "jewelry", "1": "other"} {
		answer := get("/icons/" + icon + ".png")
		if to := answer.Header().Get("Location"); answer.Code != http.StatusFound || to != "/icons/kinds/"+kind+".svg" {
			t.Errorf("icon %s: %d to %q", icon, answer.Code, to)
			continue
		}
		if drawing := get(answer.Header().Get("Location")); drawing.Code != 200 || !strings.HasPrefix(drawing.Body.String(), "<svg") || drawing.Header().Get("Content-Type") != "image/svg+xml" {
			t.Errorf("%d %.100s", drawing.Code, drawing.Body)
		}
	}
	for path, status := range map[string]int{"/icons/x.png": 400, "/icons/-1.png": 400, "/icons/kinds/nothing.svg": 404, "/icons/kinds/..%2f..%2fschema.svg": 404} {
		if answer := get(path); answer.Code != status {
			t.Errorf("%s: %d, want %d", path, answer.Code, status)
		}
	}
}
