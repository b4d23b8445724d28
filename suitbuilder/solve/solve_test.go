package solve_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/solvetest"
)

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// runs is how many random problems a test tries: SOLVE_RUNS, or the default.
func runs(def int) int {
	if n, err := strconv.Atoi(os.Getenv("SOLVE_RUNS")); err == nil {
		return n
	}
	return def
}

func TestSmallProblemsAgainstBruteForce(t *testing.T) {
	t.Parallel()
	for seed := range uint64(runs(800)) {
		dice := seeded(seed)
		p := solvetest.Small(dice, 3+dice.IntN(9))
		want := solvetest.Brute(p)
		if err := solvetest.Against(context.Background(), solve.Solve, p, solve.Options{}, want); err != nil {
			t.Fatal(fmt.Sprintf("seed %d: ", seed), err, "\n", solvetest.Code(p))
		}
	}
}

// Custom servers have pieces of any shape: then the body is one tangle, and the bounds
// know only a part of it.
func TestOddShapesAgainstBruteForce(t *testing.T) {
	t.Parallel()
	for seed := range uint64(runs(400)) {
		dice := seeded(seed)
		p := solvetest.Small(dice, 3+dice.IntN(8))
		for i := range p.Pieces {
			if dice.IntN(4) > 0 {
				p.Pieces[i].Equip = 1 << dice.IntN(15)
				if dice.IntN(3) == 0 {
					p.Pieces[i].Equip |= 1 << dice.IntN(15)
				}
				p.Pieces[i].Coverage = 0
				for range 1 + dice.IntN(4) {
					p.Pieces[i].Coverage |= 1 << dice.IntN(18)
				}
			}
		}
		if err := solvetest.Against(context.Background(), solve.Solve, p, solve.Options{}, solvetest.Brute(p)); err != nil {
			t.Fatal(fmt.Sprintf("seed %d: ", seed), err, "\n", solvetest.Code(p))
		}
	}
}

// The best five of problems that a brute force cannot do.
func TestRankingsAgainstReference(t *testing.T) {
	t.Parallel()
	proved := 0
	for seed := range uint64(runs(12)) {
		dice := seeded(1000 + seed)
		p := solvetest.Mixed(dice, 8+dice.IntN(8))
		p.Request.Top = 5
		want, err := solvetest.Reference(context.Background(), p, solve.Options{MaxNodes: 100_000})
		if err != nil {
			t.Fatal(err)
		}
		if !want.Optimal {
			continue
		}
		proved++
		if err := solvetest.Against(context.Background(), solve.Solve, p, solve.Options{}, want.Suits); err != nil {
			t.Fatal(fmt.Sprintf("seed %d: ", seed), err, "\n", solvetest.Code(p))
		}
	}
	if proved < runs(12)/2 {
		t.Errorf("the reference proved only %d", proved)
	}
}

// With a minimum of armor level a second piece is needless beside the first worn
// whole, and needed beside the first worn reduced: then that is a suit of its own.
func TestAPieceNeededOnlyBesideAReducedOne(t *testing.T) {
	t.Parallel()
	p := &solve.Problem{
		Pieces: []solve.Piece{
			{ItemID: 1, Owner: "A", Equip: 0x1800, Coverage: 0x3000, AL: 100, Reducible: true},
			{ItemID: 2, Owner: "D", Equip: 0x4000000, AL: 60},
		},
		Request: solve.Request{Min: []solve.Minimum{{Of: solve.ByArmorLevel, Value: 150}}, Objective: []solve.Criterion{solve.ByFewestReductions}, Top: 5},
	}
	want := solvetest.Brute(p)
	if len(want) != 2 {
		t.Fatalf("the problem has %d suits", len(want))
	}
	if err := solvetest.Against(context.Background(), solve.Solve, p, solve.Options{}, want); err != nil {
		t.Error(err)
	}
}
