package web

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestGreeting(t *testing.T) {
	listening := &net.TCPAddr{IP: net.IPv4zero, Port: 8770}
	cases := []struct {
		name    string
		g       Greeting
		want    []string
		without string
	}{
		{"a made password on a terminal", Greeting{Listening: listening, Admin: "admin", Password: "abc-def"},
			[]string{"http://127.0.0.1:8770\n", "admin with the password abc-def (shown once)", "ws://127.0.0.1:8770/ws/position"}, "password in"},
		{"a made password in a file", Greeting{Listening: listening, Admin: "admin", PasswordIn: "/data/first-admin-password"},
			[]string{"admin with the password in /data/first-admin-password"}, "shown once"},
		{"a later start", Greeting{Listening: listening, DataDir: "/data"}, []string{"Data      /data\n"}, "Sign in"},
		{"behind a proxy", Greeting{Listening: listening, PublicURL: "https://overlord.example"},
			[]string{"https://overlord.example\n", "wss://overlord.example/ws/position"}, "127.0.0.1"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var out bytes.Buffer
			c.g.Print(&out)
			for _, part := range c.want {
				if !strings.Contains(out.String(), part) {
					t.Errorf("%q is missing:\n%s", part, out.String())
				}
			}
			if lines := strings.Split(out.String(), "\n"); c.without != "" && strings.Contains(strings.Join(lines[:3], "\n"), c.without) {
				t.Errorf("%q does not belong there:\n%s", c.without, out.String())
			}
		})
	}
}

func TestLocalAddress(t *testing.T) {
	for addr, want := range map[string]string{
		":8770": "http://127.0.0.1:8770", "0.0.0.0:1": "http://127.0.0.1:1", "[::]:2": "http://127.0.0.1:2",
		"192.0.2.7:3": "http://192.0.2.7:3", "localhost:4": "http://localhost:4", "[::1]:5": "http://[::1]:5",
	} {
		if got := localAddress(addr); got != want {
			t.Errorf("localAddress(%q) = %q, want %q", addr, got, want)
		}
	}
}

func TestHealthy(t *testing.T) {
	status := http.StatusOK
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/healthz" {
			status = http.StatusNotFound
		}
		w.WriteHeader(status)
	}))
	defer site.Close()
	s := Settings{ListenAddr: strings.TrimPrefix(site.URL, "http://")}
	if err := Healthy(t.Context(), s); err != nil {
		t.Errorf("a server that is up: %v", err)
	}
	status = http.StatusInternalServerError
	if err := Healthy(t.Context(), s); err == nil || !strings.Contains(err.Error(), "500") {
		t.Errorf("a server that fails: %v", err)
	}
	site.Close()
	if err := Healthy(context.Background(), s); err == nil {
		t.Error("a server that is gone is healthy")
	}
}
