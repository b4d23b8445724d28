package check

import "overlord/suitbuilder/solve"

// Way is one way to wear a piece.
type Way struct {
	Slots    solve.SlotMask // what it fills
	Coverage int32          // what it takes of the body: bits of the game's CoverageMask; 0 for jewelry
	Reduced  bool           // tailored to one slot
}

// kind is what the rules distinguish.
type kind int

const (
	unwearable kind = iota
	armor
	clothing
	jewelry
)

// Groups of bits of the game's EquipMask.
const (
	bodyArmor  = 0x1 | 0x20 | 0x100 | 0x200 | 0x400 | 0x800 | 0x1000 | 0x2000 | 0x4000
	legWear    = 0x40 | 0x80
	torsoWear  = 0x2 | 0x8 | 0x10
	abdomenOld = 0x4
)

// place is a slot and its bit in the EquipMask.
type place struct {
	equip int32
	slot  solve.Slot
}

var bodyPlaces = []place{
	{0x1, solve.Head}, {0x20, solve.Hands}, {0x100, solve.Feet}, {0x200, solve.Chest}, {0x400, solve.Abdomen}, {0x800, solve.UpperArms},
	{0x1000, solve.LowerArms}, {0x2000, solve.UpperLegs}, {0x4000, solve.LowerLegs},
}

var jewelryPlaces = []place{
	{0x8000, solve.Neck}, {0x10000, solve.WristLeft}, {0x20000, solve.WristRight}, {0x40000, solve.FingerLeft}, {0x80000, solve.FingerRight},
	{0x200000, solve.Shield}, {0x4000000, solve.Trinket}, {0x8000000, solve.Cloak},
	{0x10000000, solve.SigilBlue}, {0x20000000, solve.SigilYellow}, {0x40000000, solve.SigilRed},
}

// kindOf reads what a piece is from where it can be worn.
func kindOf(equip int32) kind {
	switch {
	case equip&bodyArmor != 0:
		return armor
	case equip&(legWear|torsoWear|abdomenOld) != 0:
		return clothing
	}
	for _, p := range jewelryPlaces {
		if equip&p.equip != 0 {
			return jewelry
		}
	}
	return unwearable
}

// Ways lists how a piece can be worn in the slots that a request asks for, without
// regard to whether it may be: as it is, reduced, on either hand.
func Ways(p *solve.Piece, r *solve.Request) []Way {
	var all []Way
	switch kindOf(p.Equip) {
	case armor:
		all = append(all, Way{Slots: filled(p.Equip, bodyPlaces), Coverage: p.Coverage})
		if p.Reducible {
			all = append(all, reductions(p.Coverage, r.Reduction)...)
		}
	case clothing:
		all = append(all, Way{Slots: clothingSlots(p.Equip), Coverage: p.Coverage})
	case jewelry:
		for _, at := range jewelryPlaces {
			if p.Equip&at.equip != 0 {
				all = append(all, Way{Slots: 1 << at.slot})
			}
		}
	}
	var asked []Way
	for _, w := range all {
		if w.Slots&^askedSlots(r) == 0 {
			asked = append(asked, w)
		}
	}
	return asked
}

func askedSlots(r *solve.Request) solve.SlotMask {
	if r.Slots == 0 {
		return solve.DefaultSlots
	}
	return r.Slots
}

func filled(equip int32, places []place) (slots solve.SlotMask) {
	for _, p := range places {
		if equip&p.equip != 0 {
			slots |= 1 << p.slot
		}
	}
	return slots
}

// clothingSlots: what has legs is pants, what has a torso or sleeves is a shirt,
// and a mere abdomen is pants.
func clothingSlots(equip int32) solve.SlotMask {
	var slots solve.SlotMask
	if equip&torsoWear != 0 {
		slots |= 1 << solve.Shirt
	}
	if equip&legWear != 0 || slots == 0 {
		slots |= 1 << solve.Pants
	}
	return slots
}

// Bits of the game's CoverageMask, outer layer.
const (
	upperLegs = 0x100
	lowerLegs = 0x200
	chest     = 0x400
	abdomen   = 0x800
	upperArms = 0x1000
	lowerArms = 0x2000
	feet      = 0x10000
)

var slotOfCoverage = map[int32]solve.Slot{
	upperLegs: solve.UpperLegs, lowerLegs: solve.LowerLegs, chest: solve.Chest, abdomen: solve.Abdomen,
	upperArms: solve.UpperArms, lowerArms: solve.LowerArms, feet: solve.Feet,
}

// tailoring is a row of the game's table: a piece that covers just this may become
// any of retail, and with the larger table any of ace as well.
type tailoring struct {
	covers      int32
	retail, ace []int32
}

var tailorings = []tailoring{
	{upperArms | lowerArms, []int32{upperArms, lowerArms}, nil},
	{upperLegs | lowerLegs, []int32{upperLegs, lowerLegs}, nil},
	{lowerLegs | feet, []int32{feet}, []int32{lowerLegs}},
	{abdomen | upperLegs, []int32{abdomen}, []int32{upperLegs, lowerLegs}},
	{abdomen | upperLegs | lowerLegs, []int32{abdomen, upperLegs, lowerLegs}, nil},
	{upperArms, nil, []int32{lowerArms}},
	{upperLegs, nil, []int32{lowerLegs}},
}

// reductions are the ways that tailoring opens to looted armor. A piece with a
// chest can only become a breastplate.
func reductions(coverage int32, table solve.Reduction) []Way {
	if table == solve.ReduceNone {
		return nil
	}
	if coverage&chest != 0 {
		if coverage == chest {
			return nil
		}
		return []Way{reducedTo(chest)}
	}
	var ways []Way
	for _, t := range tailorings {
		if t.covers != coverage {
			continue
		}
		for _, bit := range t.retail {
			ways = append(ways, reducedTo(bit))
		}
		if table == solve.ReduceACE {
			for _, bit := range t.ace {
				ways = append(ways, reducedTo(bit))
			}
		}
	}
	return ways
}

func reducedTo(bit int32) Way {
	return Way{Slots: 1 << slotOfCoverage[bit], Coverage: bit, Reduced: true}
}
