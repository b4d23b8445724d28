package solvetest_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/solvetest"
)

// drawn makes a property test's generator decide.
type drawn struct{ t *rapid.T }

func (d drawn) IntN(n int) int { return rapid.IntRange(0, n-1).Draw(d.t, "") }

// seeded are dice that always fall the same.
func seeded(seed uint64) solvetest.Dice { return rand.New(rand.NewPCG(seed, 0)) }

func BenchmarkBrute(b *testing.B) {
	leaves := 0
	for i := 0; b.Loop(); i++ {
		leaves += len(solvetest.Brute(solvetest.Small(seeded(uint64(i)), 9)))
	}
}

var _ solve.Solver = solvetest.Reference

// solvers are all that must find the same suits.
var solvers = map[string]solve.Solver{"the slow solver": solvetest.Reference, "the solver": solve.Solve}

func contextWithin(tb testing.TB, d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(tb.Context(), d)
}
