package inventory

import (
	"time"

	"overlord/inventory/item"
)

// record is an item and what its row says beside it.
type record struct {
	id        int64  // items.id
	character string // its owner
	changed   time.Time
	*item.Item
}

// table is one of the tables that have a row for an item: its columns, and the
// places of their values in a record, to be read or written.
type table struct {
	name    string
	columns []string
	fields  func(*record) []any
	empty   func(*item.Item) bool // nothing to store of an item
}

// tables have at most one row for each item; the first has one of all, and all
// but the first begin with item_id, which is the record's id.
var tables = []table{
	{"items", []string{
		"id", "character_name", "item_id", "timestamp", "name", "icon", "object_class", "item_type", "value", "burden", "stack_size", "max_stack_size",
		"structure", "max_structure", "container_id", "slot", "current_wielded_location", "valid_locations", "coverage_mask", "slot_names", "bonded", "attuned",
		"is_unique", "is_rare", "has_id_data",
	}, func(r *record) []any {
		i := r.Item
		return []any{
			&r.id, &r.character, &i.ItemID, &r.changed, &i.Name, &i.Icon, &i.ObjectClass, &i.ItemType, &i.Value, &i.Burden, &i.StackSize, &i.MaxStackSize,
			&i.Structure, &i.MaxStructure, &i.ContainerID, &i.Slot, &i.CurrentWieldedLocation, &i.ValidLocations, &i.CoverageMask, &i.SlotNames, &i.Bonded, &i.Attuned,
			&i.IsUnique, &i.IsRare, &i.HasIDData,
		}
	}, func(*item.Item) bool { return false }},
	{"item_combat_stats", []string{
		"item_id", "armor_level", "base_armor_level", "shield_value", "max_damage", "damage_type", "variance", "damage_bonus",
		"elemental_damage_bonus", "elemental_damage_vs_monsters", "attack_bonus", "melee_defense_bonus", "missile_defense_bonus",
		"magic_defense_bonus", "mana_conversion_bonus", "weapon_skill", "weapon_time", "cleaving", "slayer_creature_type", "slayer_bonus", "protections",
	}, func(r *record) []any {
		s := &r.Combat
		return []any{
			&r.id, &s.ArmorLevel, &s.BaseArmorLevel, &s.ShieldValue, &s.MaxDamage, &s.DamageType, &s.Variance, &s.DamageBonus,
			&s.ElementalDamageBonus, &s.ElementalDamageVsMonsters, &s.AttackBonus, &s.MeleeDefenseBonus, &s.MissileDefenseBonus,
			&s.MagicDefenseBonus, &s.ManaConversionBonus, &s.WeaponSkill, &s.WeaponTime, &s.Cleaving, &s.SlayerCreatureType, &s.SlayerBonus, &s.Protections,
		}
	}, func(i *item.Item) bool { return i.Combat.Empty() }},
	{"item_requirements", []string{
		"item_id", "wield_requirement_1", "wield_skill_1", "wield_value_1", "wield_requirement_2", "wield_skill_2", "wield_value_2",
		"wield_requirement_3", "wield_skill_3", "wield_value_3", "wield_requirement_4", "wield_skill_4", "wield_value_4",
		"wield_level", "lore_requirement", "skill_requirement", "skill_level", "mastery", "heritage",
	}, func(r *record) []any {
		s := &r.Requirements
		return []any{
			&r.id, &s.WieldRequirement1, &s.WieldSkill1, &s.WieldValue1, &s.WieldRequirement2, &s.WieldSkill2, &s.WieldValue2,
			&s.WieldRequirement3, &s.WieldSkill3, &s.WieldValue3, &s.WieldRequirement4, &s.WieldSkill4, &s.WieldValue4,
			&s.WieldLevel, &s.LoreRequirement, &s.SkillRequirement, &s.SkillLevel, &s.Mastery, &s.Heritage,
		}
	}, func(i *item.Item) bool { return i.Requirements.Empty() }},
	{"item_enhancements", []string{
		"item_id", "material", "material_name", "workmanship", "salvage_workmanship", "tinks", "imbue", "imbue_name", "item_set", "item_set_name",
		"aetheria_bits", "spellcraft", "mana", "max_mana", "mana_rate",
	}, func(r *record) []any {
		s := &r.Enhancements
		return []any{
			&r.id, &s.Material, &s.MaterialName, &s.Workmanship, &s.SalvageWorkmanship, &s.Tinks, &s.Imbue, &s.ImbueName, &s.ItemSet, &s.ItemSetName,
			&s.AetheriaBits, &s.Spellcraft, &s.Mana, &s.MaxMana, &s.ManaRate,
		}
	}, func(i *item.Item) bool { return i.Enhancements.Empty() }},
	{"item_ratings", []string{
		"item_id", "damage_rating", "damage_resist_rating", "crit_rating", "crit_resist_rating", "crit_damage_rating", "crit_damage_resist_rating",
		"heal_boost_rating", "nether_resist_rating", "life_resist_rating", "vitality_rating", "pk_damage_rating", "pk_damage_resist_rating",
		"overpower", "overpower_resist", "total_rating",
	}, func(r *record) []any {
		s := &r.Ratings
		return []any{
			&r.id, &s.DamageRating, &s.DamageResistRating, &s.CritRating, &s.CritResistRating, &s.CritDamageRating, &s.CritDamageResistRating,
			&s.HealBoostRating, &s.NetherResistRating, &s.LifeResistRating, &s.VitalityRating, &s.PKDamageRating, &s.PKDamageResistRating,
			&s.Overpower, &s.OverpowerResist, &s.TotalRating,
		}
	}, func(i *item.Item) bool { return i.Ratings.Empty() }},
}

// further are the tables with more than one row for an item, or such as only the
// writer needs.
var further = []struct {
	name    string
	columns []string
	rows    func(into [][]any, w writing) [][]any
}{
	{"item_spells", []string{"item_id", "spell_id", "is_active"}, func(into [][]any, w writing) [][]any {
		for _, s := range w.item.Spells {
			into = append(into, []any{w.id, s.ID, s.Active})
		}
		return into
	}},
	{"item_raw_data", []string{"item_id", "int_values", "double_values", "string_values", "bool_values", "original_json"}, func(into [][]any, w writing) [][]any {
		r := &w.item.Raw
		if r.Empty() {
			return into
		}
		return append(into, []any{w.id, known(r.IntValues), known(r.DoubleValues), known(r.StringValues), known(r.BoolValues), jsonb(r.OriginalJSON)})
	}},
	{"item_hashes", []string{"item_id", "sent", "normal", "last_id_time"}, func(into [][]any, w writing) [][]any {
		return append(into, []any{w.id, w.sent[:], w.normal[:], w.item.LastIDTime})
	}},
}

// known is a map, or NULL where it is nil.
func known[K comparable, V any](m map[K]V) any {
	if m == nil {
		return nil
	}
	return m
}

func jsonb(raw []byte) any {
	if raw == nil {
		return nil
	}
	return string(raw)
}
