package tracker

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"overlord/tracker/event"
)

func TestARingKeepsTheLastNewestFirst(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r, all := newRing[int](rapid.IntRange(1, 20).Draw(t, "most")), rapid.SliceOfN(rapid.IntRange(0, 9), 0, 60).Draw(t, "added")
		for _, v := range all {
			r.add(v)
		}
		limit, divisor := rapid.IntRange(0, 25).Draw(t, "limit"), rapid.IntRange(1, 3).Draw(t, "divisor")
		want := []int{}
		for i := len(all) - 1; i >= max(0, len(all)-r.most) && len(want) < limit; i-- {
			if all[i]%divisor == 0 {
				want = append(want, all[i])
			}
		}
		if got := r.newest(limit, func(v int) bool { return v%divisor == 0 }); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

// Against a list of all events: the rate is taken over the last 10 whole seconds.
func TestRatesAreOfTheLastWholeSeconds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		started := time.Unix(1_000_000, 0)
		r, now, seen := newRates(), started, map[int64]int{}
		for range rapid.IntRange(0, 80).Draw(t, "events") {
			now = now.Add(rapid.SampledFrom([]time.Duration{0, time.Millisecond, 400 * time.Millisecond, 3 * time.Second, 30 * time.Second}).Draw(t, "pause"))
			r.count(event.FamilyChat, now)
			seen[now.Unix()]++
		}
		over, events := min(10, max(1, now.Unix()-started.Unix())), 0
		for s := now.Unix() - over; s < now.Unix(); s++ {
			events += seen[s]
		}
		got := r.perSecond(now, started)
		if got[event.FamilyChat] != float64(events)/float64(over) || got[event.FamilyTelemetry] != 0 || len(got) != len(event.Families()) {
			t.Fatalf("%v, want %d in %d s", got, events, over)
		}
	})
}

func TestLatelyIsBoundedAndFiltersByType(t *testing.T) {
	t.Parallel()
	l := newLately()
	chat := mustDecode(t, chatFrame, "A", "hi", "null")
	for i := range 3 * latelyAccepted {
		ev := *chat
		ev.ReceivedAt = chat.ReceivedAt.Add(time.Duration(i) * time.Second)
		l.accept("10.0.0.1", &ev, 0)
	}
	l.accept("", mustDecode(t, `{"type":"share_vital_update","character_name":"A"}`), 0)
	l.accept("", mustDecode(t, `{"type":"share_position_update","character_name":"A","padding":%q}`, strings.Repeat("x", latelyPayload)), 0)
	for range 2 * latelyRefused {
		l.refuse("10.0.0.1", &event.Refusal{Type: "spawn", Reason: event.ReasonBadValue, Message: "no"}, 5, springEvening)
		l.turnAway("10.0.0.2", "wrong", springEvening)
	}
	all := l.Glance("", 10_000)
	if len(all.Accepted) != latelyAccepted+2 || len(all.Refused) != latelyRefused || len(all.Connections) != latelyRefused || all.Parked == nil {
		t.Errorf("%d accepted, %d refused, %d connections", len(all.Accepted), len(all.Refused), len(all.Connections))
	}
	if first := all.Accepted[0]; !first.Time.Equal(springEvening.Add((3*latelyAccepted-1)*time.Second)) || first.Type != "chat" || first.Address != "10.0.0.1" || string(first.Payload) != string(chat.Payload) {
		t.Errorf("the newest is %+v", first)
	}
	for typ, want := range map[string]int{"chat": 3, "share_vital_update": 1, "share_*": 2, "spawn": 0, "none": 0} {
		if got := len(l.Glance(typ, 3).Accepted); got != want {
			t.Errorf("%s: %d, want %d", typ, got, want)
		}
	}
	if large := l.Glance("share_position_update", 1).Accepted[0]; large.Payload != nil || large.Bytes <= latelyPayload {
		t.Errorf("a large event is kept: %+v", large)
	}
}

func TestSecretsAreMasked(t *testing.T) {
	t.Parallel()
	for payload, want := range map[string]string{
		`{"a":1,"b":"secret"}`: `{"a":1,"b":"secret"}`,
		`{"a":12345678901234567890.5,"X-Plugin-Secret":"hunter2","b":[{"apiToken":{"v":"hunter2"}},{"PassWord":1}]}`: `{"X-Plugin-Secret":"***","a":12345678901234567890.5,"b":[{"apiToken":"***"},{"PassWord":"***"}]}`,
	} {
		if got := string(masked(json.RawMessage(payload))); got != want {
			t.Errorf("%s becomes %s", payload, got)
		}
	}
	if masked(nil) != nil {
		t.Error("nothing becomes something")
	}
}

func BenchmarkLatelyAccept(b *testing.B) {
	l, r := newLately(), newRates()
	ev := mustDecode(b, liveFrame, "A", 1.0, 1.0, 1)
	for b.Loop() {
		l.accept("10.0.0.1", ev, 1)
		r.count(ev.Family, ev.ReceivedAt)
	}
}
