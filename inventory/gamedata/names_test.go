package gamedata

import (
	"slices"
	"strconv"
	"testing"
)

// namesOf are all tables of names with the file, its column of ids and the kind
// of rows that they were read from.
var namesOf = []struct {
	names          func() *Names
	file, id, kind string
}{
	{Sets, "item_sets.tsv", "id", ""},
	{Materials, "materials.tsv", "id", ""},
	{Skills, "skills.tsv", "id", ""},
	{Attributes, "attributes.tsv", "id", "attribute"},
	{Vitals, "attributes.tsv", "id", "vital"},
	{Imbues, "imbued_effects.tsv", "value", ""},
	{DamageTypes, "damage_types.tsv", "value", ""},
	{WieldRequirements, "wield_requirements.tsv", "id", ""},
	{Heritages, "heritage.tsv", "id", ""},
	{WeaponMasteries, "masteries.tsv", "id", "weapon"},
	{SummoningMasteries, "masteries.tsv", "id", "summoning"},
	{ObjectClasses, "object_classes.tsv", "id", ""},
	{ItemTypes, "item_types.tsv", "value", ""},
	{EquipMasks, "equip_mask.tsv", "value", ""},
	{CoverageMasks, "coverage_mask.tsv", "value", ""},
	{Bonded, "bonded_attuned.tsv", "id", "bonded"},
	{Attuned, "bonded_attuned.tsv", "id", "attuned"},
	{SpellNames, "spells.tsv", "id", ""},
}

func TestNamesGoBothWays(t *testing.T) {
	t.Parallel()
	for _, tab := range namesOf {
		t.Run(tab.file+tab.kind, func(t *testing.T) {
			t.Parallel()
			n, source := tab.names(), readTable(tab.file)
			want := 0
			for _, row := range source.rows {
				if tab.kind != "" && source.column("kind")(row) != tab.kind {
					continue
				}
				want++
				id, name := int64(source.number(tab.id)(row)), source.column("name")(row)
				if got, ok := n.Name(id); !ok || got != name || n.Text(id) != name {
					t.Errorf("%d is %q, want %q", id, got, name)
				}
				if want%97 == 1 && !slices.Contains(n.Called(" "+name+"  "), id) {
					t.Errorf("%q is not found by its name", name)
				}
			}
			all := n.All()
			if len(all) != want || want == 0 {
				t.Errorf("%d names, want %d", len(all), want)
			}
			if !slices.IsSortedFunc(all, func(a, b Name) int { return int(a.ID - b.ID) }) {
				t.Error("not ascending")
			}
			all[0].Name = "changed"
			if n.All()[0].Name == "changed" {
				t.Error("the caller can change the table")
			}
		})
	}
}

func TestNamesArePartsOfNames(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		got  []int64
		want []int64
	}{
		{"a part", Sets().Containing("ADEPT’S"), []int64{14}},
		{"the whole is no part", Sets().Called("adept"), nil},
		{"names that repeat", Sets().Called("weave of missile weapons"), []int64{54, 57, 77}},
		{"no name", Sets().Containing("zzz"), nil},
		{"several", Skills().Containing("magic"), []int64{15, 30, 33, 34, 43}},
		{"bits", Imbues().Containing("rending"), []int64{4, 8, 16, 32, 64, 128, 256, 512, 16384}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
}

func TestUnknownIDsStayVisible(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]string{
		{Sets().Text(4711), "4711"},
		{Materials().Text(-3), "-3"},
		{Imbues().BitsText(0), ""},
		{Imbues().BitsText(1 | 4), "Critical Strike, Armor Rending"},
		{Imbues().BitsText(1 | 1<<20 | 1<<31), "Critical Strike, " + strconv.Itoa(1<<20) + ", Ignore All Armor"},
		{Imbues().BitsText(-1), ""},
		{DamageTypes().BitsText(1 | 2), "Slashing, Piercing"},
	} {
		if c[0] != c[1] {
			t.Errorf("%q, want %q", c[0], c[1])
		}
	}
	if _, ok := Sets().Name(4711); ok {
		t.Error("a set that does not exist has a name")
	}
}

func TestLootSets(t *testing.T) {
	t.Parallel()
	loot := 0
	for _, s := range SetDetails() {
		if name, _ := Sets().Name(int64(s.ID)); name != s.Name || s.Class == "" {
			t.Errorf("%+v", s)
		}
		if s.IsLoot() {
			loot++
		}
		if s.IsLoot() && s.Class != "armor" {
			t.Errorf("%s is %s", s.Name, s.Class)
		}
	}
	if loot != 17 {
		t.Errorf("%d loot sets, want 17", loot)
	}
}

func TestProperties(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		table *Names
		size  int
		id    int64
		name  string
	}{
		{IntProperties(), 434, 265, "EquipmentSetId"},
		{IntProperties(), 434, 218103822, "EquipableSlots"},
		{DoubleProperties(), 186, 167772160, "SlashProt"},
		{StringProperties(), 53, 1, "Name"},
		{BoolProperties(), 132, 91, "Retained"},
	} {
		if name, ok := c.table.Name(c.id); !ok || name != c.name || len(c.table.All()) != c.size {
			t.Errorf("%d is %q, want %q; %d properties, want %d", c.id, name, c.name, len(c.table.All()), c.size)
		}
	}
	if name, ok := IntProperties().Name(99999); ok {
		t.Errorf("%q", name)
	}
}
