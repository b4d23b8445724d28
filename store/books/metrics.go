package books

import "github.com/prometheus/client_golang/prometheus"

// Collector gives the accounts of several books, one metric a column. Families of
// the same name are summed up.
func Collector(all ...*Books) prometheus.Collector { return collector(all) }

type collector []*Books

var columns = []struct {
	desc  *prometheus.Desc
	kind  prometheus.ValueType
	value func(Page) uint64
}{
	{describe("received_total", "Valid events that came in."), prometheus.CounterValue, func(p Page) uint64 { return p.Received }},
	{describe("refused_total", "Events that the log did not take."), prometheus.CounterValue, func(p Page) uint64 { return p.Refused }},
	{describe("appending", "Events on their way into the log."), prometheus.GaugeValue, func(p Page) uint64 { return p.Appending }},
	{describe("accepted_total", "Events in the log and synced."), prometheus.CounterValue, func(p Page) uint64 { return p.Accepted }},
	{describe("carried_total", "Events that waited in the log at the start."), prometheus.CounterValue, func(p Page) uint64 { return p.Carried }},
	{describe("applied_total", "Events in the database."), prometheus.CounterValue, func(p Page) uint64 { return p.Applied }},
	{describe("parked_total", "Events set aside in parked_events."), prometheus.CounterValue, func(p Page) uint64 { return p.Parked }},
	{describe("waiting", "Events in the log that the database does not have yet."), prometheus.GaugeValue, func(p Page) uint64 { return p.Waiting }},
}

func describe(name, help string) *prometheus.Desc {
	return prometheus.NewDesc("overlord_events_"+name, help+
		" received = refused + appending + accepted; carried + accepted = applied + parked + waiting.", []string{"family"}, nil)
}

// Describe implements prometheus.Collector.
func (c collector) Describe(out chan<- *prometheus.Desc) {
	for _, column := range columns {
		out <- column.desc
	}
}

// Collect implements prometheus.Collector.
func (c collector) Collect(out chan<- prometheus.Metric) {
	sums := map[string]Page{}
	for _, b := range c {
		for family, page := range b.Snapshot() {
			sums[family] = sums[family].plus(page)
		}
	}
	for family, page := range sums {
		for _, column := range columns {
			out <- prometheus.MustNewConstMetric(column.desc, column.kind, float64(column.value(page)), family)
		}
	}
}

func (p Page) plus(q Page) Page {
	return Page{
		p.Received + q.Received, p.Refused + q.Refused, p.Appending + q.Appending, p.Accepted + q.Accepted,
		p.Carried + q.Carried, p.Applied + q.Applied, p.Parked + q.Parked, p.Waiting + q.Waiting,
	}
}
