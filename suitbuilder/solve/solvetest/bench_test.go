package solvetest_test

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/solvetest"
)

// The rows of the bench: inventories of these sizes, the sixteen families of the
// war preset at a tier, without sets and with two. 24 families are in rows of their
// own.
var benchSizes = []int{60, 240, 1500, 5000, 25_000, 100_000}

// proofLimit ends a proof that takes too long for a bench: the row then says how
// many were not proved.
const proofLimit = 20 * time.Second

// BenchmarkSuits measures on seeded inventories: time to the first suit, to the
// best one, to the proof (median and worst of the runs), and the memory that the
// search held. Each run is another inventory.
func BenchmarkSuits(b *testing.B) {
	for _, pieces := range benchSizes {
		for _, sets := range []bool{false, true} {
			for _, families := range []int{16, 24} {
				b.Run(benchName(pieces, families, sets), func(b *testing.B) { benchRow(b, pieces, families, sets) })
			}
		}
	}
}

func benchName(pieces, families int, sets bool) string {
	name := fmt.Sprintf("pieces=%d/families=%d/sets=none", pieces, families)
	if sets {
		name = fmt.Sprintf("pieces=%d/families=%d/sets=5+4", pieces, families)
	}
	return name
}

// timing is what one search took.
type timing struct {
	first, best, proof time.Duration
	held               uint64 // bytes that the process has more of the system than before
	proved             bool
}

var benchTiers = []solve.Tier{solve.Epic, solve.Legendary, solve.Major}

func benchRow(b *testing.B, pieces, families int, sets bool) {
	var runs []timing
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		p := &solve.Problem{Pieces: solvetest.Inventory(seeded(uint64(i)), pieces), Request: solvetest.War(families, benchTiers[i%3], sets)}
		runtime.GC()
		b.StartTimer()
		runs = append(runs, timed(b, p))
	}
	ms := func(of func(timing) time.Duration, at float64) float64 {
		list := make([]time.Duration, len(runs))
		for i, r := range runs {
			list[i] = of(r)
		}
		slices.Sort(list)
		return float64(list[int(at*float64(len(list)-1))].Microseconds()) / 1000
	}
	unproved, held := 0, uint64(0)
	for _, r := range runs {
		held = max(held, r.held)
		if !r.proved {
			unproved++
		}
	}
	b.ReportMetric(ms(func(r timing) time.Duration { return r.first }, 0.5), "first-ms")
	b.ReportMetric(ms(func(r timing) time.Duration { return r.best }, 0.5), "best-ms")
	b.ReportMetric(ms(func(r timing) time.Duration { return r.proof }, 0.5), "proof-ms")
	b.ReportMetric(ms(func(r timing) time.Duration { return r.proof }, 1), "worst-ms")
	b.ReportMetric(float64(held>>20), "grown-MiB")
	b.ReportMetric(float64(unproved), "unproved")
}

func timed(b *testing.B, p *solve.Problem) (t timing) {
	ctx, cancel := contextWithin(b, proofLimit)
	defer cancel()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	begin := time.Now()
	result, err := solve.Solve(ctx, p, solve.Options{Workers: runtime.GOMAXPROCS(0), OnSuit: func(solve.Suit) {
		t.best = time.Since(begin)
		if t.first == 0 {
			t.first = t.best
		}
	}})
	t.proof = time.Since(begin)
	runtime.ReadMemStats(&after)
	if err != nil {
		b.Fatal(err)
	}
	t.held, t.proved = after.Sys-min(before.Sys, after.Sys), result.Optimal
	return t
}

// BenchmarkMIP measures the same proofs against the MIP solver's: criterion by
// criterion, its start included. A row says how many of the MIP's were not done in
// a minute; the ratio is the median of those that were.
func BenchmarkMIP(b *testing.B) {
	cbc := needMIP(b)
	for _, pieces := range benchSizes[:5] {
		for _, sets := range []bool{false, true} {
			b.Run(benchName(pieces, 16, sets), func(b *testing.B) {
				var ratios []float64
				var undone int
				for i := 0; b.Loop(); i++ {
					p := &solve.Problem{Pieces: solvetest.Inventory(seeded(uint64(i)), pieces), Request: solvetest.War(16, benchTiers[i%3], sets)}
					p.Request.Objective = solve.DefaultObjective()[:6] // to armor level, as the figures of the design have it
					ours := timed(b, p)
					begin := time.Now()
					want, err := optimum(b.Context(), cbc, b.TempDir(), p)
					took := time.Since(begin)
					if errors.Is(err, errMIPTime) {
						undone++
						continue
					}
					if err != nil {
						b.Fatal(err)
					}
					if got := mustSolve(b, solve.Solve, p); !slices.Equal(got[0].Score, want) {
						b.Fatalf("the solver finds %v, the MIP solver %v", got[0].Score, want)
					}
					ratios = append(ratios, float64(ours.proof)/float64(took))
				}
				slices.Sort(ratios)
				if len(ratios) > 0 {
					b.ReportMetric(ratios[len(ratios)/2], "ratio")
				}
				b.ReportMetric(float64(undone), "mip-undone")
			})
		}
	}
}
