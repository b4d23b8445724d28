package api

import (
	"math"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"overlord/store/fault"
)

func MustQuery(tb testing.TB, raw string, allowed ...string) Query {
	tb.Helper()
	r := httptest.NewRequest("GET", "/", nil)
	r.URL.RawQuery = raw
	q, err := ParseQuery(r, allowed...)
	if err != nil {
		tb.Fatalf("ParseQuery(%q): %v", raw, err)
	}
	return q
}

func TestAnUnknownParameterIsToldTheNearestName(t *testing.T) {
	t.Parallel()
	allowed := []string{"from", "to", "character", "limit", "cursor"}
	cases := []struct{ raw, field, message string }{
		{"limt=5", "limt", `unknown parameter "limt"; the nearest is "limit"`},
		{"Limit=5", "Limit", `unknown parameter "Limit"; the nearest is "limit"`},
		{"form=x", "form", `unknown parameter "form"; the nearest is "from"`},
		{"charcter=x&limit=5", "charcter", `unknown parameter "charcter"; the nearest is "character"`},
		{"zz=1&aa=1", "aa", `unknown parameter "aa"; the nearest is "to"`},
	}
	for _, c := range cases {
		r := httptest.NewRequest("GET", "/?"+c.raw, nil)
		_, err := ParseQuery(r, allowed...)
		if f := fault.Of(err); f.Code != fault.Invalid || f.Field != c.field || f.Message != c.message+" (taken here: from, to, character, limit, cursor)" {
			t.Errorf("%s: %v (field %q), want %s", c.raw, err, f.Field, c.message)
		}
	}
	if _, err := ParseQuery(httptest.NewRequest("GET", "/?a=1", nil)); err == nil || !strings.Contains(err.Error(), "none is taken here") {
		t.Errorf("a route without parameters says %v", err)
	}
	if _, err := ParseQuery(httptest.NewRequest("GET", "/?_=171", nil)); err != nil {
		t.Errorf("the cache breaker is refused: %v", err)
	}
}

func TestSplitQueryReturnsWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	q, unknown, err := SplitQuery(httptest.NewRequest("GET", "/?limit=5&z=1&a=&_=9", nil), "limit")
	if err != nil || !reflect.DeepEqual(unknown, []string{"a", "z"}) || q.Int("limit", 1, 1, 10) != 5 {
		t.Errorf("unknown %v, %v", unknown, err)
	}
}

func TestQueriesThatNoParameterCanMean(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{"a=%zz", "a=1;b=2", "a=%ff", "a=x%00y", "a=" + strings.Repeat("x", maxValue+1)} {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.RawQuery = raw
		if _, err := ParseQuery(r, "a", "b"); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("%.20q: %v", raw, err)
		}
	}
}

func TestGettersRead(t *testing.T) {
	t.Parallel()
	q := MustQuery(t, "s=hello&e=Asc&i=-7&f=1.5&b=ON&t=2026-01-31T19:00:00%2B01:00&u=2026-01-31T19:00:00+01:00&d=7d12h&l=a&l=&l=b&n=",
		"s", "e", "i", "f", "b", "t", "u", "d", "l", "n", "absent")
	evening := time.Date(2026, 1, 31, 18, 0, 0, 0, time.UTC)
	got := []any{
		q.String("s", "x"), q.String("absent", "x"), q.String("n", "x"),
		q.Enum("e", "desc", "asc", "desc"), q.Enum("absent", "desc", "asc", "desc"),
		q.Int("i", 1, -10, 10), q.Int("absent", 1, -10, 10),
		q.Float("f", 1, 0, 2), q.Float("absent", 1, 0, 2),
		q.Bool("b", false), q.Bool("absent", true),
		q.Time("t", evening), q.Time("u", time.Time{}), q.Time("absent", time.Time{}),
		q.Duration("d", time.Hour, 0, 30*day), q.Duration("absent", time.Hour, 0, 30*day),
		q.List("l", 5), len(q.List("absent", 5)),
		q.Has("s"), q.Has("n"), q.Has("absent"),
	}
	want := []any{
		"hello", "x", "x", "asc", "desc", -7, 1, 1.5, 1.0, true, true,
		evening, evening, time.Time{}, 7*day + 12*time.Hour, time.Hour,
		[]string{"a", "b"}, 0, true, false, false,
	}
	if q.Err() != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v (%v)\nwant %v", got, q.Err(), want)
	}
}

func TestGettersRefuse(t *testing.T) {
	t.Parallel()
	cases := []struct {
		raw, message string
		get          func(Query)
	}{
		{"a=1&a=2", "a is given 2 times; at most 1 are taken", func(q Query) { q.String("a", "") }},
		{"a=ascending", `a is "ascending"; it wants one of asc, desc (the nearest is "asc")`, func(q Query) { q.Enum("a", "asc", "asc", "desc") }},
		{"a=0", `a is "0"; it wants a whole number from 1 to 500`, func(q Query) { q.Int("a", 5, 1, 500) }},
		{"a=501", `a is "501"; it wants a whole number from 1 to 500`, func(q Query) { q.Int("a", 5, 1, 500) }},
		{"a=1.5", `a is "1.5"; it wants a whole number from 1 to 500`, func(q Query) { q.Int("a", 5, 1, 500) }},
		{"a=99999999999999999999", `a is "99999999999999999999"; it wants a whole number from 1 to 500`, func(q Query) { q.Int("a", 5, 1, 500) }},
		{"a=nan", `a is "nan"; it wants a number from 0 to 1`, func(q Query) { q.Float("a", 0, 0, 1) }},
		{"a=inf", `a is "inf"; it wants a number from 0 to 1`, func(q Query) { q.Float("a", 0, 0, 1) }},
		{"a=maybe", `a is "maybe"; it wants true or false`, func(q Query) { q.Bool("a", true) }},
		{"a=yesterday", `a is "yesterday"; it wants a time such as 2026-01-31T18:00:00Z`, func(q Query) { q.Time("a", time.Time{}) }},
		{"a=0000-01-01T00:00:00Z", `a is "0000-01-01T00:00:00Z"; it wants a time such as 2026-01-31T18:00:00Z`, func(q Query) { q.Time("a", time.Time{}) }},
		{"a=5", `a is "5"; it wants a duration from 1m to 7d, such as 30s, 5m, 24h or 7d`, func(q Query) { q.Duration("a", 0, time.Minute, 7*day) }},
		{"a=8d", `a is "8d"; it wants a duration from 1m to 7d, such as 30s, 5m, 24h or 7d`, func(q Query) { q.Duration("a", 0, time.Minute, 7*day) }},
		{"a=1&a=2&a=3", "a is given 3 times; at most 2 are taken", func(q Query) { q.List("a", 2) }},
	}
	for _, c := range cases {
		t.Run(c.message, func(t *testing.T) {
			q := MustQuery(t, c.raw, "a")
			c.get(q)
			if f := fault.Of(q.Err()); f.Code != fault.Invalid || f.Field != "a" || f.Message != c.message {
				t.Errorf("%s: %s (field %q)\nwant %s", c.raw, f.Message, f.Field, c.message)
			}
		})
	}
}

func TestTheFirstFailureStays(t *testing.T) {
	t.Parallel()
	q := MustQuery(t, "a=x&b=y", "a", "b")
	q.Int("a", 0, 0, 1)
	q.Int("b", 0, 0, 1)
	if f := fault.Of(q.Err()); f.Field != "a" {
		t.Errorf("failure %v", q.Err())
	}
}

func TestAGetterOfAnUndeclaredParameterIsOurFailure(t *testing.T) {
	t.Parallel()
	q := MustQuery(t, "", "a")
	q.String("b", "")
	if fault.CodeOf(q.Err()) != fault.Internal {
		t.Errorf("failure %v", q.Err())
	}
}

func FuzzParseQuery(f *testing.F) {
	for _, s := range []string{"a=1", "a=%00", "a=1;b", "=", "&&&", "a=1&a=2", "%61=1", "a=+1", "_=1", "a=\xff", "limit=%"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.RawQuery = raw
		q, err := ParseQuery(r, "a", "b")
		if err != nil {
			if fault.CodeOf(err) != fault.Invalid {
				t.Errorf("%q: %v", raw, err)
			}
			return
		}
		if n := q.Int("a", 3, 0, 9); n < 0 || n > 9 {
			t.Errorf("%q: %d is out of its bounds", raw, n)
		}
		if x := q.Float("b", 3, 0, 9); !(x >= 0 && x <= 9) {
			t.Errorf("%q: %g is out of its bounds", raw, x)
		}
		if s := q.String("b", ""); strings.ContainsRune(s, 0) {
			t.Errorf("%q: a NUL came through", raw)
		}
		if values, _ := url.ParseQuery(raw); q.Err() == nil && len(values["a"]) > 1 && values["a"][0] != "" && values["a"][1] != "" {
			t.Errorf("%q: a doubled parameter came through", raw)
		}
	})
}

func TestDurations(t *testing.T) {
	t.Parallel()
	good := map[string]time.Duration{
		"0": 0, "30s": 30 * time.Second, "1h30m": 90 * time.Minute, "7d": 7 * day, "1.5d": 36 * time.Hour,
		"7d12h": 7*day + 12*time.Hour, "-1d": -day, "250ms": 250 * time.Millisecond, "0d": 0,
	}
	for s, want := range good {
		if got, err := ParseDuration(s); err != nil || got != want {
			t.Errorf("ParseDuration(%q) = %v, %v, want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "d", "7", "7 d", "d7", "7d-1h", "7d+1h", "7dd", "-1d1h", "1e99d", "nand", "infd", "7d12", "106751d23h59m", "week"} {
		if got, err := ParseDuration(s); err == nil {
			t.Errorf("ParseDuration(%q) = %v, want an error", s, got)
		}
	}
	short := map[time.Duration]string{
		0: "0s", time.Second: "1s", 10 * time.Minute: "10m", time.Hour: "1h", 90 * time.Minute: "1h30m", 20 * time.Hour: "20h",
		7 * day: "7d", 36 * time.Hour: "1d12h", day + time.Second: "1d1s", 250 * time.Millisecond: "250ms", -time.Second: "-1s", math.MaxInt64: "106751d23h47m16.854775807s",
	}
	for d, want := range short {
		if got := FormatDuration(d); got != want {
			t.Errorf("FormatDuration(%d) = %q, want %q", d, got, want)
		}
		if back, err := ParseDuration(want); err != nil || back != d {
			t.Errorf("%q reads back as %v, %v", want, back, err)
		}
	}
}
