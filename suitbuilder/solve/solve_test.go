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
	for seed := range uint64(runs(1500)) {
		dice := seeded(seed)
		p := solvetest.Small(dice, 3+dice.IntN(9))
		want := solvetest.Brute(p)
		if err := solvetest.Against(context.Background(), solve.Solve, p, solve.Options{}, want); err != nil {
			t.Fatal(fmt.Sprintf("seed %d: ", seed), err, "\n", solvetest.Code(p))
		}
	}
}
