package auth

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

const testKey = "the-python-services-secret-key"

// mustPython runs a program with the real itsdangerous, gives it input as JSON and
// reads its output.
func mustPython(tb testing.TB, program string, input, output any) {
	tb.Helper()
	var python string
	for _, candidate := range []string{"/usr/bin/python3", "python3"} { // Debian's package is the system's Python's
		if exec.Command(candidate, "-c", "import itsdangerous").Run() == nil {
			python = candidate
			break
		}
	}
	if python == "" {
		needsInCI(tb, os.ErrNotExist)
	}
	text, err := json.Marshal(input)
	if err != nil {
		tb.Fatal(err)
	}
	run := exec.Command(python, "-c", "import sys, json, time\nfrom itsdangerous import URLSafeTimedSerializer, BadSignature\ngiven = json.load(sys.stdin)\n"+program)
	run.Stdin, run.Stderr = strings.NewReader(string(text)), os.Stderr
	answer, err := run.Output()
	if err == nil {
		err = json.Unmarshal(answer, output)
	}
	if err != nil {
		tb.Fatalf("python: %v: %s", err, answer)
	}
}

// The real library reads what we sign, and we what it signs: short and long, plain
// and compressed, of today and of another secret.
func TestAgainstTheRealLibrary(t *testing.T) {
	t.Parallel()
	payloads := []any{"Asheron", map[string]any{"u": "Asheron", "a": true}, map[string]any{"username": "Żaneta O'Neill <&>"}, map[string]any{"u": strings.Repeat("x", 500)}, nil, 7.5, []any{"a", nil}}
	s := newSigner(testKey, legacySalt)
	now := time.Now()
	var ours []string
	for _, p := range payloads {
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		made, _ := s.sign(text, now)
		ours = append(ours, made)
	}
	text, _, err := s.makeLegacy(user{Username: "Asheron", IsAdmin: true}, now)
	if err != nil {
		t.Fatal(err)
	}
	ours = append(ours, text)
	var said struct {
		Theirs  []string
		Read    []any
		Refused bool
	}
	mustPython(t, `
s = URLSafeTimedSerializer(given["key"])
try:
    URLSafeTimedSerializer("another").loads(given["ours"][0])
    refused = False
except BadSignature:
    refused = True
json.dump({"theirs": [s.dumps(p) for p in given["payloads"]], "read": [s.loads(t, max_age=2592000) for t in given["ours"]], "refused": refused}, sys.stdout)
`, map[string]any{"key": testKey, "payloads": payloads, "ours": ours}, &said)
	same := func(a, b any) bool {
		x, _ := json.Marshal(a)
		y, _ := json.Marshal(b)
		return string(x) == string(y)
	}
	compressed := false
	for i, p := range payloads {
		if !same(said.Read[i], p) {
			t.Errorf("%v was read by the library as %v", p, said.Read[i])
		}
		got, ok := s.read(said.Theirs[i])
		var read any
		if err := json.Unmarshal(got.payload, &read); !ok || err != nil || !same(read, p) || now.Sub(got.at).Abs() > time.Minute {
			t.Errorf("%v was read here as %s at %s: %t %v", p, got.payload, got.at, ok, err)
		}
		compressed = compressed || strings.HasPrefix(said.Theirs[i], ".")
	}
	if !same(said.Read[len(payloads)], map[string]any{"u": "Asheron", "a": true}) || !said.Refused || !compressed {
		t.Errorf("our cookie is read as %v; refused %t, compressed %t", said.Read[len(payloads)], said.Refused, compressed)
	}
}

func TestNamesInLegacyCookies(t *testing.T) {
	t.Parallel()
	for payload, want := range map[string]string{
		`"Asheron"`:                       "Asheron",
		`{"username":"Asheron"}`:          "Asheron",
		`{"user":"Asheron"}`:              "Asheron",
		`{"u":"Asheron","a":true}`:        "Asheron",
		`{"username":"A","user":"B"}`:     "A",
		`{"username":"","user":"B"}`:      "B",
		`{"username":null,"u":"C"}`:       "C",
		`{"username":7}`:                  "",
		`{"name":"Asheron"}`:              "",
		`["Asheron"]`:                     "",
		`null`:                            "",
		``:                                "",
		`Asheron`:                         "",
		`{"u":"a` + `\u0000` + `b"}`:      "a\x00b", // nobody's: readLegacy refuses it
		`{"u":{"username":"Asheron"}}`:    "",
		`{"U":"Asheron"}`:                 "",
		`{"username":"A"} {"username":1}`: "",
	} {
		if got := legacyName([]byte(payload)); got != want {
			t.Errorf("%s names %q, want %q", payload, got, want)
		}
	}
	s := newSigner("k", legacySalt)
	text, _ := s.sign([]byte(`{"u":"a\u0000b"}`), noon)
	if _, ok := s.readLegacy(text, noon); ok {
		t.Error("a name that cannot be stored is looked up")
	}
}

// python makes a cookie as the Python service does.
func (s *site) python(payload string, at time.Time) string {
	text, _ := newSigner(testKey, legacySalt).sign([]byte(payload), at)
	return legacyCookieName + "=" + text
}

func legacySite(tb testing.TB, mode string, change ...func(*Settings, *Options)) *site {
	tb.Helper()
	return MustSite(tb, append([]func(*Settings, *Options){func(set *Settings, _ *Options) {
		set.SecretKey, set.LegacyCookies = testKey, mode
	}}, change...)...)
}

// A cookie of the Python service counts if its signature is right, it is 0 to 30
// days old and its user exists; what it says of rights does not.
func TestWhichLegacyCookiesCount(t *testing.T) {
	t.Parallel()
	now := time.Now().Truncate(time.Second)
	s := legacySite(t, "accept", func(_ *Settings, o *Options) { o.Now = func() time.Time { return now } })
	const month = 30 * 24 * time.Hour
	for _, c := range []struct {
		name, payload string
		at            time.Time
		counts        bool
	}{
		{"of now", `{"u":"viewer","a":true}`, now, true},
		{"a name alone", `"viewer"`, now, true},
		{"30 days old", `"viewer"`, now.Add(-month), true},
		{"a second more", `"viewer"`, now.Add(-month - time.Second), false},
		{"of the next second", `"viewer"`, now.Add(time.Second), false},
		{"of 1970", `"viewer"`, time.Unix(0, 0), false},
		{"nobody's", `"no such user"`, now, false},
		{"in other letters", `"Viewer"`, now, false},
		{"without a name", `{"a":true}`, now, false},
	} {
		a := s.browser(t).get("/me", "Cookie", s.python(c.payload, c.at))
		if c.counts && strings.TrimSpace(a.body) != `{"username":"viewer","is_admin":false,"permissions":["view"],"via":"legacy"}` || !c.counts && a.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s: %d %s", c.name, a.StatusCode, a.body)
		}
		if len(a.Header.Values("Set-Cookie")) != 0 {
			t.Errorf("%s: a request for data sets a cookie", c.name)
		}
	}
	forged := strings.Replace(s.python(`"viewer"`, now), "=I", "=J", 1)
	s.browser(t).get("/me", "Cookie", forged).wants(t, http.StatusUnauthorized, "unauthenticated")
	two := "session=somebody-elses; " + s.python(`"viewer"`, now)
	s.browser(t).get("/me", "Cookie", two).wants(t, http.StatusOK, "")
	s.browser(t).get("/needs/edit", "Cookie", s.python(`{"u":"viewer","a":true}`, now)).wants(t, http.StatusForbidden, "denied")
	if n := s.sessionsStored(t); n != 0 {
		t.Errorf("%d sessions were made", n)
	}
	off := legacySite(t, "off")
	a := off.browser(t).send(http.MethodPost, "/logout", "", "Cookie", s.python(`"viewer"`, now))
	if strings.Contains(strings.Join(a.Header.Values("Set-Cookie"), "; "), legacyCookieName+"=;") && !strings.Contains(a.Header.Get("Set-Cookie"), sessionCookie) {
		t.Error("a server that leaves the other's cookies alone clears one")
	}
	off.browser(t).get("/me", "Cookie", s.python(`"viewer"`, now)).wants(t, http.StatusUnauthorized, "unauthenticated")
}

// A page load turns the cookie into a session, once.
func TestAPageLoadMakesASession(t *testing.T) {
	t.Parallel()
	s := legacySite(t, "accept")
	b := s.browser(t)
	cookie := s.python(`"viewer"`, time.Now())
	for _, no := range [][2]string{{http.MethodGet, "application/json"}, {http.MethodHead, "text/html"}, {http.MethodPost, "text/html"}} {
		b.send(no[0], "/needs/view", "", "Cookie", cookie, "Accept", no[1])
		if n := s.sessionsStored(t); n != 0 {
			t.Errorf("%v makes a session", no)
		}
	}
	b.get("/needs/view", "Cookie", cookie, "Accept", "text/html").wants(t, http.StatusOK, "")
	if n := s.sessionsStored(t); n != 1 {
		t.Fatalf("%d sessions are stored", n)
	}
	if me := b.get("/me"); !strings.Contains(me.body, `"via":"session"`) {
		t.Errorf("/me is %s", me.body)
	}
	for range 20 { // one that keeps no cookies
		s.browser(t).get("/needs/view", "Cookie", cookie, "Accept", "text/html").wants(t, http.StatusOK, "")
	}
	if n := s.sessionsStored(t); n > adoptRate.Burst {
		t.Errorf("%d sessions are stored of one cookie", n)
	}
	// Ending the session ends the cookie it was made of.
	over := s.watch(t, b)
	list := mustDecode[sessionList](t, b.get("/me/sessions")).Sessions
	for _, l := range list {
		if !l.Current {
			b.send(http.MethodDelete, "/me/sessions/"+l.ID.String(), "").wants(t, http.StatusOK, "")
		}
	}
	if closed(over) {
		t.Error("the wrong session ended")
	}
	s.browser(t).get("/me", "Cookie", cookie).wants(t, http.StatusUnauthorized, "unauthenticated")
	s.browser(t).get("/needs/view", "Cookie", cookie, "Accept", "text/html")
	if n := s.sessionsStored(t); n != 1 {
		t.Errorf("an ended cookie becomes a session: %d", n)
	}
}

// Signing out remembers the signature, in every spelling, here and after a
// restart, until the cookie would have expired; sockets end with it.
func TestSigningOutWithALegacyCookie(t *testing.T) {
	t.Parallel()
	now := time.Now().Truncate(time.Second)
	clock := func(_ *Settings, o *Options) { o.Now = func() time.Time { return now } }
	s := legacySite(t, "accept", clock)
	cookie, other := s.python(`"viewer"`, now), s.python(`"viewer"`, now.Add(-time.Hour))
	b := s.browser(t)
	b.get("/me", "Cookie", cookie).wants(t, http.StatusOK, "")
	c, _ := newSigner(testKey, legacySalt).readLegacy(strings.TrimPrefix(cookie, "session="), now)
	found, ok, err := s.m.legacy.find(t.Context(), c.key())
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	over := s.m.Watch(t.Context(), found.identity())
	a := b.send(http.MethodPost, "/logout", "", "Cookie", cookie)
	a.wants(t, http.StatusOK, "")
	if set := strings.Join(a.Header.Values("Set-Cookie"), "\n"); !strings.Contains(set, "session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax") || !strings.Contains(set, sessionCookie+"=;") {
		t.Errorf("the cookies are not cleared: %s", set)
	}
	if !closed(over) {
		t.Error("sockets of the cookie stay open")
	}
	restarted := MustNew(t, s.pool, Settings{FirstAdmin: "admin", InternalTrust: "off", AuthPoolSize: 4, SecretKey: testKey}, Options{Now: func() time.Time { return now }})
	for _, m := range []*Module{s.m, restarted} {
		for _, last := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" {
			r := mustRequest(t, "")
			r.Header.Set("Cookie", cookie[:len(cookie)-1]+string(last))
			if who := m.whoAsks(r); who.known {
				t.Fatalf("a cookie that was signed out counts, spelled with %c", last)
			}
		}
	}
	b.get("/me", "Cookie", other).wants(t, http.StatusOK, "")
	purged := func() (n int) {
		t.Helper()
		if err := s.m.legacy.keepUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := s.pool.QueryRow(t.Context(), `select count(*) from legacy_ended`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	now = now.Add(30 * 24 * time.Hour)
	if purged() != 1 {
		t.Error("a signature is forgotten while its cookie could count")
	}
	now = now.Add(2 * time.Second)
	if purged() != 0 {
		t.Error("signatures are kept for ever")
	}
}

// What ends all of a user's sessions ends the cookies made before.
func TestLegacyCookiesEndWithTheSessions(t *testing.T) {
	t.Parallel()
	s := legacySite(t, "accept")
	admin := s.browser(t).mustLogin("admin")
	path := s.pathOf(t, "editor")
	age := time.Minute
	for name, end := range map[string]func(b *browser, cookie string){
		"signing out everywhere": func(b *browser, cookie string) { b.send(http.MethodDelete, "/me/sessions", "", "Cookie", cookie) },
		"another password":       func(*browser, string) { admin.sendJSON(http.MethodPatch, path, `{"password":"`+testPassword+`"}`) },
		"a demotion":             func(*browser, string) { admin.sendJSON(http.MethodPatch, path, `{"permissions":["edit"]}`) },
	} {
		MustExec(t, s.pool, `update users set permissions = '{view,edit}', sessions_valid_from = null where username = 'editor'`)
		age += time.Minute
		cookie := s.python(`"editor"`, time.Now().Add(-age))
		b := s.browser(t)
		b.get("/me", "Cookie", cookie).wants(t, http.StatusOK, "")
		end(b, cookie)
		s.browser(t).get("/me", "Cookie", cookie).wants(t, http.StatusUnauthorized, "unauthenticated")
		if t.Failed() {
			t.Fatal(name)
		}
		s.m.legacy = newSessions(legacyRows{s.m.db}, time.Now) // the next case begins anew
	}
}

// With issue, a sign-in sets a cookie that the real library reads, also right after
// the password was changed; it ends with the session.
func TestIssuingLegacyCookies(t *testing.T) {
	t.Parallel()
	s := legacySite(t, "issue", func(_ *Settings, o *Options) { o.PublicURL = "https://overlord.example" })
	issued := func(a answer) string {
		t.Helper()
		for _, c := range a.Cookies() {
			if c.Name == legacyCookieName {
				if !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.MaxAge != 30*24*3600 {
					t.Errorf("the cookie is %s", c)
				}
				return c.Value
			}
		}
		t.Fatalf("no cookie is issued: %s", a.body)
		return ""
	}
	b := s.browser(t)
	first := issued(b.login("admin", testPassword))
	var session string
	for _, c := range s.browser(t).login("viewer", testPassword).Cookies() {
		if c.Name == sessionCookie {
			session = c.Name + "=" + c.Value
		}
	}
	a := s.browser(t).send(http.MethodPost, "/me/password", `{"current_password":"`+testPassword+`","new_password":"another password"}`, "Content-Type", "application/json", "Cookie", session)
	a.wants(t, http.StatusOK, "")
	after := issued(a)
	var read []any
	mustPython(t, `
s = URLSafeTimedSerializer(given["key"])
time.sleep(1)
json.dump([s.loads(t, max_age=2592000) for t in given["texts"]], sys.stdout)
`, map[string]any{"key": testKey, "texts": []string{first, after}}, &read)
	if text, err := json.Marshal(read); err != nil || string(text) != `[{"a":true,"u":"admin"},{"a":false,"u":"viewer"}]` {
		t.Errorf("the library reads %s, %v", text, err)
	}
	for text, want := range map[string]string{first: `"admin"`, after: `"viewer"`} {
		eventually(t, "the cookie of "+want+" counts here too", func() bool {
			return strings.Contains(s.browser(t).get("/me", "Cookie", legacyCookieName+"="+text).body, want)
		})
	}
	admin := s.browser(t)
	last := issued(admin.login("admin", testPassword))
	list := mustDecode[sessionList](t, admin.get("/me/sessions", "Cookie", legacyCookieName+"="+last)).Sessions
	for _, l := range list {
		admin.send(http.MethodDelete, "/me/sessions/"+l.ID.String(), "", "Cookie", legacyCookieName+"="+last)
	}
	s.browser(t).get("/me", "Cookie", legacyCookieName+"="+last).wants(t, http.StatusUnauthorized, "unauthenticated")
}

// The database goes away: a cookie that is known goes on, one that is not is told
// to come back.
func TestLegacyCookiesWhileTheDatabaseIsAway(t *testing.T) {
	t.Parallel()
	s := legacySite(t, "accept")
	known, unknown := s.python(`"viewer"`, time.Now()), s.python(`"editor"`, time.Now())
	b := s.browser(t)
	b.get("/me", "Cookie", known).wants(t, http.StatusOK, "")
	s.pool.Close()
	b.get("/me", "Cookie", known).wants(t, http.StatusOK, "")
	if a := b.get("/me", "Cookie", unknown); a.StatusCode < 500 {
		t.Errorf("a cookie that cannot be looked up: %d", a.StatusCode)
	}
}

func TestTheSecretKeyIsMadeOnce(t *testing.T) {
	t.Parallel()
	dir, log := t.TempDir(), new(logBuffer)
	first, err := secretKey("", dir, false, log.logger())
	if err != nil || len(first) < 40 {
		t.Fatal(first, err)
	}
	info, err := os.Stat(dir + "/" + secretKeyFile)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v", info.Mode(), err)
	}
	if err := os.Chmod(dir+"/"+secretKeyFile, 0o644); err != nil {
		t.Fatal(err)
	}
	again, err := secretKey("", dir, false, log.logger())
	if info, _ := os.Stat(dir + "/" + secretKeyFile); again != first || err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("a restart has another key: %v, or leaves the file open: %v", err, info.Mode())
	}
	if set, err := secretKey("short", dir, false, log.logger()); set != "short" || err != nil || !strings.Contains(log.String(), "guessed") {
		t.Errorf("a key that was set: %q %v", set, err)
	}
	if strings.Contains(log.String(), first) || strings.Contains(log.String(), "short ") && strings.Contains(log.String(), `"short"`) {
		t.Errorf("the log tells a key: %s", log)
	}
	if err := os.WriteFile(dir+"/"+secretKeyFile, []byte("\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := secretKey("", dir, false, log.logger()); err == nil || !strings.Contains(err.Error(), secretKeyFile) {
		t.Errorf("an empty file: %v", err)
	}
	if _, err := secretKey("", dir+"/none", false, log.logger()); err == nil {
		t.Error("a folder that is not there")
	}
	if key, err := secretKey("", t.TempDir(), true, log.logger()); err != nil || len(key) < 40 {
		t.Errorf("a server that may not write: %v", err)
	}
	one, _ := secretKey("", "", false, log.logger())
	two, _ := secretKey("", "", false, log.logger())
	if one == two {
		t.Error("two processes have one key")
	}
}
