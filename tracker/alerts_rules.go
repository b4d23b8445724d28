package tracker

import (
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // quiet hours are in the players' time zones, wherever the server runs
	"unicode/utf8"

	"overlord/store/fault"
)

const (
	// maxAlertMinutes bounds thresholds and grace: a week.
	maxAlertMinutes = 7 * 24 * 60

	// maxAlertDeaths bounds the deaths that a rule may ask for.
	maxAlertDeaths = 1000

	// greatTier is the lowest tier of a great rare; the highest is 6.
	greatTier = 3
	bestTier  = 6

	// maxCharacterName is the plugins', in characters.
	maxCharacterName = 64

	// clockLayout is a time of day.
	clockLayout = "15:04"
)

var ruleKinds = []AlertKind{KindAll, KindDeath, KindIdle, KindBack, KindOffline, KindRare}

// AlertRule changes what alerts there are, for one character or for all. Where
// several speak of the same, the one for the character goes before the one for
// all characters, and then the one for the kind before the one for all kinds;
// each setting is looked for in that order, and last in the configuration.
type AlertRule struct {
	ID            int64         `json:"id"`
	Kind          AlertKind     `json:"kind"`
	CharacterName *string       `json:"character_name"` // nil: all characters
	Settings      AlertSettings `json:"settings"`
	Enabled       bool          `json:"enabled"` // false: no such alerts
}

// AlertSettings are a rule's thresholds. What is nil is decided elsewhere.
type AlertSettings struct {
	Minutes      *int        `json:"minutes,omitzero"`       // of idle and offline: 1 to maxAlertMinutes
	GraceMinutes *int        `json:"grace_minutes,omitzero"` // 0 to maxAlertMinutes
	Deaths       *int        `json:"deaths,omitzero"`        // of death: how many make a message; 1 to maxAlertDeaths
	Tier         *int        `json:"tier,omitzero"`          // of rare: the lowest that is told; 3 to 6
	Quiet        *QuietHours `json:"quiet,omitzero"`
}

// QuietHours are a stretch of each day in which nothing is sent. It may go over
// midnight.
type QuietHours struct {
	From     string `json:"from"`               // 00:00 to 23:59, the first quiet minute
	To       string `json:"to"`                 // the first minute that is not
	TimeZone string `json:"time_zone,omitzero"` // such as Europe/Stockholm; empty: UTC
}

// Validate says what is wrong with a rule, naming the member.
func (r AlertRule) Validate() error {
	if !slices.Contains(ruleKinds, r.Kind) {
		return fault.New(fault.Invalid, "kind is %q; it must be one of all, death, idle, back, offline, rare", r.Kind).WithField("kind")
	}
	if name := r.CharacterName; name != nil {
		if *name != strings.TrimSpace(*name) || *name == "" || utf8.RuneCountInString(*name) > maxCharacterName {
			return fault.New(fault.Invalid, "character_name must be a name of 1 to %d characters, or null for all characters", maxCharacterName).WithField("character_name")
		}
	}
	s := r.Settings
	for _, b := range []struct {
		name        string
		value       *int
		least, most int
		kinds       []AlertKind
	}{
		{"minutes", s.Minutes, 1, maxAlertMinutes, []AlertKind{KindIdle, KindOffline}},
		{"grace_minutes", s.GraceMinutes, 0, maxAlertMinutes, []AlertKind{KindAll, KindDeath, KindIdle, KindOffline}},
		{"deaths", s.Deaths, 1, maxAlertDeaths, []AlertKind{KindDeath}},
		{"tier", s.Tier, greatTier, bestTier, []AlertKind{KindRare}},
	} {
		field := "settings." + b.name
		switch {
		case b.value == nil:
		case *b.value < b.least || *b.value > b.most:
			return fault.New(fault.Invalid, "%s is %d; it must be a whole number from %d to %d", field, *b.value, b.least, b.most).WithField(field)
		case !slices.Contains(b.kinds, r.Kind):
			return fault.New(fault.Invalid, "%s means nothing for alerts of the kind %s", field, r.Kind).WithField(field)
		}
	}
	if s.Quiet == nil {
		return nil
	}
	_, err := s.Quiet.parse()
	return err
}

// quietSpan is QuietHours ready to be asked.
type quietSpan struct {
	from, to int // minutes of the day
	zone     *time.Location
}

func (q QuietHours) parse() (quietSpan, error) {
	var out quietSpan
	for _, p := range []struct {
		field, text string
		minute      *int
	}{{"settings.quiet.from", q.From, &out.from}, {"settings.quiet.to", q.To, &out.to}} {
		t, err := time.Parse(clockLayout, p.text)
		if err != nil {
			return out, fault.New(fault.Invalid, "%s is %q; it must be a time of day such as 22:30", p.field, p.text).WithField(p.field)
		}
		*p.minute = t.Hour()*60 + t.Minute()
	}
	if out.from == out.to {
		return out, fault.New(fault.Invalid, "settings.quiet begins and ends at %s; to have no alerts at all set enabled to false", q.From).WithField("settings.quiet")
	}
	zone, err := time.LoadLocation(q.TimeZone)
	if err != nil || q.TimeZone == "Local" { // the server's own zone is not for its users to find out
		return out, fault.New(fault.Invalid, "settings.quiet.time_zone is %q; it must be a name such as Europe/Stockholm", q.TimeZone).WithField("settings.quiet.time_zone")
	}
	out.zone = zone
	return out, nil
}

// at tells whether a moment is within the quiet hours.
func (q quietSpan) at(t time.Time) bool {
	if q.zone == nil {
		return false
	}
	local := t.In(q.zone)
	minute := local.Hour()*60 + local.Minute()
	if q.from < q.to {
		return q.from <= minute && minute < q.to
	}
	return minute >= q.from || minute < q.to
}

// policy is what holds for one kind of alerts about one character.
type policy struct {
	enabled   bool
	threshold time.Duration // of idle and offline
	grace     time.Duration
	deaths    int
	tier      int
	quiet     quietSpan
}

// holds tells whether alerts are held back at a moment: within the quiet hours,
// or within the grace after each of these moments. One that is zero never was;
// one in the future is of a clock that was set back since.
func (p policy) holds(at time.Time, after ...time.Time) bool {
	for _, t := range after {
		if passed := at.Sub(t); !t.IsZero() && passed >= 0 && passed < p.grace {
			return true
		}
	}
	return p.quiet.at(at)
}

// ruleBook finds the policy for a kind and a character.
type ruleBook struct {
	base  alertDefaults
	rules map[ruleKey]parsedRule
}

// parsedRule is a valid rule with its quiet hours ready.
type parsedRule struct {
	AlertRule
	quiet quietSpan
}

type ruleKey struct {
	kind      AlertKind
	character string // empty: all
}

// alertDefaults are what holds where no rule says anything.
type alertDefaults struct {
	idle, offline, grace time.Duration
}

func newRuleBook(base alertDefaults, rules []AlertRule) ruleBook {
	b := ruleBook{base, make(map[ruleKey]parsedRule, len(rules))}
	for _, r := range rules {
		key, parsed := ruleKey{kind: r.Kind}, parsedRule{AlertRule: r}
		if r.CharacterName != nil {
			key.character = *r.CharacterName
		}
		if r.Settings.Quiet != nil {
			parsed.quiet, _ = r.Settings.Quiet.parse() // a bad one is never quiet; Validate finds it
		}
		b.rules[key] = parsed
	}
	return b
}

// policy is what holds for a kind of alerts about a character.
func (b ruleBook) policy(kind AlertKind, character string) policy {
	p := policy{enabled: true, threshold: b.base.idle, grace: b.base.grace, deaths: 1, tier: greatTier}
	if kind == KindOffline {
		p.threshold = b.base.offline
	}
	// From the most general to the most special, each over the one before.
	for _, key := range []ruleKey{{KindAll, ""}, {kind, ""}, {KindAll, character}, {kind, character}} {
		if rule, there := b.rules[key]; there {
			p.obey(rule)
		}
	}
	return p
}

func (p *policy) obey(r parsedRule) {
	p.enabled = r.Enabled
	s := r.Settings
	if s.Minutes != nil {
		p.threshold = time.Duration(*s.Minutes) * time.Minute
	}
	if s.GraceMinutes != nil {
		p.grace = time.Duration(*s.GraceMinutes) * time.Minute
	}
	if s.Deaths != nil {
		p.deaths = *s.Deaths
	}
	if s.Tier != nil {
		p.tier = *s.Tier
	}
	if s.Quiet != nil {
		p.quiet = r.quiet
	}
}
