package auth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"overlord/store/fault"
	"overlord/store/storetest"
)

func TestAddingUsers(t *testing.T) {
	t.Parallel()
	m := MustNew(t, storetest.New(t, Migrate), defaults(), quick(new(logBuffer)))
	add := func(name, password string, admin bool, permissions ...string) error {
		return m.AddAccount(t.Context(), name, password, admin, permissions)
	}
	for _, err := range []error{
		add("Bob", testPassword, false, Edit, View),
		add("Ada", testPassword, true),
		add("Żaneta O'Neill", testPassword, false),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	cases := []struct {
		name, password string
		permission     string
		code           fault.Code
		field          string
	}{
		{"Bob", testPassword, View, fault.Conflict, "username"},
		{" Bob", testPassword, View, fault.Invalid, "username"},
		{"", testPassword, View, fault.Invalid, "username"},
		{"Eve", "short", View, fault.Invalid, "password"},
		{"Eve", strings.Repeat("x1", 40), View, fault.Invalid, "password"},
		{"Eve", testPassword, Admin, fault.Invalid, "permissions"},
		{"Eve", testPassword, "", fault.Invalid, "permissions"},
	}
	for _, c := range cases {
		err := add(c.name, c.password, false, c.permission)
		if fault.CodeOf(err) != c.code || fault.Of(err).Field != c.field {
			t.Errorf("%+v: %v (field %q)", c, err, fault.Of(err).Field)
		}
	}
	accounts, err := m.Accounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range accounts {
		got = append(got, fmt.Sprint(a.Username, a.Permissions))
		if a.ID == 0 || time.Since(a.CreatedAt) > time.Hour {
			t.Errorf("%+v", a)
		}
	}
	want := []string{"Ada[view command edit admin]", "Bob[view edit]", "Żaneta O'Neill[]"}
	if !slices.Equal(got, want) {
		t.Errorf("the users are %q", got)
	}
	for _, name := range []string{"Ada", "Bob", "Żaneta O'Neill"} {
		if _, err := m.signIn(t.Context(), name, testPassword, "", netip.Addr{}, time.Now()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A new password ends every session of its user, and of nobody else, wherever the
// change is made and wherever the session is open.
func TestANewPasswordEndsTheSessions(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	elsewhere := MustNew(t, s.pool, defaults(), quick(new(logBuffer))) // another process
	running(t, s.m)
	one, two, other := s.browser(t).mustLogin("viewer"), s.browser(t).mustLogin("viewer"), s.browser(t).mustLogin("editor")
	overs := []<-chan struct{}{s.watch(t, one), s.watch(t, two)}
	otherOver := s.watch(t, other)
	if err := elsewhere.SetPassword(t.Context(), "viewer", "another password"); err != nil {
		t.Fatal(err)
	}
	for _, over := range overs {
		mustClose(t, over)
	}
	one.get("/me").wants(t, http.StatusUnauthorized, "unauthenticated")
	two.get("/me").wants(t, http.StatusUnauthorized, "unauthenticated")
	other.get("/me").wants(t, http.StatusOK, "")
	if closed(otherOver) {
		t.Error("somebody else's sockets were closed")
	}
	one.login("viewer", testPassword).wants(t, http.StatusUnauthorized, "unauthenticated")
	one.login("viewer", "another password").wants(t, http.StatusOK, "")

	if err := elsewhere.DeleteAccount(t.Context(), "editor"); err != nil {
		t.Fatal(err)
	}
	mustClose(t, otherOver)
	other.get("/me").wants(t, http.StatusUnauthorized, "unauthenticated")
	other.login("editor", testPassword).wants(t, http.StatusUnauthorized, "unauthenticated")
	for err, want := range map[error]fault.Code{
		elsewhere.SetPassword(t.Context(), "editor", testPassword): fault.NotFound,
		elsewhere.SetPassword(t.Context(), "viewer", "short"):      fault.Invalid,
		elsewhere.DeleteAccount(t.Context(), "editor"):             fault.NotFound,
	} {
		if fault.CodeOf(err) != want {
			t.Errorf("%v is %s, want %s", err, fault.CodeOf(err), want)
		}
	}
}

// A connection for announcements that breaks is made anew, and what was announced
// meanwhile is not missed.
func TestAnnouncementsSurviveABrokenConnection(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	running(t, s.m)
	b := s.browser(t).mustLogin("viewer")
	over := s.watch(t, b)
	MustExec(t, s.pool, `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen%'`)
	MustExec(t, s.pool, `delete from sessions`) // in silence
	mustClose(t, over)
}

// A sign-in that looked at the old password, and comes to an end after it was
// changed, makes no session.
func TestASlowSignInWithAnOldPassword(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	before := time.Now()
	u, err := s.m.signIn(t.Context(), "viewer", testPassword, "", netip.Addr{}, before)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.m.SetPassword(t.Context(), "viewer", "another password"); err != nil {
		t.Fatal(err)
	}
	for _, change := range []string{"a new password", "no such user"} {
		err := s.m.sessions.rows.insertSession(t.Context(), "hash", newSession(u, before, netip.Addr{}, ""))
		if fault.CodeOf(err) != fault.Unauthenticated {
			t.Errorf("%s: %v", change, err)
		}
		MustExec(t, s.pool, `delete from users where username = 'viewer'`)
	}
}

// And one that is decided while the change is under way waits for it.
func TestASignInDuringTheChange(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	before := time.Now()
	u, err := s.m.signIn(t.Context(), "viewer", testPassword, "", netip.Addr{}, before)
	if err != nil {
		t.Fatal(err)
	}
	tx, err := s.pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `update users set sessions_valid_from = $1 where username = 'viewer'`, time.Now()); err != nil {
		t.Fatal(err)
	}
	inserted := make(chan error, 1)
	go func() {
		inserted <- s.m.db.insertSession(context.Background(), "hash", newSession(u, before, netip.Addr{}, ""))
	}()
	for waiting := false; !waiting; {
		if err := s.pool.QueryRow(t.Context(), `select exists (select from pg_locks where not granted) from pg_sleep(0.02)`).Scan(&waiting); err != nil {
			t.Fatal(err)
		}
		select {
		case err := <-inserted:
			t.Fatalf("the sign-in did not wait: %v", err)
		default:
		}
	}
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-inserted; fault.CodeOf(err) != fault.Unauthenticated {
		t.Errorf("the session was made: %v", err)
	}
}

func TestTheLastAdminStays(t *testing.T) {
	t.Parallel()
	m := MustNew(t, storetest.New(t, Migrate), defaults(), quick(new(logBuffer)))
	MustUser(t, m, "viewer", testPassword, false)
	for _, name := range []string{"a", "b", "c"} {
		MustUser(t, m, name, testPassword, true)
	}
	var mu sync.Mutex
	refused := 0
	var all sync.WaitGroup
	for _, name := range []string{"a", "b", "c"} { // each deletes another, at once
		all.Go(func() {
			err := m.DeleteAccount(context.Background(), name)
			mu.Lock()
			defer mu.Unlock()
			if fault.CodeOf(err) == fault.Conflict {
				refused++
			} else if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	left, err := m.Accounts(t.Context())
	if err != nil || refused != 1 || len(left) != 2 || left[0].IsAdmin == left[1].IsAdmin {
		t.Errorf("%d refused, left are %+v, %v", refused, left, err)
	}
	if err := m.DeleteAccount(t.Context(), "viewer"); err != nil {
		t.Error(err)
	}
}

// running runs a module until the test ends.
func running(tb testing.TB, m *Module) {
	tb.Helper()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- m.Run(ctx) }()
	tb.Cleanup(func() {
		stop()
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			tb.Errorf("Run: %v", err)
		}
	})
	listening(tb, m)
}

// listening waits until the module listens for changes.
func listening(tb testing.TB, m *Module) {
	tb.Helper()
	for found := false; !found; {
		err := m.db.pool.QueryRow(tb.Context(), `select exists (select from pg_stat_activity where datname = current_database() and query ilike 'listen%' and state = 'idle') from pg_sleep(0.02)`).Scan(&found)
		if err != nil {
			tb.Fatal(err)
		}
	}
}

// watch watches a browser's session.
func (s *site) watch(tb testing.TB, b *browser) <-chan struct{} {
	tb.Helper()
	_, session, found, err := s.m.loadSession(mustRequest(tb, b.cookie()))
	if err != nil || !found {
		tb.Fatal(found, err)
	}
	return s.m.Watch(tb.Context(), session.identity())
}

// mustClose waits for the end of a session, for much longer than it may take on a
// machine that has nothing else to do.
func mustClose(tb testing.TB, over <-chan struct{}) {
	tb.Helper()
	select {
	case <-over:
	case <-time.After(20 * time.Second): // less than the half-minute check
		tb.Fatal("the session goes on")
	}
}
