package solve_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/solvetest"
)

func TestTune(t *testing.T) {
	if os.Getenv("SOLVE_TUNE") == "" {
		t.Skip()
	}
	for _, size := range []int{240, 1500, 5000, 25000} {
		var times []float64
		nodes := int64(0)
		line := ""
		for seed := range uint64(4) {
			pieces := solvetest.Inventory(seeded(seed), size)
			for _, tier := range []solve.Tier{solve.Epic, solve.Legendary, solve.Major} {
				for _, sets := range []bool{false, true} {
					p := &solve.Problem{Pieces: pieces, Request: solvetest.War(16, tier, sets)}
					ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
					start := time.Now()
					r, _ := solve.Solve(ctx, p, solve.Options{})
					d := time.Since(start).Seconds() * 1000
					cancel()
					times = append(times, d)
					nodes += r.Nodes
					if r.Nodes > 20000 {
						line += fmt.Sprintf(" %d,%d,%d,%v:%d", size, seed, tier, sets, r.Nodes)
					}
				}
			}
		}
		slices.Sort(times)
		fmt.Printf("%d: median %.1f worst %.1f nodes %d %s\n", size, times[len(times)/2], times[len(times)-1], nodes, line)
	}
}
