package querytest

import (
	"reflect"
	"testing"

	"overlord/inventory/item"
	"overlord/inventory/query"
)

func TestTheSameSeedMakesTheSameItems(t *testing.T) {
	t.Parallel()
	if !reflect.DeepEqual(Items(1, 2, 300), Items(1, 2, 300)) {
		t.Error("two inventories of one seed differ")
	}
	if reflect.DeepEqual(Items(1, 2, 300), Items(2, 2, 300)) {
		t.Error("two seeds make the same")
	}
}

// Inventories are as large and as mixed as players': 25 properties an item, every
// kind, worn pieces in places of their own, ids that no other character has.
func TestItemsAreAsPlayersHaveThem(t *testing.T) {
	t.Parallel()
	kinds, ids, known := map[string]int{}, map[int64]bool{}, 0
	var worn []query.Worn
	list := append(Items(1, 0, 1500), Items(1, 1, 1500)...)
	for i, it := range list {
		f := query.FactsOf(it, query.Owner{Name: Character(0)})
		kinds[*it.ItemType]++
		ids[it.ItemID] = true
		known += properties(f)
		if w, ok := f.Worn(); ok && i < 1500 {
			worn = append(worn, w)
		}
	}
	for _, kind := range []string{item.KindArmor, item.KindShield, item.KindClothing, item.KindCloak, item.KindJewelry, item.KindMelee, item.KindMissile, item.KindCaster, item.KindSalvage, item.KindGem, item.KindComponent} {
		if kinds[kind] < 10 {
			t.Errorf("%d of kind %s", kinds[kind], kind)
		}
	}
	if len(ids) != len(list) {
		t.Errorf("%d items have %d ids", len(list), len(ids))
	}
	if mean := known / len(list); mean < 25 {
		t.Errorf("%d properties an item", mean)
	}
	if len(worn) < 10 {
		t.Errorf("%d pieces are worn", len(worn))
	}
	for i, a := range worn {
		for _, b := range worn[:i] {
			if a.Slots&b.Slots != 0 {
				t.Errorf("%v and %v are worn in one place", a, b)
			}
		}
	}
}

// properties counts what is known of an item, spells included.
func properties(f *query.Facts) int {
	n := len(f.Item.Spells)
	for _, c := range query.Columns() {
		known := false
		if c.Number != nil {
			_, known = c.Number(f)
		} else {
			_, known = c.Text(f)
		}
		if known {
			n++
		}
	}
	return n
}

func TestQueriesAreQueries(t *testing.T) {
	t.Parallel()
	for _, text := range Queries() {
		if _, err := query.Parse(text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	if Character(12) != "Mule 12" {
		t.Error(Character(12))
	}
}
