package tracker

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"pgregory.net/rapid"

	"overlord/store"
	"overlord/store/fault"
	"overlord/store/storetest"
	"overlord/tracker/live"
	"overlord/web/api"
	"overlord/web/socket"
)

// mustReader is a pool on a pool's database whose role has SELECT and nothing else.
func mustReader(t *testing.T, writer *pgxpool.Pool) *pgxpool.Pool {
	t.Helper()
	storetest.MustExec(t, writer, `do $$ begin create role onlooker_only_reads; exception when duplicate_object or unique_violation then null; end $$;
		grant select on all tables in schema public to onlooker_only_reads`)
	config, err := pgxpool.ParseConfig(storetest.URL(t, writer))
	if err != nil {
		t.Fatal(err)
	}
	config.ConnConfig.RuntimeParams["role"], config.ConnConfig.RuntimeParams["timezone"] = "onlooker_only_reads", "UTC"
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

// legacyTelemetry is how the earlier service stores a telemetry and counts kills.
const legacyTelemetry = `
	with counted as (insert into char_stats (character_name, total_kills) values ($1, $2) on conflict (character_name) do update set total_kills = excluded.total_kills)
	insert into telemetry_events (character_name, char_tag, session_id, "timestamp", ew, ns, z, kills, kills_per_hour, onlinetime, deaths, total_deaths, rares_found, prismatic_taper_count, vt_state, mem_mb, cpu_pct, mem_handles, latency_ms, received_at)
	values ($1, 'tag', 's', $3::timestamptz, $4, 2, 3, $5, 5, '00:00:01', 0, 0, 0, 0, 'Idle', 1, 2, 3, 40, $3::timestamptz)`

// Another server stores, and this one, which may only SELECT, shows it: on the
// browsers' socket, in /live, and in what tells how the server does.
func TestAReadOnlyServerShowsWhatAnotherStores(t *testing.T) {
	writer := storetest.New(t, Migrate)
	storetest.MustExec(t, writer, `create table telemetry_events_all partition of telemetry_events default`)
	storetest.MustExec(t, writer, legacyTelemetry, "Early", 100, time.Now().Add(-3*time.Second), 0.5, 7)
	log := &storetest.Log{}
	dir := t.TempDir()
	h := furnishHouse(t, Config{
		Settings: testSettings(), DataDir: dir, Pool: mustReader(t, writer), ReadOnly: true,
		Logger: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	player := func(name string) map[string]any {
		_, answer := h.get("/live")
		for _, p := range answer["players"].([]any) {
			if p := p.(map[string]any); p["character_name"] == name {
				return p
			}
		}
		return nil
	}
	if p := player("Early"); p == nil || p["total_kills"] != 100.0 || p["plugin_connected"] != false {
		t.Errorf("who was online before the start: %v", p)
	}
	browser := h.browser()
	at := time.Now()
	storetest.MustExec(t, writer, legacyTelemetry, "Larsa", 1000, at, -33.42, 8)
	online := browser.wait("player_online", ofType("player_online"))
	if online["character_name"] != "Larsa" {
		t.Errorf("coming online: %v", online)
	}
	storetest.MustExec(t, writer, legacyTelemetry, "Larsa", 1003, at.Add(time.Second), -33.5, 11)
	telemetry := browser.wait("the second telemetry", func(m map[string]any) bool { return m["kills"] == 11.0 })
	if _, typed := telemetry["type"]; typed || telemetry["ew"] != -33.5 || telemetry["character_name"] != "Larsa" || telemetry["received_at"] == nil {
		t.Errorf("telemetry: %v", telemetry)
	}
	if p := player("Larsa"); p == nil || p["total_kills"] != 1003.0 || p["ew"] != -33.5 || p["latency_ms"] != 40.0 || p["state"] != "combat" {
		t.Errorf("/live: %v", p)
	}
	if status, answer := h.get("/history?character=Larsa"); status != http.StatusOK || len(answer["data"].([]any)) != 2 {
		t.Errorf("/history: %d %v", status, answer)
	}
	_, health := h.get("/server-health")
	if health["player_count"] != 2.0 {
		t.Errorf("/server-health: %v", health)
	}
	_, state := h.get("/server-state")
	if state["read_only"] != true || len(state["logs"].([]any)) != 0 || state["databases"].([]any)[0].(map[string]any)["up"] != true {
		t.Errorf("/server-state: %v", state)
	}
	if err := h.module.Ready(t.Context()); err != nil {
		t.Errorf("it is not ready: %v", err)
	}
	_, alerts := h.get("/alerts")
	if sender := alerts["sender"].(map[string]any); sender["state"] != "off" || !strings.Contains(fmt.Sprint(sender["message"]), "READ_ONLY") {
		t.Errorf("the sender of alerts: %v", sender)
	}
	if shown := gathered(t, h.module, "overlord_rows_shown_total"); shown != 3 {
		t.Errorf("%v rows were shown", shown)
	}
	if gathered(t, h.module, "overlord_read_only") != 1 {
		t.Error("the metrics do not say that it only reads")
	}
	h.stop()
	if text := log.String(); strings.Contains(text, "denied") || strings.Contains(text, "level=WARN") || strings.Contains(text, "level=ERROR") {
		t.Errorf("something was tried that it may not:\n%s", text)
	}
	if rows := h.count(`select (select count(*) from ingest_cursor) + (select count(*) from game_server_status) + (select count(*) from alert_state) + (select count(*) from telemetry_5m)`); rows != 0 {
		t.Errorf("%d rows were written", rows)
	}
	if files, err := filesBelow(dir); err != nil || len(files) != 0 {
		t.Errorf("files were made: %v, %v", files, err)
	}
}

func TestAReadOnlyServerTakesNoEvents(t *testing.T) {
	writer := storetest.New(t, Migrate)
	h := furnishHouse(t, Config{Settings: testSettings(), DataDir: t.TempDir(), Pool: mustReader(t, writer), ReadOnly: true, Logger: quiet()})
	for _, secret := range []string{testSecret, "wrong"} {
		_, answer, err := socket.Dial(t.Context(), "ws"+strings.TrimPrefix(h.site.URL, "http")+"/ws/position", http.Header{"X-Plugin-Secret": {secret}}, socket.Options{})
		if err == nil || answer == nil || answer.StatusCode != http.StatusServiceUnavailable || answer.Header.Get("Retry-After") == "" {
			t.Errorf("a plugin's socket: %v, %+v", err, answer)
		}
	}
	answer := recorded(api.HandlerFunc(h.module.servePlugin))
	if answer.Code != http.StatusServiceUnavailable || !strings.Contains(answer.Body.String(), `"read_only"`) {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	browser := h.browser()
	browser.send(`{"player_name":"Larsa","command":"/mm status"}`)
	if result := browser.wait("an answer", ofType("command_result")); result["ok"] != false {
		t.Errorf("a command: %v", result)
	}
	registry := prometheus.NewPedanticRegistry()
	if err := h.module.Metrics(registry); err != nil {
		t.Fatal(err)
	}
	if _, err := registry.Gather(); err != nil {
		t.Errorf("the metrics: %v", err)
	}
}

// A database that cannot be shown refuses the start; one that is away does not.
func TestWhatAReadOnlyServerStartsOn(t *testing.T) {
	t.Parallel()
	start := func(pool *pgxpool.Pool) (*Module, error) {
		m, err := New(Config{Settings: testSettings(), DataDir: t.TempDir(), Pool: pool, Hub: live.New(live.Options{}), ReadOnly: true, Logger: quiet(), Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		return m, m.Start(t.Context())
	}
	if _, err := start(storetest.New(t)); fault.CodeOf(err) != fault.Conflict || !strings.Contains(err.Error(), "the table telemetry_events is missing") {
		t.Errorf("an empty database: %v", err)
	}
	bare := storetest.New(t, Migrate)
	storetest.MustExec(t, bare, `do $$ begin create role onlooker_blind; exception when duplicate_object or unique_violation then null; end $$`)
	config := bare.Config()
	config.ConnConfig.RuntimeParams["role"] = "onlooker_blind"
	blind, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(blind.Close)
	if _, err := start(blind); err == nil || !strings.Contains(err.Error(), "permission denied") {
		t.Errorf("a role that may not read: %v", err)
	}
	server := storetest.Start(t)
	pool := mustPool(t, server)
	if err := Migrate(t.Context(), pool); err != nil {
		t.Fatal(err)
	}
	server.Stop()
	m, err := start(pool)
	if err != nil {
		t.Fatalf("a database that is away: %v", err)
	}
	if err := m.Ready(t.Context()); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("while it is away: %v", err)
	}
	server.Start()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- m.RunStore(ctx) }()
	for end := time.Now().Add(patience); m.Ready(t.Context()) != nil; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it does not read the database that is back")
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// published keeps what was shown to browsers.
type published struct{ bodies []string }

func (p *published) Publish(m live.Message) {
	if m.Topic == "telemetry" {
		p.bodies = append(p.bodies, string(m.Body))
	}
}

// watching is an onlooker whose looks a test takes itself, at a time of its own.
type watching struct {
	*onlooker
	shown  *published
	now    time.Time
	writer *pgxpool.Pool
}

func newWatching(t *testing.T) *watching {
	t.Helper()
	w := &watching{shown: &published{}, now: epoch, writer: storetest.New(t, Migrate)}
	storetest.MustExec(t, w.writer, `create table telemetry_events_all partition of telemetry_events default`)
	w.begin(t)
	return w
}

// begin starts over, on an empty table.
func (w *watching) begin(t testing.TB) {
	t.Helper()
	storetest.MustExec(t, w.writer, `truncate telemetry_events`)
	m, err := New(Config{
		Settings: testSettings(), Pool: w.writer, Hub: live.New(live.Options{}), ReadOnly: true, Logger: quiet(),
		Now: func() time.Time { return w.now },
	})
	if err != nil {
		t.Fatal(err)
	}
	w.shown.bodies = nil
	m.feed = w.shown
	w.onlooker = m.onlooker
}

// store stores a row; received nil: the writer notes no receipt.
func (w *watching) store(t testing.TB, name string, kills int, at time.Time, received *time.Time) {
	t.Helper()
	storetest.MustExec(t, w.writer, `insert into telemetry_events (character_name, session_id, "timestamp", received_at, ew, ns, kills) values ($1, 's', $2, $3, 1, 2, $4)`, name, at, received, kills)
}

func (w *watching) mustLook(t testing.TB) {
	t.Helper()
	if err := w.look(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// However the commits of rows and the looks fall, each row is shown once, if it
// appears within some seconds of its receipt.
func TestEachRowIsShownOnce(t *testing.T) {
	w := newWatching(t)
	rapid.Check(t, func(r *rapid.T) {
		w.begin(t)
		w.mustLook(t)
		var waiting []int // rows that were received and are not committed yet
		received := map[int]time.Time{}
		for range rapid.IntRange(1, 8).Draw(r, "looks") {
			w.now = w.now.Add(glanceEvery)
			for range rapid.IntRange(0, 4).Draw(r, "rows") {
				n := len(received)
				received[n] = w.now.Add(-time.Duration(rapid.IntRange(0, 2000).Draw(r, "ms")) * time.Millisecond)
				waiting = append(waiting, n)
			}
			waiting = slices.DeleteFunc(waiting, func(n int) bool {
				if w.now.Sub(received[n]) < lateRows-2*glanceEvery && rapid.Bool().Draw(r, "later") {
					return false
				}
				at := received[n]
				skew := time.Duration(rapid.IntRange(-500, 500).Draw(r, "skew")) * time.Second
				if rapid.Bool().Draw(r, "receipt") {
					w.store(t, "A", n, at.Add(skew), &at)
				} else {
					w.store(t, "A", n, at, nil)
				}
				return true
			})
			w.mustLook(t)
		}
		shown := map[string]int{}
		for _, body := range w.shown.bodies {
			shown[body]++
		}
		if len(shown) != len(received)-len(waiting) || slices.ContainsFunc(slices.Collect(maps.Values(shown)), func(n int) bool { return n != 1 }) {
			r.Fatalf("%d rows, %d of them not committed, are shown as %q", len(received), len(waiting), w.shown.bodies)
		}
	})
}

func TestRowsThatAreNotShown(t *testing.T) {
	w := newWatching(t)
	w.mustLook(t)
	far, old := w.now.AddDate(0, 3, 0), w.now.Add(-time.Hour)
	w.store(t, "Ahead", 1, far, &far)
	w.store(t, "Unreceived", 1, far, nil)
	w.store(t, "Old", 1, old, &old)
	w.store(t, strings.Repeat("x", 200), 1, w.now, nil)
	storetest.MustExec(t, w.writer, `insert into telemetry_events (character_name, session_id, "timestamp", received_at, ew, ns, kills) values ('Infinite', 's', $1, $1, 'NaN', 2, 1)`, w.now)
	w.store(t, "Good", 1, w.now, nil)
	w.now = w.now.Add(glanceEvery)
	w.mustLook(t)
	if len(w.shown.bodies) != 1 || !strings.Contains(w.shown.bodies[0], "Good") || w.odd.Load() != 2 {
		t.Errorf("shown are %q; %d rows were odd", w.shown.bodies, w.odd.Load())
	}
}

// After an outage the map goes on with now: what came meanwhile is history.
func TestAnOnlookerAfterAnOutage(t *testing.T) {
	w := newWatching(t)
	w.mustLook(t)
	w.store(t, "A", 1, w.now, &w.now)
	w.now = w.now.Add(glanceEvery)
	w.mustLook(t)
	for i := range 10 {
		at := w.now.Add(time.Duration(i+1) * time.Minute)
		w.store(t, "A", 2+i, at, &at)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.look(cancelled); err == nil {
		t.Error("a look without a database")
	}
	w.now = w.now.Add(10*time.Minute + time.Second)
	w.mustLook(t)
	if len(w.shown.bodies) != 2 || !strings.Contains(w.shown.bodies[1], `"kills":11`) {
		t.Errorf("shown: %q", w.shown.bodies)
	}
}

// A look that fails half way shows its rows with the next one.
func TestALookThatFailedIsTakenAgain(t *testing.T) {
	w := newWatching(t)
	w.mustLook(t)
	w.store(t, "A", 1, w.now, &w.now)
	storetest.MustExec(t, w.writer, `alter table char_stats rename to char_stats_away`)
	if err := w.look(t.Context()); err == nil || store.IsTransient(err) {
		t.Errorf("without the totals: %v", err)
	}
	storetest.MustExec(t, w.writer, `alter table char_stats_away rename to char_stats`)
	w.mustLook(t)
	if len(w.shown.bodies) != 1 {
		t.Errorf("shown: %q", w.shown.bodies)
	}
}
