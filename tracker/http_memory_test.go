package tracker

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"
)

// Every family of the contract's examples that is kept in memory is answered.
func TestWhatMemoryHoldsIsAnswered(t *testing.T) {
	h := newHouse(t)
	const name = "Larsa Mossfoot"
	character := url.PathEscape(name)
	empty := []string{"/chat/" + character, "/nearby-objects/" + character, "/equipment-cantrip-state/" + character, "/dungeon-map/01D9"}
	for _, path := range empty {
		if status, answer := h.get(path); status != http.StatusNotFound {
			t.Errorf("before any event %s: %d %v", path, status, answer)
		}
	}
	for path, member := range map[string]string{"/vitals": "vitals", "/chat": "messages", "/quest-status": "quests", "/vital-sharing/peers": "peers"} {
		if status, answer := h.get(path); status != 200 || answer[member] == nil {
			t.Errorf("before any event %s: %d %v", path, status, answer)
		}
	}

	browser, plugin := h.browser(), h.plugin()
	for _, example := range []string{"vitals", "vitals_percentages", "quest", "nearby_objects", "equipment_cantrip_state", "dungeon_map", "share_vital_update", "share_position_update", "chat"} {
		frame, err := os.ReadFile(filepath.Join("event", "testdata", "events", example+".json"))
		if err != nil {
			t.Fatal(err)
		}
		plugin.send("%s", frame)
	}
	browser.wait("the last event", ofType("chat"))

	answer := func(path string) map[string]any {
		t.Helper()
		status, body := h.get(path)
		if status != 200 {
			t.Fatalf("%s: %d %v", path, status, body)
		}
		return body
	}
	vitals := answer("/vitals")["vitals"].([]any)[0].(map[string]any)
	if vitals["character_name"] != name || vitals["health_current"] != 287.0 || vitals["mana_percentage"] != 36.2 || vitals["vitae"] != 5.0 {
		t.Errorf("vitals %v", vitals)
	}
	for _, path := range []string{"/chat", "/chat?channel=allegiance&character=" + url.QueryEscape(name), "/chat/" + character, "/chat/" + character + "?channel=ALLEGIANCE&limit=1"} {
		lines := answer(path)["messages"].([]any)
		if len(lines) != 1 || lines[0].(map[string]any)["color"] != 18.0 || lines[0].(map[string]any)["text"] != `[Allegiance] Borelean says, "Anyone for the <Citadel> & Bur?"` {
			t.Errorf("%s: %v", path, lines)
		}
	}
	if lines := answer("/chat?channel=fellowship")["messages"].([]any); len(lines) != 0 {
		t.Errorf("another channel: %v", lines)
	}
	if quest := answer("/quest-status")["quests"].(map[string]any)[name].(map[string]any)["Stipend Collection Timer"].(map[string]any); quest["countdown"] != "3d 4h 12m" || quest["updated"] == nil {
		t.Errorf("quest %v", quest)
	}
	if around := answer("/nearby-objects/" + character); around["heading"] != 214.5 || len(around["objects"].([]any)) != 3 {
		t.Errorf("surroundings %v", around)
	}
	if worn := answer("/equipment-cantrip-state/" + character); len(worn["items"].([]any)) != 1 {
		t.Errorf("equipment %v", worn)
	}
	for _, block := range []string{"01D9", "01d9", "0x01D9", "0x01D90100"} {
		if plan := answer("/dungeon-map/" + block); len(plan["cells"].([]any)) != 3 || plan["name"] != "Matron Hive East" {
			t.Errorf("%s: %v", block, plan)
		}
	}
	peer := func() map[string]any { return answer("/vital-sharing/peers")["peers"].([]any)[0].(map[string]any) }
	p := peer()
	shares := p["shares"].(map[string]any)
	if p["character_name"] != name || p["plugin_connected"] != true || len(shares) != 2 || shares["share_vital_update"].(map[string]any)["health"] != 287.0 {
		t.Errorf("peer %v", p)
	}
	plugin.conn.Close(1000, "")
	h.eventually("plugin_connected falls", func() bool { return peer()["plugin_connected"] == false })
}

func TestBadQuestionsToTheMemory(t *testing.T) {
	h := newHouse(t)
	for path, field := range map[string]string{
		"/chat?limit=0": "limit", "/chat?limit=501": "limit", "/chat?chanel=x": "chanel", "/chat/A?character=B": "character", "/chat/A?limit=x": "limit",
		"/dungeon-map/hive": "landblock", "/vitals?x=1": "x", "/quest-status?x=1": "x", "/vital-sharing/peers?x=1": "x", "/nearby-objects/A?x=1": "x", "/dungeon-map/01D9?x=1": "x",
	} {
		status, answer := h.get(path)
		failure, _ := answer["error"].(map[string]any)
		if status != 400 || failure["code"] != "invalid" || failure["field"] != field {
			t.Errorf("%s: %d %v", path, status, answer)
		}
	}
}

// What plugins send may hold a name twice inside of free JSON, and any text.
func TestHostileEventsAreAnsweredAsTheyCame(t *testing.T) {
	h := newHouse(t)
	browser, plugin := h.browser(), h.plugin()
	name := `A/"<b>%2e`
	plugin.send(`{"type":"nearby_objects","character_name":%q,"objects":[{"id":1,"id":2,"name":"\ud800</script>"}]}`, name)
	plugin.send(`{"type":"share_\"x","character_name":%q,"deep":[[[{"a":1,"a":2}]]]}`, name)
	plugin.send(`{"type":"chat","character_name":%q,"text":"\u202e","twice":{"a":1,"a":2,"b":"\u0000"}}`, name)
	browser.wait("the last event", ofType("chat"))
	for _, path := range []string{"/nearby-objects/" + url.PathEscape(name), "/chat/" + url.PathEscape(name), "/chat", "/vital-sharing/peers"} {
		if status, answer := h.get(path); status != 200 {
			t.Errorf("%s: %d %v", path, status, answer)
		}
	}
	if _, answer := h.get("/vital-sharing/peers"); fmt.Sprint(answer["peers"].([]any)[0].(map[string]any)["character_name"]) != name {
		t.Errorf("peers %v", answer)
	}
}

func TestAnAnswerThatTheCallerHasIsNotSentAgain(t *testing.T) {
	h := newHouse(t)
	browser, plugin := h.browser(), h.plugin()
	plugin.send(`{"type":"dungeon_map","character_name":"A","landblock":"01D9","cells":[]}`)
	browser.wait("the map", ofType("dungeon_map"))
	ask := func(tag string) *http.Response {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.site.URL+"/dungeon-map/01D9", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("If-None-Match", tag)
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		return answer
	}
	first := ask("")
	if again := ask(first.Header.Get("ETag")); first.StatusCode != 200 || again.StatusCode != http.StatusNotModified {
		t.Errorf("%s, then %s", first.Status, again.Status)
	}
}
