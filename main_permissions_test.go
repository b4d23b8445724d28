package main

import (
	"net/http"
	"testing"
)

// Looking is free on the same machine; commands and other people's events are not.
func TestWhatLookingDoesNotAllow(t *testing.T) {
	t.Parallel()
	p := newProcess(t, "ADMIN_PASSWORD=a long enough one")
	p.start()
	var ready map[string]any
	p.eventually("ready", func() bool { return p.get("/readyz", &ready) == http.StatusOK })
	ask := func(method, path, body string, cookies ...*http.Cookie) *http.Response {
		t.Helper()
		answer, _ := p.ask(method, path, body, cookies...)
		return answer
	}
	const command = `{"player_name":"A","command":"/mm status"}`
	admin := ask("POST", "/login", `{"username":"admin","password":"a long enough one"}`).Cookies()
	for _, prefix := range []string{"", "/api"} {
		for path, want := range map[string]int{"/server-state": 200, "/server-health": 200, "/vitals": 200, "/debug/events": 403} {
			if got := ask("GET", prefix+path, "").StatusCode; got != want {
				t.Errorf("GET %s%s: %d, want %d", prefix, path, got, want)
			}
		}
		if got := ask("POST", prefix+"/command", command).StatusCode; got != 403 {
			t.Errorf("a command without a session: %d", got)
		}
		if got := ask("POST", prefix+"/command", command, admin...).StatusCode; got != 200 {
			t.Errorf("a command of the admin: %d", got)
		}
		if got := ask("GET", prefix+"/debug/events", "", admin...).StatusCode; got != 200 {
			t.Errorf("the admin's look at events: %d", got)
		}
	}
	p.stop()
}
