package tracker

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"overlord/tracker/discord"
)

func row(kind AlertKind, name string, p AlertPayload) OutboxAlert {
	if p.At.IsZero() {
		p.At = epoch
	}
	return OutboxAlert{Kind: kind, CharacterName: &name, Payload: p, CreatedAt: p.At, State: AlertWaiting}
}

func ptr[T any](v T) *T { return &v }

func TestWhatAlertsSay(t *testing.T) {
	since := epoch.Add(-75 * time.Minute)
	cases := []struct {
		row  OutboxAlert
		want string
	}{
		{row(KindDeath, "Larsa", AlertPayload{Deaths: 1, EW: ptr(-33.42), NS: ptr(41.87)}), "💀 **Larsa** died at 41.9N, 33.4W at <t:1777917600:t>"},
		{row(KindDeath, "Larsa", AlertPayload{Deaths: 3, EW: ptr(33.0), NS: ptr(-41.0)}), "💀 **Larsa** died 3 times, at last at 41.0S, 33.0E at <t:1777917600:t>"},
		{row(KindIdle, "Larsa", AlertPayload{Since: &since}), "💤 **Larsa** is idle since <t:1777913100:t>"},
		{row(KindIdle, "Larsa", AlertPayload{Since: &since, Deaths: 1}), "💤 **Larsa** is idle since <t:1777913100:t>; died once meanwhile"},
		{row(KindBack, "Larsa", AlertPayload{Since: &since, After: KindIdle}), "✅ **Larsa** is active again after 1 h 15 min"},
		{row(KindBack, "Larsa", AlertPayload{Since: ptr(epoch.Add(-20 * time.Second)), After: KindOffline, Deaths: 2}), "✅ **Larsa** is online again after 1 min; died 2 times meanwhile"},
		{row(KindOffline, "Larsa", AlertPayload{Since: &since}), "🔌 **Larsa** is offline since <t:1777913100:t>"},
		{row(KindRare, "Larsa", AlertPayload{Rare: "Adept's Fervor", Tier: 5}), "💎 **Larsa** found **Adept's Fervor** (tier 5) at <t:1777917600:t>"},
		{row("odd", "Larsa", AlertPayload{}), "🔔 **Larsa**: odd"},
		{OutboxAlert{Kind: KindIdle}, "💤 **somebody** is idle since some time"},
	}
	for _, c := range cases {
		if got := (alertText{}).one(c.row); got != c.want {
			t.Errorf("%q\nwant %q", got, c.want)
		}
	}
	again := cases[2].row
	again.State = AlertRepeat
	if got := (alertText{"https://overlord.example"}).one(again); got != "(repeat) 💤 **Larsa** is idle since <t:1777913100:t> · [map](<https://overlord.example>)" {
		t.Error(got)
	}
}

func TestASummaryCounts(t *testing.T) {
	later := epoch.Add(time.Hour)
	got := alertText{"https://overlord.example"}.summary([]OutboxAlert{
		row(KindIdle, "B", AlertPayload{At: later}),
		row(KindDeath, "A", AlertPayload{Deaths: 3}), row(KindDeath, "A", AlertPayload{Deaths: 2}), row(KindBack, "A", AlertPayload{Deaths: 1}),
		row(KindRare, "A", AlertPayload{Rare: "x*"}), row(KindOffline, "A", AlertPayload{}),
	})
	const want = "📋 6 alerts from <t:1777917600:f> to <t:1777921200:f> could not be sent in time:\n" +
		"• **A**: 6× died, 1× offline, 1× back, 1× great rare (x\\*)\n• **B**: 1× idle · [map](<https://overlord.example>)"
	if got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func TestALongSummarySaysWhatItLeavesOut(t *testing.T) {
	var list []OutboxAlert
	for i := range 300 {
		list = append(list, row(KindIdle, fmt.Sprintf("Character number %d", i), AlertPayload{}))
	}
	got := alertText{"https://overlord.example"}.summary(list)
	lines := strings.Split(got, "\n")
	last := lines[len(lines)-1]
	if left := 300 - (len(lines) - 2); !strings.HasPrefix(last, fmt.Sprintf("… and %d more characters", left)) {
		t.Errorf("%d lines, the last %q", len(lines), last)
	}
	if n := discord.Length(got); n > discord.MaxContent || n < 1800 {
		t.Errorf("%d characters", n)
	}
}

// Whatever names say, a message fits and its marks are its own.
func TestNoNameBreaksAMessage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name, item := rapid.String().Draw(t, "name"), rapid.SampledFrom([]string{"@everyone", "```", "**", strings.Repeat("龍", 300), "a\nb"}).Draw(t, "item")
		a := row(rapid.SampledFrom(ruleKinds).Draw(t, "kind"), name, AlertPayload{Rare: item, Deaths: rapid.Int().Draw(t, "deaths"), EW: ptr(rapid.Float64().Draw(t, "ew")), NS: ptr(1.0)})
		for _, got := range []string{(alertText{"https://x.example"}).one(a), (alertText{}).summary([]OutboxAlert{a, a})} {
			if discord.Length(got) > discord.MaxContent {
				t.Fatalf("%d characters", discord.Length(got))
			}
			plain := strings.NewReplacer(`\\`, "", `\*`, "", "\\`", "").Replace(got)
			if strings.Contains(got, "@everyone") || strings.Count(plain, "**")%2 != 0 || strings.Contains(plain, "`") || strings.Contains(got, "\nb") {
				t.Fatalf("%q", got)
			}
		}
	})
}
