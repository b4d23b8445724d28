package tracker

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"overlord/tracker/event"
)

var usualAlerts = alertDefaults{idle: 5 * time.Minute, offline: 15 * time.Minute, grace: 5 * time.Minute}

// guild plays one character's events to a watch and to the counters.
type guild struct {
	t        *testing.T
	watch    *alertWatch
	counters *Counters
	at       time.Time
}

func newGuild(t *testing.T, rules ...AlertRule) *guild {
	t.Helper()
	for _, r := range rules {
		if err := r.Validate(); err != nil {
			t.Fatal(err)
		}
	}
	return &guild{t: t, watch: newAlertWatch(newRuleBook(usualAlerts, rules)), counters: NewCounters(), at: epoch}
}

func (g *guild) feed(ev *event.Event) {
	g.watch.see(ev, g.counters)
	switch body := ev.Body.(type) {
	case *event.Telemetry:
		g.counters.ApplyTelemetry(ev.CharacterName, body, ev.ReceivedAt)
	case *event.Rare:
		g.counters.ApplyRare(ev.CharacterName, body, ev.Timestamp)
	}
}

// tell is a telemetry of A, so long after the one before.
func (g *guild) tell(after time.Duration, ew float64, kills int64, deaths int32) {
	g.at = g.at.Add(after)
	g.feed(&event.Event{CharacterName: "A", ReceivedAt: g.at, Timestamp: g.at,
		Body: &event.Telemetry{SessionID: "s", EW: ew, Kills: kills, Deaths: event.Some(deaths)}})
}

// stand sends the same every 10 s for so long.
func (g *guild) stand(d time.Duration, ew float64, kills int64, deaths int32) {
	for end := g.at.Add(d); g.at.Before(end); {
		g.tell(10*time.Second, ew, kills, deaths)
	}
}

// hunt moves and kills for so long.
func (g *guild) hunt(d time.Duration, deaths int32) (ew float64, kills int64) {
	for end := g.at.Add(d); g.at.Before(end); {
		ew, kills = g.at.Sub(epoch).Seconds(), int64(g.at.Sub(epoch).Seconds())+1
		g.tell(10*time.Second, ew, kills, deaths)
	}
	return ew, kills
}

func (g *guild) find(name string, after time.Duration) {
	g.at = g.at.Add(after)
	g.feed(&event.Event{CharacterName: "A", ReceivedAt: g.at, Timestamp: g.at, Body: &event.Rare{Name: name}})
}

// want compares what was raised since the last time: kind, minutes since the
// epoch, deaths.
func (g *guild) want(what string, want ...string) {
	g.t.Helper()
	var got []string
	for _, a := range g.watch.raised {
		line := fmt.Sprintf("%s %.1f", a.Kind, a.Payload.At.Sub(epoch).Minutes())
		if a.Payload.Deaths > 0 {
			line += fmt.Sprintf(" deaths %d", a.Payload.Deaths)
		}
		if a.Quiet {
			line += " quiet"
		}
		got = append(got, line)
	}
	g.watch.raised = nil
	if !slices.Equal(got, want) {
		g.t.Errorf("%s:\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func ruleFor(kind AlertKind, name string, set func(*AlertSettings)) AlertRule {
	r := AlertRule{Kind: kind, Enabled: true}
	if name != "" {
		r.CharacterName = &name
	}
	if set != nil {
		set(&r.Settings)
	}
	return r
}

func disabled(r AlertRule) AlertRule { r.Enabled = false; return r }

func num(n int) *int { return &n }

func TestADeathIsTold(t *testing.T) {
	g := newGuild(t)
	g.hunt(6*time.Minute, 2)
	g.want("the first count of a session is no death")
	g.tell(10*time.Second, 1, 400, 3)
	g.want("one death", "death 6.2 deaths 1")
	g.tell(10*time.Second, 1, 400, 3)
	g.want("the same count again is no death")
}

func TestDeathsWithinTheGraceAreCountedIntoTheNextMessage(t *testing.T) {
	g := newGuild(t)
	g.hunt(2*time.Minute, 0)
	g.hunt(time.Minute, 1)
	g.want("two minutes after coming online")
	g.hunt(3*time.Minute, 1)
	g.want("the end of the grace alone is no message")
	g.hunt(10*time.Second, 2)
	g.want("the next death tells of both", "death 6.2 deaths 2")
	g.hunt(time.Minute, 5)
	g.hunt(4*time.Minute, 6)
	g.want("within the grace of the first")
	g.hunt(10*time.Second, 7)
	g.want("after it: all five, though three of them came as one", "death 11.3 deaths 5")
}

func TestHeldDeathsGoWithAMessageOfAnotherKind(t *testing.T) {
	g := newGuild(t)
	g.hunt(6*time.Minute, 0)
	g.hunt(10*time.Second, 1)
	ew, kills := g.hunt(time.Minute, 3)
	g.want("one told, two held", "death 6.2 deaths 1")
	g.stand(6*time.Minute, ew, kills, 3)
	g.want("the idle message has them", "idle 12.2 deaths 2")
}

func TestIdleAndBack(t *testing.T) {
	g := newGuild(t)
	ew, kills := g.hunt(6*time.Minute, 0)
	g.stand(4*time.Minute+50*time.Second, ew+0.005, kills, 0)
	g.want("not yet")
	g.stand(time.Hour, ew+0.005, kills, 0)
	g.want("once", "idle 11.0")
	g.tell(10*time.Second, ew+0.02, kills, 0)
	g.want("a step is enough", fmt.Sprintf("back %.1f", g.at.Sub(epoch).Minutes()))
	if since := g.watch.characters["A"].stillSince; !since.Equal(g.at) {
		t.Errorf("stands since %s, want %s", since, g.at)
	}
	g.stand(time.Hour, ew+0.02, kills, 0)
	g.tell(10*time.Second, ew+0.02, kills+1, 0)
	g.want("idle again, and a kill", "idle 76.0", "back 131.2")
}

func TestAMuleIsIdleWithoutAnAlert(t *testing.T) {
	g := newGuild(t)
	g.stand(time.Hour, 1, 0, 0)
	g.tell(10*time.Second, 5, 0, 0)
	g.want("nothing killed this session")
	g.tell(10*time.Second, 5, 1, 0)
	g.stand(5*time.Minute, 5, 1, 0)
	g.want("one that has killed", "idle 65.3")
}

func TestIdlingIsToldWhenTheGraceEnds(t *testing.T) {
	g := newGuild(t, ruleFor(KindIdle, "", func(s *AlertSettings) { s.Minutes, s.GraceMinutes = num(1), num(10) }))
	g.tell(0, 1, 5, 0)
	g.stand(12*time.Minute, 1, 5, 0)
	g.want("not within ten minutes of coming online", "idle 10.0")
	g.tell(10*time.Second, 2, 5, 0)
	g.stand(20*time.Minute, 2, 5, 0)
	g.want("nor within ten minutes of the alert before", "back 12.2", "idle 20.0")
}

func TestASilenceWithinThirtySecondsIsNoComing(t *testing.T) {
	g := newGuild(t)
	g.hunt(6*time.Minute, 0)
	g.tell(30*time.Second, 1, 500, 0)
	g.tell(10*time.Second, 1, 500, 1)
	g.want("no new grace", "death 6.7 deaths 1")
	g.hunt(10*time.Minute, 1)
	g.tell(31*time.Second, 1, 5000, 1)
	g.tell(10*time.Second, 1, 5000, 2)
	g.want("online anew: grace")
}

func TestOfflineTooLongAndBackAgain(t *testing.T) {
	g := newGuild(t)
	g.hunt(6*time.Minute, 0)
	silent := g.at
	g.watch.silence("A", silent.Add(15*time.Minute-time.Second), epoch)
	g.want("not yet")
	g.watch.silence("A", silent.Add(15*time.Minute), epoch)
	g.watch.silence("A", silent.Add(16*time.Minute), epoch)
	g.want("once", "offline 21.0")
	g.hunt(time.Hour, 0)
	g.want("online again", "back 6.2") // the guild's clock went on where the silence began
	g.watch.silence("A", g.at.Add(15*time.Minute), epoch)
	g.want("another silence", "offline 81.0")
}

func TestSilenceCountsFromWhenTheServerListened(t *testing.T) {
	g := newGuild(t)
	g.hunt(6*time.Minute, 0)
	started := g.at.Add(time.Hour)
	g.watch.silence("A", started.Add(14*time.Minute), started)
	g.want("the server was down")
	g.watch.silence("A", started.Add(15*time.Minute), started)
	g.want("and then heard nothing for long enough", "offline 81.0")
	if since := g.watch.characters["A"].awaySince; !since.Equal(epoch.Add(6 * time.Minute)) {
		t.Errorf("it is offline since %s", since)
	}
}

func TestWhoWasIdleAndGoesOfflineIsBackOnce(t *testing.T) {
	g := newGuild(t)
	ew, kills := g.hunt(6*time.Minute, 0)
	g.stand(6*time.Minute, ew, kills, 0)
	g.watch.silence("A", g.at.Add(16*time.Minute), epoch)
	g.want("both", "idle 11.0", "offline 28.0")
	g.at = g.at.Add(20 * time.Minute)
	g.tell(0, ew+1, kills, 0)
	g.tell(10*time.Second, ew+2, kills, 0)
	g.want("one coming back", "back 32.0")
}

func TestADisabledKindLeavesNothingBehind(t *testing.T) {
	g := newGuild(t, disabled(ruleFor(KindAll, "", nil)))
	ew, kills := g.hunt(6*time.Minute, 0)
	g.hunt(time.Minute, 4)
	g.find("Pearl of Acid Baning", time.Second)
	g.stand(10*time.Minute, ew, kills, 4)
	g.watch.silence("A", g.at.Add(time.Hour), epoch)
	g.want("nothing")
	g.watch.rules = newRuleBook(usualAlerts, nil) // the rule was deleted
	g.watch.silence("A", g.at.Add(2*time.Hour), epoch)
	g.want("what was silent before is not told late")
	g.hunt(6*time.Minute, 4)
	g.hunt(10*time.Second, 5)
	g.want("deaths of before are not counted", fmt.Sprintf("death %.1f deaths 1", g.at.Sub(epoch).Minutes()))
}

func TestGreatRaresAreTold(t *testing.T) {
	for tier := 1; tier <= bestTier; tier++ {
		if got, great := greatRare(rareOfTier(t, tier)); got != tier || great != (tier >= 3) {
			t.Errorf("tier %d: %d, great %v", tier, got, great)
		}
	}
	if _, great := greatRare("No such thing"); !great {
		t.Error("what no table knows is great")
	}
	g := newGuild(t)
	g.tell(0, 1, 5, 0)
	g.find("No such thing", time.Minute)
	g.find("No such thing", time.Second)
	g.want("no grace: each is its own", "rare 1.0", "rare 1.0")
	g.feed(&event.Event{CharacterName: "A", ReceivedAt: g.at.Add(time.Minute), Timestamp: g.at, Body: &event.Rare{Name: "No such thing"}})
	g.want("a repeat is none")
}

func TestTheTierOfARareMayBeAsked(t *testing.T) {
	three, six := rareOfTier(t, 3), rareOfTier(t, 6)
	g := newGuild(t, ruleFor(KindRare, "A", func(s *AlertSettings) { s.Tier = num(6) }))
	g.find(rareOfTier(t, 1), time.Second)
	g.find(three, time.Second)
	g.find(six, 6*time.Second)
	g.want("tier 6 only", "rare 0.1")
	usual := newGuild(t)
	usual.find(rareOfTier(t, 2), time.Second)
	usual.find(three, 5*time.Second)
	usual.want("tier 3 and up", "rare 0.1")
}

func TestQuietHoursHoldBackAndKeep(t *testing.T) {
	night := ruleFor(KindAll, "A", func(s *AlertSettings) { s.Quiet = &QuietHours{From: "18:10", To: "19:00"} }) // the epoch is 18:00
	g := newGuild(t, night)
	ew, kills := g.hunt(6*time.Minute, 0)
	g.stand(4*time.Minute, ew, kills, 0) // 18:10
	g.hunt(3*time.Minute, 2)             // dies
	g.find("No such thing", time.Second)
	ew, kills = g.hunt(time.Minute, 2)
	g.stand(45*time.Minute, ew, kills, 2)
	g.want("the rare is kept and not sent", "rare 13.0 quiet")
	g.stand(2*time.Minute, ew, kills, 2)
	g.want("at seven it still stands", "idle 60.0 deaths 2")
}

func TestPropertyOfCausesUnderAnyStream(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events, rules := drawEvents(t, 80), drawRules(t)
		whole, _ := foldAll(events, rules, func(int) bool { return false })
		seen := map[string]bool{}
		for _, a := range whole {
			if seen[a.Cause] {
				t.Fatalf("two alerts for %s", a.Cause)
			}
			seen[a.Cause] = true
		}
		cuts := rapid.SliceOfN(rapid.Bool(), len(events), len(events)).Draw(t, "cuts")
		crashes := rapid.SliceOfN(rapid.Bool(), len(events), len(events)).Draw(t, "crashes")
		cut, _ := foldAll(events, rules, func(i int) bool { return cuts[i] }, crashes...)
		if got, want := fmt.Sprint(causes(cut)), fmt.Sprint(causes(whole)); got != want {
			t.Fatalf("in batches:\n%s\nin one:\n%s", got, want)
		}
	})
}

func causes(list []Alert) (out []string) {
	for _, a := range list {
		out = append(out, fmt.Sprintf("%s %+v %v", a.Cause, payloadText(a.Payload), a.Quiet))
	}
	return out
}
