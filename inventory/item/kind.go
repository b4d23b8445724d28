package item

import (
	"strings"

	"overlord/inventory/gamedata"
)

// The kinds that the equip mask decides, or that go by a shorter name than their
// object class. Every other kind is the class' name in snake case, such as
// "trade_note"; a class without name is its number.
const (
	KindArmor     = "armor"
	KindClothing  = "clothing"
	KindJewelry   = "jewelry" // trinkets too
	KindMelee     = "melee"
	KindMissile   = "missile" // ammunition too
	KindCaster    = "caster"
	KindShield    = "shield"
	KindCloak     = "cloak"
	KindAetheria  = "aetheria"
	KindSalvage   = "salvage"
	KindGem       = "gem"
	KindContainer = "container"
	KindComponent = "component"
)

// Decal's object classes that are kinds with a name of their own.
const (
	classMelee     = 1
	classArmor     = 2
	classClothing  = 3
	classMissile   = 9
	classComponent = 12
	classCaster    = 31
	classSalvage   = 39
)

// kind says what an item is: by its class, since the game's own type is
// unreliable, and where a class is too wide by where it is worn.
func kind(class int32, equip int64) string {
	switch {
	case equip&gamedata.EquipAetheria != 0:
		return KindAetheria
	case equip&gamedata.EquipCloak != 0:
		return KindCloak
	case equip&gamedata.EquipShield != 0:
		return KindShield
	}
	switch class {
	case classMelee:
		return KindMelee
	case classMissile:
		return KindMissile
	case classCaster:
		return KindCaster
	case classComponent:
		return KindComponent
	}
	name := gamedata.ObjectClasses().Text(int64(class))
	return strings.ReplaceAll(strings.ToLower(name), " ", "_")
}

func (i *Item) hasKind(kind string) bool { return i.ItemType != nil && *i.ItemType == kind }

// IsWorn tells whether it is worn or wielded now.
func (i *Item) IsWorn() bool { return positive(i.CurrentWieldedLocation) }

// IsLoot tells whether it has a material; what is worn and has none is a quest
// item.
func (i *Item) IsLoot() bool { return positive(i.Enhancements.Material) }

// IsAttuned tells whether it cannot be given to another character.
func (i *Item) IsAttuned() bool { return positive(i.Attuned) }

// IsImbued tells whether it has an imbued effect.
func (i *Item) IsImbued() bool { return positive(i.Enhancements.Imbue) }

func positive[T int32 | int64](n *T) bool { return n != nil && *n > 0 }

// Slots returns the slots that it fills or may fill.
func (i *Item) Slots() gamedata.SlotSet {
	if i.ValidLocations == nil {
		return 0
	}
	return gamedata.SlotsOfEquip(*i.ValidLocations)
}
