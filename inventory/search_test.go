package inventory

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"overlord/inventory/item"
	"overlord/inventory/item/loot"
	"overlord/inventory/query"
	"overlord/inventory/query/querytest"
	"overlord/store/storetest"
)

// stock fills the house with characters and gives the JSON of what they own.
func (h *house) stock(characters int) map[string][]string {
	h.t.Helper()
	all := map[string][]string{}
	r := loot.New(7, 1000, epoch.Unix())
	for i := range characters {
		name := querytest.Character(i + 1)
		owner := int64(i + 1)
		for _, s := range []loot.Stock{r.Outfit(owner, true, 30), r.Hoard(owner)} {
			for _, thing := range s.Things {
				all[name] = append(all[name], string(thing.JSON(loot.Style{})))
			}
		}
		all[name] = append(all[name], fmt.Sprintf(`{"Id":%d,"Name":"Scroll","ObjectClass":13,"HasIdData":true,"StringValues":{"1":"Scroll","7":"Written by hand","16":"A long description"},"BoolValues":{"91":true},"IntValues":{"362":2}}`, 900+i))
		if s := h.full(name, all[name]...); s.Stored != len(all[name]) {
			h.t.Fatalf("%s: %+v of %d", name, s, len(all[name]))
		}
	}
	h.eventually("the index is loaded", h.module.catalogue.index.Ready)
	return all
}

// facts are what the plain evaluator looks at, made from what was sent and not
// from what is stored.
func facts(t *testing.T, h *house, all map[string][]string) []*query.Facts {
	t.Helper()
	states, err := loadStates(t.Context(), h.pool)
	if err != nil {
		t.Fatal(err)
	}
	var list []*query.Facts
	for name, items := range all {
		for _, raw := range items {
			i, err := item.Decode(json.RawMessage(raw))
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, query.FactsOf(i, query.Owner{Name: name, Uploaded: states[name].uploaded}))
		}
	}
	return list
}

type foundItem struct {
	ItemID    int64  `json:"item_id"`
	Character string `json:"character_name"`
	Name      string `json:"name"`
}

func (h *house) search(parameters string) (answer struct {
	Items      []foundItem `json:"items"`
	TotalCount int         `json:"total_count"`
	TotalPages int         `json:"total_pages"`
	Query      string      `json:"query"`
	Facets     []struct {
		Name   string
		Values []struct {
			Name  string
			Count int
			Query string
		}
	}
	DidYouMean []struct {
		Word, Query string
		Near        []string
	} `json:"did_you_mean"`
	Ignored []string `json:"ignored_parameters"`
}) {
	h.t.Helper()
	got := h.ask("GET", "/search/items?"+parameters, "")
	if got.Code != 200 {
		h.t.Fatalf("%s: %d %s", parameters, got.Code, got.Body)
	}
	if err := json.Unmarshal(got.Body.Bytes(), &answer); err != nil {
		h.t.Fatal(err)
	}
	return answer
}

func q(text string) string { return "q=" + url.QueryEscape(text) }

// What a search finds is what the plain meaning of the query says of the very
// objects that were sent: nothing is lost on the way into the tables, out of them,
// and through the index.
func TestASearchFindsWhatTheQueryMeans(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	all := h.stock(3)
	list := facts(t, h, all)
	queries := append(querytest.Queries(), `text:"written by hand"`, `"long description"`, "is:reducible", "mastery:2", "tinks_left:>=1", "is:quest", "seen:<1h", "seen:>1h")
	env := &query.Env{Now: h.clock.now(), Worn: func(character string) (worn []query.Worn, ok bool) {
		for _, f := range list {
			if query.Fold(f.Owner.Name) == character {
				ok = true
				if w, is := f.Worn(); is {
					worn = append(worn, w)
				}
			}
		}
		return worn, ok
	}}
	hits := 0
	for _, text := range queries {
		parsed, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		var want, got []int64
		for _, f := range list {
			if parsed.Match(f, env) {
				want = append(want, f.Item.ItemID)
			}
		}
		pages := 1
		for page := 1; page <= pages; page++ {
			answer := h.search(q(text) + fmt.Sprintf("&limit=500&page=%d", page))
			if pages = answer.TotalPages; answer.TotalCount != len(want) {
				t.Errorf("%s: %d in all, want %d", text, answer.TotalCount, len(want))
			}
			for _, i := range answer.Items {
				got = append(got, i.ItemID)
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: found %d, want %d", text, len(got), len(want))
		}
		hits += len(want)
	}
	if hits < 500 {
		t.Errorf("only %d hits: that is no test", hits)
	}
}

// What was written is found by the next search, and what was taken is not.
func TestASearchFindsWhatWasJustWritten(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.full("Mule", plain(1, "Lute"))
	h.eventually("the index is loaded", h.module.catalogue.index.Ready)
	want := func(text string, names ...string) {
		t.Helper()
		var got []string
		for _, i := range h.search(q(text)).Items {
			got = append(got, i.Character+" "+i.Name)
		}
		if !slices.Equal(got, names) {
			t.Errorf("%s finds %q, want %q", text, got, names)
		}
	}
	want("lute", "Mule Lute")
	for i := range 5 {
		name := fmt.Sprintf("Drum %d", i)
		h.update("Mule", plain(2, name))
		want(`"`+name+`"`, "Mule "+name)
	}
	h.full("Other", plain(1, "Lute"))
	want("lute", "Other Lute")
	h.remove("Other", 1)
	want("lute")
	h.full("Mule")
	want("")
}

func TestSearchParameters(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.stock(2)
	for parameters, canonical := range map[string]string{
		"":                                  "",
		"text=Gold+Ring":                    `"gold ring"`,
		"character=Mule+1":                  `char:="mule 1"`,
		"character=Mule+1&character=Mule+2": `char:="mule 1" or char:="mule 2"`,
		"type=armor":                        "is:armor",
		"type=Armor&type=shield":            "is:armor or is:shield",
		"slot=head&slot=Left+Ring":          "slot:head or slot:finger",
		"set=14":                            "set:14",
		"set=Adept%27s+Set":                 "",
		"material=Steel":                    "",
		"imbue=1":                           "",
		"spell=2572":                        "spell:2572",
		"cantrip_level=legendary":           "cantrip:legendary",
		"equipped=true":                     "is:equipped",
		"equipped=false":                    "-is:equipped",
		"bonded=1":                          "is:bonded",
		"attuned=0":                         "-is:attuned",
		"min_armor_level=500":               "al:>=500",
		"max_wield_level=180":               "level:<=180",
		"min_spell_count=2":                 "spells:>=2",
		"q=helm&min_value=5":                "helm value:>=5",
		"armor_only=true":                   "is:armor",
		"armor_only=false":                  "",
		"jewelry_only=true":                 "is:jewelry",
		"weapon_only=true":                  "is:weapon",
		"shirt_only=true":                   "slot:shirt",
		"pants_only=true":                   "slot:pants",
		"slot_names=Head,Chest":             "slot:head or slot:chest",
		"has_imbue=true":                    "is:imbued",
		"equipment_status=equipped":         "is:equipped",
		"equipment_status=unequipped":       "-is:equipped",
		"equipment_status=all":              "",
		"include_all_characters=true":       "",
		"legendary_cantrips=Legendary+Strength,Frost+Ward": "",
		"spell_contains=blade":                             "spell:blade",
		"item_set=14":                                      "set:14",
		"sort_by=name&sort_dir=desc":                       "",
	} {
		answer := h.search(parameters + "&limit=5")
		if canonical != "" && answer.Query != canonical {
			t.Errorf("%s asks %q, want %q", parameters, answer.Query, canonical)
		}
		if parsed, err := query.Parse(answer.Query); err != nil || parsed.String() != answer.Query {
			t.Errorf("%s asks %q, which is not canonical: %v", parameters, answer.Query, err)
		}
		if strings.HasPrefix(parameters, "legendary_cantrips") && strings.Count(answer.Query, "spell:") != 2 {
			t.Errorf("%s asks %q", parameters, answer.Query)
		}
	}
	if asked, there := h.get(200, "GET", "/search/items", "")["query"]; asked != "" || !there {
		t.Errorf("nothing is asked, and the answer says %v (%v)", asked, there)
	}
	if answer := h.search("armor_only=true&quality=best&_=1"); !slices.Equal(answer.Ignored, []string{"quality"}) {
		t.Errorf("ignored: %q", answer.Ignored)
	}
	for parameters, field := range map[string]string{
		"quality=best": "quality", "sort=color": "sort", "sort_by=colour": "sort_by", "dir=up": "dir", "limit=501": "limit", "page=0": "page", "limit=x": "limit",
		"min_value=many": "min_value", "set=nonsense": "set", "slot=tail": "slot", "equipped=perhaps": "equipped", "facets=2": "facets", "equipment_status=x": "equipment_status",
		q("al:banana"): "q", q(strings.Repeat("a", 2001)): "q", q(strings.Repeat("a ", 5000)): "q", q(strings.Repeat("(", 1000) + "a" + strings.Repeat(")", 1000)): "q",
	} {
		got := h.get(400, "GET", "/search/items?"+parameters, "")["error"].(map[string]any)
		if got["field"] != field || got["message"] == "" {
			t.Errorf("%.60s: %v, want the field %s", parameters, got, field)
		}
	}
	got := h.get(400, "GET", "/search/items?"+q("é armour:>=3"), "")["error"].(map[string]any)
	if got["start"] != 2.0 || got["length"] != 6.0 || got["kind"] != "unknown_filter" || got["suggestion"] == nil {
		t.Errorf("%v", got)
	}
}

// Everything that a row shows in one value can be sorted by; unknowns are last
// both ways.
func TestSortingByEveryColumn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var things []string
	for thing := range loot.Things(3, 1, 24) {
		things = append(things, string(thing.JSON(loot.Style{})))
	}
	h.full("Mule", things...)
	h.eventually("the index is loaded", h.module.catalogue.index.Ready)
	for _, name := range sortable() {
		for _, dir := range []string{"asc", "desc"} {
			items := h.get(200, "GET", "/search/items?limit=500&sort="+name+"&dir="+dir, "")["items"].([]any)
			if len(items) != len(things) {
				t.Fatalf("%d items", len(items))
			}
			var before any
			for i, it := range items {
				now := it.(map[string]any)[name]
				if i > 0 && (before == nil && now != nil || dir == "asc" && less(now, before) || dir == "desc" && less(before, now)) {
					t.Errorf("%s %s: %v comes after %v", name, dir, now, before)
					break
				}
				before = now
			}
		}
	}
}

// less compares two values of a JSON row; what is not known is less than nothing.
func less(a, b any) bool {
	switch a := a.(type) {
	case float64:
		b, ok := b.(float64)
		return ok && a < b
	case string:
		b, ok := b.(string)
		if at, err := time.Parse(time.RFC3339Nano, a); err == nil {
			bt, err := time.Parse(time.RFC3339Nano, b)
			return err == nil && at.Before(bt)
		}
		return ok && query.Fold(a) < query.Fold(b)
	case bool:
		b, ok := b.(bool)
		return ok && !a && b
	}
	return false
}

func TestFacetsAndPages(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	all := h.stock(2)
	first := h.search("facets=1&limit=10")
	total := len(all["Mule 1"]) + len(all["Mule 2"])
	if first.TotalCount != total || len(first.Items) != 10 || first.TotalPages != (total+9)/10 || len(first.Facets) < 8 {
		t.Errorf("%d items, %d pages, %d facets", first.TotalCount, first.TotalPages, len(first.Facets))
	}
	for _, f := range first.Facets {
		for _, v := range f.Values[:min(3, len(f.Values))] {
			if v.Query == "" {
				continue
			}
			if found := h.search(q(v.Query) + "&limit=1"); found.TotalCount != v.Count {
				t.Errorf("facet %s: %s counts %d, and finds %d", f.Name, v.Query, v.Count, found.TotalCount)
			}
		}
	}
	if last := h.search(fmt.Sprintf("limit=10&page=%d", first.TotalPages+1)); len(last.Items) != 0 || last.TotalCount != total {
		t.Errorf("beyond the last page: %d of %d", len(last.Items), last.TotalCount)
	}
	if typo := h.search(q("legendery")); typo.TotalCount != 0 || len(typo.DidYouMean) == 0 || typo.DidYouMean[0].Query == "" {
		t.Errorf("a typo: %+v", typo.DidYouMean)
	}
}

// However long a query is, the page is told from where on it is too long.
func TestQueriesThatAreTooLong(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.eventually("the index is loaded", h.module.catalogue.index.Ready)
	for _, text := range []string{strings.Repeat("a", 2001), strings.Repeat("a ", 5000), strings.Repeat("(", 1000) + "a" + strings.Repeat(")", 1000), strings.Repeat("ø", 100_000)} {
		for _, path := range []string{"/search/items?", "/export/items.json?"} {
			e := h.get(400, "GET", path+q(text), "")["error"].(map[string]any)
			if e["field"] != "q" || e["kind"] != "limit" || e["start"] != float64(query.MaxLength) {
				t.Errorf("%d letters: %v", len(text), e)
			}
		}
	}
}

// Each kind is found by the name that it is stored under, also where the language has
// no word for it; then the answer does not pretend to have one.
func TestKindsAreFoundAsTheyAreStored(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var things []string
	for class := range 45 {
		things = append(things, fmt.Sprintf(`{"Id":%d,"ObjectClass":%d}`, class+1, class))
	}
	h.full("Mule", things...)
	h.eventually("the index is loaded", h.module.catalogue.index.Ready)
	kinds := storetest.MustLines(t, h.pool, `select distinct item_type from items`)
	if !slices.Contains(kinds, "trade_note") || len(kinds) < 40 {
		t.Fatalf("%q", kinds)
	}
	for _, kind := range kinds {
		answer := h.search("type=" + kind)
		if answer.TotalCount == 0 || len(answer.Items) != answer.TotalCount {
			t.Errorf("type=%s finds %d", kind, answer.TotalCount)
		}
		if parsed, err := query.Parse(answer.Query); err != nil || parsed.String() != answer.Query || (answer.Query != "") != query.IsKind(kind) {
			t.Errorf("type=%s asks %q: %v", kind, answer.Query, err)
		}
	}
	typo := h.search("type=trade_nite")
	if typo.TotalCount != 0 || len(typo.DidYouMean) != 1 || !slices.Contains(typo.DidYouMean[0].Near, "trade_note") || typo.DidYouMean[0].Query != "" {
		t.Errorf("%+v", typo.DidYouMean)
	}
	if typo := h.search("type=armr"); len(typo.DidYouMean) != 1 || typo.DidYouMean[0].Near[0] != "armor" {
		t.Errorf("%+v", typo.DidYouMean)
	}
}

// Whatever is put into a parameter is a value, and finds nothing or is refused.
func TestInjections(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.full("Mule", plain(1, "Lute"))
	h.eventually("the index is loaded", h.module.catalogue.index.Ready)
	for _, evil := range []string{"' or '1'='1", `"; drop table items; --`, "%", "${1}"} {
		for _, name := range append([]string{"q", "sort", "dir", "page", "limit"}, parameterNames()...) {
			answer := h.ask(http.MethodGet, "/search/items?"+name+"="+url.QueryEscape(evil), "")
			if answer.Code == 400 || answer.Code == 200 && strings.Contains(answer.Body.String(), `"total_count":0`) {
				continue
			}
			t.Errorf("%s=%s: %d %.200s", name, evil, answer.Code, answer.Body)
		}
	}
	h.owns("Mule", "Lute")
}

// While the index is loading nothing is answered, rather than a part.
func TestASearchWaitsForTheIndex(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.stop()
	h.module.catalogue.index.SetReady(false)
	answer := h.ask(http.MethodGet, "/search/items", "")
	if answer.Code != http.StatusServiceUnavailable || answer.Header().Get("Retry-After") == "" {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
}
