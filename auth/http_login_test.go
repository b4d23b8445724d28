package auth

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestSigningInWithJSON(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	cases := []struct{ name, want string }{
		{"admin", `{"username":"admin","is_admin":true,"permissions":["view","command","edit","admin"],"via":"session"}`},
		{"editor", `{"username":"editor","is_admin":false,"permissions":["view","edit"],"via":"session"}`},
		{"nobody", `{"username":"nobody","is_admin":false,"permissions":[],"via":"session"}`},
	}
	for _, c := range cases {
		b := s.browser(t)
		b.get("/me").wants(t, http.StatusUnauthorized, "unauthenticated")
		a := b.login(c.name, testPassword)
		if a.StatusCode != http.StatusOK || strings.TrimSpace(a.body) != c.want {
			t.Errorf("%s signs in: %d %s", c.name, a.StatusCode, a.body)
		}
		me := b.get("/me")
		if me.StatusCode != http.StatusOK || strings.TrimSpace(me.body) != c.want {
			t.Errorf("/me of %s: %d %s", c.name, me.StatusCode, me.body)
		}
		if me.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("/me may be stored: %q", me.Header.Get("Cache-Control"))
		}
	}
}

// A code of a second factor may be sent along, as the contract has it.
func TestSigningInWithACode(t *testing.T) {
	t.Parallel()
	b := MustSite(t).browser(t)
	b.send(http.MethodPost, "/login", `{"username":"viewer","password":"`+testPassword+`","code":null}`, "Content-Type", "application/json; charset=utf-8").wants(t, 200, "")
}

func TestSigningInWithAForm(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	fields := func(next string) url.Values {
		return url.Values{"username": {"viewer"}, "password": {testPassword}, "next": {next}}
	}
	cases := []struct{ path, next, want string }{
		{"/login", "/app/map?z=3", "/app/map?z=3"},
		{"/login", "https://evil.example/", "/"},
		{"/login", "//evil.example", "/"},
		{"/login", "/\\evil.example", "/"},
		{"/login?next=%2Fclassic", "/app", "/app"},
	}
	for _, c := range cases {
		b := s.browser(t)
		a := b.form(c.path, fields(c.next))
		if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != c.want {
			t.Errorf("next %q: %d, to %q", c.next, a.StatusCode, a.Header.Get("Location"))
		}
		b.get("/me").wants(t, http.StatusOK, "")
	}
	without := fields("")
	without.Del("next")
	if a := s.browser(t).form("/login?next=%2Fclassic", without); a.Header.Get("Location") != "/classic" {
		t.Errorf("next in the address leads to %q", a.Header.Get("Location"))
	}
	for _, hidden := range []string{"username", "password"} { // in the address they are not looked at
		query, body := url.Values{}, fields("")
		query.Set(hidden, body.Get(hidden))
		body.Del(hidden)
		s.browser(t).form("/login?"+query.Encode(), body).wants(t, http.StatusUnauthorized, "unauthenticated")
	}
}

// The answer tells nothing about whether it was the name or the password.
func TestEveryRefusalIsTheSame(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	want := s.browser(t).login("viewer", "wrong password")
	want.wants(t, http.StatusUnauthorized, "unauthenticated")
	for _, c := range []struct{ name, password string }{
		{"no such user", "wrong password"},
		{"no such user", testPassword},
		{"Viewer", testPassword},
		{"viewer ", testPassword},
		{"viewer", ""},
		{"viewer", testPassword + " "},
		{"viewer", strings.ToUpper(testPassword)},
		{"viewer", strings.Repeat("x", 8000)},
		{"", ""},
		{strings.Repeat("n", 5000), "x"},
	} {
		b := s.browser(t)
		got := b.login(c.name, c.password)
		if got.StatusCode != want.StatusCode || got.body != want.body || b.cookie() != "" {
			t.Errorf("%.20q, %.20q: %d %s", c.name, c.password, got.StatusCode, got.body)
		}
	}
}

// A user whose row holds no bcrypt hash cannot sign in, and the operator is told
// why; the caller is not.
func TestAnUnusablePasswordInTheTable(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	MustExec(t, s.pool, `update users set password_hash = 'plain text' where username = 'viewer'`)
	s.browser(t).login("viewer", "plain text").wants(t, http.StatusUnauthorized, "unauthenticated")
	if !strings.Contains(s.log.String(), "until a new password is set") {
		t.Error("the log does not say what to do")
	}
}

func TestBodiesThatAreNoSignIn(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	cases := []struct {
		name, kind, body string
		status           int
		code             string
	}{
		{"no type", "", `{"username":"a"}`, 400, "invalid"},
		{"text, as another site's form can send", "text/plain", `{"username":"a"}`, 400, "invalid"},
		{"multipart", "multipart/form-data; boundary=x", "--x--", 400, "invalid"},
		{"empty", "application/json", "", 400, "invalid"},
		{"no JSON", "application/json", "{", 400, "invalid"},
		{"a list", "application/json", "[]", 400, "invalid"},
		{"a wrong type", "application/json", `{"username":"a","password":12345678901}`, 400, "invalid"},
		{"an unknown member", "application/json", `{"username":"a","password":"b","admin":true}`, 400, "invalid"},
		{"the inside", "application/json", `{"username":"a","password":"b","next":"/","form":true}`, 400, "invalid"},
		{"too large", "application/json", `{"username":"` + strings.Repeat("a", maxLoginBody) + `"}`, 413, "too_large"},
		{"a form too large", "application/x-www-form-urlencoded", "username=" + strings.Repeat("a", maxLoginBody), 413, "too_large"},
		{"a broken form", "application/x-www-form-urlencoded", "username=%zz", 400, "invalid"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var headers []string
			if c.kind != "" {
				headers = []string{"Content-Type", c.kind}
			}
			s.browser(t).send(http.MethodPost, "/login", c.body, headers...).wants(t, c.status, c.code)
		})
	}
}

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

func TestTooManySignIns(t *testing.T) {
	t.Parallel()
	now := noon
	s := MustSite(t, func(_ *Settings, o *Options) {
		o.AddressRate = Rate{Burst: 5, Every: time.Minute}
		o.AccountRate = Rate{Burst: 3, Every: 10 * time.Minute}
		o.Now = func() time.Time { return now }
	})
	b := s.browser(t)
	for range 20 { // right ones do not count
		b.mustLogin("viewer")
	}
	for range 3 {
		b.login("viewer", "wrong password").wants(t, http.StatusUnauthorized, "unauthenticated")
	}
	a := b.login("viewer", testPassword)
	a.wants(t, http.StatusTooManyRequests, "throttled")
	if seconds := a.Header.Get("Retry-After"); seconds != "601" {
		t.Errorf("Retry-After is %q", seconds)
	}
	for i := range 2 {
		b.login(fmt.Sprint("no such user", i), "wrong password")
	}
	b.login("editor", testPassword).wants(t, http.StatusTooManyRequests, "throttled")
	now = now.Add(time.Minute)
	b.login("editor", testPassword).wants(t, http.StatusOK, "")
	b.login("viewer", testPassword).wants(t, http.StatusTooManyRequests, "throttled")
	now = now.Add(10 * time.Minute)
	b.login("viewer", testPassword).wants(t, http.StatusOK, "")
}

// Behind a declared proxy each client counts for himself; a client that only says
// so does not.
func TestThrottleCountsTheRightAddress(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		proxies string
		status  int // of another client's first attempt
	}{
		{"127.0.0.1", http.StatusUnauthorized},
		{"192.0.2.1", http.StatusTooManyRequests},
	} {
		s := MustSite(t, func(set *Settings, o *Options) {
			set.TrustedProxies = []string{c.proxies}
			o.AddressRate = Rate{Burst: 1, Every: time.Hour}
		})
		b := s.browser(t)
		b.login("a", "x", "X-Forwarded-For", "203.0.113.1, 198.51.100.7")
		// The left end is whatever the client wrote; the right end is the proxy's.
		b.login("b", "x", "X-Forwarded-For", "203.0.113.2, 198.51.100.7").wants(t, http.StatusTooManyRequests, "throttled")
		a := b.login("c", "x", "X-Forwarded-For", "203.0.113.1, 198.51.100.8")
		if a.StatusCode != c.status {
			t.Errorf("TRUSTED_PROXIES=%s: %d", c.proxies, a.StatusCode)
		}
	}
}

func TestClientAddressInTheLog(t *testing.T) {
	t.Parallel()
	s := MustSite(t, func(set *Settings, _ *Options) { set.TrustedProxies = []string{"127.0.0.1", "10.0.0.0/8"} })
	for header, want := range map[string]string{
		"":                              "address=127.0.0.1",
		"198.51.100.9":                  "address=198.51.100.9",
		"198.51.100.9, 10.1.2.3":        "address=198.51.100.9",
		"::ffff:198.51.100.9":           "address=198.51.100.9",
		"2001:db8::5":                   "address=2001:db8::5",
		"6.6.6.6, nonsense, 10.1.2.3":   "address=127.0.0.1",
		"10.1.2.3":                      "address=127.0.0.1",
		"198.51.100.9\t,\t 10.1.2.3 , ": "address=198.51.100.9",
	} {
		before := len(s.log.String())
		s.browser(t).login("viewer", "wrong password", "X-Forwarded-For", header)
		if line := s.log.String()[before:]; !strings.Contains(line, want) {
			t.Errorf("X-Forwarded-For %q: %s", header, line)
		}
	}
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	b := MustSite(t).browser(t)
	if a := b.get("/login"); a.StatusCode != http.StatusMethodNotAllowed && a.StatusCode != http.StatusNotFound {
		t.Errorf("GET /login is the site's, not the module's: %d", a.StatusCode)
	}
	var me map[string]any
	if err := json.Unmarshal([]byte(b.mustLogin("admin").get("/me").body), &me); err != nil || len(me) != 4 {
		t.Errorf("/me = %v, %v", me, err)
	}
}
