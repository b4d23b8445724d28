package tracker

import (
	"time"

	"overlord/tracker/event"
)

// Counters are the counts that the contract defines over the events of the
// world log, folded in log order. The live state keeps them for all characters,
// the recorder loads those that a batch touches: both count with this one type,
// so that what browsers see and what the database holds can never disagree.
type Counters struct {
	characters map[string]*characterCount
	sessions   map[sessionKey]*sessionCount
	rares      map[rareKey]bool
}

// sessionKey names a session: its id is unique within a character only.
type sessionKey struct{ character, session string }

// rareKey is what makes a rare event unique; the time is the stored one.
type rareKey struct {
	character, name string
	at              int64 // µs since 1970
}

type characterCount struct {
	kills   int64             // over all sessions
	rares   int64             // rare events
	session event.Opt[string] // of the latest telemetry
}

type sessionCount struct {
	seen     bool // by a telemetry; a rare alone does not make a session
	kills    int64
	deaths   event.Opt[int32]
	rares    int64
	started  time.Time
	lastSeen time.Time
}

// TelemetryEffect is what one telemetry changed.
type TelemetryEffect struct {
	KillsAdded int64 // to the character's total
	KillsRose  bool  // within the session
	NewSession bool  // a session not seen before
	Died       bool  // the session's deaths rose over their high-water mark

	DeathsAdded int64 // by how much; from 1 where Died
}

// RareEffect is what one rare changed.
type RareEffect struct {
	Repeat  bool              // it was counted before: nothing changed
	Session event.Opt[string] // the session that it counts for
}

// NewCounters are all zero.
func NewCounters() *Counters {
	return &Counters{
		characters: map[string]*characterCount{},
		sessions:   map[sessionKey]*sessionCount{},
		rares:      map[rareKey]bool{},
	}
}

// addedKills is the contract's rule for kills: a session's count is a
// high-water mark, and only what is above it is new.
func addedKills(highWater, reported int64) int64 { return max(0, reported-highWater) }

// ApplyTelemetry counts one telemetry.
func (c *Counters) ApplyTelemetry(character string, t *event.Telemetry, receivedAt time.Time) TelemetryEffect {
	who := c.character(character)
	s := c.session(sessionKey{character, t.SessionID})
	effect := TelemetryEffect{NewSession: !s.seen, KillsAdded: addedKills(s.kills, t.Kills)}
	effect.KillsRose = effect.KillsAdded > 0
	if !s.seen {
		s.seen, s.started, s.lastSeen = true, receivedAt, receivedAt
	}
	s.kills += effect.KillsAdded
	who.kills += effect.KillsAdded
	effect.DeathsAdded = s.countDeaths(t.Deaths)
	effect.Died = effect.DeathsAdded > 0
	if receivedAt.After(s.lastSeen) {
		s.lastSeen = receivedAt
	}
	who.session = event.Some(t.SessionID)
	return effect
}

// countDeaths raises the session's high-water mark of deaths. The first value
// of a session is the baseline and no death.
func (s *sessionCount) countDeaths(reported event.Opt[int32]) (added int64) {
	if !reported.OK || (s.deaths.OK && reported.V <= s.deaths.V) {
		return 0
	}
	if s.deaths.OK {
		added = int64(reported.V) - int64(s.deaths.V)
	}
	s.deaths = reported
	return added
}

// ApplyRare counts one rare, unless it was counted before. Without a session of
// its own it counts for the character's latest telemetry session.
func (c *Counters) ApplyRare(character string, r *event.Rare, at time.Time) RareEffect {
	key := rareKey{character, r.Name, at.UnixMicro()}
	if c.rares[key] {
		return RareEffect{Repeat: true}
	}
	c.rares[key] = true
	who := c.character(character)
	who.rares++
	effect := RareEffect{Session: r.SessionID}
	if !effect.Session.OK {
		effect.Session = who.session
	}
	if effect.Session.OK {
		c.session(sessionKey{character, effect.Session.V}).rares++
	}
	return effect
}

// Totals are a character's counts for /live: over all time, and within a session.
func (c *Counters) Totals(character, session string) (kills, rares, sessionRares int64) {
	if who := c.characters[character]; who != nil {
		kills, rares = who.kills, who.rares
	}
	if s := c.sessions[sessionKey{character, session}]; s != nil {
		sessionRares = s.rares
	}
	return kills, rares, sessionRares
}

func (c *Counters) character(name string) *characterCount {
	who := c.characters[name]
	if who == nil {
		who = &characterCount{}
		c.characters[name] = who
	}
	return who
}

func (c *Counters) session(key sessionKey) *sessionCount {
	s := c.sessions[key]
	if s == nil {
		s = &sessionCount{}
		c.sessions[key] = s
	}
	return s
}
