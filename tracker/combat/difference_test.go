package combat

import (
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

func TestDifference(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ lifetime, sum, want string }{
		{`{"kills":10}`, `{"kills":4}`, `{"kills":6}`},
		{`{"kills":10}`, `{"kills":12}`, `null`},
		{`{"max_hit":10}`, `{"max_hit":4}`, `{"max_hit":10}`},
		{`{"max_hit":10}`, `{"max_hit":10}`, `null`},
		{`{"by":{"Drudge":{"kills":5,"max_hit":1},"Mite":{"kills":1}}}`, `{"by":{"Drudge":{"kills":2,"max_hit":3},"Mite":{"kills":1}}}`, `{"by":{"Drudge":{"kills":3}}}`},
		{`{"kills":3,"by":{}}`, `null`, `{"kills":3}`},
		{`{"weapon":"bow","kills":1}`, `{"kills":1}`, `{"weapon":"bow"}`},
		{`{"weapon":"bow","kills":1}`, `{"kills":1,"weapon":"axe"}`, `null`},
		{`null`, `{"kills":1}`, `null`},
	} {
		if got := Difference(mustParse(t, c.lifetime), mustParse(t, c.sum)); !reflect.DeepEqual(got, mustParse(t, c.want)) {
			t.Errorf("%s beyond %s: %v, want %s", c.lifetime, c.sum, got, c.want)
		}
	}
}

// With the difference as a session of its own the lifetime is the sum of its
// sessions, and nothing of the adopted one is lost.
func TestTheDifferenceMakesTheLifetimeTheSum(t *testing.T) {
	t.Parallel()
	report := rapid.Custom(func(t *rapid.T) Report {
		r := Report{}
		for _, name := range []string{"kills", "max_hit"} {
			if rapid.Bool().Draw(t, "has "+name) {
				r[name] = float64(rapid.IntRange(0, 1000).Draw(t, name))
			}
			r["by"] = map[string]any{"Drudge": map[string]any{name: float64(rapid.IntRange(0, 50).Draw(t, "of drudges"))}}
		}
		return r
	})
	rapid.Check(t, func(t *rapid.T) {
		lifetime := report.Draw(t, "lifetime")
		sessions := rapid.SliceOfN(report, 0, 4).Draw(t, "sessions")
		sum := Sum(sessions...)
		whole := Sum(append(sessions, Difference(lifetime, sum))...)
		atLeast(t, whole, lifetime)
		atLeast(t, whole, sum)
		if again := Difference(lifetime, whole); again != nil {
			t.Errorf("there is still a difference: %v", again)
		}
	})
}

func atLeast(t *rapid.T, whole, lower map[string]any) {
	for name, v := range lower {
		switch v := v.(type) {
		case map[string]any:
			inner, _ := whole[name].(map[string]any)
			if inner == nil && len(v) > 0 && !allZero(v) {
				t.Errorf("%s is lost", name)
			}
			atLeast(t, inner, v)
		case float64:
			if n, _ := whole[name].(float64); n < v-math.Abs(v)*1e-12 {
				t.Errorf("%s is %v, at least %v was wanted", name, n, v)
			}
		}
	}
}

func allZero(m map[string]any) bool {
	for _, v := range m {
		if inner, ok := v.(map[string]any); ok && !allZero(inner) {
			return false
		}
		if n, ok := v.(float64); ok && n != 0 {
			return false
		}
	}
	return true
}
