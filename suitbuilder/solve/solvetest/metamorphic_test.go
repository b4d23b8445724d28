package solvetest_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/check"
	"overlord/suitbuilder/solve/solvetest"
)

// twin is a second problem that is made from a first, and what must hold between
// their answers.
type twin struct {
	name string
	make func(*rand.Rand, *solve.Problem, []solve.Suit) *solve.Problem // nil: it does not apply
	hold func(t testing.TB, p, q *solve.Problem, before, after []solve.Suit)
}

var twins = []twin{
	{"adding an item never worsens", func(d *rand.Rand, p *solve.Problem, _ []solve.Suit) *solve.Problem {
		q := clone(p)
		extra := p.Pieces[d.IntN(len(p.Pieces))]
		extra.ItemID, extra.AL, extra.Bar = int64(d.IntN(2000)+5000), extra.AL+int64(d.IntN(50)), solve.BarNone
		q.Pieces = append(q.Pieces, extra)
		return q
	}, noWorse},
	{"removing what is not worn changes nothing", func(d *rand.Rand, p *solve.Problem, suits []solve.Suit) *solve.Problem {
		q := clone(p)
		worn := map[int]bool{}
		for _, s := range suits {
			for _, w := range s.Worn {
				worn[w.Piece] = true
			}
		}
		for _, l := range p.Request.Locked {
			worn[slices.IndexFunc(p.Pieces, func(piece solve.Piece) bool { return piece.ItemID == l.ItemID && piece.Owner == l.Owner })] = true
		}
		q.Pieces = nil
		for i, piece := range p.Pieces {
			if worn[i] || d.IntN(4) > 0 {
				q.Pieces = append(q.Pieces, piece)
			}
		}
		return q
	}, same},
	{"the order of pieces and wishes changes nothing", func(d *rand.Rand, p *solve.Problem, _ []solve.Suit) *solve.Problem {
		q := clone(p)
		d.Shuffle(len(q.Pieces), func(i, j int) { q.Pieces[i], q.Pieces[j] = q.Pieces[j], q.Pieces[i] })
		d.Shuffle(len(q.Request.Cantrips), func(i, j int) {
			q.Request.Cantrips[i], q.Request.Cantrips[j] = q.Request.Cantrips[j], q.Request.Cantrips[i]
		})
		slices.Reverse(q.Request.Locked)
		slices.Reverse(q.Request.Excluded)
		for i := range q.Pieces {
			slices.Reverse(q.Pieces[i].Cantrips)
		}
		return q
	}, same},
	{"other names change nothing", func(_ *rand.Rand, p *solve.Problem, _ []solve.Suit) *solve.Problem {
		q := clone(p)
		owner := func(name string) string {
			if name == "" {
				return ""
			}
			return "z" + name
		}
		for i := range q.Pieces {
			q.Pieces[i].Owner = owner(q.Pieces[i].Owner)
			q.Pieces[i].Set = otherSet(q.Pieces[i].Set)
			for j := range q.Pieces[i].Cantrips {
				q.Pieces[i].Cantrips[j].Family = 1000 - q.Pieces[i].Cantrips[j].Family
			}
		}
		r := &q.Request
		r.Target, r.PrimarySet, r.SecondarySet = owner(r.Target), otherSet(r.PrimarySet), otherSet(r.SecondarySet)
		for i := range r.Cantrips {
			r.Cantrips[i].Family = 1000 - r.Cantrips[i].Family
		}
		for i := range r.Locked {
			r.Locked[i].Owner = owner(r.Locked[i].Owner)
		}
		for i := range r.Excluded {
			r.Excluded[i].Owner = owner(r.Excluded[i].Owner)
		}
		return q
	}, same},
	{"higher numbers change nothing", func(_ *rand.Rand, p *solve.Problem, _ []solve.Suit) *solve.Problem {
		q := clone(p)
		for i := range q.Pieces {
			q.Pieces[i].ItemID = 3*q.Pieces[i].ItemID + 7
		}
		for i := range q.Request.Locked {
			q.Request.Locked[i].ItemID = 3*q.Request.Locked[i].ItemID + 7
		}
		for i := range q.Request.Excluded {
			q.Request.Excluded[i].ItemID = 3*q.Request.Excluded[i].ItemID + 7
		}
		return q
	}, func(t testing.TB, p, q *solve.Problem, before, after []solve.Suit) {
		for i := range after {
			for j := range after[i].Worn {
				after[i].Worn[j].ItemID = (after[i].Worn[j].ItemID - 7) / 3
			}
		}
		same(t, p, q, before, after)
	}},
	{"heavier weights change nothing", func(_ *rand.Rand, p *solve.Problem, _ []solve.Suit) *solve.Problem {
		q := clone(p)
		for i := range q.Request.Cantrips {
			q.Request.Cantrips[i].Weight = min(3*q.Request.Cantrips[i].Weight, 1000)
			if p.Request.Cantrips[i].Weight > 333 {
				return nil
			}
		}
		return q
	}, func(t testing.TB, p, q *solve.Problem, before, after []solve.Suit) {
		if fmt.Sprint(written(before)) != fmt.Sprint(written(after)) {
			t.Errorf("%q\nis not\n%q", written(after), written(before))
		}
	}},
	{"a wish for nothing that is there changes nothing", func(_ *rand.Rand, p *solve.Problem, _ []solve.Suit) *solve.Problem {
		q := clone(p)
		q.Request.Cantrips = append(q.Request.Cantrips, solve.Wanted{Family: 4711, Tier: solve.Feeble, Weight: 1})
		return q
	}, same},
	{"forbidding the best suit's piece brings nothing better", func(d *rand.Rand, p *solve.Problem, suits []solve.Suit) *solve.Problem {
		if len(suits) == 0 || len(suits[0].Worn) == 0 {
			return nil
		}
		q := clone(p)
		q.Request.Excluded = append(q.Request.Excluded, solve.Exclusion{ItemID: suits[0].Worn[d.IntN(len(suits[0].Worn))].ItemID})
		return q
	}, func(t testing.TB, p, q *solve.Problem, before, after []solve.Suit) { noWorse(t, q, p, after, before) }},
	{"locking what is worn changes nothing", func(d *rand.Rand, p *solve.Problem, suits []solve.Suit) *solve.Problem {
		if len(suits) == 0 || len(suits[0].Worn) == 0 {
			return nil
		}
		q := clone(p)
		q.Request.Top = 1
		for _, w := range suits[0].Worn {
			if d.IntN(2) == 0 && !slices.ContainsFunc(q.Request.Locked, func(l solve.Lock) bool { return l.ItemID == w.ItemID }) {
				q.Request.Locked = append(q.Request.Locked, solve.Lock{ItemID: w.ItemID, Owner: w.Owner, Slots: w.Slots})
			}
		}
		return q
	}, func(t testing.TB, p, q *solve.Problem, before, after []solve.Suit) { same(t, p, q, before[:1], after) }},
}

func clone(p *solve.Problem) *solve.Problem {
	q := &solve.Problem{Pieces: slices.Clone(p.Pieces), Request: p.Request}
	for i := range q.Pieces {
		q.Pieces[i].Cantrips = slices.Clone(q.Pieces[i].Cantrips)
	}
	q.Request.Cantrips = slices.Clone(p.Request.Cantrips)
	q.Request.Locked = slices.Clone(p.Request.Locked)
	q.Request.Excluded = slices.Clone(p.Request.Excluded)
	q.Request.Min = slices.Clone(p.Request.Min)
	return q
}

// otherSet gives every set another number.
func otherSet(id int32) int32 {
	if id == 0 {
		return 0
	}
	return 5000 - id
}

// written is suits without their places in the problem.
func written(suits []solve.Suit) (lines [][]string) {
	for i := range suits {
		lines = append(lines, solvetest.Written(&suits[i]))
	}
	return lines
}

// same: equal suits, but for the pieces' places and the owners' new initial.
func same(t testing.TB, p, _ *solve.Problem, before, after []solve.Suit) {
	text := func(suits []solve.Suit) string {
		var b strings.Builder
		for _, s := range suits {
			fmt.Fprintln(&b, s.Score, strings.ReplaceAll(fmt.Sprint(solvetest.Written(&s)), " z", " "))
		}
		return b.String()
	}
	if text(before) != text(after) {
		t.Errorf("%s\nis not\n%s", text(after), text(before))
	}
}

// noWorse: what is second best stays at least second best.
func noWorse(t testing.TB, p, q *solve.Problem, before, after []solve.Suit) {
	for i := range before {
		if i >= len(after) || check.Compare(q, &after[i], &before[i]) > 0 {
			t.Errorf("suit %d of %v is worse than before: %v", i+1, after, before[i])
			return
		}
	}
}

// holdTwins solves a problem and its twins.
func holdTwins(t testing.TB, solver solve.Solver, dice *rand.Rand, p *solve.Problem) {
	t.Helper()
	before := mustSolve(t, solver, p)
	for _, w := range twins {
		q := w.make(dice, p, before)
		if q == nil {
			continue
		}
		after := mustSolve(t, solver, q)
		w.hold(t, p, q, before, after)
		if t.Failed() {
			t.Fatalf("%s\n%s\nand then\n%s", w.name, solvetest.Code(p), solvetest.Code(q))
		}
	}
}

// mustSolve solves a problem to its proof and checks the answer.
func mustSolve(t testing.TB, solver solve.Solver, p *solve.Problem) []solve.Suit {
	t.Helper()
	result, err := solver(t.Context(), p, solve.Options{})
	if err == nil && !result.Optimal {
		err = fmt.Errorf("not proved: limit %d after %d nodes", result.Limit, result.Nodes)
	}
	if err == nil {
		err = check.Ranking(p, result.Suits)
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, solvetest.Code(p))
	}
	return result.Suits
}

func TestTwinsOfSmallProblems(t *testing.T) {
	t.Parallel()
	for name, solver := range solvers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(cases(100, 3000)) {
				dice := rand.New(rand.NewPCG(seed, 1))
				holdTwins(t, solver, dice, solvetest.Small(dice, 9))
			}
		})
	}
}
