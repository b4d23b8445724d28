package web

import (
	"encoding/json"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus"

	"overlord/store/fault"
	"overlord/web/api"
)

// fakeGate knows one token and asks it of everybody; it is what the accounts are
// to the front door.
type fakeGate struct{}

const goodToken = "Bearer good"

func (fakeGate) ClientAddress(next http.Handler) http.Handler { return next }
func (fakeGate) Authenticate(next http.Handler) http.Handler  { return next }

func (fakeGate) SameSite(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Origin") == "https://evil.example" {
			api.WriteError(w, r, fault.New(fault.Denied, "another site"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (fakeGate) Require(permission string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.Header.Get("Authorization") == goodToken && permission == "view":
				next.ServeHTTP(w, r)
			case strings.Contains(r.Header.Get("Accept"), "text/html"):
				http.Redirect(w, r, "/login", http.StatusFound)
			default:
				api.WriteError(w, r, fault.New(fault.Unauthenticated, "sign in first"))
			}
		})
	}
}

var script = "console.log('" + strings.Repeat("mosswart ", 500) + "')"

// builtSite is a page as the frontend's build leaves it.
func builtSite() fstest.MapFS {
	return fstest.MapFS{
		"index.html":            {Data: []byte("<!doctype html><title>Mosswart Overlord</title>")},
		".keep":                 {Data: []byte("kept")},
		"mark.svg":              {Data: []byte("<svg/>")},
		"assets/index-Bc3d.js":  {Data: []byte(script)},
		"assets/index-Zx81.css": {Data: []byte("body{}")},
		"assets/font.woff2":     {Data: []byte("font")},
		"assets/odd.bin":        {Data: []byte("?")},
	}
}

// reply is a route that says its name.
func reply(name string) http.HandlerFunc {
	return api.HandlerFunc(func(w http.ResponseWriter, r *http.Request) error {
		return api.WriteJSON(w, r, http.StatusOK, map[string]string{"route": name})
	})
}

// testConfig is a front door with a few routes of each kind.
func testConfig() Config {
	return Config{
		Build: Build{Version: "2026.1.31.1805-abcdef1", Commit: "abcdef1", Go: "go1.26"},
		Site:  builtSite(), Classic: []fs.FS{fstest.MapFS{"index.html": {Data: []byte("<!doctype html><title>light")}, "land.json": {Data: []byte("{}")}}}, Gate: fakeGate{}, Metrics: prometheus.NewRegistry(),
		Logger: slog.New(slog.DiscardHandler), Now: time.Now,
		Open: []Routes{func(r chi.Router) {
			r.Post("/login", reply("login"))
			r.Get("/ws/position", reply("plugin"))
		}},
		View: []Routes{func(r chi.Router) {
			r.Get("/live", reply("live"))
			r.Get("/stats/{character}", reply("stats"))
			r.Post("/command", reply("command"))
			r.Get("/api-admin/users", reply("users"))
		}},
		Items: []Routes{func(r chi.Router) { r.Get("/search/items", reply("search")) }},
	}
}

// MustServe serves a front door on a real socket.
func MustServe(tb testing.TB, c Config) *httptest.Server {
	tb.Helper()
	door, err := New(c)
	if err != nil {
		tb.Fatal(err)
	}
	server := httptest.NewUnstartedServer(door)
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.Start()
	tb.Cleanup(server.Close)
	return server
}

// MustDo sends a request without following redirects and reads the answer whole.
// The path goes out as it is written.
func MustDo(tb testing.TB, server *httptest.Server, method, path string, header ...string) (*http.Response, string) {
	tb.Helper()
	req, err := http.NewRequestWithContext(tb.Context(), method, server.URL, nil)
	if err != nil {
		tb.Fatal(err)
	}
	req.URL.Opaque = path
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	client := &http.Client{
		Transport:     &http.Transport{DisableCompression: true, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	resp, err := client.Do(req)
	if err != nil {
		tb.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		tb.Fatal(err)
	}
	return resp, string(body)
}

// errorCode is the code of the contract's error body, or "" for anything else.
func errorCode(resp *http.Response, body string) string {
	var parsed struct {
		Error struct{ Code, Message string }
	}
	if json.Unmarshal([]byte(body), &parsed) != nil || parsed.Error.Message == "" || !strings.HasPrefix(resp.Header.Get("Content-Type"), "application/json") {
		return ""
	}
	return parsed.Error.Code
}

// MustWriteFile writes a file of its own for a test.
func MustWriteFile(tb testing.TB, path, content string) {
	tb.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		tb.Fatal(err)
	}
}
