package tracker

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"overlord/store/storetest"
	"overlord/web/socket"
)

func TestTheServerTellsHowItDoes(t *testing.T) {
	h := newHouse(t)
	h.browser()
	plugin := h.plugin()
	state := func() map[string]any {
		status, answer := h.get("/server-state")
		if status != 200 {
			t.Fatalf("%d %v", status, answer)
		}
		return answer
	}
	rate := func(answer map[string]any, family string) float64 {
		return answer["events_per_s"].(map[string]any)[family].(float64)
	}
	plugin.send(liveFrame, "A", 1.0, 1.0, 1)
	plugin.send(chatFrame, "A", "hi", "null")
	h.eventually("rates", func() bool { s := state(); return rate(s, "telemetry") > 0 && rate(s, "chat") > 0 })
	h.eventually("stored", func() bool { return h.module.books.Snapshot()["telemetry"].Applied == 1 })
	answer := state()
	log := answer["logs"].([]any)[0].(map[string]any)
	database := answer["databases"].([]any)[0].(map[string]any)
	if answer["plugins"] != 1.0 || answer["browsers"] != 1.0 || answer["uptime_s"].(float64) <= 0 || rate(answer, "spawn") != 0 {
		t.Errorf("%v", answer)
	}
	if log["name"] != "world" || log["bytes"].(float64) <= 0 || log["waiting"] != 0.0 || log["lag_s"] != 0.0 {
		t.Errorf("log %v", log)
	}
	if database["name"] != "dereth" || database["up"] != true || database["message"] != nil {
		t.Errorf("database %v", database)
	}
	if status, _ := h.get("/server-state?x=1"); status != 400 {
		t.Errorf("an unknown parameter: %d", status)
	}
}

func TestTheServerTellsThatItsDatabaseIsAway(t *testing.T) {
	server := storetest.Start(t)
	h := openHouse(t, mustPool(t, server), t.TempDir(), testSettings())
	plugin := h.plugin()
	server.Stop()
	plugin.send(liveFrame, "A", 1.0, 1.0, 1)
	h.eventually("the state says so", func() bool {
		_, answer := h.get("/server-state")
		log, database := answer["logs"].([]any)[0].(map[string]any), answer["databases"].([]any)[0].(map[string]any)
		return database["up"] == false && database["message"] != "" && log["waiting"] == 1.0 && log["lag_s"].(float64) > 0
	})
}

func TestTheLastEventsForAnAdmin(t *testing.T) {
	h := newHouse(t)
	plugin := h.plugin()
	plugin.send(liveFrame, "A", 1.0, 1.0, 1)
	plugin.send(`{"type":"chat","character_name":"A","text":"hi","plugin_secret":"hunter2"}`)
	plugin.send(`{"type":"spawn","character_name":"A","secret":"hunter3"}`)
	plugin.send(`no JSON, hunter4`)
	_, response, err := socket.Dial(t.Context(), "ws"+strings.TrimPrefix(h.site.URL, "http")+"/ws/position?secret=hunter5", http.Header{"X-Plugin-Secret": {"hunter6"}}, socket.Options{})
	if err == nil || response == nil || response.StatusCode != 401 {
		t.Fatalf("a wrong secret: %v", err)
	}
	look := func(query string) map[string]any {
		t.Helper()
		status, answer := h.get("/debug/events" + query)
		if status != 200 {
			t.Fatalf("%d %v", status, answer)
		}
		if text := fmt.Sprint(answer); strings.Contains(text, "hunter") {
			t.Errorf("a secret is shown: %s", text)
		}
		return answer
	}
	h.eventually("everything was seen", func() bool {
		answer := look("")
		return len(answer["accepted"].([]any)) == 2 && len(answer["refused"].([]any)) == 2
	})
	one := func(list, query string) map[string]any {
		t.Helper()
		found := look(query)[list].([]any)
		if len(found) != 1 {
			t.Fatalf("%s%s: %v", list, query, found)
		}
		return found[0].(map[string]any)
	}
	if e := one("accepted", "?type=telemetry"); e["position"] != 1.0 || e["character_name"] != "A" || e["address"] != "127.0.0.1" || e["payload"].(map[string]any)["kills_per_hour"] != 1312.44 {
		t.Errorf("accepted %v", e)
	}
	if e := one("accepted", "?type=chat&limit=5"); e["position"] != nil || e["payload"].(map[string]any)["plugin_secret"] != "***" {
		t.Errorf("passed on %v", e)
	}
	if e := one("refused", "?type=spawn"); e["reason"] != "missing_value" || e["message"] == "" || e["address"] != "127.0.0.1" || e["payload"] != nil {
		t.Errorf("refused %v", e)
	}
	if e := one("refused", "?limit=1"); e["reason"] != "not_json" || e["type"] != "" {
		t.Errorf("the last refused %v", e)
	}
	if c := one("connections", ""); c["address"] != "127.0.0.1" || c["reason"] != "the plugin secret is wrong" || c["time"] == nil {
		t.Errorf("connection %v", c)
	}
	if status, _ := h.ask("GET", "/debug/events", "", http.Header{"X-Lacks": {"admin"}}); status != 403 {
		t.Errorf("without the permission: %d", status)
	}
	for _, query := range []string{"?limit=0", "?limit=501", "?kind=x"} {
		if status, _ := h.get("/debug/events" + query); status != 400 {
			t.Errorf("%s: %d", query, status)
		}
	}
}

// What the database refuses is parked, and shown with why.
func TestParkedEventsAreShown(t *testing.T) {
	h := newHouse(t)
	if _, err := h.pool.Exec(t.Context(), `alter table spawn_events add constraint no_drudges check (mob <> 'Drudge')`); err != nil {
		t.Fatal(err)
	}
	plugin := h.plugin()
	for _, mob := range []string{"Tusker", "Drudge", "Tusker"} {
		plugin.send(`{"type":"spawn","character_name":"A","mob":%q,"ew":1,"ns":1}`, mob)
	}
	var parked []any
	h.eventually("one is parked", func() bool {
		_, answer := h.get("/debug/events?type=spawn")
		parked = answer["parked"].([]any)
		return len(parked) > 0
	})
	e := parked[0].(map[string]any)
	if len(parked) != 1 || e["position"] != 2.0 || e["reason"] != "parked" || !strings.Contains(e["message"].(string), "no_drudges") || e["payload"].(map[string]any)["mob"] != "Drudge" {
		t.Errorf("parked %v", parked)
	}
}
