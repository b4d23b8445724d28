package tracker

import (
	"sync"
	"time"

	"overlord/tracker/combat"
	"overlord/tracker/event"
)

const (
	// onlineFor is how long a character counts as online after the last event.
	onlineFor = 30 * time.Second

	// forgetAfter is how long a character who is offline stays in memory, so that
	// names that were made up once do not stay for good. What counts about it is
	// in the counters.
	forgetAfter = time.Hour

	// staleAfter is when a marker on the map should say that it is old: five
	// telemetries missed at the plugin's usual pace of one in 2 s.
	staleAfter = 10 * time.Second

	// recently is how long a kill or a death shows in a character's state.
	recently = time.Minute

	// stillWithin, in map units, is how far a character may sway and still stand.
	stillWithin = 0.01

	// townReach, in map units, is how near to a town's centre "in town" is.
	townReach = 0.8
)

// World is the live state: who is online, where, and with what counts. It is
// in memory only; stored events change it in log order, once they are accepted.
type World struct {
	idleAfter time.Duration
	inTown    func(ew, ns float64) bool

	mu         sync.RWMutex
	characters map[string]*character
	counters   *Counters
	fights     *Fights
	loaded     bool   // counters and fights hold what the database holds
	applied    uint64 // position of the last stored event that was applied
}

// character is the live state of one.
type character struct {
	name        string
	telemetry   *event.Telemetry // the last; nil before any
	telemetryAt time.Time        // its time of receipt
	reportedAt  time.Time        // its own timestamp
	seenAt      time.Time        // receipt of the last event of any kind
	online      bool
	idle        bool
	anchor      place     // where it stands, until it moves away from there
	stillSince  time.Time // when it last moved or killed
	killsRoseAt time.Time
	diedAt      time.Time
}

// place is a spot on the map, in map units; east and north are positive.
type place struct{ ew, ns float64 }

// NewWorld is an empty world. Before Load its counts are unknown.
func NewWorld(idleAfter time.Duration, inTown func(ew, ns float64) bool) *World {
	return &World{
		idleAfter:  idleAfter,
		inTown:     inTown,
		characters: map[string]*character{},
		counters:   NewCounters(),
		fights:     NewFights(),
	}
}

// Note takes an event that is not stored: its character was seen.
func (w *World) Note(ev *event.Event) []Derived {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.see(w.character(ev.CharacterName), ev.ReceivedAt)
}

// Outcome is what follows from an event.
type Outcome struct {
	Derived  []Derived
	Lifetime combat.Report // of combat statistics: the character's lifetime; nil: not known
}

// Apply takes the accepted event at this position of the log.
func (w *World) Apply(ev *event.Event, position uint64) Outcome {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.apply(ev, position)
}

func (w *World) apply(ev *event.Event, position uint64) Outcome {
	w.applied = position
	c := w.character(ev.CharacterName)
	out := Outcome{Derived: w.see(c, ev.ReceivedAt)}
	switch body := ev.Body.(type) {
	case *event.Telemetry:
		out.Derived = append(out.Derived, w.applyTelemetry(c, ev, body)...)
	case *event.Rare:
		w.counters.ApplyRare(ev.CharacterName, body, ev.Timestamp)
	case *event.CombatStats:
		if lifetime := w.fights.Apply(ev.CharacterName, body, position); w.loaded {
			out.Lifetime = lifetime
		}
	}
	return out
}

// LearnFights takes what the database holds of fights after the log's records
// up to position.
func (w *World) LearnFights(stored []StoredFights, position uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, s := range stored {
		w.fights.Learn(s, position)
	}
}

// Tick finds the characters from whom nothing was heard for too long, and
// forgets those who have been away for long.
func (w *World) Tick(now time.Time) []Derived {
	w.mu.Lock()
	defer w.mu.Unlock()
	var derived []Derived
	for _, c := range w.characters {
		switch silent := now.Sub(c.seenAt); {
		case c.online && silent > onlineFor:
			c.online, c.idle = false, false
			derived = append(derived, Derived{Type: "player_offline", CharacterName: c.name, Timestamp: now, Since: c.seenAt})
		case !c.online && silent > forgetAfter:
			delete(w.characters, c.name)
		}
	}
	return derived
}

// see notes that something was received from a character. Before the database
// told who was online, nobody's coming is news.
func (w *World) see(c *character, at time.Time) []Derived {
	wasOnline := c.online
	c.online = true
	if at.After(c.seenAt) {
		c.seenAt = at
	}
	if wasOnline || !w.loaded {
		return nil
	}
	c.stillSince = at
	return []Derived{{Type: "player_online", CharacterName: c.name, Timestamp: at, Since: at}}
}

func (w *World) applyTelemetry(c *character, ev *event.Event, t *event.Telemetry) []Derived {
	effect := w.counters.ApplyTelemetry(ev.CharacterName, t, ev.ReceivedAt)
	var derived []Derived
	if effect.Died {
		c.diedAt = ev.ReceivedAt
		derived = append(derived, death(ev, t))
	}
	if effect.KillsRose && !effect.NewSession {
		c.killsRoseAt = ev.ReceivedAt
	}
	derived = append(derived, c.watchStillness(t, ev.ReceivedAt, effect.KillsRose, w.idleAfter)...)
	c.telemetry, c.telemetryAt, c.reportedAt = t, ev.ReceivedAt, ev.Timestamp
	return derived
}

// watchStillness finds out whether a character began to idle or ceased to.
// Only telemetry is evidence: silence makes nobody idle.
func (c *character) watchStillness(t *event.Telemetry, at time.Time, killsRose bool, idleAfter time.Duration) []Derived {
	here := place{t.EW, t.NS}
	if c.telemetry == nil || killsRose || !here.within(stillWithin, c.anchor) {
		c.anchor = here
		wasIdle := c.idle
		c.idle, c.stillSince = false, at
		if wasIdle {
			return []Derived{{Type: "active", CharacterName: c.name, Timestamp: at, Since: at}}
		}
		return nil
	}
	if c.idle || at.Sub(c.stillSince) < idleAfter {
		return nil
	}
	c.idle = true
	return []Derived{{Type: "idle", CharacterName: c.name, Timestamp: at, Since: c.stillSince}}
}

// within tells whether p is less than this far from q.
func (p place) within(distance float64, q place) bool {
	dx, dy := p.ew-q.ew, p.ns-q.ns
	return dx*dx+dy*dy < distance*distance
}

func (w *World) character(name string) *character {
	c := w.characters[name]
	if c == nil {
		c = &character{name: name}
		w.characters[name] = c
	}
	return c
}

// state is the first of the contract's states that applies.
func (w *World) state(c *character, now time.Time) string {
	here := place{c.telemetry.EW, c.telemetry.NS}
	switch {
	case within(c.diedAt, now, recently):
		return "dead"
	case now.Sub(c.telemetryAt) > staleAfter:
		return "stale"
	case within(c.killsRoseAt, now, recently), isCombat(c.telemetry.VTState.V):
		return "combat"
	case c.idle:
		return "idle"
	case w.inTown(here.ew, here.ns):
		return "town"
	}
	return "travel"
}

// within tells whether t happened, and not longer ago than d.
func within(t, now time.Time, d time.Duration) bool {
	return !t.IsZero() && now.Sub(t) < d
}

// Online is the number of characters of whom something was heard lately.
func (w *World) Online() int {
	w.mu.RLock()
	defer w.mu.RUnlock()
	n := 0
	for _, c := range w.characters {
		if c.online {
			n++
		}
	}
	return n
}
