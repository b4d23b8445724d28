package simulate

import (
	"maps"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// at is a moment of the tests' evening.
func at(second int) time.Time { return evening.Add(time.Duration(second) * time.Second) }

// tel is a telemetry of Larsa's; deaths below 0 are not said.
func tel(session string, kills int64, deaths int) Fact {
	return Fact{Type: "telemetry", Character: "Larsa", Session: session, Kills: kills, Deaths: deaths}
}

func rare(name, session string, when time.Time) Fact {
	return Fact{Type: "rare", Character: "Larsa", Name: name, Session: session, Time: when}
}

func applied(facts ...Fact) *Model {
	m := NewModel()
	for _, f := range facts {
		m.Apply(f)
	}
	return m
}

// "`session_kills.kills` is a high-water mark: only a value above it adds to
// `char_stats.total_kills`, by the difference; a session not seen before starts
// at 0."
func TestModelKills(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		facts    []Fact
		total    int64
		sessions map[Session]int64
	}{
		"rising":               {[]Fact{tel("a", 3, 0), tel("a", 10, 0)}, 10, map[Session]int64{{"Larsa", "a"}: 10}},
		"already running":      {[]Fact{tel("a", 1284, 0)}, 1284, map[Session]int64{{"Larsa", "a"}: 1284}},
		"shrinking":            {[]Fact{tel("a", 10, 0), tel("a", 4, 0), tel("a", 9, 0)}, 10, map[Session]int64{{"Larsa", "a"}: 10}},
		"shrinking and beyond": {[]Fact{tel("a", 10, 0), tel("a", 0, 0), tel("a", 12, 0)}, 12, map[Session]int64{{"Larsa", "a"}: 12}},
		"two sessions":         {[]Fact{tel("a", 10, 0), tel("b", 4, 0)}, 14, map[Session]int64{{"Larsa", "a"}: 10, {"Larsa", "b"}: 4}},
		"back to an old one":   {[]Fact{tel("a", 10, 0), tel("b", 4, 0), tel("a", 11, 0)}, 15, map[Session]int64{{"Larsa", "a"}: 11, {"Larsa", "b"}: 4}},
		"out of order":         {[]Fact{tel("a", 10, 0), tel("a", 8, 0)}, 10, map[Session]int64{{"Larsa", "a"}: 10}},
		"none":                 {[]Fact{tel("a", 0, 0)}, 0, map[Session]int64{}},
	} {
		m := applied(c.facts...)
		if m.TotalKills["Larsa"] != c.total || !maps.Equal(m.SessionKills, c.sessions) {
			t.Errorf("%s: total %d, want %d; sessions %v, want %v", name, m.TotalKills["Larsa"], c.total, m.SessionKills, c.sessions)
		}
		if m.TelemetryRows["Larsa"] != int64(len(c.facts)) {
			t.Errorf("%s: %d rows", name, m.TelemetryRows["Larsa"])
		}
	}
}

// "`death` (the session's `deaths` rose) … The first telemetry of a session is
// the baseline for deaths."
func TestModelDeaths(t *testing.T) {
	t.Parallel()
	a := Session{"Larsa", "a"}
	for name, c := range map[string]struct {
		facts []Fact
		want  map[Death]bool
	}{
		"the first is the baseline": {[]Fact{tel("a", 0, 2), tel("a", 0, 2)}, map[Death]bool{}},
		"a rise":                    {[]Fact{tel("a", 0, 2), tel("a", 0, 3), tel("a", 0, 3)}, map[Death]bool{{a, 3}: true}},
		"by two, one event":         {[]Fact{tel("a", 0, 0), tel("a", 0, 2)}, map[Death]bool{{a, 2}: true}},
		"down and up again":         {[]Fact{tel("a", 0, 0), tel("a", 0, 1), tel("a", 0, 0), tel("a", 0, 1)}, map[Death]bool{{a, 1}: true}},
		"another session":           {[]Fact{tel("a", 0, 0), tel("b", 0, 4)}, map[Death]bool{}},
		"not said":                  {[]Fact{tel("a", 0, -1), tel("a", 0, 5), tel("a", 0, -1), tel("a", 0, 6)}, map[Death]bool{{a, 6}: true}},
	} {
		if m := applied(c.facts...); !maps.Equal(m.Deaths, c.want) {
			t.Errorf("%s: %v, want %v", name, m.Deaths, c.want)
		}
	}
}

// "It is unique by (character_name, name, timestamp as stored in the log): a
// repeat changes nothing. Without `session_id` it counts for the character's
// latest telemetry session, or for none."
func TestModelRares(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		facts    []Fact
		rows     int64
		sessions map[Session]int64
	}{
		"one":                 {[]Fact{rare("Ring", "a", at(1))}, 1, map[Session]int64{{"Larsa", "a"}: 1}},
		"a repeat":            {[]Fact{rare("Ring", "a", at(1)), rare("Ring", "a", at(1))}, 1, map[Session]int64{{"Larsa", "a"}: 1}},
		"a repeat elsewhere":  {[]Fact{rare("Ring", "a", at(1)), rare("Ring", "b", at(1))}, 1, map[Session]int64{{"Larsa", "a"}: 1}},
		"another time":        {[]Fact{rare("Ring", "a", at(1)), rare("Ring", "a", at(2))}, 2, map[Session]int64{{"Larsa", "a"}: 2}},
		"another name":        {[]Fact{rare("Ring", "a", at(1)), rare("Cap", "a", at(1))}, 2, map[Session]int64{{"Larsa", "a"}: 2}},
		"below a microsecond": {[]Fact{rare("Ring", "a", at(1)), rare("Ring", "a", at(1).Add(300))}, 1, map[Session]int64{{"Larsa", "a"}: 1}},
		"no time, so two":     {[]Fact{rare("Ring", "a", time.Time{}), rare("Ring", "a", time.Time{})}, 2, map[Session]int64{{"Larsa", "a"}: 2}},
		"the latest session":  {[]Fact{tel("a", 0, 0), tel("b", 0, 0), rare("Ring", "", at(1)), tel("a", 0, 0)}, 1, map[Session]int64{{"Larsa", "b"}: 1}},
		"no session at all":   {[]Fact{rare("Ring", "", at(1)), tel("a", 0, 0)}, 1, map[Session]int64{}},
		"a rare's is not the telemetry's": {[]Fact{tel("a", 0, 0), rare("Cap", "b", at(1)), rare("Ring", "", at(2))}, 2,
			map[Session]int64{{"Larsa", "a"}: 1, {"Larsa", "b"}: 1}},
	} {
		m := applied(c.facts...)
		if m.RareRows() != c.rows || m.TotalRares["Larsa"] != c.rows || !maps.Equal(m.SessionRares, c.sessions) {
			t.Errorf("%s: %d rows, %d in all, sessions %v; want %d, %v", name, m.RareRows(), m.TotalRares["Larsa"], m.SessionRares, c.rows, c.sessions)
		}
	}
}

// Another character's sessions and rares are not Larsa's, even by the same name.
func TestModelKeepsCharactersApart(t *testing.T) {
	t.Parallel()
	other := func(f Fact) Fact { f.Character = "Bren"; return f }
	m := applied(tel("a", 5, 0), other(tel("a", 7, 3)), other(tel("a", 7, 4)), rare("Ring", "", at(1)), other(rare("Ring", "", at(1))))
	if m.TotalKills["Larsa"] != 5 || m.TotalKills["Bren"] != 7 || m.RareRows() != 2 || len(m.Deaths) != 1 {
		t.Errorf("%+v", m)
	}
	if m.SessionRares[Session{"Larsa", "a"}] != 1 || m.SessionRares[Session{"Bren", "a"}] != 1 {
		t.Errorf("session rares %v", m.SessionRares)
	}
}

// "unique (portal_name, round(ns::numeric, 1), round(ew::numeric, 1))"; spawns
// are not deduplicated.
func TestModelPortalsAndSpawns(t *testing.T) {
	t.Parallel()
	portal := func(name string, ns, ew float64) Fact {
		return Fact{Type: "portal", Character: "Larsa", Name: name, NS: ns, EW: ew}
	}
	m := applied(
		portal("Mayoi", -61.93, 80.58), portal("Mayoi", -61.86, 80.62), portal("Mayoi", -61.84, 80.6),
		portal("Lin", -61.93, 80.58),
		Fact{Type: "spawn", Character: "Larsa", Name: "Drudge"}, Fact{Type: "spawn", Character: "Larsa", Name: "Drudge"},
		Fact{Type: "vitals", Character: "Larsa"},
	)
	want := map[Portal]bool{{"Mayoi", -619, 806}: true, {"Mayoi", -618, 806}: true, {"Lin", -619, 806}: true}
	if !maps.Equal(m.Portals, want) {
		t.Errorf("portals %v, want %v", m.Portals, want)
	}
	if m.SpawnRows["Larsa"] != 2 || len(m.TelemetryRows) != 0 {
		t.Errorf("%d spawns, telemetry %v", m.SpawnRows["Larsa"], m.TelemetryRows)
	}
}

// Halves go away from zero, as the numbers are written and not as floats hold
// them; beyond 15 digits PostgreSQL's cast to numeric rounds by itself.
func TestTenths(t *testing.T) {
	t.Parallel()
	for v, want := range map[float64]int64{
		0: 0, 0.04: 0, 0.05: 1, -0.05: -1, 0.25: 3, -0.25: -3, 1.15: 12, 8.35: 84, -61.95: -620, 0.0499999999999: 0,
		80.6: 806, 9999.95: 100000, 0.15000000000000002: 2, 2.449999999999999: 25, 2.44999999999999: 24, 1e-300: 0,
	} {
		if got := tenths(v); got != want {
			t.Errorf("tenths(%v) = %d, want %d", v, got, want)
		}
	}
}

// Whatever the order, a session's kills are their highest value, and a
// character's total the sum of its sessions.
func TestModelTotalIsTheSumOfSessions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		m, best := NewModel(), map[string]int64{}
		for range rapid.IntRange(0, 40).Draw(rt, "n") {
			session := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(rt, "session")
			kills := rapid.Int64Range(0, 50).Draw(rt, "kills")
			m.Apply(tel(session, kills, -1))
			best[session] = max(best[session], kills)
		}
		sum := int64(0)
		for session, kills := range best {
			sum += kills
			if got := m.SessionKills[Session{"Larsa", session}]; got != kills {
				rt.Fatalf("session %s has %d, want %d", session, got, kills)
			}
		}
		if m.TotalKills["Larsa"] != sum {
			rt.Fatalf("total %d, want %d", m.TotalKills["Larsa"], sum)
		}
	})
}

func TestLedger(t *testing.T) {
	t.Parallel()
	l := NewLedger()
	for _, f := range []Fact{tel("a", 5, 0), tel("a", 6, 0), rare("Ring", "", at(1)), {Type: "register", Character: "Larsa", Session: "a"}} {
		l.Note(Event{Fact: f})
	}
	l.Note(Event{Fact: tel("a", 99, 0), Odd: true})
	if got := l.Pages()[Page{"telemetry", "Larsa", "a"}]; got != 2 {
		t.Errorf("%d telemetry", got)
	}
	if want := map[string]int64{"telemetry": 2, "rare": 1, "register": 1}; !maps.Equal(l.Families(), want) || l.Odd() != 1 {
		t.Errorf("families %v, %d odd", l.Families(), l.Odd())
	}
	if m := l.Model(); m.TotalKills["Larsa"] != 6 || m.SessionRares[Session{"Larsa", "a"}] != 1 {
		t.Errorf("model %+v", m)
	}
}

func TestFactOf(t *testing.T) {
	t.Parallel()
	when := time.Date(2026, 5, 4, 18, 21, 7, 412_000_000, time.UTC)
	for payload, want := range map[string]Fact{
		`{"character_name":"A","timestamp":"2026-05-04T18:21:07.412Z","session_id":"s","ew":-33.4,"ns":41.8,"kills":12,"deaths":2,"received_at":"2026-05-04T18:21:08Z"}`: {
			Type: "telemetry", Character: "A", Session: "s", Time: when, Kills: 12, Deaths: 2, NS: 41.8, EW: -33.4},
		`{"type":"telemetry","character_name":"A","timestamp":"2026-05-04T18:21:07.412Z","session_id":"s","ew":1,"ns":1,"kills":0,"deaths":null}`: {
			Type: "telemetry", Character: "A", Session: "s", Time: when, Deaths: -1, NS: 1, EW: 1},
		`{"type":"rare","character_name":"A","timestamp":"2026-05-04T18:21:07.412Z","name":"Ring","session_id":null}`: {
			Type: "rare", Character: "A", Time: when, Deaths: -1, Name: "Ring"},
		`{"type":"portal","character_name":"A","timestamp":"2026-05-04T18:21:07.412Z","portal_name":"Lin","ew":1,"ns":2}`: {
			Type: "portal", Character: "A", Time: when, Deaths: -1, Name: "Lin", NS: 2, EW: 1},
		`{"type":"spawn","character_name":"A","timestamp":"2026-05-04T18:21:07.412Z","mob":"Drudge","ew":1,"ns":2}`: {
			Type: "spawn", Character: "A", Time: when, Deaths: -1, Name: "Drudge", NS: 2, EW: 1},
	} {
		if got, err := FactOf([]byte(payload)); err != nil || got != want {
			t.Errorf("%s\n got %+v, %v\nwant %+v", payload, got, err, want)
		}
	}
	if _, err := FactOf([]byte(`[1]`)); err == nil {
		t.Error("an array is no event")
	}
}
