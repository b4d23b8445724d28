package tracker

import (
	"fmt"
	"math"
	"math/big"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
)

// What every route answers after a saga is held against a model of it: what the
// contract's text makes of the events that were accepted, by plain means and
// without the tracker's code. Some is asked on the way as well, since it is of
// the moment.

// routesOfTheContract is its table "Tracker".
const routesOfTheContract = `
	GET /live                       GET /trails                        GET /history                     GET /history/summary
	GET /replay                     GET /leaderboards                  GET /spawns/heatmap              GET /spawns/mobs
	GET /portals                    GET /rares                         GET /total-rares                 GET /total-kills
	GET /deaths                     GET /stats/{character}             GET /character-stats/{character} GET /combat-stats
	GET /combat-stats/{character}   GET /quest-status                  GET /vital-sharing/peers         GET /server-health
	GET /server-state               GET /vitals                        GET /chat                        GET /chat/{character}
	GET /nearby-objects/{character} GET /equipment-cantrip-state/{character} GET /dungeon-map/{landblock} POST /command
	GET /alerts/rules               POST /alerts/rules                 PATCH /alerts/rules/{id}         DELETE /alerts/rules/{id}
	GET /alerts/rules/{id}          GET /alerts                        GET /issues                      POST /issues
	PATCH /issues/{id}              DELETE /issues/{id}                POST /issues/{id}/comments       GET /openissues.json
	GET /debug/events`

// routesOfOthers are the sockets, of which other parts of the contract tell.
const routesOfOthers = `GET /ws/live GET /ws/position GET /websocket GET /websocket/`

// models hold what is answered against what should be, by route. Routes that
// change something are checked together with those that show it.
var models = map[string]func(*testing.T, *saga){
	"GET /live": checkLive, "GET /trails": checkTrailsOf, "GET /history": checkHistory, "GET /history/summary": checkSummaries,
	"GET /replay": checkReplay, "GET /leaderboards": checkLeaderboards, "GET /spawns/heatmap": checkHeat, "GET /spawns/mobs": checkHeat,
	"GET /portals": checkPortals, "GET /rares": checkRares, "GET /total-rares": checkTotals, "GET /total-kills": checkTotals,
	"GET /deaths": checkDeaths, "GET /stats/{character}": checkStats, "GET /character-stats/{character}": checkSheets,
	"GET /combat-stats": checkFights, "GET /combat-stats/{character}": checkFights,
	"GET /quest-status": checkQuests, "GET /vital-sharing/peers": checkPeers, "GET /server-health": checkGameServer, "GET /server-state": checkServer,
	"GET /vitals": checkVitals, "GET /chat": checkChat, "GET /chat/{character}": checkChat,
	"GET /nearby-objects/{character}": checkLatest, "GET /equipment-cantrip-state/{character}": checkLatest, "GET /dungeon-map/{landblock}": checkMaps,
	"POST /command": checkCommands, "GET /debug/events": checkDebug,
	"GET /alerts": checkAlerts, "GET /alerts/rules": checkAlertRules, "GET /alerts/rules/{id}": checkAlertRules, "POST /alerts/rules": checkAlertRules,
	"PATCH /alerts/rules/{id}": checkAlertRules, "DELETE /alerts/rules/{id}": checkAlertRules,
	"GET /issues": checkIssues, "POST /issues": checkIssues, "PATCH /issues/{id}": checkIssues, "DELETE /issues/{id}": checkIssues,
	"POST /issues/{id}/comments": checkIssues, "GET /openissues.json": checkIssues,
}

// momentary are the models of what is of the moment.
var momentary = []func(*testing.T, *saga){checkLive, checkVitals, checkQuests, checkPeers, checkGameServer, checkServer, checkLatest, checkMaps, checkChat}

func TestEveryAnswerIsWhatTheContractMakesOfTheEvents(t *testing.T) {
	t.Parallel()
	s := newSaga(t, 44)
	for n := range sagaSteps {
		s.step()
		if n%12 == 11 {
			s.record()
		}
		if n%150 == 100 {
			s.between(func() {
				for _, check := range momentary {
					check(t, s)
				}
			})
		}
	}
	s.record()
	t.Run("the saga", s.mustBeEventful)
	s.between(func() {
		checked := map[string]bool{}
		for route := range routesOf(t, s) {
			check := models[route]
			if check == nil {
				t.Errorf("%s has no model", route)
			}
			if name := fmt.Sprintf("%p", check); check != nil && !checked[name] { // one model may be of several routes
				checked[name] = true
				t.Run(route, func(t *testing.T) { check(t, s) })
			}
		}
	})
}

// between runs checks between two steps, when no rule is just on the edge.
func (s *saga) between(checks func()) {
	const aside = sagaStep / 2
	s.clock.Add(aside.Microseconds())
	checks()
	s.clock.Add(-aside.Microseconds())
}

// routesOf are the routes of the module, which are those of the contract.
func routesOf(t *testing.T, s *saga) map[string]bool {
	t.Helper()
	router, real := chi.NewRouter(), map[string]bool{}
	s.module.Open(router)
	s.module.Routes(router)
	others := strings.Split(routesOfOthers, " GET ")
	err := chi.Walk(router, func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if !slices.ContainsFunc(others, func(other string) bool { return strings.TrimPrefix(other, "GET ") == route }) {
			real[method+" "+route] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.Fields(routesOfTheContract)
	for i := 0; i < len(fields); i += 2 {
		if route := fields[i] + " " + fields[i+1]; !real[route] {
			t.Errorf("%s of the contract is not there", route)
		}
	}
	return real
}

// mustBeEventful makes sure that there was something to get wrong, and that the
// events are those that the simulator sent.
func (s *saga) mustBeEventful(t *testing.T) {
	counts := map[string]int64{}
	for _, h := range s.heard {
		counts[h.kind]++
	}
	mustEqual(t, "events by family", counts, s.ledger.Families())
	for kind, least := range map[string]int64{"telemetry": 2000, "spawn": 500, "rare": 5, "portal": 50, "character_stats": 20, "combat_stats": 100, "vitals": 100,
		"chat": 600, "quest": 50, "equipment_cantrip_state": 50, "nearby_objects": 50, "dungeon_map": 1, "share_vital_update": 50, "register": 15} {
		if counts[kind] < least {
			t.Errorf("only %d of %s", counts[kind], kind)
		}
	}
	if len(s.odd) == 0 || len(s.closed) == 0 || s.now().Day() == s.begin.Day() {
		t.Errorf("%d frames were refused, %d sockets closed, it is %s", len(s.odd), len(s.closed), s.now())
	}
	for _, kind := range []string{"death", "idle", "active", "player_offline", "player_online"} {
		if s.feed.derived[kind] == 0 {
			t.Errorf("nobody saw any %s", kind)
		}
	}
}

// mustBe compares an answer with what it should be, as JSON, and tells of the
// first difference.
func mustBe(t *testing.T, what string, got, want any) {
	t.Helper()
	if where := difference(asJSON(t, got), asJSON(t, want), ""); where != "" {
		t.Errorf("%s: %s", what, where)
	}
}

// difference tells where two decoded values differ; "" nowhere. Numbers may differ
// by what summing up in another order does.
func difference(got, want any, path string) string {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			break
		}
		for name := range g {
			if _, wanted := w[name]; !wanted {
				return fmt.Sprintf("%s.%s is %v, and should not be there", path, name, g[name])
			}
		}
		for name := range w {
			v, there := g[name]
			if !there {
				return fmt.Sprintf("%s.%s is missing, want %v", path, name, w[name])
			}
			if where := difference(v, w[name], path+"."+name); where != "" {
				return where
			}
		}
		return ""
	case []any:
		g, ok := got.([]any)
		if !ok {
			break
		}
		for i := range min(len(g), len(w)) {
			if where := difference(g[i], w[i], fmt.Sprintf("%s[%d]", path, i)); where != "" {
				return where
			}
		}
		if len(g) != len(w) {
			return fmt.Sprintf("%s has %d elements, want %d", path, len(g), len(w))
		}
		return ""
	case float64:
		if g, ok := got.(float64); ok && math.Abs(g-w) <= 1e-9*math.Max(1, math.Abs(w)) {
			return ""
		}
	default:
		if got == want {
			return ""
		}
	}
	return fmt.Sprintf("%s is %v, want %v", path, got, want)
}

// ask sends a GET to the saga's server; the answer must be there.
func (s *saga) ask(t *testing.T, path string) map[string]any {
	t.Helper()
	status, _, body := mustAsk(t, s.site, http.MethodGet, path, "")
	if status != http.StatusOK {
		t.Fatalf("GET %s: %d %v", path, status, body)
	}
	return body
}

// missing is a GET of which the contract says 404.
func (s *saga) missing(t *testing.T, path string) {
	t.Helper()
	if status, _, body := mustAsk(t, s.site, http.MethodGet, path, ""); status != http.StatusNotFound {
		t.Errorf("GET %s: %d %v, want 404", path, status, body)
	}
}

// pages walks through all pages of a list.
func (s *saga) pages(t *testing.T, path, list string, limit int) []map[string]any {
	t.Helper()
	s.desk.t = t
	return s.desk.all(path, list, limit)
}

func inPath(name string) string { return "/" + url.PathEscape(name) }

func inQuery(name string) string { return url.QueryEscape(name) }

// tenth rounds as PostgreSQL's round(v::numeric, 1) does: by the digits of the
// number, halves away from zero.
func tenth(v float64) string {
	exact, ok := new(big.Rat).SetString(strconv.FormatFloat(v, 'f', -1, 64))
	if !ok {
		return "not finite"
	}
	exact.Mul(exact, big.NewRat(10, 1)).Add(exact, big.NewRat(int64(exact.Sign()), 2))
	return new(big.Int).Quo(exact.Num(), exact.Denom()).String()
}

// number is a member that is a number; else otherwise.
func (h heard) number(name string, otherwise float64) float64 {
	if v, ok := h.body[name].(float64); ok {
		return v
	}
	return otherwise
}

func (h heard) text(name string) string {
	v, _ := h.body[name].(string)
	return v
}

// members are some of an event's, null where it lacks them.
func (h heard) members(names string) m {
	row := m{}
	for _, name := range strings.Fields(names) {
		row[name] = h.body[name]
	}
	return row
}

// telemetryMembers are the columns of telemetry_events in the contract's schema,
// but the two times.
const telemetryMembers = `character_name char_tag session_id ew ns z kills kills_per_hour onlinetime deaths total_deaths rares_found
	prismatic_taper_count vt_state mem_mb cpu_pct mem_handles latency_ms`

// row is a telemetry as it is stored.
func (h heard) row() m {
	row := h.members(telemetryMembers)
	row["timestamp"], row["received_at"] = h.at, h.received
	return row
}

// lastOf are the last events of a kind, by character.
func (s *saga) lastOf(kind string) map[string]heard {
	last := map[string]heard{}
	for _, h := range s.of(kind) {
		last[h.character] = h
	}
	return last
}

// distinctRares are the rares without repeats, each with the session that it
// counts for: its own, or the character's latest one by telemetry.
func (s *saga) distinctRares() (list []heard) {
	type key struct {
		character, name string
		at              time.Time
	}
	met, session := map[key]bool{}, map[string]any{}
	for _, h := range s.stream() {
		switch {
		case h.kind == "telemetry":
			session[h.character] = h.body["session_id"]
		case h.kind == "rare" && !met[key{h.character, h.text("name"), h.at}]:
			met[key{h.character, h.text("name"), h.at}] = true
			h.counts, _ = h.body["session_id"].(string)
			if h.body["session_id"] == nil {
				h.counts, _ = session[h.character].(string)
			}
			list = append(list, h)
		}
	}
	return list
}

// kills are what each session's telemetry came to, by character and session, and
// what was added at or after a time.
func (s *saga) kills(since time.Time) (sessions map[[2]string]float64, added float64) {
	sessions = map[[2]string]float64{}
	for _, h := range s.of("telemetry") {
		key := [2]string{h.character, h.text("session_id")}
		more := max(0, h.number("kills", 0)-sessions[key])
		sessions[key] += more
		if !h.at.Before(since) {
			added += more
		}
	}
	return sessions, added
}

func (s *saga) totalKills(character string) (sum float64) {
	sessions, _ := s.kills(s.begin)
	for key, n := range sessions {
		if character == "" || key[0] == character {
			sum += n
		}
	}
	return sum
}

// deathsOf are the telemetries in which a session's deaths rose; the first that
// tells of them is the baseline.
func (s *saga) deathsOf() (list []heard) {
	high := map[[2]string]float64{}
	for _, h := range s.of("telemetry") {
		key := [2]string{h.character, h.text("session_id")}
		told := h.number("deaths", -1)
		if told < 0 {
			continue
		}
		before, met := high[key]
		if met && told > before {
			list = append(list, h)
		}
		if !met || told > before {
			high[key] = told
		}
	}
	return list
}
