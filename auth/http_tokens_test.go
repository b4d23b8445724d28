package auth

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

type madeToken struct {
	APIToken
	Token string
}

type tokenList struct{ Tokens []APIToken }

func (b *browser) mustToken(body string) madeToken {
	b.tb.Helper()
	a := b.sendJSON(http.MethodPost, "/api-admin/tokens", body)
	if a.StatusCode != http.StatusCreated {
		b.tb.Fatalf("%s: %d %s", body, a.StatusCode, a.body)
	}
	return mustDecode[madeToken](b.tb, a)
}

// with sends a request with an API token and nothing else.
func (s *site) with(tb testing.TB, token, method, path string, headers ...string) answer {
	tb.Helper()
	return s.browser(tb).send(method, path, "", append([]string{"Authorization", "Bearer " + token}, headers...)...)
}

// A token acts for its user with the permissions it was given, as far as the user
// has them, and never as an admin.
func TestAPITokens(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	running(t, s.m)
	admin := s.browser(t).mustLogin("admin")
	looks := admin.mustToken(`{"name":"dashboard"}`)
	if !isSecret(looks.Token, apiTokenMark) || looks.Username != "admin" || !slices.Equal(looks.Permissions, []string{View}) || looks.ExpiresAt.Sub(looks.CreatedAt) != tokenLifetime {
		t.Errorf("made %+v", looks)
	}
	if me := s.with(t, looks.Token, http.MethodGet, "/me"); strings.TrimSpace(me.body) != `{"username":"admin","is_admin":false,"permissions":["view"],"via":"token"}` {
		t.Errorf("/me of a token: %s", me.body)
	}
	all := admin.mustToken(`{"name":"scripts","username":"editor","permissions":["command","edit","view"],"expires_at":"` + time.Now().Add(time.Hour).Format(time.RFC3339) + `"}`)
	if !slices.Equal(all.Permissions, []string{View, Edit}) {
		t.Errorf("a token has %q, its user only view and edit", all.Permissions)
	}
	for path, want := range map[string]int{"/needs/view": 200, "/needs/edit": 200, "/needs/command": 403, "/needs/admin": 403, "/api-admin/users": 403, "/me/sessions": 403} {
		if a := s.with(t, all.Token, http.MethodGet, path); a.StatusCode != want {
			t.Errorf("GET %s with a token: %d, want %d", path, a.StatusCode, want)
		}
	}
	if a := s.with(t, admin.mustToken(`{"name":"boss","permissions":["view","edit","command"]}`).Token, http.MethodGet, "/api-admin/users"); a.StatusCode != http.StatusForbidden {
		t.Errorf("an admin's token is an admin: %d", a.StatusCode)
	}
	s.with(t, looks.Token, http.MethodPost, "/logout", "Origin", "https://evil.example").wants(t, http.StatusForbidden, "denied")

	// Rights that its user gains and loses are the token's.
	path := s.pathOf(t, "editor")
	admin.sendJSON(http.MethodPatch, path, `{"permissions":["view","command"]}`).wants(t, http.StatusOK, "")
	s.with(t, all.Token, http.MethodGet, "/needs/edit").wants(t, http.StatusForbidden, "denied")
	s.with(t, all.Token, http.MethodGet, "/needs/command").wants(t, http.StatusOK, "")

	found, ok, err := s.m.tokens.find(t.Context(), hashSecret(all.Token))
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	over := s.m.Watch(t.Context(), found.identity())
	s.m.keepUp(t.Context()) // notes the last use
	for _, token := range mustDecode[tokenList](t, admin.get("/api-admin/tokens")).Tokens {
		if token.LastUsedAt == nil {
			t.Errorf("the last use of %s is not known", token.Name)
		}
	}
	admin.send(http.MethodDelete, "/api-admin/tokens/"+all.ID.String(), "").wants(t, http.StatusOK, "")
	if !closed(over) {
		t.Error("the sockets of a revoked token stay open")
	}
	s.with(t, all.Token, http.MethodGet, "/me").wants(t, http.StatusUnauthorized, "unauthenticated")
	admin.send(http.MethodDelete, "/api-admin/tokens/"+all.ID.String(), "").wants(t, http.StatusNotFound, "not_found")
	s.with(t, looks.Token, http.MethodGet, "/needs/view").wants(t, http.StatusOK, "")
	var stored string
	if err := s.pool.QueryRow(t.Context(), `select string_agg(row_to_json(a)::text, '') from api_tokens a`).Scan(&stored); err != nil || strings.Contains(stored, looks.Token[len(apiTokenMark):]) {
		t.Errorf("the token itself is stored: %s, %v", stored, err)
	}
}

func TestTokensThatCannotBeMade(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	admin := s.browser(t).mustLogin("admin")
	for body, field := range map[string]string{
		`{}`:                                     "name",
		`{"name":" "}`:                           "name",
		`{"name":"x","permissions":["admin"]}`:   "permissions",
		`{"name":"x","username":"no such user"}`: "username",
		`{"name":"x","expires_at":"2020-01-01T00:00:00Z"}`:     "expires_at",
		`{"name":"x","expires_at":"2099-01-01T00:00:00Z"}`:     "expires_at",
		`{"name":"x","expires_at":"in a week"}`:                "expires_at",
		`{"name":"x","token":"mwo_of-my-own-choice-xxxxxxxx"}`: "token",
	} {
		a := admin.sendJSON(http.MethodPost, "/api-admin/tokens", body)
		if a.StatusCode != http.StatusBadRequest || !strings.Contains(a.body, `"field":"`+field+`"`) {
			t.Errorf("%s: %d %s", body, a.StatusCode, a.body)
		}
	}
}

// A wrong token opens nothing, not even what no token would: internal trust, or a
// session beside it.
func TestWrongTokens(t *testing.T) {
	t.Parallel()
	s := MustSite(t, func(set *Settings, _ *Options) { set.InternalTrust = "loopback" })
	admin := s.browser(t).mustLogin("admin")
	good := admin.mustToken(`{"name":"x"}`).Token
	for _, wrong := range []string{
		"", "x", apiTokenMark, makeSecret(apiTokenMark), good[:len(good)-1], good + "A", strings.ToUpper(good), good[len(apiTokenMark):],
		makeSecret(pluginSecretMark), apiTokenMark + strings.Repeat("é", 22), strings.Repeat("A", 8000),
	} {
		s.with(t, wrong, http.MethodGet, "/me").wants(t, http.StatusUnauthorized, "unauthenticated")
		admin.get("/me", "Authorization", "Bearer "+wrong).wants(t, http.StatusUnauthorized, "unauthenticated")
	}
	for _, header := range []string{"bearer " + good, "BEARER   " + good, "Bearer " + good + " "} {
		s.browser(t).get("/me", "Authorization", header).wants(t, http.StatusOK, "")
	}
	for _, header := range []string{"Basic YTpi", "Bearer", "Digest " + good} { // somebody else's, or none
		if a := s.browser(t).get("/me", "Authorization", header); header != "Bearer" && !strings.Contains(a.body, ViaInternal) {
			t.Errorf("%q: %d %s", header, a.StatusCode, a.body)
		}
	}
	if strings.Contains(s.log.String(), good) {
		t.Error("the log tells a token")
	}
}

// A token that expired opens nothing and is still shown for a while.
func TestTokensExpire(t *testing.T) {
	t.Parallel()
	now := time.Now().Truncate(time.Second) // the browser counts its cookies' time by the real clock
	begin := now
	s := MustSite(t, func(_ *Settings, o *Options) { o.Now = func() time.Time { return now } })
	admin := s.browser(t).mustLogin("admin")
	token := admin.mustToken(`{"name":"x","expires_at":"` + begin.Add(time.Hour).Format(time.RFC3339) + `"}`).Token
	s.with(t, token, http.MethodGet, "/me").wants(t, http.StatusOK, "")
	now = now.Add(time.Hour)
	s.with(t, token, http.MethodGet, "/me").wants(t, http.StatusUnauthorized, "unauthenticated")
	shown := func() int {
		s.m.keepUp(t.Context())
		return len(mustDecode[tokenList](t, admin.get("/api-admin/tokens")).Tokens)
	}
	if shown() != 1 {
		t.Error("an expired token is not shown")
	}
	now = now.Add(expiredTokensKept - 24*time.Hour)
	admin.mustLogin("admin")
	if shown() != 1 {
		t.Error("an expired token is not shown for long enough")
	}
	now = now.Add(25 * time.Hour)
	if shown() != 0 {
		t.Error("an expired token is shown for ever")
	}
}

// With its user a token goes.
func TestTokensGoWithTheirUser(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	admin := s.browser(t).mustLogin("admin")
	token := admin.mustToken(`{"name":"x","username":"viewer"}`).Token
	s.with(t, token, http.MethodGet, "/me").wants(t, http.StatusOK, "")
	admin.send(http.MethodDelete, s.pathOf(t, "viewer"), "").wants(t, http.StatusOK, "")
	s.with(t, token, http.MethodGet, "/me").wants(t, http.StatusUnauthorized, "unauthenticated")
}

// Authorization headers from anywhere are read without a panic, and only a token's
// form is looked up.
func FuzzBearer(f *testing.F) {
	for _, seed := range []string{"", "Bearer", "Bearer ", "bearer mwo_x", "Bearer " + apiTokenMark + strings.Repeat("A", 43), "Basic YTpi", "Bearer  a b", "Bearer\tx", "Bearer " + strings.Repeat("é", 47)} {
		f.Add(seed)
	}
	set := defaults()
	set.InternalTrust = "off"
	m, err := New(nil, set, quick(new(logBuffer))) // without a database: a look-up would panic
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, header string) {
		r := &http.Request{Header: http.Header{"Authorization": {header}}, RemoteAddr: "192.0.2.1:1"}
		token, present := bearer(r)
		if present && isSecret(token, apiTokenMark) {
			if !strings.Contains(header, token) || len(token) != len(apiTokenMark)+43 {
				t.Errorf("%q holds the token %q", header, token)
			}
			return
		}
		if who := m.whoAsks(r); who.known || present && who.err == nil {
			t.Errorf("%q is %+v", header, who)
		}
	})
}
