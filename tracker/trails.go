package tracker

import (
	"container/heap"
	"math"
	"slices"
	"strings"
	"time"
)

const (
	// trailPoints is how many points a map can show of one character's way.
	trailPoints = 150

	// trailTolerance, in degrees, is what a thinned way may be off: half a metre,
	// below a pixel on any map.
	trailTolerance = 0.002
)

// TrailPoint is where a character was.
type TrailPoint struct {
	Timestamp     time.Time `json:"timestamp"`
	CharacterName string    `json:"character_name"`
	EW            float64   `json:"ew"` // degrees, east is positive
	NS            float64   `json:"ns"` // degrees, north is positive
	Z             *float64  `json:"z"`
}

// thinTrails thins the way of each character among these points, of which each
// character's are in the order of time, and gives all of them in that order: of
// each step, counted from since, the last point, and of those the ones that make
// the way's shape.
func thinTrails(points []TrailPoint, since time.Time, step time.Duration) []TrailPoint {
	ways := map[string][]TrailPoint{}
	for _, p := range points {
		way := ways[p.CharacterName]
		if n := len(way); n > 0 && p.Timestamp.Sub(since)/step == way[n-1].Timestamp.Sub(since)/step {
			way[n-1] = p
			continue
		}
		ways[p.CharacterName] = append(way, p)
	}
	thin := []TrailPoint{}
	for _, way := range ways {
		thin = append(thin, keepShape(way, trailPoints, trailTolerance)...)
	}
	slices.SortFunc(thin, func(a, b TrailPoint) int {
		if c := a.Timestamp.Compare(b.Timestamp); c != 0 {
			return c
		}
		return strings.Compare(a.CharacterName, b.CharacterName)
	})
	return thin
}

// keepShape gives at most so many points of a way, first and last included,
// such that the way through them is near to all others: as Douglas and Peucker
// do, it adds the point that is farthest off, until none is beyond the tolerance.
func keepShape(way []TrailPoint, most int, tolerance float64) []TrailPoint {
	if len(way) <= 2 || most < 2 {
		return way[:min(len(way), max(most, 0))]
	}
	kept := []int{0, len(way) - 1}
	open := &stretches{newStretch(way, 0, len(way)-1)}
	for len(kept) < most && open.Len() > 0 {
		s := heap.Pop(open).(stretch)
		if s.off <= tolerance {
			break
		}
		kept = append(kept, s.farthest)
		heap.Push(open, newStretch(way, s.from, s.farthest))
		heap.Push(open, newStretch(way, s.farthest, s.to))
	}
	slices.Sort(kept)
	out := make([]TrailPoint, len(kept))
	for i, at := range kept {
		out[i] = way[at]
	}
	return out
}

// stretch is a part of a way between two points that are kept.
type stretch struct {
	from, to int
	farthest int     // the point between them that is farthest off the line
	off      float64 // by how much, in degrees; 0: there is none between
}

func newStretch(way []TrailPoint, from, to int) stretch {
	s := stretch{from: from, to: to}
	for i := from + 1; i < to; i++ {
		if off := distance(way[i], way[from], way[to]); off > s.off {
			s.off, s.farthest = off, i
		}
	}
	return s
}

// distance is how far a point is from the line between two others, in degrees.
func distance(p, a, b TrailPoint) float64 {
	dx, dy := b.EW-a.EW, b.NS-a.NS
	along := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		along = min(1, max(0, ((p.EW-a.EW)*dx+(p.NS-a.NS)*dy)/length))
	}
	return math.Hypot(p.EW-a.EW-along*dx, p.NS-a.NS-along*dy)
}

// stretches is a heap, the one with the farthest point first.
type stretches []stretch

// Len implements heap.Interface.
func (s stretches) Len() int { return len(s) }

// Less implements heap.Interface.
func (s stretches) Less(i, j int) bool { return s[i].off > s[j].off }

// Swap implements heap.Interface.
func (s stretches) Swap(i, j int) { s[i], s[j] = s[j], s[i] }

// Push implements heap.Interface.
func (s *stretches) Push(x any) { *s = append(*s, x.(stretch)) }

// Pop implements heap.Interface.
func (s *stretches) Pop() any {
	last := (*s)[len(*s)-1]
	*s = (*s)[:len(*s)-1]
	return last
}
