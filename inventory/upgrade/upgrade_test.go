package upgrade

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"overlord/inventory/gamedata"
	"overlord/inventory/item"

	"pgregory.net/rapid"
)

// mustItem makes an item of its properties.
func mustItem(tb interface{ Fatalf(string, ...any) }, id int, ints map[string]int, spells ...int) *item.Item {
	raw, err := json.Marshal(map[string]any{"Id": id, "IntValues": ints, "Spells": spells})
	if err != nil {
		tb.Fatalf("%v", err)
	}
	i, err := item.Decode(raw)
	if err != nil {
		tb.Fatalf("%v", err)
	}
	return i
}

const chest, hauberk, ring = 0x200, 0x1E00, 0xC0000

func TestUpgradesOfAChest(t *testing.T) {
	t.Parallel()
	worn := mustItem(t, 1, map[string]int{"9": chest, "10": chest, "28": 300, "131": 60, "370": 1}, 3965)
	stock := []Owned{
		{"Me", worn},
		{"Ann", mustItem(t, 2, map[string]int{"9": chest, "28": 320, "131": 60, "370": 1})},
		{"Bob", mustItem(t, 3, map[string]int{"9": chest, "28": 300, "131": 60, "370": 3}, 6107)},
		{"Bob", mustItem(t, 4, map[string]int{"9": chest, "28": 400, "131": 60})},                                 // less rating
		{"Bob", mustItem(t, 5, map[string]int{"9": chest, "28": 400, "131": 60, "370": 3, "114": 1})},             // attuned
		{"Me", mustItem(t, 6, map[string]int{"9": chest, "28": 310, "131": 60, "370": 1, "114": 1})},              // mine
		{"Ann", mustItem(t, 7, map[string]int{"9": chest, "28": 500, "131": 60, "370": 9, "158": 7, "160": 275})}, // too high
		{"Ann", mustItem(t, 8, map[string]int{"9": hauberk, "28": 305, "131": 60, "370": 1})},
		{"Ann", mustItem(t, 9, map[string]int{"9": chest, "28": 300, "131": 60, "370": 1})}, // equal
	}
	level := int32(200)
	sleeves := mustItem(t, 20, map[string]int{"9": 0x1800, "10": 0x1800, "28": 250, "131": 60})
	w := Wearer{"Me", item.Wielder{Level: &level}, []*item.Item{worn, sleeves}}
	slots := For(w, stock, 3)
	s := slots[gamedata.Chest]
	var ids []int64
	for _, u := range s.Better {
		ids = append(ids, u.Item.ItemID)
	}
	if s.Worn != worn || s.Total != 4 || !slices.Equal(ids, []int64{3, 2, 6}) {
		t.Fatalf("%d are better, the best %v", s.Total, ids)
	}
	best := s.Better[0]
	if best.Owner != "Bob" || best.Gain.Values != (Values{0, 2, 1, 0}) {
		t.Errorf("%+v", best.Gain)
	}
	strength, _ := gamedata.LineOf("Strength")
	if want := []Change{{strength, gamedata.Epic, gamedata.Legendary}}; !slices.Equal(best.Gain.Cantrips, want) {
		t.Errorf("%+v", best.Gain.Cantrips)
	}
	if want := []Change{{strength, gamedata.Epic, gamedata.NoTier}}; !slices.Equal(s.Better[1].Gain.Cantrips, want) {
		t.Errorf("%+v", s.Better[1].Gain.Cantrips)
	}
	all := For(w, stock, 100)[gamedata.Chest].Better
	if h := all[len(all)-1]; h.Item.ItemID != 8 || len(h.Displaces) != 1 || h.Displaces[0] != sleeves || h.Bares != nil {
		t.Errorf("%+v", h)
	}
	if empty := slots[gamedata.Abdomen]; empty.Worn != nil || empty.Total != 1 || empty.Better[0].Item.ItemID != 8 {
		t.Errorf("an empty slot: %+v", empty)
	}
}

// Of two rings the lesser can be replaced; what is on the other hand is no
// upgrade.
func TestRings(t *testing.T) {
	t.Parallel()
	left := mustItem(t, 1, map[string]int{"9": ring, "10": 0x40000, "379": 1})
	right := mustItem(t, 2, map[string]int{"9": ring, "10": 0x80000, "379": 3})
	w := Wearer{Character: "Me", Worn: []*item.Item{left, right}}
	better := Owned{"Ann", mustItem(t, 3, map[string]int{"9": ring, "379": 2})}
	slots := For(w, []Owned{{"Me", left}, {"Me", right}, better}, 9)
	if l, r := slots[gamedata.FingerLeft], slots[gamedata.FingerRight]; l.Total != 1 || r.Total != 0 || l.Better[0].Displaces != nil {
		t.Errorf("left %+v, right %+v", l, r)
	}
	list := Benefits(better, []Wearer{w})
	if len(list) != 1 || list[0].Slot != gamedata.FingerLeft || list[0].Replaces != left || list[0].Gain.Values.TotalRating != 1 {
		t.Errorf("%+v", list)
	}
}

func TestALostSlotIsTold(t *testing.T) {
	t.Parallel()
	worn := mustItem(t, 1, map[string]int{"9": hauberk, "10": hauberk, "28": 300, "131": 60})
	w := Wearer{Character: "Me", Worn: []*item.Item{worn}}
	slots := For(w, []Owned{{"Ann", mustItem(t, 2, map[string]int{"9": chest, "28": 301, "131": 60})}}, 1)
	if got := slots[gamedata.Chest].Better[0].Bares; !slices.Equal(got, []gamedata.Slot{gamedata.Abdomen, gamedata.UpperArms, gamedata.LowerArms}) {
		t.Errorf("%v", got)
	}
}

func TestBenefits(t *testing.T) {
	t.Parallel()
	o := Owned{"Ann", mustItem(t, 1, map[string]int{"9": chest, "28": 300, "131": 60})}
	wear := func(id, al int) []*item.Item {
		return []*item.Item{mustItem(t, id, map[string]int{"9": chest, "10": chest, "28": al, "131": 60})}
	}
	low := int32(10)
	wearers := []Wearer{{"Zed", item.Wielder{}, nil}, {"Bob", item.Wielder{}, wear(2, 290)}, {"Cat", item.Wielder{}, wear(3, 310)}, {"Dan", item.Wielder{}, wear(4, 250)}, {"Eve", item.Wielder{Level: &low}, wear(5, 10)}}
	var got []string
	for _, b := range Benefits(o, wearers) {
		got = append(got, fmt.Sprint(b.Character, b.Gain.Values.BaseArmor, b.Replaces != nil))
	}
	if want := []string{"Eve290 true", "Dan50 true", "Bob10 true", "Zed300 false"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	o.Item = mustItem(t, 1, map[string]int{"9": chest, "28": 300, "131": 60, "114": 1})
	if list := Benefits(o, append(wearers, Wearer{Character: "Ann"})); len(list) != 1 || list[0].Character != "Ann" {
		t.Errorf("an attuned item: %+v", list)
	}
	o.Item = mustItem(t, 1, map[string]int{"28": 300})
	if list := Benefits(o, wearers); list != nil {
		t.Errorf("what fits nowhere: %+v", list)
	}
}

// drawItems makes pieces whose values often tie.
func drawItems(t *rapid.T, name string, first int, worn bool) []*item.Item {
	masks := []int{0x1, chest, hauberk, 0x1800, ring, 0x30000, 0x100000, 0xDE, 0}
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) *item.Item {
		first++
		mask := rapid.SampledFrom(masks).Draw(t, "mask")
		ints := map[string]int{"9": mask, "131": 60, "28": rapid.IntRange(100, 102).Draw(t, "al"), "370": rapid.IntRange(-1, 2).Draw(t, "rating"),
			"114": rapid.IntRange(0, 1).Draw(t, "attuned"), "158": 7, "160": rapid.SampledFrom([]int{0, 100, 275}).Draw(t, "level")}
		if mask == 0x100000 {
			ints["44"] = rapid.IntRange(10, 12).Draw(t, "damage")
		}
		if worn {
			ints["10"] = mask
			if mask == ring {
				ints["10"] = rapid.SampledFrom([]int{0x40000, 0x80000}).Draw(t, "hand")
			}
		}
		return mustItem(t, first, ints, rapid.SampledFrom([]int{6107, 6104, 3965, 2583}).Draw(t, "spell"))
	}), 0, 12).Draw(t, name)
}

// plainValues reads what decides out of the raw properties, as search.md says it.
func plainValues(i *item.Item) [4]int {
	n := func(id int32) int { return int(max(i.Raw.IntValues[id], 0)) }
	legendary := 0
	for _, s := range i.Spells {
		if s.ID == 6107 || s.ID == 6104 {
			legendary++
		}
	}
	return [4]int{n(28), n(370), legendary, n(44)}
}

func plainBetter(a, b *item.Item) bool {
	va, vb := plainValues(a), plainValues(b)
	higher := false
	for k := range va {
		if va[k] < vb[k] {
			return false
		}
		higher = higher || va[k] > vb[k]
	}
	return higher
}

// Upgrades and benefits are what trying every item in every slot finds.
func TestAgainstBruteForce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		level := int32(180)
		w := Wearer{"Me", item.Wielder{Level: &level}, drawItems(t, "worn", 0, true)}
		var stock []Owned
		for _, i := range append(drawItems(t, "stock", 1000, false), w.Worn...) {
			stock = append(stock, Owned{rapid.SampledFrom([]string{"Me", "Ann"}).Draw(t, "owner"), i})
		}
		slots := For(w, stock, 1000)
		compareSieve(t, w, stock, slots, rapid.IntRange(0, 3).Draw(t, "kept"))
		for s := range slots {
			slot := gamedata.Slot(s)
			var worn *item.Item
			for _, i := range w.Worn {
				inSlot := gamedata.SlotsOfEquip(*i.CurrentWieldedLocation).Has(slot)
				if inSlot && (worn == nil || i.ItemID < worn.ItemID) {
					worn = i
				}
			}
			want := map[int64]bool{}
			for _, o := range stock {
				i := o.Item
				attuned := i.Raw.IntValues[114] > 0 && o.Owner != "Me"
				if gamedata.SlotsOfEquip(*i.ValidLocations).Has(slot) && !attuned && i.Raw.IntValues[160] <= 180 && i.ItemID > 1000 && (worn == nil || plainBetter(i, worn)) {
					want[i.ItemID] = true
				}
			}
			got := slots[s]
			if got.Worn != worn || got.Total != len(want) || len(got.Better) != len(want) {
				t.Fatalf("%s: %d better than %v, want %d", slot, got.Total, got.Worn, len(want))
			}
			for _, u := range got.Better {
				if !want[u.Item.ItemID] {
					t.Errorf("%s: %d is not better", slot, u.Item.ItemID)
				}
				if worn != nil {
					a, b := plainValues(u.Item), plainValues(worn)
					if u.Gain.Values != (Values{a[0] - b[0], a[1] - b[1], a[2] - b[2], a[3] - b[3]}) {
						t.Errorf("%s: gain %+v", slot, u.Gain.Values)
					}
				}
			}
			if !slices.IsSortedFunc(got.Better, func(a, b Upgrade) int { return a.Gain.Values.compare(b.Gain.Values) }) {
				t.Errorf("%s: not the best first", slot)
			}
		}
		for _, o := range stock {
			found := Benefits(o, []Wearer{w})
			gains := false
			for s := range slots {
				gains = gains || slices.ContainsFunc(slots[s].Better, func(u Upgrade) bool { return u.Item == o.Item })
			}
			if (len(found) > 0) != gains {
				t.Errorf("%d benefits %d, and is an upgrade: %v", o.Item.ItemID, len(found), gains)
			}
		}
	})
}

// A sieve counts what For counts, and keeps what it would show.
func compareSieve(t *rapid.T, w Wearer, stock []Owned, want []Slot, limit int) {
	sieve := NewSieve(w, limit)
	for _, o := range stock {
		if o.Owner == w.Character || !o.Item.IsAttuned() {
			sieve.Add(Piece{o.Item.ItemID, o.Owner, o.Item.ItemID, o.Item.Slots(), ValuesOf(o.Item), &o.Item.Requirements})
		}
	}
	for s, slot := range want {
		var best []int64
		for _, u := range slot.Better[:min(len(slot.Better), limit)] {
			best = append(best, u.Item.ItemID)
		}
		slices.Sort(best)
		if got := sieve.Best(gamedata.SetOf(gamedata.Slot(s))); sieve.Total(gamedata.Slot(s)) != slot.Total || !slices.Equal(got, best) {
			t.Errorf("%s: the sieve counts %d and keeps %v, want %d, %v", gamedata.Slot(s), sieve.Total(gamedata.Slot(s)), got, slot.Total, best)
		}
	}
}
