package query

import (
	"slices"
	"strings"
	"testing"
	"time"

	"overlord/inventory/gamedata"
	"overlord/inventory/item"
)

func ptr[T any](v T) *T { return &v }

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// ofKind makes an item of a kind; further functions change it.
func ofKind(kind string, change ...func(*item.Item)) *item.Item {
	it := &item.Item{ItemID: 7, ItemType: ptr(kind), HasIDData: true}
	for _, c := range change {
		c(it)
	}
	return it
}

func with(change func(*item.Item)) *item.Item { return ofKind("armor", change) }

func spells(ids ...int32) *item.Item {
	return with(func(i *item.Item) {
		i.Spells = []item.Spell{}
		for _, id := range ids {
			i.Spells = append(i.Spells, item.Spell{ID: id})
		}
	})
}

// Spells of the tests: strength at three tiers, epic focus, Impenetrability VIII.
const (
	minorStrength, epicStrength, legendaryStrength = 2583, 3965, 6107
	epicFocus, impenetrability                     = 3964, 4407
)

func equip(kind string, mask int64) *item.Item {
	return ofKind(kind, func(i *item.Item) { i.ValidLocations = ptr(mask) })
}

// truths lists for each filter queries with an item of which they are true, and
// one of which they are false. Of an item of which nothing is known all are false.
var truths = []struct {
	query   string
	yes, no *item.Item
}{
	{"is:armor", ofKind("armor"), ofKind("shield")},
	{"is:clothing", ofKind("clothing"), ofKind("armor")},
	{"is:jewelry", ofKind("jewelry"), ofKind("gem")},
	{"is:weapon", ofKind("caster"), ofKind("shield")},
	{"is:melee", ofKind("melee"), ofKind("missile")},
	{"is:missile", ofKind("missile"), ofKind("melee")},
	{"is:caster", ofKind("caster"), ofKind("melee")},
	{"is:shield", ofKind("shield"), ofKind("armor")},
	{"is:cloak", ofKind("cloak"), ofKind("clothing")},
	{"is:aetheria", ofKind("aetheria"), ofKind("gem")},
	{"is:trinket", equip("jewelry", 0x4000000), equip("jewelry", 0x8000)},
	{"is:salvage", ofKind("salvage"), ofKind("gem")},
	{"is:gem", ofKind("gem"), ofKind("salvage")},
	{"is:rare", with(func(i *item.Item) { i.IsRare = ptr(true) }), with(func(i *item.Item) { i.IsRare = ptr(false) })},
	{"is:container", ofKind("container"), ofKind("component")},
	{"is:component", ofKind("component"), ofKind("container")},
	{"is:equipped", with(func(i *item.Item) { i.CurrentWieldedLocation = ptr(int64(1)) }), with(func(i *item.Item) { i.CurrentWieldedLocation = ptr(int64(0)) })},
	{"is:loot", with(material(60)), with(material(0))},
	{"is:quest", equip("armor", 1), with(material(60))},
	{"is:attuned", with(func(i *item.Item) { i.Attuned = ptr(int32(1)) }), with(func(i *item.Item) { i.Attuned = ptr(int32(0)) })},
	{"is:bonded", with(func(i *item.Item) { i.Bonded = ptr(int32(1)) }), with(func(i *item.Item) { i.Bonded = ptr(int32(-1)) })},
	{"is:imbued", with(imbue(4)), with(imbue(0))},
	{"is:tinkered", with(func(i *item.Item) { i.Enhancements.Tinks = ptr(int32(1)) }), with(func(i *item.Item) { i.Enhancements.Tinks = ptr(int32(0)) })},
	{"is:reducible", ofKind("armor", material(60), locations(0x1800)), ofKind("armor", locations(0x1800))},
	{"is:stack", with(func(i *item.Item) { i.StackSize = ptr(int32(2)) }), with(func(i *item.Item) { i.StackSize = ptr(int32(1)) })},
	{"is:multislot", equip("armor", 0x1800), equip("jewelry", 0xC0000)},
	{"slot:head+chest", equip("armor", 0x200), equip("armor", 0x20)},
	{"slot:upper_arms", equip("armor", 0x1800), equip("armor", 0x1000)},
	{"slot:finger", equip("jewelry", 0x80000), equip("jewelry", 0x10000)},
	{"slot:sigil", equip("aetheria", 0x20000000), equip("cloak", 0x8000000)},
	{"slot:weapon", equip("melee", 0x2000000), equip("shield", 0x200000)},
	{"name:helm", with(called("Covenant Helm")), with(called("Coat"))},
	{"name:=helm", with(called("HELM")), with(called("Covenant Helm"))},
	{"name:'steel helm'", with(called("Steel Helm")), ofKind("armor", called("Helm"), material(64))},
	{"text:relic", with(written(16, "An old Relic")), with(written(16, "A new thing"))},
	{"text:strength", spells(legendaryStrength), spells(epicFocus)},
	{"text:steel", ofKind("armor", called("Helm"), material(64)), with(called("Helm"))},
	{"set:adept", with(set(14)), with(set(15))},
	{"set:=adept's_set", with(set(14)), with(set(13))},
	{"set:500", with(set(500)), with(set(50))},
	{"set:adept+13", with(set(13)), with(set(15))},
	{"material:gold", with(material(60)), with(material(63))},
	{"imbue:cb", with(imbue(6)), with(imbue(4))},
	{"imbue:rending", with(imbue(4)), with(imbue(1))},
	{"skill:two_handed", ofKind("melee", func(i *item.Item) { i.Combat.WeaponSkill = ptr(int32(41)) }), ofKind("melee", func(i *item.Item) { i.Combat.WeaponSkill = ptr(int32(44)) })},
	{"skill:6", with(wields(1, 6, 300)), with(wields(7, 6, 150))},
	{"skill:6", with(func(i *item.Item) { i.Requirements.SkillRequirement = ptr(int32(6)) }), with(wields(8, 7, 3))},
	{"mastery:sword", with(mastery(2)), ofKind("misc", mastery(2), func(i *item.Item) { i.Raw.IntValues = map[int32]int64{362: 2} })},
	{"mastery:necromancer", ofKind("misc", mastery(2), func(i *item.Item) { i.Raw.IntValues = map[int32]int64{362: 2} }), with(mastery(2))},
	{"damage:fire+cold", with(damageType(0x11)), with(damageType(1))},
	{"damage:3", with(damageType(2)), with(damageType(4))},
	{"heritage:sho", with(func(i *item.Item) { i.Requirements.Heritage = ptr(int32(3)) }), with(func(i *item.Item) { i.Requirements.Heritage = ptr(int32(1)) })},
	{"spell:\"legendary strength\"", spells(legendaryStrength), spells(epicStrength)},
	{"spell:6107", spells(legendaryStrength), spells(epicStrength)},
	{"cantrip:epic", spells(epicFocus), spells(legendaryStrength)},
	{"cantrip:>=epic", spells(legendaryStrength), spells(minorStrength)},
	{"cantrip:strength", spells(minorStrength), spells(epicFocus)},
	{"cantrip:>=epic.strength", spells(legendaryStrength), spells(minorStrength, epicFocus)},
	{"cantrip:epic.strength", spells(epicStrength), spells(legendaryStrength)},
	{"cantrip:minor.light_weapon", spells(2557), spells(2690)},
	{"cantrips:2", spells(minorStrength, epicStrength, epicFocus), spells(minorStrength, epicStrength, impenetrability)},
	{"legendaries:1", spells(legendaryStrength, epicStrength), spells(epicStrength)},
	{"epics:1", spells(legendaryStrength, epicStrength, epicFocus), spells(legendaryStrength, epicStrength)},
	{"spells:0", spells(), spells(1)},
	{"al:>=600", with(func(i *item.Item) { i.Combat.ArmorLevel = ptr(int32(600)) }), with(func(i *item.Item) { i.Combat.ArmorLevel = ptr(int32(599)) })},
	{"base_al:<300", with(func(i *item.Item) { i.Combat.BaseArmorLevel = ptr(int32(299)) }), with(func(i *item.Item) { i.Combat.BaseArmorLevel = ptr(int32(300)) })},
	{"work:8", with(func(i *item.Item) { i.Enhancements.Workmanship = ptr(int32(8)) }), with(func(i *item.Item) { i.Enhancements.Workmanship = ptr(int32(9)) })},
	{"work:7.5", ofKind("salvage", func(i *item.Item) {
		i.Enhancements.SalvageWorkmanship = ptr(7.5)
		i.Enhancements.Workmanship = ptr(int32(9))
	}), with(func(i *item.Item) { i.Enhancements.Workmanship = ptr(int32(8)) })},
	{"tinks:0", with(func(i *item.Item) { i.Enhancements.Tinks = ptr(int32(0)) }), with(func(i *item.Item) { i.Enhancements.Tinks = ptr(int32(1)) })},
	{"tinks_left:7", ofKind("armor", material(60), func(i *item.Item) { i.Enhancements.Workmanship, i.Enhancements.Tinks = ptr(int32(5)), ptr(int32(3)) }), ofKind("armor", func(i *item.Item) { i.Enhancements.Tinks = ptr(int32(3)) })},
	{"tinks_left:10", ofKind("armor", material(60), func(i *item.Item) { i.Enhancements.Workmanship = ptr(int32(5)) }), ofKind("armor", material(60), func(i *item.Item) { i.Enhancements.Workmanship, i.HasIDData = ptr(int32(5)), false })},
	{"tinks_left:>=0", ofKind("armor", material(60), func(i *item.Item) { i.Enhancements.Workmanship = ptr(int32(5)) }), ofKind("armor", material(60), func(i *item.Item) {
		i.Enhancements.Workmanship, i.Raw.BoolValues = ptr(int32(5)), map[int32]bool{91: true}
	})},
	{"value:>=50000", with(func(i *item.Item) { i.Value = ptr(int64(50000)) }), with(func(i *item.Item) { i.Value = ptr(int64(49999)) })},
	{"burden:1..5", with(func(i *item.Item) { i.Burden = ptr(int32(5)) }), with(func(i *item.Item) { i.Burden = ptr(int32(6)) })},
	{"stack:>1", with(func(i *item.Item) { i.StackSize = ptr(int32(2)) }), with(func(i *item.Item) { i.StackSize = ptr(int32(1)) })},
	{"spellcraft:300", with(func(i *item.Item) { i.Enhancements.Spellcraft = ptr(int32(300)) }), with(func(i *item.Item) { i.Enhancements.Spellcraft = ptr(int32(301)) })},
	{"mana:<1", with(func(i *item.Item) { i.Enhancements.Mana = ptr(int32(0)) }), with(func(i *item.Item) { i.Enhancements.Mana = ptr(int32(1)) })},
	{"max_mana:>=1000", with(func(i *item.Item) { i.Enhancements.MaxMana = ptr(int32(1000)) }), with(func(i *item.Item) { i.Enhancements.MaxMana = ptr(int32(10)) })},
	{"dmg:>=60", with(func(i *item.Item) { i.Combat.MaxDamage = ptr(int32(60)) }), with(func(i *item.Item) { i.Combat.MaxDamage = ptr(int32(59)) })},
	{"variance:30", with(func(i *item.Item) { i.Combat.Variance = ptr(0.3) }), with(func(i *item.Item) { i.Combat.Variance = ptr(0.31) })},
	{"attack:>=15", with(func(i *item.Item) { i.Combat.AttackBonus = ptr(1.1499999) }), with(func(i *item.Item) { i.Combat.AttackBonus = ptr(1.144) })},
	{"mdef:15", with(func(i *item.Item) { i.Combat.MeleeDefenseBonus = ptr(1.15) }), with(func(i *item.Item) { i.Combat.MeleeDefenseBonus = ptr(1.16) })},
	{"misdef:3", with(func(i *item.Item) { i.Combat.MissileDefenseBonus = ptr(1.03) }), with(func(i *item.Item) { i.Combat.MissileDefenseBonus = ptr(1.02) })},
	{"magdef:-5", with(func(i *item.Item) { i.Combat.MagicDefenseBonus = ptr(0.95) }), with(func(i *item.Item) { i.Combat.MagicDefenseBonus = ptr(1.05) })},
	{"elem:16", with(func(i *item.Item) { i.Combat.ElementalDamageVsMonsters = ptr(1.16) }), with(func(i *item.Item) { i.Combat.ElementalDamageVsMonsters = ptr(1.1) })},
	{"elem:16", with(func(i *item.Item) { i.Combat.ElementalDamageBonus = ptr(int32(16)) }), with(func(i *item.Item) { i.Combat.ElementalDamageBonus = ptr(int32(1)) })},
	{"manac:10", with(func(i *item.Item) { i.Combat.ManaConversionBonus = ptr(0.1) }), with(func(i *item.Item) { i.Combat.ManaConversionBonus = ptr(1.1) })},
	{"speed:<=30", with(func(i *item.Item) { i.Combat.WeaponTime = ptr(int32(30)) }), with(func(i *item.Item) { i.Combat.WeaponTime = ptr(int32(31)) })},
	{"dr:2", rated(func(r *item.Ratings) { r.DamageRating = ptr(int32(2)) }), rated(func(r *item.Ratings) { r.DamageResistRating = ptr(int32(2)) })},
	{"drr:2", rated(func(r *item.Ratings) { r.DamageResistRating = ptr(int32(2)) }), rated(func(r *item.Ratings) { r.DamageRating = ptr(int32(2)) })},
	{"cr:2", rated(func(r *item.Ratings) { r.CritRating = ptr(int32(2)) }), rated(func(r *item.Ratings) { r.CritResistRating = ptr(int32(2)) })},
	{"crr:2", rated(func(r *item.Ratings) { r.CritResistRating = ptr(int32(2)) }), rated(func(r *item.Ratings) { r.CritRating = ptr(int32(2)) })},
	{"cdr:2", rated(func(r *item.Ratings) { r.CritDamageRating = ptr(int32(2)) }), rated(func(r *item.Ratings) { r.CritDamageResistRating = ptr(int32(2)) })},
	{"cdrr:2", rated(func(r *item.Ratings) { r.CritDamageResistRating = ptr(int32(2)) }), rated(func(r *item.Ratings) { r.CritDamageRating = ptr(int32(2)) })},
	{"heal:2", rated(func(r *item.Ratings) { r.HealBoostRating = ptr(int32(2)) }), rated(func(r *item.Ratings) { r.VitalityRating = ptr(int32(2)) })},
	{"vit:2", rated(func(r *item.Ratings) { r.VitalityRating = ptr(int32(2)) }), rated(func(r *item.Ratings) { r.HealBoostRating = ptr(int32(2)) })},
	{"rating:5", rated(func(r *item.Ratings) { r.TotalRating = ptr(int32(5)) }), rated(func(r *item.Ratings) { r.TotalRating = ptr(int32(4)) })},
	{"wield:400", with(func(i *item.Item) { i.Requirements.WieldValue3 = ptr(int32(400)) }), with(wields(2, 44, 399))},
	{"level:<=150", with(func(i *item.Item) { i.Requirements.WieldLevel = ptr(int32(150)) }), with(func(i *item.Item) { i.Requirements.WieldLevel = ptr(int32(180)) })},
	{"lore:300", with(func(i *item.Item) { i.Requirements.LoreRequirement = ptr(int32(300)) }), with(func(i *item.Item) { i.Requirements.LoreRequirement = ptr(int32(3)) })},
}

func material(id int32) func(*item.Item) {
	return func(i *item.Item) { i.Enhancements.Material = ptr(id) }
}
func set(id int32) func(*item.Item) { return func(i *item.Item) { i.Enhancements.ItemSet = ptr(id) } }
func imbue(bits int64) func(*item.Item) {
	return func(i *item.Item) { i.Enhancements.Imbue = ptr(bits) }
}
func mastery(id int32) func(*item.Item) {
	return func(i *item.Item) { i.Requirements.Mastery = ptr(id) }
}
func damageType(b int32) func(*item.Item)      { return func(i *item.Item) { i.Combat.DamageType = ptr(b) } }
func locations(m int64) func(*item.Item)       { return func(i *item.Item) { i.ValidLocations = ptr(m) } }
func called(name string) func(*item.Item)      { return func(i *item.Item) { i.Name = ptr(name) } }
func rated(set func(*item.Ratings)) *item.Item { return with(func(i *item.Item) { set(&i.Ratings) }) }

func written(property int32, text string) func(*item.Item) {
	return func(i *item.Item) { i.Raw.StringValues = map[int32]string{property: text} }
}

func wields(kind, skill, value int32) func(*item.Item) {
	return func(i *item.Item) {
		i.Requirements.WieldRequirement1, i.Requirements.WieldSkill1, i.Requirements.WieldValue1 = ptr(kind), ptr(skill), ptr(value)
	}
}

func TestFiltersAreTrueAndFalse(t *testing.T) {
	t.Parallel()
	nothing := FactsOf(&item.Item{ItemID: 1}, Owner{})
	for _, c := range truths {
		q := mustParse(t, c.query)
		if !q.Match(FactsOf(c.yes, Owner{}), nil) {
			t.Errorf("%s is false of what it should find", c.query)
		}
		if q.Match(FactsOf(c.no, Owner{}), nil) {
			t.Errorf("%s is true of what it should not find", c.query)
		}
		if q.Match(nothing, nil) {
			t.Errorf("%s is true of an item of which nothing is known", c.query)
		}
		if not := mustParse(t, "-"+c.query); not.Match(FactsOf(c.yes, Owner{}), nil) || !not.Match(nothing, nil) {
			t.Errorf("-%s is not the opposite", c.query)
		}
	}
}

func TestUnappraisedItemsAreUnidentified(t *testing.T) {
	t.Parallel()
	q := mustParse(t, "is:unidentified")
	if !q.Match(FactsOf(&item.Item{ItemID: 1}, Owner{}), nil) || q.Match(FactsOf(ofKind("armor"), Owner{}), nil) {
		t.Error("is:unidentified")
	}
}

// Filters that look at more than the item.
func TestFiltersOfTheUser(t *testing.T) {
	t.Parallel()
	env := &Env{Now: noon, Tags: map[int64][]string{7: {"Keep", "to_sell"}}, Notes: map[int64]string{7: "Trade with Zoë"}}
	f := FactsOf(ofKind("armor"), Owner{Name: "Mule A", Uploaded: noon.Add(-25 * time.Hour)})
	for text, want := range map[string]bool{
		"char:mule": true, "char:=mule": false, `char:="MULE A"`: true, "char:b+a": true, "char:b": false,
		"seen:<1d": false, "seen:>1d": true, "seen:>24h": true, "seen:<26h": true, "seen:>1w": false, "seen:<1501m": true, "seen:<1500m": false,
		"tag:keep": true, "tag:=kee": false, "tag:to_sell": true, "tag:sell+x": true, "tag:trade": false, "note:zoe": true, "note:=trade": false,
	} {
		if got := mustParse(t, text).Match(f, env); got != want {
			t.Errorf("%s is %v", text, got)
		}
		stranger := FactsOf(&item.Item{ItemID: 8}, Owner{Name: "X"})
		if mustParse(t, text).Match(stranger, env) {
			t.Errorf("%s is true of an item of which nothing is known", text)
		}
	}
}

// A word is looked for in material and name, set, spells and inscription, and
// nowhere else.
func TestWords(t *testing.T) {
	t.Parallel()
	f := FactsOf(ofKind("armor", called("Covenant Helm"), material(64), set(14), func(i *item.Item) {
		i.Spells = []item.Spell{{ID: legendaryStrength}}
		i.Raw.StringValues = map[int32]string{7: "Für Elysa", 16: "A relic"}
	}), Owner{Name: "Mule A"})
	for text, want := range map[string]bool{
		"helm": true, "HELM": true, `"steel covenant"`: true, "steel": true, "adept's": true, "adept’s": true, "legendary": true, `"ary str"`: true,
		"fur": true, "elysa": true, "relic": false, "mule": false, "armor": false, `"helm adept"`: false, "coat": false, "helm coat": false, "helm or coat": true,
	} {
		if got := mustParse(t, text).Match(f, nil); got != want {
			t.Errorf("%s is %v", text, got)
		}
	}
}

// Every filter is documented, has an example that uses it, and is tested above.
func TestEveryFilterIsDocumentedAndTested(t *testing.T) {
	t.Parallel()
	tested := []string{"char", "seen", "tag", "note", "better"}
	for _, c := range truths {
		name, _, _ := strings.Cut(c.query, ":")
		if f, ok := Lookup(name); ok {
			tested = append(tested, f.Name)
		}
	}
	for _, f := range Filters() {
		if !slices.Contains(tested, f.Name) {
			t.Errorf("%s: is not tested", f.Name)
		}
		if !strings.HasSuffix(f.Help, ".") || f.Takes() == "" {
			t.Errorf("%s: is not documented", f.Name)
		}
		if !strings.Contains(mustParse(t, f.Example).String(), f.Name+":") {
			t.Errorf("%s: the example is %s", f.Name, f.Example)
		}
	}
	for _, trait := range traits {
		if trait.name != "unidentified" && !slices.ContainsFunc(truths, func(c struct {
			query   string
			yes, no *item.Item
		}) bool {
			return c.query == "is:"+trait.name
		}) {
			t.Errorf("is:%s is not tested", trait.name)
		}
	}
}

func TestHelpListsEveryFilter(t *testing.T) {
	t.Parallel()
	help := Help()
	if len(help) != len(Filters()) {
		t.Fatalf("%d of %d filters are explained", len(help), len(Filters()))
	}
	for i, f := range Filters() {
		if help[i].Name != f.Name || help[i].Example == "" || (len(help[i].Values) > 0) != (f.Form == FormChoice) {
			t.Errorf("%+v", help[i])
		}
	}
}

// The table of the design page, name by name.
func TestTheFiltersAreTheDesigns(t *testing.T) {
	t.Parallel()
	const names = "is name text char slot set material imbue skill mastery damage heritage spell cantrip cantrips legendaries epics spells" +
		" al base_al work tinks tinks_left value burden stack spellcraft mana max_mana dmg variance attack mdef misdef magdef elem manac speed" +
		" dr drr cr crr cdr cdrr heal vit rating wield level arcane lore seen tag note better"
	for _, name := range strings.Fields(names) {
		if _, ok := Lookup(name); !ok {
			t.Errorf("there is no %s:", name)
		}
	}
	if n := len(strings.Fields(names)) - 1; len(Filters()) != n {
		t.Errorf("%d filters, want %d", len(Filters()), n)
	}
	const is = "armor clothing jewelry weapon melee missile caster shield cloak aetheria trinket salvage gem rare container component equipped" +
		" loot quest attuned bonded unidentified imbued tinkered reducible stack multislot"
	for _, name := range strings.Fields(is) {
		mustParse(t, "is:"+name)
	}
	if len(traits) != len(strings.Fields(is)) {
		t.Errorf("%d kinds and states", len(traits))
	}
	for _, slot := range gamedata.Slots() {
		s, _ := gamedata.ParseSlot(slot)
		mustParse(t, "slot:"+s.Family())
	}
}

func TestBetter(t *testing.T) {
	t.Parallel()
	worn := []Worn{
		{ItemID: 1, Slots: gamedata.SetOf(gamedata.Head), Merit: Merit{BaseArmor: 200, Rating: 1}},
		{ItemID: 2, Slots: gamedata.SetOf(gamedata.FingerLeft)},
		{ItemID: 3, Slots: gamedata.SetOf(gamedata.Feet), Merit: Merit{Damage: 5}},
	}
	env := &Env{Worn: func(character string) ([]Worn, bool) { return worn, character == "mule a" }}
	piece := func(id, mask int64, armor, rating int32) *item.Item {
		return ofKind("armor", locations(mask), func(i *item.Item) {
			i.ItemID, i.Combat.BaseArmorLevel, i.Ratings.TotalRating = id, ptr(armor), ptr(rating)
		})
	}
	attuned := piece(9, 0x1, 300, 2)
	attuned.Attuned = ptr(int32(1))
	for name, c := range map[string]struct {
		it    *item.Item
		owner string
		want  bool
	}{
		"higher in one":                   {piece(9, 0x1, 201, 1), "B", true},
		"higher in one, lower in another": {piece(9, 0x1, 300, 0), "B", false},
		"equal":                           {piece(9, 0x1, 200, 1), "B", false},
		"the piece itself":                {piece(1, 0x1, 200, 1), "Mule A", false},
		"another's attuned":               {attuned, "B", false},
		"one's own attuned":               {attuned, "MULE A", true},
		"an empty slot":                   {piece(9, 0x200, 0, 0), "B", true},
		"the other finger is empty":       {piece(9, 0xC0000, 0, 0), "B", true},
		"feet: unknown counts 0":          {piece(9, 0x100, 500, 5), "B", false},
		"fits nowhere":                    {ofKind("gem"), "B", false},
	} {
		f := FactsOf(c.it, Owner{Name: c.owner})
		if got := mustParse(t, `better:"mule a"`).Match(f, env); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
		if mustParse(t, "better:nobody").Match(f, env) || mustParse(t, `better:"mule a"`).Match(f, nil) {
			t.Errorf("%s: better than somebody unknown", name)
		}
	}
}

func TestWornAndMerit(t *testing.T) {
	t.Parallel()
	it := spells(legendaryStrength, epicFocus)
	it.CurrentWieldedLocation, it.ValidLocations = ptr(int64(0x40000)), ptr(int64(0xC0000))
	it.Combat.MaxDamage = ptr(int32(5))
	w, ok := FactsOf(it, Owner{}).Worn()
	if !ok || w.ItemID != 7 || w.Slots != gamedata.SetOf(gamedata.FingerLeft) || w.Merit != (Merit{Legendaries: 1, Damage: 5}) {
		t.Errorf("%+v, %v", w, ok)
	}
	if _, ok := FactsOf(ofKind("gem"), Owner{}).Worn(); ok {
		t.Error("a gem is worn")
	}
}
