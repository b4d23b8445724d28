package solvetest

import (
	"context"
	"slices"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/check"
)

// Brute solves a problem by looking at every combination of ways to wear its
// pieces: the suits are those that the checker takes, in the order that it gives,
// one for each set of items. It is exact by definition, to the last tie, and of
// use up to a dozen pieces.
func Brute(p *solve.Problem) []solve.Suit {
	t := &tree{problem: p, best: &podium{problem: p, places: max(p.Request.Top, 1)}}
	t.ways = make([][]check.Way, len(p.Pieces))
	for i := range p.Pieces {
		t.ways[i] = check.Ways(&p.Pieces[i], &p.Request)
		t.order = append(t.order, i)
	}
	t.descend(context.Background(), 0)
	return t.best.suits
}

// tree is the tree of all choices: at each depth one piece is left, or worn in one
// of its ways.
type tree struct {
	problem  *solve.Problem
	order    []int         // pieces by depth
	ways     [][]check.Way // by piece
	hopeless func(depth int) bool
	best     *podium

	worn     []solve.Worn
	slots    solve.SlotMask
	coverage int32
	nodes    int64
	most     int64 // nodes; 0: as many as there are
}

// stopped tells whether the tree is left before its end.
func (t *tree) stopped() bool { return t.most > 0 && t.nodes > t.most }

func (t *tree) descend(ctx context.Context, depth int) {
	if t.nodes++; t.stopped() || ctx.Err() != nil || t.hopeless != nil && t.hopeless(depth) {
		return
	}
	if depth == len(t.order) {
		t.best.offer(t.worn)
		return
	}
	i := t.order[depth]
	piece := &t.problem.Pieces[i]
	twice := slices.ContainsFunc(t.worn, func(w solve.Worn) bool { return w.ItemID == piece.ItemID })
	for _, way := range t.ways[i] {
		if twice || way.Slots&t.slots != 0 || way.Coverage&t.coverage != 0 {
			continue
		}
		t.worn = append(t.worn, solve.Worn{Piece: i, ItemID: piece.ItemID, Owner: piece.Owner, Slots: way.Slots, Reduced: way.Reduced})
		t.slots |= way.Slots
		t.coverage |= way.Coverage
		t.descend(ctx, depth+1)
		t.slots &^= way.Slots
		t.coverage &^= way.Coverage
		t.worn = t.worn[:len(t.worn)-1]
	}
	t.descend(ctx, depth+1)
}

// podium keeps the best suits that were offered, one for each set of items.
type podium struct {
	problem *solve.Problem
	places  int
	suits   []solve.Suit
}

// last is the suit that a new one must beat; nil while there is room.
func (b *podium) last() *solve.Suit {
	if len(b.suits) < b.places {
		return nil
	}
	return &b.suits[len(b.suits)-1]
}

func (b *podium) offer(worn []solve.Worn) {
	s := solve.Suit{Worn: slices.Clone(worn), Score: check.Score(b.problem, worn)}
	slices.SortFunc(s.Worn, func(x, y solve.Worn) int { return int(x.ItemID - y.ItemID) })
	if last := b.last(); last != nil && check.Compare(b.problem, &s, last) >= 0 {
		return
	}
	if check.Suit(b.problem, &s) != nil {
		return
	}
	same := slices.IndexFunc(b.suits, func(have solve.Suit) bool {
		return slices.EqualFunc(have.Worn, s.Worn, func(x, y solve.Worn) bool { return x.ItemID == y.ItemID })
	})
	switch {
	case same >= 0 && check.Compare(b.problem, &s, &b.suits[same]) >= 0:
		return
	case same >= 0:
		b.suits[same] = s
	default:
		b.suits = append(b.suits, s)
	}
	slices.SortFunc(b.suits, func(x, y solve.Suit) int { return check.Compare(b.problem, &x, &y) })
	b.suits = b.suits[:min(len(b.suits), b.places)]
}
