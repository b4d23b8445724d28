package solve_test

import (
	"context"
	"fmt"
	"testing"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/solvetest"
)

// BenchmarkProof measures the whole way to the proof, 16 families at epic, by pieces
// and with sets or without.
func BenchmarkProof(b *testing.B) {
	for _, size := range sizes {
		for _, sets := range []bool{false, true} {
			p := &solve.Problem{Pieces: solvetest.Inventory(seeded(0), size), Request: solvetest.War(16, solve.Epic, sets)}
			b.Run(fmt.Sprintf("%d/sets=%v", size, sets), func(b *testing.B) {
				for range b.N {
					if r, err := solve.Solve(context.Background(), p, solve.Options{}); err != nil || !r.Optimal {
						b.Fatal(err, r)
					}
				}
			})
		}
	}
}
