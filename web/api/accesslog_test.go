package api

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5/middleware"

	"overlord/store/fault"
)

func TestEachRequestLeavesOneLine(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		method string
		err    error
		level  string
		status float64
	}{
		{"a read that goes well is quiet", "GET", nil, "DEBUG", 200},
		{"a change is told", "POST", nil, "INFO", 200},
		{"what the caller did wrong is told", "GET", fault.New(fault.Invalid, "no"), "INFO", 400},
		{"a part that is away is a warning", "GET", fault.New(fault.Unavailable, "no"), "WARN", 503},
		{"ours is an error", "GET", http.ErrBodyNotAllowed, "ERROR", 500},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			server, log := MustServe(t, "/x", Handler(func(w http.ResponseWriter, r *http.Request) error {
				if c.err != nil {
					return c.err
				}
				return WriteJSON(w, r, 200, map[string]any{})
			}))
			MustDo(t, c.method, server.URL+"/x?a=1", "")
			entries := log.entries(t)
			if len(entries) != 1 {
				t.Fatalf("log %v", entries)
			}
			e := entries[0]
			if e["level"] != c.level || e["status"] != c.status || e["path"] != "/x" || e["query"] != "a=1" ||
				e["client"] != "127.0.0.1" || e["request_id"] == "" {
				t.Errorf("entry %v", e)
			}
		})
	}
}

func TestSecretsInQueriesAreNotLogged(t *testing.T) {
	t.Parallel()
	cases := []struct{ raw, want string }{
		{"", ""},
		{"seconds=600&character=A", "seconds=600&character=A"},
		{"secret=hunter2", "secret=***"},
		{"a=1&SECRET=hunter2&b=2", "a=1&SECRET=***&b=2"},
		{"%73ecret=hunter2", "%73ecret=***"},
		{"a=1;secret=hunter2", "a=1&secret=***"},
		{"%zz=hunter2", "%zz=***"},
		{"plugin_secret=hunter2&code=hunter2&key=hunter2", "plugin_secret=***&code=***&key=***"},
		{"access_token=hunter2", "access_token=***"},
		{"secret", "secret=***"},
	}
	for _, c := range cases {
		if got := maskedQuery(c.raw); got != c.want {
			t.Errorf("maskedQuery(%q) = %q, want %q", c.raw, got, c.want)
		}
	}
}

func TestSecretsInPathsAreNotLogged(t *testing.T) {
	t.Parallel()
	server, log := MustServe(t, "/invitations/{token}", fails(nil))
	MustDo(t, "POST", server.URL+"/invitations/hunter2", "")
	if text := log.String(); strings.Contains(text, "hunter2") || !strings.Contains(text, "/invitations/***") {
		t.Errorf("log %s", text)
	}
}

func FuzzMaskedQuery(f *testing.F) {
	for _, s := range []string{"secret=hunter2", "a=1&secret=hunter2", "a;secret=hunter2", "%73ecret=hunter2", "&&secret=hunter2", "s%65cret=hunter2&"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		q, err := SplitQueryValues(raw)
		if err != nil || q == "" || strings.Contains(strings.Replace(raw, q, "", 1), q) {
			return
		}
		if len(q) > 5 && strings.Contains(maskedQuery(raw), q) {
			t.Errorf("maskedQuery(%q) shows the secret %q", raw, q)
		}
	})
}

// SplitQueryValues is the raw value of the parameter "secret", as a server that
// takes it from the query would find it.
func SplitQueryValues(raw string) (string, error) {
	r := httptest.NewRequest("GET", "/", nil)
	r.URL.RawQuery = raw
	q, _, err := SplitQuery(r, "secret")
	return q.String("secret", ""), err
}

func TestClientIP(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, peer, forwarded, want string }{
		{"the peer", "192.0.2.7:1234", "", "192.0.2.7"},
		{"a mapped peer is plain", "[::ffff:192.0.2.7]:1234", "", "192.0.2.7"},
		{"a stranger's word is not taken", "192.0.2.7:1234", "198.51.100.1", "192.0.2.7"},
		{"a declared proxy's word is", "10.0.0.1:1234", "198.51.100.1", "198.51.100.1"},
		{"all hops declared", "10.0.0.1:1234", "10.0.0.2", "10.0.0.1"},
		{"no address at all", "@", "", "invalid IP"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var got netip.Addr
			h := middleware.ClientIPFromXFF("10.0.0.0/8")(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = ClientIP(r) }))
			r := httptest.NewRequest("GET", "/", nil)
			r.RemoteAddr = c.peer
			if c.forwarded != "" {
				r.Header.Set("X-Forwarded-For", c.forwarded)
			}
			h.ServeHTTP(httptest.NewRecorder(), r)
			if got.String() != c.want {
				t.Errorf("ClientIP = %s, want %s", got, c.want)
			}
		})
	}
}

func TestRequestIDsDiffer(t *testing.T) {
	t.Parallel()
	server, _ := MustServe(t, "/x", Handler(func(w http.ResponseWriter, r *http.Request) error {
		return WriteJSON(w, r, 200, RequestID(r.Context()))
	}))
	a, bodyA := MustDo(t, "GET", server.URL+"/x", "", "X-Request-Id", "forged")
	b, _ := MustDo(t, "GET", server.URL+"/x", "")
	idA, idB := a.Header.Get("X-Request-Id"), b.Header.Get("X-Request-Id")
	if len(idA) != idLength || idA == idB || bodyA != `"`+idA+"\"\n" {
		t.Errorf("ids %q (handler saw %s) and %q", idA, bodyA, idB)
	}
	if got := RequestID(t.Context()); got != "" {
		t.Errorf("a context without a request has the id %q", got)
	}
}
