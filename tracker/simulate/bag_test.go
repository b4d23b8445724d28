package simulate

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"overlord/inventory/item"
)

var onlyItems = []string{"full_inventory", "inventory_delta"}

// itemsIn decodes the items of a frame as the server does.
func itemsIn(t *testing.T, e Event) []*item.Item {
	t.Helper()
	var p struct {
		Items []json.RawMessage `json:"items"`
		Item  json.RawMessage   `json:"item"`
		Count any               `json:"item_count"`
	}
	if err := json.Unmarshal(e.Frame, &p); err != nil {
		t.Fatal(err)
	}
	if p.Item != nil {
		p.Items = append(p.Items, p.Item)
	}
	var list []*item.Item
	for _, raw := range p.Items {
		i, err := item.Decode(raw)
		if err != nil {
			t.Fatalf("%v: %s", err, raw)
		}
		list = append(list, i)
	}
	return list
}

// What the model says of those who are online is what they carry: uploads, loot,
// sales and trades came to it one by one.
func TestTheModelKnowsWhoHasWhat(t *testing.T) {
	t.Parallel()
	w := mustWorld(t, Config{Clients: 30, Rate: 10 * time.Second, Seed: 3, Old: 0.4, Only: onlyItems, Start: evening})
	model, actions, moved := NewModel(), map[string]int{}, 0
	group, across := map[string]int{}, 0
	for _, c := range w.clients {
		for _, ch := range c.characters {
			group[ch.name] = ch.group
		}
	}
	play(w, 40*time.Minute, func(_ int, e Event) {
		actions[e.Type+" "+e.Name]++
		if e.Torn {
			actions["torn"]++
		}
		before := map[int64]string{}
		for id := range e.holdings() {
			before[id] = model.Items[id].Character
		}
		model.Apply(e.Fact)
		for id, was := range before {
			if now := model.Items[id].Character; was != "" && now != "" && was != now {
				moved++
				if group[was] != group[now] {
					across++
				}
			}
		}
	})
	for want, times := range map[string]int{"full_inventory ": 5, "inventory_delta add": 5, "inventory_delta update": 5, "inventory_delta remove": 5, "torn": 1} {
		if actions[want] < times {
			t.Errorf("%d times %s", actions[want], want)
		}
	}
	if across == 0 {
		t.Error("nothing went from one group to another")
	}
	online := onlineIn(w)
	for _, c := range online {
		want := c.bag.all(c)
		got := model.ItemsOf(c.name)
		if !slices.Equal(got, slices.Sorted(maps.Keys(want))) {
			t.Errorf("%s (%v) has %d items, and carries %d", c.name, c.quirks, len(got), len(want))
		}
		for id, h := range want {
			if model.Items[id] != h {
				t.Errorf("%s: %d is %+v, want %+v", c.name, id, model.Items[id], h)
			}
		}
	}
	if len(online) < 20 || moved == 0 {
		t.Errorf("%d are online, %d pieces went straight from one to another", len(online), moved)
	}
}

// all is what a character carries, read from the character itself.
func (b *bag) all(c *character) map[int64]Holding {
	list := map[int64]Holding{}
	for _, t := range c.carried() {
		list[t.ID] = Holding{c.name, t.Stack, t.Worn}
	}
	return list
}

func TestUploadsAreBelievable(t *testing.T) {
	t.Parallel()
	w := mustWorld(t, Config{Clients: 8, Rate: 10 * time.Second, Seed: 8, Only: []string{"full_inventory"}, Start: evening})
	seen := 0
	play(w, 30*time.Second, func(_ int, e Event) {
		if e.Type != "full_inventory" {
			return
		}
		seen++
		items := itemsIn(t, e)
		pieces, packs, worn := 0, map[int64]bool{}, 0
		for _, i := range items {
			switch {
			case *i.ItemType == item.KindContainer:
				packs[i.ItemID] = true
			case i.IsWorn():
				worn++
			case i.SlotNames != nil:
				pieces++
			}
			if i.Burden == nil || i.ContainerID == nil {
				t.Fatalf("%s: %s", e.Character, i.Raw.OriginalJSON)
			}
		}
		if pieces < fewestPieces || pieces > mostPieces+8 || len(packs) < 5 || worn > 0 && worn < 15 || len(items) < 2*fewestPieces {
			t.Errorf("%s: %d pieces, %d packs, %d worn, %d in all", e.Character, pieces, len(packs), worn, len(items))
		}
	})
	if seen < 6 {
		t.Errorf("%d uploads", seen)
	}
}

// What is picked up is sometimes appraised a moment later; tapers are counted
// without an appraisal.
func TestDeltasWithAndWithoutAppraisal(t *testing.T) {
	t.Parallel()
	w := mustWorld(t, Config{Clients: 12, Rate: 10 * time.Second, Seed: 2, Only: []string{"inventory_delta"}, Start: evening})
	bare, appraised, tapers := map[int64]bool{}, 0, 0
	play(w, 30*time.Minute, func(_ int, e Event) {
		if e.Type != "inventory_delta" || e.Name == "remove" {
			return
		}
		i := itemsIn(t, e)[0]
		switch {
		case *i.Name == "Prismatic Taper":
			tapers++
		case e.Name == "add" && !i.HasIDData:
			bare[i.ItemID] = true
		case e.Name == "update" && bare[i.ItemID] && i.HasIDData:
			appraised++
		}
	})
	if tapers < 50 || appraised < 5 || len(bare) > appraised+3 {
		t.Errorf("%d counts of tapers; %d bare, %d of them appraised", tapers, len(bare), appraised)
	}
}

// An old plugin writes ids signed and members by their older names; it means the
// same.
func TestItemsOfOldPlugins(t *testing.T) {
	t.Parallel()
	for quirk, old := range map[Quirk]bool{SignedIDs: true, PlainChat: false} {
		w := withQuirk(t, quirk)
		for _, e := range ofType(sentBy(w, time.Minute), "full_inventory") {
			text := string(e.Frame)
			if strings.Contains(text, `{"Id":-`) != old || strings.Contains(text, `"Container":`) != old || !strings.Contains(text, `"Slot":-1`) {
				t.Errorf("%v: %.300s", quirk, text)
			}
			held := e.holdings()
			for _, i := range itemsIn(t, e) {
				if h, ok := held[i.ItemID]; !ok || i.CurrentWieldedLocation != nil && h.Worn != *i.CurrentWieldedLocation {
					t.Errorf("%v: %d is %+v", quirk, i.ItemID, h)
				}
			}
		}
	}
}

// Whether inventories are played changes nothing else.
func TestItemsChangeNothingElse(t *testing.T) {
	t.Parallel()
	cfg := Config{Clients: 10, Rate: 2 * time.Second, Seed: 4, Old: 0.5, Only: []string{"telemetry", "rare", "spawn"}, Start: evening}
	with := cfg
	with.Only = append(with.Only, onlyItems...)
	a, b := facts(mustWorld(t, cfg), 5*time.Minute), facts(mustWorld(t, with), 5*time.Minute)
	b = slices.DeleteFunc(b, func(f Fact) bool { return slices.Contains(onlyItems, f.Type) })
	if !slices.Equal(a, b) {
		t.Errorf("%d events without, %d others with inventories", len(a), len(b))
	}
}

// With many characters each carries less.
func TestManyCarryLess(t *testing.T) {
	t.Parallel()
	w := mustWorld(t, Config{Clients: 900, Rate: 10 * time.Second, Seed: 4, Only: []string{"telemetry"}, Start: evening})
	c := w.clients[0].characters[0]
	c.clock = evening
	if n := len(c.packBag().things); n > 180 {
		t.Errorf("%d things", n)
	}
}

func items(character, name, list string, second int) Fact {
	f := Fact{Type: "full_inventory", Character: character, Items: list, Time: at(second)}
	if name != "" {
		f.Type, f.Name = "inventory_delta", name
	}
	return f
}

// The sentences of database.md, one by one.
func TestModelItems(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		facts []Fact
		want  map[int64]Holding
	}{
		"an upload": {[]Fact{items("A", "", "1/0/0 2/5/512", 1)}, map[int64]Holding{1: {"A", 0, 0}, 2: {"A", 5, 512}}},
		"the next replaces it": {[]Fact{items("A", "", "1/0/0 2/0/0", 1), items("A", "", "2/7/0 3/0/0", 2)},
			map[int64]Holding{2: {"A", 7, 0}, 3: {"A", 0, 0}}},
		"deltas": {[]Fact{items("A", "", "1/0/0", 1), items("A", "add", "2/0/0", 2), items("A", "update", "1/9/0", 2), items("A", "remove", "2", 3)},
			map[int64]Holding{1: {"A", 9, 0}}},
		"a delta older than the upload": {[]Fact{items("A", "", "1/0/0", 5), items("A", "add", "2/0/0", 4), items("A", "remove", "1", 4)},
			map[int64]Holding{1: {"A", 0, 0}}},
		"a trade, given first":       {[]Fact{items("A", "", "1/0/0", 1), items("B", "", "", 1), items("A", "remove", "1", 2), items("B", "add", "1/0/0", 2)}, map[int64]Holding{1: {"B", 0, 0}}},
		"a trade, taken first":       {[]Fact{items("A", "", "1/0/0", 1), items("B", "", "", 1), items("B", "add", "1/0/0", 2), items("A", "remove", "1", 2)}, map[int64]Holding{1: {"B", 0, 0}}},
		"a later upload takes":       {[]Fact{items("A", "", "1/0/0", 1), items("B", "", "1/0/0", 2)}, map[int64]Holding{1: {"B", 0, 0}}},
		"without a time it is later": {[]Fact{items("A", "", "1/0/0", 5), {Type: "inventory_delta", Name: "add", Character: "B", Items: "1/0/0"}}, map[int64]Holding{1: {"B", 0, 0}}},
		"nor does an older delta":    {[]Fact{items("A", "", "1/0/0", 5), items("B", "add", "1/0/0", 4)}, map[int64]Holding{1: {"A", 0, 0}}},
		"an older one does not":      {[]Fact{items("A", "", "1/0/0", 2), items("B", "", "1/0/0 2/0/0", 1)}, map[int64]Holding{1: {"A", 0, 0}, 2: {"B", 0, 0}}},
	} {
		if m := applied(c.facts...); !maps.Equal(m.Items, c.want) {
			t.Errorf("%s: %v, want %v", name, m.Items, c.want)
		}
	}
}

// What a plugin says of cantrips at work, and of the burden, is what the bag holds.
func TestTheSheetKnowsTheBag(t *testing.T) {
	t.Parallel()
	w := mustWorld(t, Config{Clients: 6, Rate: 10 * time.Second, Seed: 5, Start: evening})
	upload, states, sheets := map[string]Event{}, 0, 0
	play(w, 20*time.Second, func(_ int, e Event) {
		switch e.Type {
		case "full_inventory":
			upload[e.Character] = e
		case "equipment_cantrip_state":
			held := upload[e.Character].holdings()
			for _, piece := range member(t, e, "items").([]any) {
				states++
				if id := int64(piece.(map[string]any)["item_id"].(float64)); held[id].Worn == 0 {
					t.Errorf("%s does not wear %d", e.Character, id)
				}
			}
		case "character_stats":
			sheets++
			sum := 0.0
			for _, i := range itemsIn(t, upload[e.Character]) {
				sum += float64(*i.Burden)
			}
			if got := member(t, e, "burden_units"); got != sum {
				t.Errorf("%s bears %v, and carries %v", e.Character, got, sum)
			}
		}
	})
	if states < 20 || sheets < 5 {
		t.Errorf("%d pieces, %d sheets", states, sheets)
	}
}
