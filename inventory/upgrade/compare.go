package upgrade

import (
	"slices"

	"overlord/inventory/gamedata"
	"overlord/inventory/item"
)

// Row is one thing in which items differ or agree, side by side.
type Row struct {
	Name   string     // the column's name in the tables, or a cantrip line's
	Values []*float64 // of each item; nil unknown or none; of a cantrip its tier
	Best   []int      // the items that are best in it; none where all are equal, or nothing is better
}

// fact is a number by which items compare.
type fact struct {
	name   string
	better int // 1 more is better, -1 less is, 0 neither
	of     func(*item.Item) *float64
}

func whole(name string, better int, field func(*item.Item) *int32) fact {
	return fact{name, better, func(i *item.Item) *float64 {
		if n := field(i); n != nil {
			return new(float64(*n))
		}
		return nil
	}}
}

func ratio(name string, better int, field func(*item.Item) *float64) fact {
	return fact{name, better, field}
}

var facts = []fact{
	whole("armor_level", 1, func(i *item.Item) *int32 { return i.Combat.ArmorLevel }),
	whole("base_armor_level", 1, func(i *item.Item) *int32 { return i.Combat.BaseArmorLevel }),
	whole("shield_value", 1, func(i *item.Item) *int32 { return i.Combat.ShieldValue }),
	whole("max_damage", 1, func(i *item.Item) *int32 { return i.Combat.MaxDamage }),
	ratio("variance", -1, func(i *item.Item) *float64 { return i.Combat.Variance }),
	ratio("damage_bonus", 1, func(i *item.Item) *float64 { return i.Combat.DamageBonus }),
	whole("elemental_damage_bonus", 1, func(i *item.Item) *int32 { return i.Combat.ElementalDamageBonus }),
	ratio("elemental_damage_vs_monsters", 1, func(i *item.Item) *float64 { return i.Combat.ElementalDamageVsMonsters }),
	ratio("attack_bonus", 1, func(i *item.Item) *float64 { return i.Combat.AttackBonus }),
	ratio("melee_defense_bonus", 1, func(i *item.Item) *float64 { return i.Combat.MeleeDefenseBonus }),
	ratio("missile_defense_bonus", 1, func(i *item.Item) *float64 { return i.Combat.MissileDefenseBonus }),
	ratio("magic_defense_bonus", 1, func(i *item.Item) *float64 { return i.Combat.MagicDefenseBonus }),
	ratio("mana_conversion_bonus", 1, func(i *item.Item) *float64 { return i.Combat.ManaConversionBonus }),
	whole("weapon_time", -1, func(i *item.Item) *int32 { return i.Combat.WeaponTime }),
	whole("cleaving", 1, func(i *item.Item) *int32 { return i.Combat.Cleaving }),
	ratio("slayer_bonus", 1, func(i *item.Item) *float64 { return i.Combat.SlayerBonus }),
	whole("wield_level", -1, func(i *item.Item) *int32 { return i.Requirements.WieldLevel }),
	whole("lore_requirement", -1, func(i *item.Item) *int32 { return i.Requirements.LoreRequirement }),
	whole("workmanship", 0, func(i *item.Item) *int32 { return i.Enhancements.Workmanship }),
	whole("tinks", 0, func(i *item.Item) *int32 { return i.Enhancements.Tinks }),
	whole("spellcraft", 1, func(i *item.Item) *int32 { return i.Enhancements.Spellcraft }),
	whole("max_mana", 1, func(i *item.Item) *int32 { return i.Enhancements.MaxMana }),
	whole("damage_rating", 1, func(i *item.Item) *int32 { return i.Ratings.DamageRating }),
	whole("damage_resist_rating", 1, func(i *item.Item) *int32 { return i.Ratings.DamageResistRating }),
	whole("crit_rating", 1, func(i *item.Item) *int32 { return i.Ratings.CritRating }),
	whole("crit_resist_rating", 1, func(i *item.Item) *int32 { return i.Ratings.CritResistRating }),
	whole("crit_damage_rating", 1, func(i *item.Item) *int32 { return i.Ratings.CritDamageRating }),
	whole("crit_damage_resist_rating", 1, func(i *item.Item) *int32 { return i.Ratings.CritDamageResistRating }),
	whole("heal_boost_rating", 1, func(i *item.Item) *int32 { return i.Ratings.HealBoostRating }),
	whole("nether_resist_rating", 1, func(i *item.Item) *int32 { return i.Ratings.NetherResistRating }),
	whole("life_resist_rating", 1, func(i *item.Item) *int32 { return i.Ratings.LifeResistRating }),
	whole("vitality_rating", 1, func(i *item.Item) *int32 { return i.Ratings.VitalityRating }),
	whole("total_rating", 1, func(i *item.Item) *int32 { return i.Ratings.TotalRating }),
	whole("burden", -1, func(i *item.Item) *int32 { return i.Burden }),
}

// SideBySide compares items: a row for each number that one of them has, then one
// for each line of cantrips.
func SideBySide(items []*item.Item) []Row {
	var rows []Row
	for _, f := range facts {
		row := Row{Name: f.name, Values: make([]*float64, len(items))}
		for n, i := range items {
			row.Values[n] = f.of(i)
		}
		rows = appendKnown(rows, row, f.better)
	}
	for _, line := range gamedata.CantripLines() {
		row := Row{Name: line.Name, Values: make([]*float64, len(items))}
		for n, i := range items {
			for _, c := range i.Cantrips() {
				if c.Line == line.Index {
					row.Values[n] = new(float64(c.Tier))
				}
			}
		}
		rows = appendKnown(rows, row, 1)
	}
	return rows
}

func appendKnown(rows []Row, row Row, better int) []Row {
	if !slices.ContainsFunc(row.Values, func(v *float64) bool { return v != nil }) {
		return rows
	}
	row.Best = best(row.Values, better)
	return append(rows, row)
}

// best finds who has the best of the known values; nobody where all have it.
func best(values []*float64, better int) []int {
	var list []int
	for n, v := range values {
		if v == nil || better == 0 {
			continue
		}
		d := 0.0
		if len(list) > 0 {
			d = (*v - *values[list[0]]) * float64(better)
		}
		if d > 0 {
			list = list[:0]
		}
		if d >= 0 {
			list = append(list, n)
		}
	}
	if len(list) == len(values) {
		return nil
	}
	return list
}
