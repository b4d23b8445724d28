package simulate

import (
	"fmt"
	"time"

	"github.com/google/uuid"
)

// session is what the plugin counts between a login and a logoff.
type session struct {
	id      string
	started time.Duration // world time; before the world's start where it was already running
	kills   int64
	deaths  int
	rares   int
	hidden  int64 // kills that a reloaded plugin has forgotten
	tallies []tally
	begun   time.Duration // of the tallies
}

// lifetime is what the game counts.
type lifetime struct {
	logins    int
	deaths    int
	xp        int64
	luminance int64
	tapers    int // prismatic tapers left
}

func newLifetime(c chance, p persona) lifetime {
	l := lifetime{deaths: 20 + c.IntN(600), xp: 191_226_310_247 + c.Int64N(40_000_000_000), luminance: c.Int64N(1_500_000), tapers: 2000 + c.IntN(9000)}
	if p.calling == mule {
		l = lifetime{deaths: c.IntN(9), xp: 10_000 + c.Int64N(9_000_000), tapers: c.IntN(3)}
	}
	return l
}

// firstLogin spreads the logins at the start a little: a second for 20 clients.
func firstLogin(c chance, w *World) time.Duration {
	spread := min(max(time.Duration(w.cfg.Clients)*50*time.Millisecond, time.Second), 20*time.Second)
	if c.oneIn(30) {
		spread = 3 * time.Minute
	}
	return c.span(0, spread)
}

// appoint sets when the character logs in, and what follows.
func (c *character) appoint(login time.Duration) {
	c.wakes = login
	c.leaves = login + 20*time.Minute + c.waiting(2*time.Hour)
	if c.body.restless {
		c.leaves = login + 2*time.Minute + c.waiting(4*time.Minute)
	}
	if c.calling == mule && !c.body.restless {
		c.leaves = login + 48*time.Hour
	}
	c.tires = login + 5*time.Minute + c.waiting(2*time.Hour)
	if c.life.logins == 0 && c.oneIn(25) {
		c.tires = login
	}
}

// logIn begins a session. The first one of a run may have been going on for
// hours, as after a restart of the server.
func (c *character) logIn() {
	c.online, c.mood, c.leg, c.path, c.hall = true, awake, noLeg, nil, nil
	c.life.logins++
	c.session = session{id: c.sessionID(), started: c.now, begun: c.now}
	if c.life.logins == 1 && !c.oneIn(4) {
		c.wasRunning()
	}
	c.plugin.begin(c.now, c.chance)
	c.register()
	c.openBag()
}

func (c *character) wasRunning() {
	age := c.span(10*time.Minute, 6*time.Hour)
	c.started = c.now - age
	if c.calling != hunter {
		return
	}
	c.kills = int64(c.body.prowess * huntingShare * age.Seconds())
	c.deaths = int(float64(c.kills) / killsPerDeath * c.between(0.3, 1.5))
	c.rares = int(float64(c.kills) / killsPerRare * c.between(0.3, 1.5))
	c.life.deaths += c.deaths
}

// sessionID is a new one for each login and each run, but for old plugins.
func (c *character) sessionID() string {
	if c.quirks.Has(ReusedSession) {
		return []string{"a", "1", c.name}[c.index%3]
	}
	id := newChance(c.world.cfg.Seed^uint64(c.world.cfg.Start.UnixNano()), "session "+c.name, c.life.logins)
	var b [16]byte
	for i := range b {
		b[i] = byte(id.Uint32())
	}
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80 // version 4, variant 1
	return uuid.UUID(b).String()
}

// logOff ends the session without a word, as a plugin does.
func (c *character) logOff() {
	c.online = false
	pause := c.span(2*time.Minute, 8*time.Minute)
	if c.body.restless {
		pause = c.span(45*time.Second, 150*time.Second)
	}
	c.appoint(c.now + pause)
}

// onlineTime is how long a session lasts, as "[d.]hh:mm:ss".
func onlineTime(d time.Duration) string {
	s := int64(d / time.Second)
	text := fmt.Sprintf("%02d:%02d:%02d", s/3600%24, s/60%60, s%60)
	if days := s / 86400; days > 0 {
		text = fmt.Sprintf("%d.%s", days, text)
	}
	return text
}
