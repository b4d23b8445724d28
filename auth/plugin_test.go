package auth

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"overlord/store/fault"
)

func TestPluginRequest(t *testing.T) {
	t.Parallel()
	const secret = "correct horse"
	cases := []struct {
		name           string
		configured     string
		inQuery        bool
		header, query  string
		opens, mention string
	}{
		{"the right secret", secret, false, secret, "", "shared", ""},
		{"a wrong one", secret, false, "correct horsf", "", "", "wrong"},
		{"a beginning of it", secret, false, "correct", "", "", "wrong"},
		{"more than it", secret, false, secret + "x", "", "", "wrong"},
		{"other capitals", secret, false, "Correct horse", "", "", "wrong"},
		{"none", secret, false, "", "", "", "missing"},
		{"in the query, not allowed", secret, false, "", secret, "", "missing"},
		{"in the query, allowed", secret, true, "", secret, "shared", ""},
		{"wrong in the query", secret, true, "", "guess", "", "wrong"},
		{"wrong in the header, right in the query", secret, true, "guess", secret, "", "wrong"},
		{"no secret configured", "", false, "anything", "", "", "not set"},
		{"no secret configured, none sent", "", false, "", "", "", "not set"},
		{"no secret configured, empty query", "", true, "", "", "", "not set"},
		{"the old placeholder", "your_shared_secret", false, "your_shared_secret", "", "", "not set"},
		{"the old placeholder in the query", "your_shared_secret", true, "", "your_shared_secret", "", "not set"},
		{"a book", secret, false, strings.Repeat("x", 1<<20), "", "", "wrong"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := defaults()
			s.SharedSecret, s.PluginSecretInQuery = c.configured, c.inQuery
			log := new(logBuffer)
			m := MustNew(t, nil, s, quick(log))
			r := httptest.NewRequest(http.MethodGet, "/ws/position?secret="+url.QueryEscape(c.query), nil)
			if c.header != "" {
				r.Header.Set("X-Plugin-Secret", c.header)
			}
			name, err := m.PluginRequest(r)
			if name != c.opens || (err == nil) != (c.opens != "") {
				t.Fatalf("PluginRequest = %q, %v; want %q", name, err, c.opens)
			}
			if err == nil {
				return
			}
			if fault.CodeOf(err) != fault.Unauthenticated || !strings.Contains(err.Error(), c.mention) {
				t.Errorf("the refusal is %v, want one that says %q", err, c.mention)
			}
			for _, told := range []string{err.Error(), log.String()} {
				if strings.Contains(told, secret) || c.header != "" && strings.Contains(told, c.header) {
					t.Errorf("a secret is told: %q", told)
				}
			}
		})
	}
}

// Whoever tries ten thousand secrets costs the server next to nothing.
func TestWrongSecretsAreCheap(t *testing.T) {
	t.Parallel()
	s := defaults()
	s.SharedSecret = "correct horse"
	log := new(logBuffer)
	m := MustNew(t, nil, s, quick(log))
	least, start := time.Hour, time.Now()
	for n := range 10_000 {
		if n%100 == 99 { // of many batches one was not held up by what else the machine does
			least, start = min(least, time.Since(start)), time.Now()
		}
		r := &http.Request{Header: http.Header{"X-Plugin-Secret": {"guess"}}, URL: &url.URL{Path: "/ws/position"}}
		if _, err := m.PluginRequest(r); err == nil {
			t.Fatal("a wrong secret opens")
		}
	}
	if least > 10*time.Millisecond {
		t.Errorf("a hundred wrong secrets take %s", least)
	}
	if told := strings.Count(log.String(), "\n"); told > 2*noiseRate.Burst {
		t.Errorf("wrong secrets fill the log: %d lines", told)
	}
}

// An address that guesses is held back, its right secret too; one that came with a
// right secret is not, however many wrong ones come from behind the same router.
func TestGuessingPluginSecrets(t *testing.T) {
	t.Parallel()
	now := noon
	s := defaults()
	s.SharedSecret = "correct horse"
	o := quick(new(logBuffer))
	o.Now = func() time.Time { return now }
	m := MustNew(t, nil, s, o)
	ask := func(address, secret string) fault.Code {
		r := &http.Request{Header: http.Header{"X-Plugin-Secret": {secret}}, URL: &url.URL{}, RemoteAddr: address + ":1234"}
		_, err := m.PluginRequest(r)
		return fault.CodeOf(err)
	}
	if code := ask("192.0.2.1", "correct horse"); code != "" {
		t.Fatal(code)
	}
	for i := range guessRate.Burst {
		for _, address := range []string{"192.0.2.1", "192.0.2.2", fmt.Sprintf("2001:db8::%x", i)} {
			if code := ask(address, "guess"); code != fault.Unauthenticated {
				t.Fatalf("guess %d of %s: %s", i, address, code)
			}
		}
	}
	for address, want := range map[string]fault.Code{"192.0.2.1": "", "192.0.2.2": fault.Throttled, "192.0.2.3": "", "2001:db8::ffff": fault.Throttled} {
		if code := ask(address, "correct horse"); code != want {
			t.Errorf("the right secret from %s: %q, want %q", address, code, want)
		}
	}
	now = now.Add(guessRate.Every)
	if code := ask("192.0.2.2", "correct horse"); code != "" {
		t.Errorf("after a while: %s", code)
	}
	if code := ask("192.0.2.2", ""); code != fault.Unauthenticated {
		t.Errorf("without a secret: %s", code)
	}
}

func TestAServerWithoutASecretSaysSo(t *testing.T) {
	t.Parallel()
	for secret, want := range map[string]bool{"": true, placeholderSecret: true, "correct horse": false} {
		s, log := defaults(), new(logBuffer)
		s.SharedSecret = secret
		MustNew(t, nil, s, quick(log))
		if got := strings.Contains(log.String(), "SHARED_SECRET"); got != want {
			t.Errorf("SHARED_SECRET=%q: the log is %q", secret, log)
		}
	}
}
