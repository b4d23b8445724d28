package solve_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/check"
	"overlord/suitbuilder/solve/solvetest"
)

func mustSolve(tb testing.TB, p *solve.Problem, o solve.Options) *solve.Result {
	tb.Helper()
	r, err := solve.Solve(context.Background(), p, o)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// byID writes suits without the indexes of their pieces, which a shuffle changes.
func byID(suits []solve.Suit) string {
	text := ""
	for _, s := range suits {
		for i := range s.Worn {
			s.Worn[i].Piece = 0
		}
		text += fmt.Sprint(s) + "\n"
	}
	return text
}

func TestTheAnswerDependsOnTheProblemAlone(t *testing.T) {
	t.Parallel()
	for seed := range uint64(runs(20)) {
		dice := seeded(seed)
		p := solvetest.Mixed(dice, 40+dice.IntN(200))
		want := mustSolve(t, p, solve.Options{})
		again := mustSolve(t, p, solve.Options{Workers: 4})
		if fmt.Sprint(want.Suits) != fmt.Sprint(again.Suits) || want.Nodes != again.Nodes {
			t.Fatalf("seed %d: four workers find another answer, or on another way", seed)
		}
		shuffled := &solve.Problem{Request: p.Request, Pieces: slices.Clone(p.Pieces)}
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(p.Pieces), func(i, j int) {
			shuffled.Pieces[i], shuffled.Pieces[j] = shuffled.Pieces[j], shuffled.Pieces[i]
		})
		if got := mustSolve(t, shuffled, solve.Options{}); byID(got.Suits) != byID(want.Suits) {
			t.Fatalf("seed %d: the order of the pieces changes the answer:\n%s\n%s", seed, byID(want.Suits), byID(got.Suits))
		}
	}
}

// A search that is cut short gives a feasible suit, and a bound that the best one
// keeps.
func TestBoundsAreTrueWheneverTheSearchEnds(t *testing.T) {
	t.Parallel()
	open := 0
	for seed := range uint64(runs(40)) {
		dice := seeded(seed)
		p := solvetest.Mixed(dice, 30+dice.IntN(200))
		p.Request.Top = 1
		want := mustSolve(t, p, solve.Options{})
		if len(want.Suits) == 0 {
			continue
		}
		for _, nodes := range []int64{1, 30, 300, 2000} {
			r := mustSolve(t, p, solve.Options{MaxNodes: nodes})
			if r.Optimal {
				if fmt.Sprint(r.Suits) != fmt.Sprint(want.Suits) {
					t.Fatalf("seed %d, %d nodes: called optimal, and is not", seed, nodes)
				}
				continue
			}
			open++
			if r.Limit != solve.LimitNodes {
				t.Fatalf("seed %d, %d nodes: limit %d", seed, nodes, r.Limit)
			}
			holdBound(t, p, r, &want.Suits[0])
		}
	}
	if open < runs(40)/10 {
		t.Errorf("only %d searches were cut short", open)
	}
}

func holdBound(t *testing.T, p *solve.Problem, r *solve.Result, best *solve.Suit) {
	t.Helper()
	for i := range r.Suits {
		if err := check.Suit(p, &r.Suits[i]); err != nil {
			t.Fatal(err)
		}
	}
	objective := p.Request.Objective
	if len(objective) == 0 {
		objective = solve.DefaultObjective()
	}
	at := r.Bound.Criterion
	if at < 0 {
		return
	}
	if len(r.Suits) == 0 {
		t.Fatalf("the demands are met, and there is no suit: %+v", r.Bound)
	}
	for i := range objective[:at] {
		if r.Suits[0].Score[i] != best.Score[i] {
			t.Fatalf("criterion %d is called closed at %d; it can be %d", i, r.Suits[0].Score[i], best.Score[i])
		}
	}
	if at < len(objective) && best.Score[at] != r.Bound.Value && best.Score[at] > r.Bound.Value != objective[at].LowerIsBetter() {
		t.Fatalf("criterion %d is bounded by %d; it can be %d", at, r.Bound.Value, best.Score[at])
	}
}

// How soon it stops is told by TestASearchEndsWithItsContext of solvetest.
func TestStopsWhenTheContextEnds(t *testing.T) {
	t.Parallel()
	p := &solve.Problem{Pieces: solvetest.Inventory(seeded(1), 5000), Request: solvetest.War(24, solve.Legendary, true)}
	ctx, cancel := context.WithCancel(context.Background())
	r, err := solve.Solve(ctx, p, solve.Options{OnSuit: func(solve.Suit) { cancel() }})
	if err != nil {
		t.Fatal(err)
	}
	if r.Optimal || r.Limit != solve.LimitStopped || len(r.Suits) != 1 {
		t.Errorf("optimal %v, limit %d, %d suits", r.Optimal, r.Limit, len(r.Suits))
	}
}

func TestAStoppedContextStopsAtOnce(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p := &solve.Problem{Pieces: solvetest.Inventory(seeded(1), 240), Request: solvetest.War(16, solve.Epic, true)}
	r, err := solve.Solve(ctx, p, solve.Options{})
	if err != nil || r.Optimal || r.Limit != solve.LimitStopped {
		t.Errorf("%+v %v", r, err)
	}
}

func TestLittleMemoryIsSaid(t *testing.T) {
	t.Parallel()
	limited := 0
	for seed := range uint64(runs(40)) {
		p := solvetest.Mixed(seeded(seed), 200)
		p.Request.Top = 1
		r := mustSolve(t, p, solve.Options{Memory: 64 << 10})
		switch {
		case r.Optimal:
			if want := mustSolve(t, p, solve.Options{}); fmt.Sprint(want.Suits) != fmt.Sprint(r.Suits) {
				t.Fatalf("seed %d: called optimal, and is not", seed)
			}
		case r.Limit != solve.LimitMemory:
			t.Fatalf("seed %d: limit %d", seed, r.Limit)
		default:
			limited++
			holdBound(t, p, r, &mustSolve(t, p, solve.Options{}).Suits[0])
		}
	}
	if limited == 0 {
		t.Error("no search met the limit")
	}
}

func TestProgressGoesOn(t *testing.T) {
	t.Parallel()
	p := &solve.Problem{Pieces: solvetest.Inventory(seeded(2), 1500), Request: solvetest.War(16, solve.Epic, true)}
	last := solve.Progress{Bound: solve.Bound{Criterion: -1}}
	seen := 0
	mustSolve(t, p, solve.Options{OnProgress: func(now solve.Progress) {
		seen++
		if now.Nodes < last.Nodes || now.Phase < last.Phase || now.Bound.Criterion < last.Bound.Criterion {
			t.Errorf("%+v after %+v", now, last)
		}
		last = now
	}})
	if seen < 5 || last.Phase != solve.PhaseProve || last.Best == nil {
		t.Errorf("%d reports, the last %+v", seen, last)
	}
}

// From some thousand pieces on the workers share the pieces out.
func TestManyWorkersGiveTheSameAnswer(t *testing.T) {
	t.Parallel()
	p := &solve.Problem{Pieces: solvetest.Inventory(seeded(5), 6000), Request: solvetest.War(16, solve.Epic, true)}
	want := mustSolve(t, p, solve.Options{})
	for _, workers := range []int{2, 3, 7} {
		got := mustSolve(t, p, solve.Options{Workers: workers})
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%d workers: %+v, not %+v", workers, got, want)
		}
	}
}
