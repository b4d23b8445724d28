package tracker

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store/fault"
	"overlord/store/storetest"
	"overlord/tracker/live"
	"overlord/web/api"
	"overlord/web/socket"
	"overlord/web/webtest"
)

// patience bounds every wait of these tests; nothing takes nearly as long.
const patience = 2 * time.Minute

const testSecret = "a secret of the tests"

// house is a running tracker behind a real HTTP server.
type house struct {
	t      *testing.T
	module *Module
	pool   *pgxpool.Pool
	site   *httptest.Server
	dir    string
	stop   func()
}

func newHouse(t *testing.T) *house {
	return openHouse(t, storetest.New(t, Migrate), t.TempDir(), testSettings())
}

func openHouse(t *testing.T, pool *pgxpool.Pool, dir string, settings Settings) *house {
	t.Helper()
	return furnishHouse(t, Config{Settings: settings, DataDir: dir, Pool: pool, Logger: quiet()})
}

// furnishHouse runs a tracker that is made of c and of what every house has.
func furnishHouse(t *testing.T, c Config) *house {
	t.Helper()
	hub := live.New(live.Options{Version: "test"})
	c.Hub, c.Now = hub, time.Now
	c.Plugin = func(r *http.Request) error {
		if r.Header.Get("X-Plugin-Secret") != testSecret {
			return fault.New(fault.Unauthenticated, "the plugin secret is wrong")
		}
		return nil
	}
	c.Browser = func(*http.Request) (live.Client, error) {
		return live.Client{Username: "tester", Permissions: []string{"view", "command"}}, nil
	}
	m, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	m.require = onlyWith
	if err := m.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, module: m, pool: c.Pool, dir: c.DataDir}
	streams, stopStreams := context.WithCancel(context.Background())
	storing, stopStoring := context.WithCancel(context.Background())
	ended := make(chan error, 3)
	go func() { ended <- hub.Run(streams) }()
	go func() { ended <- m.RunStreams(streams) }()
	go func() { ended <- m.RunStore(storing) }()
	router := chi.NewRouter()
	router.Use(api.Requests(quiet(), time.Now))
	m.Open(router)
	m.Routes(router)
	h.site = httptest.NewServer(router)
	stopped := false
	h.stop = func() {
		if stopped {
			return
		}
		stopped = true
		stopStreams()
		for range 2 {
			<-ended
		}
		h.site.Close()
		stopStoring()
		if err := <-ended; err != nil {
			t.Errorf("the store ended with %v", err)
		}
	}
	t.Cleanup(h.stop)
	return h
}

func (h *house) dial(path string, header http.Header) *client {
	h.t.Helper()
	conn, _, err := socket.Dial(h.t.Context(), "ws"+strings.TrimPrefix(h.site.URL, "http")+path, header, socket.Options{})
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { conn.Close(socket.Normal, "") })
	return &client{t: h.t, conn: conn}
}

func (h *house) plugin() *client {
	return h.dial("/ws/position", http.Header{"X-Plugin-Secret": {testSecret}})
}

// browser opens a live socket and reads its hello.
func (h *house) browser() *client {
	c := h.dial("/ws/live", nil)
	c.wait("hello", func(m map[string]any) bool { return m["type"] == "hello" })
	return c
}

// client is the other end of a socket.
type client struct {
	t    *testing.T
	conn *socket.Conn
}

func (c *client) send(format string, args ...any) {
	c.t.Helper()
	frame := []byte(format)
	if len(args) > 0 {
		frame = fmt.Appendf(nil, format, args...)
	}
	if err := c.conn.Write(c.t.Context(), frame); err != nil {
		c.t.Fatal(err)
	}
}

// read gives the next message.
func (c *client) read() (map[string]any, error) {
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	frame, err := c.conn.Read(ctx)
	if err != nil {
		return nil, err
	}
	var message map[string]any
	return message, json.Unmarshal(frame, &message)
}

// wait reads until a message fits.
func (c *client) wait(what string, fits func(map[string]any) bool) map[string]any {
	c.t.Helper()
	for {
		message, err := c.read()
		if err != nil {
			c.t.Fatalf("%s did not come: %v", what, err)
		}
		if fits(message) {
			return message
		}
	}
}

func ofType(name string) func(map[string]any) bool {
	return func(m map[string]any) bool { return m["type"] == name }
}

// eventually waits until the condition holds.
func (h *house) eventually(what string, holds func() bool) {
	h.t.Helper()
	for end := time.Now().Add(patience); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			h.t.Fatalf("%s: not after %s", what, patience)
		}
	}
}

func (h *house) get(path string) (int, map[string]any) {
	h.t.Helper()
	answer, err := http.Get(h.site.URL + path)
	if err != nil {
		h.t.Fatal(err)
	}
	defer answer.Body.Close()
	var body map[string]any
	if err := json.NewDecoder(answer.Body).Decode(&body); err != nil {
		h.t.Fatal(err)
	}
	webtest.AsDescribed(h.t, http.MethodGet, path, answer.StatusCode, body)
	return answer.StatusCode, body
}

func (h *house) count(sql string) (n int) {
	h.t.Helper()
	if err := h.pool.QueryRow(h.t.Context(), sql).Scan(&n); err != nil {
		h.t.Fatal(err)
	}
	return n
}

const liveFrame = `{"type":"telemetry","character_name":%q,"session_id":"s","ew":%g,"ns":%g,"kills":%d,"kills_per_hour":"1,312.44","deaths":"0"}`

func TestAnEventGoesFromAPluginToBrowserAndDatabase(t *testing.T) {
	h := newHouse(t)
	browser, plugin := h.browser(), h.plugin()
	plugin.send(`{"type":"register","character_name":"Larsa"}`)
	plugin.send(liveFrame, "Larsa", -33.42, 41.87, 7)

	telemetry := browser.wait("telemetry", func(m map[string]any) bool { return m["session_id"] == "s" })
	if _, typed := telemetry["type"]; typed {
		t.Errorf("telemetry on the browser's socket has a type: %v", telemetry)
	}
	if telemetry["kills_per_hour"] != 1312.44 || telemetry["deaths"] != 0.0 || telemetry["received_at"] == nil {
		t.Errorf("numbers are not numbers: %v", telemetry)
	}
	status, answer := h.get("/live")
	players, _ := answer["players"].([]any)
	if status != 200 || len(players) != 1 {
		t.Fatalf("/live: %d %v", status, answer)
	}
	if p := players[0].(map[string]any); p["total_kills"] != 7.0 || p["plugin_connected"] != true || p["state"] != "travel" || p["z"] != nil {
		t.Errorf("player %v", p)
	}
	h.eventually("the row is stored", func() bool { return h.count(`select count(*) from telemetry_events`) == 1 })

	plugin.conn.Close(socket.Normal, "")
	h.eventually("plugin_connected falls", func() bool {
		_, answer := h.get("/live")
		return answer["players"].([]any)[0].(map[string]any)["plugin_connected"] == false
	})
}

func TestTrailsAreThinnedWays(t *testing.T) {
	h := newHouse(t)
	plugin := h.plugin()
	for i := range 5 {
		plugin.send(liveFrame, "Larsa", float64(i), 1.0, 0)
		plugin.send(liveFrame, "Mule", 0.0, 0.0, 0)
	}
	h.eventually("stored", func() bool { return h.count(`select count(*) from telemetry_events`) == 10 })
	_, answer := h.get("/trails?character=Larsa&seconds=60")
	points := answer["trails"].([]any)
	if len(points) == 0 || len(points) > 2 {
		t.Fatalf("five points within a moment are %d on the map: %v", len(points), points)
	}
	if last := points[len(points)-1].(map[string]any); last["ew"] != 4.0 || last["character_name"] != "Larsa" {
		t.Errorf("the newest point of a step stands for it: %v", last)
	}
	if status, answer := h.get("/trails?seconds=0"); status != 400 {
		t.Errorf("no time at all: %d %v", status, answer)
	}
	if status, answer := h.get("/trails?second=5"); status != 400 || !strings.Contains(fmt.Sprint(answer), "seconds") {
		t.Errorf("a misspelt parameter: %d %v", status, answer)
	}
}

func TestPluginSocketsUnderAllTheirPaths(t *testing.T) {
	h := newHouse(t)
	for _, path := range []string{"/ws/position", "/websocket", "/websocket/"} {
		h.dial(path, http.Header{"X-Plugin-Secret": {testSecret}})
	}
	h.eventually("three sockets", func() bool { return h.module.plugins.count() == 3 })
}

func TestAWrongSecretOpensNothing(t *testing.T) {
	h := newHouse(t)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.site.URL+"/ws/position", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Connection", "Upgrade")
	request.Header.Set("Upgrade", "websocket")
	request.Header.Set("X-Plugin-Secret", "wrong")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var body struct {
		Error struct{ Code, Message string }
	}
	if err := json.NewDecoder(answer.Body).Decode(&body); err != nil || answer.StatusCode != 401 || body.Error.Code != "unauthenticated" {
		t.Errorf("%d %+v %v", answer.StatusCode, body, err)
	}
}

// Every line of the contract's list of bad events is refused, and the socket
// stays open.
func TestBadEventsAreRefusedAndTheSocketStays(t *testing.T) {
	h := newHouse(t)
	plugin := h.plugin()
	file, err := os.Open(filepath.Join("event", "testdata", "events", "bad.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := 0
	for scan := bufio.NewScanner(file); scan.Scan(); lines++ {
		var bad struct{ Why, Frame string }
		if err := json.Unmarshal(scan.Bytes(), &bad); err != nil {
			t.Fatal(err)
		}
		plugin.send("%s", bad.Frame)
	}
	if lines < 10 {
		t.Fatalf("only %d bad events were tried", lines)
	}
	answer := plugin.wait("an answer", ofType("error"))
	if answer["code"] != "invalid_event" || answer["message"] == "" {
		t.Errorf("answer %v", answer)
	}
	plugin.send(liveFrame, "A", 1.0, 1.0, 1)
	h.eventually("a good event after them", func() bool { return h.module.books.Snapshot()["telemetry"].Applied == 1 })
	if got := gathered(t, h.module, "overlord_plugin_events_refused_total"); got != float64(lines) {
		t.Errorf("%v events were counted as refused, want %d", got, lines)
	}
	page := h.module.books.Snapshot()
	if len(page) != 1 || page["telemetry"].Received != 1 {
		t.Errorf("the books hold bad events: %+v", page)
	}
}

func TestAnUnknownTypeIsIgnored(t *testing.T) {
	h := newHouse(t)
	plugin := h.plugin()
	plugin.send(`{"type":"from_the_future","character_name":"A"}`)
	plugin.send(`{"type":"spawn","character_name":"A"}`)
	if answer := plugin.wait("an answer", ofType("error")); answer["event_type"] != "spawn" {
		t.Errorf("the first answer is %v, want the one for the spawn without a mob", answer)
	}
}

func TestAnOversizedFrameClosesTheSocket(t *testing.T) {
	settings := testSettings()
	settings.PluginMaxFrameBytes = 64 << 10
	h := openHouse(t, storetest.New(t, Migrate), t.TempDir(), settings)
	plugin := h.plugin()
	plugin.send(`{"type":"chat","character_name":"A","text":"%s"}`, strings.Repeat("x", 70<<10))
	_, err := plugin.read()
	if got := socket.CloseStatus(err); got != socket.TooLarge {
		t.Errorf("closed with %v (%v), want 1009", got, err)
	}
}

func TestSharesReachTheOtherPluginsVerbatim(t *testing.T) {
	h := newHouse(t)
	from, to := h.plugin(), h.plugin()
	to.send(`{"type":"register","character_name":"B"}`)
	h.eventually("B is known", func() bool { return h.module.plugins.connected("B") })
	from.send(`{"type":"share_vital_update","character_name":"A","health":287,"odd":{"kept":[1,2]}}`)
	message := to.wait("the share", ofType("share_vital_update"))
	if message["health"] != 287.0 || fmt.Sprint(message["odd"]) != "map[kept:[1 2]]" || message["timestamp"] != nil {
		t.Errorf("not verbatim: %v", message)
	}
}

func TestABrowsersCommandReachesThePlugin(t *testing.T) {
	h := newHouse(t)
	browser, plugin := h.browser(), h.plugin()
	browser.send(`{"player_name":"A","command":"/mm status"}`)
	if got := browser.wait("an answer", ofType("command_result")); got["ok"] != false || got["message"] == nil {
		t.Errorf("nobody is connected, but the answer is %v", got)
	}
	plugin.send(`{"type":"register","character_name":"A"}`)
	h.eventually("A is known", func() bool { return h.module.plugins.connected("A") })
	browser.send(`{"player_name":"A","command":"/mm status"}`)
	if got := browser.wait("an answer", ofType("command_result")); got["ok"] != true || got["player_name"] != "A" {
		t.Errorf("answer %v", got)
	}
	if got, err := plugin.read(); err != nil || len(got) != 2 || got["player_name"] != "A" || got["command"] != "/mm status" {
		t.Errorf("the plugin got %v (%v), want exactly the command", got, err)
	}
}

func TestCombatIsBroadcastWithTheLifetime(t *testing.T) {
	h := newHouse(t)
	browser, plugin := h.browser(), h.plugin()
	fight := `{"type":"combat_stats","character_name":"A","session_id":%q,"session":{"duration_seconds":%d,"total_kills":%d}}`
	lifetime := func() any {
		return browser.wait("combat", ofType("combat_stats"))["lifetime"].(map[string]any)["total_kills"]
	}
	plugin.send(fight, "s1", 10, 5)
	if got := lifetime(); got != 5.0 {
		t.Errorf("after the first session's report: %v", got)
	}
	plugin.send(fight, "s2", 10, 3)
	if got := lifetime(); got != 8.0 {
		t.Errorf("after the second session's: %v", got)
	}
	plugin.send(fight, "s1", 20, 6)
	if got := lifetime(); got != 9.0 {
		t.Errorf("after a later one of the first: %v", got)
	}
	h.eventually("stored", func() bool { return h.module.books.Snapshot()["combat_stats"].Applied == 3 })

	h.stop()
	again := openHouse(t, h.pool, h.dir, testSettings())
	browser, plugin = again.browser(), again.plugin()
	plugin.send(fight, "s1", 30, 7)
	if got := lifetime(); got != 10.0 {
		t.Errorf("after a restart: %v", got)
	}
	plugin.send(fight, "s2", 30, 4) // a session of before, not the newest: the recorder tells
	browser.wait("combat", ofType("combat_stats"))
	again.eventually("stored", func() bool { return again.module.books.Snapshot()["combat_stats"].Applied == 2 })
	plugin.send(fight, "s2", 31, 4)
	if got := lifetime(); got != 11.0 {
		t.Errorf("after an old session went on: %v", got)
	}
}

func TestAStopClosesPluginsAndKeepsWhatTheySent(t *testing.T) {
	h := newHouse(t)
	plugin := h.plugin()
	for i := range 200 {
		plugin.send(liveFrame, "A", 1.0, 1.0, i)
	}
	h.eventually("all received", func() bool { return h.module.books.Snapshot()["telemetry"].Received == 200 })
	h.stop()
	_, err := plugin.read()
	if got := socket.CloseStatus(err); got != socket.GoingAway {
		t.Errorf("closed with %v, want 1001", got)
	}
	if got := h.count(`select count(*) from telemetry_events`); got != 200 {
		t.Errorf("%d of 200 events are stored", got)
	}
	again := openHouse(t, h.pool, h.dir, testSettings())
	if got := gathered(t, again.module, "overlord_events_carried_total"); got != 0 {
		t.Errorf("after a clean stop %v events were carried over", got)
	}
	if got := again.count(`select total_kills from char_stats`); got != 199 {
		t.Errorf("%d kills, want 199", got)
	}
}

func TestAFullLogAsksPluginsToComeBack(t *testing.T) {
	settings := testSettings()
	settings.EventLogMaxBytes = 1 << 20
	server := storetest.Start(t)
	pool := mustPool(t, server)
	h := openHouse(t, pool, t.TempDir(), settings)
	server.Stop()
	plugin := h.plugin()
	refused := false
	for i := 0; i < 20_000 && !refused; i++ {
		err := plugin.conn.Write(t.Context(), fmt.Appendf(nil, liveFrame, "A", 1.0, 1.0, i))
		refused = err != nil
	}
	_, err := plugin.read()
	if got := socket.CloseStatus(err); got != socket.TryAgainLater {
		t.Errorf("closed with %v (%v), want 1013", got, err)
	}
	page := h.module.books.Snapshot()["telemetry"]
	if page.Refused == 0 {
		t.Errorf("nothing was refused: %+v", page)
	}
	mustBalance(t, h.module.books)
	server.Start()
	h.eventually("what was accepted is stored", func() bool {
		p := h.module.books.Snapshot()["telemetry"]
		return p.Waiting == 0 && p.Applied == p.Accepted
	})
	if got := h.count(`select count(*) from telemetry_events`); uint64(got) != page.Accepted {
		t.Errorf("%d rows, want %d", got, page.Accepted)
	}
	again := h.plugin()
	again.send(liveFrame, "A", 1.0, 1.0, 99_999)
	h.eventually("the plugin is welcome again", func() bool { return h.count(`select max(kills) from telemetry_events`) == 99_999 })
}

func TestTheDatabaseMayBeAway(t *testing.T) {
	server := storetest.Start(t)
	pool := mustPool(t, server)
	first := openHouse(t, pool, t.TempDir(), testSettings())
	first.plugin().send(liveFrame, "A", 1.0, 1.0, 10)
	first.eventually("stored", func() bool { return first.module.books.Snapshot()["telemetry"].Applied == 1 })
	first.stop()
	server.Stop()

	h := openHouse(t, pool, first.dir, testSettings())
	plugin := h.plugin()
	plugin.send(liveFrame, "A", 1.0, 1.0, 12)
	h.eventually("in the live view", func() bool {
		_, answer := h.get("/live")
		players := answer["players"].([]any)
		return len(players) == 1 && players[0].(map[string]any)["total_kills"] == nil && players[0].(map[string]any)["kills"] == 12.0
	})
	if err := h.module.Ready(t.Context()); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("/readyz would be %v", err)
	}
	if status, answer := h.get("/trails"); status != 503 {
		t.Errorf("/trails: %d %v", status, answer)
	}
	mustBalance(t, h.module.books)
	server.Start()
	h.eventually("totals are known", func() bool {
		_, answer := h.get("/live")
		return answer["players"].([]any)[0].(map[string]any)["total_kills"] == 12.0
	})
	h.eventually("stored", func() bool { return h.count(`select total_kills from char_stats`) == 12 })
	h.eventually("ready", func() bool { return h.module.Ready(t.Context()) == nil })
	mustBalance(t, h.module.books)
}

func mustPool(t *testing.T, server *storetest.Server) *pgxpool.Pool {
	t.Helper()
	pool := storetestPool(t, server.URL("dereth"))
	if err := Migrate(t.Context(), pool); err != nil {
		t.Fatal(err)
	}
	return pool
}
