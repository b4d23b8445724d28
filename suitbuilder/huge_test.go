package suitbuilder

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"overlord/inventory/gamedata"
	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/solvetest"
)

// warBody asks for the sixteen families of the war preset at epic, and for two sets.
func warBody(sets bool) string {
	body := `{"top":1,"cantrips":[`
	for i := range 16 {
		if i > 0 {
			body += ","
		}
		body += fmt.Sprintf(`{"name":%q,"tier":"epic"}`, gamedata.CantripLine(i).Name)
	}
	body += `]`
	if sets {
		body += `,"primary_set":14,"secondary_set":21`
	}
	return body + `}`
}

// manyCandidates are so many pieces as players keep them.
func manyCandidates(seed uint64, pieces int) (list []Candidate) {
	for i, p := range solvetest.Inventory(rand.New(rand.NewPCG(seed, 0)), pieces) {
		c := Candidate{
			Character: p.Owner, ItemID: p.ItemID, Name: fmt.Sprintf("Piece %d", i), Equip: p.Equip, Coverage: p.Coverage, ArmorLevel: int32(p.AL),
			Set: p.Set, Ratings: p.Ratings, Reducible: p.Reducible,
		}
		for _, x := range p.Cantrips {
			c.Cantrips = append(c.Cantrips, gamedata.Cantrip{Line: x.Family - 1, Tier: gamedata.Tier(x.Tier)})
		}
		list = append(list, c)
	}
	return list
}

// BenchmarkExplained measures a search through the service, from its request to the
// proof, and from there to its explanation; each run is another inventory.
func BenchmarkExplained(b *testing.B) {
	for _, pieces := range []int{1500, 25_000, 100_000} {
		for _, sets := range []bool{false, true} {
			b.Run(fmt.Sprintf("pieces=%d/sets=%v", pieces, sets), func(b *testing.B) {
				p, err := read(warBody(sets))
				if err != nil {
					b.Fatal(err)
				}
				var proofs, explanations []time.Duration
				parts := 0
				for i := 0; b.Loop(); i++ {
					b.StopTimer()
					s := &searcher{armory: &fakeArmory{candidates: manyCandidates(uint64(i), pieces)}, solver: solve.Solve, logger: slog.New(slog.DiscardHandler), now: time.Now, wrong: func() { b.Error("refused") }}
					runtime.GC()
					b.StartTimer()
					begin := time.Now()
					err := s.search(b.Context(), p, func(event string, body any) error {
						switch event {
						case eventComplete:
							proofs = append(proofs, time.Since(begin))
						case eventExplanation:
							explanations = append(explanations, time.Since(begin)-proofs[len(proofs)-1])
							if !body.(*Explanation).Whole {
								parts++
							}
						}
						return nil
					})
					if err != nil {
						b.Fatal(err)
					}
				}
				for name, list := range map[string][]time.Duration{"proof": proofs, "explanation": explanations} {
					slices.Sort(list)
					b.ReportMetric(list[len(list)/2].Seconds()*1000, name+"-ms")
					b.ReportMetric(list[len(list)-1].Seconds()*1000, name+"-worst-ms")
				}
				b.ReportMetric(float64(parts), "unfinished")
			})
		}
	}
}
