package simulate

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"overlord/store/fault"
)

// evening is when the tests' worlds begin.
var evening = time.Date(2026, 5, 4, 18, 0, 0, 0, time.UTC)

func mustWorld(tb testing.TB, cfg Config) *World {
	tb.Helper()
	w, err := NewWorld(cfg)
	if err != nil {
		tb.Fatal(err)
	}
	return w
}

// play steps a world for a length of life and hands every event to see.
func play(w *World, life time.Duration, see func(step int, e Event)) {
	for step := range int(life / w.Tick()) {
		for _, e := range w.Step(evening.Add(time.Duration(step+1) * w.Tick())) {
			see(step, e)
		}
	}
}

// transcript is all that a world's clients send, one line an event.
func transcript(w *World, life time.Duration) []string {
	var all []string
	play(w, life, func(step int, e Event) {
		all = append(all, fmt.Sprintf("%d %d %v %s %+v", step, e.Wire, e.Odd, e.Frame, e.Fact))
	})
	return all
}

// firstDifference describes where two transcripts part.
func firstDifference(a, b []string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("event %d:\n%s\n%s", i, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d and %d events", len(a), len(b))
}

func TestSameSeedSameEvents(t *testing.T) {
	t.Parallel()
	cfg := Config{Clients: 30, Rate: 2 * time.Second, Seed: 7, Old: 0.5, Start: evening}
	first := transcript(mustWorld(t, cfg), 4*time.Minute)
	second := transcript(mustWorld(t, cfg), 4*time.Minute)
	if len(first) < 5000 {
		t.Errorf("only %d events in four minutes", len(first))
	}
	if !slices.Equal(first, second) {
		t.Error(firstDifference(first, second))
	}
}

func TestWhatChangesTheEvents(t *testing.T) {
	t.Parallel()
	cfg := Config{Clients: 10, Rate: 2 * time.Second, Seed: 7, Start: evening}
	base := transcript(mustWorld(t, cfg), time.Minute)
	for name, change := range map[string]func(*Config){
		"the seed":    func(c *Config) { c.Seed++ },
		"the clients": func(c *Config) { c.Clients++ },
		"the rate":    func(c *Config) { c.Rate = time.Second },
		"the start":   func(c *Config) { c.Start = c.Start.Add(time.Hour) },
	} {
		other := cfg
		change(&other)
		if slices.Equal(base, transcript(mustWorld(t, other), time.Minute)) {
			t.Errorf("%s changes nothing", name)
		}
	}
}

// Two runs with one seed must not claim each other's sessions: the second run's
// kills would be taken for old ones. All else stays the same.
func TestStartOnlyNamesSessions(t *testing.T) {
	t.Parallel()
	cfg := Config{Clients: 10, Rate: 2 * time.Second, Seed: 7, Start: evening}
	later := cfg
	later.Start = evening.Add(time.Hour)
	a, b := facts(mustWorld(t, cfg), 3*time.Minute), facts(mustWorld(t, later), 3*time.Minute)
	if len(a) != len(b) {
		t.Fatalf("%d and %d events", len(a), len(b))
	}
	sessions := 0
	for i := range a {
		if a[i].Session != "" && a[i].Session == b[i].Session {
			sessions++
		}
		a[i].Session, b[i].Session = "", ""
		if a[i] != b[i] {
			t.Fatalf("event %d: %+v and %+v", i, a[i], b[i])
		}
	}
	if sessions > 0 {
		t.Errorf("%d events carry the same session", sessions)
	}
}

func facts(w *World, life time.Duration) []Fact {
	var all []Fact
	play(w, life, func(_ int, e Event) { all = append(all, e.Fact) })
	return all
}

// A client's events do not depend on when the others are stepped.
func TestClientsAreIndependent(t *testing.T) {
	t.Parallel()
	cfg := Config{Clients: 20, Rate: 2 * time.Second, Seed: 3, Old: 0.3, Start: evening}
	together, alone := mustWorld(t, cfg), mustWorld(t, cfg)
	want := make([][]byte, cfg.Clients)
	for step := range 300 {
		for i, c := range together.Clients() {
			for _, e := range c.Step(evening.Add(time.Duration(step) * time.Second)) {
				want[i] = append(want[i], e.Frame...)
			}
		}
	}
	for i := cfg.Clients - 1; i >= 0; i-- {
		var got []byte
		for step := range 300 {
			for _, e := range alone.Clients()[i].Step(evening.Add(time.Duration(step) * time.Second)) {
				got = append(got, e.Frame...)
			}
		}
		if !bytes.Equal(got, want[i]) {
			t.Errorf("%v sends something else when stepped alone", alone.Clients()[i])
		}
	}
}

func TestConfigValidate(t *testing.T) {
	t.Parallel()
	good := Config{Clients: 60, Rate: 2 * time.Second, Old: 0.2}
	if err := good.Validate(); err != nil {
		t.Errorf("%+v: %v", good, err)
	}
	for _, c := range []Config{
		{Clients: 0, Rate: time.Second}, {Clients: MaxClients + 1, Rate: time.Second}, {Clients: -1},
		{Clients: 1, Rate: -time.Second}, {Clients: 1, Rate: time.Millisecond}, {Clients: 1, Rate: time.Hour},
		{Clients: 1, Only: []string{"telemtry"}}, {Clients: 1, Only: []string{"telemetry", "x*"}},
		{Clients: 1, Old: -0.1}, {Clients: 1, Old: 1.1}, {Clients: 1, Old: math.NaN()},
	} {
		if _, err := NewWorld(c); fault.CodeOf(err) != fault.Invalid {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestStepLength(t *testing.T) {
	t.Parallel()
	for rate, want := range map[time.Duration]time.Duration{
		0:                       2 * time.Second,
		2 * time.Second:         time.Second,
		1500 * time.Millisecond: 750 * time.Millisecond,
		time.Second:             time.Second,
		100 * time.Millisecond:  100 * time.Millisecond,
		30 * time.Second:        time.Second,
	} {
		if got := stepLength(rate); got != want {
			t.Errorf("rate %v: step %v, want %v", rate, got, want)
		}
	}
}

func TestTelemetryKeepsItsRate(t *testing.T) {
	t.Parallel()
	for _, rate := range []time.Duration{0, 100 * time.Millisecond, 1500 * time.Millisecond, 2 * time.Second, 7 * time.Second} {
		w := mustWorld(t, Config{Clients: 1, Rate: rate, Seed: 2, Start: evening})
		reports := 0
		play(w, 100*time.Second, func(_ int, e Event) {
			if e.Type == "telemetry" {
				reports++
			}
		})
		every := cmp.Or(rate, 2*time.Second)
		least, most := int(98*time.Second/every), int(100*time.Second/every)+1 // the login comes within the first second
		if reports < least || reports > most {
			t.Errorf("rate %v: %d reports in 100 s, want %d to %d", rate, reports, least, most)
		}
	}
}

func TestRegisterComesFirst(t *testing.T) {
	t.Parallel()
	w := mustWorld(t, Config{Clients: 60, Rate: 2 * time.Second, Seed: 1, Old: 0.3, Start: evening})
	said := map[string][]string{}
	play(w, time.Minute, func(_ int, e Event) {
		if !e.Odd {
			said[e.Character] = append(said[e.Character], e.Type)
		}
	})
	if len(said) < 55 {
		t.Errorf("only %d characters said anything in the first minute", len(said))
	}
	for name, types := range said {
		if types[0] != "register" || !slices.Contains(types[:min(len(types), 9)], "character_stats") || !slices.Contains(types, "telemetry") {
			t.Errorf("%s begins with %v", name, types[:min(len(types), 9)])
		}
	}
}

// An evening shows everything that a plugin can send, and everything that the
// issue asks to be seen.
func TestAnEveningShowsEverything(t *testing.T) {
	t.Parallel()
	w := mustWorld(t, Config{Clients: 60, Rate: 30 * time.Second, Seed: 1, Old: 0.25, Start: evening})
	families, states, channels := map[string]int{}, map[string]int{}, map[string]int{}
	logins := map[string]int{}
	model := NewModel()
	play(w, 25*time.Minute, func(_ int, e Event) {
		if e.Odd {
			families["odd"]++
			return
		}
		families[e.Type]++
		model.Apply(e.Fact)
		switch e.Type {
		case "register":
			logins[e.Character]++
		case "telemetry":
			states[textMember(e.Frame, "vt_state")]++
		case "chat":
			channels[textMember(e.Frame, "channel")]++
		}
	})
	for _, family := range slices.Concat(storedFamilies, itemFamilies, otherFamilies, []string{"register", "odd"}) {
		if families[family] == 0 {
			t.Errorf("no %s", family)
		}
	}
	for _, state := range []string{fighting, moving, standing} {
		if states[state] < 100 {
			t.Errorf("%d reports say %s", states[state], state)
		}
	}
	for _, channel := range []string{"Allegiance", "Fellowship", "Tell", ""} {
		if channels[channel] == 0 {
			t.Errorf("nothing was said in %q", channel)
		}
	}
	if again := slices.Max(slices.Collect(mapValues(logins))); again < 2 {
		t.Error("nobody logged off and on")
	}
	if len(model.Deaths) < 2 || model.RareRows() < 2 || len(model.Portals) < 10 {
		t.Errorf("%d deaths, %d rares, %d portals", len(model.Deaths), model.RareRows(), len(model.Portals))
	}
}

func mapValues[K comparable, V any](m map[K]V) func(func(V) bool) {
	return func(yield func(V) bool) {
		for _, v := range m {
			if !yield(v) {
				return
			}
		}
	}
}

// textMember is a text member of a frame, or "".
func textMember(frame []byte, name string) string {
	_, rest, ok := strings.Cut(string(frame), `"`+name+`":"`)
	if !ok {
		return ""
	}
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

func TestTwoThousandClients(t *testing.T) {
	t.Parallel()
	w := mustWorld(t, Config{Clients: MaxClients, Rate: 10 * time.Second, Seed: 1, Old: 0.2, Only: []string{"telemetry"}, Start: evening})
	names := map[string]bool{}
	for _, p := range w.cast.everyone {
		if names[p.name] {
			t.Errorf("two are called %s", p.name)
		}
		names[p.name] = true
		if len(p.name) > 32 || strings.TrimSpace(p.name) != p.name || p.name == "" {
			t.Errorf("nobody in Dereth is called %q", p.name)
		}
	}
	if len(names) < MaxClients {
		t.Errorf("%d characters", len(names))
	}
	online := map[string]bool{}
	play(w, 22*time.Second, func(_ int, e Event) { online[e.Character] = true })
	if len(online) < MaxClients*9/10 {
		t.Errorf("%d characters came online within 22 s", len(online))
	}
}
