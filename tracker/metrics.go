package tracker

import (
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"overlord/store/books"
)

// Metrics register what the tracker measures. The books are read under one
// lock for each scrape, so that they balance in every answer.
func (m *Module) Metrics(registry prometheus.Registerer) error {
	for _, c := range slices.Concat(m.tallies.collectors(), m.alerts.metrics.collectors(), []prometheus.Collector{books.Collector(m.allBooks()...), &stateCollector{m}, m.memory}) {
		if err := registry.Register(c); err != nil {
			return err
		}
	}
	return nil
}

// stateCollector gives what is open and how far the database is behind.
type stateCollector struct{ m *Module }

var (
	pluginsDesc    = prometheus.NewDesc("overlord_plugin_sockets", "Open plugin sockets.", nil, nil)
	charactersDesc = prometheus.NewDesc("overlord_characters_online", "Characters of whom something was received in the last 30 s.", nil, nil)
	lagDesc        = prometheus.NewDesc("overlord_recorder_lag_seconds", "Age of the oldest event of the world log that is not in the database.", nil, nil)
	readOnlyDesc   = prometheus.NewDesc("overlord_read_only", "1 where the server shows what another one stores, and stores nothing.", nil, nil)
	shownDesc      = prometheus.NewDesc("overlord_rows_shown_total", "Rows of telemetry that another server stored and that a read-only server has shown.", nil, nil)
	notShownDesc   = prometheus.NewDesc("overlord_rows_not_shown_total", "Such rows that were no valid telemetry.", nil, nil)
	oldRowsDesc    = prometheus.NewDesc("overlord_backlog_rows", "Rows of an adopted table that were summed up.", []string{"table"}, nil)
	oldDaysDesc    = prometheus.NewDesc("overlord_backlog_days_left", "Days between what is summed up of an adopted table and its last old row; 0: all is.", []string{"table"}, nil)
	logBytesDesc   = prometheus.NewDesc("overlord_eventlog_bytes", "Size of the event log on disk.", []string{"log"}, nil)
	logTornDesc    = prometheus.NewDesc("overlord_eventlog_torn_tails_total", "Torn tails that were cut off the event log at a start.", []string{"log"}, nil)
	logCorruptDesc = prometheus.NewDesc("overlord_eventlog_corrupt_records_total", "Corrupt records of the event log that were set aside.", []string{"log"}, nil)
	logErrorsDesc  = prometheus.NewDesc("overlord_eventlog_write_errors_total", "Failed writes and syncs of the event log.", []string{"log"}, nil)
)

// Describe implements prometheus.Collector.
func (c *stateCollector) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{pluginsDesc, charactersDesc, readOnlyDesc, shownDesc, notShownDesc, oldRowsDesc, oldDaysDesc, lagDesc, logBytesDesc, logTornDesc, logCorruptDesc, logErrorsDesc} {
		out <- d
	}
}

// Collect implements prometheus.Collector.
func (c *stateCollector) Collect(out chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	counter := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, v, labels...)
	}
	gauge(pluginsDesc, float64(c.m.plugins.count()))
	gauge(charactersDesc, float64(c.m.world.Online()))
	if o := c.m.onlooker; o != nil {
		gauge(readOnlyDesc, 1)
		counter(shownDesc, float64(o.read.Load()))
		counter(notShownDesc, float64(o.odd.Load()))
		return
	}
	gauge(readOnlyDesc, 0)
	for _, s := range c.m.backlog().progress() {
		gauge(oldRowsDesc, float64(s.Rows), s.Source)
		gauge(oldDaysDesc, s.daysLeft(), s.Source)
	}
	gauge(lagDesc, c.m.Lag().Truncate(time.Millisecond).Seconds())
	for name, log := range c.m.allLogs() {
		stats := log.Stats()
		gauge(logBytesDesc, float64(stats.Bytes), name)
		for desc, value := range map[*prometheus.Desc]uint64{logTornDesc: uint64(stats.TornTails), logCorruptDesc: stats.Corrupt, logErrorsDesc: stats.WriteErrors} {
			counter(desc, float64(value), name)
		}
	}
}
