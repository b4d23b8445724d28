package simulate

import (
	"math"
	"time"
)

// character is one person in the game and the plugin that watches it.
type character struct {
	persona
	chance
	world *World
	plan  *itinerary
	body  body

	// Where it is.
	at      point
	z       float64 // map units
	heading float64 // degrees, 0 north
	leg     int     // number of the leg of its plan that it follows, or noLeg
	path    []point // what it still has to run through
	fights  time.Duration
	toKill  float64  // seconds of fighting until the next kill
	hall    *dungeon // where it is below ground
	room    int
	doing   string // vt_state
	jumps   int    // recalls, portals and resurrections so far

	// How it is.
	online bool
	mood   mood
	until  time.Duration // end of a mood other than awake
	wakes  time.Duration // next login
	leaves time.Duration // next logoff
	tires  time.Duration // its player goes away from the keyboard
	vitals vitals
	session
	life lifetime

	bag    *bag // nil until the first login, and where no inventories are played
	plugin plugin
	now    time.Duration // world time of this step
	clock  time.Time     // wire time of this step
	out    *[]Event
}

// noLeg is a leg that none comes after: whoever is in it is put where its plan
// says.
const noLeg = -2

// mood is what keeps a character from following its plan.
type mood int

const (
	awake mood = iota
	away       // its player is; it stands still
	dead       // and back at a lifestone
)

// What vt_state says.
const (
	fighting = "Combat"
	moving   = "Navigation"
	standing = "Idle"
)

func newCharacter(w *World, p persona, out *[]Event) *character {
	c := &character{persona: p, world: w, chance: newChance(w.cfg.Seed, "character", p.index), leg: noLeg, out: out}
	c.plan = newItinerary(w.cfg.Seed, w.atlas, p.group, p.calling)
	c.body = newBody(c.chance, p)
	c.life = newLifetime(c.chance, p)
	c.vitals = vitals{health: 1, stamina: 1, mana: 1}
	c.plugin = newPlugin(c)
	c.appoint(firstLogin(c.chance, w))
	return c
}

// live lets a step of life go by, up to the world time now and the wire time
// clock.
func (c *character) live(now time.Duration, clock time.Time) {
	c.now, c.clock = now, clock
	switch {
	case !c.online && now < c.wakes:
		return
	case !c.online:
		c.logIn()
	case now >= c.leaves:
		c.logOff()
		return
	}
	c.settle()
	if c.mood == awake {
		c.follow()
	}
	c.vitals.recover(c.chance, c.doing == fighting)
	c.report()
}

// settle ends moods and begins them.
func (c *character) settle() {
	switch {
	case c.mood != awake && c.now >= c.until:
		c.mood = awake
	case c.mood == awake && c.leg != noLeg && c.now >= c.tires: // not before it is anywhere
		c.mood, c.doing = away, standing
		c.until = c.now + c.span(6*time.Minute, 12*time.Minute)
		c.tires = c.until + 20*time.Minute + c.waiting(2*time.Hour)
	}
}

// follow does what the plan says. Everybody reacts a little late, each by as
// much as it always does.
func (c *character) follow() {
	l := c.plan.at(c.now - c.body.lag)
	if l.number != c.leg {
		c.enter(l)
		c.leg = l.number
	}
	switch {
	case l.kind == hunting:
		c.hunt(l.ground)
	case l.kind == delving && c.hall != nil:
		c.delve(l.ground)
	case len(c.path) > 0:
		c.walk(c.body.pace)
		c.doing = moving
	case l.kind == delving:
		c.goBelow(l.ground)
		c.doing = moving
	default:
		c.doing = standing
	}
}

// seconds is the length of a step.
func (c *character) seconds() float64 { return c.world.tick.Seconds() }

// body is what a character can do. It never changes.
type body struct {
	id       int64         // the game's id of the character, unsigned
	female   bool          //
	level    int           // 1 to 275
	pace     float64       // running, map units a second
	prowess  float64       // kills a second of fighting
	lag      time.Duration // behind its group
	weapon   weapon
	health   int // at full
	stamina  int
	mana     int
	restless bool // logs off and on often
	stand    float64
}

// weapon is how damage is dealt, in the words of combat_stats.
type weapon struct{ attack, damage string }

var weapons = []weapon{
	{"missile", "piercing"}, {"missile", "fire"}, {"melee", "slashing"}, {"melee", "bludgeoning"},
	{"magic", "lightning"}, {"magic", "fire"}, {"magic", "cold"}, {"magic", "acid"}, {"melee", "nether"},
}

// Players' ids begin here.
const firstPlayerID = 0x50000001

func newBody(c chance, p persona) body {
	b := body{
		id: firstPlayerID + int64(p.index)*37, female: c.oneIn(2), level: 275, pace: c.between(10.2, 12.2) / metresPerUnit,
		prowess: c.between(640, 2300) / 3600, lag: c.span(0, 25*time.Second), weapon: pick(c, weapons),
		health: 300 + c.IntN(160), stamina: 340 + c.IntN(200), mana: 280 + c.IntN(400), restless: c.oneIn(10),
		stand: c.Float64() * 2 * math.Pi,
	}
	switch {
	case p.calling == mule:
		b.level, b.lag = 5+c.IntN(40), 0
	case c.oneIn(4):
		b.level = 180 + c.IntN(95)
	}
	if p.calling == wanderer {
		b.lag = 0
	}
	return b
}
