package gamedata

import (
	"math/bits"
	"slices"
	"strings"
)

// Slot is a place on a character where one thing is worn.
type Slot uint8

// The slots in the order in which they are shown. Weapon stands for whatever is
// held to fight with; it is no part of a suit.
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
	Weapon
	slotCount
)

const slotList = "head chest abdomen upper_arms lower_arms hands upper_legs lower_legs feet shirt pants neck wrist_left wrist_right" +
	" finger_left finger_right trinket cloak sigil_blue sigil_yellow sigil_red shield weapon"

var slotNames = strings.Fields(slotList)

// String returns the slot's name in answers and queries, such as "upper_arms".
func (s Slot) String() string {
	if s >= slotCount {
		return "no slot"
	}
	return slotNames[s]
}

// Family returns the name without a side or colour: wrist, finger, sigil.
func (s Slot) Family() string {
	switch s {
	case WristLeft, WristRight:
		return "wrist"
	case FingerLeft, FingerRight:
		return "finger"
	case SigilBlue, SigilYellow, SigilRed:
		return "sigil"
	}
	return s.String()
}

// Slots returns the names of all slots in their order.
func Slots() []string { return slices.Clone(slotNames) }

// ParseSlot reads a slot's name. Not ok: there is no such slot.
func ParseSlot(name string) (Slot, bool) {
	i := slices.Index(slotNames, name)
	return Slot(max(i, 0)), i >= 0
}

// SlotSet is a set of slots, a bit each.
type SlotSet uint32

// SetOf returns the set of some slots.
func SetOf(slots ...Slot) SlotSet {
	var set SlotSet
	for _, s := range slots {
		set |= 1 << s
	}
	return set
}

// SlotSetOf returns the set of slots by their names; unknown names are left out.
func SlotSetOf(names []string) SlotSet {
	var set SlotSet
	for _, name := range names {
		if s, ok := ParseSlot(name); ok {
			set |= 1 << s
		}
	}
	return set
}

// Has tells whether a slot is in the set.
func (set SlotSet) Has(s Slot) bool { return set&(1<<s) != 0 }

// Len counts the slots.
func (set SlotSet) Len() int { return bits.OnesCount32(uint32(set)) }

// Slots returns the slots in their order.
func (set SlotSet) Slots() []Slot {
	var list []Slot
	for s := range slotCount {
		if set.Has(s) {
			list = append(list, s)
		}
	}
	return list
}

// Names returns the slots' names in their order; nil of the empty set.
func (set SlotSet) Names() []string {
	var list []string
	for _, s := range set.Slots() {
		list = append(list, s.String())
	}
	return list
}
