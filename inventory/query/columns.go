package query

import (
	"math"
	"strings"
	"sync"

	"overlord/inventory/gamedata"
	"overlord/inventory/item"
)

// Column is something of an item that can be sorted by, and that filters of
// numbers look at. Most are columns of the inventory tables and have their names.
type Column struct {
	Name   string
	Index  int                               // place in Columns
	Number func(*Facts) (v float64, ok bool) // not ok: unknown. Integers are exact. nil: the column is text
	Text   func(*Facts) (v string, ok bool)  // folded; nil: the column is a number
}

type columnTable struct {
	list   []*Column
	byName map[string]*Column
}

var columns = sync.OnceValue(func() columnTable {
	t := columnTable{byName: map[string]*Column{}}
	for _, group := range [][]Column{itemColumns(), combatColumns(), requirementColumns(), enhancementColumns(), ratingColumns(), derivedColumns()} {
		for i := range group {
			c := &group[i]
			c.Index = len(t.list)
			t.list = append(t.list, c)
			t.byName[c.Name] = c
		}
	}
	return t
})

// Columns returns all columns; the slice is shared and not to be changed.
func Columns() []*Column { return columns().list }

// ColumnOf finds a column by its name.
func ColumnOf(name string) (*Column, bool) {
	c, ok := columns().byName[name]
	return c, ok
}

type number interface{ ~int32 | ~int64 | ~float64 }

// num makes the column of a field.
func num[T number](name string, field func(*item.Item) *T) Column {
	return Column{Name: name, Number: func(f *Facts) (float64, bool) {
		p := field(f.Item)
		if p == nil {
			return 0, false
		}
		return float64(*p), true
	}}
}

// flag makes the column of a field that is 0 or 1.
func flag(name string, field func(*item.Item) *bool) Column {
	return Column{Name: name, Number: func(f *Facts) (float64, bool) {
		p := field(f.Item)
		return oneIf(p != nil && *p), p != nil
	}}
}

func oneIf(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// text makes the column of a text; blank is unknown.
func text(name string, field func(*item.Item) *string) Column {
	return Column{Name: name, Text: func(f *Facts) (string, bool) {
		if list := some(field(f.Item)); list != nil {
			return list[0], true
		}
		return "", false
	}}
}

func itemColumns() []Column {
	slots := func(i *item.Item) *string {
		all := strings.Join(i.SlotNames, ", ")
		return &all
	}
	return []Column{
		{Name: "id", Number: func(f *Facts) (float64, bool) { return float64(f.ID), f.ID != 0 }},
		{Name: "character_name", Text: func(f *Facts) (string, bool) { return Fold(f.Owner.Name), f.Owner.Name != "" }},
		{Name: "item_id", Number: func(f *Facts) (float64, bool) { return float64(f.Item.ItemID), true }},
		{Name: "timestamp", Number: func(f *Facts) (float64, bool) { return float64(f.Changed.UnixMicro()), !f.Changed.IsZero() }},
		text("name", func(i *item.Item) *string { return i.Name }),
		num("icon", func(i *item.Item) *int32 { return i.Icon }),
		num("object_class", func(i *item.Item) *int32 { return i.ObjectClass }),
		text("item_type", func(i *item.Item) *string { return i.ItemType }),
		num("value", func(i *item.Item) *int64 { return i.Value }),
		num("burden", func(i *item.Item) *int32 { return i.Burden }),
		num("stack_size", func(i *item.Item) *int32 { return i.StackSize }),
		num("max_stack_size", func(i *item.Item) *int32 { return i.MaxStackSize }),
		num("structure", func(i *item.Item) *int32 { return i.Structure }),
		num("max_structure", func(i *item.Item) *int32 { return i.MaxStructure }),
		num("container_id", func(i *item.Item) *int64 { return i.ContainerID }),
		num("slot", func(i *item.Item) *int32 { return i.Slot }),
		num("current_wielded_location", func(i *item.Item) *int64 { return i.CurrentWieldedLocation }),
		num("valid_locations", func(i *item.Item) *int64 { return i.ValidLocations }),
		num("coverage_mask", func(i *item.Item) *int64 { return i.CoverageMask }),
		num("bonded", func(i *item.Item) *int32 { return i.Bonded }),
		num("attuned", func(i *item.Item) *int32 { return i.Attuned }),
		flag("is_unique", func(i *item.Item) *bool { return i.IsUnique }),
		flag("is_rare", func(i *item.Item) *bool { return i.IsRare }),
		flag("has_id_data", func(i *item.Item) *bool { return &i.HasIDData }),
		text("slot_name", slots),
		text("computed_slot_name", slots),
	}
}

func combatColumns() []Column {
	return []Column{
		num("armor_level", func(i *item.Item) *int32 { return i.Combat.ArmorLevel }),
		num("base_armor_level", func(i *item.Item) *int32 { return i.Combat.BaseArmorLevel }),
		num("shield_value", func(i *item.Item) *int32 { return i.Combat.ShieldValue }),
		num("max_damage", func(i *item.Item) *int32 { return i.Combat.MaxDamage }),
		num("damage_type", func(i *item.Item) *int32 { return i.Combat.DamageType }),
		num("variance", func(i *item.Item) *float64 { return i.Combat.Variance }),
		num("damage_bonus", func(i *item.Item) *float64 { return i.Combat.DamageBonus }),
		num("elemental_damage_bonus", func(i *item.Item) *int32 { return i.Combat.ElementalDamageBonus }),
		num("elemental_damage_vs_monsters", func(i *item.Item) *float64 { return i.Combat.ElementalDamageVsMonsters }),
		num("attack_bonus", func(i *item.Item) *float64 { return i.Combat.AttackBonus }),
		num("melee_defense_bonus", func(i *item.Item) *float64 { return i.Combat.MeleeDefenseBonus }),
		num("missile_defense_bonus", func(i *item.Item) *float64 { return i.Combat.MissileDefenseBonus }),
		num("magic_defense_bonus", func(i *item.Item) *float64 { return i.Combat.MagicDefenseBonus }),
		num("mana_conversion_bonus", func(i *item.Item) *float64 { return i.Combat.ManaConversionBonus }),
		num("weapon_skill", func(i *item.Item) *int32 { return i.Combat.WeaponSkill }),
		num("weapon_time", func(i *item.Item) *int32 { return i.Combat.WeaponTime }),
		num("cleaving", func(i *item.Item) *int32 { return i.Combat.Cleaving }),
		num("slayer_creature_type", func(i *item.Item) *int32 { return i.Combat.SlayerCreatureType }),
		num("slayer_bonus", func(i *item.Item) *float64 { return i.Combat.SlayerBonus }),
	}
}

func requirementColumns() []Column {
	return []Column{
		num("wield_requirement_1", func(i *item.Item) *int32 { return i.Requirements.WieldRequirement1 }),
		num("wield_skill_1", func(i *item.Item) *int32 { return i.Requirements.WieldSkill1 }),
		num("wield_value_1", func(i *item.Item) *int32 { return i.Requirements.WieldValue1 }),
		num("wield_requirement_2", func(i *item.Item) *int32 { return i.Requirements.WieldRequirement2 }),
		num("wield_skill_2", func(i *item.Item) *int32 { return i.Requirements.WieldSkill2 }),
		num("wield_value_2", func(i *item.Item) *int32 { return i.Requirements.WieldValue2 }),
		num("wield_requirement_3", func(i *item.Item) *int32 { return i.Requirements.WieldRequirement3 }),
		num("wield_skill_3", func(i *item.Item) *int32 { return i.Requirements.WieldSkill3 }),
		num("wield_value_3", func(i *item.Item) *int32 { return i.Requirements.WieldValue3 }),
		num("wield_requirement_4", func(i *item.Item) *int32 { return i.Requirements.WieldRequirement4 }),
		num("wield_skill_4", func(i *item.Item) *int32 { return i.Requirements.WieldSkill4 }),
		num("wield_value_4", func(i *item.Item) *int32 { return i.Requirements.WieldValue4 }),
		num("wield_level", func(i *item.Item) *int32 { return i.Requirements.WieldLevel }),
		num("lore_requirement", func(i *item.Item) *int32 { return i.Requirements.LoreRequirement }),
		num("skill_requirement", func(i *item.Item) *int32 { return i.Requirements.SkillRequirement }),
		num("skill_level", func(i *item.Item) *int32 { return i.Requirements.SkillLevel }),
		num("mastery", func(i *item.Item) *int32 { return i.Requirements.Mastery }),
		num("heritage", func(i *item.Item) *int32 { return i.Requirements.Heritage }),
	}
}

func enhancementColumns() []Column {
	return []Column{
		num("material", func(i *item.Item) *int32 { return i.Enhancements.Material }),
		text("material_name", func(i *item.Item) *string { return i.Enhancements.MaterialName }),
		num("workmanship", func(i *item.Item) *int32 { return i.Enhancements.Workmanship }),
		num("salvage_workmanship", func(i *item.Item) *float64 { return i.Enhancements.SalvageWorkmanship }),
		num("tinks", func(i *item.Item) *int32 { return i.Enhancements.Tinks }),
		num("imbue", func(i *item.Item) *int64 { return i.Enhancements.Imbue }),
		text("imbue_name", func(i *item.Item) *string { return i.Enhancements.ImbueName }),
		num("item_set", func(i *item.Item) *int32 { return i.Enhancements.ItemSet }),
		text("item_set_name", func(i *item.Item) *string { return i.Enhancements.ItemSetName }),
		num("aetheria_bits", func(i *item.Item) *int32 { return i.Enhancements.AetheriaBits }),
		num("spellcraft", func(i *item.Item) *int32 { return i.Enhancements.Spellcraft }),
		num("mana", func(i *item.Item) *int32 { return i.Enhancements.Mana }),
		num("max_mana", func(i *item.Item) *int32 { return i.Enhancements.MaxMana }),
		num("mana_rate", func(i *item.Item) *float64 { return i.Enhancements.ManaRate }),
	}
}

func ratingColumns() []Column {
	return []Column{
		num("damage_rating", func(i *item.Item) *int32 { return i.Ratings.DamageRating }),
		num("damage_resist_rating", func(i *item.Item) *int32 { return i.Ratings.DamageResistRating }),
		num("crit_rating", func(i *item.Item) *int32 { return i.Ratings.CritRating }),
		num("crit_resist_rating", func(i *item.Item) *int32 { return i.Ratings.CritResistRating }),
		num("crit_damage_rating", func(i *item.Item) *int32 { return i.Ratings.CritDamageRating }),
		num("crit_damage_resist_rating", func(i *item.Item) *int32 { return i.Ratings.CritDamageResistRating }),
		num("heal_boost_rating", func(i *item.Item) *int32 { return i.Ratings.HealBoostRating }),
		num("nether_resist_rating", func(i *item.Item) *int32 { return i.Ratings.NetherResistRating }),
		num("life_resist_rating", func(i *item.Item) *int32 { return i.Ratings.LifeResistRating }),
		num("vitality_rating", func(i *item.Item) *int32 { return i.Ratings.VitalityRating }),
		num("pk_damage_rating", func(i *item.Item) *int32 { return i.Ratings.PKDamageRating }),
		num("pk_damage_resist_rating", func(i *item.Item) *int32 { return i.Ratings.PKDamageResistRating }),
		num("overpower", func(i *item.Item) *int32 { return i.Ratings.Overpower }),
		num("overpower_resist", func(i *item.Item) *int32 { return i.Ratings.OverpowerResist }),
		num("total_rating", func(i *item.Item) *int32 { return i.Ratings.TotalRating }),
	}
}

// derivedColumns are no columns of a table: what rows also carry, and what
// filters compare.
func derivedColumns() []Column {
	return []Column{
		{Name: "equipped", Number: func(f *Facts) (float64, bool) { return oneIf(f.Item.IsWorn()), true }},
		{Name: "seen", Number: func(f *Facts) (float64, bool) {
			return float64(f.Owner.Uploaded.UnixMicro()), !f.Owner.Uploaded.IsZero()
		}},
		{Name: "work", Number: workmanship},
		{Name: "tinks_left", Number: tinksLeft},
		{Name: "spell_count", Number: func(f *Facts) (float64, bool) { return float64(len(f.Item.Spells)), f.knowsSpells() }},
		{Name: "cantrip_count", Number: func(f *Facts) (float64, bool) { return float64(len(f.cantrips)), f.knowsSpells() }},
		{Name: "epic_count", Number: tierCount(gamedata.Epic)},
		{Name: "legendary_count", Number: tierCount(gamedata.Legendary)},
		percent("variance_percent", 0, func(i *item.Item) *float64 { return i.Combat.Variance }),
		percent("attack_percent", 1, func(i *item.Item) *float64 { return i.Combat.AttackBonus }),
		percent("melee_defense_percent", 1, func(i *item.Item) *float64 { return i.Combat.MeleeDefenseBonus }),
		percent("missile_defense_percent", 1, func(i *item.Item) *float64 { return i.Combat.MissileDefenseBonus }),
		percent("magic_defense_percent", 1, func(i *item.Item) *float64 { return i.Combat.MagicDefenseBonus }),
		percent("mana_conversion_percent", 0, func(i *item.Item) *float64 { return i.Combat.ManaConversionBonus }),
		percent("elemental_percent", 1, func(i *item.Item) *float64 { return i.Combat.ElementalDamageVsMonsters }),
	}
}

// percent makes the column of a share as it is shown to players, in whole
// percent: of a factor what it is above one.
func percent(name string, none float64, field func(*item.Item) *float64) Column {
	return Column{Name: name, Number: func(f *Facts) (float64, bool) {
		p := field(f.Item)
		if p == nil {
			return 0, false
		}
		return math.Round((*p - none) * 100), true
	}}
}

// workmanship of a bag of salvage is the mean of what went into it.
func workmanship(f *Facts) (float64, bool) {
	e := &f.Item.Enhancements
	switch {
	case f.isKind("salvage") && e.SalvageWorkmanship != nil:
		return *e.SalvageWorkmanship, true
	case e.Workmanship != nil:
		return float64(*e.Workmanship), true
	}
	return 0, false
}

func tinksLeft(f *Facts) (float64, bool) {
	n, ok := f.Item.TinksLeft()
	return float64(n), ok
}

// tierCount counts the lines whose highest tier is the one.
func tierCount(tier gamedata.Tier) func(*Facts) (float64, bool) {
	return func(f *Facts) (float64, bool) {
		n := 0.0
		for _, c := range f.cantrips {
			if c.Tier == tier {
				n++
			}
		}
		return n, f.knowsSpells()
	}
}
