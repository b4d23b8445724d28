package index

import (
	"slices"

	"overlord/inventory/gamedata"
	"overlord/inventory/query"
)

// better is true for what is better than what a character wears.
type better struct {
	character string // folded
	worn      []query.Worn
	pieces    marked // the worn pieces themselves
	merit     [4]int // columns of query.Merit's fields
	rivals    map[gamedata.SlotSet]*rivals
	here      []*rivals // by number of the block's slot sets
}

// rivals is what pieces that fit the same slots are compared with.
type rivals struct {
	free   bool          // one of the slots is: everything is better there
	merits []query.Merit // of what is worn in them, but those that are beaten with another one
}

func newBetter(character string, worn []query.Worn) *better {
	s := &better{character: character, worn: worn, rivals: map[gamedata.SlotSet]*rivals{}}
	for i, name := range []string{"base_armor_level", "total_rating", "legendary_count", "max_damage"} {
		c, _ := query.ColumnOf(name)
		s.merit[i] = c.Index
	}
	ids := map[uint32]bool{}
	for _, w := range worn {
		ids[uint32(w.ItemID)] = true
	}
	s.pieces = newMarked(ids)
	return s
}

func (s *better) rows(v view, set []uint64, free *scratch) {
	fill(set, len(v.ids))
	s.narrow(v, set, free)
}

func (s *better) narrow(v view, set []uint64, _ *scratch) {
	s.here = s.here[:0]
	for _, slots := range v.slotSets {
		s.here = append(s.here, s.rivalsOf(slots))
	}
	if v.segment.asked != s.character {
		for w := range set {
			set[w] &^= v.attuned[w]
		}
	}
	keep(set, func(row int) bool {
		r := s.here[v.fits[row]]
		if r == nil || r.free {
			return r != nil
		}
		merit := s.meritOf(v, row)
		if s.pieces.has(v.itemIDs[row]) {
			return query.IsBetter(int64(v.itemIDs[row]), v.slotSets[v.fits[row]], merit, s.worn)
		}
		return slices.ContainsFunc(r.merits, merit.Beats)
	})
}

func (s *better) meritOf(v view, row int) query.Merit {
	at := func(column int) float64 {
		if n, ok := v.columns[column].at(row); ok {
			return n
		}
		return 0
	}
	return query.Merit{BaseArmor: at(s.merit[0]), Rating: at(s.merit[1]), Legendaries: at(s.merit[2]), Damage: at(s.merit[3])}
}

// rivalsOf tells what pieces that fit some slots are compared with; nil: they fit
// none.
func (s *better) rivalsOf(slots gamedata.SlotSet) *rivals {
	if slots == 0 {
		return nil
	}
	r, known := s.rivals[slots]
	if known {
		return r
	}
	r = &rivals{}
	s.rivals[slots] = r
	left := slots
	for _, w := range s.worn {
		left &^= w.Slots
		if w.Slots&slots == 0 || slices.Contains(r.merits, w.Merit) || slices.ContainsFunc(r.merits, w.Merit.Beats) {
			continue
		}
		r.merits = append(slices.DeleteFunc(r.merits, func(m query.Merit) bool { return m.Beats(w.Merit) }), w.Merit)
	}
	r.free = left != 0
	return r
}
