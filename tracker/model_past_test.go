package tracker

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"overlord/inventory/gamedata"
	"overlord/web/api"
)

// Models of what is read from the database.

// asker asks the saga's server; what it fails is the whole test.
func (s *saga) asker(t *testing.T) *asker {
	t.Helper()
	return &asker{t: t, now: s.now(), site: s.site}
}

// chronicle is the saga as the tests of history know events.
func (s *saga) chronicle() *chronicle {
	c := &chronicle{}
	for _, h := range s.stream() {
		switch h.kind {
		case "telemetry":
			c.telemetry = append(c.telemetry, sentTelemetry{h.character, h.text("session_id"), h.at, int64(h.number("kills", 0)), int(h.number("deaths", -1)),
				int(h.number("prismatic_taper_count", -1)), h.number("kills_per_hour", -1), h.number("ew", 0), h.number("ns", 0)})
		case "rare":
			c.rares = append(c.rares, sentRare{h.character, h.text("name"), h.at})
		case "spawn":
			c.spawns = append(c.spawns, sentSpawn{h.text("mob"), h.at, h.number("ew", 0), h.number("ns", 0)})
		}
	}
	return c
}

// checkHistory: "{"data":[…telemetry rows…],"next":cursor}", by all its cursors.
func checkHistory(t *testing.T, s *saga) {
	rows := slices.Clone(s.of("telemetry"))
	slices.SortStableFunc(rows, func(a, b heard) int {
		if c := a.at.Compare(b.at); c != 0 {
			return c
		}
		if c := strings.Compare(a.character, b.character); c != 0 {
			return c
		}
		return a.received.Compare(b.received)
	})
	list := func(character string, from, to time.Time) []any {
		list := []any{}
		for _, h := range rows {
			if (character == "" || h.character == character) && !h.at.Before(from) && h.at.Before(to) {
				list = append(list, h.row())
			}
		}
		return list
	}
	midnight, end := day(s.now()), s.now().Add(time.Hour)
	mustBe(t, "/history", s.pages(t, "/history", "data", 1000), list("", s.begin, end))
	mustBe(t, "/history from midnight", s.pages(t, "/history?from="+stamp(midnight), "data", 311), list("", midnight, end))
	mustBe(t, "/history before midnight", s.pages(t, "/history?to="+stamp(midnight), "data", 5000), list("", s.begin, midnight))
	for _, name := range s.characters() {
		mustBe(t, "/history of "+name, s.pages(t, "/history?character="+inQuery(name), "data", 97), list(name, s.begin, end))
	}
}

// checkTrailsOf: "oldest first, thinned to what a map can show": what is left out
// lies on the way, and the ends are there.
func checkTrailsOf(t *testing.T, s *saga) {
	for _, seconds := range []int{60, 600, 1800, 86400} {
		since := s.now().Add(-time.Duration(seconds) * time.Second)
		for _, name := range append(s.characters()[:5], "") {
			path := fmt.Sprintf("/trails?seconds=%d&character=%s", seconds, inQuery(name))
			ways, told := map[string][]m{}, map[string]bool{}
			for _, h := range s.of("telemetry") {
				if !h.at.Before(since) && (name == "" || h.character == name) {
					point := h.members("ew ns z character_name")
					point["timestamp"] = h.at
					ways[h.character] = append(ways[h.character], point)
					told[fmt.Sprint(asJSON(t, point))] = true
				}
			}
			counts, last, before := map[string]int{}, map[string]any{}, ""
			for _, point := range rows(t, s.ask(t, path), "trails") {
				if !told[fmt.Sprint(point)] {
					t.Errorf("%s: %v was not told", path, point)
				}
				if at := point["timestamp"].(string); at < before && len(at) == len(before) {
					t.Errorf("%s: not oldest first", path)
				} else {
					before = at
				}
				who := point["character_name"].(string)
				counts[who]++
				last[who] = point["timestamp"]
			}
			if len(counts) != len(ways) {
				t.Errorf("%s: ways of %d characters, want %d", path, len(counts), len(ways))
			}
			for who, way := range ways {
				newest := way[0]["timestamp"].(time.Time)
				for _, p := range way {
					if at := p["timestamp"].(time.Time); at.After(newest) {
						newest = at
					}
				}
				if counts[who] > 150 || last[who] != stamp(newest) {
					t.Errorf("%s: %d points of %s, the last of %v, want %s", path, counts[who], who, last[who], stamp(newest))
				}
			}
		}
	}
}

// checkSummaries: "kills, kills per hour, deaths, tapers, rares per bucket".
func checkSummaries(t *testing.T, s *saga) {
	a, c := s.asker(t), s.chronicle()
	for bucket, width := range map[string]time.Duration{"5m": 5 * time.Minute, "1h": time.Hour, "6h": 6 * time.Hour} {
		checkSummaryOfAll(a, c, bucket, width, s.begin, s.now())
	}
	for _, name := range s.characters() {
		checkSummary(a, c, name, "15m", 15*time.Minute, s.begin, s.now())
	}
}

// checkLeaderboards: "kills, kills per hour, rares, deaths per character".
func checkLeaderboards(t *testing.T, s *saga) {
	for _, window := range []time.Duration{20 * time.Minute, time.Hour, 24 * time.Hour} {
		checkLeaders(s.asker(t), s.chronicle(), window)
	}
}

// checkHeat: where, and which, monsters appeared.
func checkHeat(t *testing.T, s *saga) {
	c := s.chronicle()
	for _, hours := range []int{1, 24} {
		a := s.asker(t)
		since := s.now().Truncate(time.Hour).Add(-time.Duration(hours) * time.Hour)
		names := map[string]map[string]int{"": {}}
		for _, spawn := range c.spawns {
			if spawn.at.Before(since) {
				continue
			}
			if names[spawn.mob] == nil {
				names[spawn.mob] = map[string]int{}
			}
			cell := tenth(spawn.ew) + " " + tenth(spawn.ns)
			names[spawn.mob][cell]++
			names[""][cell]++
		}
		for mob, want := range names {
			got := mustAnswer[struct {
				Points []SpawnPoint `json:"spawn_points"`
				Total  int          `json:"total_points"`
			}](a, "/spawns/heatmap", "hours", fmt.Sprint(hours), "mob", mob)
			cells := map[string]int{}
			for _, p := range got.Points {
				cells[fmt.Sprintf("%.0f %.0f", p.EW*10, p.NS*10)] = int(p.Intensity)
			}
			mustBe(t, fmt.Sprintf("/spawns/heatmap?hours=%d&mob=%s", hours, mob), cells, want)
			if got.Total != len(want) {
				t.Errorf("%d points of %q, want %d", got.Total, mob, len(want))
			}
		}
		delete(names, "")
		mobs := map[string]int{}
		for _, one := range mustAnswer[struct{ Mobs []MobCount }](a, "/spawns/mobs", "hours", fmt.Sprint(hours)).Mobs {
			mobs[one.Mob] = int(one.Count)
		}
		want := map[string]int{}
		for mob, cells := range names {
			for _, n := range cells {
				want[mob] += n
			}
		}
		mustBe(t, "/spawns/mobs", mobs, want)
	}
}

// checkReplay: "the position of each character at each step".
func checkReplay(t *testing.T, s *saga) {
	c := s.chronicle()
	slices.SortStableFunc(c.telemetry, func(a, b sentTelemetry) int { return a.at.Compare(b.at) })
	some := 0
	for _, step := range []time.Duration{10 * time.Second, time.Minute, 47 * time.Second} {
		from := s.begin.Add(3 * time.Second)
		got := mustAnswer[replayAnswer](s.asker(t), "/replay", "from", stamp(from), "to", stamp(s.now()), "step", api.FormatDuration(step))
		if got.From.After(from) || from.Sub(got.From) >= 10*time.Second || got.Step != api.FormatDuration(step) || len(got.Frames) != int(s.now().Sub(got.From)/step)+1 {
			t.Errorf("by %s: %d frames from %s by %s", step, len(got.Frames), got.From, got.Step)
		}
		for k, frame := range got.play(t) {
			want := c.positions(got.From.Add(time.Duration(k) * step))
			if fmt.Sprint(frame) != fmt.Sprint(want) {
				t.Fatalf("by %s, frame %d: %v, want %v", step, k, frame, want)
			}
			some += len(want)
		}
	}
	if some < 1000 {
		t.Errorf("only %d positions were compared", some)
	}
}

// checkPortals: "{portal_name,ns,ew,z,discovered_by,discovered_at,last_seen}", one
// for each place a tenth of a unit wide.
func checkPortals(t *testing.T, s *saga) {
	places, list := map[string]m{}, []m{}
	for _, h := range s.of("portal") {
		key := h.text("portal_name") + " " + tenth(h.number("ns", 0)) + " " + tenth(h.number("ew", 0))
		if places[key] == nil {
			places[key] = h.members("portal_name ns ew z")
			places[key]["discovered_by"], places[key]["discovered_at"], places[key]["last_seen"] = h.character, h.at, h.at
			list = append(list, places[key])
		}
		if h.at.After(places[key]["last_seen"].(time.Time)) {
			places[key]["last_seen"] = h.at
		}
	}
	slices.SortStableFunc(list, func(a, b m) int { return strings.Compare(a["portal_name"].(string), b["portal_name"].(string)) })
	mustBe(t, "/portals", s.ask(t, "/portals"), m{"portals": list, "portal_count": len(list), "next": nil})
	mustBe(t, "/portals by pages", s.pages(t, "/portals", "portals", 7), list)
	if n := len(s.ledger.Model().Portals); n != len(list) {
		t.Errorf("the simulator knows of %d portals, this model of %d", n, len(list))
	}
}

// checkRares: "rare events newest first, with tier"; common are tiers 1 and 2.
func checkRares(t *testing.T, s *saga) {
	list := func(keep func(heard, int, bool) bool) []m {
		list := []m{}
		for _, h := range s.distinctRares() {
			tier, known := gamedata.RareTier(h.text("name"))
			great := !known || tier >= 3
			if !keep(h, tier, great) {
				continue
			}
			row := h.members("character_name name ew ns z")
			row["timestamp"], row["great"], row["tier"] = h.at, great, nil
			if known {
				row["tier"] = tier
			}
			list = append(list, row)
		}
		slices.Reverse(list)
		slices.SortStableFunc(list, func(a, b m) int { return b["timestamp"].(time.Time).Compare(a["timestamp"].(time.Time)) })
		return list
	}
	mustBe(t, "/rares", withoutIDs(s.pages(t, "/rares", "rares", 3)), list(func(heard, int, bool) bool { return true }))
	mustBe(t, "/rares?tier=great", withoutIDs(s.pages(t, "/rares?tier=great", "rares", 2)), list(func(_ heard, _ int, great bool) bool { return great }))
	mustBe(t, "/rares?tier=common", withoutIDs(s.pages(t, "/rares?tier=common", "rares", 100)), list(func(_ heard, _ int, great bool) bool { return !great }))
	for tier := 1; tier <= 6; tier++ {
		path := fmt.Sprintf("/rares?tier=%d", tier)
		mustBe(t, path, withoutIDs(s.pages(t, path, "rares", 100)), list(func(_ heard, of int, _ bool) bool { return of == tier }))
	}
	midnight := day(s.now())
	for _, name := range s.characters() {
		mustBe(t, "/rares of "+name, withoutIDs(s.pages(t, "/rares?character="+inQuery(name), "rares", 1)), list(func(h heard, _ int, _ bool) bool { return h.character == name }))
	}
	mustBe(t, "/rares from midnight", withoutIDs(s.pages(t, "/rares?from="+stamp(midnight), "rares", 9)), list(func(h heard, _ int, _ bool) bool { return !h.at.Before(midnight) }))
}

// checkTotals: "{total,today,last_updated}; today is since midnight UTC".
func checkTotals(t *testing.T, s *saga) {
	_, today := s.kills(day(s.now()))
	mustBe(t, "/total-kills", s.ask(t, "/total-kills"), m{"total": s.totalKills(""), "today": today, "last_updated": s.now()})
	if today == 0 || today == s.totalKills("") {
		t.Errorf("all or none of the kills are of today")
	}
	rares, of := s.distinctRares(), 0
	for _, h := range rares {
		if !h.at.Before(day(s.now())) {
			of++
		}
	}
	mustBe(t, "/total-rares", s.ask(t, "/total-rares"), m{"all_time": len(rares), "today": of, "last_updated": s.now()})
	// The simulator's own model counts by what was meant, not by what was taken down.
	model := s.ledger.Model()
	for _, name := range s.characters() {
		if float64(model.TotalKills[name]) != s.totalKills(name) {
			t.Errorf("%s: the simulator knows of %d kills, this model of %g", name, model.TotalKills[name], s.totalKills(name))
		}
	}
	if len(model.Deaths) != len(s.deathsOf()) {
		t.Errorf("the simulator knows of %d deaths, this model of %d", len(model.Deaths), len(s.deathsOf()))
	}
}

// checkDeaths: "death events with place", newest first.
func checkDeaths(t *testing.T, s *saga) {
	list := func(keep func(heard) bool) []m {
		list := []m{}
		for _, h := range s.deathsOf() {
			if keep(h) {
				row := h.members("character_name session_id deaths ew ns z")
				row["timestamp"] = h.at
				list = append(list, row)
			}
		}
		slices.SortStableFunc(list, func(a, b m) int { return b["timestamp"].(time.Time).Compare(a["timestamp"].(time.Time)) })
		return list
	}
	mustBe(t, "/deaths", s.pages(t, "/deaths", "deaths", 3), list(func(heard) bool { return true }))
	for _, name := range s.characters() {
		mustBe(t, "/deaths of "+name, s.pages(t, "/deaths?character="+inQuery(name), "deaths", 1), list(func(h heard) bool { return h.character == name }))
	}
	midnight := day(s.now())
	mustBe(t, "/deaths before midnight", s.pages(t, "/deaths?to="+stamp(midnight), "deaths", 50), list(func(h heard) bool { return h.at.Before(midnight) }))
}

// checkStats: "{character_name,latest_snapshot,total_kills,total_rares,sessions:[…]}".
func checkStats(t *testing.T, s *saga) {
	last, rares := s.lastOf("telemetry"), s.distinctRares()
	kills, _ := s.kills(s.begin)
	for _, name := range s.characters() {
		sessions := map[string]m{}
		for _, h := range s.of("telemetry") {
			if h.character != name {
				continue
			}
			id := h.text("session_id")
			if sessions[id] == nil {
				sessions[id] = m{"session_id": id, "kills": kills[[2]string{name, id}], "deaths": nil, "rares": 0, "started": h.received}
			}
			sessions[id]["last_seen"] = h.received
			if told := h.number("deaths", -1); told >= 0 {
				before, _ := sessions[id]["deaths"].(float64)
				sessions[id]["deaths"] = math.Max(before, told)
			}
		}
		found := 0
		for _, h := range rares {
			if h.character == name {
				found++
				if of := sessions[h.counts]; of != nil {
					of["rares"] = of["rares"].(int) + 1
				}
			}
		}
		list := []m{}
		for _, row := range sessions {
			list = append(list, row)
		}
		slices.SortFunc(list, func(a, b m) int { return b["last_seen"].(time.Time).Compare(a["last_seen"].(time.Time)) })
		want := m{"character_name": name, "latest_snapshot": last[name].row(), "total_kills": s.totalKills(name), "total_rares": found, "sessions": list, "next": nil}
		mustBe(t, "/stats of "+name, s.ask(t, "/stats"+inPath(name)), want)
		mustBe(t, "/stats by pages of "+name, s.pages(t, "/stats"+inPath(name), "sessions", 1), list)
	}
	s.missing(t, "/stats/Nobody")
}

// checkSheets: "the last stored sheet, or 404".
func checkSheets(t *testing.T, s *saga) {
	last := s.lastOf("character_stats")
	for _, name := range s.characters() {
		h, told := last[name]
		if !told {
			s.missing(t, "/character-stats"+inPath(name))
			continue
		}
		want := h.members("level total_xp unassigned_xp luminance_earned luminance_total deaths")
		for member, value := range h.body {
			want[member] = value
		}
		delete(want, "type")
		want["timestamp"] = h.at
		mustBe(t, "/character-stats of "+name, s.ask(t, "/character-stats"+inPath(name)), want)
	}
	s.missing(t, "/character-stats/Nobody")
}

// checkFights: "{character_name,session,lifetime,timestamp}": a session's last
// report that is not stale, and the sum over the sessions, of maxima the largest.
func checkFights(t *testing.T, s *saga) {
	type session struct {
		at     time.Time
		report m
	}
	of := map[string]map[string]session{}
	for _, h := range s.of("combat_stats") {
		report, told := h.body["session"].(map[string]any)
		before, met := of[h.character][h.text("session_id")]
		if !told || met && (below(report, before.report, "duration_seconds") || below(report, before.report, "total_kills")) {
			continue
		}
		if of[h.character] == nil {
			of[h.character] = map[string]session{}
		}
		of[h.character][h.text("session_id")] = session{h.at, report}
	}
	list := []m{}
	for _, name := range s.characters() {
		if of[name] == nil {
			s.missing(t, "/combat-stats"+inPath(name))
			continue
		}
		var newest session
		lifetime := m{}
		for _, one := range of[name] {
			if newest.report == nil || one.at.After(newest.at) {
				newest = one
			}
			sumUp(lifetime, one.report)
		}
		row := m{"character_name": name, "session": newest.report, "lifetime": lifetime, "timestamp": newest.at}
		mustBe(t, "/combat-stats of "+name, s.ask(t, "/combat-stats"+inPath(name)), row)
		list = append(list, row)
	}
	slices.SortFunc(list, func(a, b m) int { return strings.Compare(a["character_name"].(string), b["character_name"].(string)) })
	mustBe(t, "/combat-stats", s.pages(t, "/combat-stats", "combat_stats", 3), list)
	s.missing(t, "/combat-stats/Nobody")
}

func below(report, before m, name string) bool {
	now, told := report[name].(float64)
	was, known := before[name].(float64)
	return told && known && now < was
}

// sumUp adds a report to a lifetime, member by member.
func sumUp(lifetime, report m) {
	for name, value := range report {
		switch v := value.(type) {
		case map[string]any:
			inner, _ := lifetime[name].(m)
			if inner == nil {
				inner = m{}
				lifetime[name] = inner
			}
			sumUp(inner, v)
		case float64:
			before, _ := lifetime[name].(float64)
			if strings.HasPrefix(name, "max_") {
				lifetime[name] = math.Max(before, v)
			} else {
				lifetime[name] = before + v
			}
		default:
			lifetime[name] = v
		}
	}
}
