package item

import (
	"math"
	"strconv"
	"sync"
)

// source says where a column comes from: property ids, the first that is set
// wins, and else typed fields, the first that is set wins. The typed names are
// the plugin's, older spellings after it.
type source struct {
	in    string // the dictionary of the ids
	ids   []int32
	typed []string
}

func from(ids ...int32) source { return source{in: "IntValues", ids: ids} }

func fromDouble(ids ...int32) source { return source{in: "DoubleValues", ids: ids} }

func (s source) or(typed ...string) source {
	s.typed = typed
	return s
}

// column is a source and the field that it fills.
type column[T any] struct {
	source
	field func(*Item) **T
}

// Decal's property ids that stand for one of the game's, and those without any.
const (
	decalIcon         = 218103809
	decalContainer    = 218103810
	decalLandblock    = 218103811
	decalStackCount   = 218103814
	decalStackMax     = 218103815
	decalSlotLegacy   = 218103817
	decalWielder      = 218103818
	decalWieldingSlot = 218103819
	decalCoverage     = 218103821
	decalEquipable    = 218103822
	decalWeaponSpeed  = 218103839
	decalEquipSkill   = 218103840
	decalDamageType   = 218103841
	decalMaxDamage    = 218103842
	decalSlot         = 231735296

	decalSlashProt          = 167772160 // the other six follow in the order of Protections
	decalSalvageWorkmanship = 167772169
	decalVariance           = 167772171
	decalAttackBonus        = 167772172
	decalDamageBonus        = 167772174
)

// int32Columns are the columns of type integer that are a property.
var int32Columns = []column[int32]{
	{from(decalIcon).or("Icon"), func(i *Item) **int32 { return &i.Icon }},
	{from().or("ObjectClass"), func(i *Item) **int32 { return &i.ObjectClass }},
	{from(5).or("Burden"), func(i *Item) **int32 { return &i.Burden }},
	{from(decalStackCount, 12).or("StackSize", "StackCount"), func(i *Item) **int32 { return &i.StackSize }},
	{from(decalStackMax, 11).or("MaxStackSize", "StackMax"), func(i *Item) **int32 { return &i.MaxStackSize }},
	{from(92).or("Structure", "UsesRemaining"), func(i *Item) **int32 { return &i.Structure }},
	{from(91).or("MaxStructure", "UsesTotal"), func(i *Item) **int32 { return &i.MaxStructure }},
	{from(decalSlot, decalSlotLegacy).or("Slot"), func(i *Item) **int32 { return &i.Slot }},
	{from(33).or("Bonded"), func(i *Item) **int32 { return &i.Bonded }},
	{from(114).or("Attuned"), func(i *Item) **int32 { return &i.Attuned }},

	{from(28).or("ArmorLevel"), func(i *Item) **int32 { return &i.Combat.ArmorLevel }},
	{from(56).or("ShieldValue"), func(i *Item) **int32 { return &i.Combat.ShieldValue }},
	{from(decalMaxDamage, 44).or("MaxDamage"), func(i *Item) **int32 { return &i.Combat.MaxDamage }},
	{from(decalDamageType, 45).or("DamageType"), func(i *Item) **int32 { return &i.Combat.DamageType }},
	{from(204).or("ElementalDamageBonus", "ElementalDmgBonus"), func(i *Item) **int32 { return &i.Combat.ElementalDamageBonus }},
	{from(decalEquipSkill, 48).or("WeaponSkill", "EquipSkill"), func(i *Item) **int32 { return &i.Combat.WeaponSkill }},
	{from(decalWeaponSpeed, 49).or("WeaponTime", "WeaponSpeed", "WeapSpeed"), func(i *Item) **int32 { return &i.Combat.WeaponTime }},
	{from(292).or("Cleaving"), func(i *Item) **int32 { return &i.Combat.Cleaving }},
	{from(166).or("SlayerCreatureType"), func(i *Item) **int32 { return &i.Combat.SlayerCreatureType }},

	{from(158).or("WieldRequirement1", "WieldReqType"), func(i *Item) **int32 { return &i.Requirements.WieldRequirement1 }},
	{from(159).or("WieldSkill1", "WieldReqAttribute"), func(i *Item) **int32 { return &i.Requirements.WieldSkill1 }},
	{from(160).or("WieldValue1", "WieldReqValue"), func(i *Item) **int32 { return &i.Requirements.WieldValue1 }},
	{from(270).or("WieldRequirement2"), func(i *Item) **int32 { return &i.Requirements.WieldRequirement2 }},
	{from(271).or("WieldSkill2"), func(i *Item) **int32 { return &i.Requirements.WieldSkill2 }},
	{from(272).or("WieldValue2"), func(i *Item) **int32 { return &i.Requirements.WieldValue2 }},
	{from(273).or("WieldRequirement3"), func(i *Item) **int32 { return &i.Requirements.WieldRequirement3 }},
	{from(274).or("WieldSkill3"), func(i *Item) **int32 { return &i.Requirements.WieldSkill3 }},
	{from(275).or("WieldValue3"), func(i *Item) **int32 { return &i.Requirements.WieldValue3 }},
	{from(276).or("WieldRequirement4"), func(i *Item) **int32 { return &i.Requirements.WieldRequirement4 }},
	{from(277).or("WieldSkill4"), func(i *Item) **int32 { return &i.Requirements.WieldSkill4 }},
	{from(278).or("WieldValue4"), func(i *Item) **int32 { return &i.Requirements.WieldValue4 }},
	{from(109).or("LoreRequirement"), func(i *Item) **int32 { return &i.Requirements.LoreRequirement }},
	{from(176).or("SkillRequirement"), func(i *Item) **int32 { return &i.Requirements.SkillRequirement }},
	{from(115).or("SkillLevel"), func(i *Item) **int32 { return &i.Requirements.SkillLevel }},
	{from(353, PropertySummoning).or("Mastery"), func(i *Item) **int32 { return &i.Requirements.Mastery }},
	{from(188, 324).or("Heritage"), func(i *Item) **int32 { return &i.Requirements.Heritage }},

	{from(131).or("Material"), func(i *Item) **int32 { return &i.Enhancements.Material }},
	{from(105).or("Workmanship"), func(i *Item) **int32 { return &i.Enhancements.Workmanship }},
	{from(171).or("Tinks"), func(i *Item) **int32 { return &i.Enhancements.Tinks }},
	{from(265).or("ItemSet", "ArmorSet"), func(i *Item) **int32 { return &i.Enhancements.ItemSet }},
	{from(106).or("Spellcraft"), func(i *Item) **int32 { return &i.Enhancements.Spellcraft }},
	{from(107).or("Mana", "CurrentMana"), func(i *Item) **int32 { return &i.Enhancements.Mana }},
	{from(108).or("MaxMana", "MaximumMana"), func(i *Item) **int32 { return &i.Enhancements.MaxMana }},

	{from(370).or("DamageRating", "DamRating"), func(i *Item) **int32 { return &i.Ratings.DamageRating }},
	{from(371).or("DamageResistRating", "DamResistRating"), func(i *Item) **int32 { return &i.Ratings.DamageResistRating }},
	{from(372).or("CritRating"), func(i *Item) **int32 { return &i.Ratings.CritRating }},
	{from(373).or("CritResistRating"), func(i *Item) **int32 { return &i.Ratings.CritResistRating }},
	{from(374).or("CritDamageRating", "CritDamRating"), func(i *Item) **int32 { return &i.Ratings.CritDamageRating }},
	{from(375).or("CritDamageResistRating", "CritDamResistRating"), func(i *Item) **int32 { return &i.Ratings.CritDamageResistRating }},
	{from(376).or("HealBoostRating"), func(i *Item) **int32 { return &i.Ratings.HealBoostRating }},
	{from(377).or("NetherResistRating"), func(i *Item) **int32 { return &i.Ratings.NetherResistRating }},
	{from(378).or("LifeResistRating"), func(i *Item) **int32 { return &i.Ratings.LifeResistRating }},
	{from(379).or("VitalityRating"), func(i *Item) **int32 { return &i.Ratings.VitalityRating }},
	{from(383).or("PKDamageRating"), func(i *Item) **int32 { return &i.Ratings.PKDamageRating }},
	{from(384).or("PKDamageResistRating"), func(i *Item) **int32 { return &i.Ratings.PKDamageResistRating }},
	{from(388).or("Overpower"), func(i *Item) **int32 { return &i.Ratings.Overpower }},
	{from(389).or("OverpowerResist"), func(i *Item) **int32 { return &i.Ratings.OverpowerResist }},
}

// maskColumns are object ids and masks: unsigned numbers of 32 bits, which older
// plugins write signed.
var maskColumns = []column[int64]{
	{from(decalContainer).or("ContainerId", "Container"), func(i *Item) **int64 { return &i.ContainerID }},
	{from(10, decalWieldingSlot).or("CurrentWieldedLocation"), func(i *Item) **int64 { return &i.CurrentWieldedLocation }},
	{from(decalEquipable, 9).or("EquipableSlots", "ValidLocations"), func(i *Item) **int64 { return &i.ValidLocations }},
	{from(decalCoverage, 4).or("Coverage", "CoverageMask"), func(i *Item) **int64 { return &i.CoverageMask }},
}

// valueColumn is pyreals: a stack's value may need more than 32 bits.
var valueColumn = column[int64]{from(19).or("Value"), func(i *Item) **int64 { return &i.Value }}

// floatColumns are the columns of type double precision that are a property.
var floatColumns = []column[float64]{
	{fromDouble(decalVariance, 22).or("Variance"), func(i *Item) **float64 { return &i.Combat.Variance }},
	{fromDouble(decalDamageBonus, 63).or("DamageBonus"), func(i *Item) **float64 { return &i.Combat.DamageBonus }},
	{fromDouble(152).or("ElementalDamageVsMonsters", "ElementalDmgVsMonsters"), func(i *Item) **float64 { return &i.Combat.ElementalDamageVsMonsters }},
	{fromDouble(decalAttackBonus, 62).or("AttackBonus"), func(i *Item) **float64 { return &i.Combat.AttackBonus }},
	{fromDouble(29).or("MeleeDefenseBonus"), func(i *Item) **float64 { return &i.Combat.MeleeDefenseBonus }},
	{fromDouble(149).or("MissileDefenseBonus", "MissileDBonus"), func(i *Item) **float64 { return &i.Combat.MissileDefenseBonus }},
	{fromDouble(150).or("MagicDefenseBonus", "MagicDBonus"), func(i *Item) **float64 { return &i.Combat.MagicDefenseBonus }},
	{fromDouble(144).or("ManaConversionBonus", "ManaCBonus"), func(i *Item) **float64 { return &i.Combat.ManaConversionBonus }},
	{fromDouble(138).or("SlayerBonus"), func(i *Item) **float64 { return &i.Combat.SlayerBonus }},
	{fromDouble(decalSalvageWorkmanship).or("SalvageWorkmanship"), func(i *Item) **float64 { return &i.Enhancements.SalvageWorkmanship }},
	{fromDouble(5).or("ManaRate"), func(i *Item) **float64 { return &i.Enhancements.ManaRate }},
}

// protectionSources are those of the seven, in their order.
var protectionSources = [...]source{
	fromDouble(decalSlashProt, 13), fromDouble(decalSlashProt+1, 14), fromDouble(decalSlashProt+2, 15), fromDouble(decalSlashProt+3, 18),
	fromDouble(decalSlashProt+4, 19), fromDouble(decalSlashProt+5, 17), fromDouble(decalSlashProt+6, 16),
}

// The sources that are read in a way of their own. An item may have several
// imbued effects, each a property; their bits come together.
var (
	nameSource   = source{"StringValues", []int32{1}, []string{"Name"}}
	uniqueSource = from(279).or("Unique")
	imbueSource  = from(179, 303, 304, 305, 306).or("Imbue", "Imbued")
	rareSource   = from(17)
	levelSource  = from().or("WieldLevel")
)

// sources are all of them.
var sources = sync.OnceValue(func() []source {
	list := []source{valueColumn.source, nameSource, uniqueSource, imbueSource, rareSource, levelSource}
	list = append(list, protectionSources[:]...)
	for _, c := range int32Columns {
		list = append(list, c.source)
	}
	for _, c := range maskColumns {
		list = append(list, c.source)
	}
	for _, c := range floatColumns {
		list = append(list, c.source)
	}
	return list
})

// unset is what a typed field says when it has nothing to say.
const unset = -1

// whole finds an integer by its source.
func (d *decoder) whole(s source) (int64, bool) {
	for _, id := range s.ids {
		if n, ok := d.item.Raw.IntValues[id]; ok {
			return n, true
		}
	}
	for _, name := range s.typed {
		if v, ok := d.object.find(name); ok {
			if n, ok := v.whole(); ok && n != unset {
				return n, true
			}
		}
	}
	return 0, false
}

// number finds a number by its source.
func (d *decoder) number(s source) (float64, bool) {
	for _, id := range s.ids {
		if f, ok := d.item.Raw.DoubleValues[id]; ok {
			return f, true
		}
	}
	for _, name := range s.typed {
		if v, ok := d.object.find(name); ok {
			if f, ok := v.float(); ok && f != unset {
				return f, true
			}
		}
	}
	return 0, false
}

// unsigned makes an object id or mask of what a plugin wrote, signed or not.
func unsigned(n int64) (int64, bool) {
	if n < 0 && n >= math.MinInt32 {
		n += 1 << 32
	}
	return n, n >= 0 && n <= math.MaxUint32
}

// tells tells whether an object says anything of a source.
func tells(object *value, s source) bool {
	if d, ok := object.find(s.in); ok {
		for _, id := range s.ids {
			if v, ok := d.find(strconv.Itoa(int(id))); ok && v.kind != 'n' {
				return true
			}
		}
	}
	for _, name := range s.typed {
		if v, ok := object.find(name); ok && !isUnset(v) {
			return true
		}
	}
	return false
}
