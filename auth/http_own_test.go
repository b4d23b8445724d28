package auth

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

// mustDecode reads an answer's body.
func mustDecode[T any](tb testing.TB, a answer) (v T) {
	tb.Helper()
	if err := json.Unmarshal([]byte(a.body), &v); err != nil {
		tb.Fatalf("%d %s: %v", a.StatusCode, a.body, err)
	}
	return v
}

type sessionList struct{ Sessions []OwnSession }

// sendJSON sends a body as the site's page does.
func (b *browser) sendJSON(method, path, body string) answer {
	b.tb.Helper()
	return b.send(method, path, body, "Content-Type", "application/json")
}

func TestOwnSessions(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	running(t, s.m)
	one, two, other := s.browser(t).mustLogin("viewer"), s.browser(t).mustLogin("viewer"), s.browser(t).mustLogin("editor")
	list := mustDecode[sessionList](t, one.get("/me/sessions")).Sessions
	if len(list) != 2 || list[0].Current || !list[1].Current {
		t.Fatalf("the first of two browsers sees %+v", list)
	}
	for _, l := range list {
		if l.ID == uuid.Nil || l.Address == nil || !l.Address.IsLoopback() || !strings.HasPrefix(l.UserAgent, "Go-http-client") ||
			l.ExpiresAt.Sub(l.CreatedAt) != sessionLifetime || l.LastSeenAt.Before(l.CreatedAt) {
			t.Errorf("a session is told as %+v", l)
		}
	}

	twoOver, oneOver := s.watch(t, two), s.watch(t, one)
	other.send(http.MethodDelete, "/me/sessions/"+list[0].ID.String(), "").wants(t, http.StatusNotFound, "not_found")
	two.get("/me").wants(t, http.StatusOK, "")
	one.send(http.MethodDelete, "/me/sessions/"+list[0].ID.String(), "").wants(t, http.StatusOK, "")
	if !closed(twoOver) {
		t.Error("the sockets of a session that was ended stay open")
	}
	two.get("/me").wants(t, http.StatusUnauthorized, "unauthenticated")
	one.get("/me").wants(t, http.StatusOK, "")
	one.send(http.MethodDelete, "/me/sessions/"+list[0].ID.String(), "").wants(t, http.StatusNotFound, "not_found")
	one.send(http.MethodDelete, "/me/sessions/nonsense", "").wants(t, http.StatusBadRequest, "invalid")

	two.mustLogin("viewer")
	again := s.watch(t, two)
	one.send(http.MethodDelete, "/me/sessions", "").wants(t, http.StatusOK, "")
	if !closed(oneOver) || !closed(again) {
		t.Error("signing out everywhere leaves sockets open")
	}
	for _, b := range []*browser{one, two} {
		b.get("/me").wants(t, http.StatusUnauthorized, "unauthenticated")
	}
	other.get("/me").wants(t, http.StatusOK, "")
	if one.cookie() != "" {
		t.Error("the cookie stays")
	}
	if n := s.sessionsStored(t); n != 1 {
		t.Errorf("%d sessions are stored", n)
	}
	one.mustLogin("viewer").get("/me").wants(t, http.StatusOK, "")
}

// A look-up that began before a session was ended does not bring it back.
func TestAnEndedSessionDoesNotComeBack(t *testing.T) {
	t.Parallel()
	rows := newFakeRows()
	c := newSessions(rows, time.Now)
	byID, byUser := MustBegin(t, c, "a", asheron), MustBegin(t, c, "b", asheron)
	for token, end := range map[string]func(){"a": func() { c.endID(byID.ID) }, "b": func() { c.endUser(byUser.UserID, time.Now()) }} {
		late := newSessions(rows, time.Now)
		late.endedIDs, late.endedUsers = c.endedIDs, c.endedUsers
		end()
		if found(t, late, token) {
			t.Errorf("the session %q is back", token)
		}
		if found(t, c, token) {
			t.Errorf("the session %q goes on", token)
		}
	}
}

func TestAnotherPasswordOfOnesOwn(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	one, two := s.browser(t).mustLogin("viewer"), s.browser(t).mustLogin("viewer")
	before := one.cookie()
	change := func(current, next string) answer {
		t.Helper()
		return one.sendJSON(http.MethodPost, "/me/password", `{"current_password":"`+current+`","new_password":"`+next+`"}`)
	}
	for _, c := range []struct {
		current, next, code, field string
		status                     int
	}{
		{"wrong password", "another password", "denied", "current_password", http.StatusForbidden},
		{"", "another password", "denied", "current_password", http.StatusForbidden},
		{testPassword, "short", "invalid", "new_password", http.StatusBadRequest},
		{testPassword, strings.Repeat("x1", 37), "invalid", "new_password", http.StatusBadRequest},
		{testPassword, "viewer1234567", "invalid", "new_password", http.StatusBadRequest},
	} {
		a := change(c.current, c.next)
		a.wants(t, c.status, c.code)
		if !strings.Contains(a.body, `"field":"`+c.field+`"`) {
			t.Errorf("%q to %q: %s", c.current, c.next, a.body)
		}
	}
	two.get("/me").wants(t, http.StatusOK, "")
	change(testPassword, "another password").wants(t, http.StatusOK, "")
	two.get("/me").wants(t, http.StatusUnauthorized, "unauthenticated")
	one.get("/me").wants(t, http.StatusOK, "")
	if one.cookie() == before {
		t.Error("the browser's token stays the same")
	}
	s.browser(t).login("viewer", testPassword).wants(t, http.StatusUnauthorized, "unauthenticated")
	s.browser(t).login("viewer", "another password").wants(t, http.StatusOK, "")
}

// Guessing the password from a browser that was left open is throttled like a
// sign-in.
func TestGuessingThePasswordFromWithin(t *testing.T) {
	t.Parallel()
	s := MustSite(t, func(_ *Settings, o *Options) { o.AccountRate = Rate{Burst: 3, Every: time.Hour} })
	b := s.browser(t).mustLogin("viewer")
	const body = `{"current_password":"wrong password","new_password":"another password"}`
	for range 3 {
		b.sendJSON(http.MethodPost, "/me/password", body).wants(t, http.StatusForbidden, "denied")
	}
	b.sendJSON(http.MethodPost, "/me/password", body).wants(t, http.StatusTooManyRequests, "throttled")
}

// Nobody but a person who signed in has sessions of his own.
func TestOwnThingsArePeoples(t *testing.T) {
	t.Parallel()
	s := MustSite(t, func(set *Settings, _ *Options) { set.InternalTrust = "loopback" })
	b := s.browser(t)
	b.get("/me").wants(t, http.StatusOK, "")
	b.get("/me/sessions").wants(t, http.StatusForbidden, "denied")
	b.send(http.MethodDelete, "/me/sessions", "").wants(t, http.StatusForbidden, "denied")
	b.sendJSON(http.MethodPost, "/me/password", `{}`).wants(t, http.StatusForbidden, "denied")
}
