package solve

import "math/bits"

// Slot is a place on the body, numbered in the order of SlotNames.
type Slot uint8

// The slots. The first 17 are those that a request asks for when it names none.
const (
	Head Slot = iota
	Chest
	Abdomen
	UpperArms
	LowerArms
	Hands
	UpperLegs
	LowerLegs
	Feet
	Shirt
	Pants
	Neck
	WristLeft
	WristRight
	FingerLeft
	FingerRight
	Trinket
	Cloak
	SigilBlue
	SigilYellow
	SigilRed
	Shield

	SlotCount = 22
)

// SlotNames are the slots' names in requests and answers.
var SlotNames = [SlotCount]string{
	"head", "chest", "abdomen", "upper_arms", "lower_arms", "hands", "upper_legs", "lower_legs", "feet", "shirt", "pants",
	"neck", "wrist_left", "wrist_right", "finger_left", "finger_right", "trinket", "cloak", "sigil_blue", "sigil_yellow", "sigil_red", "shield",
}

// SlotMask is a set of slots: bit 1<<Slot.
type SlotMask uint32

const (
	// DefaultSlots are the 17 that nearly every suit fills.
	DefaultSlots SlotMask = 1<<Cloak - 1
	// AllSlots adds the cloak, the three sigils and the shield.
	AllSlots SlotMask = 1<<SlotCount - 1
)

// Has tells whether a slot is in the set.
func (m SlotMask) Has(s Slot) bool { return m>>s&1 != 0 }

// Count is the number of slots in the set.
func (m SlotMask) Count() int { return bits.OnesCount32(uint32(m)) }

// List gives the slots in order.
func (m SlotMask) List() []Slot {
	list := make([]Slot, 0, m.Count())
	for ; m != 0; m &= m - 1 {
		list = append(list, Slot(bits.TrailingZeros32(uint32(m))))
	}
	return list
}

// Kind is what a piece is for the rules: armor can be reduced and counts in the
// strict set mode, clothing is the shirt and the pants, and whatever else goes
// into one slot each is jewelry (neck, wrists, fingers, trinket, cloak, sigils,
// shield).
type Kind uint8

// The kinds. A piece of KindNone fits nowhere and is never worn.
const (
	KindNone Kind = iota
	KindArmor
	KindClothing
	KindJewelry
)

// Bits of the game's EquipMask.
const (
	equipArmor      = 0x7F21 // one of these makes a piece armor
	equipPants      = 0xC0
	equipShirt      = 0x1A
	equipUnderAbdom = 0x4 // alone: pants
)

var armorSlots = [...]struct {
	bit  int32
	slot Slot
}{
	{0x1, Head}, {0x200, Chest}, {0x400, Abdomen}, {0x800, UpperArms}, {0x1000, LowerArms}, {0x20, Hands},
	{0x2000, UpperLegs}, {0x4000, LowerLegs}, {0x100, Feet},
}

var jewelrySlots = [...]struct {
	bit  int32
	slot Slot
}{
	{0x8000, Neck}, {0x10000, WristLeft}, {0x20000, WristRight}, {0x40000, FingerLeft}, {0x80000, FingerRight}, {0x200000, Shield},
	{0x4000000, Trinket}, {0x8000000, Cloak}, {0x10000000, SigilBlue}, {0x20000000, SigilYellow}, {0x40000000, SigilRed},
}

// Classify reads an EquipMask. Armor and clothing fill all of the slots at once;
// jewelry fills any one of them.
//
// A bit of 0x7F21 makes armor, which fills the slots of these bits (its other bits
// count for nothing). Else a bit of 0xC0 fills the pants slot and a bit of 0x1A the
// shirt slot, both together both, 0x4 alone the pants slot. Else the jewelry bits.
func Classify(equip int32) (Kind, SlotMask) {
	var slots SlotMask
	if equip&equipArmor != 0 {
		for _, a := range armorSlots {
			if equip&a.bit != 0 {
				slots |= 1 << a.slot
			}
		}
		return KindArmor, slots
	}
	if equip&equipPants != 0 {
		slots |= 1 << Pants
	}
	if equip&equipShirt != 0 {
		slots |= 1 << Shirt
	}
	if slots == 0 && equip&equipUnderAbdom != 0 {
		slots |= 1 << Pants
	}
	if slots != 0 {
		return KindClothing, slots
	}
	for _, j := range jewelrySlots {
		if equip&j.bit != 0 {
			slots |= 1 << j.slot
		}
	}
	if slots != 0 {
		return KindJewelry, slots
	}
	return KindNone, 0
}
