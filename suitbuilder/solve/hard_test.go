package solve_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/check"
	"overlord/suitbuilder/solve/solvetest"
)

func TestHard(t *testing.T) {
	var size, from, to int
	if n, _ := fmt.Sscanf(os.Getenv("SOLVE_HARD"), "%d,%d,%d", &size, &from, &to); n != 3 {
		t.Skip()
	}
	slow, unproved := 0, 0
	for seed := from; seed < to; seed++ {
		dice := seeded(uint64(seed))
		p := solvetest.Mixed(dice, size)
		ctx, cancel := context.WithTimeout(context.Background(), 4*time.Second)
		start := time.Now()
		r, err := solve.Solve(ctx, p, solve.Options{OnSuit: func(s solve.Suit) {
			if err := check.Suit(p, &s); err != nil {
				t.Error(seed, err)
			}
		}})
		cancel()
		d := time.Since(start)
		if err != nil {
			t.Fatal(seed, err)
		}
		if err := check.Ranking(p, r.Suits); err != nil {
			t.Error(seed, err)
		}
		if !r.Optimal || d > 500*time.Millisecond {
			slow++
			if !r.Optimal {
				unproved++
			}
			q := p.Request
			fmt.Println(seed, d, r.Optimal, r.Limit, r.Nodes, "obj", q.Objective, "top", q.Top, "min", q.Min, "mode", q.SetMode, "locked", len(q.Locked), "suits", len(r.Suits), r.Bound)
		}
	}
	fmt.Println("slow", slow, "unproved", unproved, "of", to-from)
}
