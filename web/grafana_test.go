package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// A stand-in for Grafana that says what reached it.
func standInGrafana(t *testing.T) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "script-src 'self' 'nonce-x'")
		w.Header().Add("Set-Cookie", "grafana_session=n; Path=/grafana")
		fmt.Fprintf(w, "%s %s host=%s cookie=%q authorization=%q forwarded=%q", r.Method, r.URL.RequestURI(), r.Host, r.Header.Get("Cookie"), r.Header.Get("Authorization"), r.Header.Get("X-Forwarded-Host"))
	}))
	t.Cleanup(server.Close)
	return server
}

func TestGrafanaBehindTheSession(t *testing.T) {
	t.Parallel()
	c := testConfig()
	c.Settings.GrafanaURL = standInGrafana(t).URL
	server := MustServe(t, c)

	resp, body := MustDo(t, server, "GET", "/grafana/d/1?from=now-1h")
	if resp.StatusCode != http.StatusUnauthorized || strings.Contains(body, "host=") {
		t.Fatalf("a stranger gets %d %s", resp.StatusCode, body)
	}
	host := strings.TrimPrefix(server.URL, "http://")
	resp, body = MustDo(t, server, "GET", "/grafana/d/1?from=now-1h", "Authorization", goodToken, "Cookie", "overlord_session=secret; grafana_session=m")
	want := `GET /grafana/d/1?from=now-1h host=` + host + ` cookie="grafana_session=m" authorization="" forwarded="` + host + `"`
	if resp.StatusCode != http.StatusOK || body != want {
		t.Errorf("%d %s\nnot %s", resp.StatusCode, body, want)
	}
	if policy := resp.Header.Values("Content-Security-Policy"); len(policy) != 1 || !strings.Contains(policy[0], "nonce") {
		t.Errorf("the policy is %q, not Grafana's own", policy)
	}
	if resp.Header.Get("X-Frame-Options") != "" || resp.Header.Get("X-Content-Type-Options") != "nosniff" || len(resp.Header.Values("Set-Cookie")) != 1 {
		t.Errorf("headers %v", resp.Header)
	}
	if resp, _ := MustDo(t, server, "GET", "/grafana", "Authorization", goodToken); resp.StatusCode != http.StatusFound || resp.Header.Get("Location") != "/grafana/" {
		t.Errorf("without a slash: %d to %q", resp.StatusCode, resp.Header.Get("Location"))
	}
	if resp, _ := MustDo(t, server, "POST", "/grafana/api/ds/query", "Authorization", goodToken); resp.StatusCode != http.StatusOK {
		t.Errorf("a panel's query: %d", resp.StatusCode)
	}
	if _, body := MustDo(t, server, "GET", "/grafana/%2e%2e/live", "Authorization", goodToken); strings.Contains(body, `"route"`) {
		t.Errorf("a crooked path comes out at a route: %s", body)
	}
}

func TestGrafanaIsAwayOrNowhere(t *testing.T) {
	t.Parallel()
	c := testConfig()
	gone := standInGrafana(t)
	c.Settings.GrafanaURL = gone.URL
	gone.Close()
	resp, body := MustDo(t, MustServe(t, c), "GET", "/grafana/", "Authorization", goodToken)
	if resp.StatusCode != http.StatusServiceUnavailable || !strings.Contains(body, "Grafana does not answer") || resp.Header.Get("Retry-After") == "" {
		t.Errorf("away: %d %s", resp.StatusCode, body)
	}
	host, err := url.Parse(gone.URL)
	if err != nil || strings.Contains(body, host.Host) {
		t.Errorf("where it is told to callers: %s (%v)", body, err)
	}
	resp, body = MustDo(t, MustServe(t, testConfig()), "GET", "/grafana/api/health", "Authorization", goodToken, "Accept", wantsHTML)
	if resp.StatusCode != http.StatusNotFound || !strings.Contains(body, "GRAFANA_URL") {
		t.Errorf("nowhere: %d %s", resp.StatusCode, body)
	}
}
