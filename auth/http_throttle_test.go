package auth

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestTooManySignIns(t *testing.T) {
	t.Parallel()
	now := noon
	s := MustSite(t, func(_ *Settings, o *Options) {
		o.AddressRate = Rate{Burst: 5, Every: time.Minute}
		o.AccountRate = Rate{Burst: 3, Every: 10 * time.Minute}
		o.Now = func() time.Time { return now }
	})
	b := s.browser(t)
	for range 20 { // right ones do not count
		b.mustLogin("viewer")
	}
	for range 3 {
		b.login("viewer", "wrong password").wants(t, http.StatusUnauthorized, "unauthenticated")
	}
	a := b.login("viewer", testPassword)
	a.wants(t, http.StatusTooManyRequests, "throttled")
	if seconds := a.Header.Get("Retry-After"); seconds != "601" {
		t.Errorf("Retry-After is %q", seconds)
	}
	for i := range 2 {
		b.login(fmt.Sprint("no such user", i), "wrong password")
	}
	b.login("editor", testPassword).wants(t, http.StatusTooManyRequests, "throttled")
	now = now.Add(time.Minute)
	b.login("editor", testPassword).wants(t, http.StatusOK, "")
	b.login("viewer", testPassword).wants(t, http.StatusTooManyRequests, "throttled")
	now = now.Add(10 * time.Minute)
	b.login("viewer", testPassword).wants(t, http.StatusOK, "")
}

// Behind a declared proxy each client counts for himself; a client that only says
// so does not.
func TestThrottleCountsTheRightAddress(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		proxies string
		status  int // of another client's first attempt
	}{
		{"127.0.0.1", http.StatusUnauthorized},
		{"192.0.2.1", http.StatusTooManyRequests},
	} {
		s := MustSite(t, func(set *Settings, o *Options) {
			set.TrustedProxies = []string{c.proxies}
			o.AddressRate = Rate{Burst: 1, Every: time.Hour}
		})
		b := s.browser(t)
		b.login("a", "x", "X-Forwarded-For", "203.0.113.1, 198.51.100.7")
		// The left end is whatever the client wrote; the right end is the proxy's.
		b.login("b", "x", "X-Forwarded-For", "203.0.113.2, 198.51.100.7").wants(t, http.StatusTooManyRequests, "throttled")
		a := b.login("c", "x", "X-Forwarded-For", "203.0.113.1, 198.51.100.8")
		if a.StatusCode != c.status {
			t.Errorf("TRUSTED_PROXIES=%s: %d", c.proxies, a.StatusCode)
		}
	}
}

func TestClientAddressInTheLog(t *testing.T) {
	t.Parallel()
	s := MustSite(t, func(set *Settings, _ *Options) { set.TrustedProxies = []string{"127.0.0.1", "10.0.0.0/8"} })
	for header, want := range map[string]string{
		"":                              "address=127.0.0.1",
		"198.51.100.9":                  "address=198.51.100.9",
		"198.51.100.9, 10.1.2.3":        "address=198.51.100.9",
		"::ffff:198.51.100.9":           "address=198.51.100.9",
		"2001:db8::5":                   "address=2001:db8::5",
		"6.6.6.6, nonsense, 10.1.2.3":   "address=127.0.0.1",
		"10.1.2.3":                      "address=127.0.0.1",
		"198.51.100.9\t,\t 10.1.2.3 , ": "address=198.51.100.9",
	} {
		before := len(s.log.String())
		s.browser(t).login("viewer", "wrong password", "X-Forwarded-For", header)
		if line := s.log.String()[before:]; !strings.Contains(line, want) {
			t.Errorf("X-Forwarded-For %q: %s", header, line)
		}
	}
}
