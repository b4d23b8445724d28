package auth

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestRequire(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	const page, data = "text/html,application/xhtml+xml,*/*;q=0.8", "application/json"
	users := map[string]string{ // name: permissions
		"":       "",
		"nobody": "",
		"viewer": "view",
		"editor": "view edit",
		"admin":  "view command edit admin",
	}
	for name, permissions := range users {
		b := s.browser(t)
		if name != "" {
			b.mustLogin(name)
		}
		for _, needed := range []string{View, Command, Edit, Admin} {
			for _, accept := range []string{page, data} {
				a := b.get("/needs/"+needed, "Accept", accept)
				switch {
				case strings.Contains(permissions, needed):
					a.wants(t, http.StatusOK, "")
				case name != "":
					a.wants(t, http.StatusForbidden, "denied")
				case accept == data:
					a.wants(t, http.StatusUnauthorized, "unauthenticated")
				default:
					if a.StatusCode != http.StatusFound || a.Header.Get("Location") != "/login?next=%2Fneeds%2F"+needed {
						t.Errorf("a stranger's browser: %d to %q", a.StatusCode, a.Header.Get("Location"))
					}
				}
				if !strings.Contains(strings.Join(a.Header.Values("Vary"), ","), "Cookie") {
					t.Error("the answer does not vary with the cookie")
				}
			}
		}
	}
}

func TestInternalTrustLooksButDoesNotTouch(t *testing.T) {
	t.Parallel()
	s := MustSite(t, func(set *Settings, _ *Options) { set.InternalTrust = "loopback" })
	b := s.browser(t)
	b.get("/needs/view").wants(t, http.StatusOK, "")
	for _, p := range []string{Command, Edit, Admin} {
		b.get("/needs/"+p).wants(t, http.StatusForbidden, "denied")
	}
	// Whoever is signed in is himself, on this machine too.
	b.mustLogin("editor").get("/needs/edit").wants(t, http.StatusOK, "")
	// A cookie that is over is no obstacle.
	s.browser(t).get("/needs/view", "Cookie", sessionCookie+"="+strings.Repeat("x", tokenLength)).wants(t, http.StatusOK, "")
}

// The way back is the address as it was asked for, wherever the route is mounted.
func TestTheWayBack(t *testing.T) {
	t.Parallel()
	set := defaults()
	set.InternalTrust = "off"
	m := MustNew(t, nil, set, quick(new(logBuffer)))
	site := http.StripPrefix("/app", m.Authenticate(m.Require(View)(http.NotFoundHandler())))
	for target, want := range map[string]string{
		"/app/inventory?q=a%26b": "/login?next=" + url.QueryEscape("/app/inventory?q=a%26b"),
		"/app/":                  "/login?next=%2Fapp%2F",
		"/app//evil.example":     "/login?next=" + url.QueryEscape("/app//evil.example"),
	} {
		r := httptest.NewRequest(http.MethodGet, target, nil)
		r.Header.Set("Accept", "text/html")
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		if w.Code != http.StatusFound || w.Header().Get("Location") != want {
			t.Errorf("%s: %d to %q, want %q", target, w.Code, w.Header().Get("Location"), want)
		}
	}
}

func TestWantsPage(t *testing.T) {
	t.Parallel()
	cases := []struct {
		method, accept, upgrade string
		want                    bool
	}{
		{"GET", "text/html", "", true},
		{"HEAD", "text/html", "", true},
		{"GET", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "", true},
		{"GET", "application/json, text/html;q=0.5", "", true},
		{"GET", "TEXT/HTML; charset=utf-8", "", true},
		{"GET", "application/xhtml+xml", "", true},
		{"GET", "text/html;q=0", "", false},
		{"GET", "text/html;q=0.000", "", false},
		{"GET", "text/html;q=x", "", false},
		{"GET", "*/*", "", false},
		{"GET", "text/*", "", false},
		{"GET", "text/htmlx", "", false},
		{"GET", "application/json", "", false},
		{"GET", "", "", false},
		{"POST", "text/html", "", false},
		{"GET", "text/html", "websocket", false},
	}
	for _, c := range cases {
		r := httptest.NewRequest(c.method, "/", nil)
		r.Header.Set("Accept", c.accept)
		r.Header.Set("Upgrade", c.upgrade)
		if got := WantsPage(r); got != c.want {
			t.Errorf("%+v: %t", c, got)
		}
	}
}

// Cookies that can be no token of ours do not even reach the database.
func TestStrangeCookies(t *testing.T) {
	t.Parallel()
	set := defaults()
	set.InternalTrust = "off"
	m := MustNew(t, nil, set, quick(new(logBuffer))) // without a database: a look-up would panic
	for _, value := range []string{"", "x", strings.Repeat("x", tokenLength-1), strings.Repeat("x", tokenLength+1), strings.Repeat("x", 5000), strings.Repeat("=", tokenLength), strings.Repeat("é", tokenLength/2) + "x", strings.Repeat("'", tokenLength)} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Cookie", sessionCookie+"="+value)
		if c := m.whoAsks(r); c.known || c.err != nil {
			t.Errorf("cookie %.20q: %+v", value, c)
		}
	}
}

// Cookie headers from anywhere are read without a panic, and only a token's form
// passes.
func FuzzSessionToken(f *testing.F) {
	for _, seed := range []string{"overlord_session=abc", "overlord_session=" + strings.Repeat("A", 43), "a=b; overlord_session=\"" + strings.Repeat("A", 43) + "\"", ";;;=", "overlord_session"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		r := &http.Request{Header: http.Header{"Cookie": {header}}}
		token := sessionToken(r)
		if token != "" && (len(token) != tokenLength || !strings.Contains(header, token)) {
			t.Fatalf("the header %q holds the token %q", header, token)
		}
	})
}
