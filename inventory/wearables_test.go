package inventory

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"overlord/inventory/gamedata"
	"overlord/inventory/item"
)

// What the suit builder is told of an item is what the item itself tells.
func TestWearablesAreWhatTheItemsAre(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	pieces := []string{
		`{"Id":1,"Name":"Sleeves","ObjectClass":2,"HasIdData":true,"IntValues":{"218103822":6144,"218103821":12288,"28":320,"131":60,"171":2,"265":14,"374":1,"158":7,"159":1,"160":180,"10":2048},"Spells":[3965,6095,2]}`,
		`{"Id":2,"Name":"Kept Sleeves","ObjectClass":2,"HasIdData":true,"IntValues":{"218103822":6144,"218103821":12288,"28":300,"131":60},"BoolValues":{"91":true}}`,
		`{"Id":3,"Name":"Society Tassets","ObjectClass":2,"IntValues":{"218103822":9216,"218103821":2304,"28":269,"131":60,"158":9,"159":288,"160":601}}`,
		`{"Id":4,"Name":"Amulet","ObjectClass":4,"IntValues":{"218103822":32768,"114":1,"379":3,"370":-2}}`,
		`{"Id":5,"Name":"Sword","ObjectClass":1,"IntValues":{"218103822":1048576}}`,
		`{"Id":6,"Name":"Arrow","ObjectClass":9,"IntValues":{"218103822":8388608}}`,
		`{"Id":7,"Name":"Red Sigil","ObjectClass":11,"IntValues":{"218103822":1073741824}}`,
		`{"Id":8,"Name":"Lute","ObjectClass":8}`,
	}
	h.full("Mule", pieces[:4]...)
	h.full("Other", pieces[4:]...)
	for _, c := range []struct {
		characters []string
		want       string
	}{{nil, "1 Mule, 2 Mule, 3 Mule, 4 Mule, 7 Other"}, {[]string{"Other", "Nobody"}, "7 Other"}, {[]string{"Nobody"}, ""}} {
		var got []string
		err := h.module.Wearables(t.Context(), c.characters, func(character string, i *item.Item) {
			got = append(got, fmt.Sprint(i.ItemID, " ", character))
			told, err := item.Decode([]byte(pieces[i.ItemID-1]))
			if err != nil {
				t.Fatal(err)
			}
			for what, pair := range map[string][2]any{
				"name":         {*i.Name, *told.Name},
				"slots":        {i.Slots(), told.Slots()},
				"coverage":     {text(i.CoverageMask), text(told.CoverageMask)},
				"armor level":  {text(i.Combat.BaseArmorLevel), text(told.Combat.BaseArmorLevel)},
				"set":          {text(i.Enhancements.ItemSet), text(told.Enhancements.ItemSet)},
				"cantrips":     {fmt.Sprint(i.Cantrips()), fmt.Sprint(told.Cantrips())},
				"reductions":   {i.Reductions(gamedata.ACE), told.Reductions(gamedata.ACE)},
				"attuned":      {i.IsAttuned(), told.IsAttuned()},
				"worn":         {i.IsWorn(), told.IsWorn()},
				"requirements": {fmt.Sprint(i.Requirements.List()), fmt.Sprint(told.Requirements.List())},
				"crit damage":  {text(i.Ratings.CritDamageRating), text(told.Ratings.CritDamageRating)},
				"vitality":     {text(i.Ratings.VitalityRating), text(told.Ratings.VitalityRating)},
				"damage":       {text(i.Ratings.DamageRating), text(told.Ratings.DamageRating)},
			} {
				if pair[0] != pair[1] {
					t.Errorf("%s of %s: %v, want %v", what, *i.Name, pair[0], pair[1])
				}
			}
		})
		slices.Sort(got)
		if err != nil || strings.Join(got, ", ") != c.want {
			t.Errorf("of %q: %q %v, want %q", c.characters, got, err, c.want)
		}
	}
	names := func() string {
		t.Helper()
		var list []string
		if err := h.module.Wearables(t.Context(), nil, func(character string, i *item.Item) { list = append(list, character+" "+*i.Name) }); err != nil {
			t.Fatal(err)
		}
		slices.Sort(list)
		return strings.Join(list, ", ")
	}
	h.remove("Mule", 2)
	h.update("Other", pieces[1])
	if got := names(); got != "Mule Amulet, Mule Sleeves, Mule Society Tassets, Other Kept Sleeves, Other Red Sigil" {
		t.Errorf("after a trade: %s", got)
	}
	h.full("Other", pieces[4])
	if got := names(); got != "Mule Amulet, Mule Sleeves, Mule Society Tassets" {
		t.Errorf("after an upload: %s", got)
	}
	h.full("Other", pieces[4:]...)
	owners, err := h.module.Owners(t.Context())
	if err != nil || len(owners) != 2 || owners[0].Name != "Mule" || owners[0].Items != 3 || owners[1].Uploaded == nil {
		t.Errorf("%+v %v", owners, err)
	}
}

// text is what a pointer points to.
func text(p any) string {
	switch v := p.(type) {
	case *int32:
		if v != nil {
			return fmt.Sprint(*v)
		}
	case *int64:
		if v != nil {
			return fmt.Sprint(*v)
		}
	}
	return "unknown"
}
