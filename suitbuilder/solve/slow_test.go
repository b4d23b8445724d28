package solve_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/solvetest"
)

func TestSlow(t *testing.T) {
	if os.Getenv("SOLVE_SLOW") == "" {
		t.Skip()
	}
	for seed := range uint64(40) {
		dice := seeded(seed)
		p := solvetest.Mixed(dice, 40+dice.IntN(200))
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		start := time.Now()
		r, _ := solve.Solve(ctx, p, solve.Options{})
		cancel()
		if d := time.Since(start); d > 300*time.Millisecond {
			fmt.Println(seed, len(p.Pieces), d, r.Optimal, r.Nodes, r.Bound, "top", p.Request.Top, len(r.Suits), p.Request.Objective)
		}
	}
}
