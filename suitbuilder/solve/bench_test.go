package solve_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/solvetest"
)

// sizes are the inventories that the rows are measured on.
var sizes = []int{60, 240, 1500, 5000, 25000, 100000}

// TestRows prints a row for each size: medians and worst times to the first suit,
// to the best and to the proof, over three tiers and three seeds. It runs where
// SOLVE_ROWS is set, since it takes minutes; SOLVE_ROWS=1500 picks one size.
func TestRows(t *testing.T) {
	only := os.Getenv("SOLVE_ROWS")
	if only == "" {
		t.Skip("prints a table where SOLVE_ROWS is set")
	}
	families := 16
	if os.Getenv("SOLVE_FAMILIES") == "24" {
		families = 24
	}
	fmt.Printf("%8s %5s | %8s %8s | %8s %8s | %8s %8s | %8s %8s | %6s\n", "pieces", "sets", "first", "worst", "best", "worst", "proof", "worst", "cpu", "worst", "proved")
	for _, size := range sizes {
		if only != "all" && only != fmt.Sprint(size) {
			continue
		}
		for _, sets := range []bool{false, true} {
			row(t, size, families, sets)
		}
	}
}

func row(t *testing.T, size, families int, sets bool) {
	var first, best, proof, burnt []time.Duration
	proved, n := 0, 0
	for seed := range uint64(3) {
		pieces := solvetest.Inventory(seeded(seed), size)
		for _, tier := range []solve.Tier{solve.Epic, solve.Legendary, solve.Major} {
			p := &solve.Problem{Pieces: pieces, Request: solvetest.War(families, tier, sets)}
			runtime.GC()
			ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
			start, used := time.Now(), cpu()
			var toFirst, toBest time.Duration
			result, err := solve.Solve(ctx, p, solve.Options{OnSuit: func(solve.Suit) {
				toBest = time.Since(start)
				if toFirst == 0 {
					toFirst = toBest
				}
			}})
			total := time.Since(start)
			burnt = append(burnt, cpu()-used)
			cancel()
			if err != nil {
				t.Fatal(err)
			}
			n++
			if result.Optimal {
				proved++
			}
			if os.Getenv("SOLVE_VERBOSE") != "" {
				fmt.Println(size, sets, seed, tier, total, result.Optimal, result.Considered, result.Nodes, result.Suits[0].Score)
			}
			first, best, proof = append(first, toFirst), append(best, toBest), append(proof, total)
		}
	}
	ms := func(list []time.Duration) (median, worst float64) {
		slices.Sort(list)
		return list[len(list)/2].Seconds() * 1000, list[len(list)-1].Seconds() * 1000
	}
	f, fw := ms(first)
	b, bw := ms(best)
	p, pw := ms(proof)
	c, cw := ms(burnt)
	fmt.Printf("%8d %5v | %8.2f %8.2f | %8.2f %8.2f | %8.2f %8.2f | %8.2f %8.2f | %d/%d\n", size, sets, f, fw, b, bw, p, pw, c, cw, proved, n)
}

// cpu is what the process has used of the processors: the honest measure where many
// share them.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
