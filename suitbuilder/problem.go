package suitbuilder

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"overlord/inventory/item"
	"overlord/suitbuilder/solve"
)

// stock is what a search chooses from: the solver's problem, and for each of its
// pieces the item behind it.
type stock struct {
	solve.Problem
	items []Candidate // by piece
	notes []string    // what a person may want to know
}

// stopEvery is after how many items it is asked whether to go on: below a
// millisecond.
const stopEvery = 1024

// gather makes the problem of a plan: of the candidates those that the plan takes,
// in an order of their own, each barred if the target cannot wear it. Its error is
// that of ctx.
func (p *plan) gather(ctx context.Context, candidates []Candidate, target item.Wielder) (*stock, error) {
	order := p.order(ctx, candidates)
	s := &stock{Problem: solve.Problem{Request: p.Request, Pieces: make([]solve.Piece, 0, len(order))}, items: make([]Candidate, 0, len(order))}
	var attuned, barred int
	for n, at := range order {
		if n%stopEvery == 0 && ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		c := &candidates[at.index]
		if last := len(s.items) - 1; last >= 0 && s.items[last].ItemID == c.ItemID && s.items[last].Character == c.Character {
			continue
		}
		piece := c.piece()
		if piece.Bar = p.bar(c, target); piece.Bar == solve.BarAttuned {
			attuned++
		} else if piece.Bar == solve.BarWield {
			barred++
		}
		s.items, s.Pieces = append(s.items, *c), append(s.Pieces, piece)
	}
	p.note(s, candidates, attuned, barred)
	return s, nil
}

// place is where an item is among the candidates.
type place struct {
	item  int64
	index int
}

// order sorts the candidates that a plan takes by item and character; whatever it
// gives once ctx has ended.
func (p *plan) order(ctx context.Context, candidates []Candidate) []place {
	list := make([]place, 0, len(candidates))
	for i := range candidates {
		if i%stopEvery == 0 && ctx.Err() != nil {
			return list
		}
		if c := &candidates[i]; p.takes(c) {
			list = append(list, place{c.ItemID, i})
		}
	}
	slices.SortFunc(list, func(a, b place) int {
		if a.item != b.item {
			return cmp.Compare(a.item, b.item)
		}
		return cmp.Or(cmp.Compare(candidates[a.index].Character, candidates[b.index].Character), cmp.Compare(a.index, b.index))
	})
	return list
}

// takes tells whether a candidate is one of those that the request is about.
func (p *plan) takes(c *Candidate) bool {
	if c.Equipped && !p.equipped || !c.Equipped && !p.inventory {
		return false
	}
	if len(p.characters) == 0 {
		return true
	}
	_, chosen := slices.BinarySearch(p.characters, c.Character)
	return chosen
}

// bar is why the target cannot wear an item. Without a target nobody is asked for
// a level, and what is attuned is nobody's.
func (p *plan) bar(c *Candidate, target item.Wielder) solve.Bar {
	switch {
	case c.Attuned && c.Character != p.Target:
		return solve.BarAttuned
	case p.Target != "" && !target.MayWear(&item.Item{Requirements: c.Requirements}):
		return solve.BarWield
	}
	return solve.BarNone
}

// note says what is left out, and what was asked for but is not there.
func (p *plan) note(s *stock, candidates []Candidate, attuned, barred int) {
	say := func(format string, args ...any) { s.notes = append(s.notes, fmt.Sprintf(format, args...)) }
	there := map[string]bool{}
	for i := range candidates {
		if len(p.characters) > 0 {
			there[candidates[i].Character] = true
		}
	}
	for _, name := range p.characters {
		if !there[name] {
			say("Nothing that %s could wear or lend is stored.", name)
		}
	}
	switch {
	case attuned > 0 && p.Target == "":
		say("%s attuned to their owners and left out: name a target.", count(attuned, "item is", "items are"))
	case attuned > 0:
		say("%s attuned to others than %s and left out.", count(attuned, "item is", "items are"), p.Target)
	}
	if barred > 0 {
		say("%s beyond what %s can wield.", count(barred, "item is", "items are"), p.Target)
	}
	for _, l := range p.Locked {
		if reason := s.unlockable(l); reason != "" {
			say("The locked item %d of %s %s.", l.ItemID, l.Owner, reason)
		}
	}
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// unlockable says why a locked item cannot be worn; "" if by itself it can.
func (s *stock) unlockable(l solve.Lock) string {
	at := slices.IndexFunc(s.items, func(c Candidate) bool { return c.ItemID == l.ItemID && c.Character == l.Owner })
	if at < 0 {
		if other := slices.IndexFunc(s.items, func(c Candidate) bool { return c.ItemID == l.ItemID }); other >= 0 {
			return "is held by " + s.items[other].Character
		}
		return "is not among the items that may be worn"
	}
	switch s.Pieces[at].Bar {
	case solve.BarAttuned:
		return "is attuned"
	case solve.BarWield:
		return fmt.Sprintf("cannot be wielded by %s", s.Request.Target)
	}
	ways := s.waysOf(at)
	if len(ways) == 0 {
		return "fits into none of the slots"
	}
	if l.Slots != 0 && !slices.ContainsFunc(ways, func(w solve.SlotMask) bool { return l.Slots&^w == 0 }) {
		return "cannot be worn on " + strings.Join(slotNames(l.Slots), " and ")
	}
	return ""
}
