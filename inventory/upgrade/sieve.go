package upgrade

import (
	"cmp"
	"slices"

	"overlord/inventory/gamedata"
	"overlord/inventory/item"
)

// Piece is what counts of an item, where more of it is not known yet.
type Piece struct {
	ID           int64 // the caller's
	Owner        string
	ItemID       int64 // the game's
	Slots        gamedata.SlotSet
	Values       Values
	Requirements *item.Requirements
}

// Sieve finds among many pieces those that For would find, and counts them, without
// the items themselves: pieces are told one by one, and the best of each slot stay.
type Sieve struct {
	wielder item.Wielder
	already map[int64]bool // the game's ids of what is worn
	limit   int
	slots   []sieved
}

type sieved struct {
	worn  bool
	than  Values // of what is worn
	best  []Piece
	total int
}

// NewSieve begins with nothing. It keeps at most limit pieces of each slot.
func NewSieve(w Wearer, limit int) *Sieve {
	s := &Sieve{w.Wielder, map[int64]bool{}, limit, make([]sieved, len(gamedata.Slots()))}
	for _, i := range w.Worn {
		s.already[i.ItemID] = true
	}
	for slot, i := range w.bySlot() {
		s.slots[slot].worn, s.slots[slot].than = true, ValuesOf(i)
	}
	return s
}

// Add looks at a piece that is not attuned to somebody else.
func (s *Sieve) Add(p Piece) {
	if s.already[p.ItemID] || !s.wielder.Meets(p.Requirements) {
		return
	}
	for _, slot := range p.Slots.Slots() {
		into := &s.slots[slot]
		if into.worn && !p.Values.Better(into.than) {
			continue
		}
		into.total++
		into.best = append(into.best, p)
		if len(into.best) >= 4*(s.limit+8) {
			into.cut(s.limit)
		}
	}
}

func (s *sieved) cut(limit int) {
	slices.SortFunc(s.best, func(a, b Piece) int {
		return cmp.Or(a.Values.compare(b.Values), cmp.Compare(a.Owner, b.Owner), cmp.Compare(a.ItemID, b.ItemID))
	})
	s.best = s.best[:min(len(s.best), limit)]
}

// Best gives the ids of the best pieces of some slots, each once.
func (s *Sieve) Best(slots gamedata.SlotSet) []int64 {
	var ids []int64
	for _, slot := range slots.Slots() {
		s.slots[slot].cut(s.limit)
		for _, p := range s.slots[slot].best {
			ids = append(ids, p.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Total is how many pieces would be better in a slot.
func (s *Sieve) Total(slot gamedata.Slot) int { return s.slots[slot].total }
