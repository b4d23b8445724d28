package tracker

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"overlord/inventory/gamedata"
	"overlord/tracker/event"
)

func rareOfTier(t *testing.T, tier int) string {
	t.Helper()
	for _, r := range gamedata.Rares() {
		if r.Tier == tier {
			return r.Name
		}
	}
	t.Fatalf("no rare of tier %d", tier)
	return ""
}

func payloadText(p AlertPayload) string {
	text, err := json.Marshal(p)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// drawEvents draws a stream of few characters who kill, stand, die, find rares,
// come and go, on a clock that is set back now and then.
func drawEvents(t *rapid.T, most int) []*event.Event {
	at := epoch
	var list []*event.Event
	kills, deaths := map[string]int64{}, map[string]int32{}
	for range rapid.IntRange(1, most).Draw(t, "events") {
		at = at.Add(time.Duration(rapid.SampledFrom([]int{1, 2, 20, 31, 70, 200, 400, 1000, -400}).Draw(t, "seconds")) * time.Second)
		name := rapid.SampledFrom([]string{"A", "B", `C","s`}).Draw(t, "name")
		ev := &event.Event{CharacterName: name, ReceivedAt: at, Timestamp: at}
		switch rapid.IntRange(0, 9).Draw(t, "what") {
		case 0:
			ev.Type, ev.Family = "rare", event.FamilyRare
			ev.Body = &event.Rare{Name: rapid.SampledFrom([]string{"Pearl of Acid Baning", "No such thing"}).Draw(t, "rare")}
		case 1:
			ev.Type, ev.Family = "spawn", event.FamilySpawn
			ev.Body = &event.Spawn{Mob: "Drudge"}
		default:
			session := rapid.SampledFrom([]string{"s", "t"}).Draw(t, "session")
			key := name + session
			kills[key] += rapid.Int64Range(-1, 1).Draw(t, "kills")
			deaths[key] += rapid.Int32Range(-1, 1).Draw(t, "deaths")
			kills[key], deaths[key] = max(0, kills[key]), max(0, deaths[key])
			ev.Type, ev.Family = "telemetry", event.FamilyTelemetry
			ev.Body = &event.Telemetry{SessionID: session, EW: float64(rapid.IntRange(0, 1).Draw(t, "ew")), Kills: kills[key], Deaths: event.Some(deaths[key])}
		}
		list = append(list, ev)
	}
	return list
}

func drawRules(t *rapid.T) []AlertRule {
	var rules []AlertRule
	seen := map[string]bool{}
	for range rapid.IntRange(0, 4).Draw(t, "rules") {
		r := AlertRule{Kind: rapid.SampledFrom(ruleKinds).Draw(t, "kind"), Enabled: rapid.IntRange(0, 4).Draw(t, "enabled") > 0}
		if name := rapid.SampledFrom([]string{"", "A", "B"}).Draw(t, "for"); name != "" {
			r.CharacterName = &name
		}
		if key := fmt.Sprint(r.Kind, r.CharacterName == nil); seen[key] {
			continue
		} else {
			seen[key] = true
		}
		if rapid.Bool().Draw(t, "quiet") {
			r.Settings.Quiet = &QuietHours{From: "18:20", To: "18:50"}
		}
		if r.Kind == KindDeath {
			r.Settings.Deaths = num(rapid.IntRange(1, 3).Draw(t, "deaths"))
		}
		if r.Kind == KindIdle || r.Kind == KindDeath {
			r.Settings.GraceMinutes = num(rapid.IntRange(0, 10).Draw(t, "grace"))
		}
		rules = append(rules, r)
	}
	return rules
}

// foldAll folds the events as the recorder does: each batch begins with the
// stored state, and one that crashes is folded once more from there.
func foldAll(events []*event.Event, rules []AlertRule, cut func(int) bool, crash ...bool) ([]Alert, map[string]*watched) {
	stored, counters := map[string]*watched{}, NewCounters()
	var raised []Alert
	for from := 0; from < len(events); {
		to := from + 1
		for to < len(events) && !cut(to) {
			to++
		}
		for attempt := 0; ; attempt++ {
			watch := newAlertWatch(newRuleBook(usualAlerts, rules))
			for name, c := range stored {
				kept := *c
				watch.characters[name] = &kept
			}
			// The counters are shared: a batch that crashed must not have counted.
			crashes := attempt == 0 && from < len(crash) && crash[from]
			for _, ev := range events[from:to] {
				if crashes {
					watch.see(ev, NewCounters())
					continue
				}
				watch.see(ev, counters)
				switch body := ev.Body.(type) {
				case *event.Telemetry:
					counters.ApplyTelemetry(ev.CharacterName, body, ev.ReceivedAt)
				case *event.Rare:
					counters.ApplyRare(ev.CharacterName, body, ev.Timestamp)
				}
			}
			if crashes {
				continue
			}
			for name := range watch.changed {
				stored[name] = watch.characters[name]
			}
			raised = append(raised, watch.raised...)
			break
		}
		from = to
	}
	return raised, stored
}
