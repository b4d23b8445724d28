package main

import (
	"bufio"
	"encoding/json"
	"encoding/xml"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"overlord/inventory/magtools"
	"overlord/web/socket"
)

func (s *asvs) v1(t *testing.T) {
	const hostile = `<script>alert(1)</script>\r\nSet-Cookie: stolen=1`
	req(t, "1.2.1 output is encoded for where it stands", func(t *testing.T) {
		s.as(t, s.admin, "POST", "/issues", `{"title":"`+hostile+`"}`).is(t, "a hostile title", http.StatusCreated)
		for _, path := range []string{"/issues", "/openissues.json", "/api/%3Cscript%3Ealert(1)%3C/script%3E"} {
			a := s.as(t, s.admin, "GET", path, "")
			if !strings.HasPrefix(a.header.Get("Content-Type"), "application/json") || a.header.Get("X-Content-Type-Options") != "nosniff" || len(a.header.Values("Set-Cookie")) != 0 {
				t.Errorf("%s: %v", path, a.header)
			}
		}
		if a := s.as(t, s.admin, "GET", "/docs", ""); strings.Contains(a.body, "<script") {
			t.Error("the page of the API holds a script")
		}
	})
	req(t, "1.2.2 what goes into an address is encoded, and leads nowhere else", func(t *testing.T) {
		a := s.ask(t, "GET", `/app/x%22%3E%3Cscript?a=%22%0d%0aX:1`, "", "Accept", "text/html")
		if a.status != http.StatusFound || strings.ContainsAny(a.header.Get("Location"), "\"<>\r\n") || !strings.HasPrefix(a.header.Get("Location"), "/login?next=%2Fapp") {
			t.Errorf("%d to %q", a.status, a.header.Get("Location"))
		}
		for _, next := range []string{"javascript:alert(1)", "data:text/html,x", "https://evil.example", "//evil.example", `/\evil.example`, "/%0d%0aX: 1"} {
			form := url.Values{"username": {"viewer"}, "password": {asvsViewerPassword}, "next": {next}}.Encode()
			a := s.ask(t, "POST", "/login", form, "Content-Type", "application/x-www-form-urlencoded")
			if to := a.header.Get("Location"); a.status != http.StatusSeeOther || to != "/" && !strings.HasPrefix(to, "/%0") {
				t.Errorf("next %q: %d to %q", next, a.status, to)
			}
		}
	})
	req(t, "1.2.3 JSON stays JSON, whatever is in it", func(t *testing.T) {
		name := `a"},{"is_admin":true,"b":"</script>` + "\u2028"
		quoted, err := json.Marshal(name)
		if err != nil {
			t.Fatal(err)
		}
		a := s.as(t, s.admin, "POST", "/api-admin/invitations", `{"note":`+string(quoted)+`}`)
		var made struct {
			Note    string
			IsAdmin bool `json:"is_admin"`
		}
		if err := json.Unmarshal([]byte(a.body), &made); err != nil || made.Note != name || made.IsAdmin {
			t.Errorf("%d %s: %v", a.status, a.body, err)
		}
	})
	req(t, "1.2.4 the database reads no SQL of a caller", func(t *testing.T) {
		for _, text := range []string{`' or 1=1 --`, `x'; drop table users; --`, `%' union select password_hash from users --`, `\'; select pg_sleep(9)`} {
			q := url.QueryEscape(text)
			for _, path := range []string{"/rares?character=" + q, "/history?character=" + q, "/deaths?character=" + q, "/issues?category=" + q, "/api-admin/audit?username=" + q, "/spawns/mobs?hours=24"} {
				a := s.as(t, s.admin, "GET", path, "")
				if a.status != http.StatusOK || strings.Contains(a.body, "$2a$") || strings.Contains(a.body, "SQLSTATE") {
					t.Errorf("%s: %d %.200s", path, a.status, a.body)
				}
			}
			body, err := json.Marshal(map[string]string{"username": "admin" + text, "password": text})
			if err != nil {
				t.Fatal(err)
			}
			s.ask(t, "POST", "/login", string(body)).is(t, "a sign-in with SQL", http.StatusUnauthorized)
		}
	})
	req(t, "1.2.5 no command of the system is made of what a caller says", func(t *testing.T) {
		for path, text := range sourcesOf(t, ".", ".go") {
			if strings.Contains(text, `"os/exec"`) && !strings.HasPrefix(path, "store/embedded/") && !strings.HasPrefix(path, "store/storetest/") {
				t.Errorf("%s runs programs", path)
			}
		}
	})
	req(t, "1.3.1 no HTML is taken from people", func(t *testing.T) {
		for path, text := range sourcesOf(t, "frontend/src", ".ts", ".tsx") {
			if strings.Contains(text, "dangerouslySetInnerHTML") || strings.Contains(text, "contentEditable") {
				t.Errorf("%s takes HTML", path)
			}
		}
	})
	req(t, "1.3.2 nothing is evaluated", func(t *testing.T) {
		for path, text := range sourcesOf(t, "frontend/src", ".ts", ".tsx") {
			if strings.Contains(text, "eval(") || strings.Contains(text, "new Function") {
				t.Errorf("%s evaluates text", path)
			}
		}
		if policy := s.ask(t, "GET", "/login", "").header.Get("Content-Security-Policy"); strings.Contains(policy, "unsafe") {
			t.Errorf("the policy is %s", policy)
		}
	})
	req(t, "1.5.1 XML brings nothing in from outside", func(t *testing.T) {
		const file = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]><ArrayOfMyWorldObject><MyWorldObject><Name>&secret;</Name></MyWorldObject></ArrayOfMyWorldObject>`
		for object, err := range magtools.Objects(strings.NewReader(file)) {
			if err == nil && strings.Contains(string(object), "root:") {
				t.Errorf("a file was read: %s", object)
			}
		}
		if err := xml.Unmarshal([]byte(file), new(struct{})); err == nil {
			t.Error("an entity from outside is taken")
		}
	})
}

func (s *asvs) v2(t *testing.T) {
	req(t, "2.1.1 what may be sent is written down", func(t *testing.T) {
		var document struct {
			Paths map[string]map[string]struct {
				RequestBody *struct {
					Content map[string]struct{ Schema map[string]any }
				}
			}
		}
		if err := json.Unmarshal([]byte(s.as(t, s.admin, "GET", "/openapi.json", "").body), &document); err != nil {
			t.Fatal(err)
		}
		bodies := 0
		for path, operations := range document.Paths {
			for method, o := range operations {
				if o.RequestBody == nil {
					continue
				}
				for kind, c := range o.RequestBody.Content {
					if bodies++; len(c.Schema) == 0 {
						t.Errorf("%s %s: no schema for %s", method, path, kind)
					}
				}
			}
		}
		if bodies < 10 {
			t.Errorf("only %d bodies are described", bodies)
		}
	})
	wrong := map[string]string{
		`{"username":"x","password":"short"}`: "password", `{"username":" x","password":"long enough it is"}`: "username", `{"username":7}`: "username",
		`{"username":"x","permissions":["root"]}`: "permissions", `{"username":"x","is_admin":"yes"}`: "is_admin", `{"username":"x\u0000"}`: "username",
	}
	req(t, "2.2.1 input is held against what it should be", func(t *testing.T) {
		for body, field := range wrong {
			if a := s.as(t, s.admin, "POST", "/api-admin/users", body); a.status != http.StatusBadRequest || !strings.Contains(a.body, `"field":"`+field+`"`) {
				t.Errorf("%s: %d %s", body, a.status, a.body)
			}
		}
		for _, path := range []string{"/trails?seconds=-1", "/trails?seconds=x", "/history?limit=99999999999", "/rares?tier=9", "/nonsense?x=1", "/trails?sekonds=1", "/history?from=yesterday", "/history?from=%FF", "/stats/%00"} {
			if a := s.as(t, s.admin, "GET", path, ""); a.status < 400 || a.status >= 500 {
				t.Errorf("%s: %d", path, a.status)
			}
		}
	})
	req(t, "2.2.2 the server checks, whatever the page does", func(t *testing.T) {
		s.ask(t, "POST", "/api-admin/users", `{"username":"x"}`).is(t, "a caller without the page", http.StatusUnauthorized)
		s.as(t, s.viewer, "POST", "/issues", `{"title":"x"}`).is(t, "one whose page would show no button", http.StatusForbidden)
	})
	req(t, "2.3.1 no step is left out", func(t *testing.T) {
		s.as(t, s.viewer, "POST", "/me/totp", `{"code":"123456"}`).is(t, "confirming what was not begun", http.StatusConflict)
		s.ask(t, "POST", "/login", `{"username":"viewer","password":"","code":"123456"}`).is(t, "a code without the password", http.StatusUnauthorized)
	})
	req(t, "2.3.3 all of a change happens, or none", func(t *testing.T) {
		invitation := s.invite(t)
		s.ask(t, "POST", "/invitations/"+invitation, `{"username":"viewer","password":"a password of hers"}`).is(t, "a name that is taken", http.StatusConflict)
		s.ask(t, "POST", "/invitations/"+invitation, `{"username":"second try","password":"a password of hers"}`).is(t, "the invitation after that", http.StatusCreated)
	})
	req(t, "2.3.4 what is there once is given once", func(t *testing.T) {
		invitation := s.invite(t)
		var wait sync.WaitGroup
		statuses := make([]int, 4)
		for i := range statuses {
			caller := &asvs{process: s.process, address: 10_000 + 100*i}
			wait.Go(func() {
				statuses[i] = caller.ask(t, "POST", "/invitations/"+invitation, `{"username":"invited `+itoa(i)+`","password":"a password of hers"}`).status
			})
		}
		wait.Wait()
		if slices.Sort(statuses); statuses[0] != http.StatusCreated || statuses[1] != http.StatusNotFound {
			t.Errorf("%v", statuses)
		}
	})
	req(t, "2.4.1 what is costly is not given without end", func(t *testing.T) {
		s.mustUser(t, "greedy", "a password of his", `["view"]`)
		greedy, statuses := s.signIn(t, "greedy", "a password of his"), map[int]int{}
		for range 500 { // more than come in at the lower rate
			a := s.as(t, greedy, "GET", "/leaderboards", "")
			if statuses[a.status]++; a.status == http.StatusTooManyRequests {
				break
			}
		}
		if statuses[http.StatusTooManyRequests] == 0 || statuses[http.StatusOK] < 60 {
			t.Errorf("%v", statuses)
		}
		s.as(t, s.viewer, "GET", "/leaderboards", "").is(t, "somebody else", http.StatusOK)
		for _, c := range []struct {
			method, path string
			atOnce       int // what a person may come to
			most         int
		}{
			{"POST", "/inv/suitbuilder/search", 8, 30}, {"GET", "/api/export/items.csv?q=nothing", 10, 40},
			{"GET", "/search/items?q=nothing", 250, 1500}, {"GET", "/inv/search/upgrades/Nobody", 0, 500},
		} {
			n := 0
			for ; n < c.most; n++ {
				if a := s.as(t, greedy, c.method, c.path, `{}`); a.status == http.StatusTooManyRequests {
					if a.header.Get("Retry-After") == "" {
						t.Errorf("%s: %v", c.path, a.header)
					}
					break
				}
			}
			if n < c.atOnce || n == c.most {
				t.Errorf("%s was given %d times", c.path, n)
			}
		}
	})
}

// invite makes an invitation and returns its token.
func (s *asvs) invite(t *testing.T) string {
	t.Helper()
	var made struct{ Token string }
	if a := s.as(t, s.admin, "POST", "/api-admin/invitations", `{}`); json.Unmarshal([]byte(a.body), &made) != nil || made.Token == "" {
		t.Fatalf("%d %s", a.status, a.body)
	}
	s.secrets = append(s.secrets, made.Token)
	return made.Token
}

func (s *asvs) v3(t *testing.T) {
	everything := []string{"/login", "/", "/me", "/live", "/assets/none.js", "/api/none", "/healthz", "/api-version", "/metrics"}
	each := func(t *testing.T, wrong func(h http.Header) bool, headers ...string) {
		t.Helper()
		for _, path := range everything {
			if h := s.ask(t, "GET", path, "", headers...).header; wrong(h) {
				t.Errorf("%s: %v", path, h)
			}
		}
	}
	req(t, "3.2.1 an answer is read as what it is", func(t *testing.T) {
		a := s.as(t, s.admin, "GET", "/me", "", "Accept", "text/html", "Sec-Fetch-Dest", "document")
		if !strings.HasPrefix(a.header.Get("Content-Type"), "application/json") || !strings.Contains(a.header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%v", a.header)
		}
	})
	req(t, "3.2.2 text is shown as text", func(t *testing.T) {
		for path, text := range sourcesOf(t, "frontend/src", ".ts", ".tsx") {
			for _, way := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "createContextualFragment"} {
				if strings.Contains(text, way) && !strings.HasSuffix(path, "ui/sprite.ts") { // our own drawings, from the program itself
					t.Errorf("%s uses %s", path, way)
				}
			}
		}
	})
	req(t, "3.3.2 cookies say to which sites they go", func(t *testing.T) {
		a := s.ask(t, "POST", "/login", `{"username":"viewer","password":"`+asvsViewerPassword+`"}`, "X-Forwarded-Proto", "https")
		if set := a.header.Get("Set-Cookie"); !strings.Contains(set, "; SameSite=Lax") || !strings.Contains(set, "; Secure") {
			t.Errorf("the cookie is %s", set)
		}
	})
	req(t, "3.3.4 no script reads the session", func(t *testing.T) {
		a := s.ask(t, "POST", "/login", `{"username":"viewer","password":"`+asvsViewerPassword+`"}`)
		token, _, _ := strings.Cut(strings.TrimPrefix(a.header.Get("Set-Cookie"), "overlord_session="), ";")
		if !strings.Contains(a.header.Get("Set-Cookie"), "; HttpOnly") || strings.Contains(a.body, token) {
			t.Errorf("%s %s", a.header.Get("Set-Cookie"), a.body)
		}
	})
	req(t, "3.4.1 browsers stay on TLS for a year", func(t *testing.T) {
		each(t, func(h http.Header) bool { return h.Get("Strict-Transport-Security") != "max-age=31536000" }, "X-Forwarded-Proto", "https")
	})
	req(t, "3.4.2 no other site reads answers", func(t *testing.T) {
		each(t, func(h http.Header) bool { return h.Get("Access-Control-Allow-Origin") != "" }, "Origin", "https://evil.example")
	})
	req(t, "3.4.3 pages load only what is ours", func(t *testing.T) {
		each(t, func(h http.Header) bool {
			p := h.Get("Content-Security-Policy")
			return !strings.HasPrefix(p, "default-src 'none'; script-src 'self'; style-src 'self'") || !strings.Contains(p, "base-uri 'none'") || strings.Contains(p, "unsafe") || strings.Contains(p, "*")
		})
	})
	req(t, "3.4.4 nothing is sniffed", func(t *testing.T) {
		each(t, func(h http.Header) bool { return h.Get("X-Content-Type-Options") != "nosniff" })
	})
	req(t, "3.4.5 other sites do not learn addresses", func(t *testing.T) {
		each(t, func(h http.Header) bool { return h.Get("Referrer-Policy") != "same-origin" })
	})
	req(t, "3.4.6 nobody puts a frame around it", func(t *testing.T) {
		each(t, func(h http.Header) bool {
			return !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'none'")
		})
	})
	unsafe := [][3]string{{"POST", "/login", `{}`}, {"POST", "/logout", ""}, {"DELETE", "/me/sessions", ""}, {"POST", "/me/password", `{}`}, {"POST", "/issues", `{"title":"x"}`}, {"POST", "/api-admin/users", `{"username":"x"}`}, {"POST", "/command", `{}`}, {"POST", "/invitations/x", `{}`}}
	req(t, "3.5.1 changes come from our own pages", func(t *testing.T) {
		for _, r := range unsafe {
			for _, from := range [][]string{{"Origin", "https://evil.example"}, {"Origin", "null"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "http://" + s.process.address + ".evil.example"}} {
				s.as(t, s.admin, r[0], r[1], r[2], from...).is(t, r[0]+" "+r[1]+" from "+from[1], http.StatusForbidden)
			}
		}
		s.as(t, s.admin, "GET", "/me", "").is(t, "the session after that", http.StatusOK)
	})
	req(t, "3.5.2 a form of another site is no JSON", func(t *testing.T) {
		for _, kind := range []string{"text/plain", "multipart/form-data; boundary=x", ""} {
			s.ask(t, "POST", "/login", `{"username":"viewer","password":"`+asvsViewerPassword+`"}`, "Content-Type", kind).is(t, "a sign-in as "+kind, http.StatusBadRequest)
		}
	})
	req(t, "3.5.3 a read changes nothing", func(t *testing.T) {
		s.as(t, s.admin, "GET", "/logout", "", "Sec-Fetch-Site", "cross-site").is(t, "a sign-out by another site's picture", http.StatusForbidden)
		s.as(t, s.admin, "HEAD", "/logout", "", "Sec-Fetch-Site", "cross-site").is(t, "the same as HEAD", http.StatusForbidden)
		for _, r := range unsafe[3:] {
			if a := s.as(t, s.admin, "GET", r[1], ""); a.status == http.StatusCreated || strings.Contains(a.body, `"ok":true`) {
				t.Errorf("GET %s changes something: %d %s", r[1], a.status, a.body)
			}
		}
		s.as(t, s.admin, "GET", "/me", "").is(t, "the session after that", http.StatusOK)
	})
}

func (s *asvs) v4(t *testing.T) {
	req(t, "4.1.1 every answer says what it is", func(t *testing.T) {
		for path, kind := range map[string]string{"/me": "application/json; charset=utf-8", "/login": "text/html; charset=utf-8", "/api/none": "application/json; charset=utf-8", "/docs/style.css": "text/css; charset=utf-8", "/docs": "text/html; charset=utf-8"} {
			if got := s.as(t, s.admin, "GET", path, "").header.Get("Content-Type"); got != kind {
				t.Errorf("%s is %q", path, got)
			}
		}
	})
	req(t, "4.1.3 a proxy's headers are a proxy's", func(t *testing.T) {
		for _, h := range []string{"X-User", "X-User-Id", "X-Remote-User", "X-Forwarded-User", "X-Real-Ip", "Forwarded"} {
			s.ask(t, "GET", "/live", "", h, "admin", "X-Forwarded-For", "127.0.0.1").is(t, h, http.StatusUnauthorized)
		}
	})
	req(t, "4.1.4 methods that nobody needs are refused", func(t *testing.T) {
		for _, method := range []string{"TRACE", "OPTIONS", "PUT", "PROPFIND"} {
			if a := s.as(t, s.admin, method, "/me", ""); a.status != http.StatusMethodNotAllowed && a.status != http.StatusNotFound {
				t.Errorf("%s: %d", method, a.status)
			}
		}
	})
	req(t, "4.2.1 one message has one end", func(t *testing.T) {
		for _, raw := range []string{
			"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
			"POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
			"POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\nContent-Length: 4\r\n\r\nabcd",
			"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
			"GET /healthz HTTP/1.1\r\nHost: a\r\n X: y\r\n: z\r\n\r\n",
		} {
			if status := s.raw(t, raw); status < 400 || status > 501 {
				t.Errorf("%.60q: %d", raw, status)
			}
		}
	})
	req(t, "4.4.1 sockets use TLS where the page does", func(t *testing.T) {
		text := ""
		for path, source := range sourcesOf(t, "frontend/src/live", ".ts") {
			if strings.Contains(source, "new WebSocket(") {
				text += path + source
			}
			if strings.Contains(source, "'ws://") || strings.Contains(source, "`ws://") {
				t.Errorf("%s opens a socket without TLS", path)
			}
		}
		if text == "" {
			t.Error("no socket was found")
		}
	})
	req(t, "4.4.3 a socket ends with what opened it", s.sockets)
	req(t, "4.4.2 a socket comes from our own page", func(t *testing.T) {
		upgrade := []string{"Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}
		for _, origin := range []string{"https://evil.example", "null", "http://" + s.process.address + "@evil.example"} {
			s.as(t, s.admin, "GET", "/ws/live", "", append(upgrade, "Origin", origin)...).is(t, origin, http.StatusForbidden)
		}
		s.ask(t, "GET", "/ws/live", "", upgrade...).is(t, "a stranger", http.StatusUnauthorized)
	})
}

// sockets holds sockets against what they were opened with.
func (s *asvs) sockets(t *testing.T) {
	closes := func(what string, conn *socket.Conn, end func()) {
		t.Helper()
		ended := make(chan time.Time, 1)
		go func() {
			for {
				if _, err := conn.Read(t.Context()); err != nil {
					ended <- time.Now()
					return
				}
			}
		}()
		begin := time.Now()
		end()
		select {
		case at := <-ended:
			t.Logf("%s: the socket closed after %s", what, at.Sub(begin))
		case <-time.After(20 * time.Second): // a second on a machine that has nothing else to do
			t.Errorf("%s: the socket stays open", what)
		}
	}
	dial := func(path string, headers ...string) *socket.Conn {
		t.Helper()
		header := http.Header{"X-Forwarded-For": {"198.51.100.77"}}
		for i := 0; i < len(headers); i += 2 {
			header.Set(headers[i], headers[i+1])
		}
		conn, _, err := socket.Dial(t.Context(), "ws://"+s.process.address+path, header, socket.Options{ReadLimit: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		return conn
	}
	mint := func(path, body string) (id, secret string) {
		t.Helper()
		var made struct{ ID, Token, Secret string }
		if a := s.as(t, s.admin, "POST", path, body); json.Unmarshal([]byte(a.body), &made) != nil || made.ID == "" {
			t.Fatalf("%d %s", a.status, a.body)
		}
		s.secrets = append(s.secrets, made.Token+made.Secret)
		return made.ID, made.Token + made.Secret
	}
	cookie := s.signIn(t, "viewer", asvsViewerPassword)
	closes("a session", dial("/ws/live", "Cookie", cookie), func() { s.as(t, cookie, "POST", "/logout", "") })
	id, token := mint("/api-admin/tokens", `{"name":"socket"}`)
	closes("a token", dial("/ws/live", "Authorization", "Bearer "+token), func() { s.as(t, s.admin, "DELETE", "/api-admin/tokens/"+id, "") })
	id, secret := mint("/api-admin/plugin-secrets", `{"name":"a laptop"}`)
	plugin := dial("/ws/position", "X-Plugin-Secret", secret)
	if err := plugin.Write(t.Context(), []byte(`{"type":"register","character_name":"Larsa"}`)); err != nil {
		t.Fatal(err)
	}
	if !soon(func() bool {
		return strings.Contains(s.as(t, s.admin, "GET", "/api-admin/plugin-secrets", "").body, `"character_name":"Larsa"`)
	}) {
		t.Error("it is not shown who uses a secret")
	}
	closes("a plugin's secret", plugin, func() { s.as(t, s.admin, "DELETE", "/api-admin/plugin-secrets/"+id, "") })
	s.ask(t, "GET", "/ws/position", "", "X-Plugin-Secret", secret).is(t, "the secret after that", http.StatusUnauthorized)
}

// raw sends bytes as they are and returns the answer's status; 0: none came.
func (s *asvs) raw(t *testing.T, text string) int {
	t.Helper()
	conn, err := net.Dial("tcp", s.process.address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0
	}
	answer.Body.Close()
	return answer.StatusCode
}

func (s *asvs) v5(t *testing.T) {
	req(t, "5.2.1 nothing larger is taken than can be handled", func(t *testing.T) {
		large := `{"username":"` + strings.Repeat("a", 20<<10) + `","password":"x"}`
		s.ask(t, "POST", "/login", large).is(t, "a large sign-in", http.StatusRequestEntityTooLarge)
		s.as(t, s.admin, "POST", "/api-admin/users", large).is(t, "a large user", http.StatusRequestEntityTooLarge)
		s.as(t, s.admin, "POST", "/issues", `{"title":"`+strings.Repeat("a", 1<<20)+`"}`).is(t, "a large issue", http.StatusRequestEntityTooLarge)
		if status := s.raw(t, "GET /healthz HTTP/1.1\r\nHost: x\r\nX: "+strings.Repeat("a", 100<<10)+"\r\n\r\n"); status != http.StatusRequestHeaderFieldsTooLarge {
			t.Errorf("a large header: %d", status)
		}
	})
	req(t, "5.2.2 no files are taken but what they should be", func(t *testing.T) {
		s.ask(t, "POST", "/login", "--x\r\n\r\nMZ\r\n--x--", "Content-Type", "multipart/form-data; boundary=x").is(t, "a file", http.StatusBadRequest)
	})
	req(t, "5.3.1 nothing that is sent becomes a file of the site", func(t *testing.T) {
		for _, path := range []string{"/assets/x.js", "/x.php", "/login.html", "/icons/x.svg"} {
			for _, method := range []string{"PUT", "POST", "PATCH"} {
				if a := s.as(t, s.admin, method, path, "<?php"); a.status != http.StatusNotFound && a.status != http.StatusMethodNotAllowed {
					t.Errorf("%s %s: %d", method, path, a.status)
				}
			}
		}
	})
	req(t, "5.3.2 no path leads out of the site", func(t *testing.T) {
		for _, path := range []string{
			"/../../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/%252e%252e%252fetc%252fpasswd", "/..%5c..%5cetc%5cpasswd", `/..\..\etc\passwd`,
			"/assets/../../go.mod", "/assets/..%2f..%2fgo.mod", "/assets/%2e%2e/index.html/../../go.mod", "/icons/..%c0%af..%c0%afetc/passwd", "/....//....//etc/passwd", "//etc/passwd", "/assets//etc/passwd", "/C:/Windows/win.ini",
			"/assets/%00", "/index.html%00.js", "/.env", "/assets/.env", "/%2eenv", "/secret-key", "/data/secret-key", "/first-admin-password", "/.git/HEAD",
		} {
			for _, prefix := range []string{"", "/api", "/inv"} {
				conn, err := net.Dial("tcp", s.process.address)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := io.WriteString(conn, "GET "+prefix+path+" HTTP/1.1\r\nHost: x\r\nCookie: "+s.admin+"\r\nConnection: close\r\n\r\n"); err != nil {
					t.Fatal(err)
				}
				text, err := io.ReadAll(conn)
				conn.Close()
				status, _, _ := strings.Cut(strings.TrimPrefix(string(text), "HTTP/1.1 "), " ")
				if err != nil || status[0] == '2' || status[0] == '5' || strings.Contains(string(text), "root:") || strings.Contains(string(text), "module overlord") || strings.Contains(string(text), asvsKey) {
					t.Errorf("%s%s: %.300s %v", prefix, path, text, err)
				}
			}
		}
	})
}
