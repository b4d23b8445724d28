package check_test

import (
	"slices"
	"testing"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/check"
)

func TestScoreOfEachCriterion(t *testing.T) {
	t.Parallel()
	p, s := wardrobe()
	p.Pieces[1].Ratings = [8]int32{1, 2, 4, 8, 16, 32, 64, -5}
	for c, want := range map[solve.Criterion]int64{
		solve.ByCantrips: 7, solve.BySetPieces: 3, solve.ByDamage: 3, solve.ByDamageResist: 2, solve.ByCrit: 4, solve.ByCritResist: 8,
		solve.ByCritDamage: 17, solve.ByCritDamageResist: 32, solve.ByHealBoost: 64, solve.ByVitality: 0, solve.ByTotalRating: 130,
		solve.ByArmorLevel: 700, solve.ByFewestOwners: 2, solve.ByFewestReductions: 1,
		// Both sets complete, two cantrips, five pieces, armor 1 and 2 (of 16), clothing 2, 600 of base AL.
		solve.ByClassic: 2000 + 200 + 25 + 10 + 20 + 20 + 6,
	} {
		p.Request.Objective = []solve.Criterion{c}
		if got := check.Score(p, s.Worn); !slices.Equal(got, []int64{want}) {
			t.Errorf("criterion %d is %d, want %d", c, got, want)
		}
	}
}

func TestClassicMissesSetPieces(t *testing.T) {
	t.Parallel()
	p, s := wardrobe()
	p.Request.Objective = []solve.Criterion{solve.ByClassic}
	p.Request.PrimaryCount, p.Request.SecondaryCount = 5, 1
	if got := check.Score(p, s.Worn)[0]; got != 1000-3*200+200+25+10+20+6 {
		t.Errorf("%d", got)
	}
	p.Request.SecondarySet, p.Request.SecondaryCount = 0, 0
	if got := check.Score(p, s.Worn)[0]; got != -3*200+200+25+10+20+6 {
		t.Errorf("without a second set: %d", got)
	}
}

func TestSetPiecesCountUpToWhatIsWanted(t *testing.T) {
	t.Parallel()
	p, s := wardrobe()
	p.Request.PrimaryCount = 1
	p.Request.Objective = []solve.Criterion{solve.BySetPieces}
	if got := check.Score(p, s.Worn)[0]; got != 2 {
		t.Errorf("%d", got)
	}
}

// The last tie: fewer pieces, lower ids, lower owners, earlier slots.
func TestCompare(t *testing.T) {
	t.Parallel()
	worn := func(id int64, owner string, slots ...solve.Slot) solve.Worn {
		w := solve.Worn{ItemID: id, Owner: owner}
		for _, s := range slots {
			w.Slots |= 1 << s
		}
		return w
	}
	suit := func(score []int64, worn ...solve.Worn) solve.Suit { return solve.Suit{Worn: worn, Score: score} }
	p := &solve.Problem{Request: solve.Request{Objective: []solve.Criterion{solve.ByArmorLevel, solve.ByFewestOwners}}}
	even := []int64{5, 1}
	inOrder := []solve.Suit{
		suit([]int64{6, 9}, worn(1, "A", solve.Head), worn(2, "A", solve.Neck)),
		suit([]int64{5, 0}, worn(9, "Z", solve.Neck), worn(10, "Z", solve.Neck)),
		suit(even),
		suit(even, worn(3, "B", solve.Neck)),
		suit(even, worn(1, "B", solve.FingerRight), worn(9, "A", solve.Neck)),
		suit(even, worn(2, "A", solve.FingerLeft), worn(5, "B", solve.FingerRight)),
		suit(even, worn(2, "A", solve.FingerRight), worn(5, "B", solve.FingerLeft)),
		suit(even, worn(2, "A", solve.FingerLeft), worn(5, "C", solve.FingerRight)),
		suit(even, worn(2, "B", solve.FingerLeft), worn(4, "A", solve.Head)),
		suit(even, worn(3, "A", solve.Chest), worn(4, "A", solve.Head)),
		suit(even, worn(3, "A", solve.Chest, solve.Abdomen), worn(4, "A", solve.Head)),
		suit(even, worn(3, "A", solve.Abdomen), worn(4, "A", solve.Head)),
		suit([]int64{5, 2}),
		suit([]int64{4, 0}),
	}
	for i := range inOrder {
		for j := range inOrder {
			if got := check.Compare(p, &inOrder[i], &inOrder[j]); got < 0 != (i < j) || got > 0 != (i > j) {
				t.Errorf("suits %d and %d: %d", i, j, got)
			}
		}
	}
}
