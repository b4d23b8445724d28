package suitbuilder

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"overlord/inventory/gamedata"
	"overlord/suitbuilder/solve"
	"overlord/suitbuilder/solve/solvetest"
)

// warBody asks for so many families of cantrips at a tier, and for two sets.
func warBody(families int, tier string, sets bool) string {
	body := `{"top":1,"cantrips":[`
	for i := range families {
		if i > 0 {
			body += ","
		}
		body += fmt.Sprintf(`{"name":%q,"tier":%q}`, gamedata.CantripLine(i).Name, tier)
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
		for _, families := range []int{16, 24} {
			b.Run(fmt.Sprintf("pieces=%d/families=%d", pieces, families), func(b *testing.B) {
				p, err := read(warBody(families, "legendary", true))
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

// Whoever leaves is not worked for any more, however much there is to search, and
// whatever the search is at: loading, thinning out, proving, explaining. Processor
// time is what is measured, since others work on the machine.
func TestWhoLeavesAHugeSearchEndsIt(t *testing.T) {
	const most, tries = slower * 100 * time.Millisecond, 10 // one good try of some counts: whoever measures may be held up
	h := newHouse(t, nil, quick)
	h.armory.candidates = manyCandidates(3, 100_000)
	for _, after := range []time.Duration{time.Millisecond, 20 * time.Millisecond, 60 * time.Millisecond, 120 * time.Millisecond, 250 * time.Millisecond} {
		least := time.Hour
		for range tries {
			if least <= most {
				break
			}
			if used, ran := h.leaveAfter(after); ran {
				least = min(least, used)
			}
		}
		t.Log(after, least)
		if least > most && least < time.Hour {
			t.Errorf("left after %s, a search went on for %s of processor time", after, least)
		}
	}
}

// leaveAfter begins a search and leaves once this process has used so much processor
// time for it; it tells how much more that used until it ended.
func (h *house) leaveAfter(after time.Duration) (used time.Duration, ran bool) {
	h.t.Helper()
	ctx, leave := context.WithCancel(h.t.Context())
	defer leave()
	body := strings.NewReader(warBody(24, "legendary", true))
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, h.site.URL+"/suitbuilder/search", body)
	if err != nil {
		h.t.Fatal(err)
	}
	begin := processorTime(h.t)
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		if response, err := http.DefaultClient.Do(request); err == nil {
			_, _ = io.Copy(io.Discard, response.Body)
			response.Body.Close()
		}
	}()
	for processorTime(h.t)-begin < after || len(h.slots.running) == 0 {
		select {
		case <-gone:
			return 0, false // it was done before
		case <-time.After(time.Millisecond):
		}
	}
	left := processorTime(h.t)
	leave()
	for deadline := time.Now().Add(patience); len(h.slots.running) > 0; {
		if time.Now().After(deadline) {
			h.t.Fatal("the search goes on")
		}
		<-time.After(time.Millisecond)
	}
	used = processorTime(h.t) - left
	<-gone
	return used, true
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
