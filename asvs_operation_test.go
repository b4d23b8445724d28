package main

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"hash"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

// python signs a name as the earlier Python service does, or as somebody who would
// like to.
func python(payload, key, salt string, digest func() hash.Hash, at time.Time) string {
	encode := base64.RawURLEncoding.EncodeToString
	var stamp []byte
	for n := at.Unix(); n > 0; n >>= 8 {
		stamp = append([]byte{byte(n)}, stamp...)
	}
	text := encode([]byte(payload)) + "." + encode(stamp)
	derived := sha1.Sum([]byte(salt + "signer" + key))
	mac := hmac.New(digest, derived[:])
	mac.Write([]byte(text))
	return "session=" + text + "." + encode(mac.Sum(nil))
}

func (s *asvs) v9(t *testing.T) {
	now := time.Now()
	good := python(`{"u":"viewer","a":true}`, asvsKey, "itsdangerous", sha1.New, now)
	refused := func(t *testing.T, what, cookie string) {
		t.Helper()
		s.as(t, cookie, "GET", "/me", "").is(t, what, http.StatusUnauthorized)
	}
	req(t, "9.1.1 a token counts with its signature", func(t *testing.T) {
		s.as(t, good, "GET", "/me", "").is(t, "the right one", http.StatusOK)
		name, rest, _ := strings.Cut(good, ".")
		stamp, signature, _ := strings.Cut(rest, ".")
		forged := "session=" + base64.RawURLEncoding.EncodeToString([]byte(`{"u":"admin","a":true}`))
		for what, cookie := range map[string]string{"another name": forged + "." + rest, "no signature": name + "." + stamp, "an empty one": name + "." + stamp + ".", "another's": name + "." + stamp + ".A" + signature[1:], "another time": name + ".ZVPxAA." + signature, "the name alone": name} {
			refused(t, what, cookie)
		}
	})
	req(t, "9.1.2 signed in one way only", func(t *testing.T) {
		refused(t, "another digest", python(`"viewer"`, asvsKey, "itsdangerous", sha256.New, now))
		refused(t, "none", "session="+base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`))+"."+base64.RawURLEncoding.EncodeToString([]byte(`{"u":"viewer"}`))+".")
	})
	req(t, "9.1.3 with our key, and for this", func(t *testing.T) {
		refused(t, "another key", python(`"viewer"`, "another key", "itsdangerous", sha1.New, now))
		refused(t, "no key", python(`"viewer"`, "", "itsdangerous", sha1.New, now))
		refused(t, "another purpose", python(`"viewer"`, asvsKey, "reset-password", sha1.New, now))
	})
	req(t, "9.2.1 within its time", func(t *testing.T) {
		refused(t, "too old", python(`"viewer"`, asvsKey, "itsdangerous", sha1.New, now.Add(-30*24*time.Hour-time.Minute)))
		refused(t, "of the future", python(`"viewer"`, asvsKey, "itsdangerous", sha1.New, now.Add(time.Hour)))
	})
}

func v11(t *testing.T) {
	sources := sourcesOf(t, ".", ".go")
	none := func(t *testing.T, pattern string, but ...string) {
		t.Helper()
		for path, text := range sources {
			if found := regexp.MustCompile(pattern).FindString(text); found != "" && !strings.Contains(strings.Join(but, " "), path) {
				t.Errorf("%s has %s", path, found)
			}
		}
	}
	req(t, "11.3.1 no weak block modes", func(t *testing.T) { none(t, `NewCBC|NewECB|NewCTR|NewOFB|NewCFB|PKCS1v15`) })
	req(t, "11.3.2 no weak ciphers", func(t *testing.T) { none(t, `"crypto/(des|rc4)"|x/crypto/(blowfish|tea|cast5)`) })
	req(t, "11.4.1 no weak digests, but for the Python service's HMAC", func(t *testing.T) {
		none(t, `"crypto/(md5|sha1)"|"golang.org/x/crypto/(md4|ripemd160)"`, "auth/signer.go", "auth/legacy.go")
	})
	req(t, "11.5.1 what must not be guessed is truly random", func(t *testing.T) {
		for path, text := range sources {
			if strings.HasPrefix(path, "auth/") && strings.Contains(text, `"math/rand`) {
				t.Errorf("%s uses math/rand", path)
			}
		}
	})
}

func (s *asvs) v13(t *testing.T) {
	req(t, "13.4.1 nothing of the repository is served", func(t *testing.T) {
		for _, path := range []string{"/.git/HEAD", "/.git/config", "/.gitignore", "/go.mod", "/Makefile", "/.env", "/package.json", "/src/main.tsx"} {
			s.as(t, s.admin, "GET", path, "").is(t, path, http.StatusNotFound)
		}
	})
	req(t, "13.4.2 nothing for debugging is open", func(t *testing.T) {
		for _, path := range []string{"/debug/pprof/", "/debug/pprof/heap", "/debug/vars", "/debug"} {
			s.as(t, s.admin, "GET", path, "").is(t, path, http.StatusNotFound)
		}
	})
	req(t, "13.4.3 no folder is listed", func(t *testing.T) {
		for _, path := range []string{"/assets/", "/icons/", "/assets", "/fonts/"} {
			if a := s.as(t, s.admin, "GET", path, ""); a.status == http.StatusOK && strings.Contains(a.body, "<pre>") {
				t.Errorf("%s: %s", path, a.body)
			}
		}
	})
	req(t, "13.4.4 no request is sent back", func(t *testing.T) {
		if a := s.as(t, s.admin, "TRACE", "/", ""); a.status < 400 || strings.Contains(a.body, s.admin) {
			t.Errorf("%d %s", a.status, a.body)
		}
	})
	req(t, "13.4.5 documentation and metrics are for those who belong in", func(t *testing.T) {
		for _, path := range []string{"/docs", "/openapi.json", "/server-state", "/debug/events"} {
			s.ask(t, "GET", path, "").is(t, path, http.StatusUnauthorized)
		}
		if a := s.ask(t, "GET", "/metrics", ""); a.status < 400 {
			t.Errorf("metrics for somebody behind a proxy: %d", a.status)
		}
	})
}

func (s *asvs) v14(t *testing.T) {
	req(t, "14.2.1 secrets travel in bodies and headers", func(t *testing.T) {
		s.ask(t, "POST", "/login?username=viewer&password="+asvsViewerPassword, "", "Content-Type", "application/x-www-form-urlencoded").is(t, "a password in the address", http.StatusUnauthorized)
		for _, name := range []string{"token", "session", "overlord_session", "access_token", "api_key"} {
			s.ask(t, "GET", "/me?"+name+"="+strings.TrimPrefix(s.viewer, "overlord_session="), "").is(t, "a token in the address", http.StatusUnauthorized)
		}
		s.ask(t, "GET", "/ws/position?secret="+testSecret, "").is(t, "a plugin's secret in the address", http.StatusUnauthorized)
	})
	req(t, "14.3.1 signing out leaves nothing in the browser", func(t *testing.T) {
		a := s.as(t, s.signIn(t, "viewer", asvsViewerPassword), "POST", "/logout", "")
		if set := a.header.Get("Set-Cookie"); !strings.HasPrefix(set, "overlord_session=;") || !strings.Contains(set, "Max-Age=0") {
			t.Errorf("%s", set)
		}
	})
	req(t, "14.3.2 what only one may see is not kept", func(t *testing.T) {
		for _, path := range []string{"/me", "/me/sessions", "/api-admin/users", "/api-admin/audit", "/api-admin/tokens", "/api-admin/plugin-secrets", "/live", "/server-state"} {
			if cache := s.as(t, s.admin, "GET", path, "").header.Get("Cache-Control"); cache != "no-store" {
				t.Errorf("%s: %q", path, cache)
			}
		}
	})
	req(t, "14.3.3 the page keeps no secrets", func(t *testing.T) {
		for path, text := range sourcesOf(t, "frontend/src", ".ts", ".tsx") {
			for line := range strings.Lines(text) {
				if strings.Contains(line, "Storage.setItem") && regexp.MustCompile(`(?i)password|token|secret`).MatchString(line) {
					t.Errorf("%s: %s", path, line)
				}
			}
		}
	})
}

func (s *asvs) v15(t *testing.T) {
	req(t, "15.3.1 no more is told than is needed", func(t *testing.T) {
		for _, path := range []string{"/api-admin/users", "/api-admin/tokens", "/api-admin/plugin-secrets", "/api-admin/invitations", "/me", "/me/sessions"} {
			if a := s.as(t, s.admin, "GET", path, ""); a.status != http.StatusOK || regexp.MustCompile(`_hash|password|totp_secret|"token"|"secret"`).MatchString(a.body) {
				t.Errorf("%s: %d %s", path, a.status, a.body)
			}
		}
	})
	req(t, "15.3.3 only what is meant to be set is set", func(t *testing.T) {
		for path, body := range map[string]string{"/api-admin/users": `{"username":"x","password_hash":"$2a$"}`, "/me/password": `{"current_password":"x","new_password":"y","is_admin":true}`, "/login": `{"username":"a","password":"b","is_admin":true}`} {
			s.as(t, s.admin, "POST", path, body).is(t, path, http.StatusBadRequest)
		}
	})
	req(t, "15.3.4 addresses are the callers'", func(t *testing.T) {
		s.ask(t, "POST", "/login", `{"username":"viewer","password":"wrong wrong"}`, "X-Forwarded-For", "203.0.113.200, 198.51.100.23")
		if a := s.as(t, s.admin, "GET", "/api-admin/audit?action=login&limit=1", ""); !strings.Contains(a.body, `"address":"198.51.100.23"`) {
			t.Errorf("%s", a.body)
		}
	})
}

func (s *asvs) v16(t *testing.T) {
	audit := func(query string) []map[string]any {
		t.Helper()
		var list struct{ Entries []map[string]any }
		if err := json.Unmarshal([]byte(s.as(t, s.admin, "GET", "/api-admin/audit?limit=1000"+query, "").body), &list); err != nil {
			t.Fatal(err)
		}
		return list.Entries
	}
	req(t, "16.2.1 entries say who did what, when, from where", func(t *testing.T) {
		entries := audit("&action=user_added")
		if len(entries) == 0 {
			t.Fatal("nothing is told")
		}
		for _, e := range entries {
			if e["username"] != "admin" || e["via"] != "session" || e["address"] == nil || e["target"] == "" {
				t.Errorf("%v", e)
			}
		}
	})
	req(t, "16.2.2 times are UTC", func(t *testing.T) {
		for _, e := range audit("") {
			if at, err := time.Parse(time.RFC3339, e["timestamp"].(string)); err != nil || !strings.HasSuffix(e["timestamp"].(string), "Z") || time.Since(at).Abs() > time.Hour {
				t.Fatalf("%v %v", e["timestamp"], err)
			}
		}
	})
	req(t, "16.3.1 sign-ins are told, good and bad", func(t *testing.T) {
		seen := map[any]int{}
		for _, e := range audit("&action=login") {
			seen[e["ok"]]++
		}
		if seen[true] == 0 || seen[false] == 0 {
			t.Errorf("%v", seen)
		}
	})
	req(t, "16.3.2 so is who was refused", func(t *testing.T) {
		if len(audit("&action=denied&username=viewer")) == 0 {
			t.Error("nothing is told")
		}
	})
	req(t, "16.3.3 and plugins with a wrong secret", func(t *testing.T) {
		s.ask(t, "GET", "/ws/position", "", "X-Plugin-Secret", "guessed-guessed")
		if len(audit("&action=plugin_refused")) == 0 {
			t.Error("nothing is told")
		}
	})
	req(t, "16.4.1 nobody writes lines into the log", func(t *testing.T) {
		for _, text := range []string{"x%0atime=2026 level=ERROR msg=forged", "x%0d%0alevel=ERROR msg=forged", "%1b[31mred"} {
			s.ask(t, "GET", "/"+text, "", "User-Agent", "x\tlevel=ERROR msg=forged")
			s.ask(t, "POST", "/login", `{"username":"`+strings.ReplaceAll(strings.ReplaceAll(text, "%0a", `\n`), "%0d", `\r`)+`","password":"x"}`)
		}
		for line := range strings.Lines(s.output.String()) {
			if strings.HasPrefix(line, "level=") || strings.HasPrefix(line, "time=2026 level") || strings.Contains(line, "\x1b[31m") {
				t.Errorf("%q", line)
			}
		}
	})
	req(t, "16.5.1 failures tell nothing of the inside", func(t *testing.T) {
		for _, path := range []string{"/history?cursor=x", "/stats/%27", "/api-admin/audit?cursor=AAAA", "/none", "/issues/99999999999999999999"} {
			if a := s.as(t, s.admin, "GET", path, ""); regexp.MustCompile(`SQLSTATE|goroutine|\.go:|pgx|panic|postgres`).MatchString(a.body) {
				t.Errorf("%s: %s", path, a.body)
			}
		}
	})
	req(t, "16.2.5 no secret was told, in all that the suite did", func(t *testing.T) {
		places := map[string]string{"the log": s.output.String()}
		for _, path := range []string{"/metrics", "/debug/events?limit=1000", "/api-admin/audit?limit=1000", "/server-state", "/openapi.json"} {
			places[path] = s.as(t, s.admin, "GET", path, "", "X-Forwarded-For", "").body
		}
		if direct, err := http.Get(s.url("/metrics")); err == nil {
			direct.Body.Close()
		}
		if len(s.secrets) < 20 || len(places["the log"]) < 10_000 {
			t.Errorf("only %d secrets and %d bytes of log", len(s.secrets), len(places["the log"]))
		}
		for place, text := range places {
			for _, secret := range s.secrets {
				if i := strings.Index(text, secret); i >= 0 {
					t.Errorf("%s tells %q: %.200s", place, secret, text[max(0, i-100):])
				}
			}
		}
	})
}
