package web

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
)

func TestWhoMayReadTheMetrics(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, peer, header string
		public             bool
		status             int
	}{
		{"this machine", "127.0.0.1:1", "", false, 200},
		{"this machine, IPv6", "[::1]:1", "", false, 200},
		{"this machine, mapped", "[::ffff:127.0.0.1]:1", "", false, 200},
		{"a proxy on this machine", "127.0.0.1:1", "X-Forwarded-For", false, 403},
		{"a proxy that says it otherwise", "127.0.0.1:1", "Forwarded", false, 403},
		{"a proxy that says it shortly", "127.0.0.1:1", "X-Real-Ip", false, 403},
		{"a neighbour", "10.0.0.7:1", "", false, 403},
		{"a stranger", "203.0.113.7:1", "", false, 403},
		{"nobody", "@", "", false, 403},
		{"a stranger, where it is public", "203.0.113.7:1", "", true, 200},
		{"a proxy, where it is public", "127.0.0.1:1", "X-Forwarded-For", true, 200},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest("GET", "/metrics", nil)
			r.RemoteAddr = c.peer
			if c.header != "" {
				r.Header.Set(c.header, "")
			}
			w := httptest.NewRecorder()
			metricsHandler(prometheus.NewRegistry(), c.public)(w, r)
			if w.Code != c.status {
				t.Errorf("%d, want %d", w.Code, c.status)
			}
		})
	}
}

func TestRequestsAreCountedByRoute(t *testing.T) {
	t.Parallel()
	server := MustServe(t, testConfig())
	for _, path := range []string{"/live", "/api/live", "/stats/A", "/stats/B", "/made/up/1", "/made/up/2", "/api/made/up", "/assets/index-Bc3d.js"} {
		MustDo(t, server, "GET", path, "Authorization", goodToken)
	}
	MustDo(t, server, "BREW", "/live")
	_, body := MustDo(t, server, "GET", "/metrics")
	for _, want := range []string{
		`overlord_http_request_seconds_count{method="GET",route="/live",status="200"} 1`,
		`overlord_http_request_seconds_count{method="GET",route="/api/live",status="200"} 1`,
		`overlord_http_request_seconds_count{method="GET",route="/stats/{character}",status="200"} 2`,
		`overlord_http_request_seconds_count{method="GET",route="site",status="404"} 3`,
		`overlord_http_request_seconds_count{method="GET",route="site",status="200"} 1`,
		`overlord_http_request_seconds_count{method="other",route="site",status="405"} 1`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(body, "made") {
		t.Error("a stranger's path is in the metrics")
	}
}
