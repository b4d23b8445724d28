package auth

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"overlord/store/fault"
	"overlord/store/storetest"
)

// The database goes away under a running server. Who is known stays signed in and
// can sign out; who is not known is told to come back, not to sign in; nobody
// new gets in. When it is back, everything is as it should be.
func TestTheDatabaseGoesAwayUnderSessions(t *testing.T) {
	t.Parallel()
	server := storetest.Start(t)
	pool := MustOpen(t, server.URL("dereth"))
	if err := Migrate(t.Context(), pool); err != nil {
		t.Fatal(err)
	}
	set, log := defaults(), new(logBuffer)
	set.InternalTrust = "off"
	m := MustNew(t, pool, set, quick(log))
	MustUser(t, m, "viewer", testPassword, false, View)
	s := &site{serveSite(t, m), m, pool, log}

	stays, leaves, forgotten := s.browser(t).mustLogin("viewer"), s.browser(t).mustLogin("viewer"), s.browser(t).mustLogin("viewer")
	m.sessions = newSessions(m.db, time.Now) // as after a restart: nobody is known
	m.scs.Store = m.sessions
	stays.get("/needs/view").wants(t, http.StatusOK, "")
	leaves.get("/needs/view").wants(t, http.StatusOK, "")
	leavesToken := leaves.cookie()

	server.Stop()
	const page = "text/html"
	for range 3 {
		start := time.Now()
		stays.get("/needs/view").wants(t, http.StatusOK, "")
		stays.get("/me").wants(t, http.StatusOK, "")
		if took := time.Since(start); took > patience {
			t.Errorf("a known session waits %s for a database that is away", took)
		}
		a := forgotten.get("/needs/view")
		a.wants(t, http.StatusServiceUnavailable, "unavailable")
		if a.Header.Get("Retry-After") == "" {
			t.Error("it is not said when to come back")
		}
		forgotten.get("/needs/view", "Accept", page).wants(t, http.StatusServiceUnavailable, "unavailable")
		if err := m.sessions.keepUp(t.Context()); fault.CodeOf(err) != fault.Unavailable {
			t.Errorf("the check while the database is away: %v", err)
		}
	}
	stranger := s.browser(t)
	stranger.get("/needs/view").wants(t, http.StatusUnauthorized, "unauthenticated")
	stranger.login("viewer", testPassword).wants(t, http.StatusServiceUnavailable, "unavailable")
	stays.login("viewer", testPassword).wants(t, http.StatusServiceUnavailable, "unavailable")
	stays.get("/needs/view").wants(t, http.StatusOK, "") // the failed sign-in cost nothing

	_, session, _, err := m.loadSession(mustRequest(t, leavesToken))
	if err != nil {
		t.Fatal(err)
	}
	over := m.Watch(t.Context(), session.identity())
	leaves.send(http.MethodPost, "/logout", "").wants(t, http.StatusOK, "")
	if !closed(over) {
		t.Error("sockets of the ended session stay open")
	}
	leaves.get("/needs/view", "Cookie", sessionCookie+"="+leavesToken).wants(t, http.StatusUnauthorized, "unauthenticated")

	server.Start()
	waitForDatabase(t, m)
	leaves.get("/needs/view", "Cookie", sessionCookie+"="+leavesToken).wants(t, http.StatusUnauthorized, "unauthenticated")
	if err := m.sessions.keepUp(t.Context()); err != nil {
		t.Errorf("the check after the outage: %v", err)
	}
	if n := s.sessionsStored(t); n != 2 {
		t.Errorf("%d sessions are stored, want those of the two who stayed", n)
	}
	stays.get("/needs/view").wants(t, http.StatusOK, "")
	forgotten.get("/needs/view").wants(t, http.StatusOK, "")
	stranger.mustLogin("viewer")
}

// waitForDatabase waits until the pool has noticed that the server is back.
func waitForDatabase(t *testing.T, m *Module) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		if _, err := m.db.anyUser(ctx); err == nil {
			return
		} else if ctx.Err() != nil {
			t.Fatal(err)
		}
	}
}

// An outage is a warning that says what still works; it is no error, and the
// server's stop is neither.
func TestWhatTheLogSaysOfAnOutage(t *testing.T) {
	t.Parallel()
	rows, log := newFakeRows(), new(logBuffer)
	m := &Module{sessions: newSessions(rows, time.Now), logger: log.logger()}
	MustBegin(t, m.sessions, "a", asheron)
	rows.setAway(true)
	m.keepUp(t.Context())
	if text := log.String(); !strings.Contains(text, "level=WARN") || !strings.Contains(text, "signed-in browsers stay so") {
		t.Errorf("the log says %q", text)
	}
	before := log.String()
	rows.setAway(false)
	m.sessions.rows = brokenRows{rows}
	m.keepUp(t.Context())
	if text := log.String()[len(before):]; !strings.Contains(text, "level=ERROR") || !strings.Contains(text, "no such column") {
		t.Errorf("of a mistake of ours the log says %q", text)
	}
	before = log.String()
	stopped, stop := context.WithCancel(t.Context())
	stop()
	m.keepUp(stopped)
	if log.String() != before {
		t.Errorf("the stop is logged: %q", log)
	}
}

// brokenRows are rows of a table that the statements do not fit.
type brokenRows struct{ *fakeRows }

func (brokenRows) findSessions(context.Context, []string, time.Time) (map[string]session, error) {
	return nil, errors.New("no such column")
}
