package solvetest_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/solvetest"
)

// optimaFile holds inventories by the seed that makes them, what is asked of them, and
// the score of the best suit, proved and confirmed by the MIP solver up to armor level.
const optimaFile = "testdata/optima.txt"

// optimumOf is one line of it.
type optimumOf struct {
	pieces, families int
	seed             uint64
	tier             solve.Tier
	sets             bool
	score            []int64
}

func (o *optimumOf) problem() *solve.Problem {
	return &solve.Problem{Pieces: solvetest.Inventory(seeded(o.seed), o.pieces), Request: solvetest.War(o.families, o.tier, o.sets)}
}

func mustOptima(tb testing.TB) (list []optimumOf) {
	tb.Helper()
	file, err := os.Open(optimaFile)
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := lines.Text()
		if strings.HasPrefix(line, "#") {
			continue
		}
		o := optimumOf{score: make([]int64, len(solve.DefaultObjective()))}
		into := []any{&o.pieces, &o.seed, &o.families, &o.tier, &o.sets}
		for i := range o.score {
			into = append(into, &o.score[i])
		}
		if _, err := fmt.Sscan(line, into...); err != nil {
			tb.Fatalf("%s: %q: %v", optimaFile, line, err)
		}
		list = append(list, o)
	}
	return list
}

// What was proved once is found again.
func TestFrozenOptima(t *testing.T) {
	t.Parallel()
	list := mustOptima(t)
	if len(list) < 20 {
		t.Errorf("%s has %d lines", optimaFile, len(list))
	}
	for _, o := range list {
		result, err := solve.Solve(t.Context(), o.problem(), solve.Options{Workers: 2})
		if err != nil {
			t.Fatal(err)
		}
		if !result.Optimal || !slices.Equal(result.Suits[0].Score, o.score) {
			t.Errorf("%d pieces of seed %d, %d families at tier %d, sets %t: %v, proved %t; not %v",
				o.pieces, o.seed, o.families, o.tier, o.sets, result.Suits[0].Score, result.Optimal, o.score)
		}
	}
}

// The MIP solver agrees with what is frozen, as far as its time goes.
func TestFrozenOptimaAgainstMIP(t *testing.T) {
	if os.Getenv("OVERLORD_TEST_LONG") == "" {
		t.Skip("set OVERLORD_TEST_LONG")
	}
	cbc, dir := needMIP(t), t.TempDir()
	for _, o := range mustOptima(t) {
		p := o.problem()
		p.Request.Objective = solve.DefaultObjective()[:6]
		want, err := optimum(t.Context(), cbc, dir, p)
		if errors.Is(err, errMIPTime) {
			t.Logf("%d pieces of seed %d: not done in time", o.pieces, o.seed)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(o.score[:6], want) {
			t.Errorf("%d pieces of seed %d, %d families at tier %d, sets %t: frozen is %v, the MIP solver finds %v", o.pieces, o.seed, o.families, o.tier, o.sets, o.score[:6], want)
		}
	}
}
