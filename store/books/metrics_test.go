package books

import (
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"
)

// A corrupt record has no family in either log: the two sums are one metric.
func TestTheCollectorSumsUpFamiliesOfTheSameName(t *testing.T) {
	world, items := New(0), New(0)
	world.Receive("rare")
	world.Carry("", 1, time.Time{})
	items.Carry("", 1, time.Time{})
	items.Carry("full_inventory", 2, time.Time{})
	items.Settle(1, []uint64{1})
	const want = `# HELP overlord_events_carried_total Events that waited in the log at the start. received = refused + appending + accepted; carried + accepted = applied + parked + waiting.
# TYPE overlord_events_carried_total counter
overlord_events_carried_total{family="full_inventory"} 1
overlord_events_carried_total{family="rare"} 0
overlord_events_carried_total{family="unknown"} 2
# HELP overlord_events_parked_total Events set aside in parked_events. received = refused + appending + accepted; carried + accepted = applied + parked + waiting.
# TYPE overlord_events_parked_total counter
overlord_events_parked_total{family="full_inventory"} 0
overlord_events_parked_total{family="rare"} 0
overlord_events_parked_total{family="unknown"} 1
`
	if err := testutil.CollectAndCompare(Collector(world, items), strings.NewReader(want), "overlord_events_carried_total", "overlord_events_parked_total"); err != nil {
		t.Error(err)
	}
}
