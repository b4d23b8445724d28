package item

import (
	"encoding/json"
	"math"
	"os"
	"reflect"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
)

// plain is a second reading of the contract: straight from its tables, without a
// line of the code that it checks. It knows items as appraised plugins of today
// send them.
type plain struct {
	ID      int64              `json:"Id"`
	Class   int                `json:"ObjectClass"`
	Ints    map[string]int64   `json:"IntValues"`
	Doubles map[string]float64 `json:"DoubleValues"`
	Strings map[string]string  `json:"StringValues"`
	Spells  []int64
	Active  []int64 `json:"ActiveSpells"`
}

func (p plain) int(keys ...string) (int64, bool) {
	for _, k := range keys {
		if n, ok := p.Ints[k]; ok {
			return n, true
		}
	}
	return 0, false
}

func (p plain) baseArmor() int64 {
	al, known := p.int("28")
	if !known {
		return 0
	}
	tinkering := int64(200)
	if material, _ := p.int("131"); material > 0 {
		tinks, _ := p.int("171")
		if imbue, _ := p.int("179"); imbue != 0 && tinks > 0 {
			tinks--
		}
		tinkering = 20 * tinks
	}
	inForce := map[int64]int64{1486: 200, 2108: 220, 4407: 240, 2604: 20, 2592: 40, 4667: 60, 6095: 80}
	own := map[int64]int64{2604: 20, 2592: 40, 4667: 60, 6095: 80}
	base := al - tinkering
	for _, id := range p.Active {
		base -= inForce[id]
	}
	for _, id := range p.Spells {
		base += own[id]
	}
	if base < 0 {
		return 0
	}
	return base
}

func (p plain) total() (sum int64, known bool) {
	for _, id := range []string{"370", "371", "372", "373", "374", "375", "376", "379"} {
		n, ok := p.int(id)
		known = known || ok
		if n > 0 {
			sum += n
		}
	}
	return sum, known
}

// slots walks the bits as the page of the suit builder tells them.
func (p plain) slots() []string {
	mask, _ := p.int("218103822", "9")
	if mask < 0 {
		mask += 1 << 32
	}
	armor := map[int64]string{0x1: "head", 0x20: "hands", 0x100: "feet", 0x200: "chest", 0x400: "abdomen", 0x800: "upper_arms", 0x1000: "lower_arms", 0x2000: "upper_legs", 0x4000: "lower_legs"}
	other := map[int64]string{0x8000: "neck", 0x10000: "wrist_left", 0x20000: "wrist_right", 0x40000: "finger_left", 0x80000: "finger_right", 0x200000: "shield",
		0x4000000: "trinket", 0x8000000: "cloak", 0x10000000: "sigil_blue", 0x20000000: "sigil_yellow", 0x40000000: "sigil_red",
		0x100000: "weapon", 0x400000: "weapon", 0x1000000: "weapon", 0x2000000: "weapon"}
	found := map[string]bool{}
	for bit, name := range armor {
		if mask&bit != 0 {
			found[name] = true
		}
	}
	if len(found) == 0 {
		if mask&0xC0 != 0 || mask == 0x4 {
			found["pants"] = true
		}
		if mask&0x1A != 0 {
			found["shirt"] = true
		}
	}
	for bit, name := range other {
		if mask&bit != 0 {
			found[name] = true
		}
	}
	names := []string{}
	for name := range found {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// names reads two columns of a table.
func names(tb testing.TB, file, id string) map[int64]string {
	tb.Helper()
	text, err := os.ReadFile("../gamedata/tables/" + file)
	if err != nil {
		tb.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	header := strings.Split(lines[0], "\t")
	found := map[int64]string{}
	for _, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		n, err := strconv.ParseInt(cells[slices.Index(header, id)], 10, 64)
		if err != nil {
			tb.Fatal(err)
		}
		found[n] = cells[slices.Index(header, "name")]
	}
	return found
}

// tiers are the cantrips of a table as spell id to "line tier".
func tiers(tb testing.TB) map[int64][2]string {
	tb.Helper()
	text, err := os.ReadFile("../gamedata/tables/cantrips.tsv")
	if err != nil {
		tb.Fatal(err)
	}
	spells := names(tb, "spells.tsv", "id")
	found := map[int64][2]string{}
	for _, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")[1:] {
		cells := strings.Split(line, "\t")
		for _, cell := range append(cells[5:11:11], strings.Split(cells[13], ",")...) {
			if id, err := strconv.ParseInt(cell, 10, 64); err == nil {
				tier, _, _ := strings.Cut(spells[id], " ")
				found[id] = [2]string{cells[1], strings.ToLower(tier)}
			}
		}
	}
	return found
}

func same[T comparable](t *testing.T, at, name string, got *T, want T, known bool) {
	t.Helper()
	if (got != nil) != known || known && *got != want {
		t.Errorf("%s: %s is %v, want %v (known: %v)", at, name, show(got), want, known)
	}
}

func show[T any](p *T) any {
	if p == nil {
		return "unknown"
	}
	return *p
}

// Every column of every real item is what a plain reading of the contract finds.
func TestRealItemsAgreeWithAPlainReading(t *testing.T) {
	t.Parallel()
	sets, materials, imbues := names(t, "item_sets.tsv", "id"), names(t, "materials.tsv", "id"), names(t, "imbued_effects.tsv", "value")
	seen := map[string]int{}
	for _, raw := range samples(t) {
		i := decode(t, string(raw))
		var p plain
		if err := json.Unmarshal(raw, &p); err != nil {
			t.Fatal(err)
		}
		at := p.Strings["1"]
		if want := p.ID; i.ItemID != want && i.ItemID != want+1<<32 || i.ItemID <= 0 {
			t.Errorf("%s: id %d", at, i.ItemID)
		}
		same(t, at, "name", i.Name, p.Strings["1"], true)
		for _, c := range plainColumns {
			n, known := p.int(c.keys...)
			same(t, at, c.name, c.field(i), int32(n), known)
			if known {
				seen[c.name]++
			}
		}
		for _, c := range plainNumbers {
			var n float64
			known := false
			for _, k := range slices.Backward(c.keys) {
				if v, ok := p.Doubles[k]; ok {
					n, known = v, true
				}
			}
			same(t, at, c.name, c.field(i), n, known)
		}
		value, known := p.int("19")
		same(t, at, "value", i.Value, value, known)
		for n, key := range []string{"167772160", "167772161", "167772162", "167772163", "167772164", "167772165", "167772166"} {
			if v, ok := p.Doubles[key]; ok && (len(i.Combat.Protections) != 7 || i.Combat.Protections[n] == nil || *i.Combat.Protections[n] != float32(v)) {
				t.Errorf("%s: protection %d", at, n)
			}
		}
		_, hasArmor := p.int("28")
		same(t, at, "base_armor_level", i.Combat.BaseArmorLevel, int32(p.baseArmor()), hasArmor)
		total, known := p.total()
		same(t, at, "total_rating", i.Ratings.TotalRating, int32(total), known)
		got := slices.Sorted(slices.Values(i.SlotNames))
		if want := p.slots(); !slices.Equal(got, want) {
			t.Errorf("%s fills %v, want %v", at, got, want)
		}
		for n, want := range map[string]struct {
			got   *string
			names map[int64]string
		}{"265": {i.Enhancements.ItemSetName, sets}, "131": {i.Enhancements.MaterialName, materials}, "179": {i.Enhancements.ImbueName, imbues}} {
			id, _ := p.int(n)
			same(t, at, "name of "+n, want.got, want.names[id], id != 0)
			if id != 0 {
				seen[n]++
			}
		}
	}
	for _, name := range []string{"armor_level", "tinks", "crit_damage_rating", "265", "131", "179"} {
		if seen[name] < 10 {
			t.Errorf("only %d items have %s", seen[name], name)
		}
	}
}

var plainColumns = []struct {
	name  string
	keys  []string
	field func(*Item) *int32
}{
	{"icon", []string{"218103809"}, func(i *Item) *int32 { return i.Icon }},
	{"burden", []string{"5"}, func(i *Item) *int32 { return i.Burden }},
	{"stack_size", []string{"218103814"}, func(i *Item) *int32 { return i.StackSize }},
	{"max_stack_size", []string{"218103815"}, func(i *Item) *int32 { return i.MaxStackSize }},
	{"structure", []string{"92"}, func(i *Item) *int32 { return i.Structure }},
	{"max_structure", []string{"91"}, func(i *Item) *int32 { return i.MaxStructure }},
	{"bonded", []string{"33"}, func(i *Item) *int32 { return i.Bonded }},
	{"attuned", []string{"114"}, func(i *Item) *int32 { return i.Attuned }},
	{"armor_level", []string{"28"}, func(i *Item) *int32 { return i.Combat.ArmorLevel }},
	{"max_damage", []string{"218103842", "44"}, func(i *Item) *int32 { return i.Combat.MaxDamage }},
	{"damage_type", []string{"218103841", "45"}, func(i *Item) *int32 { return i.Combat.DamageType }},
	{"elemental_damage_bonus", []string{"204"}, func(i *Item) *int32 { return i.Combat.ElementalDamageBonus }},
	{"weapon_skill", []string{"218103840"}, func(i *Item) *int32 { return i.Combat.WeaponSkill }},
	{"weapon_time", []string{"218103839"}, func(i *Item) *int32 { return i.Combat.WeaponTime }},
	{"cleaving", []string{"292"}, func(i *Item) *int32 { return i.Combat.Cleaving }},
	{"slayer_creature_type", []string{"166"}, func(i *Item) *int32 { return i.Combat.SlayerCreatureType }},
	{"wield_requirement_1", []string{"158"}, func(i *Item) *int32 { return i.Requirements.WieldRequirement1 }},
	{"wield_skill_1", []string{"159"}, func(i *Item) *int32 { return i.Requirements.WieldSkill1 }},
	{"wield_value_1", []string{"160"}, func(i *Item) *int32 { return i.Requirements.WieldValue1 }},
	{"wield_requirement_2", []string{"270"}, func(i *Item) *int32 { return i.Requirements.WieldRequirement2 }},
	{"wield_skill_2", []string{"271"}, func(i *Item) *int32 { return i.Requirements.WieldSkill2 }},
	{"wield_value_2", []string{"272"}, func(i *Item) *int32 { return i.Requirements.WieldValue2 }},
	{"lore_requirement", []string{"109"}, func(i *Item) *int32 { return i.Requirements.LoreRequirement }},
	{"skill_requirement", []string{"176"}, func(i *Item) *int32 { return i.Requirements.SkillRequirement }},
	{"skill_level", []string{"115"}, func(i *Item) *int32 { return i.Requirements.SkillLevel }},
	{"mastery", []string{"353"}, func(i *Item) *int32 { return i.Requirements.Mastery }},
	{"material", []string{"131"}, func(i *Item) *int32 { return i.Enhancements.Material }},
	{"workmanship", []string{"105"}, func(i *Item) *int32 { return i.Enhancements.Workmanship }},
	{"tinks", []string{"171"}, func(i *Item) *int32 { return i.Enhancements.Tinks }},
	{"item_set", []string{"265"}, func(i *Item) *int32 { return i.Enhancements.ItemSet }},
	{"spellcraft", []string{"106"}, func(i *Item) *int32 { return i.Enhancements.Spellcraft }},
	{"mana", []string{"107"}, func(i *Item) *int32 { return i.Enhancements.Mana }},
	{"max_mana", []string{"108"}, func(i *Item) *int32 { return i.Enhancements.MaxMana }},
	{"damage_rating", []string{"370"}, func(i *Item) *int32 { return i.Ratings.DamageRating }},
	{"damage_resist_rating", []string{"371"}, func(i *Item) *int32 { return i.Ratings.DamageResistRating }},
	{"crit_rating", []string{"372"}, func(i *Item) *int32 { return i.Ratings.CritRating }},
	{"crit_resist_rating", []string{"373"}, func(i *Item) *int32 { return i.Ratings.CritResistRating }},
	{"crit_damage_rating", []string{"374"}, func(i *Item) *int32 { return i.Ratings.CritDamageRating }},
	{"crit_damage_resist_rating", []string{"375"}, func(i *Item) *int32 { return i.Ratings.CritDamageResistRating }},
	{"heal_boost_rating", []string{"376"}, func(i *Item) *int32 { return i.Ratings.HealBoostRating }},
	{"vitality_rating", []string{"379"}, func(i *Item) *int32 { return i.Ratings.VitalityRating }},
	{"pk_damage_rating", []string{"383"}, func(i *Item) *int32 { return i.Ratings.PKDamageRating }},
	{"pk_damage_resist_rating", []string{"384"}, func(i *Item) *int32 { return i.Ratings.PKDamageResistRating }},
}

var plainNumbers = []struct {
	name  string
	keys  []string
	field func(*Item) *float64
}{
	{"variance", []string{"167772171"}, func(i *Item) *float64 { return i.Combat.Variance }},
	{"damage_bonus", []string{"167772174"}, func(i *Item) *float64 { return i.Combat.DamageBonus }},
	{"attack_bonus", []string{"167772172"}, func(i *Item) *float64 { return i.Combat.AttackBonus }},
	{"elemental_damage_vs_monsters", []string{"152"}, func(i *Item) *float64 { return i.Combat.ElementalDamageVsMonsters }},
	{"melee_defense_bonus", []string{"29"}, func(i *Item) *float64 { return i.Combat.MeleeDefenseBonus }},
	{"missile_defense_bonus", []string{"149"}, func(i *Item) *float64 { return i.Combat.MissileDefenseBonus }},
	{"magic_defense_bonus", []string{"150"}, func(i *Item) *float64 { return i.Combat.MagicDefenseBonus }},
	{"mana_conversion_bonus", []string{"144"}, func(i *Item) *float64 { return i.Combat.ManaConversionBonus }},
	{"slayer_bonus", []string{"138"}, func(i *Item) *float64 { return i.Combat.SlayerBonus }},
	{"salvage_workmanship", []string{"167772169"}, func(i *Item) *float64 { return i.Enhancements.SalvageWorkmanship }},
	{"mana_rate", []string{"5"}, func(i *Item) *float64 { return i.Enhancements.ManaRate }},
}

// Every spell of every real item is there with the line and tier of the tables.
func TestRealSpellsAndCantrips(t *testing.T) {
	t.Parallel()
	table := tiers(t)
	if len(table) != 353 {
		t.Fatalf("%d cantrips in the table", len(table))
	}
	cantrips := 0
	for _, raw := range samples(t) {
		i := decode(t, string(raw))
		var p plain
		if err := json.Unmarshal(raw, &p); err != nil {
			t.Fatal(err)
		}
		want := map[string]string{}
		order := []string{"", "feeble", "minor", "moderate", "major", "epic", "legendary"}
		for _, id := range p.Spells {
			if !slices.Contains(i.Spells, Spell{ID: int32(id)}) {
				t.Errorf("%s: spell %d is lost", p.Strings["1"], id)
			}
			if c, ok := table[id]; ok && slices.Index(order, c[1]) > slices.Index(order, want[c[0]]) {
				want[c[0]] = c[1]
			}
		}
		got := i.Cantrips()
		cantrips += len(got)
		if len(got) != len(want) {
			t.Errorf("%s has cantrips %v, want %v", p.Strings["1"], got, want)
		}
		for _, c := range got {
			if name := lineName(c.Line); want[name] != c.Tier.String() {
				t.Errorf("%s: %s is %s, want %s", p.Strings["1"], name, c.Tier, want[name])
			}
		}
	}
	if cantrips < 300 {
		t.Errorf("only %d cantrips", cantrips)
	}
}

// None is lost: whatever a real item says is in what is kept, and reading that
// again gives the same item.
func TestRealItemsRoundTrip(t *testing.T) {
	t.Parallel()
	for _, raw := range samples(t) {
		i := decode(t, string(raw))
		var before, after any
		if json.Unmarshal(raw, &before) != nil || json.Unmarshal(i.Raw.OriginalJSON, &after) != nil {
			t.Fatalf("%s", raw)
		}
		if !reflect.DeepEqual(before, after) {
			t.Errorf("the object changed: %s is now %s", raw, i.Raw.OriginalJSON)
		}
		again := decode(t, string(i.Raw.OriginalJSON))
		if !reflect.DeepEqual(i, again) {
			t.Errorf("%s: read again it is another item", *i.Name)
		}
		dictionaries := before.(map[string]any)
		for name, got := range map[string]int{"IntValues": len(i.Raw.IntValues), "DoubleValues": len(i.Raw.DoubleValues), "StringValues": len(i.Raw.StringValues), "BoolValues": len(i.Raw.BoolValues)} {
			if want := len(dictionaries[name].(map[string]any)); got != want {
				t.Errorf("%s: %d of %d %s", *i.Name, got, want, name)
			}
		}
		for id, n := range dictionaries["DoubleValues"].(map[string]any) {
			key, _ := strconv.Atoi(id)
			if got := i.Raw.DoubleValues[int32(key)]; math.Float64bits(got) != math.Float64bits(n.(float64)) {
				t.Errorf("%s: double %s is %v, want %v", *i.Name, id, got, n)
			}
		}
	}
}
