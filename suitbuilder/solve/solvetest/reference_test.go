package solvetest_test

import (
	"context"
	"testing"

	"pgregory.net/rapid"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/solvetest"
)

// The slow solver is what the fast one is held against where a brute force takes
// too long: first it is held against the brute force itself.
func TestReferenceAgainstBruteForce(t *testing.T) {
	t.Parallel()
	for seed := range uint64(cases(600, 10_000)) {
		p := solvetest.Small(seeded(seed), 9)
		if err := solvetest.Against(t.Context(), solvetest.Reference, p, solve.Options{}, solvetest.Brute(p)); err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, solvetest.Code(p))
		}
	}
}

func TestReferenceAgainstBruteForceDrawn(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := solvetest.Small(drawn{t}, 7)
		if err := solvetest.Against(context.Background(), solvetest.Reference, p, solve.Options{}, solvetest.Brute(p)); err != nil {
			t.Fatalf("%v\n%s", err, solvetest.Code(p))
		}
	})
}

func TestReferenceStops(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	result, err := solvetest.Reference(ctx, solvetest.Small(seeded(1), 9), solve.Options{})
	if err != nil || result.Optimal || result.Limit != solve.LimitStopped {
		t.Errorf("%+v, %v", result, err)
	}
}
