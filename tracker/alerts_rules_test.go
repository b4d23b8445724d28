package tracker

import (
	"strings"
	"testing"
	"time"

	"overlord/store/fault"
)

func TestQuietHours(t *testing.T) {
	cases := []struct {
		from, to, zone string
		at             string
		quiet          bool
	}{
		{"22:00", "07:00", "", "2026-05-04T21:59:59Z", false},
		{"22:00", "07:00", "", "2026-05-04T22:00:00Z", true},
		{"22:00", "07:00", "", "2026-05-05T00:00:00Z", true},
		{"22:00", "07:00", "", "2026-05-05T06:59:59Z", true},
		{"22:00", "07:00", "", "2026-05-05T07:00:00Z", false},
		{"09:00", "17:00", "", "2026-05-05T08:59:59Z", false},
		{"09:00", "17:00", "", "2026-05-05T09:00:00Z", true},
		{"09:00", "17:00", "", "2026-05-05T17:00:00Z", false},
		{"22:00", "07:00", "Europe/Stockholm", "2026-07-01T19:59:00Z", false}, // 21:59 there, in summer
		{"22:00", "07:00", "Europe/Stockholm", "2026-07-01T20:00:00Z", true},
		{"22:00", "07:00", "Europe/Stockholm", "2026-12-01T20:30:00Z", false}, // 21:30 there, in winter
		{"00:00", "23:59", "", "2026-05-05T23:59:00Z", false},
	}
	for _, c := range cases {
		span, err := QuietHours{c.from, c.to, c.zone}.parse()
		if err != nil {
			t.Fatal(err)
		}
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := span.at(at); got != c.quiet {
			t.Errorf("%s to %s %s at %s: quiet %v", c.from, c.to, c.zone, c.at, got)
		}
	}
}

func TestRulesThatMeanNothingAreRefusedByName(t *testing.T) {
	quiet := func(from, to, zone string) func(*AlertSettings) {
		return func(s *AlertSettings) { s.Quiet = &QuietHours{from, to, zone} }
	}
	cases := []struct {
		rule  AlertRule
		field string
	}{
		{ruleFor("deaths", "", nil), "kind"},
		{ruleFor("", "", nil), "kind"},
		{ruleFor(KindIdle, " A", nil), "character_name"},
		{ruleFor(KindIdle, strings.Repeat("x", 65), nil), "character_name"},
		{ruleFor(KindIdle, "", func(s *AlertSettings) { s.Minutes = num(0) }), "settings.minutes"},
		{ruleFor(KindIdle, "", func(s *AlertSettings) { s.Minutes = num(maxAlertMinutes + 1) }), "settings.minutes"},
		{ruleFor(KindDeath, "", func(s *AlertSettings) { s.Minutes = num(5) }), "settings.minutes"},
		{ruleFor(KindRare, "", func(s *AlertSettings) { s.GraceMinutes = num(5) }), "settings.grace_minutes"},
		{ruleFor(KindDeath, "", func(s *AlertSettings) { s.GraceMinutes = num(-1) }), "settings.grace_minutes"},
		{ruleFor(KindDeath, "", func(s *AlertSettings) { s.Deaths = num(0) }), "settings.deaths"},
		{ruleFor(KindRare, "", func(s *AlertSettings) { s.Tier = num(2) }), "settings.tier"},
		{ruleFor(KindAll, "", quiet("25:00", "07:00", "")), "settings.quiet.from"},
		{ruleFor(KindAll, "", quiet("22:00", "7", "")), "settings.quiet.to"},
		{ruleFor(KindAll, "", quiet("22:00", "22:00", "")), "settings.quiet"},
		{ruleFor(KindAll, "", quiet("22:00", "07:00", "Middle/Earth")), "settings.quiet.time_zone"},
		{ruleFor(KindAll, "", quiet("22:00", "07:00", "Local")), "settings.quiet.time_zone"},
		{ruleFor(KindAll, "", quiet("22:00", "07:00", "../../etc/passwd")), "settings.quiet.time_zone"},
	}
	for _, c := range cases {
		err := c.rule.Validate()
		if fault.CodeOf(err) != fault.Invalid || fault.Of(err).Field != c.field {
			t.Errorf("%+v: %v, want a complaint about %s", c.rule, err, c.field)
		}
	}
	for _, good := range []AlertRule{
		ruleFor(KindAll, "A", quiet("22:00", "07:00", "Europe/Stockholm")),
		ruleFor(KindOffline, "", func(s *AlertSettings) { s.Minutes, s.GraceMinutes = num(1), num(0) }),
	} {
		if err := good.Validate(); err != nil {
			t.Errorf("%+v: %v", good, err)
		}
	}
}

func TestTheMostSpecialRuleDecidesSettingBySetting(t *testing.T) {
	minutes := func(n int) func(*AlertSettings) { return func(s *AlertSettings) { s.Minutes = num(n) } }
	grace := func(n int) func(*AlertSettings) { return func(s *AlertSettings) { s.GraceMinutes = num(n) } }
	b := newRuleBook(usualAlerts, []AlertRule{
		ruleFor(KindAll, "", grace(7)),
		ruleFor(KindIdle, "", minutes(20)),
		disabled(ruleFor(KindAll, "A", nil)),
		ruleFor(KindIdle, "A", grace(2)),
		ruleFor(KindOffline, "", minutes(30)),
		ruleFor(KindOffline, "B", minutes(3)),
	})
	cases := []struct {
		kind             AlertKind
		name             string
		enabled          bool
		threshold, grace int
	}{
		{KindIdle, "A", true, 20, 2}, // its own rule is over the one that is disabled
		{KindIdle, "B", true, 20, 7},
		{KindDeath, "A", false, 5, 7},
		{KindOffline, "A", false, 30, 7},
		{KindOffline, "B", true, 3, 7},
		{KindOffline, "C", true, 30, 7},
	}
	for _, c := range cases {
		p := b.policy(c.kind, c.name)
		if p.enabled != c.enabled || p.threshold != time.Duration(c.threshold)*time.Minute || p.grace != time.Duration(c.grace)*time.Minute {
			t.Errorf("%s of %s: %+v, want %+v", c.kind, c.name, p, c)
		}
	}
	if got := newRuleBook(usualAlerts, nil).policy(KindOffline, "A"); !got.enabled || got.threshold != 15*time.Minute || got.grace != 5*time.Minute || got.deaths != 1 || got.tier != 3 {
		t.Errorf("without rules: %+v", got)
	}
}

func TestHoldingBackKnowsNoFuture(t *testing.T) {
	p := policy{grace: 5 * time.Minute}
	if p.holds(epoch) || p.holds(epoch, time.Time{}) || p.holds(epoch, epoch.Add(time.Hour)) || p.holds(epoch.Add(5*time.Minute), epoch) {
		t.Error("held back for no reason")
	}
	if !p.holds(epoch, epoch) || !p.holds(epoch.Add(5*time.Minute-1), time.Time{}, epoch) {
		t.Error("not held back within the grace")
	}
}

func TestCausesCannotImitateEachOther(t *testing.T) {
	a := causeKey(KindDeath, "A", `b",1`, 2)
	b := causeKey(KindDeath, "A", "b", 1, 2)
	c := causeKey(KindDeath, `A","b`, 1, 2)
	if a == b || b == c || a == c {
		t.Error(a, b, c)
	}
	if got := causeKey(KindIdle, "A", time.UnixMicro(1777917600000001)); got != `["idle","A",1777917600000001]` {
		t.Error(got)
	}
	if n := len(causeKey(KindRare, strings.Repeat("\x01", 64), strings.Repeat("\x01", 256), epoch)); n > 2500 {
		t.Errorf("a cause of %d bytes fits into no index", n)
	}
}
