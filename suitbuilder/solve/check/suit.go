package check

import (
	"fmt"
	"slices"
	"strings"

	"overlord/suitbuilder/solve"
)

// Error says all that is wrong with a suit, or with a list of them.
type Error struct{ Reasons []string }

// Error is the reasons, in the order of the rules.
func (e *Error) Error() string { return "no valid suit: " + strings.Join(e.Reasons, "; ") }

// report gathers reasons.
type report []string

func (r *report) add(format string, args ...any) { *r = append(*r, fmt.Sprintf(format, args...)) }

func (r report) err() error {
	if len(r) == 0 {
		return nil
	}
	return &Error{Reasons: r}
}

// Suit holds one suit against its problem and returns an *Error with every rule
// that it breaks, or nil. The problem itself is taken as valid.
func Suit(p *solve.Problem, s *solve.Suit) error {
	var r report
	if records(p, s, &r); len(r) > 0 {
		return r.err() // the rest cannot be judged
	}
	body(p, s, &r)
	for _, w := range s.Worn {
		if reason := refused(p, &p.Pieces[w.Piece]); reason != "" {
			r.add("%s %s", name(w), reason)
		}
	}
	locks(p, s, &r)
	for _, missing := range demands(p, s.Worn) {
		r.add("%s", missing)
	}
	if score := Score(p, s.Worn); !slices.Equal(score, s.Score) {
		r.add("its score is %v, not %v", score, s.Score)
	}
	lean(p, s, &r)
	return r.err()
}

// Ranking holds a list of suits against its problem: each is valid, no two have
// the same items, and none stands behind a worse one.
func Ranking(p *solve.Problem, suits []solve.Suit) error {
	var r report
	seen := map[string]int{}
	for i := range suits {
		if err := Suit(p, &suits[i]); err != nil {
			r.add("suit %d: %v", i+1, err)
			continue
		}
		items := itemSet(&suits[i])
		if first, twice := seen[items]; twice {
			r.add("suit %d has the same items as suit %d", i+1, first)
		}
		seen[items] = i + 1
		if i > 0 && len(r) == 0 && Compare(p, &suits[i-1], &suits[i]) >= 0 {
			r.add("suit %d stands behind suit %d but is better", i+1, i)
		}
	}
	return r.err()
}

// itemSet names the items of a suit: suits are different where this differs.
func itemSet(s *solve.Suit) string {
	var b strings.Builder
	for _, w := range s.Worn {
		fmt.Fprint(&b, w.ItemID, " ")
	}
	return b.String()
}

func name(w solve.Worn) string { return fmt.Sprintf("item %d of %q", w.ItemID, w.Owner) }

// records: every piece is one of the problem's, in order, no item twice.
func records(p *solve.Problem, s *solve.Suit, r *report) {
	for i, w := range s.Worn {
		switch {
		case w.Piece < 0 || w.Piece >= len(p.Pieces):
			r.add("%s is piece %d of %d", name(w), w.Piece, len(p.Pieces))
		case p.Pieces[w.Piece].ItemID != w.ItemID || p.Pieces[w.Piece].Owner != w.Owner:
			r.add("%s is not piece %d, which is item %d of %q", name(w), w.Piece, p.Pieces[w.Piece].ItemID, p.Pieces[w.Piece].Owner)
		case i > 0 && s.Worn[i-1].ItemID == w.ItemID:
			r.add("item %d is worn twice", w.ItemID)
		case i > 0 && s.Worn[i-1].ItemID > w.ItemID:
			r.add("%s stands after item %d", name(w), s.Worn[i-1].ItemID)
		}
	}
}

// body: every piece is worn in a way that it has, and nothing is worn over another
// piece.
func body(p *solve.Problem, s *solve.Suit, r *report) {
	var slots solve.SlotMask
	var coverage int32
	for _, w := range s.Worn {
		piece := &p.Pieces[w.Piece]
		ways := Ways(piece, &p.Request)
		at := slices.IndexFunc(ways, func(way Way) bool { return way.Slots == w.Slots && way.Reduced == w.Reduced })
		if at < 0 {
			r.add("%s cannot be worn %s", name(w), manner(w))
			continue
		}
		if both := slots & ways[at].Slots; both != 0 {
			r.add("%s fills %s, which another piece fills", name(w), slotList(both))
		} else if both := coverage & ways[at].Coverage; both != 0 {
			r.add("%s covers %#x, which another piece covers", name(w), both)
		}
		slots |= ways[at].Slots
		coverage |= ways[at].Coverage
	}
}

func manner(w solve.Worn) string {
	if w.Reduced {
		return "reduced to " + slotList(w.Slots)
	}
	return "as it is on " + slotList(w.Slots)
}

func slotList(m solve.SlotMask) string {
	var names []string
	for s := range solve.SlotNames {
		if m>>s&1 != 0 {
			names = append(names, solve.SlotNames[s])
		}
	}
	if len(names) == 0 {
		return "no slot"
	}
	return strings.Join(names, ", ")
}

// refused says why a piece may not be worn at all; "" if it may.
func refused(p *solve.Problem, piece *solve.Piece) string {
	r := &p.Request
	switch {
	case piece.Bar == solve.BarAttuned:
		return "is attuned to its owner"
	case piece.Bar != solve.BarNone:
		return "has wield requirements that the target does not meet"
	case slices.ContainsFunc(r.Excluded, func(x solve.Exclusion) bool {
		return x.ItemID == piece.ItemID && (x.Owner == "" || x.Owner == piece.Owner)
	}):
		return "is excluded"
	}
	switch kindOf(piece.Equip) {
	case armor:
		third := piece.Set != 0 && piece.Set != r.PrimarySet && piece.Set != r.SecondarySet
		if r.SetMode == solve.Strict && third {
			return fmt.Sprintf("is armor of set %d, and strict is asked for", piece.Set)
		}
		if crit := min(rating(piece, solve.CritDamage), 2); r.ForbidCritDamage[crit] {
			return fmt.Sprintf("is armor with crit damage rating %d, which is not allowed", crit)
		}
	case clothing:
		if rating(piece, solve.Damage) < int64(r.ClothingMinDamage) {
			return fmt.Sprintf("is clothing with less damage rating than %d", r.ClothingMinDamage)
		}
	}
	return ""
}

// locks: what is locked is worn, and where it is locked to.
func locks(p *solve.Problem, s *solve.Suit, r *report) {
	for _, lock := range p.Request.Locked {
		at := slices.IndexFunc(s.Worn, func(w solve.Worn) bool { return w.ItemID == lock.ItemID && w.Owner == lock.Owner })
		switch {
		case at < 0:
			r.add("item %d of %q is locked but not worn", lock.ItemID, lock.Owner)
		case lock.Slots&^s.Worn[at].Slots != 0:
			r.add("%s is locked to %s but worn on %s", name(s.Worn[at]), slotList(lock.Slots), slotList(s.Worn[at].Slots))
		}
	}
}

func locked(r *solve.Request, w solve.Worn) bool {
	return slices.ContainsFunc(r.Locked, func(l solve.Lock) bool { return l.ItemID == w.ItemID && l.Owner == w.Owner })
}

// demands are those of the request that the worn pieces do not meet together.
func demands(p *solve.Problem, worn []solve.Worn) (missing []string) {
	r := &p.Request
	for _, want := range r.Cantrips {
		if want.Required && !reached(p, worn, want) {
			missing = append(missing, fmt.Sprintf("the cantrip of family %d is required but not reached", want.Family))
		}
	}
	if r.SetMode == solve.Require {
		primary, secondary := setCounts(p, worn)
		for _, s := range []struct {
			id           int32
			have, wanted int64
		}{{r.PrimarySet, primary, int64(r.PrimaryCount)}, {r.SecondarySet, secondary, int64(r.SecondaryCount)}} {
			if s.have < s.wanted {
				missing = append(missing, fmt.Sprintf("%d pieces of set %d are required, and there are %d", s.wanted, s.id, s.have))
			}
		}
	}
	for _, m := range r.Min {
		if have := value(p, worn, m.Of); have < m.Value {
			missing = append(missing, fmt.Sprintf("criterion %d is %d, and %d is the least asked for", m.Of, have, m.Value))
		}
	}
	return missing
}

// lean: no piece could be taken off for nothing.
func lean(p *solve.Problem, s *solve.Suit, r *report) {
	if len(demands(p, s.Worn)) > 0 {
		return // taking off cannot be judged where something is missing
	}
	with := Score(p, s.Worn)
	for i, w := range s.Worn {
		if locked(&p.Request, w) {
			continue
		}
		rest := slices.Concat(s.Worn[:i], s.Worn[i+1:])
		if len(demands(p, rest)) == 0 && !worse(p, Score(p, rest), with) {
			r.add("%s improves nothing", name(w))
		}
	}
}

// worse tells whether a score is worse than another in any criterion.
func worse(p *solve.Problem, score, than []int64) bool {
	for i, c := range Objective(&p.Request) {
		if fewIsGood(c) && score[i] > than[i] || !fewIsGood(c) && score[i] < than[i] {
			return true
		}
	}
	return false
}
