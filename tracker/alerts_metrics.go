package tracker

import "github.com/prometheus/client_golang/prometheus"

// alertMetrics count what became of alerts, and tell whether the sender works:
// /readyz does not, since a channel on Discord is no reason to send no events.
type alertMetrics struct {
	outcomes *prometheus.CounterVec
	working  prometheus.GaugeFunc
}

func newAlertMetrics(status func() SenderStatus) *alertMetrics {
	return &alertMetrics{
		outcomes: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "overlord_alerts_total", Help: "Alerts that were handed to Discord, by what became of them.",
		}, []string{"outcome"}),
		working: prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "overlord_alerts_working", Help: "0 while alerts wait because Discord or the database is away, or because the webhook is gone; else 1.",
		}, func() float64 {
			if s := status().State; s == senderRetrying || s == senderGone {
				return 0
			}
			return 1
		}),
	}
}

func (m *alertMetrics) collectors() []prometheus.Collector {
	return []prometheus.Collector{m.outcomes, m.working}
}

// settled counts alerts with one outcome.
func (m *alertMetrics) settled(outcome sendOutcome, alerts int) {
	m.outcomes.WithLabelValues(string(outcome)).Add(float64(alerts))
}
