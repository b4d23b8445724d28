package auth

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// The cookie says what the browser must know to keep it to itself.
func TestTheCookie(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^overlord_session=([A-Za-z0-9_-]{43}); Path=/; Expires=[^;]+; Max-Age=(\d+); HttpOnly; (Secure; )?SameSite=Lax$`)
	proxied := []string{"X-Forwarded-Proto", "https"}
	cases := []struct {
		name    string
		change  func(*Settings, *Options)
		headers []string
		secure  bool
	}{
		{"plain", func(*Settings, *Options) {}, nil, false},
		{"PUBLIC_URL with TLS", func(_ *Settings, o *Options) { o.PublicURL = "HTTPS://overlord.example" }, nil, true},
		{"PUBLIC_URL without", func(_ *Settings, o *Options) { o.PublicURL = "http://overlord.example" }, nil, false},
		{"a proxy of ours with TLS", func(s *Settings, _ *Options) { s.TrustedProxies = []string{"127.0.0.0/8"} }, proxied, true},
		{"a proxy of ours without", func(s *Settings, _ *Options) { s.TrustedProxies = []string{"127.0.0.1"} }, []string{"X-Forwarded-Proto", "http"}, false},
		{"somebody who says so", func(s *Settings, _ *Options) { s.TrustedProxies = []string{"192.0.2.1"} }, proxied, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := MustSite(t, c.change)
			a := s.browser(t).login("viewer", testPassword, c.headers...)
			set := a.Header.Values("Set-Cookie")
			if len(set) != 1 {
				t.Fatalf("%d cookies are set", len(set))
			}
			parts := form.FindStringSubmatch(set[0])
			if parts == nil || (parts[3] != "") != c.secure {
				t.Fatalf("the cookie is %s", set[0])
			}
			if age, _ := time.ParseDuration(parts[2] + "s"); age < 30*24*time.Hour-time.Minute || age > 30*24*time.Hour+time.Minute {
				t.Errorf("it lasts %s", age)
			}
			var stored string
			if err := s.pool.QueryRow(t.Context(), `select row_to_json(s)::text from sessions s`).Scan(&stored); err != nil || strings.Contains(stored, parts[1]) {
				t.Errorf("the row holds the token itself: %s, %v", stored, err)
			}
		})
	}
}

// The session's end is counted by the server's clock, in the table as in memory.
func TestASessionIsStoredForThirtyDays(t *testing.T) {
	t.Parallel()
	s := MustSite(t, func(_ *Settings, o *Options) { o.Now = func() time.Time { return noon } })
	s.browser(t).mustLogin("viewer")
	var created, expires time.Time
	var address, agent string
	err := s.pool.QueryRow(t.Context(), `select created_at, expires_at, host(address), user_agent from sessions`).Scan(&created, &expires, &address, &agent)
	if err != nil || !created.Equal(noon) || !expires.Equal(noon.Add(30*24*time.Hour)) || address != "127.0.0.1" || !strings.HasPrefix(agent, "Go-http-client") {
		t.Errorf("from %s to %s, %s with %q: %v", created, expires, address, agent, err)
	}
}

// A sign-in ends what the browser was signed in as before, and never takes over a
// token that somebody else may have planted.
func TestSigningInRenewsTheToken(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	b := s.browser(t).mustLogin("viewer")
	first := b.cookie()
	_, before, _, err := s.m.loadSession(mustRequest(t, first))
	if err != nil {
		t.Fatal(err)
	}
	over := s.m.Watch(t.Context(), before.identity())
	b.mustLogin("admin")
	if !closed(over) {
		t.Error("sockets of the earlier sign-in stay open")
	}
	if b.cookie() == first {
		t.Error("the token stays the same")
	}
	if s.sessionsStored(t) != 1 {
		t.Errorf("%d sessions are stored", s.sessionsStored(t))
	}
	other := s.browser(t)
	other.get("/me", "Cookie", sessionCookie+"="+first).wants(t, http.StatusUnauthorized, "unauthenticated")

	planted := strings.Repeat("A", tokenLength)
	a := s.browser(t).login("viewer", testPassword, "Cookie", sessionCookie+"="+planted)
	if a.StatusCode != http.StatusOK || strings.Contains(a.Header.Get("Set-Cookie"), planted) {
		t.Errorf("a planted token is taken over: %d %s", a.StatusCode, a.Header.Get("Set-Cookie"))
	}
	other.get("/me", "Cookie", sessionCookie+"="+planted).wants(t, http.StatusUnauthorized, "unauthenticated")
}

func mustRequest(tb testing.TB, token string) *http.Request {
	tb.Helper()
	r, err := http.NewRequestWithContext(tb.Context(), http.MethodGet, "/", nil)
	if err != nil {
		tb.Fatal(err)
	}
	r.AddCookie(&http.Cookie{Name: sessionCookie, Value: token})
	return r
}

func TestSigningOut(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	for _, c := range []struct {
		method, accept string
		status         int
	}{
		{http.MethodPost, "*/*", http.StatusOK},
		{http.MethodGet, "application/json", http.StatusOK},
		{http.MethodPost, "text/html,*/*;q=0.8", http.StatusSeeOther},
		{http.MethodGet, "text/html,*/*;q=0.8", http.StatusSeeOther},
	} {
		b, stays := s.browser(t).mustLogin("viewer"), s.browser(t).mustLogin("viewer")
		token := b.cookie()
		_, session, found, err := s.m.loadSession(mustRequest(t, token))
		if err != nil || !found {
			t.Fatal(found, err)
		}
		over := s.m.Watch(t.Context(), session.identity())
		a := b.send(c.method, "/logout", "", "Accept", c.accept)
		if a.StatusCode != c.status || c.status == http.StatusSeeOther && a.Header.Get("Location") != "/login" {
			t.Errorf("%s %s: %d %s", c.method, c.accept, a.StatusCode, a.body)
		}
		if !closed(over) {
			t.Error("sockets of the session stay open")
		}
		if b.cookie() != "" || !strings.Contains(a.Header.Get("Set-Cookie"), "HttpOnly") {
			t.Errorf("the cookie stays: %s", a.Header.Get("Set-Cookie"))
		}
		b.get("/me", "Cookie", sessionCookie+"="+token).wants(t, http.StatusUnauthorized, "unauthenticated")
		stays.get("/me").wants(t, http.StatusOK, "")
		stays.send(http.MethodPost, "/logout", "")
	}
	if n := s.sessionsStored(t); n != 0 {
		t.Errorf("%d sessions are left", n)
	}
	s.browser(t).send(http.MethodPost, "/logout", "").wants(t, http.StatusOK, "") // nobody to sign out
}

// Pages of other sites can neither sign a browser in nor out.
func TestOtherSitesCannotSignInOrOut(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	b := s.browser(t).mustLogin("viewer")
	evil := []string{"Origin", "https://evil.example"}
	b.send(http.MethodPost, "/logout", "", evil...).wants(t, http.StatusForbidden, "denied")
	b.send(http.MethodPost, "/logout", "", "Sec-Fetch-Site", "cross-site").wants(t, http.StatusForbidden, "denied")
	b.get("/logout", "Sec-Fetch-Site", "cross-site").wants(t, http.StatusForbidden, "denied")
	b.get("/logout", "Sec-Fetch-Site", "same-site").wants(t, http.StatusForbidden, "denied")
	b.send(http.MethodHead, "/logout", "", "Sec-Fetch-Site", "cross-site") // which the front door makes a GET of
	b.get("/me").wants(t, http.StatusOK, "")
	b.login("admin", testPassword, evil...).wants(t, http.StatusForbidden, "denied")
	b.form("/login", url.Values{"username": {"admin"}, "password": {testPassword}}, "Sec-Fetch-Site", "cross-site").wants(t, http.StatusForbidden, "denied")
	if me := b.get("/me"); !strings.Contains(me.body, `"viewer"`) {
		t.Errorf("the browser is now %s", me.body)
	}
	own := []string{"Origin", s.URL, "Sec-Fetch-Site", "same-origin"}
	b.login("admin", testPassword, own...).wants(t, http.StatusOK, "")
	b.get("/logout", "Sec-Fetch-Site", "same-origin").wants(t, http.StatusOK, "")
}
