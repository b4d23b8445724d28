package solve

import "fmt"

// Bounds of the numbers that a problem may hold, so that sums stay far from the
// ends of an int64.
const (
	maxValue   = 1_000_000 // of AL and of a rating
	maxWeight  = 1000
	maxSets    = 9
	maxTop     = 100
	maxWanted  = 64
	maxMinimum = 1 << 40
)

// Validate tells the first field that breaks its rules, as an *InvalidError.
func (p *Problem) Validate() error {
	if err := p.Request.validate(); err != nil {
		return err
	}
	return p.validatePieces()
}

// validatePieces looks at each piece, and finds records that are there twice by a
// table of ids: a map of both would take longer than many a search.
func (p *Problem) validatePieces() error {
	size := 16
	for size < 2*len(p.Pieces) {
		size *= 2
	}
	table := make([]int32, size)
	for i := range p.Pieces {
		piece := &p.Pieces[i]
		if err := piece.validate(i); err != nil {
			return err
		}
		at := hashID(piece.ItemID)
		for ; ; at++ {
			slot := &table[at&uint64(size-1)]
			if *slot == 0 {
				*slot = int32(i + 1)
				break
			}
			if other := &p.Pieces[*slot-1]; other.ItemID == piece.ItemID && other.Owner == piece.Owner {
				return invalid(fmt.Sprintf("Pieces[%d]", i), "item %d of %q is there twice", piece.ItemID, piece.Owner)
			}
		}
	}
	return nil
}

func hashID(id int64) uint64 { return uint64(id) * 0x9E3779B97F4A7C15 >> 20 }

func invalid(field, format string, args ...any) error {
	return &InvalidError{Field: field, Reason: fmt.Sprintf(format, args...)}
}

func (p *Piece) validate(i int) error {
	if p.ItemID < 1 {
		return invalid(fmt.Sprintf("Pieces[%d].ItemID", i), "must be at least 1")
	}
	if p.AL > maxValue {
		return invalid(fmt.Sprintf("Pieces[%d].AL", i), "must be at most %d", maxValue)
	}
	for r, v := range p.Ratings {
		if v > maxValue {
			return invalid(fmt.Sprintf("Pieces[%d].Ratings[%d]", i, r), "must be at most %d", maxValue)
		}
	}
	return nil
}

func (r *Request) validate() error {
	if r.Slots&^AllSlots != 0 {
		return invalid("Request.Slots", "names a slot that does not exist")
	}
	if r.Reduction > ReduceNone {
		return invalid("Request.Reduction", "is none of the tables")
	}
	if r.Top < 0 || r.Top > maxTop {
		return invalid("Request.Top", "must be 1 to %d", maxTop)
	}
	for _, check := range []func() error{r.validateSets, r.validateCantrips, r.validateLists, r.validateObjective} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (r *Request) validateSets() error {
	check := func(name string, id int32, count int) error {
		switch {
		case id < 0:
			return invalid("Request."+name+"Set", "must not be negative")
		case id == 0 && count != 0:
			return invalid("Request."+name+"Count", "needs a set")
		case id > 0 && (count < 1 || count > maxSets):
			return invalid("Request."+name+"Count", "must be 1 to %d", maxSets)
		}
		return nil
	}
	if err := check("Primary", r.PrimarySet, r.PrimaryCount); err != nil {
		return err
	}
	if err := check("Secondary", r.SecondarySet, r.SecondaryCount); err != nil {
		return err
	}
	if r.PrimarySet != 0 && r.PrimarySet == r.SecondarySet {
		return invalid("Request.SecondarySet", "is the primary set")
	}
	if r.SetMode > Strict {
		return invalid("Request.SetMode", "is none of the modes")
	}
	return nil
}

func (r *Request) validateCantrips() error {
	if len(r.Cantrips) > maxWanted {
		return invalid("Request.Cantrips", "has more than %d", maxWanted)
	}
	seen := map[int]bool{}
	for i, w := range r.Cantrips {
		field := fmt.Sprintf("Request.Cantrips[%d]", i)
		if seen[w.Family] {
			return invalid(field+".Family", "%d is there twice", w.Family)
		}
		seen[w.Family] = true
		if w.Weight < 1 || w.Weight > maxWeight {
			return invalid(field+".Weight", "must be 1 to %d", maxWeight)
		}
		if w.Tier < Feeble || w.Tier > Legendary {
			return invalid(field+".Tier", "is none of the tiers")
		}
	}
	return nil
}

func (r *Request) validateLists() error {
	seen := map[Lock]bool{}
	for i, l := range r.Locked {
		field := fmt.Sprintf("Request.Locked[%d]", i)
		if l.ItemID < 1 {
			return invalid(field+".ItemID", "must be at least 1")
		}
		if l.Slots&^AllSlots != 0 {
			return invalid(field+".Slots", "names a slot that does not exist")
		}
		if key := (Lock{ItemID: l.ItemID, Owner: l.Owner}); seen[key] {
			return invalid(field, "is there twice")
		} else {
			seen[key] = true
		}
	}
	for i, m := range r.Min {
		field := fmt.Sprintf("Request.Min[%d]", i)
		if m.Of < ByDamage || m.Of > ByArmorLevel {
			return invalid(field+".Of", "must be a rating, the total rating or the armor level")
		}
		if m.Value < 0 || m.Value > maxMinimum {
			return invalid(field+".Value", "must be 0 to %d", int64(maxMinimum))
		}
		for _, other := range r.Min[:i] {
			if other.Of == m.Of {
				return invalid(field+".Of", "is there twice")
			}
		}
	}
	return nil
}

func (r *Request) validateObjective() error {
	var seen [criterionCount]bool
	for i, c := range r.Objective {
		field := fmt.Sprintf("Request.Objective[%d]", i)
		if c < ByCantrips || c > ByClassic {
			return invalid(field, "is none of the criteria")
		}
		if seen[c] {
			return invalid(field, "is there twice")
		}
		seen[c] = true
	}
	return nil
}

func (r *Request) slots() SlotMask {
	if r.Slots == 0 {
		return DefaultSlots
	}
	return r.Slots
}

func (r *Request) objective() []Criterion {
	if len(r.Objective) == 0 {
		return DefaultObjective()
	}
	return r.Objective
}

func (r *Request) top() int { return max(r.Top, 1) }
