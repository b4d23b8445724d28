package simulate

import (
	"math"
	"time"
)

// How often things happen to hunters.
const (
	huntingShare  = 0.62 // of the time that a hunter is online it fights
	killsPerDeath = 2500.0
	killsPerRare  = 2500.0
	spawnsPerKill = 1.15 // monsters that are seen
)

// hunt goes from fight to fight on a ground.
func (c *character) hunt(g *ground) {
	switch {
	case len(c.path) > 0:
		c.doing = moving
		c.walk(c.body.pace)
		if len(c.path) == 0 {
			c.fights = c.now + c.span(4*time.Second, 18*time.Second)
		}
	case c.now < c.fights:
		c.fight(g)
	default:
		c.doing = moving
		c.path = []point{c.nextFight(g)}
	}
}

// nextFight is somewhere near, on the ground.
func (c *character) nextFight(g *ground) point {
	for range 8 {
		p := c.at.offset(c.Float64()*2*math.Pi, c.between(0.04, 0.3))
		if p.distance(g.at) < huntRadius && dryLine(c.at, p) {
			return p
		}
	}
	return g.at
}

// delve goes from room to room of a dungeon.
func (c *character) delve(g *ground) {
	switch {
	case len(c.path) > 0:
		c.doing = moving
		c.walk(c.body.pace / 2)
		if len(c.path) == 0 {
			c.fights = c.now + c.span(3*time.Second, 14*time.Second)
		}
	case c.now < c.fights:
		c.fight(g)
	default:
		c.doing = moving
		c.room = pick(c.chance, c.hall.rooms[c.room].doors).to
		c.path = []point{c.hall.at(c.room)}
	}
}

// fight kills what has been killed by the end of the step.
func (c *character) fight(g *ground) {
	c.doing = fighting
	c.heading = math.Mod(c.heading+c.between(-40, 40)+360, 360)
	for c.toKill -= c.seconds(); c.toKill <= 0 && c.mood == awake; {
		c.kill(g)
		c.toKill += c.ExpFloat64() / c.body.prowess
	}
}

// kill counts a kill and what comes of it.
func (c *character) kill(g *ground) {
	monster := g.monsters[min(c.IntN(len(g.monsters)), c.IntN(len(g.monsters)))]
	c.kills++
	c.life.xp += 40_000 + c.Int64N(900_000)
	if c.oneIn(3) && c.life.tapers > 0 {
		c.life.tapers--
	}
	c.tally(monster)
	c.seeMonster(monster)
	c.pickUp()
	if c.oneIn(1 / (spawnsPerKill - 1)) {
		c.seeMonster(pick(c.chance, g.monsters))
	}
	if c.oneIn(killsPerRare) {
		c.findRare()
	}
	if c.oneIn(killsPerDeath) {
		c.die(monster, g)
	}
}

// die ends at the lifestone nearest to the ground, for a while.
func (c *character) die(killer string, g *ground) {
	c.deaths++
	c.life.deaths++
	c.vitals.die()
	c.hear(line{kind: deathNotice, text: "You were killed by " + killer + "!"})
	c.mood, c.doing, c.hall = dead, standing, nil
	c.until = c.now + c.span(40*time.Second, 150*time.Second)
	c.leg = noLeg // it has to find its group again
	c.jump(c.dryAround(c.world.atlas.lifestone(g.at), 0.02))
}
