package tracker

import "overlord/tracker/event"

// Totals are a character's counts as another server keeps them.
type Totals struct {
	CharacterName, SessionID   string
	Kills, Rares, SessionRares int64
}

// Witness takes telemetry that another server stored, in the order of its receipt,
// with the totals that it has of the same characters at that moment. It gives the
// transitions that follow from each event.
func (w *World) Witness(events []*event.Event, totals []Totals) [][]Derived {
	w.mu.Lock()
	defer w.mu.Unlock()
	derived := make([][]Derived, len(events))
	for i, ev := range events {
		derived[i] = w.apply(ev, 0).Derived
	}
	for _, t := range totals {
		who := w.counters.character(t.CharacterName)
		who.kills, who.rares = t.Kills, t.Rares
		w.counters.session(sessionKey{t.CharacterName, t.SessionID}).rares = t.SessionRares
	}
	return derived
}
