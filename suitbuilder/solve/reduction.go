package solve

// Reduction names the table of what a looted piece that covers several slots may
// be tailored to.
type Reduction uint8

// The tables: the game's own, the larger one of the emulator, and none at all.
const (
	ReduceRetail Reduction = iota
	ReduceACE
	ReduceNone
)

// Bits of the game's CoverageMask, outer layer: what a reduced piece covers.
const (
	coverUpperLegs = 0x100
	coverLowerLegs = 0x200
	coverChest     = 0x400
	coverAbdomen   = 0x800
	coverUpperArms = 0x1000
	coverLowerArms = 0x2000
	coverFeet      = 0x10000
)

// Target is what a piece becomes when it is reduced: one slot, and the coverage
// bit of that slot.
type Target struct {
	Slot     Slot
	Coverage int32
}

var (
	toChest     = Target{Chest, coverChest}
	toAbdomen   = Target{Abdomen, coverAbdomen}
	toUpperArms = Target{UpperArms, coverUpperArms}
	toLowerArms = Target{LowerArms, coverLowerArms}
	toUpperLegs = Target{UpperLegs, coverUpperLegs}
	toLowerLegs = Target{LowerLegs, coverLowerLegs}
	toFeet      = Target{Feet, coverFeet}
)

// Targets gives what a reducible piece of armor with this coverage may become.
// Chest with anything else becomes chest and nothing else; the other rows match
// the whole coverage exactly; what matches no row is not reduced.
func (r Reduction) Targets(coverage int32) []Target {
	if r == ReduceNone {
		return nil
	}
	if coverage&coverChest != 0 {
		if coverage == coverChest {
			return nil
		}
		return []Target{toChest}
	}
	retail, ace := reductionRow(coverage)
	if r == ReduceACE {
		return append(retail, ace...)
	}
	return retail
}

func reductionRow(coverage int32) (retail, ace []Target) {
	switch coverage {
	case coverUpperArms | coverLowerArms:
		return []Target{toUpperArms, toLowerArms}, nil
	case coverUpperLegs | coverLowerLegs:
		return []Target{toUpperLegs, toLowerLegs}, nil
	case coverLowerLegs | coverFeet:
		return []Target{toFeet}, []Target{toLowerLegs}
	case coverAbdomen | coverUpperLegs:
		return []Target{toAbdomen}, []Target{toUpperLegs, toLowerLegs}
	case coverAbdomen | coverUpperLegs | coverLowerLegs:
		return []Target{toAbdomen, toUpperLegs, toLowerLegs}, nil
	case coverUpperArms:
		return nil, []Target{toLowerArms}
	case coverUpperLegs:
		return nil, []Target{toLowerLegs}
	}
	return nil, nil
}
