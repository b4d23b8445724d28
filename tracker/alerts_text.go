package tracker

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"overlord/tracker/discord"
)

const (
	// shownName is how much of a character's or an item's name a message shows,
	// in characters; names in the game have 32 at most.
	shownName = 80

	// repeatMark begins a message that may have been posted before.
	repeatMark = "(repeat) "
)

// alertText writes messages. PublicURL is where people find the map; empty: not
// known.
type alertText struct{ PublicURL string }

// one is the message for one alert.
func (t alertText) one(a OutboxAlert) string {
	return discord.Fit(mark(a.State == AlertRepeat) + t.sentence(a) + t.link())
}

func mark(repeat bool) string {
	if repeat {
		return repeatMark
	}
	return ""
}

// link leads to the map, without a preview.
func (t alertText) link() string {
	if t.PublicURL == "" {
		return ""
	}
	return " · [map](<" + t.PublicURL + ">)"
}

func (t alertText) sentence(a OutboxAlert) string {
	p, who := a.Payload, "**"+discord.Escape(a.Character(), shownName)+"**"
	switch a.Kind {
	case KindDeath:
		return "💀 " + who + " died" + times(p.Deaths) + spot(p) + " at " + discord.Clock(p.At)
	case KindIdle:
		return "💤 " + who + " is idle since " + clockOf(p.Since) + spot(p) + deathsToo(p)
	case KindBack:
		verb := " is active again after "
		if p.After == KindOffline {
			verb = " is online again after "
		}
		return "✅ " + who + verb + awayFor(p) + deathsToo(p)
	case KindOffline:
		return "🔌 " + who + " is offline since " + clockOf(p.Since) + deathsToo(p)
	case KindRare:
		return "💎 " + who + " found **" + discord.Escape(p.Rare, shownName) + "**" + tierText(p.Tier) + spot(p) + " at " + discord.Clock(p.At) + deathsToo(p)
	}
	return "🔔 " + who + ": " + discord.Escape(string(a.Kind), shownName)
}

func times(n int) string {
	if n < 2 {
		return ""
	}
	return fmt.Sprintf(" %d times, at last", n)
}

func deathsToo(p AlertPayload) string {
	switch {
	case p.Deaths == 1:
		return "; died once meanwhile"
	case p.Deaths > 1:
		return fmt.Sprintf("; died %d times meanwhile", p.Deaths)
	}
	return ""
}

func tierText(tier int) string {
	if tier == 0 {
		return ""
	}
	return fmt.Sprintf(" (tier %d)", tier)
}

// spot is where it was, as the game writes coordinates: 41.9N, 33.4W.
func spot(p AlertPayload) string {
	if p.EW == nil || p.NS == nil {
		return ""
	}
	side := func(v float64, plus, minus string) string {
		if v < 0 {
			plus = minus
		}
		return fmt.Sprintf("%.1f%s", math.Abs(v), plus)
	}
	return " at " + side(*p.NS, "N", "S") + ", " + side(*p.EW, "E", "W")
}

func clockOf(t *time.Time) string {
	if t == nil {
		return "some time"
	}
	return discord.Clock(*t)
}

// awayFor is how long it was away.
func awayFor(p AlertPayload) string {
	if p.Since == nil {
		return "some time"
	}
	d := max(0, p.At.Sub(*p.Since)).Round(time.Minute)
	if d < time.Hour {
		return fmt.Sprintf("%d min", max(1, int(d.Minutes())))
	}
	return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
}

// summary is one message for many alerts: how many of which kind, by character.
func (t alertText) summary(list []OutboxAlert) string {
	repeat := false
	first, last := list[0].CreatedAt, list[0].CreatedAt
	for _, a := range list {
		repeat = repeat || a.State == AlertRepeat
		if a.CreatedAt.Before(first) {
			first = a.CreatedAt
		}
		if a.CreatedAt.After(last) {
			last = a.CreatedAt
		}
	}
	out := mark(repeat) + fmt.Sprintf("📋 %d alerts from %s to %s could not be sent in time:", len(list), discord.Date(first), discord.Date(last))
	lines, end := summaryLines(list), t.link()
	for i, line := range lines {
		rest := fmt.Sprintf("\n… and %d more characters", len(lines)-i)
		if discord.Length(out)+discord.Length(line)+discord.Length(rest)+discord.Length(end)+2 > discord.MaxContent {
			return out + rest + end
		}
		out += "\n" + line
	}
	return out + end
}

// summaryLines are one for each character, those with most alerts first.
func summaryLines(list []OutboxAlert) []string {
	byCharacter := map[string][]OutboxAlert{}
	for _, a := range list {
		byCharacter[a.Character()] = append(byCharacter[a.Character()], a)
	}
	names := slices.SortedFunc(maps.Keys(byCharacter), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(byCharacter[b]), len(byCharacter[a])), cmp.Compare(a, b))
	})
	lines := make([]string, len(names))
	for i, name := range names {
		lines[i] = "• **" + discord.Escape(name, shownName) + "**: " + tally(byCharacter[name])
	}
	return lines
}

// tally counts one character's alerts.
func tally(list []OutboxAlert) string {
	const mostRares = 3 // named in a line
	deaths, counts, rares := 0, map[AlertKind]int{}, []string{}
	for _, a := range list {
		deaths += a.Payload.Deaths
		counts[a.Kind]++
		if a.Kind == KindRare && len(rares) < mostRares {
			rares = append(rares, discord.Escape(a.Payload.Rare, shownName))
		}
	}
	var parts []string
	add := func(n int, text string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d× %s", n, text))
		}
	}
	add(deaths, "died")
	add(counts[KindIdle], "idle")
	add(counts[KindOffline], "offline")
	add(counts[KindBack], "back")
	add(counts[KindRare], "great rare ("+strings.Join(rares, ", ")+")")
	return strings.Join(parts, ", ")
}
