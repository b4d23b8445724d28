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
	rivals    map[gamedata.SlotSet]*rivals
	here      []*rivals // by number of the block's slot sets
}

// merit is query.Merit in less memory.
type merit struct{ armor, rating, legendaries, damage int32 }

func meritOf(m query.Merit) merit {
	return merit{int32(m.BaseArmor), int32(m.Rating), int32(m.Legendaries), int32(m.Damage)}
}

func (m *merit) whole() query.Merit {
	return query.Merit{BaseArmor: float64(m.armor), Rating: float64(m.rating), Legendaries: float64(m.legendaries), Damage: float64(m.damage)}
}

// beats is query.Merit's Beats.
func (m *merit) beats(o *merit) bool {
	return m.armor >= o.armor && m.rating >= o.rating && m.legendaries >= o.legendaries && m.damage >= o.damage && *m != *o
}

// rivals is what pieces that fit the same slots are compared with.
type rivals struct {
	free   bool    // one of the slots is: everything is better there
	merits []merit // of what is worn in them, but those that are beaten with another one
}

func newBetter(character string, worn []query.Worn) *better {
	s := &better{character: character, worn: worn, rivals: map[gamedata.SlotSet]*rivals{}}
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
		merit := &v.merits[row]
		if s.pieces.has(v.itemIDs[row]) {
			return query.IsBetter(int64(v.itemIDs[row]), v.slotSets[v.fits[row]], merit.whole(), s.worn)
		}
		for i := range r.merits {
			if merit.beats(&r.merits[i]) {
				return true
			}
		}
		return false
	})
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
		one := meritOf(w.Merit)
		if w.Slots&slots == 0 || slices.ContainsFunc(r.merits, func(m merit) bool { return m == one || one.beats(&m) }) {
			continue
		}
		r.merits = append(slices.DeleteFunc(r.merits, func(m merit) bool { return m.beats(&one) }), one)
	}
	r.free = left != 0
	return r
}
