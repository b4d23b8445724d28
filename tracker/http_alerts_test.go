package tracker

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"overlord/auth"
	"overlord/store/fault"
	"overlord/store/storetest"
	"overlord/tracker/discord"
	"overlord/web/api"
	"overlord/web/webtest"
)

// alertSite serves the alerts' routes. Who sends X-May: edit may edit.
type alertSite struct {
	t *testing.T
	*bench
	url string
}

func newAlertSite(t *testing.T) *alertSite {
	t.Helper()
	b := alertBench(t)
	return &alertSite{t, b, serveAlerts(t, &Module{pool: b.pool, alerts: testSender(outbox{b.pool}, nil), require: mayEdit})}
}

func serveAlerts(t *testing.T, m *Module) string {
	t.Helper()
	router := chi.NewRouter()
	router.Use(api.Requests(quiet(), time.Now))
	m.alertRoutes(router)
	site := httptest.NewServer(router)
	t.Cleanup(site.Close)
	return site.URL
}

func mayEdit(permission string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return api.HandlerFunc(func(w http.ResponseWriter, r *http.Request) error {
			if r.Header.Get("X-May") != permission {
				return fault.New(fault.Denied, "this needs the permission %q", permission)
			}
			next.ServeHTTP(w, r)
			return nil
		})
	}
}

func (s *alertSite) ask(method, path, body string) (int, map[string]any) {
	s.t.Helper()
	return askAs(s.t, "edit", method, s.url+path, body)
}

func askAs(t *testing.T, may, method, url, body string) (int, map[string]any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-May", may)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var out map[string]any
	if err := json.NewDecoder(answer.Body).Decode(&out); err != nil {
		t.Fatalf("%s %s: %d, no JSON: %v", method, url, answer.StatusCode, err)
	}
	webtest.AsDescribed(t, method, request.URL.EscapedPath(), answer.StatusCode, out)
	return answer.StatusCode, out
}

func alertJSON(v any) string {
	out, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(out)
}

func TestAlertRulesByAPI(t *testing.T) {
	s := newAlertSite(t)
	status, got := s.ask("POST", "/alerts/rules", `{"kind":"idle","character_name":"Larsa","settings":{"minutes":20,"quiet":{"from":"23:00","to":"07:00","time_zone":"Europe/Stockholm"}}}`)
	const larsa = `{"character_name":"Larsa","enabled":true,"id":1,"kind":"idle","settings":{"minutes":20,"quiet":{"from":"23:00","time_zone":"Europe/Stockholm","to":"07:00"}}}`
	if status != 201 || alertJSON(got) != larsa {
		t.Errorf("made: %d %s", status, alertJSON(got))
	}
	if status, got = s.ask("POST", "/alerts/rules", `{"kind":"idle","settings":{},"enabled":false}`); status != 201 || got["character_name"] != nil || got["enabled"] != false {
		t.Errorf("for all: %d %v", status, got)
	}
	if status, got = s.ask("GET", "/alerts/rules", ""); status != 200 || len(got["rules"].([]any)) != 2 || alertJSON(got["rules"].([]any)[1]) != larsa {
		t.Errorf("list: %d %v", status, got)
	}
	if status, got = s.ask("PATCH", "/alerts/rules/1", `{"enabled":false}`); status != 200 || got["enabled"] != false || alertJSON(got["settings"]) != `{"minutes":20,"quiet":{"from":"23:00","time_zone":"Europe/Stockholm","to":"07:00"}}` {
		t.Errorf("changed: %d %v", status, got)
	}
	if status, got = s.ask("PATCH", "/alerts/rules/1", `{"settings":{"grace_minutes":0}}`); status != 200 || alertJSON(got["settings"]) != `{"grace_minutes":0}` || got["enabled"] != false {
		t.Errorf("settings are replaced as a whole: %d %v", status, got)
	}
	if status, got = s.ask("GET", "/alerts/rules/1", ""); status != 200 || alertJSON(got["settings"]) != `{"grace_minutes":0}` {
		t.Errorf("one: %d %v", status, got)
	}
	if status, got = s.ask("DELETE", "/alerts/rules/1", ""); status != 200 {
		t.Errorf("deleted: %d %v", status, got)
	}
	if status, _ = s.ask("GET", "/alerts/rules/1", ""); status != 404 {
		t.Errorf("and gone: %d", status)
	}
}

func TestBadRulesAreRefused(t *testing.T) {
	s := newAlertSite(t)
	if status, got := s.ask("POST", "/alerts/rules", `{"kind":"death","settings":{}}`); status != 201 {
		t.Fatal(status, got)
	}
	cases := []struct {
		method, path, body string
		status             int
		field              string
	}{
		{"POST", "/alerts/rules", `{"kind":"death","settings":{"deaths":3}}`, 409, "kind"},
		{"POST", "/alerts/rules", `{"kind":"deaths","settings":{}}`, 400, "kind"},
		{"POST", "/alerts/rules", `{"kind":"idle","settings":{"minutes":0}}`, 400, "settings.minutes"},
		{"POST", "/alerts/rules", `{"kind":"idle","settings":{"minutes":"5"}}`, 400, "settings.minutes"},
		{"POST", "/alerts/rules", `{"kind":"idle","settings":{"quiet":{"from":"22:00","to":"7"}}}`, 400, "settings.quiet.to"},
		{"POST", "/alerts/rules", `{"kind":"idle","setings":{}}`, 400, "setings"},
		{"POST", "/alerts/rules", ``, 400, ""},
		{"POST", "/alerts/rules", `{"kind":"` + strings.Repeat("x", maxRuleBytes) + `"}`, 413, ""},
		{"PATCH", "/alerts/rules/1", `{"settings":{"tier":4}}`, 400, "settings.tier"},
		{"PATCH", "/alerts/rules/1", `{"kind":"idle"}`, 400, "kind"},
		{"PATCH", "/alerts/rules/99", `{"enabled":true}`, 404, ""},
		{"DELETE", "/alerts/rules/99", ``, 404, ""},
		{"GET", "/alerts/rules/x", ``, 400, "id"},
		{"GET", "/alerts/rules?limit=3", ``, 400, "limit"},
		{"GET", "/alerts?stat=sent", ``, 400, "stat"},
		{"GET", "/alerts?state=sended", ``, 400, "state"},
		{"GET", "/alerts?kind=all", ``, 400, "kind"},
		{"GET", "/alerts?limit=1001", ``, 400, "limit"},
		{"GET", "/alerts?cursor=xyz", ``, 400, "cursor"},
	}
	for _, c := range cases {
		status, got := s.ask(c.method, c.path, c.body)
		detail, _ := got["error"].(map[string]any)
		field, _ := detail["field"].(string)
		if status != c.status || field != c.field || detail["message"] == "" {
			t.Errorf("%s %s %.60s: %d %v, want %d naming %q", c.method, c.path, c.body, status, got, c.status, c.field)
		}
	}
	b, want := s.bench, "1 {}"
	b.want("nothing was changed", want, `select id, settings::text from alert_rules`)
}

func TestOnlyEditorsChangeRules(t *testing.T) {
	s := newAlertSite(t)
	if status, got := s.ask("POST", "/alerts/rules", `{"kind":"death","settings":{}}`); status != 201 {
		t.Fatal(status, got)
	}
	closed := serveAlerts(t, &Module{pool: s.pool, alerts: testSender(outbox{s.pool}, nil), require: auth.DenyAll}) // no accounts at all
	for _, c := range []struct{ method, path string }{{"POST", "/alerts/rules"}, {"PATCH", "/alerts/rules/1"}, {"DELETE", "/alerts/rules/1"}} {
		if status, _ := askAs(t, "view", c.method, s.url+c.path, `{"kind":"idle","settings":{}}`); status != 403 {
			t.Errorf("%s %s as a viewer: %d", c.method, c.path, status)
		}
		if status, _ := askAs(t, "edit", c.method, closed+c.path, `{"kind":"idle","settings":{}}`); status != 403 {
			t.Errorf("%s %s without accounts: %d", c.method, c.path, status)
		}
	}
	for _, path := range []string{"/alerts", "/alerts/rules", "/alerts/rules/1"} {
		if status, _ := askAs(t, "view", "GET", s.url+path, ""); status != 200 {
			t.Errorf("GET %s as a viewer: %d", path, status)
		}
	}
}

func TestAlertsAreListedPageByPage(t *testing.T) {
	s := newAlertSite(t)
	for i := range 7 {
		s.accept(`{"type":"rare","character_name":%q,"name":"No such thing"}`, []string{"A", "B"}[i%2])
	}
	s.record()
	if _, err := s.pool.Exec(t.Context(), `update alert_outbox set state = 'sent', sent_at = created_at, attempts = 1 where id = 3`); err != nil {
		t.Fatal(err)
	}
	var ids []string
	path, pages := "/alerts?limit=3", 0
	for ; path != ""; pages++ {
		status, got := s.ask("GET", path, "")
		if status != 200 {
			t.Fatal(status, got)
		}
		for _, a := range got["alerts"].([]any) {
			ids = append(ids, fmt.Sprint(a.(map[string]any)["id"]))
		}
		path = ""
		if next, more := got["next"].(string); more {
			path = "/alerts?limit=3&cursor=" + next
		}
	}
	if got := strings.Join(ids, " "); got != "7 6 5 4 3 2 1" || pages != 3 {
		t.Errorf("%s on %d pages", got, pages)
	}
	_, got := s.ask("GET", "/alerts?state=sent&kind=rare&character=A", "")
	const want = `{"attempts":1,"cause":"[\"rare\",\"A\",\"No such thing\",1777917603000000]","character_name":"A","created_at":"2026-05-04T18:00:03Z","id":3,"kind":"rare","payload":{"at":"2026-05-04T18:00:03Z","rare":"No such thing"},"sent_at":"2026-05-04T18:00:03Z","state":"sent"}`
	if list := got["alerts"].([]any); len(list) != 1 || alertJSON(list[0]) != want {
		t.Errorf("%s\nwant\n%s", alertJSON(list), want)
	}
	if alertJSON(got["sender"]) != `{"message":"DISCORD_ACLOG_WEBHOOK is not set","state":"off"}` {
		t.Errorf("sender %s", alertJSON(got["sender"]))
	}
	if _, got := s.ask("GET", "/alerts?character=Nobody", ""); alertJSON(got["alerts"]) != "[]" {
		t.Errorf("none: %s", alertJSON(got))
	}
}

func TestAlertsAnswerAtOnceWhileTheDatabaseIsAway(t *testing.T) {
	server := storetest.Start(t)
	pool := mustPool(t, server)
	url := serveAlerts(t, &Module{pool: pool, alerts: testSender(outbox{pool}, nil), require: mayEdit})
	server.Stop()
	for _, c := range []struct{ method, path, body string }{
		{"GET", "/alerts", ""}, {"GET", "/alerts/rules", ""}, {"GET", "/alerts/rules/1", ""},
		{"POST", "/alerts/rules", `{"kind":"idle","settings":{}}`}, {"PATCH", "/alerts/rules/1", `{"enabled":true}`}, {"DELETE", "/alerts/rules/1", ""},
	} {
		if status, got := askAs(t, "edit", c.method, url+c.path, c.body); status != 503 {
			t.Errorf("%s %s: %d %v", c.method, c.path, status, got)
		}
	}
}

// discordStandIn is Discord's end of a webhook, as far as alerts need it.
type discordStandIn struct {
	mu     sync.Mutex
	posts  []string
	limits int // answers of 429 before each message is taken
	asked  int
}

func (d *discordStandIn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var body struct {
		Content         string
		AllowedMentions struct{ Parse []string } `json:"allowed_mentions"`
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil || body.AllowedMentions.Parse == nil || len(body.AllowedMentions.Parse) > 0 {
		http.Error(w, `{"message":"Invalid Form Body"}`, http.StatusBadRequest)
		return
	}
	if d.asked++; d.asked%(d.limits+1) != 0 {
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = io.WriteString(w, `{"message":"You are being rate limited.","retry_after":0.01,"global":false}`)
		return
	}
	d.posts = append(d.posts, body.Content)
	_, _ = io.WriteString(w, `{"id":"1"}`)
}

func (d *discordStandIn) said() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.posts...)
}

// The whole way: a plugin's frame, the log, the recorder, the outbox, Discord.
func TestAnAlertGoesFromAPluginToDiscord(t *testing.T) {
	stand := &discordStandIn{limits: 1}
	site := httptest.NewServer(stand)
	defer site.Close()
	settings := testSettings()
	settings.DiscordAclogWebhook = site.URL + "/api/webhooks/1/secret"
	h := openHouse(t, storetest.New(t, Migrate), t.TempDir(), settings)
	h.plugin().send(`{"type":"rare","character_name":"*Larsa* @everyone","name":"<@1> [x](http://evil.example)","ew":-33.42,"ns":41.87}`)
	h.eventually("posted", func() bool { return len(stand.said()) == 1 })
	got := stand.said()[0]
	want := "💎 **\\*Larsa\\* \\@\u200beveryone** found **\\<\\@\u200b1\\> \\[x\\]\\(http\\:\\/\\/evil\\.example\\)** at 41.9N, 33.4W at <t:"
	if !strings.HasPrefix(got, want) {
		t.Errorf("%q\nwant %q…", got, want)
	}
	h.eventually("noted", func() bool {
		return h.count(`select count(*) from alert_outbox where state = 'sent' and attempts = 2 and sent_at is not null`) == 1
	})
	h.eventually("the metrics tell of it", func() bool {
		return gathered(t, h.module, "overlord_alerts_working") == 1 && gathered(t, h.module, "overlord_alerts_total") >= 2
	})

	h.stop() // the next start finds a row that a kill left behind
	if _, err := h.pool.Exec(t.Context(), `update alert_outbox set state = 'sending', sent_at = null`); err != nil {
		t.Fatal(err)
	}
	again := openHouse(t, h.pool, h.dir, settings)
	again.eventually("posted once more", func() bool { return len(stand.said()) == 2 })
	if got := stand.said()[1]; got != repeatMark+stand.said()[0] {
		t.Errorf("%q", got)
	}
	again.eventually("noted", func() bool { return again.count(`select count(*) from alert_outbox where state = 'sent'`) == 1 })
	if err := again.module.Ready(t.Context()); err != nil {
		t.Error(err)
	}
}

// Every statement of the outbox, in every state of a row.
func TestTheOutboxTable(t *testing.T) {
	b := alertBench(t)
	box := outbox{b.pool}
	set := func(state AlertState) {
		if _, err := b.pool.Exec(t.Context(), `truncate alert_outbox restart identity`); err != nil {
			t.Fatal(err)
		}
		if _, err := b.pool.Exec(t.Context(), `insert into alert_outbox (cause, kind, payload, state) values ('x', 'idle', '{"at":"2026-05-04T18:00:00Z"}', $1)`, string(state)); err != nil {
			t.Fatal(err)
		}
	}
	settle := func(o sendOutcome) func(context.Context) error {
		return func(ctx context.Context) error { return box.Settle(ctx, []int64{1}, o, epoch) }
	}
	steps := map[string]func(context.Context) error{
		"recover": box.Recover,
		"begin":   func(ctx context.Context) error { return box.Begin(ctx, []int64{1}) },
		"sent":    settle(outcomeSent), "summarised": settle(outcomeSummarised), "dry run": settle(outcomeDryRun),
		"refused": settle(outcomeRefused), "not sent": settle(outcomeNotSent), "unsure": settle(outcomeUnsure),
	}
	want := map[string]map[AlertState]AlertState{ // what is not here stays as it is
		"recover":    {AlertSending: AlertRepeat, AlertRepeating: AlertUnsure},
		"begin":      {AlertWaiting: AlertSending, AlertRepeat: AlertRepeating},
		"sent":       {AlertWaiting: AlertSent, AlertRepeat: AlertSent, AlertSending: AlertSent, AlertRepeating: AlertSent},
		"summarised": {AlertWaiting: AlertSummarised, AlertRepeat: AlertSummarised, AlertSending: AlertSummarised, AlertRepeating: AlertSummarised},
		"dry run":    {AlertWaiting: AlertDryRun, AlertRepeat: AlertDryRun, AlertSending: AlertDryRun, AlertRepeating: AlertDryRun},
		"refused":    {AlertSending: AlertFailed, AlertRepeating: AlertFailed},
		"not sent":   {AlertSending: AlertWaiting, AlertRepeating: AlertRepeat},
		"unsure":     {AlertSending: AlertRepeat, AlertRepeating: AlertRepeat},
	}
	for name, step := range steps {
		for _, from := range alertStates {
			set(from)
			to, moves := want[name][from]
			if !moves {
				to = from
			}
			if err := step(t.Context()); err != nil && (name != "begin" || moves) {
				t.Error(name, from, err)
			} else if err == nil && name == "begin" && !moves {
				t.Errorf("a row that is %s began", from)
			}
			if got := b.query(`select state from alert_outbox`); got != string(to) {
				t.Errorf("%s of %s: %s, want %s", name, from, got, to)
			}
			due, err := box.Due(t.Context())
			if err != nil || len(due) == 1 != (to == AlertWaiting || to == AlertRepeat) {
				t.Errorf("%s is due: %v %v", to, due, err)
			}
		}
	}
	set(AlertWaiting)
	if _, err := b.pool.Exec(t.Context(), `update alert_outbox set payload = '[1]'`); err != nil {
		t.Fatal(err)
	}
	due, err := box.Due(t.Context())
	if err != nil || len(due) != 1 || due[0].Payload.At != due[0].CreatedAt {
		t.Errorf("a row that somebody wrote by hand: %+v %v", due, err)
	}
}

var _ alertPoster = (*discord.Webhook)(nil)
