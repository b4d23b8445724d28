package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"overlord/store/storetest"
)

// The suite keeps all that its servers logged, and every secret that it handled:
// what was set up, typed, sent, or made by a server. Once all tests are over, no
// secret may stand in any log. See TestMain.
var suite = secrecy{secrets: map[string]string{"$2a$": "the hash of a password"}}

type secrecy struct {
	mu      sync.Mutex
	logs    []*storetest.Log
	secrets map[string]string // with what they are
}

// shortestSecret is the least that is looked for: what is shorter may stand in a
// log by chance.
const shortestSecret = 10

// keep notes a secret.
func (s *secrecy) keep(what, text string) {
	if len(text) < shortestSecret {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.secrets[text] = what
}

// keepLog notes what a server will say.
func (s *secrecy) keepLog(log *storetest.Log) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.logs = append(s.logs, log)
}

var secretSetting = regexp.MustCompile(`PASSWORD|SECRET|TOKEN|WEBHOOK|_KEY`)

// keepSettings notes the secrets among a server's settings, as name=value.
func (s *secrecy) keepSettings(env []string) {
	for _, pair := range env {
		name, value, _ := strings.Cut(pair, "=")
		if secretSetting.MatchString(name) && !strings.HasSuffix(name, "_FILE") && value != "true" && value != "false" {
			s.keep("the setting "+name, value)
		}
		if u, err := url.Parse(value); err == nil && u.User != nil {
			password, _ := u.User.Password()
			s.keep("the password in "+name, password)
		}
	}
}

// told lists the secrets that stand in a log.
func (s *secrecy) told() (found []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, log := range s.logs {
		text := log.String()
		for secret, what := range s.secrets {
			if i := strings.Index(text, secret); i >= 0 {
				found = append(found, fmt.Sprintf("%s: %q", what, text[max(0, i-200):min(len(text), i+len(secret)+50)]))
			}
		}
	}
	return found
}

var (
	secretMember = regexp.MustCompile(`"(?:[a-z_]*password|secret|token)"\s*:\s*"((?:[^"\\]|\\.)*)"`)
	recovery     = regexp.MustCompile(`"recovery_codes"\s*:\s*\[([^]]*)\]`)
	secretRoute  = regexp.MustCompile(`/(login|totp|password|tokens|plugin-secrets|invitations|users)\b`)
)

// listening notes the secrets that go by. It stands in for the tests' way out to
// their servers.
type listening struct {
	http.RoundTripper
	suite *secrecy
}

// RoundTrip implements http.RoundTripper.
func (l listening) RoundTrip(r *http.Request) (*http.Response, error) {
	l.suite.keep("an API token", strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
	l.suite.keep("a plugin's secret", r.Header.Get("X-Plugin-Secret"))
	l.suite.keep("a plugin's secret in an address", r.URL.Query().Get("secret"))
	for _, c := range r.Cookies() {
		l.suite.keep("a cookie", c.Value)
	}
	if r.GetBody != nil && secretRoute.MatchString(r.URL.Path) {
		if body, err := r.GetBody(); err == nil {
			text, _ := io.ReadAll(body)
			l.suite.keepBody("sent to "+r.URL.Path, string(text))
		}
	}
	answer, err := l.RoundTripper.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	for _, c := range answer.Cookies() {
		l.suite.keep("a cookie that was set", c.Value)
	}
	if secretRoute.MatchString(r.URL.Path) {
		text, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		l.suite.keepBody("answered by "+r.URL.Path, string(text))
		answer.Body = io.NopCloser(io.MultiReader(bytes.NewReader(text), failed{err}))
	}
	return answer, nil
}

// failed ends a body as it ended.
type failed struct{ err error }

func (f failed) Read([]byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return 0, io.EOF
}

// keepBody notes the secrets of a body of JSON or of a form.
func (s *secrecy) keepBody(what, text string) {
	for _, m := range secretMember.FindAllStringSubmatch(text, -1) {
		s.keep(what, m[1])
	}
	for _, m := range recovery.FindAllStringSubmatch(text, -1) {
		for code := range strings.SplitSeq(m[1], ",") {
			s.keep("a recovery code", strings.Trim(code, ` "`))
		}
	}
	if form, err := url.ParseQuery(text); err == nil {
		s.keep(what, form.Get("password"))
	}
}

// What is looked for is found: secrets of settings, of requests and of answers, in
// any log.
func TestTheSuiteLooksForSecrets(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "cookie-of-a-session"})
		fmt.Fprint(w, `{"token":"token-that-was-made","recovery_codes":["code-one-of-two","code-two-of-two"],"name":"no secret of anybody"}`)
	}))
	t.Cleanup(server.Close)
	s := &secrecy{secrets: map[string]string{}}
	s.keepSettings([]string{"SHARED_SECRET=secret-of-plugins", "DATABASE_URL=postgres://overlord:password-of-it@localhost/dereth", "LISTEN_ADDR=127.0.0.1:12345"})
	client := http.Client{Transport: listening{http.DefaultTransport, s}}
	answer, err := client.Post(server.URL+"/login", "application/json", strings.NewReader(`{"username":"somebody else","password":"password-that-is-typed"}`))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(answer.Body)
	answer.Body.Close()
	if err != nil || !strings.Contains(string(text), "no secret of anybody") {
		t.Errorf("the answer is lost: %q %v", text, err)
	}
	for _, secret := range []string{"secret-of-plugins", "password-of-it", "password-that-is-typed", "cookie-of-a-session", "token-that-was-made", "code-one-of-two", "code-two-of-two"} {
		log := &storetest.Log{}
		s.logs = nil
		s.keepLog(log)
		fmt.Fprint(log, "somebody else on 127.0.0.1:12345 said ")
		if found := s.told(); len(found) != 0 {
			t.Errorf("found without: %q", found)
		}
		fmt.Fprint(log, secret)
		if found := s.told(); len(found) != 1 {
			t.Errorf("%s is not found", secret)
		}
	}
	if len(s.secrets) != 7 {
		t.Errorf("%d secrets: %v", len(s.secrets), s.secrets)
	}
}
