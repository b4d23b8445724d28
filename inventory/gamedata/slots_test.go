package gamedata

import (
	"slices"
	"strings"
	"testing"
)

func TestSlotNames(t *testing.T) {
	t.Parallel()
	// in the words and the order of the suit builder's requests, then the weapon
	want := "head chest abdomen upper_arms lower_arms hands upper_legs lower_legs feet shirt pants neck wrist_left wrist_right " +
		"finger_left finger_right trinket cloak sigil_blue sigil_yellow sigil_red shield weapon"
	if got := strings.Join(Slots(), " "); got != want {
		t.Errorf("%s", got)
	}
	for i, name := range Slots() {
		if s, ok := ParseSlot(name); !ok || int(s) != i || s.String() != name {
			t.Errorf("%s is %v, %v", name, s, ok)
		}
	}
	if s, ok := ParseSlot("tail"); ok {
		t.Errorf("a tail is %v", s)
	}
	if got := Slot(200).String(); got != "no slot" {
		t.Errorf("slot 200 is %q", got)
	}
	for slot, want := range map[Slot]string{WristLeft: "wrist", FingerRight: "finger", SigilRed: "sigil", Head: "head"} {
		if got := slot.Family(); got != want {
			t.Errorf("%s is of %q", slot, got)
		}
	}
}

func TestSlotsOfEquip(t *testing.T) {
	t.Parallel()
	for mask, want := range map[int64]string{
		0:          "",
		0x1:        "head",
		0x20:       "hands",
		0x100:      "feet",
		0x180:      "feet",                                                           // boots
		0x6400:     "abdomen upper_legs lower_legs",                                  // leggings
		0x1E00:     "chest abdomen upper_arms lower_arms",                            // hauberk
		0x7F00:     "chest abdomen upper_arms lower_arms upper_legs lower_legs feet", // robe
		0x1E:       "shirt",
		0xE:        "shirt",
		0x6:        "shirt",
		0x2:        "shirt",
		0x4:        "pants",
		0x44:       "pants",
		0xC4:       "pants",
		0xDE:       "shirt pants",
		0x8000:     "neck",
		0x30000:    "wrist_left wrist_right",
		0x20000:    "wrist_right",
		0xC0000:    "finger_left finger_right",
		0x200000:   "shield",
		0x100000:   "weapon",
		0x400000:   "weapon",
		0x1000000:  "weapon",
		0x2000000:  "weapon",
		0x3500000:  "weapon",
		0x800000:   "", // arrows
		0x4000000:  "trinket",
		0x8000000:  "cloak",
		0x10000000: "sigil_blue",
		0x20000000: "sigil_yellow",
		0x40000000: "sigil_red",
	} {
		set := SlotsOfEquip(mask)
		if got := strings.Join(set.Names(), " "); got != want {
			t.Errorf("%#x fills %q, want %q", mask, got, want)
		}
		if SlotSetOf(set.Names()) != set || SetOf(set.Slots()...) != set || set.Len() != len(strings.Fields(want)) {
			t.Errorf("%#x: the set does not agree with its slots", mask)
		}
	}
}

// Every bit that the table of the equip mask has fills the slot that its name
// says, or none.
func TestEveryEquipBitIsKnown(t *testing.T) {
	t.Parallel()
	for _, bit := range EquipMasks().All() {
		if got := SlotsOfEquip(bit.ID); got.Len() != 1 && bit.ID != EquipAmmo {
			t.Errorf("%s fills %v", bit.Name, got.Names())
		}
	}
}

func TestARingFillsOneFinger(t *testing.T) {
	t.Parallel()
	for mask, want := range map[int64]int{0: 0, 0xC0000: 1, 0x30000: 1, 0x40000: 1, 0xDE: 2, 0x6400: 3, 0x1: 1} {
		if got := SlotsOfEquip(mask).Filled(); got != want {
			t.Errorf("%#x fills %d slots, want %d", mask, got, want)
		}
	}
}

func TestAetheria(t *testing.T) {
	t.Parallel()
	for mask, want := range map[int64]int32{0x10000000: 1, 0x20000000: 2, 0x40000000: 4, 0x1: 0} {
		if got := AetheriaBits(mask); got != want {
			t.Errorf("%#x is %d, want %d", mask, got, want)
		}
	}
	for _, a := range aetheria() {
		slots := SlotsOfEquip(a.Equip).Names()
		if !slices.Equal(slots, []string{"sigil_" + strings.ToLower(a.Color)}) || a.WieldLevel < 75 {
			t.Errorf("%+v fills %v", a, slots)
		}
	}
}

func TestReductions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		covers      []Slot
		retail, ace string
	}{
		{[]Slot{UpperArms, LowerArms}, "upper_arms lower_arms", "upper_arms lower_arms"},
		{[]Slot{UpperLegs, LowerLegs}, "upper_legs lower_legs", "upper_legs lower_legs"},
		{[]Slot{LowerLegs, Feet}, "feet", "lower_legs feet"},
		{[]Slot{Chest, Abdomen}, "chest", "chest"},
		{[]Slot{Chest, UpperArms, LowerArms}, "chest", "chest"},
		{[]Slot{Chest, Head}, "chest", "chest"},
		{[]Slot{Chest, Abdomen, UpperArms, LowerArms, UpperLegs, LowerLegs, Feet}, "chest", "chest"},
		{[]Slot{Abdomen, UpperLegs}, "abdomen", "abdomen upper_legs lower_legs"},
		{[]Slot{Abdomen, UpperLegs, LowerLegs}, "abdomen upper_legs lower_legs", "abdomen upper_legs lower_legs"},
		{[]Slot{UpperArms}, "", "lower_arms"},
		{[]Slot{UpperLegs}, "", "lower_legs"},
		{[]Slot{Chest}, "", ""},
		{[]Slot{LowerLegs}, "", ""},
		{[]Slot{Abdomen, UpperArms}, "", ""},
		{[]Slot{Shirt, Pants}, "", ""},
		{nil, "", ""},
	} {
		covers := SetOf(c.covers...)
		for rules, want := range map[Rules]string{NoReduction: "", Retail: c.retail, ACE: c.ace} {
			if got := strings.Join(Reductions(covers, rules).Names(), " "); got != want {
				t.Errorf("%v by %s may become %q, want %q", covers.Names(), rules, got, want)
			}
		}
	}
}
