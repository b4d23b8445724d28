package tracker

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// A thinned way keeps its ends, is no longer than it may be, and where it is
// shorter it is near to every point it left out.
func TestKeepShapeIsNearToEveryPoint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coordinate := rapid.Float64Range(-100, 100)
		n := rapid.IntRange(0, 60).Draw(t, "points")
		way := make([]TrailPoint, n)
		for i := range way {
			way[i] = TrailPoint{Timestamp: epoch.Add(time.Duration(i) * time.Second), EW: coordinate.Draw(t, "ew"), NS: coordinate.Draw(t, "ns")}
		}
		most := rapid.IntRange(2, 70).Draw(t, "most")
		tolerance := rapid.Float64Range(0, 50).Draw(t, "tolerance")
		kept := keepShape(slices.Clone(way), most, tolerance)
		if len(kept) > most || len(kept) > n || n > 0 && (kept[0] != way[0] || n > 1 && kept[len(kept)-1] != way[n-1]) {
			t.Fatalf("%d of %d points with at most %d", len(kept), n, most)
		}
		if len(kept) == most {
			return
		}
		for _, p := range way {
			after, _ := slices.BinarySearchFunc(kept, p, func(a, b TrailPoint) int { return a.Timestamp.Compare(b.Timestamp) })
			if kept[after] == p {
				continue
			}
			if off := offLine(p, kept[after-1], kept[after]); off > tolerance+1e-9 {
				t.Fatalf("a point is %g off, tolerance %g", off, tolerance)
			}
		}
	})
}

// offLine finds the nearest point of a line by narrowing in on it.
func offLine(p, a, b TrailPoint) float64 {
	best := math.Inf(1)
	low, high := 0.0, 1.0
	for range 200 { // the distance along a line has one valley
		left, right := low+(high-low)/3, high-(high-low)/3
		dl := math.Hypot(p.EW-a.EW-left*(b.EW-a.EW), p.NS-a.NS-left*(b.NS-a.NS))
		dr := math.Hypot(p.EW-a.EW-right*(b.EW-a.EW), p.NS-a.NS-right*(b.NS-a.NS))
		best = min(best, dl, dr)
		if dl < dr {
			high = right
		} else {
			low = left
		}
	}
	return best
}

func TestACornerSurvivesThinning(t *testing.T) {
	var way []TrailPoint
	for i := range 500 { // east, then north, then back west
		p := TrailPoint{Timestamp: epoch.Add(time.Duration(i) * 2 * time.Second), CharacterName: "A"}
		switch {
		case i < 200:
			p.EW = float64(i)
		case i < 300:
			p.EW, p.NS = 199, float64(i-199)
		default:
			p.EW, p.NS = float64(199-(i-299)), 100
		}
		way = append(way, p)
	}
	thin := thinTrails(way, epoch, 2*time.Second)
	var corners []string
	for _, p := range thin {
		corners = append(corners, fmt.Sprintf("%g,%g", p.EW, p.NS))
	}
	if want := []string{"0,0", "199,0", "199,100", "-1,100"}; !slices.Equal(corners, want) {
		t.Errorf("corners %v, want %v", corners, want)
	}
}

// However long a time is asked for, every point was sent, the newest is there,
// and nobody has more points than a map can show.
func TestTrailsOfAnyLength(t *testing.T) {
	b, c := newBench(t), &chronicle{}
	at := beforeMidnight.Add(-time.Hour)
	for i := range 1500 {
		at = at.Add(3 * time.Second)
		who := i % 2
		angle := float64(i) / 40
		c.sendTelemetry(b, sentTelemetry{oddNames[who], "s", at, 0, -1, -1, -1, math.Round(1e4*(10*math.Cos(angle)+float64(who)*30)) / 1e4, math.Round(1e4*10*math.Sin(angle)) / 1e4})
	}
	b.record()
	a := newAsker(t, b.pool, at)
	type answer struct{ Trails []TrailPoint }
	for _, seconds := range []int{1, 60, 600, 2400, 3600, 5000, 86400} {
		since := at.Add(-time.Duration(seconds) * time.Second)
		for _, name := range []string{"", oddNames[0], oddNames[1], "Nobody"} {
			got := mustAnswer[answer](a, "/trails", "seconds", fmt.Sprint(seconds), "character", name).Trails
			checkTrails(t, c, fmt.Sprintf("%d s of %q", seconds, name), got, name, since)
		}
	}
}

func checkTrails(t *testing.T, c *chronicle, what string, got []TrailPoint, name string, since time.Time) {
	t.Helper()
	sent, newest, counts := map[TrailPoint]bool{}, map[string]time.Time{}, map[string]int{}
	for _, s := range c.telemetry {
		if !s.at.Before(since) && (name == "" || s.character == name) {
			sent[TrailPoint{Timestamp: s.at, CharacterName: s.character, EW: s.ew, NS: s.ns}] = true
			newest[s.character] = s.at
		}
	}
	if !slices.IsSortedFunc(got, func(a, b TrailPoint) int { return a.Timestamp.Compare(b.Timestamp) }) {
		t.Errorf("%s: not oldest first", what)
	}
	last := map[string]time.Time{}
	for _, p := range got {
		if !sent[p] {
			t.Errorf("%s: %+v was never sent, or is too old", what, p)
		}
		counts[p.CharacterName]++
		last[p.CharacterName] = p.Timestamp
	}
	for who, at := range newest {
		if !last[who].Equal(at) {
			t.Errorf("%s: the newest point of %q is of %s, want %s", what, who, last[who], at)
		}
		if counts[who] > 150 {
			t.Errorf("%s: %d points of %q", what, counts[who], who)
		}
	}
	if len(counts) != len(newest) {
		t.Errorf("%s: %d characters, want %d", what, len(counts), len(newest))
	}
}
