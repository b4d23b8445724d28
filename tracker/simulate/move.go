package simulate

// nearby is how far, in map units, a character walks to where it is wanted; from
// farther away it takes a portal or a recall.
const nearby = 2.5

// enter begins a leg of the plan, wherever the character is. Whoever is still
// on the run finishes it first.
func (c *character) enter(l *leg) {
	follows := c.leg == l.number-1 && c.hall == nil
	late := follows && len(c.path) > 0
	c.hall, c.fights = nil, 0
	switch {
	case l.kind == delving:
		if !late {
			c.path = nil
		}
	case l.kind == running && follows && c.canWalk(l.path[0]):
		c.path = c.ownWay(append([]point{c.at}, l.path...))[1:]
	case l.kind == running:
		from, next := along(l.path, runPace*(c.now-c.body.lag-l.from).Seconds())
		c.jump(from)
		c.path = c.ownWay(append([]point{from}, l.path[next:]...))[1:]
	default:
		c.goTo(c.placeFor(l), follows, late)
	}
}

// placeFor is where the character stands, or begins, in a leg of a plan.
func (c *character) placeFor(l *leg) point {
	if l.kind == hunting {
		return c.dryAround(l.ground.at, huntRadius*0.7)
	}
	town := c.world.atlas.spots[l.town].point
	place := town.offset(c.body.stand, 0.05+c.Float64()*0.3)
	if !dryLine(town, place) {
		return town
	}
	return place
}

// goTo walks to a place, or gets there in a jump. Who comes from below, or from
// a leg before the last, has lost its way.
func (c *character) goTo(place point, follows, late bool) {
	switch {
	case late && dryLine(c.path[len(c.path)-1], place):
		c.path = append(c.path, place)
	case follows && c.canWalk(place):
		c.path = []point{place}
	default:
		c.jump(place)
	}
}

func (c *character) canWalk(place point) bool {
	return c.at.distance(place) <= nearby && dryLine(c.at, place)
}

// ownWay is a path that leaves the beaten track a little, where there is land.
func (c *character) ownWay(path []point) []point {
	own := append([]point(nil), path...)
	for i := 1; i < len(own)-1; i++ {
		aside := c.around(path[i], 0.2)
		if dryLine(own[i-1], aside) && dryLine(aside, path[i+1]) {
			own[i] = aside
		}
	}
	return own
}

// jump is a recall, a portal or a resurrection.
func (c *character) jump(to point) {
	c.at, c.path = to, nil
	c.jumps++
	c.sink()
}

// walk goes on along the path, at a pace in map units a second, for one step.
func (c *character) walk(pace float64) {
	left := pace * c.seconds()
	for left > 0 && len(c.path) > 0 {
		goal := c.path[0]
		d := c.at.distance(goal)
		if d > 0 {
			c.heading = c.at.headingTo(goal)
		}
		if d > left {
			c.at = c.at.toward(goal, left)
			break
		}
		left -= d
		c.at, c.path = goal, c.path[1:]
		c.pass(goal)
	}
	c.sink()
}

// pass looks around where the path bends: that is at a place.
func (c *character) pass(at point) {
	if c.hall != nil {
		return
	}
	if i, ok := c.world.atlas.spotAt(at); ok && c.world.atlas.spots[i].portal {
		c.seePortal(c.world.atlas.spots[i])
	}
}

// sink puts the character on the ground, or on the floor.
func (c *character) sink() {
	if c.hall != nil {
		c.z = float64(c.hall.rooms[c.room].z) / metresPerUnit
		return
	}
	c.z = altitude(c.at)
}

// goBelow walks through the portal at a ground's entrance.
func (c *character) goBelow(g *ground) {
	c.seePortal(c.world.atlas.spots[g.spot])
	c.hall = dungeonAt(g.block)
	c.room = c.IntN(min(4, len(c.hall.rooms)))
	c.jump(c.hall.at(c.room))
	c.sendDungeonMap(c.hall)
}
