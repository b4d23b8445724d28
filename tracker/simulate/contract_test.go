package simulate

import (
	"encoding/json"
	"testing"
	"time"

	"overlord/tracker/event"
)

// Everything that a world sends, from today's plugins and from old ones, is
// decoded by the server, and means to it what it meant to the world. What is odd
// is refused, or of no known type.
func TestServerUnderstandsEverything(t *testing.T) {
	t.Parallel()
	w := mustWorld(t, Config{Clients: 50, Rate: 10 * time.Second, Seed: 1, Old: 0.7, Start: evening})
	odd := map[string]int{}
	seen := map[string]int{}
	play(w, 12*time.Minute, func(step int, e Event) {
		received := evening.Add(time.Duration(step+1)*w.Tick() + 137*time.Millisecond)
		got, _, err := event.Decode(e.Frame, received)
		if e.Odd {
			if err == nil && got.Type != "plugin_heartbeat" {
				t.Errorf("accepted: %s", e.Frame)
			}
			odd[e.Type]++
			return
		}
		if err != nil || !json.Valid(e.Frame) {
			t.Fatalf("%v: %s", err, e.Frame)
		}
		compareFact(t, e, got, received)
		seen[e.Type]++
	})
	if len(odd) < 4 || len(seen) < 12 {
		t.Errorf("odd %v, seen %v", odd, seen)
	}
}

// compareFact compares what the server reads in an event with what was meant.
func compareFact(t *testing.T, e Event, got *event.Event, received time.Time) {
	t.Helper()
	fact, err := FactOf(got.Payload)
	if err != nil {
		t.Fatal(err)
	}
	want := e.Fact
	if want.Time.IsZero() {
		want.Time = received
	}
	if !fact.Time.Equal(want.Time) {
		t.Fatalf("happened %v, but the server says %v: %s", want.Time, fact.Time, e.Frame)
	}
	fact.Time, want.Time = time.Time{}, time.Time{}
	switch e.Type {
	case "telemetry":
	case "rare", "spawn", "portal", "full_inventory", "inventory_delta":
		want.Deaths = -1
	default: // position and name are no part of what these mean
		fact = Fact{Type: fact.Type, Character: fact.Character, Session: fact.Session}
		want = Fact{Type: want.Type, Character: want.Character, Session: want.Session}
	}
	if fact != want {
		t.Fatalf("meant %+v, but the server reads %+v: %s", want, fact, e.Frame)
	}
}

// A plugin of today leaves nothing to be mended.
func TestNothingToMendInTodaysPlugin(t *testing.T) {
	t.Parallel()
	w := mustWorld(t, Config{Clients: 20, Rate: 10 * time.Second, Seed: 2, Start: evening})
	play(w, 10*time.Minute, func(step int, e Event) {
		received := evening.Add(time.Duration(step+1) * w.Tick())
		if _, notes, err := event.Decode(e.Frame, received); err != nil || notes.Any() {
			t.Fatalf("%v, %v: %s", err, notes, e.Frame)
		}
	})
}
