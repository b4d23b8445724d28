package solve_test

import (
	"context"
	"reflect"
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

var (
	strength = solve.Cantrip{Family: 1, Tier: solve.Epic}
	quick    = solve.Cantrip{Family: 2, Tier: solve.Epic}
)

func TestConflictIsWhatCannotHoldTogether(t *testing.T) {
	t.Parallel()
	pieces := []solve.Piece{helm(1, strength), helm(2, quick), necklace(3)}
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
			[]solve.Constraint{{solve.OfLocked, 0}, {solve.OfExcluded, 1}},
		},
		"a lock on what is not there": {
			solve.Request{Locked: []solve.Lock{{ItemID: 3, Owner: "Ann"}, {ItemID: 9, Owner: "Ann"}}},
			[]solve.Constraint{{solve.OfLocked, 1}},
		},
		"two cantrips of one slot": {
			solve.Request{Cantrips: []solve.Wanted{{Family: 1, Tier: solve.Epic, Weight: 1, Required: true}, {Family: 2, Tier: solve.Epic, Weight: 1, Required: true}}},
			[]solve.Constraint{{solve.OfCantrip, 0}, {solve.OfCantrip, 1}},
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

// There is a conflict exactly when there is no suit.
func TestConflictsOfSmallProblems(t *testing.T) {
	t.Parallel()
	conflicts := 0
	for seed := range uint64(runs(600)) {
		dice := seeded(seed)
		p := solvetest.Small(dice, 3+dice.IntN(6))
		conflict, err := solve.FindConflict(context.Background(), p, solve.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if none := len(solvetest.Brute(p)) == 0; none != (conflict != nil) {
			t.Fatalf("seed %d: no suit: %v, conflict: %+v\n%s", seed, none, conflict, solvetest.Code(p))
		}
		if conflict != nil {
			conflicts++
		}
	}
	if conflicts < runs(600)/50 {
		t.Errorf("only %d conflicts were met", conflicts)
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
	lacks, err := solve.Lacks(context.Background(), p, &r.Suits[0], solve.Options{})
	if err != nil {
		t.Fatal(err)
	}
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
	wishes, err := solve.Wishes(context.Background(), p, &r.Suits[0], solve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(wishes) != 1 || wishes[0].Slot != solve.Neck || wishes[0].Score[0] != 3 || !reflect.DeepEqual(wishes[0].Wanted, []int{1}) {
		t.Errorf("a necklace with the second cantrip is what helps: %+v", wishes)
	}
}
