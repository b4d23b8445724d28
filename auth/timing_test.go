package auth

import (
	"net/http"
	"testing"
	"time"
)

// Nobody learns from the time an answer takes whether a name is a user's. Wrong
// passwords and unknown names are tried in turn, so that whatever else the machine
// does meets both alike; then the chance that one of the first takes longer than
// one of the second is a half, give or take. A server that forgets to hash for
// unknown names would be at one. A machine that is very uneven gets three tries.
func TestUnknownNamesTakeAsLongAsWrongPasswords(t *testing.T) {
	t.Parallel()
	const pairs, most = 60, 0.3 // five and a half standard deviations of chance
	s := MustSite(t, func(_ *Settings, o *Options) { o.HashCost = 8 })
	b := s.browser(t)
	took := func(name string) time.Duration {
		start := time.Now()
		b.login(name, "wrong password").wants(t, http.StatusUnauthorized, "unauthenticated")
		return time.Since(start)
	}
	took("viewer")
	took("no such user")
	var bias float64
	for range 3 {
		var known, unknown []time.Duration
		for i := range pairs {
			if i%2 == 0 {
				known = append(known, took("viewer"))
			}
			unknown = append(unknown, took("no such user"))
			if i%2 == 1 {
				known = append(known, took("viewer"))
			}
		}
		if bias = longer(known, unknown) - 0.5; bias < most && bias > -most {
			return
		}
	}
	t.Errorf("a wrong password takes longer than an unknown name with the chance %.2f", 0.5+bias)
}

// longer is the share of pairs of which the first takes longer (Mann and Whitney's
// U over the number of pairs).
func longer(a, b []time.Duration) float64 {
	won := 0.0
	for _, x := range a {
		for _, y := range b {
			switch {
			case x > y:
				won++
			case x == y:
				won += 0.5
			}
		}
	}
	return won / float64(len(a)*len(b))
}

func TestLonger(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b []time.Duration
		want float64
	}{{[]time.Duration{3, 4}, []time.Duration{1, 2}, 1}, {[]time.Duration{1, 2}, []time.Duration{3, 4}, 0}, {[]time.Duration{1, 4}, []time.Duration{2, 3}, 0.5}, {[]time.Duration{1}, []time.Duration{1}, 0.5}} {
		if got := longer(c.a, c.b); got != c.want {
			t.Errorf("%v and %v: %g", c.a, c.b, got)
		}
	}
}
