package gamedata

// Rules is which table says what tailoring may make of a piece.
type Rules string

// The tables: no reductions, those of the retail servers, and those of ACE
// servers, which allow more.
const (
	NoReduction Rules = "none"
	Retail      Rules = "retail"
	ACE         Rules = "ace"
)

// reductions are what a piece that covers exactly these slots may become; the
// chest is a rule of its own.
var reductions = []struct{ covers, retail, ace SlotSet }{
	{1<<UpperArms | 1<<LowerArms, 1<<UpperArms | 1<<LowerArms, 0},
	{1<<UpperLegs | 1<<LowerLegs, 1<<UpperLegs | 1<<LowerLegs, 0},
	{1<<LowerLegs | 1<<Feet, 1 << Feet, 1 << LowerLegs},
	{1<<Abdomen | 1<<UpperLegs, 1 << Abdomen, 1<<UpperLegs | 1<<LowerLegs},
	{1<<Abdomen | 1<<UpperLegs | 1<<LowerLegs, 1<<Abdomen | 1<<UpperLegs | 1<<LowerLegs, 0},
	{1 << UpperArms, 0, 1 << LowerArms},
	{1 << UpperLegs, 0, 1 << LowerLegs},
}

// Reductions returns the slots of which a looted piece of armor that covers some
// may be tailored to fill one. The piece itself, material and all, is for the
// caller to judge.
func Reductions(covers SlotSet, rules Rules) SlotSet {
	if rules == NoReduction {
		return 0
	}
	if covers.Has(Chest) && covers.Len() > 1 {
		return 1 << Chest
	}
	for _, r := range reductions {
		if r.covers == covers && rules == ACE {
			return r.retail | r.ace
		}
		if r.covers == covers {
			return r.retail
		}
	}
	return 0
}
