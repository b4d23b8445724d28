package tracker

import (
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Metrics register what the tracker measures. The books are read under one
// lock for each scrape, so that they balance in every answer.
func (m *Module) Metrics(registry prometheus.Registerer) error {
	for _, c := range slices.Concat(m.tallies.collectors(), m.alerts.metrics.collectors(), []prometheus.Collector{&booksCollector{m.books}, &stateCollector{m}, m.memory}) {
		if err := registry.Register(c); err != nil {
			return err
		}
	}
	return nil
}

// booksCollector gives the books, one counter a column.
type booksCollector struct{ books *Books }

var bookColumns = []struct {
	desc  *prometheus.Desc
	kind  prometheus.ValueType
	value func(Page) uint64
}{
	{bookDesc("received_total", "Valid events that came in."), prometheus.CounterValue, func(p Page) uint64 { return p.Received }},
	{bookDesc("refused_total", "Events that the log did not take."), prometheus.CounterValue, func(p Page) uint64 { return p.Refused }},
	{bookDesc("appending", "Events on their way into the log."), prometheus.GaugeValue, func(p Page) uint64 { return p.Appending }},
	{bookDesc("accepted_total", "Events in the log and synced."), prometheus.CounterValue, func(p Page) uint64 { return p.Accepted }},
	{bookDesc("carried_total", "Events that waited in the log at the start."), prometheus.CounterValue, func(p Page) uint64 { return p.Carried }},
	{bookDesc("applied_total", "Events in the database."), prometheus.CounterValue, func(p Page) uint64 { return p.Applied }},
	{bookDesc("parked_total", "Events set aside in parked_events."), prometheus.CounterValue, func(p Page) uint64 { return p.Parked }},
	{bookDesc("waiting", "Events in the log that the database does not have yet."), prometheus.GaugeValue, func(p Page) uint64 { return p.Waiting }},
}

func bookDesc(name, help string) *prometheus.Desc {
	return prometheus.NewDesc("overlord_events_"+name, help+
		" received = refused + appending + accepted; carried + accepted = applied + parked + waiting.", []string{"family"}, nil)
}

// Describe implements prometheus.Collector.
func (c *booksCollector) Describe(out chan<- *prometheus.Desc) {
	for _, column := range bookColumns {
		out <- column.desc
	}
}

// Collect implements prometheus.Collector.
func (c *booksCollector) Collect(out chan<- prometheus.Metric) {
	for family, page := range c.books.Snapshot() {
		for _, column := range bookColumns {
			out <- prometheus.MustNewConstMetric(column.desc, column.kind, float64(column.value(page)), family)
		}
	}
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
	logBytesDesc   = prometheus.NewDesc("overlord_eventlog_bytes", "Size of the event log on disk.", []string{"log"}, nil)
	logTornDesc    = prometheus.NewDesc("overlord_eventlog_torn_tails_total", "Torn tails that were cut off the event log at a start.", []string{"log"}, nil)
	logCorruptDesc = prometheus.NewDesc("overlord_eventlog_corrupt_records_total", "Corrupt records of the event log that were set aside.", []string{"log"}, nil)
	logErrorsDesc  = prometheus.NewDesc("overlord_eventlog_write_errors_total", "Failed writes and syncs of the event log.", []string{"log"}, nil)
)

// Describe implements prometheus.Collector.
func (c *stateCollector) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{pluginsDesc, charactersDesc, readOnlyDesc, shownDesc, notShownDesc, lagDesc, logBytesDesc, logTornDesc, logCorruptDesc, logErrorsDesc} {
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
	gauge(lagDesc, c.m.Lag().Truncate(time.Millisecond).Seconds())
	stats := c.m.log.Stats()
	gauge(logBytesDesc, float64(stats.Bytes), worldLogName)
	counter(logTornDesc, float64(stats.TornTails), worldLogName)
	counter(logCorruptDesc, float64(stats.Corrupt), worldLogName)
	counter(logErrorsDesc, float64(stats.WriteErrors), worldLogName)
}
