package inventory

import "github.com/prometheus/client_golang/prometheus"

// tallies count what happens to items.
type tallies struct {
	events *prometheus.CounterVec
	items  *prometheus.CounterVec
}

func newTallies() *tallies {
	vec := func(name, help, label string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, []string{label})
	}
	return &tallies{
		events: vec("overlord_inventory_events_total",
			"Events of the item log by what they were: full, partial (a full inventory that was not whole: nothing was removed), delta, stale (older than the stored inventory: changed nothing), parked.", "kind"),
		items: vec("overlord_inventory_items_total", "Items of stored events: written, unchanged, removed, rejected.", "outcome"),
	}
}

// count enters a change.
func (t *tallies) count(c *change) {
	t.events.WithLabelValues(c.kind()).Inc()
	for outcome, n := range map[string]int{"written": c.stored, "unchanged": c.unchanged, "removed": c.removed, "rejected": len(c.rejected)} {
		t.items.WithLabelValues(outcome).Add(float64(n))
	}
}

func (c *change) kind() string {
	switch {
	case c.refusal != "":
		return "parked"
	case c.stale:
		return "stale"
	case c.payload != nil:
		return "delta"
	case c.partial:
		return "partial"
	}
	return "full"
}

// Metrics register what the inventory measures; the books of the item log are
// the tracker's to show, beside its own.
func (m *Module) Metrics(registry prometheus.Registerer) error {
	for _, c := range []prometheus.Collector{m.tallies.events, m.tallies.items} {
		if err := registry.Register(c); err != nil {
			return err
		}
	}
	return nil
}
