package solve_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

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
	for seed := range uint64(runs(3000)) {
		dice := seeded(seed)
		p := solvetest.Small(dice, 3+dice.IntN(9))
		want := solvetest.Brute(p)
		if err := solvetest.Against(context.Background(), solve.Solve, p, solve.Options{}, want); err != nil {
			t.Fatal(fmt.Sprintf("seed %d: ", seed), err, "\n", solvetest.Code(p))
		}
	}
}

func TestMixedProblemsAgainstReference(t *testing.T) {
	t.Parallel()
	proved := 0
	for seed := range uint64(runs(200)) {
		dice := seeded(seed)
		p := solvetest.Mixed(dice, 10+dice.IntN(15))
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		want, err := solvetest.Reference(ctx, p, solve.Options{})
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		if !want.Optimal {
			continue // too much for the slow one
		}
		proved++
		if err := solvetest.Against(context.Background(), solve.Solve, p, solve.Options{}, want.Suits); err != nil {
			t.Fatal(fmt.Sprintf("seed %d: ", seed), err, "\n", solvetest.Code(p))
		}
	}
	if proved < runs(200)/4 {
		t.Errorf("the reference proved only %d", proved)
	}
}
