package gamedata

// Bits of the equip mask that decide what a piece is. The names of all bits are
// in EquipMasks.
const (
	EquipArmor    = 0x7F21    // armor: head, hands, feet and the outer layer of body and limbs
	EquipPants    = 0xC0      // clothing with one of these fills the pants slot
	EquipShirt    = 0x1A      // clothing with one of these fills the shirt slot
	EquipBelt     = 0x4       // abdomen wear; alone it is pants
	EquipJewelry  = 0xF8000   // neck, wrists, fingers
	EquipWeapon   = 0x3500000 // melee, missile, held, two handed
	EquipShield   = 0x200000
	EquipAmmo     = 0x800000 // fills no slot
	EquipTrinket  = 0x4000000
	EquipCloak    = 0x8000000
	EquipAetheria = 0x70000000 // the three sigils
)

// equipSlots says which slot a bit of the equip mask is, but for clothing.
var equipSlots = []struct {
	bit  int64
	slot Slot
}{
	{0x1, Head}, {0x200, Chest}, {0x400, Abdomen}, {0x800, UpperArms}, {0x1000, LowerArms}, {0x20, Hands},
	{0x2000, UpperLegs}, {0x4000, LowerLegs}, {0x100, Feet},
	{0x8000, Neck}, {0x10000, WristLeft}, {0x20000, WristRight}, {0x40000, FingerLeft}, {0x80000, FingerRight},
	{EquipTrinket, Trinket}, {EquipCloak, Cloak}, {0x10000000, SigilBlue}, {0x20000000, SigilYellow}, {0x40000000, SigilRed},
	{EquipShield, Shield}, {0x100000, Weapon}, {0x400000, Weapon}, {0x1000000, Weapon}, {0x2000000, Weapon},
}

// SlotsOfEquip returns the slots that a piece with an equip mask fills. Rings and
// bracelets with both sides fill one of them, everything else fills all.
//
// A piece with a bit of EquipArmor is armor, and its bits of clothing say nothing.
// Any other clothing fills the shirt slot, the pants slot or both.
func SlotsOfEquip(mask int64) SlotSet {
	var set SlotSet
	for _, e := range equipSlots {
		if mask&e.bit != 0 {
			set |= 1 << e.slot
		}
	}
	if mask&EquipArmor != 0 {
		return set
	}
	if mask&EquipPants != 0 || mask&(EquipShirt|EquipPants|EquipBelt) == EquipBelt {
		set |= 1 << Pants
	}
	if mask&EquipShirt != 0 {
		set |= 1 << Shirt
	}
	return set
}

// twins are the pairs of slots of which a piece fills one.
var twins = [...]SlotSet{1<<WristLeft | 1<<WristRight, 1<<FingerLeft | 1<<FingerRight}

// Filled counts the slots that a piece fills at once: a ring fits two and fills
// one.
func (set SlotSet) Filled() int {
	n := set.Len()
	for _, pair := range twins {
		if set&pair == pair {
			n--
		}
	}
	return n
}
