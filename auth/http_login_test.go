package auth

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
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
