package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus"
)

const wantsHTML = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"

func TestWhereThingsAnswer(t *testing.T) {
	t.Parallel()
	server := MustServe(t, testConfig())
	cases := []struct {
		method, path string
		status       int
		body         string // a part of it
	}{
		{"GET", "/live", 200, `{"route":"live"}`},
		{"GET", "/api/live", 200, `{"route":"live"}`},
		{"HEAD", "/live", 200, ""},
		{"HEAD", "/api/live", 200, ""},
		{"GET", "/stats/Zed%27ra", 200, `{"route":"stats"}`},
		{"GET", "/api/stats/A%2FB", 200, `{"route":"stats"}`},
		{"GET", "/search/items", 200, `{"route":"search"}`},
		{"GET", "/api/search/items", 200, `{"route":"search"}`},
		{"GET", "/inv/search/items", 200, `{"route":"search"}`},
		{"GET", "/inv/live", 404, "not_found"},
		{"POST", "/login", 200, `{"route":"login"}`},
		{"POST", "/api/login", 200, `{"route":"login"}`},
		{"GET", "/login", 200, "<!doctype html>"},
		{"HEAD", "/login", 200, ""},
		{"GET", "/api/login", 405, "invalid"},
		{"DELETE", "/login", 405, "invalid"},
		{"GET", "/command", 405, "invalid"},
		{"BREW", "/live", 405, "invalid"},
		{"GET", "/health", 200, `{"status":"ok"}`},
		{"GET", "/healthz", 200, `{"status":"ok"}`},
		{"GET", "/api/health", 200, `{"status":"ok"}`},
		{"GET", "/readyz", 200, `{"status":"ready"}`},
		{"GET", "/api-version", 200, `{"version":"2026.1.31.1805-abcdef1","commit":"abcdef1","go":"go1.26"}`},
		{"GET", "/agent/health", 200, `{"available":false,"reason":"no assistant is configured"}`},
		{"GET", "/api/agent/health", 200, `"available":false`},
		{"POST", "/agent/health", 405, "invalid"},
		{"GET", "/metrics", 200, "overlord_http_requests_running 1"},
		{"GET", "/api-admin/users", 200, `{"route":"users"}`},
		{"GET", "/", 200, "<!doctype html>"},
		{"GET", "/index.html", 200, "<!doctype html>"},
		{"GET", "/app/characters/Zed", 200, "<!doctype html>"},
		{"GET", "/classic", 200, "<title>light"},
		{"GET", "/classic/index.html", 404, "no such page"},
		{"GET", "/classic/land.json", 200, "{}"},
		{"GET", "/inventory.html", 200, "<!doctype html>"},
		{"GET", "/suitbuilder.html", 200, "<!doctype html>"},
		{"GET", "/elsewhere.html", 404, "no such page"},
		{"GET", "/mark.svg", 200, "<svg/>"},
		{"GET", "/assets/index-Bc3d.js", 200, "console.log"},
		{"GET", "/assets/gone.js", 404, "not_found"},
		{"GET", "/gone.html", 404, "not_found"},
		{"GET", "/.keep", 404, "not_found"},
		{"GET", "/assets", 200, "<!doctype html>"},
		{"POST", "/app", 404, "not_found"},
		{"POST", "/mark.svg", 404, "not_found"},
		{"GET", "/api", 404, "not_found"},
		{"GET", "/api/", 404, "not_found"},
		{"GET", "/api/nothing", 404, "not_found"},
		{"GET", "/api/app/x", 404, "not_found"},
		{"GET", "/api/mark.svg", 404, "not_found"},
		{"GET", "/api/api/live", 404, "not_found"},
		{"GET", "/inv", 404, "not_found"},
		{"GET", "/inv/nothing", 404, "not_found"},
		{"GET", "/api-admin", 404, "not_found"},
		{"GET", "/api-admin/nothing", 404, "not_found"},
		{"GET", "/apiary", 200, "<!doctype html>"},
	}
	for _, c := range cases {
		t.Run(c.method+" "+c.path, func(t *testing.T) {
			resp, body := MustDo(t, server, c.method, c.path, "Accept", wantsHTML, "Authorization", goodToken)
			if resp.StatusCode != c.status || !strings.Contains(body, c.body) {
				t.Errorf("%d %.120s, want %d with %q", resp.StatusCode, body, c.status, c.body)
			}
			if c.status >= 400 && errorCode(resp, body) == "" {
				t.Errorf("not an error body: %s", body)
			}
		})
	}
}

func TestWhoGetsWhat(t *testing.T) {
	t.Parallel()
	server := MustServe(t, testConfig())
	cases := []struct {
		method, path, accept string
		status               int
		location             string
	}{
		{"GET", "/live", "*/*", 401, ""},
		{"GET", "/api/live", "", 401, ""},
		{"GET", "/inv/search/items", "", 401, ""},
		{"GET", "/api-admin/users", "", 401, ""},
		{"GET", "/", wantsHTML, 302, "/login"},
		{"GET", "/", "*/*", 401, ""},
		{"GET", "/index.html", wantsHTML, 302, "/login"},
		{"GET", "/app/x", wantsHTML, 302, "/login"},
		{"GET", "/app/x", "application/json", 404, ""},
		{"GET", "/login", wantsHTML, 200, ""},
		{"POST", "/login", "", 200, ""},
		{"GET", "/ws/position", "", 200, ""},
		{"GET", "/assets/index-Bc3d.js", "", 200, ""},
		{"GET", "/mark.svg", "", 200, ""},
		{"GET", "/assets/gone.js", "", 404, ""},
		{"GET", "/health", "", 200, ""},
		{"GET", "/healthz", "", 200, ""},
		{"GET", "/readyz", "", 200, ""},
		{"GET", "/api-version", "", 200, ""},
		{"GET", "/api/nothing", "", 404, ""},
	}
	for _, c := range cases {
		t.Run(c.method+" "+c.path+" "+c.accept, func(t *testing.T) {
			resp, body := MustDo(t, server, c.method, c.path, "Accept", c.accept)
			if resp.StatusCode != c.status || resp.Header.Get("Location") != c.location {
				t.Errorf("%d to %q: %.120s, want %d to %q", resp.StatusCode, resp.Header.Get("Location"), body, c.status, c.location)
			}
		})
	}
}

func TestAnotherSiteIsRefusedEverywhereOnTheAPI(t *testing.T) {
	t.Parallel()
	server := MustServe(t, testConfig())
	for _, path := range []string{"/command", "/api/command", "/login", "/api/login"} {
		resp, body := MustDo(t, server, "POST", path, "Origin", "https://evil.example", "Authorization", goodToken)
		if resp.StatusCode != 403 || errorCode(resp, body) != "denied" {
			t.Errorf("POST %s: %d %s", path, resp.StatusCode, body)
		}
	}
	if resp, _ := MustDo(t, server, "GET", "/ws/position", "Origin", "https://evil.example"); resp.StatusCode != 403 {
		t.Errorf("a socket: %d", resp.StatusCode)
	}
}

func TestEveryAnswerTellsBrowsersToBeCareful(t *testing.T) {
	t.Parallel()
	for _, secure := range []bool{false, true} {
		c := testConfig()
		if secure {
			c.Settings.PublicURL = "https://overlord.example"
		}
		server := MustServe(t, c)
		for _, path := range []string{"/", "/login", "/live", "/assets/index-Bc3d.js", "/api/nothing", "/healthz"} {
			resp, _ := MustDo(t, server, "GET", path, "Accept", wantsHTML)
			h := resp.Header
			policy := h.Get("Content-Security-Policy")
			if strings.Contains(policy, "unsafe") || !strings.Contains(policy, "frame-ancestors 'none'") || !strings.Contains(policy, "default-src 'none'") {
				t.Errorf("%s: Content-Security-Policy %q", path, policy)
			}
			if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") == "" || h.Get("X-Request-Id") == "" {
				t.Errorf("%s: headers %v", path, h)
			}
			if got := h.Get("Strict-Transport-Security") != ""; got != secure {
				t.Errorf("%s: Strict-Transport-Security is there: %v, want %v", path, got, secure)
			}
		}
	}
}

func TestAPanicIsAnAnswer(t *testing.T) {
	t.Parallel()
	c := testConfig()
	c.Open = []Routes{func(r chi.Router) {
		r.Get("/broken", func(http.ResponseWriter, *http.Request) { panic("detail") })
	}}
	resp, body := MustDo(t, MustServe(t, c), "GET", "/broken")
	if resp.StatusCode != 500 || errorCode(resp, body) != "internal" || strings.Contains(body, "detail") {
		t.Errorf("%d %s", resp.StatusCode, body)
	}
}

func TestRoutesCanBeWalked(t *testing.T) {
	t.Parallel()
	door, err := New(testConfig())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	err = chi.Walk(door.Routes(), func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		got = append(got, method+" "+route)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(got)
	want := []string{
		"GET /agent/health", "GET /api-admin/users", "GET /api-version", "GET /docs", "GET /docs/style.css", "GET /health", "GET /healthz", "GET /live", "GET /metrics", "GET /openapi.json", "GET /readyz",
		"GET /search/items", "GET /stats/{character}", "GET /ws/position", "POST /command", "POST /login",
	}
	if !slices.Equal(got, want) {
		t.Errorf("routes %q\nwant   %q", got, want)
	}
}

func TestADoorThatCannotBeBuiltSaysWhy(t *testing.T) {
	t.Parallel()
	if _, err := New(Config{}); err == nil || !strings.Contains(err.Error(), "must be set") {
		t.Errorf("an empty Config: %v", err)
	}
	c := testConfig()
	c.Site = fstest.MapFS{"mark.svg": {Data: []byte("<svg/>")}}
	if _, err := New(c); err == nil || !strings.Contains(err.Error(), "index.html") {
		t.Errorf("a site without its page: %v", err)
	}
	c = testConfig()
	c.Metrics = prometheus.NewRegistry()
	if _, err := New(c); err != nil {
		t.Fatal(err)
	}
	if _, err := New(c); err == nil {
		t.Error("two doors count into one registry")
	}
}
