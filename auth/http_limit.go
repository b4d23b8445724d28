package auth

import (
	"net/http"
	"time"

	"overlord/store/fault"
	"overlord/web/api"
)

// How often one caller may ask for what costs the server more than a glance. A page
// that is opened asks for a handful at once; a script that means well goes on at
// the lower rate. Answers from memory are not counted.
var (
	// CostlyReads are queries over long times, and comparisons of all that everybody
	// has.
	CostlyReads = Rate{Burst: 60, Every: 500 * time.Millisecond}

	// ItemSearches take some milliseconds each. A page that asks at every key of
	// somebody who types as fast as anybody, and pages through the result, stays below
	// it.
	ItemSearches = Rate{Burst: 300, Every: 100 * time.Millisecond}

	// Exports may be of all items there are, which takes seconds.
	Exports = Rate{Burst: 12, Every: 5 * time.Second}

	// SuitSearches take a core for as long as they run.
	SuitSearches = Rate{Burst: 10, Every: 6 * time.Second}
)

// Limit is middleware that lets a caller through as often as rate says, counted
// for each user over all routes of that kind; who has no name is counted by
// address. Beyond that it is fault.Throttled.
func (m *Module) Limit(kind string, rate Rate) func(http.Handler) http.Handler {
	counted := m.limiter(kind, rate)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			wait := counted.take(limitKey(r), m.now())
			if wait == 0 {
				next.ServeHTTP(w, r)
				return
			}
			wait = wait.Truncate(time.Second) + time.Second
			api.WriteError(w, r, fault.New(fault.Throttled, "too many requests of this kind; try again in %s", wait).WithRetryAfter(wait))
		})
	}
}

// limitKey is whom a request is counted for.
func limitKey(r *http.Request) string {
	if who, known := FromContext(r.Context()); known && who.Username != "" {
		return "user " + who.Username
	}
	return "address " + network(api.ClientIP(r))
}

// limiter is the throttle of a kind, the same wherever its routes are mounted.
func (m *Module) limiter(kind string, rate Rate) *throttle {
	m.limitersMu.Lock()
	defer m.limitersMu.Unlock()
	if m.limiters[kind] == nil {
		m.limiters[kind] = newThrottle(rate)
	}
	return m.limiters[kind]
}
