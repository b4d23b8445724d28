package tracker

import (
	"log/slog"
	"time"

	"overlord/store/books"
)

const (
	// sweepEvery is how often silence is looked for. Thresholds are minutes.
	sweepEvery = 15 * time.Second

	// sweepMargin is how far behind the clock a sweep looks, so that an event
	// that is on its way through the log is not overtaken.
	sweepMargin = 2 * time.Second

	// alertsKept is how long GET /alerts shows what was found. Causes are unique
	// among the rows that are kept; no log reaches back so far.
	alertsKept = 90 * 24 * time.Hour
)

// alerting is the recorder's part in the alerts.
type alerting struct {
	base alertDefaults
	off  bool                   // nothing is sent: rows are kept as off
	live func(name string) bool // the live state sees the character; events that are not stored count as well
	wake chan struct{}          // of the sender; holds one call
	told func()                 // hears that there are rows; nil: nobody

	raised         bool           // the transaction under way writes rows
	complained     map[int64]bool // ids of rules that were reported as not valid
	listeningSince time.Time      // since when whatever plugins sent was accepted
	refused        uint64         // events that the log had refused at the last sweep
}

func newAlerting(s Settings, live func(string) bool) *alerting {
	return &alerting{base: s.alerts(), off: s.DiscordAclogWebhook == "" && !s.DryRun, live: live, wake: make(chan struct{}, 1)}
}

// state is a new row's.
func (a *alerting) state(quiet bool) AlertState {
	switch {
	case quiet:
		return AlertQuiet
	case a.off:
		return AlertOff
	}
	return AlertWaiting
}

// call tells the sender that there are rows.
func (a *alerting) call() {
	select {
	case a.wake <- struct{}{}:
	default: // it was called and has not looked yet
	}
}

// complain reports a rule that somebody wrote by hand and that is left out, once.
func (a *alerting) complain(logger *slog.Logger, id int64, err error) {
	if a.complained[id] {
		return
	}
	if a.complained == nil {
		a.complained = map[int64]bool{}
	}
	a.complained[id] = true
	logger.Warn("an alert rule in the database is not valid and is left out", "id", id, "error", err)
}

// committed calls the sender where the transaction wrote rows.
func (a *alerting) committed() {
	if a == nil || !a.raised {
		return
	}
	a.call()
	if a.told != nil {
		a.told()
	}
}

// horizon is the moment up to which the database has everything that was
// received.
func (a *alerting) horizon(now, oldestWaiting time.Time) time.Time {
	at := now.Add(-sweepMargin)
	if !oldestWaiting.IsZero() && oldestWaiting.Before(at) {
		return oldestWaiting
	}
	return at
}

// listen notes since when whatever plugins sent was accepted: since the first
// sweep after the start, or since the last one before which the log refused
// events. Silence before that was the server's own.
func (a *alerting) listen(pages map[string]books.Page, now time.Time) {
	var refused uint64
	for _, p := range pages {
		refused += p.Refused
	}
	if a.listeningSince.IsZero() || refused != a.refused {
		a.refused, a.listeningSince = refused, now
	}
}

// isOnline tells whether something was received lately from a character.
func (w *World) isOnline(name string) bool {
	w.mu.RLock()
	defer w.mu.RUnlock()
	c := w.characters[name]
	return c != nil && c.online
}
