package tracker

import (
	"overlord/tracker/combat"
	"overlord/tracker/event"
)

// Fights are the combat statistics of the live state: each character's
// lifetime, and the last report of each session that is under way. Sessions of
// long ago stay in the database. Where one of those reports again the lifetime
// is unknown until the recorder, who reads it there, tells.
type Fights struct {
	characters map[string]*characterFights
}

type characterFights struct {
	lifetime combat.Report
	known    bool                     // the lifetime is what it should be
	sessions map[string]combat.Report // nil: a session whose report is in the database only
	position uint64                   // of the last report in the log
}

// StoredFights is what the database holds of one character's fights.
type StoredFights struct {
	CharacterName string
	Lifetime      combat.Report
	Sessions      map[string]combat.Report // a nil report: not read
}

// NewFights are none.
func NewFights() *Fights { return &Fights{characters: map[string]*characterFights{}} }

// Learn takes what the database holds after the log's records up to position.
// What was reported since then stands.
func (f *Fights) Learn(stored StoredFights, position uint64) {
	c := f.character(stored.CharacterName)
	if c.position > position {
		return
	}
	c.lifetime, c.known = stored.Lifetime, true
	for id, report := range stored.Sessions {
		c.sessions[id] = report
	}
}

// Apply takes the report at a position of the log and returns the character's
// lifetime with it; nil where that is not known.
func (f *Fights) Apply(character string, body *event.CombatStats, position uint64) combat.Report {
	c := f.character(character)
	if len(body.Session) == 0 {
		return c.current()
	}
	former, met := c.sessions[body.SessionID]
	if isStale(former, body) {
		return c.current()
	}
	c.position = position
	report, _ := combat.Parse(body.Session) // one that is no object adds nothing
	exact := !met || former != nil
	if exact {
		c.lifetime, exact = combat.Replace(c.lifetime, former, report)
	}
	c.known = c.known && exact
	c.sessions[body.SessionID] = report
	return c.current()
}

// current is the lifetime, where it is known.
func (c *characterFights) current() combat.Report {
	if !c.known {
		return nil
	}
	return c.lifetime
}

// character is one's fights. One of whom nothing is stored has an empty lifetime.
func (f *Fights) character(name string) *characterFights {
	c := f.characters[name]
	if c == nil {
		c = &characterFights{known: true, sessions: map[string]combat.Report{}}
		f.characters[name] = c
	}
	return c
}

// isStale tells whether a report says less than the stored one of its session:
// it was overtaken on the way, or comes from a second plugin that lags.
func isStale(stored combat.Report, body *event.CombatStats) bool {
	below := func(name string, value float64, known bool) bool {
		before, has := stored[name].(float64)
		return known && has && value < before
	}
	return below("duration_seconds", body.DurationSeconds.V, body.DurationSeconds.OK) ||
		below("total_kills", float64(body.TotalKills.V), body.TotalKills.OK)
}
