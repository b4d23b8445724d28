package auth

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store/storetest"
)

// site is a server with a database, and what was logged.
type site struct {
	*httptest.Server
	m    *Module
	pool *pgxpool.Pool
	log  *logBuffer
}

// Password of every user that MustSite makes.
const testPassword = "correct horse battery"

// MustSite serves the module, with the users admin, editor (view, edit), viewer
// (view) and nobody (no permission). Internal trust is off, so that callers of the
// test's own machine are strangers.
func MustSite(tb testing.TB, change ...func(*Settings, *Options)) *site {
	tb.Helper()
	log, set := new(logBuffer), defaults()
	set.InternalTrust = "off"
	options := quick(log)
	for _, c := range change {
		c(&set, &options)
	}
	pool := storetest.New(tb, Migrate)
	m := MustNew(tb, pool, set, options)
	MustUser(tb, m, "admin", testPassword, true)
	MustUser(tb, m, "editor", testPassword, false, View, Edit)
	MustUser(tb, m, "viewer", testPassword, false, View)
	MustUser(tb, m, "nobody", testPassword, false)
	return &site{serveSite(tb, m), m, pool, log}
}

// browser is a client with cookies that follows no redirects.
type browser struct {
	tb     testing.TB
	site   *site
	client *http.Client
}

func (s *site) browser(tb testing.TB) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		tb.Fatal(err)
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &browser{tb, s, &http.Client{Jar: jar, CheckRedirect: stay, Transport: s.Client().Transport}}
}

// answer is a response that was read to its end.
type answer struct {
	*http.Response
	body string
}

// send sends a request; headers are name, value, name, value.
func (b *browser) send(method, path, body string, headers ...string) answer {
	b.tb.Helper()
	r, err := http.NewRequestWithContext(b.tb.Context(), method, b.site.URL+path, strings.NewReader(body))
	if err != nil {
		b.tb.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
			continue
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := b.client.Do(r)
	if err != nil {
		b.tb.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		b.tb.Fatal(err)
	}
	for _, c := range res.Cookies() {
		keepSecret(c.Value)
	}
	for _, made := range madeSecrets.FindAllStringSubmatch(string(text), -1) {
		keepSecret(made[1] + made[2])
	}
	return answer{res, string(text)}
}

// madeSecrets are the members of answers that show a secret, once.
var madeSecrets = regexp.MustCompile(`"(?:token|secret|password)":"([^"]+)"|"([a-z2-7]{6}(?:-[a-z2-7]{6}){3})"`)

func (b *browser) get(path string, headers ...string) answer {
	b.tb.Helper()
	return b.send(http.MethodGet, path, "", headers...)
}

// login signs in with JSON, as the site's page does.
func (b *browser) login(name, password string, headers ...string) answer {
	b.tb.Helper()
	body, err := json.Marshal(map[string]string{"username": name, "password": password})
	if err != nil {
		b.tb.Fatal(err)
	}
	return b.send(http.MethodPost, "/login", string(body), append([]string{"Content-Type", "application/json"}, headers...)...)
}

// mustLogin signs in and fails the test where that fails.
func (b *browser) mustLogin(name string) *browser {
	b.tb.Helper()
	if a := b.login(name, testPassword); a.StatusCode != http.StatusOK {
		b.tb.Fatalf("%s signs in: %d %s", name, a.StatusCode, a.body)
	}
	return b
}

// form signs in with a form.
func (b *browser) form(path string, fields url.Values, headers ...string) answer {
	b.tb.Helper()
	return b.send(http.MethodPost, path, fields.Encode(), append([]string{"Content-Type", "application/x-www-form-urlencoded"}, headers...)...)
}

// cookie is the browser's session cookie, or "".
func (b *browser) cookie() string {
	b.tb.Helper()
	u, err := url.Parse(b.site.URL)
	if err != nil {
		b.tb.Fatal(err)
	}
	for _, c := range b.client.Jar.Cookies(u) {
		if c.Name == sessionCookie {
			return c.Value
		}
	}
	return ""
}

// wants tells what is wrong with an answer's status and error code.
func (a answer) wants(tb testing.TB, status int, code string) {
	tb.Helper()
	var body struct {
		Error struct{ Code, Message, Field string }
	}
	_ = json.Unmarshal([]byte(a.body), &body)
	if a.StatusCode != status || body.Error.Code != code || code != "" && body.Error.Message == "" {
		tb.Errorf("%s %s: %d %s, want %d with code %q", a.Request.Method, a.Request.URL.Path, a.StatusCode, strings.TrimSpace(a.body), status, code)
	}
}

// sessionsStored counts the rows of sessions.
func (s *site) sessionsStored(tb testing.TB) (n int) {
	tb.Helper()
	if err := s.pool.QueryRow(tb.Context(), `select count(*) from sessions`).Scan(&n); err != nil {
		tb.Fatal(err)
	}
	return n
}
