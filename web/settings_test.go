package web

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"overlord/web/settings"
)

// parseSettings reads the front door's settings as the server does.
func parseSettings(env map[string]string) (Settings, error) {
	var cli struct {
		Web Settings `embed:""`
	}
	_, err := settings.Parse(&cli, nil, settings.Options{Name: "overlord", Out: io.Discard, Getenv: func(name string) string { return env[name] }})
	return cli.Web, err
}

func TestSettings(t *testing.T) {
	t.Parallel()
	got, err := parseSettings(nil)
	if want := (Settings{ListenAddr: "127.0.0.1:8770"}); err != nil || got != want || got.Secure() {
		t.Errorf("defaults %+v, %v", got, err)
	}
	got, err = parseSettings(map[string]string{"LISTEN_ADDR": ":8770", "PUBLIC_URL": "https://overlord.example", "METRICS_PUBLIC": "1", "DEBUG_ADDR": "localhost:6060"})
	if err != nil || got.ListenAddr != ":8770" || !got.MetricsPublic || !got.Secure() {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestDebugAddr(t *testing.T) {
	t.Parallel()
	for addr, ok := range map[string]bool{
		"127.0.0.1:6060": true, "127.8.9.10:6060": true, "[::1]:6060": true, "localhost:6060": true, "[::ffff:127.0.0.1]:1": true,
		":6060": false, "0.0.0.0:6060": false, "10.0.0.1:6060": false, "overlord.example:6060": false, "[::]:6060": false, "6060": false,
	} {
		_, err := parseSettings(map[string]string{"DEBUG_ADDR": addr})
		if (err == nil) != ok {
			t.Errorf("DEBUG_ADDR=%s: %v", addr, err)
		}
		if err != nil && !strings.HasPrefix(err.Error(), `DEBUG_ADDR is "`+addr+`"; it wants `) {
			t.Errorf("DEBUG_ADDR=%s: %v", addr, err)
		}
	}
}

func TestDebugServesProfiles(t *testing.T) {
	t.Parallel()
	for path, status := range map[string]int{"/debug/pprof/": 200, "/debug/pprof/goroutine?debug=1": 200, "/debug/pprof/cmdline": 200, "/": 404} {
		w := httptest.NewRecorder()
		Debug().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != status {
			t.Errorf("%s: %d, want %d", path, w.Code, status)
		}
	}
}
