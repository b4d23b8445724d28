package auth

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"
)

// Every combination of where a request comes from, what its headers say, under
// which name it reached us, and what the settings allow: internal trust is given
// where all four say so, and nowhere else.
func TestInternalTrustInEveryCombination(t *testing.T) {
	t.Parallel()
	sources := []struct {
		remote            string
		loopback, private bool // is it one by the contract's list?
	}{
		{"127.0.0.1:40000", true, true},
		{"127.5.6.7:40000", true, true},
		{"[::1]:40000", true, true},
		{"[::ffff:127.0.0.1]:40000", true, true},
		{"10.0.0.1:40000", false, true},
		{"10.255.255.255:40000", false, true},
		{"172.16.0.1:40000", false, true},
		{"172.31.255.254:40000", false, true},
		{"192.168.1.20:40000", false, true},
		{"[::ffff:192.168.1.20]:40000", false, true},
		{"[fc00::1]:40000", false, true},
		{"[fdab:cdef::9]:40000", false, true},
		{"[fe80::1%eth0]:40000", false, true},
		{"[febf::1]:40000", false, true},
		{"172.15.255.255:40000", false, false},
		{"172.32.0.1:40000", false, false},
		{"192.169.0.1:40000", false, false},
		{"11.0.0.1:40000", false, false},
		{"169.254.1.1:40000", false, false},
		{"100.64.0.1:40000", false, false},
		{"0.0.0.0:40000", false, false},
		{"203.0.113.9:40000", false, false},
		{"[::ffff:203.0.113.9]:40000", false, false},
		{"[2001:db8::1]:40000", false, false},
		{"[fec0::1]:40000", false, false},
		{"[::]:40000", false, false},
		{"[64:ff9b::a00:1]:40000", false, false},
		{"@", false, false},
		{"", false, false},
		{"localhost:40000", false, false},
	}
	headers := []struct {
		name, value string
		ends        bool
	}{
		{"", "", false},
		{"X-Forwarded-For", "127.0.0.1", true},
		{"X-Forwarded-For", "", true},
		{"x-forwarded-for", "unknown", true},
		{"Forwarded", "for=127.0.0.1", true},
		{"Forwarded", "", true},
		{"X-Real-IP", "127.0.0.1", true},
		{"X-Real-IP", "", true},
		{"Origin", "http://127.0.0.1:8770", true},
		{"Origin", "null", true},
		{"Origin", "", true},
		{"Sec-Fetch-Site", "same-origin", true},
		{"Sec-Fetch-Site", "none", true},
		{"Sec-Fetch-Site", "", true},
		{"X-Forwarded-Host", "evil.example", false},
		{"X-Forwarded-Proto", "https", false},
		{"Sec-Fetch-Mode", "cors", false},
		{"User-Agent", "curl/8", false},
	}
	hosts := []struct {
		host  string
		known bool
	}{
		{"127.0.0.1", true},
		{"127.0.0.1:8770", true},
		{"192.168.1.4:8770", true},
		{"203.0.113.80", true},
		{"[::1]:8770", true},
		{"[2001:db8::5]", true},
		{"localhost", true},
		{"LocalHost:8770", true},
		{"overlord.lan", true},
		{"OVERLORD.lan:443", true},
		{"tracker:8770", true},
		{"tracker", false},
		{"tracker:8771", false},
		{"evil.example", false},
		{"evil.example:8770", false},
		{"localhost.evil.example", false},
		{"127.0.0.1.evil.example", false},
		{"evil.localhost", false},
		{"localhost.", false},
		{"127.1", false},
		{"0x7f000001", false},
		{"2130706433", false},
		{"::1", false},
		{"[::1", false},
		{"[::1]8770", false},
		{"[::1%lo]", false},
		{"[127.0.0.1]", false},
		{"localhost:", false},
		{"localhost:http", false},
		{"", false},
	}
	settings := []struct {
		value string
		near  func(loopback, private bool) bool
	}{
		{"loopback", func(loopback, _ bool) bool { return loopback }},
		{"private", func(_, private bool) bool { return private }},
		{"off", func(_, _ bool) bool { return false }},
	}
	for _, set := range settings {
		s := defaults()
		s.InternalTrust = set.value
		s.AllowedHosts = []string{"Overlord.lan", "tracker:8770"}
		// Whom one believes for logs makes no difference to trust.
		s.TrustedProxies = []string{"203.0.113.9", "127.0.0.1"}
		m := MustNew(t, nil, s, quick(new(logBuffer)))
		for _, src := range sources {
			for _, h := range headers {
				for _, host := range hosts {
					want := set.near(src.loopback, src.private) && !h.ends && host.known
					who, got := asked(m, src.remote, host.host, h.name, h.value)
					if got != want {
						t.Errorf("INTERNAL_TRUST=%s, from %q, Host %q, %s: %q: trusted %t, want %t",
							set.value, src.remote, host.host, h.name, h.value, got, want)
					}
					if got && (who.Via != ViaInternal || who.IsAdmin || fmt.Sprint(who.Permissions) != "[view]" || who.Username != "") {
						t.Fatalf("internal trust gives %+v", who)
					}
				}
			}
		}
	}
}

// asked sends a request through the module's middleware and returns who it was.
func asked(m *Module, remote, host, header, value string) (who Identity, known bool) {
	r := (&http.Request{Method: http.MethodGet, URL: &url.URL{Path: "/live"}, Header: http.Header{}, RemoteAddr: remote, Host: host}).WithContext(context.Background())
	if header != "" {
		r.Header.Set(header, value)
	}
	h := m.ClientAddress(m.Authenticate(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		who, known = FromContext(r.Context())
	})))
	h.ServeHTTP(nil, r)
	return who, known
}

// What really arrives over a socket: header names in any case, twice, empty.
func TestInternalTrustOverARealConnection(t *testing.T) {
	t.Parallel()
	m := MustNew(t, nil, defaults(), quick(new(logBuffer)))
	server := serveSite(t, m)
	cases := []struct {
		name, lines string
		status      int
	}{
		{"nothing said", "Host: localhost", 200},
		{"a program's headers", "Host: 127.0.0.1:1\r\nUser-Agent: curl\r\nAccept: */*", 200},
		{"upper case", "Host: localhost\r\nX-FORWARDED-FOR: 127.0.0.1", 401},
		{"lower case and empty", "Host: localhost\r\nx-forwarded-for:", 401},
		{"forwarded", "Host: localhost\r\nforwarded: for=_hidden", 401},
		{"real ip", "Host: localhost\r\nx-real-ip: ::1", 401},
		{"a page on this machine", "Host: localhost\r\norigin: http://localhost", 401},
		{"a browser", "Host: localhost\r\nsec-fetch-site: none", 401},
		{"a name of somebody else's", "Host: rebound.example", 401},
		{"an absolute address with another host", "Host: localhost", 401},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			target := "/me"
			if strings.Contains(c.name, "absolute") {
				target = "http://rebound.example/me"
			}
			conn, err := net.Dial("tcp", server.Listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			fmt.Fprintf(conn, "GET %s HTTP/1.1\r\n%s\r\nConnection: close\r\n\r\n", target, c.lines)
			res, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			if res.StatusCode != c.status {
				t.Errorf("status %d, want %d", res.StatusCode, c.status)
			}
		})
	}
}

// /me of a trusted program is, literally, the contract's.
func TestMeOfInternalTrust(t *testing.T) {
	t.Parallel()
	server := serveSite(t, MustNew(t, nil, defaults(), quick(new(logBuffer))))
	res, err := server.Client().Get(server.URL + "/me")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var got map[string]any
	if err := json.NewDecoder(res.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	want := `map[is_admin:false permissions:[view] username:<nil> via:internal]`
	if fmt.Sprint(got) != want {
		t.Errorf("/me = %v, want %s", got, want)
	}
}

// serveSite serves a module as the site does, with pages that need permissions.
func serveSite(tb testing.TB, m *Module) *httptest.Server {
	tb.Helper()
	r := chi.NewRouter()
	r.Use(m.ClientAddress, m.Authenticate)
	m.Routes(r)
	for _, p := range []string{View, Command, Edit, Admin} {
		r.With(m.SameSite, m.Require(p)).HandleFunc("/needs/"+p, func(w http.ResponseWriter, r *http.Request) {
			who, _ := FromContext(r.Context())
			fmt.Fprintf(w, "hello %s", who.Username)
		})
	}
	server := httptest.NewServer(r)
	tb.Cleanup(server.Close)
	return server
}

func TestNewContextIsWhatFromContextReads(t *testing.T) {
	t.Parallel()
	if _, known := FromContext(context.Background()); known {
		t.Error("an empty context is known to be somebody")
	}
	want := Identity{Username: "Asheron", UserID: 7, Permissions: []string{View}}
	got, known := FromContext(NewContext(t.Context(), want))
	if !known || got.Username != want.Username || !got.Can(View) || got.Can(Edit) || got.Can("") {
		t.Errorf("FromContext = %+v, %t", got, known)
	}
}
