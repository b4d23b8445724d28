package webtest

import (
	"testing"
)

// failures hears what a test would say, and goes on.
type failures struct {
	testing.TB
	said int
}

func (f *failures) Helper()               {}
func (f *failures) Errorf(string, ...any) { f.said++ }

func TestWhatIsNotDescribedFails(t *testing.T) {
	t.Parallel()
	version := map[string]any{"version": "1", "commit": "a", "go": "go1"}
	cases := []struct {
		what, method, target string
		status               int
		body                 any
		fails                bool
	}{
		{"as it is", "GET", "/api-version", 200, version, false},
		{"with a query", "GET", "/api-version?_=1", 200, version, false},
		{"a member that nobody knows", "GET", "/api-version", 200, map[string]any{"version": "1", "commit": "a", "go": "go1", "new": 1}, true},
		{"a member that is missing", "GET", "/api-version", 200, map[string]any{"version": "1"}, true},
		{"of another type", "GET", "/api-version", 200, map[string]any{"version": 1.0, "commit": "a", "go": "go1"}, true},
		{"another status", "GET", "/live", 201, map[string]any{"players": []any{}}, true},
		{"another method", "POST", "/api-version", 200, version, true},
		{"no such route", "GET", "/nowhere", 200, version, true},
		{"a path that is broken", "GET", "/stats/%zz", 400, nil, false},
	}
	for _, c := range cases {
		f := &failures{TB: t}
		AsDescribed(f, c.method, c.target, c.status, c.body)
		if (f.said > 0) != c.fails {
			t.Errorf("%s: %d failures", c.what, f.said)
		}
	}
	f := &failures{TB: t}
	Fits(f, "a status", "GameStatus", map[string]any{"status": "up"})
	if f.said == 0 {
		t.Error("a status without its other members fits")
	}
}
