package tracker

import (
	"sync"
	"time"

	"overlord/tracker/event"
)

// rateSeconds is what a rate is taken over: long enough for telemetry, which
// comes every 2 s, short enough to show a plugin that goes wild.
const rateSeconds = 10

// rates count events by family and second.
type rates struct {
	mu       sync.Mutex
	families map[event.Family]*[rateSeconds + 1]rateBucket
}

// rateBucket are the events of one second of the clock.
type rateBucket struct {
	second int64
	events int
}

func newRates() *rates {
	r := &rates{families: map[event.Family]*[rateSeconds + 1]rateBucket{}}
	for _, f := range event.Families() {
		r.families[f] = &[rateSeconds + 1]rateBucket{}
	}
	return r
}

func (r *rates) count(f event.Family, at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	second := at.Unix()
	b := &r.families[f][second%(rateSeconds+1)]
	if b.second != second {
		*b = rateBucket{second: second}
	}
	b.events++
}

// perSecond are the events a second of each family in the last whole seconds
// since the start.
func (r *rates) perSecond(now, started time.Time) map[event.Family]float64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	this := now.Unix()
	over := min(rateSeconds, max(1, this-started.Unix()))
	found := map[event.Family]float64{}
	for f, buckets := range r.families {
		events := 0
		for _, b := range buckets {
			if b.second < this && b.second >= this-over {
				events += b.events
			}
		}
		found[f] = float64(events) / float64(over)
	}
	return found
}
