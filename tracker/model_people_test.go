package tracker

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"slices"
	"testing"
	"time"

	"overlord/inventory/gamedata"
)

// Models of what people are told, and of what they tell each other.

// Minutes of the saga's settings.
const (
	modelIdle    = 5 * time.Minute
	modelGrace   = 5 * time.Minute
	modelOffline = 15 * time.Minute
)

// watchedOne is what the model of the alerts knows of a character.
type watchedOne struct {
	seen, online, still            time.Time
	stood                          bool
	ew, ns                         float64
	away                           string
	awaySince                      time.Time
	held                           float64
	silenced                       bool
	lastDeath, lastIdle, lastAbsen time.Time
}

// alerts are those of the issue: death, idle (online, no kill and no move for
// IDLE_MINUTES, of those who killed this session), back, offline too long, great
// rare; within the grace after coming online and after an alert of the kind none
// is sent, and deaths are counted into the next message.
func (s *saga) alerts() (list []m) {
	people, deaths, kills := map[string]*watchedOne{}, map[[2]string]float64{}, map[[2]string]float64{}
	met := map[string]bool{}
	raise := func(name, kind string, at time.Time, payload m) {
		payload["at"] = at
		if c := people[name]; c.held > 0 {
			payload["deaths"] = c.held
			c.held = 0
		}
		list = append(list, m{"kind": kind, "character_name": name, "payload": payload, "created_at": at, "state": "off", "attempts": 0, "sent_at": nil})
	}
	back := func(name string, at time.Time) {
		c := people[name]
		payload := m{"after": c.away, "since": c.awaySince}
		c.away = ""
		raise(name, "back", at, payload)
	}
	next := 0
	stream := s.stream()
	for _, sweep := range s.sweeps {
		for ; next < len(stream) && stream[next].received.Before(sweep.Add(time.Second)); next++ {
			h := stream[next]
			c := people[h.character]
			if c == nil {
				c = &watchedOne{}
				people[h.character] = c
			}
			if h.received.Sub(c.seen) > onlineWithin {
				c.online, c.still = h.received, h.received
			}
			c.seen, c.silenced = h.received, false
			if c.away == "offline" {
				back(h.character, h.received)
			}
			graced := func(last time.Time) bool {
				return h.received.Sub(c.online) < modelGrace || h.received.Sub(last) < modelGrace
			}
			switch key := [2]string{h.character, h.text("session_id")}; h.kind {
			case "telemetry":
				if told := h.number("deaths", -1); told >= 0 {
					before, counted := deaths[key]
					if counted && told > before {
						c.held += told - before
						if !graced(c.lastDeath) {
							c.lastDeath = h.received
							raise(h.character, "death", h.received, h.members("ew ns"))
						}
					}
					if !counted || told > before {
						deaths[key] = told
					}
				}
				rose := h.number("kills", 0) > kills[key]
				kills[key] = max(kills[key], h.number("kills", 0))
				ew, ns := h.number("ew", 0), h.number("ns", 0)
				if !c.stood || rose || math.Hypot(ew-c.ew, ns-c.ns) >= 0.01 {
					c.stood, c.ew, c.ns, c.still = true, ew, ns, h.received
					if c.away == "idle" {
						back(h.character, h.received)
					}
				} else if c.away == "" && kills[key] > 0 && h.received.Sub(c.still) >= modelIdle && !graced(c.lastIdle) {
					c.away, c.awaySince, c.lastIdle = "idle", c.still, h.received
					raise(h.character, "idle", h.received, m{"since": c.still, "ew": c.ew, "ns": c.ns})
				}
			case "rare":
				found := fmt.Sprint(h.character, "\n", h.text("name"), h.at)
				tier, known := gamedata.RareTier(h.text("name"))
				if !met[found] && (!known || tier >= 3) {
					payload := m{"rare": h.text("name")}
					for _, member := range []string{"ew", "ns"} {
						if v := h.body[member]; v != nil {
							payload[member] = v
						}
					}
					if known {
						payload["tier"] = tier
					}
					raise(h.character, "rare", h.received, payload)
				}
				met[found] = true
			}
		}
		// Silence is looked for once everything of before is stored.
		names := []string{}
		for name := range people {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			c, at := people[name], sweep.Add(-2*time.Second)
			from := c.seen
			if s.sweeps[0].After(from) {
				from = s.sweeps[0]
			}
			if c.silenced || at.Sub(from) < modelOffline || at.Sub(c.online) < modelGrace || at.Sub(c.lastAbsen) < modelGrace {
				continue
			}
			c.silenced, c.away, c.awaySince, c.lastAbsen = true, "offline", c.seen, at
			raise(name, "offline", at, m{"since": c.seen})
		}
	}
	slices.Reverse(list)
	return list
}

// checkAlerts: "what was sent", newest first.
func checkAlerts(t *testing.T, s *saga) {
	want := s.alerts()
	plain := func(list []map[string]any) []map[string]any {
		for _, row := range withoutIDs(list) {
			delete(row, "cause")
		}
		return list
	}
	mustBe(t, "/alerts", plain(s.pages(t, "/alerts", "alerts", 4)), want)
	kinds := map[string]int{}
	for _, row := range want {
		kinds[row["kind"].(string)]++
	}
	for _, kind := range []string{"death", "idle", "back", "offline", "rare"} {
		if kinds[kind] == 0 {
			t.Errorf("there was no alert of the kind %s", kind)
		}
		got := s.pages(t, "/alerts?kind="+kind, "alerts", 100)
		if len(got) != kinds[kind] {
			t.Errorf("%d alerts of the kind %s, want %d", len(got), kind, kinds[kind])
		}
	}
	for _, name := range s.characters() {
		mustBe(t, "/alerts of "+name, plain(s.pages(t, "/alerts?character="+inQuery(name), "alerts", 100)),
			slices.DeleteFunc(slices.Clone(want), func(row m) bool { return row["character_name"] != name }))
	}
	mustBe(t, "the sender", s.ask(t, "/alerts?limit=1")["sender"].(map[string]any)["state"], "off")
}

// do sends a request of somebody who may edit.
func (s *saga) do(t *testing.T, method, path string, body any) (int, map[string]any) {
	t.Helper()
	text := []byte{}
	if body != nil {
		var err error
		if text, err = json.Marshal(body); err != nil {
			t.Fatal(err)
		}
	}
	status, _, answer := mustAsk(t, s.site, method, path, string(text), "X-Who", editor)
	return status, answer
}

// checkAlertRules: rules are as they were written, until they are removed.
func checkAlertRules(t *testing.T, s *saga) {
	rules := []m{}
	same := func(what string) {
		t.Helper()
		got := rows(t, s.ask(t, "/alerts/rules"), "rules")
		slices.SortFunc(got, func(a, b m) int { return int(a["id"].(float64) - b["id"].(float64)) }) // the contract has no order
		mustBe(t, what, got, rules)
		for _, rule := range rules {
			mustBe(t, what, s.ask(t, fmt.Sprintf("/alerts/rules/%v", rule["id"])), rule)
		}
	}
	same("no rules")
	name := s.characters()[0]
	for _, rule := range []m{
		{"kind": "idle", "character_name": name, "settings": m{"minutes": 30, "grace_minutes": 0}, "enabled": true},
		{"kind": "all", "character_name": nil, "settings": m{"quiet": m{"from": "23:00", "to": "07:00", "time_zone": "Europe/Stockholm"}}, "enabled": false},
	} {
		status, got := s.do(t, http.MethodPost, "/alerts/rules", rule)
		if status != http.StatusCreated {
			t.Fatalf("POST: %d %v", status, got)
		}
		rule["id"] = got["id"]
		mustBe(t, "the new rule", got, rule)
		rules = append(rules, rule)
	}
	slices.SortFunc(rules, func(a, b m) int { return int(a["id"].(float64) - b["id"].(float64)) })
	same("two rules")
	rules[0]["settings"], rules[0]["enabled"] = m{"minutes": 7}, false
	path := fmt.Sprintf("/alerts/rules/%v", rules[0]["id"])
	if status, got := s.do(t, http.MethodPatch, path, m{"settings": m{"minutes": 7}, "enabled": false}); status != http.StatusOK {
		t.Fatalf("PATCH: %d %v", status, got)
	}
	same("a changed rule")
	if status, got := s.do(t, http.MethodDelete, path, nil); status != http.StatusOK {
		t.Fatalf("DELETE: %d %v", status, got)
	}
	s.missing(t, path)
	rules = rules[1:]
	same("one rule")
}

// checkIssues: "title, description, category, status (open, in progress, resolved),
// author, comments".
func checkIssues(t *testing.T, s *saga) {
	issues := []m{} // newest first
	for i := range 4 {
		status, got := s.do(t, http.MethodPost, "/issues", m{"title": fmt.Sprint("Issue ", i), "category": "Map"})
		if status != http.StatusCreated {
			t.Fatalf("POST: %d %v", status, got)
		}
		issue := m{"id": got["id"], "title": fmt.Sprint("Issue ", i), "description": nil, "category": "Map", "status": "open", "author": "larsa",
			"created_at": s.now(), "updated_at": s.now(), "comments": []any{}}
		mustBe(t, "the new issue", got, issue)
		issues = slices.Insert(issues, 0, issue)
	}
	path := func(i int) string { return fmt.Sprintf("/issues/%v", issues[i]["id"]) }
	status, got := s.do(t, http.MethodPatch, path(1), m{"status": "in progress", "description": "more"})
	if changed, err := time.Parse(time.RFC3339Nano, fmt.Sprint(got["updated_at"])); status != http.StatusOK || err != nil || !changed.After(s.now()) || changed.Sub(s.now()) > time.Millisecond {
		t.Fatalf("PATCH: %d %v at %s", status, got, s.now()) // a version is newer than the one before, if by a moment only
	}
	issues[1]["status"], issues[1]["description"], issues[1]["updated_at"] = "in progress", "more", got["updated_at"]
	status, got = s.do(t, http.MethodPost, path(2)+"/comments", m{"body": "I agree"})
	if status != http.StatusCreated {
		t.Fatalf("comment: %d %v", status, got)
	}
	issues[2]["comments"] = []any{m{"id": got["comments"].([]any)[0].(map[string]any)["id"], "author": "larsa", "body": "I agree", "created_at": s.now()}}
	if status, got := s.do(t, http.MethodDelete, path(3), nil); status != http.StatusOK {
		t.Fatalf("DELETE: %d %v", status, got)
	}
	issues = issues[:3]
	mustBe(t, "/issues", s.pages(t, "/issues", "issues", 2), issues)
	mustBe(t, "/issues?status=", s.pages(t, "/issues?status=in+progress", "issues", 2), issues[1:2])
	answer, err := http.Get(s.site.URL + "/openissues.json")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var list []map[string]any
	if err := json.NewDecoder(answer.Body).Decode(&list); err != nil {
		t.Fatal(err)
	}
	mustBe(t, "/openissues.json", list, issues)
}
