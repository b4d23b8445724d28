package index

import (
	"maps"
	"testing"

	"pgregory.net/rapid"

	"overlord/inventory/gamedata"
	"overlord/inventory/query"
)

// Whichever way facets are counted, it is what looking at every row gives.
func TestFacetsAreCountedAlike(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.IntRange(1, 400).Draw(t, "rows")
		pairs := [][]pair{nil} // this facet is not divided by keys
		var some []int
		for f := range rapid.IntRange(1, 3).Draw(t, "facets") {
			pairs, some = append(pairs, drawPairs(t, rows)), append(some, f+1)
		}
		if rapid.Bool().Draw(t, "but one") {
			some = some[1:]
		}
		set, each := make([]uint64, wordsFor(rows)), rapid.SampledFrom([]int{1, 2, 10, 100}).Draw(t, "one of")
		for row := 0; row < rows; row += each {
			set[row/64] |= 1 << (row % 64)
		}
		type counted struct {
			place int
			key   int64
		}
		want := map[counted]int{}
		for _, f := range some {
			for _, x := range pairs[f] {
				if has(set, uint32(x.row)) {
					want[counted{f, x.key}]++
				}
			}
		}
		d, h := newDivision(pairs, rows), &hits{}
		for range 2 { // the second time with what the first one left
			h.found(view{block: &block{ids: make(exact[int64], rows)}, segment: &Segment{}}, set, count(set))
			got := map[counted]int{}
			d.tally(h, some, func(place int, key int64, n int) { got[counted{place, key}] += n })
			if !maps.Equal(got, want) {
				t.Fatalf("%v, want %v", got, want)
			}
		}
	})
}

func drawPairs(t *rapid.T, rows int) []pair {
	keys := rapid.IntRange(1, 60).Draw(t, "keys")
	several := rapid.IntRange(0, 3).Draw(t, "several")
	pairs := []pair{}
	for row := range rows {
		for range rapid.IntRange(0, several).Draw(t, "of a row") {
			pairs = append(pairs, pair{int64(rapid.IntRange(-2, keys).Draw(t, "key")), uint16(row)})
		}
	}
	return inPairs(pairs)
}

// The few pieces that others are compared with say the same as all that is worn.
func TestRivalsAreWhatIsWorn(t *testing.T) {
	t.Parallel()
	small := rapid.IntRange(0, 3)
	rapid.Check(t, func(t *rapid.T) {
		draw := func() query.Merit {
			return query.Merit{
				BaseArmor: float64(small.Draw(t, "armor")), Rating: float64(small.Draw(t, "rating")),
				Legendaries: float64(small.Draw(t, "legendaries")), Damage: float64(small.Draw(t, "damage")),
			}
		}
		var worn []query.Worn
		for i := range rapid.IntRange(0, 8).Draw(t, "worn") {
			worn = append(worn, query.Worn{ItemID: int64(i + 1), Slots: gamedata.SlotSet(rapid.IntRange(0, 15).Draw(t, "slots")), Merit: draw()})
		}
		fits, mine, id := gamedata.SlotSet(rapid.IntRange(0, 31).Draw(t, "fits")), draw(), int64(rapid.IntRange(1, 20).Draw(t, "id"))
		b := &block{ids: exact[int64]{1}, itemIDs: exact[uint32]{uint32(id)}, fits: []uint16{0}, slotSets: []gamedata.SlotSet{fits}, merits: []merit{meritOf(mine)}, attuned: []uint64{0}}
		set := []uint64{1}
		newBetter("larsa", worn).narrow(view{block: b, segment: &Segment{}}, set, &scratch{})
		if got, want := set[0] == 1, fits != 0 && query.IsBetter(id, fits, mine, worn); got != want {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}
