package tracker

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"overlord/auth"
	"overlord/store/fault"
	"overlord/tracker/event"
	"overlord/web/api"
	"overlord/web/webtest"
)

// onlyWith is the tests' Require: a request lacks what its header X-Lacks names.
func onlyWith(permission string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return api.HandlerFunc(func(w http.ResponseWriter, r *http.Request) error {
			if r.Header.Get("X-Lacks") == permission {
				return fault.New(fault.Denied, "this needs the permission %q", permission)
			}
			next.ServeHTTP(w, r)
			return nil
		})
	}
}

func landblockNumber(i int) event.Landblock { return event.LandblockOf(uint32(i)) }

func (h *house) ask(method, path, body string, header http.Header) (int, map[string]any) {
	h.t.Helper()
	request, err := http.NewRequestWithContext(h.t.Context(), method, h.site.URL+path, strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	request.Header = header.Clone()
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		h.t.Fatal(err)
	}
	defer answer.Body.Close()
	var decoded map[string]any
	if err := json.NewDecoder(answer.Body).Decode(&decoded); err != nil {
		h.t.Fatal(err)
	}
	webtest.AsDescribed(h.t, method, path, answer.StatusCode, decoded)
	return answer.StatusCode, decoded
}

// register opens a plugin's socket that speaks for a character.
func (h *house) register(character string) *client {
	h.t.Helper()
	plugin := h.plugin()
	plugin.send(`{"type":"register","character_name":%q}`, character)
	h.eventually(character+" is known", func() bool { return h.module.plugins.connected(character) })
	return plugin
}

func TestAScriptsCommandReachesThePlugin(t *testing.T) {
	h := newHouse(t)
	post := func(body string) (int, map[string]any) { return h.ask("POST", "/command", body, nil) }
	if status, answer := post(`{"player_name":"A","command":"/mm status"}`); status != 200 || answer["ok"] != false || answer["message"] != "no plugin is connected for A" {
		t.Errorf("nobody is connected: %d %v", status, answer)
	}
	plugin := h.register("A")
	if status, answer := post(`{"player_name":"A","command":"/mm status"}`); status != 200 || answer["ok"] != true || answer["player_name"] != "A" {
		t.Errorf("%d %v", status, answer)
	}
	if got, err := plugin.read(); err != nil || len(got) != 2 || got["player_name"] != "A" || got["command"] != "/mm status" {
		t.Errorf("the plugin got %v (%v), want exactly the command", got, err)
	}
	for body, field := range map[string]string{`{"player_name":"A"}`: "command", `{"command":"/x"}`: "player_name", `{"player_name":1,"command":"/x"}`: "player_name", `{"player_name":"A","command":"/x","as":"admin"}`: "as"} {
		status, answer := post(body)
		if failure, _ := answer["error"].(map[string]any); status != 400 || failure["field"] != field {
			t.Errorf("%s: %d %v", body, status, answer)
		}
	}
	if status, answer := post(`{"player_name":"A","command":"` + strings.Repeat("x", maxBrowserFrame) + `"}`); status != 413 {
		t.Errorf("a huge one: %d %v", status, answer)
	}
	if status, answer := h.ask("POST", "/command", `{"player_name":"A","command":"/x"}`, http.Header{"X-Lacks": {"command"}}); status != 403 {
		t.Errorf("without the permission: %d %v", status, answer)
	}
}

func TestRoutesBeyondViewAreClosedUnlessSomebodyGuardsThem(t *testing.T) {
	closed := auth.DenyAll("admin")(http.NotFoundHandler())
	answer := recorded(closed)
	if answer.Code != http.StatusForbidden {
		t.Errorf("answered %d", answer.Code)
	}
}

func TestAMapComesFromThePluginToTheBrowser(t *testing.T) {
	h := newHouse(t)
	browsers := []*client{h.browser(), h.browser(), h.browser()}
	plugin := h.register("A")
	for _, b := range browsers { // answers pass whatever is subscribed to
		b.send(`{"type":"subscribe","types":[]}`)
		b.wait("subscribed", ofType("subscribed"))
		b.send(`{"type":"request_dungeon_map","landblock":"01D9","player_name":"A"}`)
	}
	request, err := plugin.read()
	if err != nil || len(request) != 2 || request["type"] != "request_dungeon_map" || request["landblock"] != "01D9" {
		t.Fatalf("the plugin got %v (%v)", request, err)
	}
	h.eventually("all three wait", func() bool {
		h.module.maps.mu.Lock()
		defer h.module.maps.mu.Unlock()
		return h.module.maps.waiting == 3
	})
	plugin.send(`{"type":"dungeon_map","character_name":"A","landblock":"0x01d9","cells":[{"id":256}]}`)
	for _, b := range browsers {
		if plan := b.wait("the map", func(map[string]any) bool { return true }); plan["type"] != "dungeon_map" || fmt.Sprint(plan["cells"]) != "[map[id:256]]" {
			t.Errorf("delivered %v", plan)
		}
	}
	browsers[0].send(`{"type":"request_dungeon_map","landblock":473}`) // from memory: nobody needs to be asked
	if plan := browsers[0].wait("the map", func(map[string]any) bool { return true }); plan["type"] != "dungeon_map" {
		t.Errorf("from memory %v", plan)
	}
	plugin.send(`{"type":"spawn","character_name":"A"}`)
	if next, err := plugin.read(); err != nil || next["type"] != "error" {
		t.Errorf("the plugin was asked again: %v (%v)", next, err)
	}
}

func TestAMapThatCannotComeIsAnswered(t *testing.T) {
	h := newHouse(t)
	patience := func(d time.Duration) {
		h.module.maps.mu.Lock()
		defer h.module.maps.mu.Unlock()
		h.module.maps.patience = d
	}
	patience(50 * time.Millisecond)
	browser, plugin := h.browser(), h.register("A")
	fails := func(request, code, text string) {
		t.Helper()
		browser.send("%s", request)
		answer := browser.wait("an answer", ofType("error"))
		if answer["code"] != code || !strings.Contains(fmt.Sprint(answer["message"]), text) {
			t.Errorf("%s: %v", request, answer)
		}
	}
	fails(`{"type":"request_dungeon_map","landblock":"01D9","player_name":"B"}`, "unavailable", "no plugin is connected for B")
	fails(`{"type":"request_dungeon_map","landblock":"01D9"}`, "unavailable", "player_name")
	fails(`{"type":"request_dungeon_map","landblock":"hive","player_name":"A"}`, "invalid", "landblock")
	fails(`{"type":"request_dungeon_map","landblock":-1,"player_name":"A"}`, "invalid", "landblock")
	fails(`{"type":"request_dungeon_map","player_name":"A"}`, "invalid", "landblock")
	fails(`{"type":"request_dungeon_map","landblock":"01D9","player_name":7}`, "invalid", "player_name")
	fails(`{"type":"request_dungeon_map","landblock":"01D9","player_name":"A"}`, "unavailable", "did not send")
	patience(time.Minute)
	browser.send(`{"type":"request_dungeon_map","landblock":"01DA","player_name":"A"}`)
	if request := plugin.wait("the request", func(m map[string]any) bool { return m["landblock"] == "01DA" }); request == nil {
		t.Fatal("not asked")
	}
	plugin.conn.Close(1000, "")
	if answer := browser.wait("an answer", ofType("error")); answer["code"] != "unavailable" || !strings.Contains(fmt.Sprint(answer["message"]), "left") {
		t.Errorf("after the plugin left: %v", answer)
	}
}

// A plugin whose socket takes nothing delays no other, and what waits for it
// stays within bounds.
func TestAStuckPluginDelaysNobody(t *testing.T) {
	t.Parallel()
	ps := newPlugins()
	from, stuck, reads := newPlugin("", time.Now()), newPlugin("", time.Now()), newPlugin("", time.Now())
	for name, p := range map[string]*plugin{"A": from, "B": stuck, "C": reads} {
		ps.add(p)
		ps.bind(name, p)
	}
	frame, dropped := []byte(strings.Repeat("x", 8<<10)), 0
	for i := range 3 * outboxShares {
		dropped += ps.relay(from, fmt.Sprint("share_x\x00", i), frame)
		if got := reads.take(); len(got) != 1 {
			t.Fatalf("after %d shares the other got %d", i, len(got))
		}
	}
	if stuck.sharing > outboxShareBytes || len(stuck.shared) != len(stuck.order) || len(stuck.shared)+dropped != 3*outboxShares {
		t.Errorf("%d shares of %d bytes wait, %d were dropped", len(stuck.shared), stuck.sharing, dropped)
	}
	waiting := len(stuck.order)
	if got := stuck.take(); len(got) != waiting || stuck.sharing != 0 {
		t.Errorf("%d of %d were sent, %d bytes are left", len(got), waiting, stuck.sharing)
	}
	if got := from.take(); len(got) != 0 {
		t.Errorf("%d came back", len(got))
	}
}
