package solve_test

import (
	"context"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/check"
	"overlord/suitbuilder/solve/solvetest"
)

func helm(id int64, cantrips ...solve.Cantrip) solve.Piece {
	return solve.Piece{ItemID: id, Owner: "Ann", Equip: 0x1, Coverage: 0x4000, AL: 300, Cantrips: cantrips}
}

func necklace(id int64, cantrips ...solve.Cantrip) solve.Piece {
	return solve.Piece{ItemID: id, Owner: "Ann", Equip: 0x8000, Cantrips: cantrips}
}

func ring(id int64) solve.Piece { return solve.Piece{ItemID: id, Owner: "Ann", Equip: 0xC0000} }

var (
	strength = solve.Cantrip{Family: 1, Tier: solve.Epic}
	quick    = solve.Cantrip{Family: 2, Tier: solve.Epic}
)

func TestConflictIsWhatCannotHoldTogether(t *testing.T) {
	t.Parallel()
	pieces := []solve.Piece{helm(1, strength), helm(2, quick), necklace(3), ring(4), ring(5), ring(6), ring(7), necklace(8)}
	pieces[7].Bar = solve.BarWield
	for name, c := range map[string]struct {
		request solve.Request
		want    []solve.Constraint
	}{
		"none": {solve.Request{Locked: []solve.Lock{{ItemID: 1, Owner: "Ann"}}}, nil},
		"two locks for one slot": {
			solve.Request{Locked: []solve.Lock{{ItemID: 3, Owner: "Ann"}, {ItemID: 1, Owner: "Ann"}, {ItemID: 2, Owner: "Ann"}}},
			[]solve.Constraint{{solve.OfLocked, 1}, {solve.OfLocked, 2}},
		},
		"a lock on what is excluded": {
			solve.Request{Locked: []solve.Lock{{ItemID: 1, Owner: "Ann"}}, Excluded: []solve.Exclusion{{ItemID: 2}, {ItemID: 1}}},
			[]solve.Constraint{{solve.OfLocked, 0}, {solve.OfExcluded, 0}},
		},
		"a lock on what is not there": {
			solve.Request{Locked: []solve.Lock{{ItemID: 3, Owner: "Ann"}, {ItemID: 9, Owner: "Ann"}}},
			[]solve.Constraint{{solve.OfLocked, 1}},
		},
		"two cantrips of one slot": {
			solve.Request{Cantrips: []solve.Wanted{{Family: 1, Tier: solve.Epic, Weight: 1, Required: true}, {Family: 2, Tier: solve.Epic, Weight: 1, Required: true}}},
			[]solve.Constraint{{solve.OfCantrip, 0}, {solve.OfCantrip, 1}},
		},
		"four rings for two fingers": {
			solve.Request{Slots: solve.AllSlots, Locked: []solve.Lock{{ItemID: 3, Owner: "Ann"}, {ItemID: 4, Owner: "Ann"}, {ItemID: 5, Owner: "Ann"}, {ItemID: 6, Owner: "Ann"}, {ItemID: 7, Owner: "Ann"}}},
			[]solve.Constraint{{solve.OfLocked, 1}, {solve.OfLocked, 2}, {solve.OfLocked, 3}},
		},
		"one that is worse than two": {
			solve.Request{Locked: []solve.Lock{{ItemID: 1, Owner: "Ann"}, {ItemID: 2, Owner: "Ann"}}, Min: []solve.Minimum{{Of: solve.ByVitality, Value: 1}}},
			[]solve.Constraint{{solve.OfMinimum, 0}},
		},
		"a slot that was not asked for": {
			solve.Request{Slots: 1 << solve.Head, Locked: []solve.Lock{{ItemID: 3, Owner: "Ann"}}},
			[]solve.Constraint{{solve.OfLocked, 0}, {solve.OfSlots, 0}},
		},
		"what cannot be wielded": {
			solve.Request{Locked: []solve.Lock{{ItemID: 8, Owner: "Ann"}}},
			[]solve.Constraint{{solve.OfLocked, 0}, {solve.OfBars, 0}},
		},
		"a minimum out of reach": {
			solve.Request{Min: []solve.Minimum{{Of: solve.ByArmorLevel, Value: 301}}, Locked: []solve.Lock{{ItemID: 3, Owner: "Ann"}}},
			[]solve.Constraint{{solve.OfMinimum, 0}},
		},
		"a set that nobody has": {
			solve.Request{PrimarySet: 14, PrimaryCount: 1, SetMode: solve.Require},
			[]solve.Constraint{{solve.OfPrimarySet, 0}},
		},
	} {
		conflict, err := solve.FindConflict(context.Background(), &solve.Problem{Pieces: pieces, Request: c.request}, solve.Options{})
		switch {
		case err != nil:
			t.Errorf("%s: %v", name, err)
		case (conflict == nil) != (c.want == nil):
			t.Errorf("%s: %+v", name, conflict)
		case conflict != nil && (!conflict.Proved || !reflect.DeepEqual(conflict.Constraints, c.want)):
			t.Errorf("%s: %+v, not %+v", name, conflict, c.want)
		}
	}
}

// There is a conflict exactly when there is no suit; it is one, and no fewer
// constraints are.
func TestConflictsOfSmallProblems(t *testing.T) {
	t.Parallel()
	sizes := map[int]int{}
	for seed := range uint64(runs(700)) {
		dice := seeded(seed)
		p := solvetest.Small(dice, 3+dice.IntN(5))
		demandMore(dice, p)
		conflict, err := solve.FindConflict(t.Context(), p, solve.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if none := len(solvetest.Brute(p)) == 0; none != (conflict != nil) {
			t.Fatalf("seed %d: no suit: %v, conflict: %+v\n%s", seed, none, conflict, solvetest.Code(p))
		}
		if conflict == nil {
			continue
		}
		sizes[len(conflict.Constraints)]++
		if !conflict.Proved || len(solvetest.Brute(solve.Only(p, conflict.Constraints))) > 0 {
			t.Fatalf("seed %d: %+v is no conflict\n%s", seed, conflict, solvetest.Code(p))
		}
		if fewer := conflictOf(p, solve.Constraints(p), nil, len(conflict.Constraints)-1); fewer != nil {
			t.Fatalf("seed %d: %+v is a conflict, and smaller than %+v\n%s", seed, fewer, conflict, solvetest.Code(p))
		}
	}
	if sizes[1] < runs(700)/50 || sizes[2] < runs(700)/50 {
		t.Errorf("conflicts met by size: %v", sizes)
	}
}

// demandMore makes it likely that demands meet each other.
func demandMore(dice *rand.Rand, p *solve.Problem) {
	for i := range p.Request.Cantrips {
		p.Request.Cantrips[i].Required = dice.IntN(2) == 0
	}
	for range dice.IntN(3) {
		at := &p.Pieces[dice.IntN(len(p.Pieces))]
		lock := solve.Lock{ItemID: at.ItemID, Owner: at.Owner}
		if !slices.ContainsFunc(p.Request.Locked, func(l solve.Lock) bool { return l.ItemID == lock.ItemID }) {
			p.Request.Locked = append(p.Request.Locked, lock)
		}
	}
}

// conflictOf finds so many constraints of a list at most that cannot hold together
// with those that are chosen.
func conflictOf(p *solve.Problem, list, chosen []solve.Constraint, most int) []solve.Constraint {
	if len(solvetest.Brute(solve.Only(p, chosen))) == 0 {
		return append(chosen, solve.Constraint{})
	}
	if len(chosen) == most {
		return nil
	}
	for i, c := range list {
		if found := conflictOf(p, list[i+1:], append(slices.Clone(chosen), c), most); found != nil {
			return found
		}
	}
	return nil
}

// A limit ends the search for a conflict, which says so.
func TestAConflictThatWasNotSoughtToTheEnd(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p := &solve.Problem{Pieces: []solve.Piece{helm(1)}, Request: solve.Request{Locked: []solve.Lock{{ItemID: 3, Owner: "Ann"}}}}
	if conflict, err := solve.FindConflict(ctx, p, solve.Options{}); conflict != nil && conflict.Proved || err != nil {
		t.Errorf("%+v %v", conflict, err)
	}
}

func mustAsk(t *testing.T, p *solve.Problem, best *solve.Suit) *solve.WhatIf {
	t.Helper()
	w, err := solve.NewWhatIf(p, best, solve.Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// What is asked of the few pieces that matter is answered as it would be of all.
func TestQuestionsAreAnsweredAsBySearches(t *testing.T) {
	t.Parallel()
	lacks, added := 0, 0
	for seed := range uint64(runs(120)) {
		dice := seeded(seed)
		p := solvetest.Small(dice, 3+dice.IntN(30))
		if seed%50 == 0 {
			p = solvetest.Mixed(dice, 60)
		}
		p.Request.Top = 1
		found := mustSolve(t, p, solve.Options{})
		if len(found.Suits) == 0 {
			continue
		}
		w := mustAsk(t, p, &found.Suits[0])
		for _, l := range w.Lacks(t.Context()) {
			q := copyOf(p)
			q.Request.Cantrips[l.Wanted].Required = true
			mustAgree(t, seed, q, l.Best, l.Proved)
			lacks++
			if l.Offers == 0 && l.Best != nil {
				t.Fatalf("seed %d: nothing has it, and %+v does\n%s", seed, l.Best, solvetest.Code(p))
			}
		}
		for _, wish := range w.Wishes(t.Context()) {
			q := copyOf(p)
			q.Pieces = append(q.Pieces, wish.Piece)
			mustAgree(t, seed, q, wish.Best, wish.Proved)
			added++
		}
		piece := solvetest.Small(dice, 4).Pieces[0]
		piece.Owner = "Somebody else"
		q := copyOf(p)
		q.Pieces = append(q.Pieces, piece)
		q.Request.Excluded = slices.DeleteFunc(q.Request.Excluded, func(x solve.Exclusion) bool {
			return x.ItemID == piece.ItemID
		})
		if len(q.Request.Excluded) == len(p.Request.Excluded) {
			best, proved := w.Added(t.Context(), piece)
			mustAgree(t, seed, q, best, proved)
		}
	}
	if lacks < runs(120)/4 || added < runs(120)/4 {
		t.Errorf("only %d cantrips were missing, %d pieces wished for", lacks, added)
	}
}

func copyOf(p *solve.Problem) *solve.Problem {
	q := &solve.Problem{Pieces: slices.Clone(p.Pieces), Request: p.Request}
	q.Request.Cantrips = slices.Clone(p.Request.Cantrips)
	q.Request.Excluded = slices.Clone(p.Request.Excluded)
	return q
}

// mustAgree holds an answer against a search of the whole problem.
func mustAgree(t *testing.T, seed uint64, p *solve.Problem, best *solve.Suit, proved bool) {
	t.Helper()
	want := mustSolve(t, p, solve.Options{}).Suits
	if !proved || (best == nil) != (len(want) == 0) || best != nil && !reflect.DeepEqual(*best, want[0]) {
		t.Fatalf("seed %d: %+v, proved %v, not %+v\n%s", seed, best, proved, want, solvetest.Code(p))
	}
}

func TestLacksTellWhatACantripCosts(t *testing.T) {
	t.Parallel()
	p := &solve.Problem{
		Pieces: []solve.Piece{helm(1, strength), helm(2, quick)},
		Request: solve.Request{Cantrips: []solve.Wanted{
			{Family: 1, Tier: solve.Epic, Weight: 2}, {Family: 2, Tier: solve.Epic, Weight: 1}, {Family: 3, Tier: solve.Epic, Weight: 1}}},
	}
	r, err := solve.Solve(context.Background(), p, solve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	lacks := mustAsk(t, p, &r.Suits[0]).Lacks(t.Context())
	if len(lacks) != 2 || lacks[0].Wanted != 1 || lacks[0].Offers != 1 || lacks[0].Best == nil || lacks[0].Best.Score[0] != 1 || !lacks[0].Proved {
		t.Errorf("the second cantrip: %+v", lacks)
	}
	if len(lacks) == 2 && (lacks[1].Offers != 0 || lacks[1].Best != nil || !lacks[1].Proved) {
		t.Errorf("the third cantrip, which nothing has: %+v", lacks[1])
	}
	if err := check.Suit(p, lacks[0].Best); err != nil {
		t.Error(err)
	}
}

func TestWishesAreForWhatHelps(t *testing.T) {
	t.Parallel()
	p := &solve.Problem{
		Pieces: []solve.Piece{helm(1, strength), helm(2, quick)},
		Request: solve.Request{Slots: 1<<solve.Head | 1<<solve.Neck, Cantrips: []solve.Wanted{
			{Family: 1, Tier: solve.Epic, Weight: 2}, {Family: 2, Tier: solve.Epic, Weight: 1}}},
	}
	r, err := solve.Solve(context.Background(), p, solve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	wishes := mustAsk(t, p, &r.Suits[0]).Wishes(t.Context())
	if len(wishes) != 1 || wishes[0].Slot != solve.Neck || wishes[0].Best.Score[0] != 3 || !reflect.DeepEqual(wishes[0].Wanted, []int{1}) {
		t.Errorf("a necklace with the second cantrip is what helps: %+v", wishes)
	}
}
