package tracker

import (
	"github.com/prometheus/client_golang/prometheus"

	"overlord/tracker/event"
)

// tallies count what is not in the books: events of families that are not
// stored, refusals, and what had to be mended.
type tallies struct {
	passedOn  *prometheus.CounterVec
	refusals  *prometheus.CounterVec
	mendings  *prometheus.CounterVec
	clockSkew prometheus.Counter
	connects  *prometheus.CounterVec
}

func newTallies() *tallies {
	vec := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	return &tallies{
		passedOn: vec("overlord_plugin_events_total", "Valid events of families that the world log does not store.", "family"),
		refusals: vec("overlord_plugin_events_refused_total", "Frames that were no valid event, by family and reason.", "family", "reason"),
		mendings: vec("overlord_plugin_values_mended_total", "Values in valid events that had to be mended.", "kind"),
		connects: vec("overlord_plugin_connects_total", "Attempts to open a plugin socket, by outcome.", "outcome"),
		clockSkew: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "overlord_plugin_clock_skew_total", Help: "Events whose timestamp was more than 10 minutes off and was replaced by the time of receipt."}),
	}
}

func (t *tallies) collectors() []prometheus.Collector {
	return []prometheus.Collector{t.passedOn, t.refusals, t.mendings, t.clockSkew, t.connects}
}

func (t *tallies) passed(f event.Family) { t.passedOn.WithLabelValues(string(f)).Inc() }

func (t *tallies) refused(r *event.Refusal) {
	t.refusals.WithLabelValues(string(r.Family), string(r.Reason)).Inc()
}

func (t *tallies) mended(n event.Notes) {
	if !n.Any() {
		return
	}
	for _, kind := range event.AllNotes() {
		count := float64(n[kind])
		if count == 0 {
			continue
		}
		if kind == event.NoteClockSkew {
			t.clockSkew.Add(count)
			continue
		}
		t.mendings.WithLabelValues(kind.String()).Add(count)
	}
}
