package simulate

import (
	"math"
	"slices"
	"testing"
	"time"
)

// observer looks at every character that is online after every step, and judges
// at the end.
type observer struct {
	name  string
	look  func(t *testing.T, c *character)
	judge func(t *testing.T)
}

// TestLives watches one evening of 60 plugins of today through many eyes. Its
// reports are rare, as only the characters are looked at.
func TestLives(t *testing.T) {
	t.Parallel()
	const life = 40 * time.Minute
	w := mustWorld(t, Config{Clients: 60, Rate: 5 * time.Minute, Seed: 5, Start: evening})
	observers := []observer{
		movesContinuously(w, life), staysWhereItCanBe(), groupsStandTogether(), mulesStandInTowns(w),
		killsAtABelievablePace(), theDeadStandAtALifestone(w), someGoIdle(w), vitalsStayInBounds(),
	}
	for step := range int(life / w.Tick()) {
		w.Step(evening.Add(time.Duration(step+1) * w.Tick()))
		for _, c := range onlineIn(w) {
			for _, o := range observers {
				o.look(t, c)
			}
		}
	}
	for _, o := range observers {
		t.Run(o.name, o.judge)
	}
}

func onlineIn(w *World) []*character {
	var all []*character
	for _, client := range w.Clients() {
		for _, c := range client.characters {
			if c.online {
				all = append(all, c)
			}
		}
	}
	return all
}

// Nobody runs faster than this, in map units a second: 12.2 m/s.
const fastest = 12.2 / metresPerUnit

func movesContinuously(w *World, life time.Duration) observer {
	type place struct {
		at    point
		jumps int
	}
	last := map[string]place{}
	run, jumps := 0.0, 0
	return observer{"moves continuously", func(t *testing.T, c *character) {
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
	}, func(t *testing.T) {
		hours := float64(len(last)) * life.Hours()
		if each := float64(jumps) / hours; each < 0.5 || each > 12 {
			t.Errorf("%.1f recalls and portals a character and hour", each)
		}
		if each := run / hours; each < 20 {
			t.Errorf("a character runs %.1f units an hour", each)
		}
	}}
}

func staysWhereItCanBe() observer {
	below, outdoors := 0, 0
	return observer{"stays where it can be", func(t *testing.T, c *character) {
		if c.at == (point{}) || c.doing == "" {
			t.Errorf("%s is nowhere, %q", c.name, c.doing)
		}
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
	}, func(t *testing.T) {
		if below < 1000 || outdoors < below {
			t.Errorf("%d times below ground, %d outdoors", below, outdoors)
		}
	}}
}

func groupsStandTogether() observer {
	fights := 0
	return observer{"groups stand together", func(t *testing.T, c *character) {
		l := &c.plan.leg
		if l.kind != hunting || c.calling != hunter || c.doing != fighting {
			return
		}
		fights++
		if d := c.at.distance(l.ground.at); d > huntRadius+0.01 {
			t.Errorf("%s fights %.2f units from %s", c.name, d, l.ground.name)
		}
	}, func(t *testing.T) {
		if fights < 5000 {
			t.Errorf("%d fights", fights)
		}
	}}
}

func mulesStandInTowns(w *World) observer {
	towns := map[int]bool{}
	return observer{"mules stand in towns", func(t *testing.T, c *character) {
		if c.calling != mule {
			return
		}
		town := w.atlas.spots[c.plan.leg.town]
		towns[c.plan.leg.town] = true
		if !town.town || c.at.distance(town.point) > 0.5 || c.kills != 0 || c.doing != standing || c.tag != "mules" {
			t.Errorf("%s (%s) is %s at %v, %d kills", c.name, c.tag, c.doing, c.at, c.kills)
		}
	}, func(t *testing.T) {
		if len(towns) < 2 {
			t.Errorf("all mules stand in %d town", len(towns))
		}
	}}
}

func killsAtABelievablePace() observer {
	type count struct {
		from, to     int64
		since, until time.Duration
	}
	counts := map[string]*count{}
	return observer{"kills at a believable pace", func(_ *testing.T, c *character) {
		if c.calling != hunter {
			return
		}
		n := counts[c.id]
		if n == nil {
			n = &count{from: c.kills, since: c.now}
			counts[c.id] = n
		}
		n.to, n.until = c.kills, c.now
	}, func(t *testing.T) {
		var hourly []float64
		for _, n := range counts {
			if age := n.until - n.since; age > 20*time.Minute {
				hourly = append(hourly, float64(n.to-n.from)/age.Hours())
			}
		}
		slices.Sort(hourly)
		if len(hourly) < 20 {
			t.Fatalf("only %d hunters stayed", len(hourly))
		}
		if middle := hourly[len(hourly)/2]; middle < 400 || middle > 1600 || hourly[len(hourly)-1] > 2500 {
			t.Errorf("a hunter kills %.0f in an hour, the best %.0f", middle, hourly[len(hourly)-1])
		}
	}}
}

func theDeadStandAtALifestone(w *World) observer {
	died := map[string]bool{}
	return observer{"the dead stand at a lifestone", func(t *testing.T, c *character) {
		if c.mood != dead {
			return
		}
		died[c.name] = true
		if stone := w.atlas.lifestone(c.at); c.at.distance(stone) > 0.05 || c.doing != standing || c.vitals.vitae < 1 {
			t.Errorf("%s is dead and %s, %.2f units from a lifestone", c.name, c.doing, c.at.distance(stone))
		}
	}, func(t *testing.T) {
		if len(died) < 3 {
			t.Errorf("%d died", len(died))
		}
	}}
}

// Some go idle for longer than the five minutes that the server takes to notice.
func someGoIdle(w *World) observer {
	still, longest, where := map[string]time.Duration{}, map[string]time.Duration{}, map[string]point{}
	return observer{"some go idle", func(_ *testing.T, c *character) {
		if c.calling != hunter {
			return
		}
		still[c.name] += w.Tick()
		if c.at != where[c.name] || c.doing != standing {
			still[c.name] = 0
		}
		where[c.name] = c.at
		longest[c.name] = max(longest[c.name], still[c.name])
	}, func(t *testing.T) {
		idle := 0
		for _, d := range longest {
			if d > 5*time.Minute {
				idle++
			}
		}
		if idle < 2 || idle > 25 {
			t.Errorf("%d hunters went idle within 40 minutes", idle)
		}
	}}
}

func vitalsStayInBounds() observer {
	hurt := 0
	return observer{"vitals stay in bounds", func(t *testing.T, c *character) {
		v := c.vitals
		if min(v.health, v.stamina, v.mana) < 0.1 || max(v.health, v.stamina, v.mana) > 1 || v.vitae < 0 || v.vitae > 40 {
			t.Errorf("%s has %+v", c.name, v)
		}
		if v.health < 0.8 {
			hurt++
		}
	}, func(t *testing.T) {
		if hurt < 100 {
			t.Errorf("hurt %d times", hurt)
		}
	}}
}

// The plugin of today counts upwards within a session, and a session once left
// does not come back.
func TestKillsRiseWithinASession(t *testing.T) {
	t.Parallel()
	w := mustWorld(t, Config{Clients: 60, Rate: 30 * time.Second, Seed: 10, Start: evening})
	last, current, left := map[Session]Fact{}, map[string]string{}, map[Session]bool{}
	play(w, 30*time.Minute, func(_ int, e Event) {
		if e.Type != "telemetry" {
			return
		}
		key := Session{e.Character, e.Session}
		if was := last[key]; e.Kills < was.Kills || e.Deaths < was.Deaths {
			t.Errorf("%s falls from %d kills, %d deaths to %d, %d", e.Character, was.Kills, was.Deaths, e.Kills, e.Deaths)
		}
		if was := current[e.Character]; was != e.Session {
			left[Session{e.Character, was}] = true
		}
		if left[key] {
			t.Errorf("%s is back in session %s", e.Character, e.Session)
		}
		last[key], current[e.Character] = e.Fact, e.Session
	})
}
