package solve

import "math"

// quantity is a number that adds up over the worn pieces: an option has one value
// of each, and a suit the sum.
type quantity uint8

// Quantities up to ByArmorLevel are the criteria of the same number.
const (
	qReductions = quantity(criterionCount) + iota // -1 for a reduced piece
	qPieces                                       // -1 for each piece
	qLocked                                       // 1 for each locked piece
	qClassic                                      // 100 × what the piece itself scores + its base AL
	qCount                                        // 1 for each piece, where a number of them is demanded
)

// form is a number that a suit has: a quantity, plus a weight for each family that
// is reached, plus a function of the pieces of each set.
type form struct {
	quantity int        // index into model.quantities, -1 for none
	family   []int64    // a weight for each wanted family, nil for none
	set      [2][]int64 // by min(pieces, wanted); rising; nil for none
	step     int64      // only whole multiples of it count; 1 but for classic
	target   int64      // more than this is no better; math.MaxInt64 for a criterion
}

// stage is one thing to get as large as possible, given all stages before it.
type stage struct {
	form
	owners    bool // the count of owners instead of the form, negated
	criterion int  // index into the objective; -1 for a demand and for the pieces
	demand    Demand
}

const noTarget = math.MaxInt64

// worth cuts a form's raw number to what counts of it.
func (f *form) worth(raw int64) int64 { return min(floorDiv(raw, f.step), f.target) }

// floor is the least raw number that is worth this much.
func (f *form) floor(worth int64) int64 { return worth * f.step }

func floorDiv(a, b int64) int64 {
	if b == 1 {
		return a
	}
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// demands lists what a suit must have before its criteria count.
func (m *model) demands() []stage {
	var list []stage
	add := func(d Demand, f form) {
		if f.step == 0 {
			f.step = 1
		}
		list = append(list, stage{form: f, criterion: -1, demand: d})
	}
	if n := len(m.req.Locked); n > 0 {
		add(Demand{Kind: DemandLocked}, form{quantity: m.quantityOf(qLocked), target: int64(n)})
	}
	if m.required != 0 {
		weights := make([]int64, len(m.families))
		var n int64
		for f := range weights {
			if m.required>>f&1 != 0 {
				weights[f], n = 1, n+1
			}
		}
		add(Demand{Kind: DemandCantrip}, form{quantity: -1, family: weights, target: n})
	}
	if m.req.SetMode == Require {
		for s, want := range m.want {
			if want > 0 {
				f := form{quantity: -1, target: int64(want)}
				f.set[s] = counting(want)
				add(Demand{Kind: DemandSet, Index: s}, f)
			}
		}
	}
	for i, minimum := range m.req.Min {
		if minimum.Value > 0 {
			add(Demand{Kind: DemandMinimum, Index: i}, form{quantity: m.quantityOf(quantity(minimum.Of)), target: minimum.Value})
		}
	}
	if m.pieces > 0 {
		add(Demand{}, form{quantity: m.quantityOf(qCount), target: int64(m.pieces)})
	}
	return list
}

func counting(want int) []int64 {
	table := make([]int64, want+1)
	for i := range table {
		table[i] = int64(i)
	}
	return table
}

// criteria lists the stages of the objective, and the count of pieces after them.
func (m *model) criteria() []stage {
	var list []stage
	for i, c := range m.req.objective() {
		s := stage{form: form{quantity: -1, step: 1, target: noTarget}, criterion: i}
		switch c {
		case ByCantrips:
			s.family = m.weights
		case BySetPieces:
			for k, want := range m.want {
				if want > 0 {
					s.set[k] = counting(want)
				}
			}
		case ByFewestOwners:
			s.owners = true
		case ByFewestReductions:
			s.quantity = m.quantityOf(qReductions)
		case ByClassic:
			s.form = m.classicForm()
		default:
			s.quantity = m.quantityOf(quantity(c))
		}
		list = append(list, s)
	}
	return append(list, stage{form: form{quantity: m.quantityOf(qPieces), step: 1, target: noTarget}, criterion: -1})
}

// What the service before this one gave, in hundredths, so that the armor level
// adds to it in units.
const (
	classicStep     = 100
	classicSet      = 1000 * classicStep
	classicMissing  = 200 * classicStep
	classicCantrip  = 100 * classicStep
	classicPerPoint = 10 * classicStep
	classicPiece    = 5 * classicStep
)

func (m *model) classicForm() form {
	f := form{quantity: m.quantityOf(qClassic), step: classicStep, target: noTarget, family: make([]int64, len(m.families))}
	for i := range f.family {
		f.family[i] = classicCantrip
	}
	for s, want := range m.want {
		if want == 0 {
			continue
		}
		f.set[s] = make([]int64, want+1)
		for n := range f.set[s] {
			f.set[s][n] = -classicMissing * int64(want-n)
		}
		f.set[s][want] += classicSet
	}
	return f
}

func classicOf(p *Piece, kind Kind) int64 {
	points := int64(0)
	switch kind {
	case KindArmor:
		points = int64(min(max(p.Ratings[CritDamage], 0), 2))
	case KindClothing:
		points = int64(min(max(p.Ratings[Damage], 0), 3))
	}
	return points*classicPerPoint + classicPiece + max(p.AL, 0)
}

func (m *model) quantityOf(q quantity) int {
	for i, known := range m.quantities {
		if known == q {
			return i
		}
	}
	m.quantities = append(m.quantities, q)
	return len(m.quantities) - 1
}
