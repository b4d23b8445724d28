package solvetest_test

import (
	"fmt"
	"math"
	"testing"

	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/check"
	"overlord/suitbuilder/solve/solvetest"
)

// What inventories look like was counted on players' pieces; the generated ones
// must look the same, or figures from them say nothing.
func TestInventoriesLookLikePlayers(t *testing.T) {
	t.Parallel()
	pieces := solvetest.Inventory(seeded(1), 40_000)
	share := map[string]float64{}
	var armor, cantrips float64
	ids, owners := map[int64]bool{}, map[string]int{}
	for _, p := range pieces {
		ids[p.ItemID] = true
		owners[p.Owner]++
		share[fmt.Sprint("cantrips ", len(p.Cantrips))]++
		ways := check.Ways(&p, &solve.Request{})
		if len(ways) == 0 {
			t.Fatalf("%+v cannot be worn", p)
		}
		switch slots := ways[0].Slots; {
		case slots&(1<<solve.Shirt|1<<solve.Pants) != 0:
			share["clothing"]++
		case slots < 1<<solve.Shirt:
			armor++
			share["armor in a set"] += truth(p.Set >= 13 && p.Set <= 29)
			share["armor of several slots"] += truth(slots.Count() > 1)
			share["armor levels as they are"] += truth(p.AL >= 200 && p.AL <= 550)
		default:
			share["jewelry"]++
		}
		share["with ratings"] += truth(p.Ratings != [8]int32{})
		for _, c := range p.Cantrips {
			cantrips++
			share[fmt.Sprint("tier ", c.Tier)]++
		}
	}
	all := float64(len(pieces))
	for what, want := range map[string]struct{ percent, of float64 }{
		"cantrips 1": {81, all}, "cantrips 2": {17, all}, "cantrips 3": {1.6, all}, "cantrips 4": {0.4, all},
		"tier 2": {2, cantrips}, "tier 4": {46, cantrips}, "tier 5": {42, cantrips}, "tier 6": {10, cantrips},
		"clothing": {8, all}, "jewelry": {20, all}, "with ratings": {25, all},
		"armor in a set": {55, armor}, "armor of several slots": {27, armor}, "armor levels as they are": {100, armor},
	} {
		got := 100 * share[what] / want.of
		if math.Abs(got-want.percent) > 0.1+want.percent/20 {
			t.Errorf("%s: %.2f %%, want %.1f %%", what, got, want.percent)
		}
	}
	if len(ids) != len(pieces) {
		t.Errorf("%d pieces have only %d ids", len(pieces), len(ids))
	}
	if mean := all / float64(len(owners)); mean < 60 || mean > 150 {
		t.Errorf("%.0f pieces an owner", mean)
	}
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func TestInventoriesAreTheSameAgain(t *testing.T) {
	t.Parallel()
	if a, b := fmt.Sprint(solvetest.Inventory(seeded(7), 500)), fmt.Sprint(solvetest.Inventory(seeded(7), 500)); a != b {
		t.Error("one seed makes two inventories")
	}
	if a, b := fmt.Sprint(solvetest.Mixed(seeded(7), 100)), fmt.Sprint(solvetest.Mixed(seeded(7), 100)); a != b {
		t.Error("one seed makes two problems")
	}
}
