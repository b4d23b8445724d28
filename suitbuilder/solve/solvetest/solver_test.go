package solvetest_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"pgregory.net/rapid"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/check"
	"overlord/suitbuilder/solve/solvetest"
)

// cases are how many problems a test takes: few, or with OVERLORD_TEST_LONG many.
func cases(few, many int) int {
	if os.Getenv("OVERLORD_TEST_LONG") != "" {
		return many
	}
	return few
}

// from is the first seed of these tests: 0, or OVERLORD_TEST_SEED, for problems that
// nobody has tried.
func from() uint64 {
	n, _ := strconv.ParseUint(os.Getenv("OVERLORD_TEST_SEED"), 10, 64) // without it 0
	return n
}

// The fast solver is exact: equal to the brute force byte for byte, whatever the
// problem has in it.
func TestSolverAgainstBruteForce(t *testing.T) {
	t.Parallel()
	for seed := range uint64(cases(1200, 60_000)) {
		p := solvetest.Small(seeded(from()+seed), 12)
		if err := solvetest.Against(t.Context(), solve.Solve, p, solve.Options{}, solvetest.Brute(p)); err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, solvetest.Code(p))
		}
	}
}

// The best few under minima, several records of an item among them: where pieces
// become needless, a suit may fall together with one that is counted already.
func TestSolverUnderMinimaAgainstBruteForce(t *testing.T) {
	t.Parallel()
	several := 0
	for seed := range uint64(cases(1500, 60_000)) {
		p := solvetest.Demanding(seeded(from()+seed), 10)
		want := solvetest.Brute(p)
		if err := solvetest.Against(t.Context(), solve.Solve, p, solve.Options{}, want); err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, solvetest.Code(p))
		}
		if len(want) > 1 && len(want[1].Worn) > 1 {
			several++
		}
	}
	if several < cases(200, 6_000) {
		t.Errorf("only %d problems have a second suit of several pieces", several)
	}
}

func TestSolverAgainstBruteForceDrawn(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := solvetest.Small(drawn{t}, 8)
		if err := solvetest.Against(context.Background(), solve.Solve, p, solve.Options{Workers: 2}, solvetest.Brute(p)); err != nil {
			t.Fatalf("%v\n%s", err, solvetest.Code(p))
		}
	})
}

// Up to some thirty pieces the slow solver tells, to the last tie.
func TestSolverAgainstReference(t *testing.T) {
	t.Parallel()
	done := 0
	for seed := range uint64(cases(24, 400)) {
		p := solvetest.Mixed(seeded(from()+500+seed), 12+int(seed%14))
		want, err := solvetest.Reference(t.Context(), p, solve.Options{MaxNodes: 60_000})
		if err != nil {
			t.Fatal(err)
		}
		if !want.Optimal {
			continue
		}
		done++
		if err := solvetest.Against(t.Context(), solve.Solve, p, solve.Options{}, want.Suits); err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, solvetest.Code(p))
		}
	}
	if done < cases(18, 250) {
		t.Errorf("the slow solver was done with %d problems only", done)
	}
}

// In the hundreds of pieces the MIP solver tells, criterion by criterion.
func TestSolverAgainstMIP(t *testing.T) {
	t.Parallel()
	cbc, dir := needMIP(t), t.TempDir()
	done := 0
	for seed := range uint64(cases(12, 200)) {
		p := solvetest.Mixed(seeded(from()+700+seed), 60+int(seed%30)*10)
		p.Request.Top = 1
		want, err := optimum(t.Context(), cbc, dir, p)
		if errors.Is(err, errMIPTime) {
			continue
		}
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		done++
		var got []int64
		if suits := mustSolve(t, solve.Solve, p); len(suits) > 0 {
			got = suits[0].Score
		}
		if !slices.Equal(got, want) {
			t.Fatalf("seed %d: the solver finds %v, the MIP solver %v\n%s", seed, got, want, solvetest.Code(p))
		}
	}
	if done < 10 {
		t.Errorf("the MIP solver was done with %d problems only", done)
	}
}

// The answer does not depend on how many work on it.
func TestWorkersDoNotMatter(t *testing.T) {
	t.Parallel()
	for seed := range uint64(cases(8, 100)) {
		p := solvetest.Mixed(seeded(from()+900+seed), 100+60*int(seed%12))
		p.Request.Top = int(1 + seed%4)
		var answers []string
		for _, workers := range []int{1, 2} {
			result, err := solve.Solve(t.Context(), p, solve.Options{Workers: workers})
			if err != nil || !result.Optimal {
				t.Fatalf("seed %d, %d workers: %v, limit %d\n%s", seed, workers, err, result.Limit, solvetest.Code(p))
			}
			answers = append(answers, fmt.Sprint(result.Suits))
		}
		if answers[0] != answers[1] {
			t.Fatalf("seed %d: one worker finds %s\ntwo find %s\n%s", seed, answers[0], answers[1], solvetest.Code(p))
		}
	}
}

func TestTwinsOfMixedProblems(t *testing.T) {
	t.Parallel()
	for seed := range uint64(cases(4, 100)) {
		dice := rand.New(rand.NewPCG(from()+seed, 2))
		p := solvetest.Mixed(dice, 150)
		p.Request.Top = 1 + int(seed%3)
		holdTwins(t, solve.Solve, dice, p)
	}
}

// A search that is stopped says so, keeps what it has, and its bound is true.
func TestAStoppedSearchTellsTheTruth(t *testing.T) {
	t.Parallel()
	for seed := range uint64(cases(20, 500)) {
		p := solvetest.Mixed(seeded(from()+1100+seed), 80)
		p.Request.Top = 1
		whole := mustSolve(t, solve.Solve, p)
		for _, nodes := range []int64{1, 10, 100, 1000} {
			result, err := solve.Solve(t.Context(), p, solve.Options{MaxNodes: nodes})
			if err != nil {
				t.Fatal(err)
			}
			if err := check.Ranking(p, result.Suits); err != nil {
				t.Fatalf("seed %d, %d nodes: %v\n%s", seed, nodes, err, solvetest.Code(p))
			}
			if len(result.Suits) > len(whole) || len(result.Suits) == 1 && check.Compare(p, &result.Suits[0], &whole[0]) < 0 {
				t.Fatalf("seed %d, %d nodes: %v is better than the best, %v", seed, nodes, result.Suits, whole)
			}
			if result.Optimal && fmt.Sprint(result.Suits) != fmt.Sprint(whole) {
				t.Fatalf("seed %d, %d nodes: said to be proved, but %v is not %v\n%s", seed, nodes, result.Suits, whole, solvetest.Code(p))
			}
			if !result.Optimal && len(whole) > 0 {
				boundIsTrue(t, p, result, whole[0])
			}
		}
	}
}

// boundIsTrue: the criteria before the bound's are settled as the best suit has
// them only once they are proved; the bound's own is not passed by the best suit.
func boundIsTrue(t *testing.T, p *solve.Problem, result *solve.Result, best solve.Suit) {
	t.Helper()
	b := result.Bound
	objective := check.Objective(&p.Request)
	if b.Criterion < 0 && len(result.Suits) > 0 {
		t.Fatalf("the bound is %+v, though a suit is known\n%s", b, solvetest.Code(p))
	}
	if b.Criterion < 0 || b.Criterion >= len(objective) {
		return // whether there is a suit at all is open, or only the last tie is
	}
	lower := objective[b.Criterion] == solve.ByFewestOwners || objective[b.Criterion] == solve.ByFewestReductions
	if !lower && best.Score[b.Criterion] > b.Value || lower && best.Score[b.Criterion] < b.Value {
		t.Fatalf("the bound is %+v, the best suit has %v\n%s", b, best.Score, solvetest.Code(p))
	}
}

// The same tests with many more problems.
func TestLongExactness(t *testing.T) {
	if os.Getenv("OVERLORD_TEST_LONG") == "" {
		t.Skip("set OVERLORD_TEST_LONG")
	}
	t.Run("brute force", TestSolverAgainstBruteForce)
	t.Run("brute force under minima", TestSolverUnderMinimaAgainstBruteForce)
	t.Run("slow solver", TestSolverAgainstReference)
	t.Run("MIP solver", TestSolverAgainstMIP)
	t.Run("workers", TestWorkersDoNotMatter)
	t.Run("twins", TestTwinsOfMixedProblems)
	t.Run("stopped", TestAStoppedSearchTellsTheTruth)
}

// Numbers as large as a server can invent are added up as rightly as small ones.
func TestSolverWithLargeNumbers(t *testing.T) {
	t.Parallel()
	for seed := range uint64(cases(400, 20_000)) {
		d := rand.New(rand.NewPCG(from()+seed, 77))
		p := solvetest.Small(d, 11)
		for i := range p.Pieces {
			if d.IntN(2) == 0 {
				p.Pieces[i].AL = []int64{1_000_000, 999_999, 500_000, 1 << d.IntN(20), 7}[d.IntN(5)]
			}
			for at := range p.Pieces[i].Ratings {
				if d.IntN(3) == 0 {
					p.Pieces[i].Ratings[at] = []int32{1_000_000, 999_999, 1, 2, 1 << d.IntN(20)}[d.IntN(5)]
				}
			}
		}
		if err := solvetest.Against(t.Context(), solve.Solve, p, solve.Options{}, solvetest.Brute(p)); err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, solvetest.Code(p))
		}
	}
}

// What the rows of the bench do not have: a hundred owners, all families there
// are, owners and tailoring before everything else.
func TestSolverAgainstMIPFarOff(t *testing.T) {
	t.Parallel()
	cbc, dir := needMIP(t), t.TempDir()
	for seed := range uint64(cases(6, 120)) {
		d := rand.New(rand.NewPCG(from()+seed, 78))
		p := solvetest.Mixed(d, 100+d.IntN(200))
		p.Request.Top = 1
		switch seed % 3 {
		case 0:
			for i := range p.Pieces {
				p.Pieces[i].Owner = fmt.Sprint("Owner ", d.IntN(100))
			}
			p.Request.Target = "Owner 3"
			p.Request.Locked = nil
		case 1:
			p.Request.Cantrips = nil
			for f := range 45 {
				p.Request.Cantrips = append(p.Request.Cantrips, solve.Wanted{Family: f + 1, Tier: solve.Tier(4 + d.IntN(3)), Weight: int64(1 + d.IntN(3))})
			}
		case 2:
			p.Request.Objective = []solve.Criterion{solve.ByFewestOwners, solve.ByFewestReductions, solve.ByCantrips, solve.BySetPieces, solve.ByArmorLevel}
			d.Shuffle(5, func(i, j int) {
				p.Request.Objective[i], p.Request.Objective[j] = p.Request.Objective[j], p.Request.Objective[i]
			})
			p.Request.Min = []solve.Minimum{{Of: solve.ByArmorLevel, Value: int64(1000 + d.IntN(1500))}}
		}
		want, err := optimum(t.Context(), cbc, dir, p)
		if errors.Is(err, errMIPTime) {
			continue
		}
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		var got []int64
		if suits := mustSolve(t, solve.Solve, p); len(suits) > 0 {
			got = suits[0].Score
		}
		if !slices.Equal(got, want) {
			t.Fatalf("seed %d: the solver finds %v, the MIP solver %v\n%s", seed, got, want, solvetest.Code(p))
		}
	}
}

// Whoever is not waited for any more is not worked for: after its context a search
// uses no more than a tenth of a second of one processor, in whatever phase it is.
// Processor time is what is measured, since others work on the machine; it is more
// where the one who measures is held up, and so one good try of some counts.
func TestASearchEndsWithItsContext(t *testing.T) {
	const most, stops = 100 * time.Millisecond, 10
	p := &solve.Problem{Pieces: solvetest.Inventory(seeded(3), 30_000), Request: solvetest.War(24, solve.Epic, true)}
	p.Request.Top = 5
	for _, after := range []time.Duration{time.Millisecond, 10 * time.Millisecond, 40 * time.Millisecond, 100 * time.Millisecond, 400 * time.Millisecond} {
		least := time.Hour
		for range stops {
			if least <= most {
				break
			}
			ctx, cancel := context.WithCancel(t.Context())
			left := make(chan time.Duration, 1)
			time.AfterFunc(after, func() {
				left <- processorTime(t)
				cancel()
			})
			result, err := solve.Solve(ctx, p, solve.Options{Workers: 1})
			used := processorTime(t)
			if err != nil || !result.Optimal && result.Limit != solve.LimitStopped {
				t.Fatalf("%+v %v", result, err)
			}
			if result.Optimal {
				continue // it was done before
			}
			least = min(least, used-<-left)
		}
		if least > most && least < time.Hour {
			t.Errorf("stopped after %s it went on for %s", after, least)
		}
		t.Log(after, least)
	}
}

// processorTime is what this process has used of the processors.
func processorTime(tb testing.TB) time.Duration {
	tb.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
