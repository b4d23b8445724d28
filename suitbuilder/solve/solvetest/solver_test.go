package solvetest_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
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

// The fast solver is exact: equal to the brute force byte for byte, whatever the
// problem has in it.
func TestSolverAgainstBruteForce(t *testing.T) {
	t.Parallel()
	for seed := range uint64(cases(1200, 60_000)) {
		p := solvetest.Small(seeded(seed), 12)
		if err := solvetest.Against(t.Context(), solve.Solve, p, solve.Options{}, solvetest.Brute(p)); err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, solvetest.Code(p))
		}
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
		p := solvetest.Mixed(seeded(500+seed), 12+int(seed%14))
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		want, err := solvetest.Reference(ctx, p, solve.Options{})
		cancel()
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
	if done < 12 {
		t.Errorf("the slow solver was done with %d problems only", done)
	}
}

// In the hundreds of pieces the MIP solver tells, criterion by criterion.
func TestSolverAgainstMIP(t *testing.T) {
	t.Parallel()
	cbc, dir := needMIP(t), t.TempDir()
	done := 0
	for seed := range uint64(cases(12, 200)) {
		p := solvetest.Mixed(seeded(700+seed), 60+int(seed%30)*10)
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
		p := solvetest.Mixed(seeded(900+seed), 100+60*int(seed%12))
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
		dice := rand.New(rand.NewPCG(seed, 2))
		p := solvetest.Mixed(dice, 150)
		p.Request.Top = 1 + int(seed%3)
		holdTwins(t, solve.Solve, dice, p)
	}
}

// A search that is stopped says so, keeps what it has, and its bound is true.
func TestAStoppedSearchTellsTheTruth(t *testing.T) {
	t.Parallel()
	for seed := range uint64(cases(20, 500)) {
		p := solvetest.Mixed(seeded(1100+seed), 80)
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
	t.Run("slow solver", TestSolverAgainstReference)
	t.Run("MIP solver", TestSolverAgainstMIP)
	t.Run("workers", TestWorkersDoNotMatter)
	t.Run("twins", TestTwinsOfMixedProblems)
	t.Run("stopped", TestAStoppedSearchTellsTheTruth)
}
