package item

import "encoding/json"

// Item is one item as the seven inventory tables hold it: the fields are their
// columns. Nil means unknown.
type Item struct {
	ItemID                 int64   // the game's object id, 1 to 4,294,967,295
	Name                   *string // as the game tells it; the material is shown before it
	Icon                   *int32  // number of the drawing, 24 bits
	ObjectClass            *int32  // Decal's, see gamedata.ObjectClasses
	ItemType               *string // kind, one of the Kind constants or a class' name in snake case
	Value                  *int64  // pyreals
	Burden                 *int32  // burden units, of the whole stack
	StackSize              *int32
	MaxStackSize           *int32
	Structure              *int32 // uses left
	MaxStructure           *int32
	ContainerID            *int64 // the pack or person that holds it, unsigned
	Slot                   *int32 // place within the container, from 0
	CurrentWieldedLocation *int64 // equip mask of where it is worn; 0: in a pack
	ValidLocations         *int64 // equip mask of where it can be worn
	CoverageMask           *int64
	SlotNames              []string // slots that it fills or may fill, in the order of gamedata.Slots
	Bonded                 *int32   // -2 destroyed at death, -1 slippery, 0 normal, 1 bonded, 2 sticky
	Attuned                *int32   // 0 normal, 1 attuned, 2 sticky
	IsUnique               *bool
	IsRare                 *bool
	HasIDData              bool // was appraised

	Combat       Combat
	Requirements Requirements
	Enhancements Enhancements
	Ratings      Ratings
	Spells       []Spell // its own spells, ascending by ID, each once

	Raw        Raw
	LastIDTime int64 // unix seconds of the appraisal, 0 unknown; not part of the hash
}

// Combat is what an item does in a fight (item_combat_stats).
type Combat struct {
	ArmorLevel                *int32 // as it is now: with tinkering and the spells in force
	BaseArmorLevel            *int32 // without these, see BaseArmor; known where ArmorLevel is
	ShieldValue               *int32
	MaxDamage                 *int32
	DamageType                *int32   // bits, see gamedata.DamageTypes
	Variance                  *float64 // 0 to 1: the least damage is (1 - variance) of the most
	DamageBonus               *float64 // factor of a missile weapon, 2.4 is +140 %
	ElementalDamageBonus      *int32
	ElementalDamageVsMonsters *float64 // factor of a caster, 1.15 is +15 %
	AttackBonus               *float64 // factor, 1.15 is +15 %; the bonuses below too
	MeleeDefenseBonus         *float64
	MissileDefenseBonus       *float64
	MagicDefenseBonus         *float64
	ManaConversionBonus       *float64 // share that is added, 0.15 is +15 %
	WeaponSkill               *int32   // skill it is used with, see gamedata.Skills
	WeaponTime                *int32   // speed, 0 fastest
	Cleaving                  *int32   // targets hit at once
	SlayerCreatureType        *int32
	SlayerBonus               *float64   // factor against that creature type
	Protections               []*float32 // nil, or seven factors: slash, pierce, bludgeon, acid, lightning, fire, cold; nil elements are unknown
}

// Requirements is who may use an item (item_requirements). A wield requirement
// is a kind (gamedata.WieldRequirements), what it asks (a skill, attribute or
// property, by the kind), and how much.
type Requirements struct {
	WieldRequirement1, WieldSkill1, WieldValue1 *int32
	WieldRequirement2, WieldSkill2, WieldValue2 *int32
	WieldRequirement3, WieldSkill3, WieldValue3 *int32
	WieldRequirement4, WieldSkill4, WieldValue4 *int32

	WieldLevel       *int32 // character level that a requirement asks for, the highest
	LoreRequirement  *int32 // arcane lore to activate its spells
	SkillRequirement *int32 // skill to activate its spells
	SkillLevel       *int32 // of SkillRequirement
	Mastery          *int32 // mastery it belongs to: of summoning, where PropertySummoning is set, or of a weapon
	Heritage         *int32 // heritage that alone may use it, see gamedata.Heritages
}

// Enhancements is what an item is made of and what was done to it
// (item_enhancements).
type Enhancements struct {
	Material           *int32  // see gamedata.Materials; 0 or unknown: not loot
	MaterialName       *string // the number where no table has a name; so are the names below
	Workmanship        *int32  // 1 to 10
	SalvageWorkmanship *float64
	Tinks              *int32  // times tinkered, an imbue counts
	Imbue              *int64  // bits of all imbued effects, see gamedata.Imbues
	ImbueName          *string // names of the bits, ascending, with ", " between
	ItemSet            *int32  // see gamedata.Sets
	ItemSetName        *string
	AetheriaBits       *int32 // 1 blue, 2 yellow, 4 red
	Spellcraft         *int32
	Mana               *int32
	MaxMana            *int32
	ManaRate           *float64 // mana a second, negative
}

// Ratings are the gear ratings (item_ratings).
type Ratings struct {
	DamageRating, DamageResistRating         *int32
	CritRating, CritResistRating             *int32
	CritDamageRating, CritDamageResistRating *int32
	HealBoostRating                          *int32
	NetherResistRating, LifeResistRating     *int32
	VitalityRating                           *int32
	PKDamageRating, PKDamageResistRating     *int32
	Overpower, OverpowerResist               *int32
	TotalRating                              *int32 // sum of the eight that count, see total
}

// Spell is a spell on an item (item_spells).
type Spell struct {
	ID     int32 // see gamedata.SpellByID
	Active bool  // in force now
}

// Raw is everything that is known of an item, the unknown properties too
// (item_raw_data). A nil map is unknown.
type Raw struct {
	IntValues    map[int32]int64
	DoubleValues map[int32]float64 // finite
	StringValues map[int32]string
	BoolValues   map[int32]bool
	// OriginalJSON is the whole object as it came, in canonical form: compact,
	// short names before long ones, numbers in one spelling, typed names as they were. Decode of it
	// gives this very item.
	OriginalJSON json.RawMessage
}

// Empty tells whether there is nothing to store of it.
func (c *Combat) Empty() bool {
	return c.Protections == nil && c.ArmorLevel == nil && c.BaseArmorLevel == nil && c.ShieldValue == nil &&
		c.MaxDamage == nil && c.DamageType == nil && c.Variance == nil && c.DamageBonus == nil &&
		c.ElementalDamageBonus == nil && c.ElementalDamageVsMonsters == nil && c.AttackBonus == nil &&
		c.MeleeDefenseBonus == nil && c.MissileDefenseBonus == nil && c.MagicDefenseBonus == nil &&
		c.ManaConversionBonus == nil && c.WeaponSkill == nil && c.WeaponTime == nil && c.Cleaving == nil &&
		c.SlayerCreatureType == nil && c.SlayerBonus == nil
}

// Empty tells whether there is nothing to store of it.
func (r *Requirements) Empty() bool { return *r == Requirements{} }

// Empty tells whether there is nothing to store of it.
func (e *Enhancements) Empty() bool { return *e == Enhancements{} }

// Empty tells whether there is nothing to store of it.
func (r *Ratings) Empty() bool { return *r == Ratings{} }

// Empty tells whether there is nothing to store of it.
func (r *Raw) Empty() bool {
	return r.IntValues == nil && r.DoubleValues == nil && r.StringValues == nil && r.BoolValues == nil && r.OriginalJSON == nil
}
