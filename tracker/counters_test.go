package tracker

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"overlord/tracker/event"
)

var epoch = time.Date(2026, 5, 4, 18, 0, 0, 0, time.UTC)

func report(session string, kills int64) *event.Telemetry {
	return &event.Telemetry{SessionID: session, Kills: kills}
}

func withDeaths(t *event.Telemetry, deaths int32) *event.Telemetry {
	t.Deaths = event.Some(deaths)
	return t
}

func TestKillsCountAboveASessionsHighWaterMark(t *testing.T) {
	steps := []struct {
		name    string
		session string
		kills   int64
		added   int64
	}{
		{"a session not seen before starts at 0", "s1", 40, 40},
		{"a rise adds the difference", "s1", 45, 5},
		{"the same again adds nothing", "s1", 45, 0},
		{"a fall adds nothing", "s1", 3, 0},
		{"below the mark nothing is added", "s1", 44, 0},
		{"above the mark the difference to it", "s1", 50, 5},
		{"another session starts at 0", "s2", 7, 7},
		{"a session that comes back goes on where it was", "s1", 52, 2},
	}
	c := NewCounters()
	var total int64
	for i, s := range steps {
		effect := c.ApplyTelemetry("A", report(s.session, s.kills), epoch.Add(time.Duration(i)*time.Second))
		total += s.added
		if effect.KillsAdded != s.added {
			t.Errorf("%s: added %d, want %d", s.name, effect.KillsAdded, s.added)
		}
		if got, _, _ := c.Totals("A", s.session); got != total {
			t.Errorf("%s: total %d, want %d", s.name, got, total)
		}
	}
	if got, _, _ := c.Totals("B", "s1"); got != 0 {
		t.Errorf("another character has %d kills", got)
	}
}

func TestTheFirstDeathCountOfASessionIsItsBaseline(t *testing.T) {
	c := NewCounters()
	steps := []struct {
		name string
		t    *event.Telemetry
		died bool
	}{
		{"no count at all", report("s", 0), false},
		{"the first count", withDeaths(report("s", 0), 2), false},
		{"the same", withDeaths(report("s", 0), 2), false},
		{"one more", withDeaths(report("s", 0), 3), true},
		{"a fall", withDeaths(report("s", 0), 1), false},
		{"a rise below the mark", withDeaths(report("s", 0), 3), false},
		{"two at once are one event", withDeaths(report("s", 0), 5), true},
		{"a new session has its own baseline", withDeaths(report("t", 0), 4), false},
	}
	for _, s := range steps {
		if got := c.ApplyTelemetry("A", s.t, epoch).Died; got != s.died {
			t.Errorf("%s: died %v, want %v", s.name, got, s.died)
		}
	}
}

func TestRaresCountOnce(t *testing.T) {
	c := NewCounters()
	rare := func(session string) *event.Rare {
		r := &event.Rare{Name: "Adept's Fervor"}
		if session != "" {
			r.SessionID = event.Some(session)
		}
		return r
	}
	if e := c.ApplyRare("A", rare(""), epoch); e.Repeat || e.Session.OK {
		t.Errorf("before any telemetry a rare counts for no session: %+v", e)
	}
	c.ApplyTelemetry("A", report("s1", 0), epoch)
	c.ApplyTelemetry("A", report("s2", 0), epoch.Add(time.Second))
	if e := c.ApplyRare("A", rare(""), epoch.Add(time.Second)); e.Session != event.Some("s2") {
		t.Errorf("without a session it counts for the latest: %+v", e)
	}
	if e := c.ApplyRare("A", rare("s1"), epoch.Add(2*time.Second)); e.Session != event.Some("s1") {
		t.Errorf("its own session comes first: %+v", e)
	}
	if e := c.ApplyRare("A", rare("s1"), epoch.Add(2*time.Second)); !e.Repeat {
		t.Error("the same rare at the same time counted twice")
	}
	_, all, inS1 := c.Totals("A", "s1")
	if _, _, inS2 := c.Totals("A", "s2"); all != 3 || inS1 != 1 || inS2 != 1 {
		t.Errorf("rares: all %d, s1 %d, s2 %d; want 3, 1, 1", all, inS1, inS2)
	}
}

// A character's total is the sum over the sessions of the highest count seen.
func TestTotalKillsAreTheSumOfHighWaterMarks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := NewCounters()
		highest := map[sessionKey]int64{}
		for i := range rapid.IntRange(1, 60).Draw(t, "reports") {
			key := sessionKey{fmt.Sprint(rapid.IntRange(0, 2).Draw(t, "character")), fmt.Sprint(rapid.IntRange(0, 3).Draw(t, "session"))}
			kills := rapid.Int64Range(0, event.MaxKills).Draw(t, "kills")
			if rapid.Bool().Draw(t, "small") {
				kills %= 100
			}
			c.ApplyTelemetry(key.character, report(key.session, kills), epoch.Add(time.Duration(i)*time.Second))
			highest[key] = max(highest[key], kills)
		}
		want := map[string]int64{}
		for key, kills := range highest {
			want[key.character] += kills
		}
		for name, kills := range want {
			if got, _, _ := c.Totals(name, ""); got != kills {
				t.Fatalf("%s: %d kills, want %d", name, got, kills)
			}
		}
	})
}
