package solvetest_test

import (
	"slices"
	"testing"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/solvetest"
)

// What is left of a problem is what matters: here two pieces of one set.
func TestShrinkKeepsWhatFails(t *testing.T) {
	t.Parallel()
	fails := func(p *solve.Problem) bool {
		count := 0
		for _, piece := range p.Pieces {
			if piece.Set == 14 {
				count++
			}
		}
		return count >= 2 && slices.ContainsFunc(p.Pieces, func(piece solve.Piece) bool { return piece.AL > 0 })
	}
	found := 0
	for seed := range uint64(50) {
		p := solvetest.Small(seeded(seed), 12)
		if !fails(p) {
			continue
		}
		found++
		before := len(p.Pieces)
		q := solvetest.Shrink(p, fails)
		r := &q.Request
		if len(q.Pieces) > 3 || len(r.Cantrips)+len(r.Locked)+len(r.Excluded)+len(r.Min) > 0 || !fails(q) {
			t.Errorf("seed %d: left is %s", seed, solvetest.Code(q))
		}
		if len(p.Pieces) != before || !fails(p) {
			t.Errorf("seed %d: the problem itself was changed", seed)
		}
	}
	if found < 5 {
		t.Errorf("only %d problems", found)
	}
}
