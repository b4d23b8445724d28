package tracker

import (
	"time"

	"overlord/tracker/event"
)

// Snapshot is what the database holds at one position of the world log.
type Snapshot struct {
	Position uint64
	Counters *Counters      // everything that was counted up to Position
	Fights   *Fights        // the combat statistics up to Position
	Recent   []*event.Event // telemetry of the last minutes, by time of receipt
	LastSeen time.Time      // receipt of the newest telemetry; zero: there is none
}

// Tail reads the world log after a snapshot.
type Tail interface {
	// Through hands on the stored events up to and including the position, in
	// log order and with their positions, beginning where the call before ended.
	// Records that cannot be read are left out: the recorder parks them.
	Through(position uint64, apply func(ev *event.Event, position uint64)) error
}

// Load gives the world what the database knows: all counts, and who was online
// where when the server stopped. It may come late, while events arrive. The
// log's records up to carried are from before the start and reach the world
// through the tail only; later ones were applied as they were accepted, so that
// of them only the counting is made good. Load makes no transitions: a restart
// of the server is nothing that happened to a character.
func (w *World) Load(s Snapshot, tail Tail, carried uint64, now time.Time) error {
	alive := s.LastSeen
	count := func(ev *event.Event, position uint64) {
		w.restore(ev, s.count(ev, position))
		if ev.ReceivedAt.After(alive) {
			alive = ev.ReceivedAt
		}
	}
	w.mu.Lock()
	for _, ev := range s.Recent {
		w.restore(ev, w.compare(ev))
	}
	applied := max(w.applied, carried)
	w.mu.Unlock()

	// Most of the way without holding up the live state, the last step with it.
	lockedCount := func(ev *event.Event, position uint64) {
		w.mu.Lock()
		defer w.mu.Unlock()
		count(ev, position)
	}
	if err := tail.Through(applied, lockedCount); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := tail.Through(max(w.applied, applied), count); err != nil {
		return err
	}
	w.counters, w.fights, w.loaded = s.Counters, s.Fights, true
	w.wake(alive, now)
	return nil
}

// Loaded tells whether the counts are known.
func (w *World) Loaded() bool {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.loaded
}

// count adds a stored event to what was counted.
func (s Snapshot) count(ev *event.Event, position uint64) TelemetryEffect {
	switch body := ev.Body.(type) {
	case *event.Telemetry:
		return s.Counters.ApplyTelemetry(ev.CharacterName, body, ev.ReceivedAt)
	case *event.Rare:
		s.Counters.ApplyRare(ev.CharacterName, body, ev.Timestamp)
	case *event.CombatStats:
		s.Fights.Apply(ev.CharacterName, body, position)
	}
	return TelemetryEffect{}
}

// compare finds what a telemetry that was counted long ago changed, from the
// one before it.
func (w *World) compare(ev *event.Event) TelemetryEffect {
	t, c := ev.Body.(*event.Telemetry), w.character(ev.CharacterName)
	if c.telemetry == nil || c.telemetry.SessionID != t.SessionID {
		return TelemetryEffect{NewSession: true}
	}
	return TelemetryEffect{
		KillsRose: t.Kills > c.telemetry.Kills,
		Died:      t.Deaths.OK && c.telemetry.Deaths.OK && t.Deaths.V > c.telemetry.Deaths.V,
	}
}

// restore brings a character to where an earlier telemetry saw it, unless it is
// known from a later one.
func (w *World) restore(ev *event.Event, effect TelemetryEffect) {
	t, ok := ev.Body.(*event.Telemetry)
	c := w.character(ev.CharacterName)
	if !ok || !ev.ReceivedAt.After(c.telemetryAt) {
		return
	}
	if effect.Died {
		c.diedAt = ev.ReceivedAt
	}
	if effect.KillsRose && !effect.NewSession {
		c.killsRoseAt = ev.ReceivedAt
	}
	c.watchStillness(t, ev.ReceivedAt, effect.KillsRose, w.idleAfter)
	c.telemetry, c.telemetryAt, c.reportedAt = t, ev.ReceivedAt, ev.Timestamp
	if ev.ReceivedAt.After(c.seenAt) {
		c.seenAt = ev.ReceivedAt
	}
}

// wake lets those who were online when the server stopped be online still: they
// have until onlineFor from now to be heard of again.
func (w *World) wake(alive, now time.Time) {
	for _, c := range w.characters {
		if c.online || c.seenAt.IsZero() || alive.Sub(c.seenAt) > onlineFor {
			continue
		}
		c.online = true
		if now.After(c.seenAt) {
			c.seenAt = now
		}
	}
}
