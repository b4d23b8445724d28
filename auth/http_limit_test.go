package auth

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// Costly things are counted for each user, over all routes of a kind and wherever
// they are mounted; strangers by their address.
func TestCostlyThingsAreLimited(t *testing.T) {
	t.Parallel()
	now := noon
	o := quick(new(logBuffer))
	o.Now = func() time.Time { return now }
	m := MustNew(t, nil, defaults(), o)
	rate := Rate{Burst: 3, Every: 10 * time.Second}
	one, again, other := m.Limit("suits", rate), m.Limit("suits", rate), m.Limit("history", rate)
	done := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	ask := func(limit func(http.Handler) http.Handler, name, address string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/x", nil)
		r.RemoteAddr = address + ":1"
		if name != "" {
			r = r.WithContext(NewContext(r.Context(), Identity{Username: name, Via: ViaSession}))
		}
		w := httptest.NewRecorder()
		limit(done).ServeHTTP(w, r)
		return w
	}
	for range 2 {
		ask(one, "Ada", "192.0.2.1")
	}
	if w := ask(again, "Ada", "192.0.2.2"); w.Code != http.StatusNoContent {
		t.Errorf("the third: %d", w.Code)
	}
	if w := ask(one, "Ada", "192.0.2.3"); w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "11" {
		t.Errorf("the fourth, from elsewhere: %d after %s", w.Code, w.Header().Get("Retry-After"))
	}
	for _, free := range []*httptest.ResponseRecorder{ask(other, "Ada", "192.0.2.1"), ask(one, "Bob", "192.0.2.1"), ask(one, "", "192.0.2.1")} {
		if free.Code != http.StatusNoContent {
			t.Errorf("somebody or something else: %d", free.Code)
		}
	}
	for range 3 {
		ask(one, "", "192.0.2.1")
	}
	if w := ask(one, "", "192.0.2.1"); w.Code != http.StatusTooManyRequests {
		t.Errorf("a stranger: %d", w.Code)
	}
	now = now.Add(rate.Every)
	if w := ask(one, "Ada", "192.0.2.1"); w.Code != http.StatusNoContent {
		t.Errorf("after a while: %d", w.Code)
	}
}
