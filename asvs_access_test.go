package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/pquerna/otp/totp"
)

func (s *asvs) v6(t *testing.T) {
	const first, second = "a first password", "a second password"
	s.mustUser(t, "changer", first, `["view"]`)
	add := func(password string) told {
		t.Helper()
		body, err := json.Marshal(map[string]string{"username": fmt.Sprint("user ", s.address), "password": password})
		if err != nil {
			t.Fatal(err)
		}
		return s.as(t, s.admin, "POST", "/api-admin/users", string(body))
	}
	req(t, "6.1.1 how guessing is held back is written down", func(t *testing.T) {
		for _, part := range []string{"attempts to sign in", "for an address", "for a name"} {
			if !strings.Contains(readme(t), part) {
				t.Errorf("the README does not tell of %q", part)
			}
		}
	})
	req(t, "6.2.1 passwords have ten bytes at least, and are none that is guessed first", func(t *testing.T) {
		for _, bad := range []string{"short", "123456789", "1234567890", "aaaaaaaaaaaa", "password123", "Password1234!", "qwertyuiop", "mosswart2024", "overlord-1234", "changeme123", "letmein12345", "administrator1"} {
			add(bad).is(t, bad, http.StatusBadRequest)
		}
	})
	cookie := s.signIn(t, "changer", first)
	req(t, "6.2.2 one can change one's password", func(t *testing.T) {
		s.as(t, cookie, "POST", "/me/password", `{"current_password":"`+first+`","new_password":"`+second+`"}`).is(t, "changing it", http.StatusOK)
		s.ask(t, "POST", "/login", `{"username":"changer","password":"`+first+`"}`).is(t, "the old one", http.StatusUnauthorized)
		cookie = s.signIn(t, "changer", second)
	})
	req(t, "6.2.3 that takes the old one", func(t *testing.T) {
		s.as(t, cookie, "POST", "/me/password", `{"new_password":"a third password"}`).is(t, "without it", http.StatusForbidden)
		s.as(t, cookie, "POST", "/me/password", `{"current_password":"`+first+`","new_password":"a third password"}`).is(t, "with another", http.StatusForbidden)
	})
	req(t, "6.2.5 passwords are made of whatever one likes", func(t *testing.T) {
		for _, good := range []string{"nothing but small letters", "ŻÓŁWIE ŻÓŁTE", "39485 20485 11", "🐢🐢🦀🦀🐢", "\t tabs and spaces \t"} {
			add(good).is(t, good, http.StatusCreated)
		}
	})
	page := mustRead(t, "frontend/src/login/LoginPage.tsx")
	req(t, "6.2.6 the field hides what is typed", func(t *testing.T) {
		if !strings.Contains(page, `type={shown ? 'text' : 'password'}`) || !strings.Contains(page, "useState(false)") {
			t.Error("the page's field is no password's")
		}
	})
	req(t, "6.2.7 managers of passwords may fill it in", func(t *testing.T) {
		if strings.Contains(page, "onPaste") || !strings.Contains(page, `'current-password'`) || !strings.Contains(page, `autoComplete="username"`) {
			t.Error("the page keeps them out")
		}
	})
	req(t, "6.2.8 a password counts as it was typed", func(t *testing.T) {
		for _, other := range []string{strings.ToUpper(second), second + " ", " " + second, second[:10], strings.Repeat(second, 5)} {
			s.ask(t, "POST", "/login", `{"username":"changer","password":"`+other+`"}`).is(t, other, http.StatusUnauthorized)
		}
	})
	req(t, "6.2.9 long ones are taken whole, and none is cut", func(t *testing.T) {
		long := strings.Repeat("tusker ", 10) // 70 bytes
		s.mustUser(t, "long", long, `["view"]`)
		s.signIn(t, "long", long)
		s.ask(t, "POST", "/login", `{"username":"long","password":"`+long[:69]+`x"}`).is(t, "another last letter", http.StatusUnauthorized)
		add(strings.Repeat("x y ", 19)).is(t, "more than the hash sees", http.StatusBadRequest)
	})
	req(t, "6.3.1 guessing is held back, by name and by address", func(t *testing.T) {
		s.mustUser(t, "target", first, `["view"]`)
		held := 0
		for range 15 {
			if s.ask(t, "POST", "/login", `{"username":"target","password":"wrong wrong"}`).status == http.StatusTooManyRequests {
				held++
			}
		}
		if held < 4 {
			t.Errorf("15 guesses at a name, %d held back", held)
		}
		held = 0
		for i := range 25 {
			if s.ask(t, "POST", "/login", fmt.Sprintf(`{"username":"nobody %d","password":"wrong wrong"}`, i), "X-Forwarded-For", "203.0.113.77").status == http.StatusTooManyRequests {
				held++
			}
		}
		if held < 3 {
			t.Errorf("25 guesses of an address, %d held back", held)
		}
	})
	req(t, "6.3.2 there is no account whose password is known", func(t *testing.T) {
		for _, name := range []string{"admin", "root", "sa", "postgres", "overlord", "guest"} {
			for _, password := range []string{"", name, "admin", "password", "changeme", "overlord"} {
				if a := s.ask(t, "POST", "/login", `{"username":"`+name+`","password":"`+password+`"}`); a.status == http.StatusOK {
					t.Errorf("%s/%s opens", name, password)
				}
			}
		}
	})
	req(t, "6.3.8 nobody learns who has an account", func(t *testing.T) {
		known := s.ask(t, "POST", "/login", `{"username":"long","password":"not the password of it"}`)
		unknown := s.ask(t, "POST", "/login", `{"username":"no such user","password":"not the password of it"}`)
		if known.status != unknown.status || known.body != unknown.body {
			t.Errorf("%s %s", known.body, unknown.body)
		}
	})
	req(t, "6.4.2 there are no secret questions", func(t *testing.T) {
		if document := s.as(t, s.admin, "GET", "/openapi.json", "").body; regexp.MustCompile(`(?i)password.?hint|secret question|security question`).MatchString(document) {
			t.Error("the API asks questions")
		}
	})
	req(t, "6.5.1 a code opens once", func(t *testing.T) {
		s.mustUser(t, "careful", first, `["view"]`)
		careful := s.signIn(t, "careful", first)
		var begun struct{ Secret string }
		if err := json.Unmarshal([]byte(s.as(t, careful, "POST", "/me/totp", `{"password":"`+first+`"}`).body), &begun); err != nil {
			t.Fatal(err)
		}
		s.secrets = append(s.secrets, begun.Secret)
		code := func(at time.Time) string {
			text, err := totp.GenerateCode(begun.Secret, at)
			if err != nil {
				t.Fatal(err)
			}
			return text
		}
		now := time.Now()
		var made struct {
			RecoveryCodes []string `json:"recovery_codes"`
		}
		if a := s.as(t, careful, "POST", "/me/totp", `{"code":"`+code(now)+`"}`); json.Unmarshal([]byte(a.body), &made) != nil || len(made.RecoveryCodes) == 0 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		s.secrets = append(s.secrets, made.RecoveryCodes...)
		login := func(code string) int {
			return s.ask(t, "POST", "/login", `{"username":"careful","password":"`+first+`","code":"`+code+`"}`).status
		}
		if got := []int{login(""), login(code(now)), login(made.RecoveryCodes[0]), login(made.RecoveryCodes[0]), login(code(now.Add(30 * time.Second)))}; !slices.Equal(got, []int{401, 401, 200, 401, 200}) {
			t.Errorf("%v", got)
		}
		req(t, "6.5.2 recovery codes cannot be found from what is stored", func(t *testing.T) {
			if letters := len(strings.ReplaceAll(made.RecoveryCodes[1], "-", "")); letters*5 < 112 {
				t.Errorf("%d letters of 5 bits", letters)
			}
		})
	})
}

func (s *asvs) v7(t *testing.T) {
	const password = "a password for sessions"
	s.mustUser(t, "sessions", password, `["view"]`)
	in := func() string { t.Helper(); return s.signIn(t, "sessions", password) }
	req(t, "7.2.1 the server decides which session holds", func(t *testing.T) {
		for _, made := range []string{"overlord_session=" + strings.Repeat("A", 43), "overlord_session=admin", "overlord_session=eyJ1IjoiYWRtaW4iLCJhIjp0cnVlfQ", "session=eyJ1IjoiYWRtaW4iLCJhIjp0cnVlfQ.ZVPxAA.AAAAAAAAAAAAAAAAAAAAAAAAAAA"} {
			s.as(t, made, "GET", "/me", "").is(t, made, http.StatusUnauthorized)
		}
	})
	tokens := map[string]bool{}
	for range 5 {
		tokens[in()] = true
	}
	req(t, "7.2.2 each sign-in has a token of its own", func(t *testing.T) {
		if len(tokens) != 5 {
			t.Errorf("%d of 5", len(tokens))
		}
	})
	req(t, "7.2.3 nobody guesses one", func(t *testing.T) {
		for token := range tokens { // 43 letters of 6 bits, all over the alphabet
			if value := strings.TrimPrefix(token, "overlord_session="); len(value) != 43 || len(slices.Compact(slices.Sorted(slices.Values(strings.Split(value, ""))))) < 15 {
				t.Errorf("%s", token)
			}
		}
	})
	req(t, "7.2.4 signing in ends the token one came with", func(t *testing.T) {
		before := in()
		a := s.as(t, before, "POST", "/login", `{"username":"sessions","password":"`+password+`"}`)
		a.is(t, "signing in again", http.StatusOK)
		s.as(t, before, "GET", "/me", "").is(t, "the old token", http.StatusUnauthorized)
	})
	req(t, "7.3.2 a session ends after 30 days", func(t *testing.T) {
		a := s.ask(t, "POST", "/login", `{"username":"sessions","password":"`+password+`"}`)
		if set := a.header.Get("Set-Cookie"); !regexp.MustCompile(`Max-Age=(2592000|259199\d)`).MatchString(set) {
			t.Errorf("%s", set)
		}
	})
	req(t, "7.4.1 who signed out is out", func(t *testing.T) {
		cookie := in()
		s.as(t, cookie, "POST", "/logout", "").is(t, "signing out", http.StatusOK)
		s.as(t, cookie, "GET", "/me", "").is(t, "after that", http.StatusUnauthorized)
	})
	req(t, "7.4.2 with the account its sessions end", func(t *testing.T) {
		s.mustUser(t, "leaving", password, `["view"]`)
		leaving := s.signIn(t, "leaving", password)
		s.as(t, s.admin, "DELETE", s.userPath(t, "leaving"), "").is(t, "deleting", http.StatusOK)
		s.as(t, leaving, "GET", "/me", "").is(t, "after that", http.StatusUnauthorized)
	})
	req(t, "7.4.3 another password ends the other sessions", func(t *testing.T) {
		one, two := in(), in()
		s.as(t, one, "POST", "/me/password", `{"current_password":"`+password+`","new_password":"`+password+`!"}`).is(t, "changing it", http.StatusOK)
		s.as(t, two, "GET", "/me", "").is(t, "the other", http.StatusUnauthorized)
	})
	req(t, "7.4.5 admins can end a user's sessions", func(t *testing.T) {
		cookie := s.signIn(t, "sessions", password+"!")
		s.as(t, s.admin, "PATCH", s.userPath(t, "sessions"), `{"password":"`+password+`"}`).is(t, "another password", http.StatusOK)
		s.as(t, cookie, "GET", "/me", "").is(t, "the session", http.StatusUnauthorized)
	})
	req(t, "7.5.1 a second factor is begun and ended by who knows the password", func(t *testing.T) {
		cookie := in()
		s.as(t, cookie, "POST", "/me/totp", `{"password":"guessed"}`).is(t, "beginning", http.StatusForbidden)
		s.as(t, cookie, "DELETE", "/me/totp", `{"password":"guessed","code":"123456"}`).is(t, "ending", http.StatusForbidden)
	})
	req(t, "7.5.2 one sees and ends one's sessions", func(t *testing.T) {
		one, two := in(), in()
		var list struct {
			Sessions []struct {
				ID      string
				Current bool
			}
		}
		if err := json.Unmarshal([]byte(s.as(t, one, "GET", "/me/sessions", "").body), &list); err != nil || len(list.Sessions) < 2 || list.Sessions[0].Current {
			t.Fatalf("%v %+v", err, list)
		}
		s.as(t, one, "DELETE", "/me/sessions/"+list.Sessions[0].ID, "").is(t, "ending the newest", http.StatusOK)
		s.as(t, two, "GET", "/me", "").is(t, "it", http.StatusUnauthorized)
		s.as(t, one, "DELETE", "/me/sessions", "").is(t, "ending all", http.StatusOK)
		s.as(t, one, "GET", "/me", "").is(t, "this one", http.StatusUnauthorized)
	})
}

// userPath is a user's path in the API.
func (s *asvs) userPath(t *testing.T, name string) string {
	t.Helper()
	var list struct {
		Users []struct {
			ID       int64
			Username string
		}
	}
	if err := json.Unmarshal([]byte(s.as(t, s.admin, "GET", "/api-admin/users", "").body), &list); err != nil {
		t.Fatal(err)
	}
	for _, u := range list.Users {
		if u.Username == name {
			return fmt.Sprint("/api-admin/users/", u.ID)
		}
	}
	t.Fatalf("no user %s", name)
	return ""
}

// openRoutes answer strangers: they say so in the contract.
var openRoutes = []string{"/login", "/logout", "/health", "/healthz", "/readyz", "/api-version", "/invitations/{token}", "/agent/health", "/ws/position", "/websocket", "/websocket/", "/metrics"}

func (s *asvs) v8(t *testing.T) {
	const password = "a password for nothing"
	s.mustUser(t, "powerless", password, `[]`)
	powerless := s.signIn(t, "powerless", password)
	req(t, "8.1.1 who may do what is written down", func(t *testing.T) {
		for _, part := range []string{"`view`", "`command`", "`edit`", "`admin`"} {
			if !strings.Contains(readme(t), part) {
				t.Errorf("the README does not tell of %s", part)
			}
		}
	})
	document, err := openapi3.NewLoader().LoadFromData([]byte(s.as(t, s.admin, "GET", "/openapi.json", "").body))
	if err != nil {
		t.Fatal(err)
	}
	each := func(visit func(method, path string)) {
		for route, item := range document.Paths.Map() {
			for method := range item.Operations() {
				if !slices.Contains(openRoutes, route) && !strings.HasPrefix(route, "/icons/") {
					visit(method, pathParameter.ReplaceAllString(route, "1"))
				}
			}
		}
	}
	req(t, "8.2.1 each function is for those who may", func(t *testing.T) {
		asked := 0
		each(func(method, path string) {
			asked++
			s.ask(t, method, path, "{}").is(t, "a stranger: "+method+" "+path, http.StatusUnauthorized)
			s.ask(t, method, "/api"+path, "{}").is(t, "a stranger: "+method+" /api"+path, http.StatusUnauthorized)
			if !strings.HasPrefix(path, "/me") {
				s.as(t, powerless, method, path, "{}").is(t, "one without permissions: "+method+" "+path, http.StatusForbidden)
			}
			if method != "GET" && !strings.HasPrefix(path, "/me") && path != "/suitbuilder/search" || strings.HasPrefix(path, "/api-admin") || path == "/debug/events" {
				s.as(t, s.viewer, method, path, "{}").is(t, "one who may look: "+method+" "+path, http.StatusForbidden)
			}
		})
		if asked < 40 {
			t.Errorf("only %d routes were asked", asked)
		}
	})
	req(t, "8.2.2 nobody touches what is another's", func(t *testing.T) {
		var list struct{ Sessions []struct{ ID string } }
		if err := json.Unmarshal([]byte(s.as(t, s.admin, "GET", "/me/sessions", "").body), &list); err != nil || len(list.Sessions) == 0 {
			t.Fatal(err)
		}
		s.as(t, s.viewer, "DELETE", "/me/sessions/"+list.Sessions[0].ID, "").is(t, "another's session", http.StatusNotFound)
		s.as(t, s.admin, "GET", "/me", "").is(t, "it goes on", http.StatusOK)
	})
	req(t, "8.3.1 rights are the server's word", func(t *testing.T) {
		for _, claim := range [][]string{{"X-Is-Admin", "true"}, {"X-Original-Url", "/live"}, {"X-Rewrite-Url", "/live"}, {"X-Http-Method-Override", "GET"}} {
			s.as(t, s.viewer, "GET", "/api-admin/users", "", claim...).is(t, claim[0], http.StatusForbidden)
		}
		s.as(t, s.viewer+"; is_admin=true; permissions=admin", "GET", "/api-admin/users", "").is(t, "cookies", http.StatusForbidden)
	})
	req(t, "8.3.2 rights that are taken are gone at once", func(t *testing.T) {
		s.mustUser(t, "demoted", password, `["view","edit"]`)
		demoted := s.signIn(t, "demoted", password)
		s.as(t, s.admin, "PATCH", s.userPath(t, "demoted"), `{"permissions":["view"]}`).is(t, "demoting", http.StatusOK)
		s.as(t, demoted, "POST", "/issues", `{"title":"x"}`).is(t, "after that", http.StatusUnauthorized)
	})
}
