package item

import (
	"strings"
	"testing"

	"overlord/inventory/gamedata"
)

func TestBaseArmor(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]int32{
		`{"Id":1,"IntValues":{"28":300,"131":60}}`:                                                 300,
		`{"Id":1,"IntValues":{"28":300,"131":60,"171":5}}`:                                         200,
		`{"Id":1,"IntValues":{"28":300,"131":60,"171":5,"179":1}}`:                                 220, // the imbue added none
		`{"Id":1,"IntValues":{"28":300,"131":60,"171":0,"179":1}}`:                                 300,
		`{"Id":1,"IntValues":{"28":300}}`:                                                          100, // a quest piece
		`{"Id":1,"IntValues":{"28":300,"131":0,"171":5}}`:                                          100,
		`{"Id":1,"IntValues":{"28":150}}`:                                                          0,
		`{"Id":1,"IntValues":{"28":540,"131":60},"ActiveSpells":[4407]}`:                           300,
		`{"Id":1,"IntValues":{"28":380,"131":60},"Spells":[6095],"ActiveSpells":[6095]}`:           380,
		`{"Id":1,"IntValues":{"28":300,"131":60},"Spells":[6095,2108]}`:                            380,
		`{"Id":1,"IntValues":{"28":620,"131":60},"Spells":[6095],"ActiveSpells":[6095,4407,4407]}`: 380,
		`{"Id":1,"IntValues":{"28":0,"131":60}}`:                                                   0,
		`{"Id":1,"IntValues":{"28":-5,"131":60}}`:                                                  0,
	} {
		is(t, raw, decode(t, raw).Combat.BaseArmorLevel, want)
	}
	unknown(t, "base_armor_level", decode(t, `{"Id":1,"Spells":[6095]}`).Combat.BaseArmorLevel)
}

func TestTotalRating(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]int32{
		`{"Id":1,"IntValues":{"370":1,"371":2,"372":3,"373":4,"374":5,"375":6,"376":7,"379":8}}`: 36,
		`{"Id":1,"IntValues":{"370":0}}`:                           0,
		`{"Id":1,"IntValues":{"370":3,"371":-2}}`:                  3,
		`{"Id":1,"IntValues":{"376":2147483647,"370":2147483647}}`: 2147483647,
	} {
		is(t, raw, decode(t, raw).Ratings.TotalRating, want)
	}
	unknown(t, "total_rating", decode(t, `{"Id":1,"IntValues":{"377":5,"378":5,"383":5,"388":1}}`).Ratings.TotalRating)
}

func TestTinksLeft(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]int{
		`{"Id":1,"IntValues":{"105":7,"131":60,"171":4}}`:                          6,
		`{"Id":1,"IntValues":{"105":7,"131":60,"171":12}}`:                         0,
		`{"Id":1,"HasIdData":true,"IntValues":{"105":7,"131":60}}`:                 10,
		`{"Id":1,"IntValues":{"105":7,"131":60}}`:                                  -1, // was not appraised
		`{"Id":1,"HasIdData":true,"IntValues":{"105":7}}`:                          -1, // a quest item
		`{"Id":1,"HasIdData":true,"IntValues":{"131":60}}`:                         -1,
		`{"Id":1,"IntValues":{"105":7,"131":60,"171":4},"BoolValues":{"91":true}}`: -1,
		`{"Id":1,"ObjectClass":39,"IntValues":{"105":7,"131":60,"171":4}}`:         -1,
	} {
		n, ok := decode(t, raw).TinksLeft()
		if want < 0 && ok || want >= 0 && (!ok || n != want) {
			t.Errorf("%s: %d, %v; want %d", raw, n, ok, want)
		}
	}
}

func TestReductionsOfItems(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, raw, retail, ace string
		reducible              bool
	}{
		{"looted leggings", `{"Id":1,"IntValues":{"9":25600,"131":60}}`, "abdomen upper_legs lower_legs", "abdomen upper_legs lower_legs", true},
		{"of a quest", `{"Id":1,"IntValues":{"9":25600}}`, "", "", false},
		{"retained", `{"Id":1,"IntValues":{"9":25600,"131":60},"BoolValues":{"91":true}}`, "", "", false},
		{"of a society", `{"Id":1,"IntValues":{"9":25600,"131":60,"158":9,"159":288,"160":601}}`, "", "", false},
		{"one slot", `{"Id":1,"IntValues":{"9":2048,"131":60}}`, "", "lower_arms", false},
		{"a ring", `{"Id":1,"IntValues":{"9":786432,"131":60}}`, "", "", false},
		{"shirt and pants", `{"Id":1,"IntValues":{"9":222,"131":60}}`, "", "", false},
		{"nobody knows where it is worn", `{"Id":1,"IntValues":{"131":60}}`, "", "", false},
	} {
		i := decode(t, c.raw)
		for rules, want := range map[gamedata.Rules]string{gamedata.Retail: c.retail, gamedata.ACE: c.ace, gamedata.NoReduction: ""} {
			if got := strings.Join(i.Reductions(rules).Names(), " "); got != want {
				t.Errorf("%s by %s: %q, want %q", c.name, rules, got, want)
			}
		}
		if i.IsReducible() != c.reducible {
			t.Errorf("%s is reducible: %v", c.name, i.IsReducible())
		}
	}
}

func TestMayWear(t *testing.T) {
	t.Parallel()
	level, heritage := int32(180), int32(2)
	known := Wielder{Level: &level, Heritage: &heritage, Skills: map[int32]int32{6: 350}, Trained: map[int32]int32{33: 3}}
	for raw, want := range map[string]bool{
		`{"Id":1}`: true,
		`{"Id":1,"IntValues":{"158":7,"159":1,"160":180}}`:                          true,
		`{"Id":1,"IntValues":{"158":7,"159":1,"160":181}}`:                          false,
		`{"Id":1,"IntValues":{"158":7,"159":1,"160":50,"276":7,"277":1,"278":275}}`: false,
		`{"Id":1,"IntValues":{"158":2,"159":6,"160":350}}`:                          true,
		`{"Id":1,"IntValues":{"158":2,"159":6,"160":351}}`:                          false,
		`{"Id":1,"IntValues":{"158":2,"159":7,"160":1}}`:                            false, // a skill it does not have
		`{"Id":1,"IntValues":{"158":1,"159":6,"160":900}}`:                          true,  // spells may raise it
		`{"Id":1,"IntValues":{"158":8,"159":33,"160":3}}`:                           true,
		`{"Id":1,"IntValues":{"158":8,"159":34,"160":2}}`:                           false,
		`{"Id":1,"IntValues":{"158":12,"159":0,"160":2}}`:                           true,
		`{"Id":1,"IntValues":{"158":12,"159":0,"160":3}}`:                           false,
		`{"Id":1,"IntValues":{"188":3}}`:                                            false,
		`{"Id":1,"IntValues":{"188":2}}`:                                            true,
		`{"Id":1,"IntValues":{"158":0,"159":1,"160":999}}`:                          true,
	} {
		i := decode(t, raw)
		if got := known.MayWear(i); got != want {
			t.Errorf("%s: %v, want %v", raw, got, want)
		}
		if !(Wielder{}).MayWear(i) {
			t.Errorf("%s: of somebody unknown it is forbidden", raw)
		}
	}
}

func TestCantripsOfItems(t *testing.T) {
	t.Parallel()
	// minor and legendary Strength, two epic Slashing Wards, Impenetrability, a spell that is none
	i := decode(t, `{"Id":1,"Spells":[2583,6107,3957,4678,6095,2108]}`)
	got := i.Cantrips()
	want := map[string]gamedata.Tier{"Strength": gamedata.Legendary, "Slashing Ward": gamedata.Epic, "Impenetrability": gamedata.Legendary}
	if len(got) != len(want) {
		t.Errorf("%+v", got)
	}
	for _, c := range got {
		if want[lineName(c.Line)] != c.Tier {
			t.Errorf("%s %s", c.Tier, lineName(c.Line))
		}
	}
	if n := i.CountCantrips(gamedata.Legendary); n != 2 {
		t.Errorf("%d legendary cantrips, want 2", n)
	}
	if n := i.CountCantrips(gamedata.Feeble); n != 3 {
		t.Errorf("%d cantrips, want 3", n)
	}
}
