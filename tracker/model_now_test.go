package tracker

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"overlord/inventory/gamedata"
)

// Models of what is of the moment: who is online, what memory holds, how the
// servers do.

// onlineWithin is what the contract calls online.
const onlineWithin = 30 * time.Second

// checkLive: "for each character with a telemetry in the last 30 s all its columns,
// plus total_kills, total_rares, session_rares, plugin_connected, and state".
func checkLive(t *testing.T, s *saga) {
	t.Helper()
	rares, sessionRares := map[string]int{}, map[[2]string]int{}
	for _, h := range s.distinctRares() {
		rares[h.character]++
		sessionRares[[2]string{h.character, h.counts}]++
	}
	players := []any{}
	last := s.lastOf("telemetry")
	for _, name := range slices.Sorted(maps.Keys(last)) {
		h := last[name]
		if s.now().Sub(h.received) > onlineWithin {
			continue
		}
		row := h.row()
		row["total_kills"], row["total_rares"], row["session_rares"] = s.totalKills(name), rares[name], sessionRares[[2]string{name, h.text("session_id")}]
		row["plugin_connected"] = !s.closed[s.voice[name]]
		row["state"] = s.state(name, h)
		players = append(players, row)
	}
	if len(players) == 0 {
		t.Errorf("nobody is online at %s", s.now())
	}
	mustBe(t, "/live", s.ask(t, "/live"), m{"players": players})
}

// state is "the first that applies: dead (a death in the last 60 s), stale (no
// telemetry for 10 s), combat (kills rose in the last 60 s, or vt_state is
// Combat), idle, town (within 0.8 of one), travel".
func (s *saga) state(name string, last heard) string {
	lately := func(h heard) bool { return h.character == name && s.now().Sub(h.received) < time.Minute }
	high, rose := map[string]float64{}, false
	for _, h := range s.of("telemetry") {
		before, met := high[h.text("session_id")]
		rose = rose || met && h.number("kills", 0) > before && lately(h) && h.character == name
		if h.character == name {
			high[h.text("session_id")] = max(before, h.number("kills", 0))
		}
	}
	ew, ns := last.number("ew", 0), last.number("ns", 0)
	switch {
	case slices.ContainsFunc(s.deathsOf(), lately):
		return "dead"
	case s.now().Sub(last.received) > 10*time.Second:
		return "stale"
	case rose, strings.EqualFold(last.text("vt_state"), "Combat"):
		return "combat"
	case s.idle(name):
		return "idle"
	case slices.ContainsFunc(gamedata.Towns(), func(t gamedata.Town) bool { return math.Hypot(t.EW-ew, t.NS-ns) < 0.8 }):
		return "town"
	}
	return "travel"
}

// idle: "no rise in kills and less than 0.01 degree from where it stood, for
// IDLE_MINUTES", which are 5 here; a character that comes online begins anew.
func (s *saga) idle(name string) bool {
	var seen, since time.Time
	var ew, ns float64
	met, idle := false, false
	high := map[string]float64{}
	for _, h := range s.heard {
		if h.character != name {
			continue
		}
		if now := h.received.Truncate(sagaStep); now.Sub(seen) > onlineWithin {
			since, idle = h.received, false
		}
		seen = h.received.Truncate(sagaStep)
		if h.kind != "telemetry" {
			continue
		}
		kills, session := h.number("kills", 0), h.text("session_id")
		if !met || kills > high[session] || math.Hypot(h.number("ew", 0)-ew, h.number("ns", 0)-ns) >= 0.01 {
			met, since, ew, ns = true, h.received, h.number("ew", 0), h.number("ns", 0)
		}
		high[session] = max(high[session], kills)
		idle = h.received.Sub(since) >= 5*time.Minute
	}
	return idle
}

// checkVitals: "what memory holds": of each vital the last that was told, where
// points follow a percentage that came alone, and the other way round.
func checkVitals(t *testing.T, s *saga) {
	t.Helper()
	known := map[string]m{}
	for _, h := range s.of("vitals") {
		now := known[h.character]
		if now == nil {
			now = m{"character_name": h.character, "vitae": nil}
			known[h.character] = now
		}
		now["timestamp"], now["received_at"] = h.at, h.received
		if v := h.body["vitae"]; v != nil {
			now["vitae"] = v
		}
		for _, vital := range []string{"health", "stamina", "mana"} {
			part, points, most := vital+"_percentage", vital+"_current", vital+"_max"
			if v := h.body[most]; v != nil || now[most] == nil {
				now[most] = v
			}
			all, limited := now[most].(float64)
			switch told, points0 := h.body[part], h.body[points]; {
			case told != nil && points0 != nil:
				now[part], now[points] = told, points0
			case told != nil && limited:
				now[part], now[points] = told, math.Round(told.(float64)*all/100)
			case told != nil:
				now[part], now[points] = told, nil
			case points0 != nil && limited && all > 0:
				now[part], now[points] = math.Round(points0.(float64)/all*1000)/10, points0
			case points0 != nil:
				now[part], now[points] = nil, points0
			case now[part] == nil:
				now[part], now[points] = nil, now[points]
			}
		}
	}
	list := []any{}
	for _, name := range slices.Sorted(maps.Keys(known)) {
		list = append(list, known[name])
	}
	mustBe(t, "/vitals", s.ask(t, "/vitals"), m{"vitals": list})
}

// checkQuests: {"quests":{character:{quest:{countdown,updated}}}}.
func checkQuests(t *testing.T, s *saga) {
	t.Helper()
	quests := m{}
	for _, h := range s.of("quest") {
		name := strings.TrimSpace(h.text("quest_name"))
		if name == "" {
			continue
		}
		if quests[h.character] == nil {
			quests[h.character] = m{}
		}
		quests[h.character].(m)[name] = m{"countdown": h.body["countdown"], "updated": h.at}
	}
	mustBe(t, "/quest-status", s.ask(t, "/quest-status"), m{"quests": quests})
}

// checkPeers: "the latest share_* per character, with plugin_connected".
func checkPeers(t *testing.T, s *saga) {
	t.Helper()
	peers := map[string]m{}
	for _, h := range s.heard {
		if !strings.HasPrefix(h.kind, "share_") {
			continue
		}
		if peers[h.character] == nil {
			peers[h.character] = m{"character_name": h.character, "shares": m{}}
		}
		peers[h.character]["updated"] = h.received
		peers[h.character]["shares"].(m)[h.kind] = h.body
	}
	list := []any{}
	for _, name := range slices.Sorted(maps.Keys(peers)) {
		peers[name]["plugin_connected"] = !s.closed[s.voice[name]]
		list = append(list, peers[name])
	}
	mustBe(t, "/vital-sharing/peers", s.ask(t, "/vital-sharing/peers"), m{"peers": list})
}

// checkChat: "chat newest first", the last 500 of each character; a channel by its
// name, or by the brackets before the text.
func checkChat(t *testing.T, s *saga) {
	t.Helper()
	channel := func(h heard) string {
		if name := strings.TrimSpace(h.text("channel")); name != "" {
			return strings.TrimSuffix(strings.ToLower(name), "s")
		}
		name, _, bracketed := strings.Cut(strings.TrimPrefix(h.text("text"), "["), "]")
		if !strings.HasPrefix(h.text("text"), "[") || !bracketed {
			return ""
		}
		return strings.TrimSuffix(strings.ToLower(strings.TrimSpace(name)), "s")
	}
	lines := func(character, of string, limit int) []any {
		list, each := []any{}, map[string]int{}
		all := s.of("chat")
		for i := len(all) - 1; i >= 0 && len(list) < limit; i-- {
			h := all[i]
			each[h.character]++
			if each[h.character] <= 500 && (character == "" || h.character == character) && (of == "" || channel(h) == of) {
				list = append(list, h.body)
			}
		}
		return list
	}
	mustBe(t, "/chat", s.ask(t, "/chat"), m{"messages": lines("", "", 100)})
	mustBe(t, "/chat?limit=500", s.ask(t, "/chat?limit=500"), m{"messages": lines("", "", 500)})
	channels := map[string]bool{}
	for _, h := range s.of("chat") {
		channels[channel(h)] = true
	}
	for of := range channels {
		mustBe(t, "/chat?channel="+of, s.ask(t, "/chat?channel="+inQuery(of)), m{"messages": lines("", of, 100)})
	}
	for name := range s.lastOf("chat") {
		mustBe(t, "/chat?character="+name, s.ask(t, "/chat?limit=3&channel=Allegiance&character="+inQuery(name)), m{"messages": lines(name, "allegiance", 3)})
		mustBe(t, "/chat of "+name, s.ask(t, "/chat"+inPath(name)+"?limit=400"), m{"character_name": name, "messages": lines(name, "", 400)})
	}
	s.missing(t, "/chat/Nobody")
}

// checkLatest: "what memory holds, or 404".
func checkLatest(t *testing.T, s *saga) {
	t.Helper()
	for route, kind := range map[string]string{"/nearby-objects": "nearby_objects", "/equipment-cantrip-state": "equipment_cantrip_state"} {
		last := s.lastOf(kind)
		for _, name := range s.characters() {
			if h, told := last[name]; told {
				mustBe(t, route+" of "+name, s.ask(t, route+inPath(name)), h.body)
			} else {
				s.missing(t, route+inPath(name))
			}
		}
		s.missing(t, route+"/Nobody")
	}
}

// checkMaps: the last map of each of the last 64 landblocks.
func checkMaps(t *testing.T, s *saga) {
	t.Helper()
	last := map[string]heard{}
	for _, h := range s.of("dungeon_map") {
		last[strings.ToUpper(h.text("landblock"))] = h
	}
	if len(last) > 64 {
		t.Fatalf("%d maps: this model forgets none", len(last))
	}
	for block, h := range last {
		mustBe(t, "/dungeon-map/"+block, s.ask(t, "/dungeon-map/"+block), h.body)
		mustBe(t, "/dungeon-map/"+block, s.ask(t, "/dungeon-map/0x"+strings.ToLower(block)), h.body)
	}
	s.missing(t, "/dungeon-map/FFFE")
}

// checkGameServer: "unknown: nobody online in the last 5 minutes; down: three or
// more were, and none is now; degraded: median latency_ms of the last minute above
// 500; else up. A row at each change and each 5 minutes". The server looks around
// between what comes; while nobody has come back yet after its start it waits.
func checkGameServer(t *testing.T, s *saga) {
	t.Helper()
	seen, rows, now := map[string]time.Time{}, []m{}, m{"status": "unknown"}
	since := s.begin
	var latencies []heard
	next := 0
	for _, look := range s.looks {
		for ; next < len(s.heard) && s.heard[next].received.Before(look); next++ {
			h := s.heard[next]
			seen[h.character] = h.received.Truncate(sagaStep)
			if h.kind == "telemetry" && h.body["latency_ms"] != nil {
				latencies = append(latencies, h)
			}
		}
		online, lately := 0, 0
		for _, at := range seen {
			if look.Sub(at) <= onlineWithin {
				online++
			}
			if look.Sub(at) <= 5*time.Minute+onlineWithin {
				lately++
			}
		}
		var ms []float64
		for _, h := range latencies {
			if look.Sub(h.received.Truncate(sagaStep)) <= time.Minute {
				ms = append(ms, h.number("latency_ms", 0))
			}
		}
		slices.Sort(ms)
		status := "up"
		switch p50 := portion(ms, 0.5); {
		case lately == 0:
			status = "unknown"
		case lately >= 3 && online == 0:
			status = "down"
		case p50 != nil && p50.(float64) > 500:
			status = "degraded"
		}
		if status != now["status"] {
			since = look
		}
		now = m{"timestamp": look, "status": status, "player_count": online, "latency_ms": m{"p50": portion(ms, 0.5), "p95": portion(ms, 0.95)}}
		waiting := len(seen) == 0 && look.Sub(s.begin) < onlineWithin
		if n := len(rows); !waiting && (n == 0 || rows[n-1]["status"] != status || look.Sub(rows[n-1]["timestamp"].(time.Time)) >= 5*time.Minute) {
			rows = append(rows, maps.Clone(now))
		}
	}
	now["since"], now["history"] = since, rows
	if len(rows) == 0 {
		t.Error("there is no history")
	}
	mustBe(t, "/server-health", s.ask(t, "/server-health"), now)
}

// portion of sorted numbers, between two of them where it falls between; nil: of
// none.
func portion(sorted []float64, p float64) any {
	if len(sorted) == 0 {
		return nil
	}
	at := p * float64(len(sorted)-1)
	below, above := sorted[int(math.Floor(at))], sorted[int(math.Ceil(at))]
	return below + (above-below)*(at-math.Floor(at))
}

// checkServer: "{uptime_s, events_per_s by family, logs:[{name,bytes,waiting,lag_s}],
// plugins, browsers, databases}"; a rate is taken over 10 s.
func checkServer(t *testing.T, s *saga) {
	t.Helper()
	got := s.ask(t, "/server-state")
	rates := m{}
	for family := range got["events_per_s"].(map[string]any) {
		rates[family] = 0.0
	}
	waiting, oldest, second := 0, s.now(), s.now().Truncate(time.Second)
	for _, h := range s.heard {
		family := h.kind
		if strings.HasPrefix(family, "share_") {
			family = "share_*"
		}
		if at := h.received.Truncate(sagaStep); at.Before(second) && second.Sub(at) <= 10*time.Second {
			before, _ := rates[family].(float64)
			rates[family] = before + 0.1
		}
		if int(h.position) > s.recorded {
			waiting++
			if h.received.Before(oldest) {
				oldest = h.received
			}
		}
	}
	log := got["logs"].([]any)[0].(map[string]any)
	if bytes, ok := log["bytes"].(float64); !ok || bytes < 1 {
		t.Errorf("/server-state: the log has %v bytes", log["bytes"])
	}
	delete(log, "bytes")
	told := m{} // there is more in it, of parts that stand still here
	for _, name := range []string{"uptime_s", "events_per_s", "logs", "plugins", "browsers", "databases"} {
		told[name] = got[name]
	}
	mustBe(t, "/server-state", told, m{
		"uptime_s": s.now().Sub(s.begin).Seconds(), "events_per_s": rates, "plugins": len(s.wires), "browsers": 0,
		"logs":      []any{m{"name": "world", "waiting": waiting, "lag_s": s.now().Sub(oldest).Seconds()}},
		"databases": []any{m{"name": "dereth", "up": true}},
	})
}

// checkCommands: "{player_name,command} → {ok,…}", and the plugin gets exactly
// that shape.
func checkCommands(t *testing.T, s *saga) {
	reached := 0
	for _, name := range append(s.characters(), "Nobody") {
		p := s.voice[name]
		connected := p != nil && !s.closed[p]
		if connected {
			p.take()
		}
		body := fmt.Sprintf(`{"player_name":%q,"command":"/mm status"}`, name)
		status, _, got := mustAsk(t, s.site, http.MethodPost, "/command", body, "X-Who", "asheron view command")
		if status != http.StatusOK || got["ok"] != connected || got["player_name"] != name || (got["message"] == nil) != connected {
			t.Errorf("a command to %s, connected %t: %d %v", name, connected, status, got)
		}
		if !connected {
			continue
		}
		reached++
		if frames := p.take(); len(frames) != 1 || string(frames[0]) != body {
			t.Errorf("the plugin of %s got %s", name, frames)
		}
	}
	if reached == 0 {
		t.Error("no plugin is connected")
	}
	status, _, _ := mustAsk(t, s.site, http.MethodPost, "/command", `{"player_name":"A","command":"/x"}`, "X-Who", "mule view")
	if status != http.StatusForbidden {
		t.Errorf("a command without the permission: %d", status)
	}
}

// checkDebug: "the last accepted, refused and parked plugin events, and refused
// plugin connections (time, address, reason), admin only".
func checkDebug(t *testing.T, s *saga) {
	if status, _, _ := mustAsk(t, s.site, http.MethodGet, "/debug/events", "", "X-Who", "mule view"); status != http.StatusForbidden {
		t.Errorf("/debug/events for a mule: %d", status)
	}
	turned, err := http.Get(s.site.URL + "/ws/position")
	if err != nil {
		t.Fatal(err)
	}
	turned.Body.Close()
	ask := func(query string) map[string]any {
		_, _, body := mustAsk(t, s.site, http.MethodGet, "/debug/events"+query, "", "X-Who", "asheron admin")
		return body
	}
	for _, kind := range []string{"telemetry", "rare", "combat_stats", "chat", "nearby_objects", "share_vital_update", "register"} {
		list := []any{}
		all := s.of(kind)
		for i := len(all) - 1; i >= 0 && len(list) < 30; i-- {
			h := all[i]
			row := m{"time": h.received, "type": kind, "character_name": h.character, "address": h.from.address}
			if h.position > 0 {
				row["position"] = h.position
			}
			if kind != "register" { // of which nobody but the server has the payload
				row["bytes"] = len(h.raw)
				if len(h.raw) <= 2048 {
					row["payload"] = json.RawMessage(h.raw)
				}
			}
			list = append(list, row)
		}
		got := ask("?limit=30&type=" + kind)
		if kind == "register" {
			for _, row := range got["accepted"].([]any) {
				delete(row.(map[string]any), "bytes")
				delete(row.(map[string]any), "payload")
			}
		}
		mustBe(t, "/debug/events of "+kind, got["accepted"], list)
	}
	got := ask("?limit=500")
	if refused := got["refused"].([]any); len(refused) != min(500, len(s.odd)) {
		t.Errorf("/debug/events: %d refused, want %d", len(refused), len(s.odd))
	} else {
		for i, row := range refused {
			mustBe(t, "when it was refused", row.(map[string]any)["time"], s.odd[len(s.odd)-1-i])
		}
	}
	mustBe(t, "parked", got["parked"], []any{})
	connections := got["connections"].([]any)
	if len(connections) != 1 {
		t.Fatalf("/debug/events: refused connections %v", connections)
	}
	mustBe(t, "the refused connection", connections[0], m{"time": s.now(), "address": "127.0.0.1", "reason": "the plugin secret is wrong"})
}
