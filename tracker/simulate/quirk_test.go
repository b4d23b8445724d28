package simulate

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
)

// withQuirk is a world whose single character plays an old plugin with one habit,
// and is a hunter.
func withQuirk(tb testing.TB, q Quirk) *World {
	tb.Helper()
	for n, one := range Quirks() {
		if one != q {
			continue
		}
		w := mustWorld(tb, Config{Clients: 1, Rate: 2 * time.Second, Seed: uint64(n), Start: evening})
		c := w.clients[0].characters[0]
		p := c.persona
		p.quirks = q
		w.clients[0].characters[0] = newCharacter(w, p, &w.clients[0].out)
		return w
	}
	tb.Fatalf("%v is no single habit", q)
	return nil
}

// sentBy is what a world sends in some minutes, register and telemetry and all.
func sentBy(w *World, life time.Duration) []Event {
	var all []Event
	play(w, life, func(_ int, e Event) { all = append(all, e) })
	return all
}

func ofType(events []Event, kind string) []Event {
	var some []Event
	for _, e := range events {
		if e.Type == kind && !e.Odd {
			some = append(some, e)
		}
	}
	return some
}

// member is a member of a frame's outermost object, or nil.
func member(tb testing.TB, e Event, name string) any {
	tb.Helper()
	var m map[string]any
	if err := json.Unmarshal(e.Frame, &m); err != nil {
		tb.Fatalf("%v: %s", err, e.Frame)
	}
	return m[name]
}

func TestEveryHabitIsPlayed(t *testing.T) {
	t.Parallel()
	w := mustWorld(t, Config{Clients: 60, Rate: 2 * time.Second, Seed: 1, Old: 0.25, Start: evening})
	count := map[Quirk]int{}
	today := 0
	for _, p := range w.cast.everyone {
		for _, q := range Quirks() {
			if p.quirks.Has(q) {
				count[q]++
			}
		}
		if p.quirks == 0 {
			today++
		}
	}
	for _, q := range Quirks() {
		if count[q] == 0 {
			t.Errorf("nobody plays %v", q)
		}
	}
	if today < 40 {
		t.Errorf("only %d play today's plugin", today)
	}
	for _, p := range mustWorld(t, Config{Clients: 60, Seed: 1}).cast.everyone {
		if p.quirks != 0 {
			t.Errorf("%s plays %v, without a share of old plugins", p.name, p.quirks)
		}
	}
}

func TestHabitsHaveNames(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, q := range Quirks() {
		if s := q.String(); s == "" || seen[s] || strings.Contains(s, ",") {
			t.Errorf("%d is called %q", q, s)
		}
		seen[q.String()] = true
	}
	if s := (SignedIDs | TwoSockets).String(); s != "signed ids, two sockets" || Quirk(0).String() != "" {
		t.Errorf("two habits are called %q, none %q", s, Quirk(0))
	}
}

func TestSignedIDs(t *testing.T) {
	t.Parallel()
	for quirk, negative := range map[Quirk]bool{SignedIDs: true, PlainChat: false} {
		events := ofType(sentBy(withQuirk(t, quirk), 2*time.Minute), "equipment_cantrip_state")
		if len(events) == 0 {
			t.Fatal("no pieces are worn")
		}
		item := member(t, events[0], "items").([]any)[0].(map[string]any)
		id := item["item_id"].(float64)
		if (id < 0) != negative || int64(uint32(int64(id))) < 1<<31 {
			t.Errorf("%v: id %.0f", quirk, id)
		}
	}
}

func TestLocalAndStringNumbers(t *testing.T) {
	t.Parallel()
	for _, e := range ofType(sentBy(withQuirk(t, StringNumbers), time.Minute), "telemetry") {
		for _, name := range []string{"ew", "ns", "z", "kills", "mem_mb", "mem_handles"} {
			if _, ok := member(t, e, name).(string); !ok {
				t.Fatalf("%s is no string: %s", name, e.Frame)
			}
		}
	}
	for _, e := range ofType(sentBy(withQuirk(t, LocalNumbers), time.Minute), "telemetry") {
		if _, ok := member(t, e, "kills").(string); !ok {
			t.Fatalf("kills is no string: %s", e.Frame)
		}
	}
	for _, e := range ofType(sentBy(withQuirk(t, PlainChat), time.Minute), "telemetry") {
		for _, name := range []string{"kills_per_hour", "deaths", "total_deaths", "prismatic_taper_count"} {
			if _, ok := member(t, e, name).(string); !ok {
				t.Fatalf("today's plugin too sends %s as a string: %s", name, e.Frame)
			}
		}
		if _, ok := member(t, e, "kills").(float64); !ok {
			t.Fatalf("kills is no number: %s", e.Frame)
		}
	}
}

func TestTimestampsOfOldPlugins(t *testing.T) {
	t.Parallel()
	w := withQuirk(t, NoTimestamps)
	for index, sent := range map[int]bool{0: false, 1: true} {
		w.clients[0].characters[0].index = index
		for _, e := range ofType(sentBy(w, 10*time.Second), "telemetry") {
			text, has := member(t, e, "timestamp").(string)
			if _, err := time.Parse(time.RFC3339, text); has != sent || err == nil || !e.Time.IsZero() {
				t.Fatalf("index %d: %s", index, e.Frame)
			}
		}
	}
	for _, e := range ofType(sentBy(withQuirk(t, WrongClock), 10*time.Second), "telemetry") {
		stamp, err := time.Parse(time.RFC3339, member(t, e, "timestamp").(string))
		if ahead := stamp.Sub(evening); err != nil || ahead < 10*time.Minute || !e.Time.IsZero() {
			t.Fatalf("the clock is %v ahead: %s", ahead, e.Frame)
		}
	}
}

func TestReusedSession(t *testing.T) {
	t.Parallel()
	w := withQuirk(t, ReusedSession)
	c := w.clients[0].characters[0]
	w.Step(at(1))
	c.now += time.Second
	first, before := c.id, c.kills
	c.kills += 100
	c.logOff()
	c.now = c.wakes
	c.logIn()
	if c.id != first || c.kills != 0 || before < 0 {
		t.Errorf("session %q with %d kills, then %q with %d", first, before, c.id, c.kills)
	}
	c.quirks = 0
	c.logOff()
	c.logIn()
	if c.id == first || len(c.id) != 36 {
		t.Errorf("today's plugin is in session %q again", c.id)
	}
}

func TestShrinkingSession(t *testing.T) {
	t.Parallel()
	last, shrunk := Fact{}, 0
	for _, e := range ofType(sentBy(withQuirk(t, Shrinking), 20*time.Minute), "telemetry") {
		if e.Session == last.Session && e.Kills < last.Kills {
			shrunk++
		}
		last = e.Fact
	}
	if shrunk == 0 {
		t.Error("kills never fell in 20 minutes")
	}
}

func TestForeignFields(t *testing.T) {
	t.Parallel()
	for _, e := range ofType(sentBy(withQuirk(t, ForeignFields), 20*time.Second), "telemetry") {
		if _, ok := member(t, e, "guild").(map[string]any); !ok {
			t.Fatalf("nothing foreign: %s", e.Frame)
		}
	}
}

func TestRepeatsAndRaresWithoutSession(t *testing.T) {
	t.Parallel()
	w := withQuirk(t, Repeats)
	w.Step(at(1))
	w.Step(at(2))
	c := w.clients[0].characters[0]
	c.findRare()
	first := ofType(*c.out, "rare")
	second := ofType(w.Step(at(3)), "rare")
	if len(first) != 1 || len(second) != 1 || !slices.Equal(first[0].Frame, second[0].Frame) || first[0].Fact != second[0].Fact {
		t.Errorf("first %v, then %v", first, second)
	}
	if len(ofType(w.Step(at(4)), "rare")) != 0 {
		t.Error("the rare came a third time")
	}

	w = withQuirk(t, NoSession)
	w.Step(at(1))
	w.Step(at(2))
	c = w.clients[0].characters[0]
	c.findRare()
	if e := ofType(*c.out, "rare")[0]; e.Session != "" || member(t, e, "session_id") != nil {
		t.Errorf("a session: %s", e.Frame)
	}
}

func TestPlainChat(t *testing.T) {
	t.Parallel()
	for _, e := range ofType(sentBy(withQuirk(t, PlainChat), 5*time.Minute), "chat") {
		text := member(t, e, "text").(string)
		if member(t, e, "channel") != nil {
			t.Fatalf("a channel: %s", e.Frame)
		}
		if strings.Contains(text, "Fellowship") && !strings.HasPrefix(text, "[Fellowship] ") {
			t.Fatalf("the text does not begin with its channel: %s", e.Frame)
		}
	}
}

func TestGarbledFramesAreOdd(t *testing.T) {
	t.Parallel()
	kinds := map[string]bool{}
	for _, e := range sentBy(withQuirk(t, Garbled), 6*time.Minute) {
		if e.Odd {
			kinds[string(e.Frame)] = true
		}
	}
	if len(kinds) != len(garbledFrames) {
		t.Errorf("%d kinds of garbled frames, want %d", len(kinds), len(garbledFrames))
	}
}

func TestTwoSockets(t *testing.T) {
	t.Parallel()
	w := withQuirk(t, TwoSockets)
	wires := map[int]int{}
	for _, e := range sentBy(w, time.Minute) {
		wires[e.Wire]++
	}
	if w.clients[0].Wires() != 2 || wires[0] < 10 || wires[1] < 10 || len(wires) != 2 {
		t.Errorf("%d wires, used %v", w.clients[0].Wires(), wires)
	}
	for wire := range 2 {
		for _, e := range w.clients[0].Register(wire, at(99)) {
			if e.Wire != wire || e.Type != "register" {
				t.Errorf("greets on wire %d: %+v", wire, e)
			}
		}
	}
	if n := withQuirk(t, PlainChat).clients[0].Wires(); n != 1 {
		t.Errorf("today's plugin uses %d wires", n)
	}
}
