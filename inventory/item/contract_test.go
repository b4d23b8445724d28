package item

import (
	"encoding/json"
	"testing"

	"overlord/inventory/gamedata"
)

// The helm of the contract's example upload.
const helm = `{"Id":2155872301,"Name":"Covenant Helm","ObjectClass":2,"HasIdData":true,"LastIdTime":1777918867,"Icon":6672,"Slot":-1,
"IntValues":{"5":450,"9":1,"10":1,"19":24310,"28":312,"105":8,"106":350,"107":1180,"108":1200,"109":340,"131":62,"158":7,"159":1,"160":180,"171":10,"179":0,"265":14,"370":2,"374":1,"218103821":16384,"218103822":1},
"DoubleValues":{"5":-0.0333,"13":1.2,"14":1.1,"15":0.8},"StringValues":{"1":"Covenant Helm","7":"tinkered by Larsa"},"BoolValues":{"100":true},
"Spells":[6105,6095,4397],"ActiveSpells":[6105],"ContainerId":1342177281,"CurrentWieldedLocation":1,"ArmorLevel":312,"Workmanship":8}`

// is compares what is known of a field with what should be.
func is[T comparable](t *testing.T, name string, got *T, want T) {
	t.Helper()
	if got == nil {
		t.Errorf("%s is unknown, want %v", name, want)
	} else if *got != want {
		t.Errorf("%s is %v, want %v", name, *got, want)
	}
}

func unknown[T any](t *testing.T, name string, got *T) {
	t.Helper()
	if got != nil {
		t.Errorf("%s is %v, want unknown", name, *got)
	}
}

func TestTheHelmOfTheContract(t *testing.T) {
	t.Parallel()
	i := decode(t, helm)
	if i.ItemID != 2155872301 || !i.HasIDData || i.LastIDTime != 1777918867 {
		t.Errorf("%d, %v, %d", i.ItemID, i.HasIDData, i.LastIDTime)
	}
	is(t, "name", i.Name, "Covenant Helm")
	is(t, "icon", i.Icon, 6672)
	is(t, "item_type", i.ItemType, KindArmor)
	is(t, "value", i.Value, 24310)
	is(t, "burden", i.Burden, 450)
	is(t, "container_id", i.ContainerID, 1342177281)
	is(t, "current_wielded_location", i.CurrentWieldedLocation, 1)
	is(t, "coverage_mask", i.CoverageMask, 16384)
	unknown(t, "slot", i.Slot)
	unknown(t, "bonded", i.Bonded)
	unknown(t, "is_unique", i.IsUnique)
	if len(i.SlotNames) != 1 || i.SlotNames[0] != "head" || !i.IsWorn() {
		t.Errorf("worn %v in %v", i.IsWorn(), i.SlotNames)
	}
	is(t, "armor_level", i.Combat.ArmorLevel, 312)
	is(t, "base_armor_level", i.Combat.BaseArmorLevel, 312-10*20+80) // tinkered ten times; legendary Impenetrability of its own
	if p := i.Combat.Protections; len(p) != 7 || *p[0] != 1.2 || *p[1] != 1.1 || *p[2] != 0.8 || p[3] != nil || p[6] != nil {
		t.Errorf("protections %v", p)
	}
	is(t, "wield_level", i.Requirements.WieldLevel, 180)
	is(t, "lore_requirement", i.Requirements.LoreRequirement, 340)
	is(t, "material", i.Enhancements.Material, 62)
	is(t, "material_name", i.Enhancements.MaterialName, gamedata.Materials().Text(62))
	is(t, "imbue", i.Enhancements.Imbue, 0)
	unknown(t, "imbue_name", i.Enhancements.ImbueName)
	is(t, "item_set_name", i.Enhancements.ItemSetName, "Adept's Set")
	is(t, "mana_rate", i.Enhancements.ManaRate, -0.0333)
	is(t, "total_rating", i.Ratings.TotalRating, 3)
	if n, ok := i.TinksLeft(); n != 0 || !ok {
		t.Errorf("%d tinks left, %v", n, ok)
	}
	if want := (Spell{6105, true}); len(i.Spells) != 3 || i.Spells[0] != (Spell{4397, false}) || i.Spells[2] != want {
		t.Errorf("%+v", i.Spells)
	}
	if i.Raw.StringValues[7] != "tinkered by Larsa" || i.Raw.IntValues[265] != 14 || !i.Raw.BoolValues[100] {
		t.Error("a raw value is lost")
	}
}

func TestTyped(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, raw string
		check     func(*testing.T, *Item)
	}{
		{"an older plugin's signed ids", `{"Id":-2139094995,"ContainerId":-2,"CurrentWieldedLocation":-2147483648}`, func(t *testing.T, i *Item) {
			is(t, "item_id", &i.ItemID, 2155872301)
			is(t, "container_id", i.ContainerID, 4294967294)
			is(t, "current_wielded_location", i.CurrentWieldedLocation, 2147483648)
		}},
		{"-1 in a typed field is not set", `{"Id":1,"Value":-1,"Burden":-1,"ArmorLevel":-1,"Variance":-1,"ContainerId":-1,"ObjectClass":-1}`, func(t *testing.T, i *Item) {
			unknown(t, "value", i.Value)
			unknown(t, "burden", i.Burden)
			unknown(t, "armor_level", i.Combat.ArmorLevel)
			unknown(t, "variance", i.Combat.Variance)
			unknown(t, "container_id", i.ContainerID)
			unknown(t, "object_class", i.ObjectClass)
			unknown(t, "item_type", i.ItemType)
		}},
		{"-1 in a dictionary is a value", `{"Id":1,"IntValues":{"33":-1}}`, func(t *testing.T, i *Item) { is(t, "bonded", i.Bonded, -1) }},
		{"0 is known", `{"Id":1,"Value":0,"IntValues":{"28":0}}`, func(t *testing.T, i *Item) {
			is(t, "value", i.Value, 0)
			is(t, "armor_level", i.Combat.ArmorLevel, 0)
		}},
		{"a dictionary wins", `{"Id":1,"Name":"Typed","ArmorLevel":100,"IntValues":{"28":200},"StringValues":{"1":"Set"}}`, func(t *testing.T, i *Item) {
			is(t, "armor_level", i.Combat.ArmorLevel, 200)
			is(t, "name", i.Name, "Set")
		}},
		{"the name may be typed only", `{"Id":1,"Name":"Typed","StringValues":{}}`, func(t *testing.T, i *Item) { is(t, "name", i.Name, "Typed") }},
		{"Decal's id before the game's", `{"Id":1,"IntValues":{"9":1,"218103822":512}}`, func(t *testing.T, i *Item) { is(t, "valid_locations", i.ValidLocations, 512) }},
		{"the older name of the container", `{"Id":1,"Container":7}`, func(t *testing.T, i *Item) { is(t, "container_id", i.ContainerID, 7) }},
		{"numbers as strings", `{"Id":"-2139094995","Value":" 12 ","HasIdData":"True","IntValues":{"5":"30","28":"7.0"},"DoubleValues":{"29":"1.15"},"BoolValues":{"91":1}}`, func(t *testing.T, i *Item) {
			is(t, "item_id", &i.ItemID, 2155872301)
			is(t, "value", i.Value, 12)
			is(t, "burden", i.Burden, 30)
			is(t, "armor_level", i.Combat.ArmorLevel, 7)
			is(t, "melee_defense_bonus", i.Combat.MeleeDefenseBonus, 1.15)
			if !i.HasIDData || !i.Raw.BoolValues[91] {
				t.Error("a boolean is lost")
			}
		}},
		{"what is no number costs itself only", `{"Id":1,"Value":"much","IntValues":{"5":{},"x":1,"28":50,"19":1.5},"DoubleValues":[],"Spells":"none"}`, func(t *testing.T, i *Item) {
			unknown(t, "value", i.Value)
			unknown(t, "burden", i.Burden)
			is(t, "armor_level", i.Combat.ArmorLevel, 50)
			if i.Spells != nil || i.Raw.DoubleValues != nil {
				t.Error("something was made of nothing")
			}
		}},
		{"beyond the column", `{"Id":1,"IntValues":{"5":3000000000,"19":3000000000}}`, func(t *testing.T, i *Item) {
			unknown(t, "burden", i.Burden)
			is(t, "value", i.Value, 3000000000)
			if i.Raw.IntValues[5] != 3000000000 {
				t.Error("the raw value is lost")
			}
		}},
		{"an icon with its file's type", `{"Id":1,"Icon":100673296}`, func(t *testing.T, i *Item) { is(t, "icon", i.Icon, 10000) }},
		{"unknown ids stay visible", `{"Id":1,"IntValues":{"131":999,"265":998,"179":1048577}}`, func(t *testing.T, i *Item) {
			is(t, "material_name", i.Enhancements.MaterialName, "999")
			is(t, "item_set_name", i.Enhancements.ItemSetName, "998")
			is(t, "imbue_name", i.Enhancements.ImbueName, "Critical Strike, 1048576")
		}},
		{"several imbues", `{"Id":1,"IntValues":{"179":1,"303":4}}`, func(t *testing.T, i *Item) { is(t, "imbue", i.Enhancements.Imbue, 5) }},
		{"a signed imbue", `{"Id":1,"IntValues":{"179":-2147483648}}`, func(t *testing.T, i *Item) {
			is(t, "imbue_name", i.Enhancements.ImbueName, "Ignore All Armor")
		}},
		{"a rare by its id", `{"Id":1,"IntValues":{"17":5}}`, func(t *testing.T, i *Item) { is(t, "is_rare", i.IsRare, true) }},
		{"a rare by its name", `{"Id":1,"Name":"Infinite Deadly Broad Arrowheads"}`, func(t *testing.T, i *Item) { is(t, "is_rare", i.IsRare, true) }},
		{"no rare", `{"Id":1,"Name":"Taper","IntValues":{"279":0}}`, func(t *testing.T, i *Item) {
			unknown(t, "is_rare", i.IsRare)
			is(t, "is_unique", i.IsUnique, false)
		}},
		{"four requirements", `{"Id":1,"IntValues":{"158":7,"159":1,"160":150,"270":7,"271":1,"272":180,"273":2,"274":6,"275":300,"276":12,"277":0,"278":4}}`, func(t *testing.T, i *Item) {
			is(t, "wield_level", i.Requirements.WieldLevel, 180)
			is(t, "wield_value_4", i.Requirements.WieldValue4, 4)
			if got := i.Requirements.List(); len(got) != 4 || got[2] != (Requirement{2, 6, 300}) {
				t.Errorf("%+v", got)
			}
		}},
		{"a shield's armor level is its shield value", `{"Id":1,"IntValues":{"9":2097152,"28":250}}`, func(t *testing.T, i *Item) { is(t, "shield_value", i.Combat.ShieldValue, 250) }},
		{"a helm has none", `{"Id":1,"IntValues":{"9":1,"28":250}}`, func(t *testing.T, i *Item) { unknown(t, "shield_value", i.Combat.ShieldValue) }},
		{"a bag of salvage", `{"Id":1,"ObjectClass":39,"IntValues":{"105":85,"170":10,"131":13}}`, func(t *testing.T, i *Item) {
			is(t, "salvage_workmanship", i.Enhancements.SalvageWorkmanship, 8.5)
			is(t, "item_type", i.ItemType, KindSalvage)
			if _, ok := i.TinksLeft(); ok {
				t.Error("salvage can be tinkered")
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.check(t, decode(t, c.raw))
		})
	}
}

func TestKinds(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		`{"Id":1,"ObjectClass":1}`:                                        "melee",
		`{"Id":1,"ObjectClass":2}`:                                        "armor",
		`{"Id":1,"ObjectClass":3,"ItemType":2}`:                           "clothing",
		`{"Id":1,"ObjectClass":4,"IntValues":{"218103822":67108864}}`:     "jewelry",
		`{"Id":1,"ObjectClass":9}`:                                        "missile",
		`{"Id":1,"ObjectClass":31}`:                                       "caster",
		`{"Id":1,"ObjectClass":2,"IntValues":{"218103822":2097152}}`:      "shield",
		`{"Id":1,"ObjectClass":3,"IntValues":{"9":134217728}}`:            "cloak",
		`{"Id":1,"ObjectClass":11,"IntValues":{"9":268435456}}`:           "aetheria",
		`{"Id":1,"ObjectClass":39}`:                                       "salvage",
		`{"Id":1,"ObjectClass":11}`:                                       "gem",
		`{"Id":1,"ObjectClass":10}`:                                       "container",
		`{"Id":1,"ObjectClass":12}`:                                       "component",
		`{"Id":1,"ObjectClass":15}`:                                       "trade_note",
		`{"Id":1,"ObjectClass":0}`:                                        "unknown",
		`{"Id":1,"ObjectClass":77}`:                                       "77",
		`{"Id":1,"ObjectClass":11,"IntValues":{"218103822":-2147483648}}`: "gem",
	} {
		is(t, raw, decode(t, raw).ItemType, want)
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		``:                    "an item must be a JSON object",
		`[]`:                  "an item must be a JSON object",
		`"Id"`:                "an item must be a JSON object",
		`{"Id":1`:             "an item must be valid JSON: byte 7",
		`{"Id":1}{}`:          "an item must be one JSON object",
		`{}`:                  "the item has no Id",
		`{"Id":null}`:         "the item has no Id",
		`{"Id":-1}`:           "the item has no Id",
		`{"Id":0}`:            "an item's Id must be a whole number from 1 to 4294967295",
		`{"Id":4294967296}`:   "an item's Id must be a whole number from 1 to 4294967295",
		`{"Id":-2147483649}`:  "an item's Id must be a whole number from 1 to 4294967295",
		`{"Id":1.5}`:          "an item's Id must be a whole number from 1 to 4294967295",
		`{"Id":"helm"}`:       "an item's Id must be a whole number from 1 to 4294967295",
		`{"Id":{"a":1}}`:      "an item's Id must be a whole number from 1 to 4294967295",
		`{"Id":1e400}`:        "the item has no Id",
		`{"Id":123456789e30}`: "an item's Id must be a whole number from 1 to 4294967295",
	} {
		if i, err := Decode(json.RawMessage(raw)); err == nil || err.Error() != want {
			t.Errorf("%s: %+v, %v; want %s", raw, i, err, want)
		}
	}
}
