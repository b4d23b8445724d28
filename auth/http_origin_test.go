package auth

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"overlord/store/fault"
)

func TestCheckOrigin(t *testing.T) {
	t.Parallel()
	set := defaults()
	set.AllowedOrigins = []string{"https://maps.example", "HTTP://Dev.Example:5173/", "http://[2001:DB8::9]:8080"}
	m := MustNew(t, nil, set, quick(new(logBuffer)))
	const host = "overlord.example"
	type headers map[string][]string
	socket := func(origin ...string) headers {
		return headers{"Upgrade": {"websocket"}, "Connection": {"Upgrade"}, "Origin": origin}
	}
	cases := []struct {
		name    string
		method  string
		host    string
		headers headers
		refused bool
	}{
		{"a program posts", "POST", host, nil, false},
		{"our page posts", "POST", host, headers{"Origin": {"https://overlord.example"}, "Sec-Fetch-Site": {"same-origin"}}, false},
		{"our page in an older browser", "POST", host, headers{"Origin": {"https://overlord.example"}}, false},
		{"our page where TLS ends before us", "POST", host, headers{"Origin": {"http://overlord.example"}}, false},
		{"our page, capitals", "POST", "Overlord.Example", headers{"Origin": {"https://overlord.example"}}, false},
		{"our page, port written out", "POST", host + ":443", headers{"Origin": {"https://overlord.example"}}, false},
		{"our page at a port", "POST", "10.0.0.5:8770", headers{"Origin": {"http://10.0.0.5:8770"}}, false},
		{"our page at an IPv6 address", "POST", "[::1]:8770", headers{"Origin": {"http://[::1]:8770"}}, false},
		{"another port of this machine", "POST", "localhost:8770", headers{"Origin": {"http://localhost:3000"}}, true},
		{"another scheme's port", "POST", host + ":443", headers{"Origin": {"http://overlord.example"}}, true},
		{"another site posts", "POST", host, headers{"Origin": {"https://evil.example"}, "Sec-Fetch-Site": {"cross-site"}}, true},
		{"another site in an older browser", "POST", host, headers{"Origin": {"https://evil.example"}}, true},
		{"another site without an Origin", "POST", host, headers{"Sec-Fetch-Site": {"cross-site"}}, true},
		{"a neighbour without an Origin", "POST", host, headers{"Sec-Fetch-Site": {"same-site"}}, true},
		{"our host over plain http, as the browser sees it", "POST", host, headers{"Origin": {"http://overlord.example"}, "Sec-Fetch-Site": {"cross-site"}}, true},
		{"a name that begins like ours", "POST", host, headers{"Origin": {"https://overlord.example.evil.example"}}, true},
		{"a sandboxed page", "POST", host, headers{"Origin": {"null"}}, true},
		{"an empty Origin", "POST", host, headers{"Origin": {""}}, true},
		{"two Origins", "POST", host, headers{"Origin": {"https://overlord.example", "https://evil.example"}}, true},
		{"a host with a user", "POST", host, headers{"Origin": {"https://evil@overlord.example"}}, true},
		{"an allowed site", "POST", host, headers{"Origin": {"https://maps.example"}, "Sec-Fetch-Site": {"cross-site"}}, false},
		{"an allowed site with another port", "POST", host, headers{"Origin": {"https://maps.example:8443"}}, true},
		{"an allowed site with another scheme", "POST", host, headers{"Origin": {"http://maps.example"}}, true},
		{"an allowed site, written loosely", "DELETE", host, headers{"Origin": {"http://dev.example:5173"}, "Sec-Fetch-Site": {"cross-site"}}, false},
		{"an allowed address", "DELETE", host, headers{"Origin": {"http://[2001:db8::9]:8080"}, "Sec-Fetch-Site": {"cross-site"}}, false},
		{"PUT", "PUT", host, headers{"Origin": {"https://evil.example"}}, true},
		{"PATCH", "PATCH", host, headers{"Origin": {"https://evil.example"}}, true},
		{"DELETE", "DELETE", host, headers{"Origin": {"https://evil.example"}}, true},
		{"an unknown method", "BREW", host, headers{"Origin": {"https://evil.example"}}, true},
		{"a read", "GET", host, headers{"Origin": {"https://evil.example"}, "Sec-Fetch-Site": {"cross-site"}}, false},
		{"OPTIONS", "OPTIONS", host, headers{"Origin": {"https://evil.example"}}, false},
		{"a program's socket", "GET", host, headers{"Upgrade": {"websocket"}}, false},
		{"our page's socket", "GET", host, socket("https://overlord.example"), false},
		{"an allowed site's socket", "GET", host, socket("https://maps.example"), false},
		{"another site's socket", "GET", host, socket("https://evil.example"), true},
		{"another site's socket, capitals", "GET", host, headers{"Upgrade": {"WebSocket"}, "Origin": {"https://evil.example"}}, true},
		{"another site's socket among others", "GET", host, headers{"Upgrade": {"h2c, websocket"}, "Origin": {"https://evil.example"}}, true},
		{"a sandboxed page's socket", "GET", host, socket("null"), true},
		{"an extension's socket", "GET", host, socket("chrome-extension://abcdef"), true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequest(c.method, "/x", nil)
			r.Host = c.host
			for name, values := range c.headers {
				r.Header[name] = values
			}
			err := m.CheckOrigin(r)
			if (err != nil) != c.refused || err != nil && fault.CodeOf(err) != fault.Denied {
				t.Errorf("CheckOrigin = %v, want refused %t", err, c.refused)
			}
			reached := false
			w := httptest.NewRecorder()
			m.SameSite(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true })).ServeHTTP(w, r)
			if reached == c.refused || c.refused && w.Code != http.StatusForbidden {
				t.Errorf("the handler was reached: %t, status %d", reached, w.Code)
			}
		})
	}
}
