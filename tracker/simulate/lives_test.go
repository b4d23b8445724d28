package simulate

import (
	"math"
	"slices"
	"testing"
	"time"
)

// Nobody runs faster than this, in map units a second: 12.2 m/s.
const fastest = 12.2 / metresPerUnit

// watch steps a world and looks at every character after each step.
func watch(w *World, life time.Duration, look func(c *character)) {
	for step := range int(life / w.Tick()) {
		w.Step(evening.Add(time.Duration(step+1) * w.Tick()))
		for _, client := range w.Clients() {
			for _, c := range client.characters {
				if c.online {
					look(c)
				}
			}
		}
	}
}

func TestMovingIsContinuous(t *testing.T) {
	t.Parallel()
	w := mustWorld(t, Config{Clients: 60, Rate: 4 * time.Second, Seed: 4, Start: evening})
	type place struct {
		at    point
		jumps int
	}
	last := map[string]place{}
	run, jumps := 0.0, 0
	watch(w, 40*time.Minute, func(c *character) {
		was, known := last[c.name]
		last[c.name] = place{c.at, c.jumps}
		switch d := was.at.distance(c.at); {
		case !known:
		case was.jumps != c.jumps:
			jumps++
		case d > fastest*w.Tick().Seconds()+1e-9:
			t.Errorf("%s went %.3f units in %v, from %v to %v", c.name, d, w.Tick(), was.at, c.at)
		default:
			run += d
		}
	})
	hours := 60 * 40.0 / 60
	if jumps < 20 || float64(jumps)/hours > 12 {
		t.Errorf("%.1f recalls and portals a character and hour", float64(jumps)/hours)
	}
	if each := run / hours; each < 20 {
		t.Errorf("a character runs %.1f units an hour", each)
	}
}

func TestWhereCharactersAre(t *testing.T) {
	t.Parallel()
	w := mustWorld(t, Config{Clients: 60, Rate: 4 * time.Second, Seed: 5, Start: evening})
	below, outdoors := 0, 0
	watch(w, 40*time.Minute, func(c *character) {
		if c.hall != nil {
			below++
			if c.at.ew >= -101.95 || c.at.ew < -110 || math.Abs(c.at.ns) > 102 {
				t.Errorf("%s is in %s, but at %v", c.name, c.hall.name, c.at)
			}
			return
		}
		outdoors++
		if !c.at.dry() {
			t.Errorf("%s swims at %v", c.name, c.at)
		}
		if c.z < 0 || c.z > 1 {
			t.Errorf("%s is %.2f units high", c.name, c.z)
		}
	})
	if below < 1000 || outdoors < below {
		t.Errorf("%d times below ground, %d outdoors", below, outdoors)
	}
}

func TestGroupsStandTogether(t *testing.T) {
	t.Parallel()
	w := mustWorld(t, Config{Clients: 60, Rate: 4 * time.Second, Seed: 6, Start: evening})
	near, all := 0, 0
	watch(w, 20*time.Minute, func(c *character) {
		if l := &c.plan.leg; l.kind == hunting && c.calling == hunter && c.doing == fighting {
			all++
			if c.at.distance(l.ground.at) <= huntRadius+0.01 {
				near++
			}
		}
	})
	if all < 5000 || near < all {
		t.Errorf("%d of %d fights were fought on the group's ground", near, all)
	}
}

func TestMulesStandInTowns(t *testing.T) {
	t.Parallel()
	w := mustWorld(t, Config{Clients: 60, Rate: 4 * time.Second, Seed: 8, Start: evening})
	towns := map[int]int{}
	watch(w, 5*time.Minute, func(c *character) {
		if c.calling != mule {
			return
		}
		town := w.atlas.spots[c.plan.leg.town]
		towns[c.plan.leg.town]++
		if !town.town || c.at.distance(town.point) > 0.5 || c.kills != 0 || c.doing != standing || c.tag != "mules" {
			t.Errorf("%s (%s) is %s at %v, %d kills", c.name, c.tag, c.doing, c.at, c.kills)
		}
	})
	if len(towns) < 2 {
		t.Errorf("all mules stand in %d town", len(towns))
	}
}

func TestHuntersKillAtABelievablePace(t *testing.T) {
	t.Parallel()
	w := mustWorld(t, Config{Clients: 60, Rate: 4 * time.Second, Seed: 9, Start: evening})
	began := map[string]int64{}
	watch(w, 30*time.Minute, func(c *character) {
		if _, known := began[c.id]; !known {
			began[c.id] = c.kills
		}
	})
	var hourly []float64
	for _, client := range w.Clients() {
		for _, c := range client.characters {
			if age := c.now - max(c.started, 0); c.online && c.calling == hunter && age > 20*time.Minute {
				hourly = append(hourly, float64(c.kills-began[c.id])/age.Hours())
			}
		}
	}
	slices.Sort(hourly)
	if len(hourly) < 20 {
		t.Fatalf("only %d hunters stayed", len(hourly))
	}
	if middle := hourly[len(hourly)/2]; middle < 400 || middle > 1600 || hourly[len(hourly)-1] > 2500 {
		t.Errorf("a hunter kills %.0f in an hour, the best %.0f", middle, hourly[len(hourly)-1])
	}
}

// The plugin of today counts upwards within a session, and a session once left
// does not come back.
func TestKillsRiseWithinASession(t *testing.T) {
	t.Parallel()
	w := mustWorld(t, Config{Clients: 60, Rate: 10 * time.Second, Seed: 10, Start: evening})
	kills, deaths, current := map[Session]int64{}, map[Session]int{}, map[string]string{}
	left := map[Session]bool{}
	play(w, time.Hour, func(_ int, e Event) {
		if e.Type != "telemetry" {
			return
		}
		key := Session{e.Character, e.Session}
		if e.Kills < kills[key] || e.Deaths < deaths[key] {
			t.Errorf("%s falls from %d kills, %d deaths to %d, %d", e.Character, kills[key], deaths[key], e.Kills, e.Deaths)
		}
		if was := current[e.Character]; was != e.Session {
			left[Session{e.Character, was}] = true
		}
		if left[key] {
			t.Errorf("%s is back in session %s", e.Character, e.Session)
		}
		kills[key], deaths[key], current[e.Character] = e.Kills, e.Deaths, e.Session
	})
}

func TestTheDeadStandAtALifestone(t *testing.T) {
	t.Parallel()
	w := mustWorld(t, Config{Clients: 60, Rate: 4 * time.Second, Seed: 11, Start: evening})
	died := map[string]int{}
	watch(w, 40*time.Minute, func(c *character) {
		if c.mood != dead {
			return
		}
		died[c.name]++
		if stone := w.atlas.lifestone(c.at); c.at.distance(stone) > 0.05 || c.doing != standing || c.vitals.vitae < 1 {
			t.Errorf("%s is dead and %s, %.2f units from a lifestone", c.name, c.doing, c.at.distance(stone))
		}
	})
	if len(died) < 5 {
		t.Errorf("%d died", len(died))
	}
}

// Some go idle for longer than the five minutes that the server takes to notice.
func TestSomeGoIdle(t *testing.T) {
	t.Parallel()
	w := mustWorld(t, Config{Clients: 60, Rate: 4 * time.Second, Seed: 12, Start: evening})
	still := map[string]time.Duration{}
	where := map[string]point{}
	longest := map[string]time.Duration{}
	watch(w, 30*time.Minute, func(c *character) {
		if c.calling != hunter {
			return
		}
		if c.at == where[c.name] && c.doing == standing {
			still[c.name] += w.Tick()
			longest[c.name] = max(longest[c.name], still[c.name])
		} else {
			still[c.name] = 0
		}
		where[c.name] = c.at
	})
	idle := 0
	for _, d := range longest {
		if d > 5*time.Minute {
			idle++
		}
	}
	if idle < 2 || idle > 25 {
		t.Errorf("%d hunters went idle within half an hour", idle)
	}
}
