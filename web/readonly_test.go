package web

import (
	"testing"
)

func TestAReadOnlyDoorRefusesChanges(t *testing.T) {
	t.Parallel()
	config := testConfig()
	config.ReadOnly = true
	server := MustServe(t, config)
	cases := []struct {
		method, path string
		status       int
		code         string // of the error; "" none
	}{
		{"GET", "/live", 200, ""},
		{"HEAD", "/live", 200, ""},
		{"OPTIONS", "/live", 405, "invalid"},
		{"POST", "/login", 200, ""},
		{"POST", "/api/login", 200, ""},
		{"POST", "/logout", 404, "not_found"}, // this door has no such route
		{"POST", "/command", 503, "read_only"},
		{"POST", "/api/command", 503, "read_only"},
		{"DELETE", "/issues/1", 503, "read_only"},
		{"PATCH", "/api/alerts/rules/1", 503, "read_only"},
		{"PUT", "/inv/items/1/note", 503, "read_only"},
		{"POST", "/inv/login", 503, "read_only"},
		{"POST", "/login/", 503, "read_only"},
		{"POST", "/api/api/login", 503, "read_only"},
		{"POST", "/nothing", 503, "read_only"},
		{"BREW", "/live", 503, "read_only"},
	}
	for _, c := range cases {
		resp, body := MustDo(t, server, c.method, c.path, "Authorization", goodToken)
		if resp.StatusCode != c.status || errorCode(resp, body) != c.code {
			t.Errorf("%s %s: %d %.200s, want %d %s", c.method, c.path, resp.StatusCode, body, c.status, c.code)
		}
		if c.status == 503 && resp.Header.Get("Retry-After") == "" {
			t.Errorf("%s %s: no Retry-After", c.method, c.path)
		}
	}
	if resp, body := MustDo(t, server, "GET", "/live"); resp.StatusCode != 401 {
		t.Errorf("without a session: %d %s", resp.StatusCode, body)
	}
}
