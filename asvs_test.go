package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The security suite follows the OWASP Application Security Verification Standard
// 5.0.0, chapter by chapter: all requirements of level 1 that apply to a server
// like this, and those of levels 2 and 3 that it promises. It runs against the
// program itself, over its sockets, as anybody on the network meets it.

// levelOne are the requirements of level 1. V10 (OAuth) and V17 (WebRTC) are about
// what there is not.
var levelOne = strings.Fields(`
	1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.5.1
	2.1.1 2.2.1 2.2.2 2.3.1
	3.2.1 3.2.2 3.3.1 3.4.1 3.4.2 3.5.1 3.5.2 3.5.3
	4.1.1 4.4.1
	5.2.1 5.2.2 5.3.1 5.3.2
	6.1.1 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.3.1 6.3.2 6.4.1 6.4.2
	7.2.1 7.2.2 7.2.3 7.2.4 7.4.1 7.4.2
	8.1.1 8.2.1 8.2.2 8.3.1
	9.1.1 9.1.2 9.1.3 9.2.1
	11.3.1 11.3.2 11.4.1
	12.1.1 12.2.1 12.2.2
	13.4.1
	14.2.1 14.3.1
	15.1.1 15.2.1 15.3.1`)

// sentences stand for the requirements that no test of ours can show.
var sentences = map[string]string{
	"3.3.1":  "The name of the cookie is part of the contract and has no __Host- or __Secure- prefix; that it is Secure behind TLS is tested under 3.3.2.",
	"6.2.4":  "There is no list of the 3,000 most frequent passwords in the program: 10 bytes, no runs, no name, and no common words with digits around are asked for and tested under 6.2.1.",
	"6.4.1":  "The made password of a new user has 100 random bits and may stay, since whoever runs a guild's server hands it over in person; invitations, which end and open once, are tested under 2.3.4.",
	"12.1.1": "TLS is ended by the reverse proxy in front, whose versions are its operator's.",
	"12.2.1": "Whether that proxy answers without TLS is its configuration; that browsers stay on TLS is tested under 3.4.1.",
	"12.2.2": "The certificate is the proxy's.",
	"15.1.1": "How soon a library is updated is decided by people.",
	"15.2.1": "Whether they did is seen in go.mod and package-lock.json on the day one looks.",
}

// asvs is the running server, and what the tests know of it.
type asvs struct {
	*process
	admin, viewer string // cookies
	secrets       []string
	address       int // of the next caller, behind the proxy that the test is
}

const (
	asvsAdminPassword  = "tusker-tusker-guard"
	asvsViewerPassword = "olthoi-olthoi-larvae"
	asvsKey            = "asvs-secret-key-of-the-python-service"
)

// TestASVS is the suite.
func TestASVS(t *testing.T) {
	s := &asvs{process: newProcess(t, "ADMIN_PASSWORD="+asvsAdminPassword, "INTERNAL_TRUST=off", "TRUSTED_PROXIES=127.0.0.1", "SECRET_KEY="+asvsKey, "LOG_LEVEL=debug")}
	s.start()
	s.eventually("ready", func() bool { return s.ask(t, "GET", "/readyz", "").status == http.StatusOK })
	s.admin = s.signIn(t, "admin", asvsAdminPassword)
	s.mustUser(t, "viewer", asvsViewerPassword, `["view"]`)
	s.viewer = s.signIn(t, "viewer", asvsViewerPassword)
	s.secrets = append(s.secrets, asvsAdminPassword, asvsViewerPassword, asvsKey, testSecret, "$2a$")
	t.Run("V1 Encoding and Sanitization", s.v1)
	t.Run("V2 Validation and Business Logic", s.v2)
	t.Run("V3 Web Frontend Security", s.v3)
	t.Run("V4 API and Web Service", s.v4)
	t.Run("V5 File Handling", s.v5)
	t.Run("V6 Authentication", s.v6)
	t.Run("V7 Session Management", s.v7)
	t.Run("V8 Authorization", s.v8)
	t.Run("V9 Self-contained Tokens", s.v9)
	t.Run("V11 Cryptography", v11)
	t.Run("V13 Configuration", s.v13)
	t.Run("V14 Data Protection", s.v14)
	t.Run("V15 Secure Coding and Architecture", s.v15)
	t.Run("V16 Security Logging and Error Handling", s.v16)
	s.stop()
}

// Every requirement of level 1 has a test, or one of at most ten sentences.
func TestASVSIsWhole(t *testing.T) {
	files, err := filepath.Glob("asvs_*test.go")
	if err != nil {
		t.Fatal(err)
	}
	tested := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range regexp.MustCompile(`req\(t, "(\d+\.\d+\.\d+) `).FindAllStringSubmatch(string(text), -1) {
			if tested[match[1]] {
				t.Errorf("%s is tested twice", match[1])
			}
			tested[match[1]] = true
		}
	}
	for _, id := range levelOne {
		if (sentences[id] != "") == tested[id] {
			t.Errorf("%s has a test (%t) and a sentence %q; one of both is wanted", id, tested[id], sentences[id])
		}
	}
	for id := range sentences {
		if !slices.Contains(levelOne, id) {
			t.Errorf("a sentence is about %s, which is no requirement", id)
		}
	}
	if len(sentences) > 10 || len(tested) < len(levelOne) {
		t.Errorf("%d sentences and %d tests", len(sentences), len(tested))
	}
}

// req is the test of one requirement.
func req(t *testing.T, name string, test func(t *testing.T)) {
	t.Helper()
	t.Run(name, test)
}

// told is an answer that was read to its end.
type told struct {
	status int
	header http.Header
	body   string
}

// ask sends a request; headers are name, value, name, value. Each comes from an
// address of its own unless X-Forwarded-For says otherwise.
func (s *asvs) ask(t *testing.T, method, path, body string, headers ...string) told {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.url(path), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	s.address++
	r.Header.Set("X-Forwarded-For", "198.18."+itoa(s.address/250)+"."+itoa(1+s.address%250))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, Timeout: patience}
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return told{answer.StatusCode, answer.Header, string(text)}
}

// as is ask with a cookie.
func (s *asvs) as(t *testing.T, cookie, method, path, body string, headers ...string) told {
	t.Helper()
	return s.ask(t, method, path, body, append([]string{"Cookie", cookie}, headers...)...)
}

// signIn signs in and returns the cookie.
func (s *asvs) signIn(t *testing.T, name, password string) string {
	t.Helper()
	a := s.ask(t, "POST", "/login", `{"username":"`+name+`","password":"`+password+`"}`)
	if a.status != http.StatusOK {
		t.Fatalf("%s signs in: %d %s", name, a.status, a.body)
	}
	cookie, _, _ := strings.Cut(a.header.Get("Set-Cookie"), ";")
	s.secrets = append(s.secrets, strings.TrimPrefix(cookie, "overlord_session="))
	return cookie
}

// mustUser adds a user.
func (s *asvs) mustUser(t *testing.T, name, password, permissions string) {
	t.Helper()
	a := s.as(t, s.admin, "POST", "/api-admin/users", `{"username":"`+name+`","password":"`+password+`","permissions":`+permissions+`}`)
	if a.status != http.StatusCreated {
		t.Fatalf("adding %s: %d %s", name, a.status, a.body)
	}
}

// is tells what is wrong with an answer's status.
func (a told) is(t *testing.T, what string, status int) {
	t.Helper()
	if a.status != status {
		t.Errorf("%s: %d %.300s, want %d", what, a.status, a.body, status)
	}
}

func itoa(n int) string { return strconv.Itoa(n) }

// mustRead reads a file of the project.
func mustRead(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// sourcesOf are all files below a folder that a test looks through.
func sourcesOf(t *testing.T, folder string, suffixes ...string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "node_modules" || d.Name() == "dist" || d.Name() == "testdata") {
			if d != nil && d.IsDir() {
				return filepath.SkipDir
			}
			return err
		}
		if !d.IsDir() && slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasSuffix(path, s) }) && !strings.Contains(path, "_test.go") && !strings.Contains(path, ".test.") {
			found[path] = mustRead(t, path)
		}
		return nil
	})
	if err != nil || len(found) == 0 {
		t.Fatalf("%d files in %s: %v", len(found), folder, err)
	}
	return found
}

// soon waits for what a test cannot see at once.
func soon(holds func() bool) bool {
	for end := time.Now().Add(patience); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			return false
		}
	}
	return true
}
