package solvetest_test

import (
	"testing"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/solvetest"
)

// A generator that never meets a rule proves nothing about it: each of these must
// come up in a fair part of the small problems' answers.
func TestSmallProblemsMeetEveryRule(t *testing.T) {
	t.Parallel()
	const problems = 1500
	counts := map[string]int{}
	for seed := range uint64(problems) {
		p := solvetest.Small(seeded(seed), 10)
		suits := solvetest.Brute(p)
		for rule, met := range rules(p, suits) {
			if met {
				counts[rule]++
			}
		}
	}
	for rule, count := range counts {
		t.Logf("%-30s %4d", rule, count)
	}
	for rule := range rules(&solve.Problem{}, nil) {
		if least := problems / 200; counts[rule] < least {
			t.Errorf("only %d of %d problems: %s; want %d", counts[rule], problems, rule, least)
		}
	}
}

func rules(p *solve.Problem, suits []solve.Suit) map[string]bool {
	r := &p.Request
	var best solve.Suit
	if len(suits) > 0 {
		best = suits[0]
	}
	var reduced, several, foreign, barred, record, side bool
	for _, w := range best.Worn {
		piece := p.Pieces[w.Piece]
		reduced = reduced || w.Reduced
		several = several || w.Slots.Count() > 1
		foreign = foreign || piece.Owner != r.Target
		side = side || w.Slots.Has(solve.WristRight) || w.Slots.Has(solve.FingerRight)
		for j, other := range p.Pieces {
			record = record || other.ItemID == piece.ItemID && j != w.Piece
		}
	}
	for _, piece := range p.Pieces {
		barred = barred || piece.Bar != solve.BarNone
	}
	return map[string]bool{
		"no suit":             len(suits) == 0,
		"the empty suit":      len(suits) > 0 && len(best.Worn) == 0,
		"many pieces worn":    len(best.Worn) > 4,
		"several suits":       len(suits) > 1,
		"as many as asked":    len(suits) > 2 && len(suits) == r.Top,
		"a reduced piece":     reduced,
		"several slots":       several,
		"another's piece":     foreign,
		"a barred piece":      barred,
		"two records":         record,
		"the right hand":      side,
		"locked, and a suit":  len(r.Locked) > 0 && len(suits) > 0,
		"locked, and no suit": len(r.Locked) > 0 && len(suits) == 0,
		"minimum, and a suit": len(r.Min) > 0 && len(best.Worn) > 0,
		"required, a suit":    r.SetMode == solve.Require && r.PrimarySet > 0 && len(suits) > 0,
		"strict, a suit":      r.SetMode == solve.Strict && r.PrimarySet > 0 && len(best.Worn) > 1,
		"classic":             len(r.Objective) == 4 && r.Objective[0] == solve.ByClassic && len(best.Worn) > 1,
		"one tie of ids":      len(suits) > 1 && equal(suits[0].Score, suits[1].Score),
		"the larger table":    r.Reduction == solve.ReduceACE && reduced,
		"crit damage refused": r.ForbidCritDamage != [3]bool{} && len(best.Worn) > 0,
		"clothing refused":    r.ClothingMinDamage > 0 && len(best.Worn) > 0,
	}
}

func equal(a, b []int64) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
