package tracker

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// annals plays events into a desk's recorder and keeps what the contract says
// about them, by other means than the product: whole lists, searched anew.
type annals struct {
	*desk
	chance    *rand.Rand
	telemetry []toldTelemetry
	rares     []toldRare
}

type toldTelemetry struct {
	character, session string
	at                 time.Time
	kills, deaths      int
	ew, ns             float64
}

type toldRare struct {
	character, name, session string
	at                       time.Time
}

func (c *annals) tellTelemetry(character, session string, kills, deaths int) {
	told := toldTelemetry{character, session, c.at.Add(time.Second), kills, deaths, float64(c.chance.IntN(200)-100) / 2, float64(c.chance.IntN(200)-100) / 2}
	c.telemetry = append(c.telemetry, told)
	c.accept(`{"type":"telemetry","character_name":%q,"session_id":%q,"ew":%g,"ns":%g,"kills":%d,"deaths":"%d","kills_per_hour":"1,234.5"}`,
		character, session, told.ew, told.ns, kills, deaths)
}

func (c *annals) tellRare(character, name, session string) {
	at := c.at.Add(time.Second)
	c.rares = append(c.rares, toldRare{character, name, session, at})
	if session == "" {
		c.accept(`{"type":"rare","character_name":%q,"name":%q,"ew":1.5,"ns":-2.5}`, character, name)
		return
	}
	c.accept(`{"type":"rare","character_name":%q,"name":%q,"session_id":%q}`, character, name, session)
}

// play tells three days of four characters' lives, in sessions that go past
// midnight, with counts that shrink now and then.
func (c *annals) play() {
	names := []string{"Larsa", "Mule Two", "+Admin Zed'ra", "Å"}
	kills, deaths, sessions := map[string]int{}, map[string]int{}, map[string]int{}
	finds := []string{"Refreshing Elixir", "Infinite Deadly Broad Arrowheads", "Pearl of a Future Patch"}
	for range 400 {
		c.at = c.at.Add(time.Duration(c.chance.IntN(1200)) * time.Second)
		who := names[c.chance.IntN(len(names))]
		switch c.chance.IntN(10) {
		case 0:
			sessions[who]++
			kills[who], deaths[who] = c.chance.IntN(5), c.chance.IntN(3)
		case 1:
			c.tellRare(who, finds[c.chance.IntN(len(finds))], c.sessionOfRare(who, sessions))
			continue
		case 2:
			deaths[who]++
		case 3:
			kills[who] = max(0, kills[who]-3)
		default:
			kills[who] += c.chance.IntN(7)
		}
		c.tellTelemetry(who, fmt.Sprintf("s%d", sessions[who]), kills[who], deaths[who])
		if c.chance.IntN(20) == 0 {
			c.record()
		}
	}
	c.record()
}

// sessionOfRare is told in half of the rares.
func (c *annals) sessionOfRare(who string, sessions map[string]int) string {
	if c.chance.IntN(2) == 0 {
		return ""
	}
	return fmt.Sprintf("s%d", sessions[who])
}

// killsUpTo is the contract's sum for a session: the highest count told so far.
func (c *annals) killsUpTo(character, session string, before time.Time) (high int) {
	for _, told := range c.telemetry {
		if told.character == character && told.session == session && told.at.Before(before) {
			high = max(high, told.kills)
		}
	}
	return high
}

// sessionsOf are a character's sessions; of "" everybody's, as pairs.
func (c *annals) sessionsOf(character string) (pairs [][2]string) {
	for _, told := range c.telemetry {
		pair := [2]string{told.character, told.session}
		if (character == "" || told.character == character) && !slices.Contains(pairs, pair) {
			pairs = append(pairs, pair)
		}
	}
	return pairs
}

func (c *annals) totalKills(character string, before time.Time) (sum int) {
	for _, pair := range c.sessionsOf(character) {
		sum += c.killsUpTo(pair[0], pair[1], before)
	}
	return sum
}

// deaths are the rises of a session's count over what it was before, newest first.
func (c *annals) deaths(keep func(toldTelemetry) bool) []map[string]any {
	list := []map[string]any{}
	high := map[[2]string]int{}
	for _, told := range c.telemetry {
		pair := [2]string{told.character, told.session}
		before, met := high[pair]
		if met && told.deaths > before && keep(told) {
			list = append(list, map[string]any{"character_name": told.character, "session_id": told.session, "timestamp": told.at,
				"deaths": told.deaths, "ew": told.ew, "ns": told.ns, "z": nil})
		}
		high[pair] = max(before, told.deaths)
	}
	slices.Reverse(list)
	return list
}

// found are the rares that keep keeps, newest first, without their ids.
func (c *annals) found(keep func(toldRare) bool) []map[string]any {
	tiers := map[string]any{"Refreshing Elixir": 2, "Infinite Deadly Broad Arrowheads": 5, "Pearl of a Future Patch": nil}
	list := []map[string]any{}
	for _, told := range c.rares {
		if !keep(told) {
			continue
		}
		row := map[string]any{"character_name": told.character, "name": told.name, "timestamp": told.at, "ew": nil, "ns": nil, "z": nil,
			"tier": tiers[told.name], "great": told.name != "Refreshing Elixir"}
		if told.session == "" {
			row["ew"], row["ns"] = 1.5, -2.5
		}
		list = append(list, row)
	}
	slices.Reverse(list)
	return list
}

func withoutIDs(list []map[string]any) []map[string]any {
	for _, row := range list {
		delete(row, "id")
	}
	return list
}

// sessionOf tells for which session a rare counts: its own, or that of the
// character's last telemetry before it; "" for none.
func (c *annals) sessionOf(rare toldRare) (session string) {
	if rare.session != "" {
		return rare.session
	}
	for _, told := range c.telemetry {
		if told.character == rare.character && told.at.Before(rare.at) {
			session = told.session
		}
	}
	return session
}

// sessions are a character's in the form of /stats, the last seen first.
func (c *annals) sessions(character string) []map[string]any {
	list := []map[string]any{}
	for _, pair := range c.sessionsOf(character) {
		row := map[string]any{"session_id": pair[1], "kills": c.killsUpTo(pair[0], pair[1], c.at.Add(time.Hour))}
		deaths, rares := 0, 0
		for _, told := range c.telemetry {
			if told.character == character && told.session == pair[1] {
				if row["started"] == nil {
					row["started"] = told.at
				}
				row["last_seen"], deaths = told.at, max(deaths, told.deaths)
			}
		}
		for _, rare := range c.rares {
			if rare.character == character && c.sessionOf(rare) == pair[1] {
				rares++
			}
		}
		row["deaths"], row["rares"] = deaths, rares
		list = append(list, row)
	}
	slices.SortFunc(list, func(a, b map[string]any) int {
		return cmp.Or(b["last_seen"].(time.Time).Compare(a["last_seen"].(time.Time)), strings.Compare(b["session_id"].(string), a["session_id"].(string)))
	})
	return list
}

// Every read gives what the events say, whatever the batches they were stored in.
func TestReadsTellWhatHappened(t *testing.T) {
	c := &annals{desk: newDesk(t), chance: rand.New(rand.NewPCG(3, 1))}
	c.play()
	all := c.at.Add(time.Hour)

	t.Run("totals", func(t *testing.T) {
		days := 0
		for at := day(epoch); at.Before(all); at = at.Add(oneDay) {
			c.clock = at.Add(oneDay - time.Second)
			midnight, end := at, at.Add(oneDay)
			mustEqual(t, "/total-kills on "+at.String(), c.get("/total-kills"), map[string]any{
				"total": c.totalKills("", all), "today": c.totalKills("", end) - c.totalKills("", midnight), "last_updated": c.clock})
			today := c.found(func(r toldRare) bool { return !r.at.Before(midnight) && r.at.Before(end) })
			mustEqual(t, "/total-rares on "+at.String(), c.get("/total-rares"), map[string]any{
				"all_time": len(c.rares), "today": len(today), "last_updated": c.clock})
			days++
		}
		if days < 3 {
			t.Errorf("only %d days were lived", days)
		}
	})
	t.Run("rares", func(t *testing.T) {
		from, to := c.rares[5].at, c.rares[len(c.rares)-5].at
		cases := map[string]func(toldRare) bool{
			"/rares":                    func(toldRare) bool { return true },
			"/rares?character=Mule Two": func(r toldRare) bool { return r.character == "Mule Two" },
			"/rares?tier=2":             func(r toldRare) bool { return r.name == "Refreshing Elixir" },
			"/rares?tier=5":             func(r toldRare) bool { return r.name == "Infinite Deadly Broad Arrowheads" },
			"/rares?tier=6":             func(toldRare) bool { return false },
			"/rares?tier=common":        func(r toldRare) bool { return r.name == "Refreshing Elixir" },
			"/rares?tier=great":         func(r toldRare) bool { return r.name != "Refreshing Elixir" },
			"/rares?from=" + from.Format(time.RFC3339) + "&to=" + to.Format(time.RFC3339): func(r toldRare) bool {
				return !r.at.Before(from) && r.at.Before(to)
			},
		}
		for path, keep := range cases {
			path = strings.ReplaceAll(path, " ", "%20")
			want := c.found(keep)
			if len(want) == 0 && path != "/rares?tier=6" {
				t.Errorf("%s: nothing to find", path)
			}
			mustEqual(t, path, withoutIDs(c.all(path, "rares", 7)), want)
			mustEqual(t, path+" on one page", withoutIDs(rows(t, c.get(path), "rares")), want[:min(len(want), eventsLimit)])
		}
	})
	t.Run("deaths", func(t *testing.T) {
		if n := len(c.deaths(func(toldTelemetry) bool { return true })); n < 10 {
			t.Fatalf("only %d deaths", n)
		}
		mustEqual(t, "/deaths", c.all("/deaths", "deaths", 4), c.deaths(func(toldTelemetry) bool { return true }))
		mustEqual(t, "/deaths?character=", c.all("/deaths?character=Larsa", "deaths", 3), c.deaths(func(d toldTelemetry) bool { return d.character == "Larsa" }))
		from := day(epoch).Add(oneDay)
		mustEqual(t, "/deaths?from=", c.all("/deaths?from="+from.Format(time.RFC3339), "deaths", 100), c.deaths(func(d toldTelemetry) bool { return !d.at.Before(from) }))
	})
	t.Run("characters", func(t *testing.T) {
		for _, name := range []string{"Larsa", "Mule Two", "+Admin Zed'ra", "Å"} {
			path := "/stats/" + url.PathEscape(name)
			body := c.get(path)
			var last toldTelemetry
			for _, told := range c.telemetry {
				if told.character == name {
					last = told
				}
			}
			snapshot := body["latest_snapshot"].(map[string]any)
			if snapshot["session_id"] != last.session || snapshot["kills"] != float64(last.kills) || snapshot["ew"] != last.ew || snapshot["kills_per_hour"] != 1234.5 || snapshot["z"] != nil {
				t.Errorf("%s: snapshot %v, want %+v", name, snapshot, last)
			}
			if len(snapshot) != len(telemetryColumns) {
				t.Errorf("%s: the snapshot has %d members, the table %d columns", name, len(snapshot), len(telemetryColumns))
			}
			delete(body, "latest_snapshot")
			want := map[string]any{"character_name": name, "total_kills": c.totalKills(name, all), "sessions": c.sessions(name), "next": nil,
				"total_rares": len(c.found(func(r toldRare) bool { return r.character == name }))}
			mustEqual(t, path, body, want)
			mustEqual(t, path+" by pages", c.all(path, "sessions", 2), want["sessions"])
		}
	})
}
