package suitbuilder

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"

	"overlord/inventory/gamedata"
	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/check"
)

// members is a JSON object whose members keep their order.
type members []member

type member struct {
	name  string
	value any
}

// MarshalJSON writes them as they stand; nil is null.
func (m members) MarshalJSON() ([]byte, error) {
	if m == nil {
		return []byte("null"), nil
	}
	var b bytes.Buffer
	b.WriteByte('{')
	for i, one := range m {
		if i > 0 {
			b.WriteByte(',')
		}
		text, err := json.Marshal(one.value)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%q:%s", one.name, text)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// Suit is a suit as it is told. What it holds is a matter of its pieces alone, so
// that the same suit is the same text each time.
type Suit struct {
	ID          string       `json:"id"`          // of these pieces worn in this way
	Provisional bool         `json:"provisional"` // better ones may come
	Score       members      `json:"score"`       // by criterion, in their order
	Items       []SuitItem   `json:"items"`       // in the order of the slots
	Cantrips    SuitCantrips `json:"cantrips"`
	Sets        members      `json:"sets"` // pieces of each set, by its id
	ArmorLevel  int64        `json:"armor_level"`
	Ratings     members      `json:"ratings"`
}

// SuitItem is a piece of a suit.
type SuitItem struct {
	Slots         []string  `json:"slots"`
	CharacterName string    `json:"character_name"`
	ItemID        int64     `json:"item_id"`
	Name          string    `json:"name"`
	Set           *int32    `json:"set"`
	SetName       *string   `json:"set_name"`
	ReducedFrom   []string  `json:"reduced_from,omitempty"` // slots that it covers before the tailor's work
	ArmorLevel    int32     `json:"armor_level"`
	Ratings       members   `json:"ratings"`
	Cantrips      []Cantrip `json:"cantrips"`
	Equipped      bool      `json:"equipped"`
}

// Cantrip is a cantrip of a piece.
type Cantrip struct {
	Name string `json:"name"`
	Tier string `json:"tier"`
}

// SuitCantrips are the wanted cantrips, in the order of the request.
type SuitCantrips struct {
	Reached []Cantrip `json:"reached"` // with the tier that is worn
	Missing []Cantrip `json:"missing"` // with the tier that was wanted
}

// waysOf are the slots that a piece can fill, one set for each way to wear it.
func (s *stock) waysOf(piece int) (list []solve.SlotMask) {
	for _, w := range check.Ways(&s.Pieces[piece], &s.Request) {
		list = append(list, w.Slots)
	}
	return list
}

// tell makes an answer of a suit.
func (s *stock) tell(suit *solve.Suit, provisional bool) Suit {
	a := Suit{ID: suitID(suit), Provisional: provisional, Score: scoreOf(&s.Request, suit.Score), Items: []SuitItem{}}
	var ratings [solve.RatingCount]int64
	sets := map[int32]int{}
	for _, w := range suit.Worn {
		c, piece := &s.items[w.Piece], &s.Pieces[w.Piece]
		a.Items = append(a.Items, s.tellItem(w))
		a.ArmorLevel += piece.AL * int64(w.Slots.Count())
		for i, r := range piece.Ratings {
			ratings[i] += int64(r)
		}
		if c.Set > 0 {
			sets[c.Set]++
		}
	}
	slices.SortStableFunc(a.Items, func(x, y SuitItem) int {
		return slices.Index(solve.SlotNames[:], x.Slots[0]) - slices.Index(solve.SlotNames[:], y.Slots[0])
	})
	a.Ratings, a.Sets, a.Cantrips = tellRatings(ratings[:]), tellSets(sets), s.tellCantrips(suit)
	return a
}

// suitID names a suit by what it consists of.
func suitID(suit *solve.Suit) string {
	hash := sha256.New()
	for _, w := range suit.Worn {
		fmt.Fprintf(hash, "%d %q %d %t\n", w.ItemID, w.Owner, w.Slots, w.Reduced)
	}
	return base64.RawURLEncoding.EncodeToString(hash.Sum(nil)[:12])
}

func scoreOf(r *solve.Request, score []int64) members {
	m := members{}
	for i, of := range check.Objective(r) {
		m = append(m, member{nameOfCriterion(of), score[i]})
	}
	return m
}

func (s *stock) tellItem(w solve.Worn) SuitItem {
	c := &s.items[w.Piece]
	t := SuitItem{
		Slots: slotNames(w.Slots), CharacterName: c.Character, ItemID: c.ItemID, Name: c.Name, ArmorLevel: c.ArmorLevel,
		Ratings: members{}, Cantrips: []Cantrip{}, Equipped: c.Equipped,
	}
	if c.Set > 0 {
		t.Set, t.SetName = &c.Set, new(gamedata.Sets().Text(int64(c.Set)))
	}
	if w.Reduced {
		t.ReducedFrom = gamedata.SlotsOfEquip(int64(c.Equip)).Names()
	}
	for i, r := range c.Ratings {
		if r > 0 {
			t.Ratings = append(t.Ratings, member{ratingNames[i], r})
		}
	}
	for _, cantrip := range c.Cantrips {
		t.Cantrips = append(t.Cantrips, Cantrip{gamedata.CantripLine(cantrip.Line).Name, cantrip.Tier.String()})
	}
	return t
}

func tellRatings(sums []int64) members {
	m, total := members{}, int64(0)
	for i, sum := range sums {
		m = append(m, member{ratingNames[i], sum})
		total += sum
	}
	return append(m, member{"total_rating", total})
}

func tellSets(counts map[int32]int) members {
	m := members{}
	var ids []int32
	for id := range counts {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		m = append(m, member{fmt.Sprint(id), counts[id]})
	}
	return m
}

func (s *stock) tellCantrips(suit *solve.Suit) SuitCantrips {
	t := SuitCantrips{Reached: []Cantrip{}, Missing: []Cantrip{}}
	for _, wanted := range s.Request.Cantrips {
		best := solve.Tier(0)
		for _, w := range suit.Worn {
			best = max(best, tierOf(&s.Pieces[w.Piece], wanted.Family))
		}
		name := lineOf(wanted.Family).Name
		if best >= wanted.Tier {
			t.Reached = append(t.Reached, Cantrip{name, tierName(best)})
		} else {
			t.Missing = append(t.Missing, Cantrip{name, tierName(wanted.Tier)})
		}
	}
	return t
}

func tierName(t solve.Tier) string { return gamedata.Tier(t).String() }

// tierOf is the tier of a family that a piece has; 0 without.
func tierOf(p *solve.Piece, family int) (best solve.Tier) {
	for _, c := range p.Cantrips {
		if c.Family == family {
			best = max(best, c.Tier)
		}
	}
	return best
}
