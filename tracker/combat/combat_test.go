package combat

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func mustParse(tb testing.TB, text string) Report {
	tb.Helper()
	r, err := Parse([]byte(text))
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

func TestReplace(t *testing.T) {
	cases := []struct {
		name                    string
		lifetime, before, after string
		want                    string
		exact                   bool
	}{
		{"a first session is the lifetime", `null`, `null`, `{"total_kills":3}`, `{"total_kills":3}`, true},
		{"a later report adds what it has more", `{"total_kills":10}`, `{"total_kills":3}`, `{"total_kills":5}`, `{"total_kills":12}`, true},
		{"maxima are compared, not added", `{"max_crit_damage":90}`, `null`, `{"max_crit_damage":70}`, `{"max_crit_damage":90}`, true},
		{"a maximum may rise", `{"max_crit_damage":90}`, `{"max_crit_damage":70}`, `{"max_crit_damage":95}`, `{"max_crit_damage":95}`, true},
		{"a fallen maximum that was the lifetime's", `{"max_x":90}`, `{"max_x":90}`, `{"max_x":10}`, `{"max_x":90}`, false},
		{"a fallen maximum below the lifetime's", `{"max_x":90}`, `{"max_x":80}`, `{"max_x":10}`, `{"max_x":90}`, true},
		{"monsters side by side", `{"monsters":{"Drudge":{"kill_count":4}}}`, `null`, `{"monsters":{"Olthoi":{"kill_count":1}}}`,
			`{"monsters":{"Drudge":{"kill_count":4},"Olthoi":{"kill_count":1}}}`, true},
		{"elements within attack types", `{"offense":{"missile":{"fire":{"crits":2}}}}`, `{"offense":{"missile":{"fire":{"crits":1}}}}`,
			`{"offense":{"missile":{"fire":{"crits":4},"acid":{"crits":1}}}}`, `{"offense":{"missile":{"fire":{"crits":5},"acid":{"crits":1}}}}`, true},
		{"names stand", `{"name":"old"}`, `{"name":"old"}`, `{"name":"new"}`, `{"name":"new"}`, true},
		{"a member that is gone is taken back", `{"crits":7}`, `{"crits":3}`, `{}`, `{"crits":4}`, true},
		{"a monster that is gone is taken back", `{"monsters":{"Drudge":{"kill_count":4}}}`, `{"monsters":{"Drudge":{"kill_count":4}}}`, `{}`,
			`{"monsters":{"Drudge":{"kill_count":0}}}`, true},
		{"a number that became an object", `{"x":5}`, `{"x":5}`, `{"x":{"y":1}}`, `{"x":{"y":1}}`, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, exact := Replace(mustParse(t, c.lifetime), mustParse(t, c.before), mustParse(t, c.after))
			if want := mustParse(t, c.want); !reflect.DeepEqual(got, want) || exact != c.exact {
				t.Errorf("lifetime %v, exact %v; want %v, %v", got, exact, want, c.exact)
			}
		})
	}
}

func TestParseRefusesWhatIsNoObject(t *testing.T) {
	for _, text := range []string{`[1]`, `7`, `"x"`, `{`, ``} {
		if _, err := Parse([]byte(text)); err == nil {
			t.Errorf("Parse(%q) took it", text)
		}
	}
}

func TestTheContractsExampleSurvives(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "event", "testdata", "events", "combat_stats.json"))
	if err != nil {
		t.Fatal(err)
	}
	session := object(mustParse(t, string(text))["session"])
	if len(session) == 0 {
		t.Fatal("the example has no session")
	}
	once := Sum(session)
	if !reflect.DeepEqual(once, session) {
		t.Errorf("the lifetime of one session is not that session: %v", once)
	}
	twice := Sum(session, session)
	if got, want := twice["total_kills"], 2*session["total_kills"].(float64); got != want {
		t.Errorf("kills of two such sessions: %v, want %v", got, want)
	}
}

// reports draws reports of one shape with integers only, as plugins send them.
func reports() *rapid.Generator[Report] {
	return rapid.Custom(func(t *rapid.T) Report {
		r := Report{}
		for _, name := range []string{"total_kills", "max_damage", "duration_seconds"} {
			if rapid.Bool().Draw(t, "has "+name) {
				r[name] = float64(rapid.IntRange(0, 1000).Draw(t, name))
			}
		}
		monsters := map[string]any{}
		for _, name := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"Drudge", "Olthoi", "Tusker"}), rapid.ID).Draw(t, "monsters") {
			monsters[name] = map[string]any{"kill_count": float64(rapid.IntRange(0, 50).Draw(t, "kills")), "max_crit_damage": float64(rapid.IntRange(0, 50).Draw(t, "max"))}
		}
		if len(monsters) > 0 {
			r["monsters"] = monsters
		}
		return r
	})
}

// Replacing reports one after the other comes to the same lifetime as summing
// up the last report of each session, as long as it says that it is exact.
func TestReplaceAgreesWithSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		last := map[string]Report{}
		var lifetime Report
		for range rapid.IntRange(1, 12).Draw(t, "reports") {
			session := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "session")
			next := reports().Draw(t, "report")
			sum, exact := Replace(lifetime, last[session], next)
			last[session] = next
			anew := Sum(slices.Collect(maps.Values(last))...)
			if !exact {
				sum = anew
			}
			if a, b := withoutZeros(sum), withoutZeros(anew); !reflect.DeepEqual(a, b) {
				t.Fatalf("replaced: %v\nsummed:   %v", a, b)
			}
			lifetime = sum
		}
	})
}

// withoutZeros leaves out what is zero or empty: a member that a session took
// back is as good as one that never was.
func withoutZeros(r Report) Report {
	out := Report{}
	for name, v := range r {
		switch v := v.(type) {
		case map[string]any:
			if inner := withoutZeros(v); len(inner) > 0 {
				out[name] = inner
			}
		case float64:
			if v != 0 {
				out[name] = v
			}
		default:
			out[name] = v
		}
	}
	return out
}

func TestReplaceLeavesItsArgumentsAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lifetime, before, after := reports().Draw(t, "lifetime"), reports().Draw(t, "before"), reports().Draw(t, "after")
		texts := func() (out [3]string) {
			for i, r := range []Report{lifetime, before, after} {
				b, err := r.JSON()
				if err != nil {
					t.Fatal(err)
				}
				out[i] = string(b)
			}
			return out
		}
		was := texts()
		Replace(lifetime, before, after)
		if is := texts(); is != was {
			t.Fatalf("changed: %v → %v", was, is)
		}
	})
}
