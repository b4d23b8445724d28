package solvetest_test

import (
	"fmt"
	"slices"
	"testing"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/solvetest"
)

func TestFrozenProblems(t *testing.T) {
	t.Parallel()
	list, err := solvetest.FrozenProblems()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			best := solvetest.Brute(&f.Problem)
			written := [][]string{}
			for i := range best {
				written = append(written, solvetest.Written(&best[i]))
			}
			if fmt.Sprintf("%q", written) != fmt.Sprintf("%q", f.Best) {
				t.Fatalf("the brute force finds\n%q, not\n%q", written, f.Best)
			}
			if len(best) > 0 && !slices.Equal(best[0].Score, f.Score) {
				t.Errorf("the first scores %v, not %v", best[0].Score, f.Score)
			}
			for name, solver := range solvers {
				if err := solvetest.Against(t.Context(), solver, &f.Problem, solve.Options{}, best); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
	}
}
