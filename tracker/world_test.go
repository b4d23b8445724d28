package tracker

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"overlord/inventory/gamedata"
	"overlord/tracker/event"
)

const testIdle = 5 * time.Minute

// stage is a world with a clock and a log position of its own.
type stage struct {
	t        *testing.T
	world    *World
	now      time.Time
	position uint64
}

func newStage(t *testing.T) *stage {
	s := &stage{t: t, world: NewWorld(testIdle, nearTown(gamedata.Towns())), now: epoch}
	s.world.loaded = true
	return s
}

// telemetry applies one and returns the types of the transitions.
func (s *stage) telemetry(name string, t *event.Telemetry) string {
	s.position++
	return types(s.world.Apply(telemetryEvent(name, t, s.now), s.position).Derived)
}

func telemetryEvent(name string, t *event.Telemetry, at time.Time) *event.Event {
	return &event.Event{Type: "telemetry", Family: event.FamilyTelemetry, CharacterName: name, Timestamp: at, ReceivedAt: at, Body: t}
}

func (s *stage) pass(d time.Duration) string {
	s.now = s.now.Add(d)
	return types(s.world.Tick(s.now))
}

func (s *stage) state(name string) string {
	for _, p := range s.world.Players(s.now, func(string) bool { return false }) {
		if p.CharacterName == name {
			return p.State
		}
	}
	return "absent"
}

func types(derived []Derived) string {
	var list []string
	for _, d := range derived {
		list = append(list, d.Type)
	}
	return strings.Join(list, " ")
}

func at(ew, ns float64, kills int64) *event.Telemetry {
	return &event.Telemetry{SessionID: "s", EW: ew, NS: ns, Kills: kills}
}

func TestComingAndGoing(t *testing.T) {
	s := newStage(t)
	check := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	check("the first event of a character", s.telemetry("A", at(0, 0, 0)), "player_online")
	check("the next one", s.telemetry("A", at(0, 0, 0)), "")
	check("29 s of silence", s.pass(29*time.Second), "")
	check("online anew after less than 30 s", s.telemetry("A", at(0, 0, 0)), "")
	check("30 s of silence", s.pass(30*time.Second), "")
	check("a moment more", s.pass(time.Millisecond), "player_offline")
	check("said once", s.pass(time.Hour), "")
	check("back", s.telemetry("A", at(0, 0, 0)), "player_online")
}

func TestAnyEventShowsThatACharacterIsThere(t *testing.T) {
	s := newStage(t)
	note := func(name string) string {
		return types(s.world.Note(&event.Event{Type: "vitals", Family: event.FamilyVitals, CharacterName: name, ReceivedAt: s.now, Body: &event.Vitals{}}))
	}
	if got := note("A"); got != "player_online" {
		t.Errorf("vitals of a new character: %q", got)
	}
	s.pass(20 * time.Second)
	note("A")
	if got := s.pass(20 * time.Second); got != "" {
		t.Errorf("20 s after vitals: %q", got)
	}
	if got := s.state("A"); got != "absent" {
		t.Errorf("without a telemetry /live lists the character as %q", got)
	}
}

func TestIdle(t *testing.T) {
	s := newStage(t)
	s.telemetry("A", at(10, 10, 0))
	walk := func(d time.Duration, where *event.Telemetry) string {
		var all []string
		for end := s.now.Add(d); s.now.Before(end); {
			s.now = s.now.Add(2 * time.Second)
			if got := s.telemetry("A", where); got != "" {
				all = append(all, got)
			}
		}
		return strings.Join(all, " ")
	}
	steps := []struct {
		name  string
		d     time.Duration
		where *event.Telemetry
		want  string
	}{
		{"standing for less than IDLE_MINUTES", testIdle - 4*time.Second, at(10, 10, 0), ""},
		{"standing for IDLE_MINUTES", 4 * time.Second, at(10, 10, 0), "idle"},
		{"idle is said once", time.Hour, at(10, 10, 0), ""},
		{"swaying by less than 0.01", 10 * time.Second, at(10.009, 10, 0), ""},
		{"a step", 2 * time.Second, at(10.02, 10, 0), "active"},
		{"idle again", testIdle, at(10.02, 10, 0), "idle"},
		{"a kill", 2 * time.Second, at(10.02, 10, 1), "active"},
		{"standing after it", testIdle - 2*time.Second, at(10.02, 10, 1), ""},
	}
	for _, step := range steps {
		if got := walk(step.d, step.where); got != step.want {
			t.Errorf("%s: %q, want %q", step.name, got, step.want)
		}
	}
}

func TestIdleTellsSinceWhen(t *testing.T) {
	s := newStage(t)
	s.telemetry("A", at(0, 0, 0))
	s.now = epoch.Add(testIdle)
	derived := s.world.Apply(telemetryEvent("A", at(0, 0, 0), s.now), 2).Derived
	if len(derived) != 1 || derived[0].Type != "idle" || !derived[0].Since.Equal(epoch) || !derived[0].Timestamp.Equal(s.now) {
		t.Errorf("derived %+v, want idle since %v", derived, epoch)
	}
}

func TestSilenceMakesNobodyIdle(t *testing.T) {
	s := newStage(t)
	s.telemetry("A", at(0, 0, 0))
	s.pass(time.Hour)
	if got := s.telemetry("A", at(5, 5, 0)); got != "player_online" {
		t.Errorf("back from elsewhere: %q", got)
	}
	if got := s.state("A"); got != "travel" {
		t.Errorf("state %q, want travel", got)
	}
}

func TestDeathIsToldWithItsPlace(t *testing.T) {
	s := newStage(t)
	s.telemetry("A", withDeaths(at(1, 2, 0), 1))
	died := withDeaths(at(1.5, 2.5, 0), 2)
	died.Z = event.Some(0.25)
	derived := s.world.Apply(telemetryEvent("A", died, s.now.Add(time.Second)), 2).Derived
	if types(derived) != "death" {
		t.Fatalf("derived %q", types(derived))
	}
	text, err := derived[0].MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	want := `{"type":"death","character_name":"A","timestamp":"2026-05-04T18:00:01Z","since":"2026-05-04T18:00:01Z","deaths":2,"ew":1.5,"ns":2.5,"z":0.25}`
	if string(text) != want {
		t.Errorf("death\n%s\nwant\n%s", text, want)
	}
}

func TestStatesInTheOrderOfTheContract(t *testing.T) {
	inHoltburg := func(kills int64) *event.Telemetry { return at(33.6, 42.1, kills) }
	cases := []struct {
		name string
		play func(s *stage)
		want string
	}{
		{"away from towns", func(s *stage) { s.telemetry("A", at(0, 0, 3)) }, "travel"},
		{"in a town", func(s *stage) { s.telemetry("A", inHoltburg(3)) }, "town"},
		{"just outside of a town", func(s *stage) { s.telemetry("A", at(33.6, 43.2, 0)) }, "travel"},
		{"kills rose", func(s *stage) { s.telemetry("A", inHoltburg(3)); s.telemetry("A", inHoltburg(4)) }, "combat"},
		{"a minute after the kill", func(s *stage) {
			s.telemetry("A", inHoltburg(3))
			s.telemetry("A", inHoltburg(4))
			s.now = s.now.Add(time.Minute)
			s.telemetry("A", inHoltburg(4))
		}, "town"},
		{"the macro fights", func(s *stage) {
			tm := inHoltburg(0)
			tm.VTState = event.Some("Combat")
			s.telemetry("A", tm)
		}, "combat"},
		{"idle in a town", func(s *stage) {
			s.telemetry("A", inHoltburg(0))
			s.now = s.now.Add(testIdle)
			s.telemetry("A", inHoltburg(0))
		}, "idle"},
		{"11 s without telemetry", func(s *stage) { s.telemetry("A", inHoltburg(0)); s.pass(11 * time.Second) }, "stale"},
		{"dead comes before stale", func(s *stage) {
			s.telemetry("A", withDeaths(at(0, 0, 0), 0))
			s.telemetry("A", withDeaths(at(0, 0, 0), 1))
			s.pass(20 * time.Second)
		}, "dead"},
		{"31 s without telemetry", func(s *stage) { s.telemetry("A", inHoltburg(0)); s.pass(31 * time.Second) }, "absent"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := newStage(t)
			c.play(s)
			if got := s.state("A"); got != c.want {
				t.Errorf("state %q, want %q", got, c.want)
			}
		})
	}
}

func TestLiveShowsNumbersAndCounts(t *testing.T) {
	s := newStage(t)
	tm := at(-33.42, 41.87, 1284)
	tm.KillsPerHour = event.Some(1312.44)
	s.telemetry("Larsa Mossfoot", tm)
	players := s.world.Players(s.now, func(name string) bool { return name == "Larsa Mossfoot" })
	if len(players) != 1 {
		t.Fatalf("%d players", len(players))
	}
	p := players[0]
	if p.TotalKills != event.Some[int64](1284) || p.SessionRares != event.Some[int64](0) || !p.PluginConnected || p.KillsPerHour != event.Some(1312.44) {
		t.Errorf("player %+v", p)
	}
	s.world.loaded = false
	if p := s.world.Players(s.now, func(string) bool { return false })[0]; p.TotalKills.OK || p.TotalRares.OK || p.PluginConnected {
		t.Errorf("before the database was read totals are unknown: %+v", p)
	}
}

// memoryTail hands on events from a list whose first has the position after.
type memoryTail struct {
	events []*event.Event
	at     uint64
}

func (m *memoryTail) Through(position uint64, apply func(*event.Event, uint64)) error {
	for ; m.at < position; m.at++ {
		apply(m.events[m.at], m.at+1)
	}
	return nil
}

func TestARestartMakesNoTransitions(t *testing.T) {
	w := NewWorld(testIdle, nearTown(nil))
	recent := []*event.Event{
		telemetryEvent("stays", at(1, 1, 5), epoch),
		telemetryEvent("left before", at(1, 1, 5), epoch.Add(-2*time.Minute)),
	}
	snapshot := Snapshot{Counters: NewCounters(), Fights: NewFights(), Recent: recent, LastSeen: epoch}
	start := epoch.Add(3 * time.Minute)
	if err := w.Load(snapshot, &memoryTail{}, 0, start); err != nil {
		t.Fatal(err)
	}
	if got := types(w.Tick(start.Add(29 * time.Second))); got != "" {
		t.Errorf("within 30 s of the start: %q", got)
	}
	if got := types(w.Apply(telemetryEvent("stays", at(1, 1, 5), start.Add(29*time.Second)), 1).Derived); got != "" {
		t.Errorf("who was online before the restart comes back: %q", got)
	}
	if got := types(w.Apply(telemetryEvent("left before", at(1, 1, 5), start.Add(29*time.Second)), 2).Derived); got != "player_online" {
		t.Errorf("who had left before the restart comes back: %q", got)
	}
}

func TestIdleSurvivesARestart(t *testing.T) {
	w := NewWorld(testIdle, nearTown(nil))
	var recent []*event.Event
	counted := NewCounters()
	for d := -testIdle - time.Minute; d <= 0; d += 2 * time.Second {
		recent = append(recent, telemetryEvent("A", at(1, 1, 5), epoch.Add(d)))
		Snapshot{Counters: counted}.count(recent[len(recent)-1], 0)
	}
	if err := w.Load(Snapshot{Counters: counted, Fights: NewFights(), Recent: recent, LastSeen: epoch}, &memoryTail{}, 0, epoch.Add(5*time.Second)); err != nil {
		t.Fatal(err)
	}
	if got := types(w.Apply(telemetryEvent("A", at(1, 1, 5), epoch.Add(6*time.Second)), 1).Derived); got != "" {
		t.Errorf("idle before and after the restart: %q", got)
	}
	if got := w.Players(epoch.Add(6*time.Second), func(string) bool { return false }); len(got) != 1 || got[0].State != "idle" {
		t.Errorf("after the restart %+v, want idle", got)
	}
}

// However late the database is loaded, the counts come out as if it had been
// there from the start.
func TestLoadingLateLosesAndDoublesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var log []*event.Event
		for i := range rapid.IntRange(0, 30).Draw(t, "events") {
			name := fmt.Sprint(rapid.IntRange(0, 2).Draw(t, "character"))
			moment := epoch.Add(time.Duration(i) * time.Second)
			if rapid.IntRange(0, 4).Draw(t, "rare") == 0 {
				rare := &event.Rare{Name: fmt.Sprint(rapid.IntRange(0, 3).Draw(t, "name"))}
				log = append(log, &event.Event{Type: "rare", Family: event.FamilyRare, CharacterName: name, Timestamp: epoch, ReceivedAt: moment, Body: rare})
				continue
			}
			tm := report(fmt.Sprint(rapid.IntRange(0, 2).Draw(t, "session")), rapid.Int64Range(0, 50).Draw(t, "kills"))
			log = append(log, telemetryEvent(name, tm, moment))
		}
		n := uint64(len(log))
		stored := rapid.Uint64Range(0, n).Draw(t, "stored")               // the database's cursor
		carried := rapid.Uint64Range(stored, n).Draw(t, "carried")        // the log's end at the start
		loadedAt := rapid.Uint64Range(carried, n).Draw(t, "loaded after") // the live state's position when the database came

		snapshot := Snapshot{Position: stored, Counters: NewCounters(), Fights: NewFights()}
		want := Snapshot{Counters: NewCounters(), Fights: NewFights()}
		for i, ev := range log {
			if uint64(i) < stored {
				snapshot.count(ev, uint64(i)+1)
			}
			want.count(ev, uint64(i)+1)
		}
		w := NewWorld(testIdle, nearTown(nil))
		for i := carried; i < loadedAt; i++ {
			w.Apply(log[i], i+1)
		}
		if err := w.Load(snapshot, &memoryTail{log, stored}, carried, epoch.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		for i := loadedAt; i < n; i++ {
			w.Apply(log[i], i+1)
		}
		for _, name := range []string{"0", "1", "2"} {
			for _, session := range []string{"0", "1", "2"} {
				k1, r1, s1 := w.counters.Totals(name, session)
				k2, r2, s2 := want.Counters.Totals(name, session)
				if k1 != k2 || r1 != r2 || s1 != s2 {
					t.Fatalf("%s/%s: %d kills, %d rares, %d in the session; want %d, %d, %d", name, session, k1, r1, s1, k2, r2, s2)
				}
			}
		}
	})
}

func TestWhoHasBeenAwayForLongIsForgottenButForItsCounts(t *testing.T) {
	s := newStage(t)
	s.telemetry("A", at(1, 1, 7))
	s.world.Note(&event.Event{CharacterName: "made up", ReceivedAt: s.now})
	if got := s.pass(onlineFor + time.Second); got != "player_offline player_offline" {
		t.Errorf("after silence: %s", got)
	}
	if s.pass(forgetAfter - onlineFor - time.Second); len(s.world.characters) != 2 {
		t.Errorf("%d characters are remembered too short", len(s.world.characters))
	}
	if got := s.pass(time.Second); got != "" || len(s.world.characters) != 0 {
		t.Errorf("%d characters stay, %s", len(s.world.characters), got)
	}
	if got := s.telemetry("A", at(1, 1, 9)); got != "player_online" {
		t.Errorf("coming back: %s", got)
	}
	if p := s.world.Players(s.now, func(string) bool { return true }); len(p) != 1 || p[0].TotalKills.V != 9 {
		t.Errorf("its kills are %+v", p)
	}
}
