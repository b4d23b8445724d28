package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store/storetest"
	"overlord/web/socket"
)

// The parallel run before a cut-over: the earlier service stores, and a read-only
// server, whose role in the database may SELECT and nothing else, shows it.
func TestAParallelRun(t *testing.T) {
	t.Parallel()
	databases, command := mustEarlier(t)
	if _, err := command([]string{"READ_ONLY=true"}, "serve"); err == nil || !strings.Contains(err.Error(), "overlord adopt --check") {
		t.Errorf("showing a database that was not adopted: %v", err)
	}
	if _, err := command([]string{"READ_ONLY=true"}, "adopt"); err == nil || !strings.Contains(err.Error(), "READ_ONLY is set, so that nothing was changed") {
		t.Errorf("adopting without writing: %v", err)
	}
	if said, err := command(nil, "adopt"); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	if _, err := command([]string{"READ_ONLY=true"}, "user", "delete", "asheron"); err == nil || !strings.Contains(err.Error(), "READ_ONLY") {
		t.Errorf("deleting a user without writing: %v", err)
	}
	if said, err := command([]string{"READ_ONLY=true"}, "user", "list"); err != nil || !strings.Contains(said, "asheron") {
		t.Errorf("listing users: %v\n%s", err, said)
	}
	earlier := mustEarlierService(t, valueOf(databases, "DATABASE_URL"))

	p := newProcess(t, append(databases[:2:2], "DATABASE_URL="+valueOf(databases, "DATABASE_URL")+"&role=shows", "READ_ONLY=true", "INTERNAL_TRUST=off", "LOG_LEVEL=debug")...)
	p.start()
	client := mustSignIn(t, p)
	p.eventually("it is ready", func() bool { return status(t, client, p.url("/readyz")) == http.StatusOK })
	browser := mustWatch(t, p, client)
	earlier.store(t, "Larsa", 41.5)
	for seen := false; !seen; {
		var m map[string]any
		frame, err := browser.Read(t.Context())
		if err != nil || json.Unmarshal(frame, &m) != nil {
			t.Fatalf("the telemetry does not come: %v %s\n%s", err, frame, p.output)
		}
		seen = m["type"] == nil && m["character_name"] == "Larsa" && m["ew"] == 41.5
	}
	for path, want := range map[string]int{"/live": 200, "/me": 200, "/issues": 200, "/leaderboards": 200, "/trails": 200, "/server-state": 200, "/alerts": 200, "/ws/position": 503,
		"/api-admin/users": 200, "/api-admin/invitations": 200, "/api-admin/tokens": 200, "/api-admin/plugin-secrets": 200, "/api-admin/audit": 200, "/me/sessions": 200,
	} {
		if got := status(t, client, p.url(path)); got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
	answer, err := client.Post(p.url("/api/issues"), "application/json", strings.NewReader(`{"title":"x"}`))
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusServiceUnavailable || answer.Header.Get("Retry-After") == "" {
		t.Errorf("a change: %s", answer.Status)
	}
	p.stop()
	if said := p.output.String(); strings.Contains(said, "denied") || strings.Contains(said, "read-only transaction") || strings.Contains(said, "level=ERROR") {
		t.Errorf("it tried to write:\n%s", said)
	}
	if files, err := os.ReadDir(valueOf(p.env, "DATA_DIR")); err != nil || len(files) != 0 {
		t.Errorf("it made files: %v %v", files, err)
	}
	if changed := earlier.changed(t); changed != "" {
		t.Errorf("tables were written: %s", changed)
	}
}

// What cannot be shown is refused at the start, with one line that says what is
// missing.
func TestWhatAReadOnlyServerRefuses(t *testing.T) {
	env := map[string]string{"READ_ONLY": "true", "DATA_DIR": dataDir(t), "LISTEN_ADDR": "127.0.0.1:0"}
	_, err := command(t, env, "serve")
	if err == nil || !strings.HasPrefix(err.Error(), "READ_ONLY is set") || strings.Contains(err.Error(), "\n") {
		t.Errorf("the private database: %v", err)
	}
	env["DATABASE_URL"] = storetest.URL(t, storetest.New(t))
	env["INVENTORY_DATABASE_URL"] = env["DATABASE_URL"]
	_, err = command(t, env, "serve")
	if err == nil || !strings.Contains(err.Error(), "the table telemetry_events is missing") || !strings.Contains(err.Error(), "the table users is missing") {
		t.Errorf("an empty database: %v", err)
	}
}

// earlierService writes into an adopted database as the earlier service does.
type earlierService struct{ conn *pgx.Conn }

func mustEarlierService(t *testing.T, address string) earlierService {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	_, err = conn.Exec(t.Context(), `create role shows; grant select on all tables in schema public to shows;
		create table telemetry_events_later partition of telemetry_events default; select pg_stat_force_next_flush(); select pg_stat_reset()`)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := conn.Exec(context.WithoutCancel(t.Context()), `drop owned by shows; drop role shows`); err != nil {
			t.Error(err)
		}
	})
	return earlierService{conn}
}

// store stores a telemetry that was received now.
func (e earlierService) store(t *testing.T, name string, ew float64) {
	t.Helper()
	_, err := e.conn.Exec(t.Context(), `insert into telemetry_events (character_name, char_tag, session_id, "timestamp", ew, ns, z, kills, kills_per_hour, onlinetime, deaths, total_deaths, rares_found, prismatic_taper_count, vt_state, received_at)
		values ($1, null, 's9', $2, $3, 2, 3, 4, 5, '00:00:01', 0, 0, 0, 0, 'Idle', $2)`, name, time.Now(), ew)
	if err != nil {
		t.Fatal(err)
	}
}

// changed names the tables that were written since the beginning, save by store.
func (e earlierService) changed(t *testing.T) (names string) {
	t.Helper()
	err := e.conn.QueryRow(t.Context(), `select coalesce(string_agg(relname, ' '), '') from pg_stat_user_tables
		where n_tup_ins + n_tup_upd + n_tup_del > 0 and relname not like 'telemetry_events%'`).Scan(&names)
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// mustSignIn is a browser of the user asheron.
func mustSignIn(t *testing.T, p *process) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.PostForm(p.url("/login"), url.Values{"username": {"asheron"}, "password": {oldPassword}})
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther || len(answer.Cookies()) == 0 {
		t.Fatalf("signing in: %s\n%s", answer.Status, p.output)
	}
	return client
}

// mustWatch opens a live socket with a browser's session.
func mustWatch(t *testing.T, p *process, client *http.Client) *socket.Conn {
	t.Helper()
	site, err := url.Parse(p.url("/"))
	if err != nil {
		t.Fatal(err)
	}
	header := http.Header{}
	for _, c := range client.Jar.Cookies(site) {
		header.Add("Cookie", c.String())
	}
	conn, _, err := socket.Dial(t.Context(), "ws://"+p.address+"/ws/live", header, socket.Options{ReadLimit: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(socket.Normal, "") })
	return conn
}

func status(t *testing.T, client *http.Client, address string) int {
	t.Helper()
	answer, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	return answer.StatusCode
}
