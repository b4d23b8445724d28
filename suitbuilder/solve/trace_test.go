package solve_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/solvetest"
)

// traceFamilies is SOLVE_FAMILIES, or the sixteen of the war preset.
func traceFamilies() int {
	if n, err := strconv.Atoi(os.Getenv("SOLVE_FAMILIES")); err == nil {
		return n
	}
	return 16
}

func TestTrace(t *testing.T) {
	var size, seed, tier, sets int
	if n, _ := fmt.Sscanf(os.Getenv("SOLVE_TRACE"), "%d,%d,%d,%d", &size, &seed, &tier, &sets); n != 4 {
		t.Skip("traces one problem: SOLVE_TRACE=pieces,seed,tier,sets")
	}
	p := &solve.Problem{Pieces: solvetest.Inventory(seeded(uint64(seed)), size), Request: solvetest.War(traceFamilies(), solve.Tier(tier), sets == 1)}
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	if tier == 0 {
		p = solvetest.Mixed(seeded(uint64(seed)), size)
		fmt.Printf("%+v\n", p.Request)
	}
	start := time.Now()
	r, _ := solve.Solve(ctx, p, solve.Traced(solve.Options{}, func(format string, args ...any) {
		fmt.Printf("%8.2f ", time.Since(start).Seconds()*1000)
		fmt.Printf(format+"\n", args...)
	}))
	fmt.Println(time.Since(start), r.Optimal, r.Suits[0].Score)
}
