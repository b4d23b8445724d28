package simulate

import "time"

// legKind is what a group does during a leg of its plan.
type legKind int

const (
	resting legKind = iota // in a town, or on its way there by recall
	running                // along a path over land
	hunting                // on a ground
	delving                // in the dungeon behind a ground's entrance
)

// leg is a part of a plan.
type leg struct {
	kind        legKind
	number      int           // counts up within a plan
	from, until time.Duration // world time
	town        int           // spot: where it rests, or will rest next
	ground      *ground       // hunted, or run to; nil otherwise
	path        []point       // of a run
}

// runPace is what a plan reckons with, in map units a second: 10 m/s, a little
// less than what anyone with the skill runs.
const runPace = 10.0 / metresPerUnit

// startAge is how long before the start of the world a plan begins, so that at
// the start everybody is in the middle of something.
const startAge = 70 * time.Minute

// itinerary is a group's plan, made up leg by leg and without end. Each member
// follows a copy of its own, which the same seed makes the same.
type itinerary struct {
	c       chance
	calling calling
	atlas   *atlas
	grounds []*ground // a hunting group's favourites
	leg     leg
}

// favourites is how many grounds a hunting group takes turns with.
const favourites = 3

func newItinerary(seed uint64, a *atlas, group int, what calling) *itinerary {
	it := &itinerary{c: newChance(seed, "plan", group), calling: what, atlas: a}
	if what == hunter {
		// Neighbouring groups begin far from each other: the steps of the golden
		// section fall into the largest gap that is left.
		first := int(float64(group)*0.6180339887*float64(len(a.grounds))) % len(a.grounds)
		for i := range favourites {
			it.grounds = append(it.grounds, &a.grounds[(first+i*i*7)%len(a.grounds)])
		}
	}
	it.leg = leg{kind: resting, from: -startAge, town: it.someTown()}
	it.leg.until = -startAge + it.c.span(0, 40*time.Minute)
	return it
}

// at is the leg at a world time; asked for in rising order.
func (it *itinerary) at(now time.Duration) *leg {
	for now >= it.leg.until {
		it.advance()
	}
	return &it.leg
}

func (it *itinerary) advance() {
	switch it.calling {
	case hunter:
		it.huntOn()
	case wanderer:
		it.wanderOn()
	default:
		it.begin(leg{kind: resting, town: it.leg.town}, 24*time.Hour)
	}
}

// begin replaces the leg that has ended.
func (it *itinerary) begin(next leg, length time.Duration) {
	next.number = it.leg.number + 1
	next.from = it.leg.until
	next.until = next.from + length
	it.leg = next
}

// huntOn: rest in the town that is nearest to the next ground, run there, hunt,
// recall.
func (it *itinerary) huntOn() {
	switch last := it.leg; {
	case last.kind == running:
		kind := hunting
		if last.ground.block != 0 {
			kind = delving
		}
		it.begin(leg{kind: kind, ground: last.ground}, it.c.span(18*time.Minute, 55*time.Minute))
	case last.kind == resting && last.ground != nil:
		it.run(it.atlas.pathTo(last.ground.spot), last.ground)
	default:
		next := pick(it.c, it.grounds)
		it.begin(leg{kind: resting, town: it.atlas.townOf(next.spot), ground: next}, it.c.span(90*time.Second, 4*time.Minute))
	}
}

// wanderOn: rest a little, run to another town, or to a ground to hunt alone.
func (it *itinerary) wanderOn() {
	last := it.leg
	switch {
	case last.kind == running && last.ground != nil:
		it.begin(leg{kind: hunting, town: last.town, ground: last.ground}, it.c.span(3*time.Minute, 9*time.Minute))
		return
	case last.kind == hunting, last.kind == running:
		it.begin(leg{kind: resting, town: last.town}, it.c.span(20*time.Second, 2*time.Minute))
		return
	case it.c.oneIn(4):
		if g := it.groundNear(last.town); g != nil {
			it.run(it.atlas.pathTo(g.spot), g)
			return
		}
	}
	towns, paths := it.atlas.townsAround(last.town, 45)
	if len(towns) == 0 { // an island: the way on is a portal
		it.begin(leg{kind: resting, town: it.someTown()}, time.Minute)
		return
	}
	to := it.c.IntN(min(len(towns), 6))
	it.run(paths[to], nil)
	it.leg.town = towns[to]
}

// run begins a run; its length is that of the path at the plan's pace.
func (it *itinerary) run(path []point, to *ground) {
	seconds := pathLength(path) / runPace
	it.begin(leg{kind: running, town: it.leg.town, ground: to, path: path}, time.Duration(seconds*float64(time.Second))+time.Second)
}

// groundNear is a ground whose nearest town this is, or nil.
func (it *itinerary) groundNear(town int) *ground {
	var near []*ground
	for i := range it.atlas.grounds {
		if g := &it.atlas.grounds[i]; it.atlas.townOf(g.spot) == town {
			near = append(near, g)
		}
	}
	if len(near) == 0 {
		return nil
	}
	return pick(it.c, near)
}

func (it *itinerary) someTown() int {
	var towns []int
	for i, s := range it.atlas.spots {
		if s.town {
			towns = append(towns, i)
		}
	}
	return pick(it.c, towns)
}
