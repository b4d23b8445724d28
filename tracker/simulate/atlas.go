package simulate

import (
	"slices"
	"sync"

	"overlord/inventory/gamedata"
)

// spot is a place that one can run to: a town, or one of the atlas's places.
type spot struct {
	point
	name   string
	town   bool // with vendors
	portal bool // one stands here
}

// road joins two spots in a straight line over land.
type road struct {
	to     int     // index of a spot
	length float64 // map units
}

// atlas is where one can be and how to get there. It never changes.
type atlas struct {
	spots      []spot
	roads      [][]road // of each spot
	home       homeward
	grounds    []ground
	lifestones []point
}

const (
	mergeWithin = 0.25 // map units; spots closer together are one
	roadLimit   = 14   // map units; nobody runs farther without passing a place
	roadsEach   = 9    // of a spot, to its nearest
)

// theAtlas is built on first use, from the game's tables.
var theAtlas = sync.OnceValue(buildAtlas)

func buildAtlas() *atlas {
	a := &atlas{}
	for _, t := range gamedata.Towns() {
		lively := t.Type == "town" && t.Note != "Destroyed"
		a.add(spot{point: point{t.NS, t.EW}, name: t.Name, town: lively, portal: lively})
	}
	for _, p := range gamedata.Places() {
		at := point{p.NS, p.EW}
		switch p.Type {
		case "lifestone":
			if at.dry() {
				a.lifestones = append(a.lifestones, at)
			}
			fallthrough
		case "landmark", "dungeon", "settlement", "portal_hub":
			a.add(spot{point: at, name: p.Name, portal: p.Type == "dungeon" || p.Type == "portal_hub"})
		}
	}
	a.roads = make([][]road, len(a.spots))
	for i := range a.spots {
		a.roads[i] = a.nearest(i)
	}
	a.joinBothWays()
	a.home = a.homeward()
	a.grounds = a.findGrounds()
	return a
}

// add makes a spot, unless it is in the water or another one is there already.
func (a *atlas) add(s spot) {
	if !s.dry() {
		return
	}
	if i, taken := a.spotAt(s.point); taken {
		a.spots[i].portal = a.spots[i].portal || s.portal
		return
	}
	a.spots = append(a.spots, s)
}

// spotAt is the spot at a point, or as good as there.
func (a *atlas) spotAt(at point) (int, bool) {
	i := slices.IndexFunc(a.spots, func(s spot) bool { return s.distance(at) < mergeWithin })
	return i, i >= 0
}

// nearest are the roads from a spot to those nearest to it over land.
func (a *atlas) nearest(from int) []road {
	var all []road
	for i, s := range a.spots {
		if d := s.distance(a.spots[from].point); i != from && d <= roadLimit {
			all = append(all, road{i, d})
		}
	}
	slices.SortStableFunc(all, func(x, y road) int {
		if x.length < y.length {
			return -1
		}
		return 1
	})
	var roads []road
	for _, r := range all {
		if len(roads) == roadsEach {
			break
		}
		if dryLine(a.spots[from].point, a.spots[r.to].point) {
			roads = append(roads, r)
		}
	}
	return roads
}

// joinBothWays adds the roads back: a lonely spot's nearest may have nearer ones.
func (a *atlas) joinBothWays() {
	for from := range a.roads {
		for _, r := range a.roads[from] {
			back := func(x road) bool { return x.to == from }
			if !slices.ContainsFunc(a.roads[r.to], back) {
				a.roads[r.to] = append(a.roads[r.to], road{from, r.length})
			}
		}
	}
}

// lifestone is the nearest one on land.
func (a *atlas) lifestone(p point) point {
	return slices.MinFunc(a.lifestones, func(x, y point) int {
		if p.distance(x) < p.distance(y) {
			return -1
		}
		return 1
	})
}
