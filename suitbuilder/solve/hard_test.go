package solve_test

import (
	"testing"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/check"
	"overlord/suitbuilder/solve/solvetest"
)

// Whatever people ask for is proved: demands, odd orders, weights, classic, cloaks and
// shields, with far fewer states than would be felt.
func TestMixedProblemsAreProved(t *testing.T) {
	t.Parallel()
	const enough = 400_000
	for _, size := range []int{60, 300, 1500} {
		for seed := range uint64(runs(12)) {
			p := solvetest.Mixed(seeded(seed), size)
			r := mustSolve(t, p, solve.Options{MaxNodes: enough, OnSuit: func(s solve.Suit) {
				if err := check.Suit(p, &s); err != nil {
					t.Error(err)
				}
			}})
			if !r.Optimal {
				t.Errorf("%d pieces, seed %d: not proved after %d states; %+v", size, seed, r.Nodes, r.Bound)
			}
			if err := check.Ranking(p, r.Suits); err != nil {
				t.Errorf("%d pieces, seed %d: %v", size, seed, err)
			}
		}
	}
}
