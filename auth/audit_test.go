package auth

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

type auditList struct {
	Entries []Entry
	Next    *string
}

// actions are what the audit tells, oldest first: action, who, whom, how it ended.
func (b *browser) actions(query string) (told []string) {
	b.tb.Helper()
	for _, e := range mustDecode[auditList](b.tb, b.get("/api-admin/audit"+query)).Entries {
		told = append(told, fmt.Sprintf("%s %s→%s %t", e.Action, e.Username, e.Target, e.OK))
	}
	slices.Reverse(told)
	return told
}

// Who signs in, fails to, changes users or himself, and who tried what he may not:
// all of it can be looked up.
func TestTheAuditTellsWhoDidWhat(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	admin, viewer := s.browser(t).mustLogin("admin"), s.browser(t)
	viewer.login("viewer", "wrong password")
	viewer.login("hunter2-hunter2", "wrong password")
	viewer.mustLogin("viewer")
	viewer.get("/api-admin/users")
	viewer.sendJSON(http.MethodPost, "/me/password", `{"current_password":"`+testPassword+`","new_password":"brand new and long"}`)
	viewer.send(http.MethodPost, "/logout", "")
	admin.sendJSON(http.MethodPost, "/api-admin/users", `{"username":"Ada"}`)
	path := s.pathOf(t, "Ada")
	admin.sendJSON(http.MethodPatch, path, `{"permissions":["view"],"password":"one of her own"}`)
	admin.send(http.MethodDelete, path, "")
	if err := s.m.AddAccount(t.Context(), "Bob", testPassword, true, nil); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"login admin→admin true", "login →viewer false", "login → false", "login viewer→viewer true", "denied viewer→GET /api-admin/users false",
		"password_changed viewer→viewer true", "logout viewer→viewer true", "user_added admin→Ada true", "user_changed admin→Ada true", "user_deleted admin→Ada true", "user_added →Bob true",
	}
	got := admin.actions("")
	slices.Sort(want)
	if sorted := slices.Sorted(slices.Values(got)); !slices.Equal(sorted, want) {
		t.Errorf("the audit tells\n%s", strings.Join(got, "\n"))
	}
	list := mustDecode[auditList](t, admin.get("/api-admin/audit?action=user_changed"))
	if len(list.Entries) != 1 || list.Entries[0].Detail != "another password; may view" || list.Entries[0].Via != ViaSession || !list.Entries[0].Address.IsLoopback() {
		t.Errorf("the change is told as %+v", list.Entries)
	}
	if e := mustDecode[auditList](t, admin.get("/api-admin/audit?action=user_added&limit=1")).Entries[0]; e.Via != viaConsole || e.Target != "Bob" {
		t.Errorf("a change on the console is told as %+v", e)
	}
	for _, secret := range []string{"hunter2", "one of her own", testPassword, "brand new and long"} {
		if a := admin.get("/api-admin/audit?limit=1000"); strings.Contains(a.body, secret) {
			t.Errorf("the audit tells %q", secret)
		}
	}
}

func TestTheAuditsPages(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	admin := s.browser(t).mustLogin("admin")
	for i := range 7 {
		s.m.audit.record(Entry{Timestamp: noon.Add(time.Duration(i) * time.Minute), Action: "test", Username: fmt.Sprint("u", i%2), Target: fmt.Sprint(i)})
	}
	var told []string
	next, pages := "", 0
	for pages < 10 {
		page := mustDecode[auditList](t, admin.get("/api-admin/audit?action=test&limit=3"+next))
		for _, e := range page.Entries {
			told = append(told, e.Target)
		}
		pages++
		if page.Next == nil {
			break
		}
		next = "&cursor=" + *page.Next
	}
	if pages != 3 || strings.Join(told, "") != "6543210" {
		t.Errorf("%d pages tell %q", pages, told)
	}
	from, to := noon.Add(2*time.Minute).Format(time.RFC3339), noon.Add(5*time.Minute).Format(time.RFC3339)
	if got := admin.actions("?action=test&from=" + from + "&to=" + to); len(got) != 3 {
		t.Errorf("from 2 to 5: %q", got)
	}
	if got := admin.actions("?username=u1&action=test"); len(got) != 3 {
		t.Errorf("of one user: %q", got)
	}
	admin.get("/api-admin/audit?who=x").wants(t, http.StatusBadRequest, "invalid")
	admin.get("/api-admin/audit?limit=0").wants(t, http.StatusBadRequest, "invalid")
}

// It is kept for a time, and no more of it than fits, whoever makes noise.
func TestTheAuditIsBounded(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	for i := range 10 {
		s.m.audit.record(Entry{Timestamp: noon.Add(time.Duration(i) * 24 * time.Hour), Action: "test", Target: fmt.Sprint(i)})
	}
	if err := s.m.audit.flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	left := func() (n int) {
		t.Helper()
		if err := s.pool.QueryRow(t.Context(), `select count(*) from audit_log where action = 'test'`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, c := range []struct {
		before time.Time
		most   int64
		want   int
	}{{noon, 100, 10}, {noon.Add(48 * time.Hour), 100, 8}, {noon, 3, 3}, {noon, 3, 3}} {
		if err := s.m.db.purgeAudit(t.Context(), c.before, c.most); err != nil || left() != c.want {
			t.Errorf("%d are left, want %d: %v", left(), c.want, err)
		}
	}
}

// fakeAudit is the table of the audit in memory, with a switch for the database.
type fakeAudit struct {
	mu     sync.Mutex
	rows   []Entry
	away   bool
	purges int
}

func (f *fakeAudit) insertAudit(_ context.Context, entries []Entry) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.away {
		return errAway
	}
	f.rows = append(f.rows, entries...)
	return nil
}

func (f *fakeAudit) purgeAudit(context.Context, time.Time, int64) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.purges++
	return nil
}

func (f *fakeAudit) count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.rows)
}

// While the database is away the audit waits, within bounds; each entry is in the
// log at once; and a stop stores what waits.
func TestTheAuditOutlivesTheDatabase(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log, rows := new(logBuffer), &fakeAudit{away: true}
		a := &audit{rows: rows, logger: log.logger(), now: time.Now}
		ctx, stop := context.WithCancel(t.Context())
		stopped := make(chan struct{})
		go func() {
			a.run(ctx)
			close(stopped)
		}()
		for i := range maxAuditWaiting + 5 {
			a.record(Entry{Action: "test", Target: fmt.Sprint(i), Detail: strings.Repeat("é", maxAuditText) + "\x00", Address: netip.MustParseAddr("192.0.2.1")})
		}
		wait(5 * time.Second)
		if rows.count() != 0 || strings.Count(log.String(), "action=test") != maxAuditWaiting+5 {
			t.Errorf("%d are stored, %d logged", rows.count(), strings.Count(log.String(), "action=test"))
		}
		rows.mu.Lock()
		rows.away = false
		rows.mu.Unlock()
		wait(auditEvery)
		if rows.count() != maxAuditWaiting || rows.rows[0].Target != "0" || rows.rows[9].Target != "9" || !strings.Contains(log.String(), "entries=5") {
			t.Errorf("%d are stored after the outage: %.300s", rows.count(), log.String()[len(log.String())-300:])
		}
		if e := rows.rows[0]; len(e.Detail) > maxAuditText || strings.Contains(e.Detail, "\x00") || e.Timestamp.IsZero() {
			t.Errorf("an entry is stored as %+v", e)
		}
		a.record(Entry{Action: "test", Target: "last"})
		stop()
		<-stopped
		if n := rows.count(); n != maxAuditWaiting+1 {
			t.Errorf("the stop left entries behind: %d", n)
		}
		if rows.purges == 0 {
			t.Error("old entries are never looked for")
		}
	})
}

// Without a table, the log is the audit.
func TestTheAuditWithoutATable(t *testing.T) {
	t.Parallel()
	log := new(logBuffer)
	a := &audit{logger: log.logger(), now: time.Now}
	a.record(Entry{Action: ActionCommand, Username: "Ada", Target: "X", OK: true})
	if err := a.flush(t.Context()); err != nil || !strings.Contains(log.String(), `action=command username=Ada`) {
		t.Errorf("%v %s", err, log)
	}
}

// Whoever knocks at a closed door again and again fills the log of requests, not
// the audit.
func TestKnockingIsToldAFewTimes(t *testing.T) {
	t.Parallel()
	s := MustSite(t)
	b := s.browser(t).mustLogin("viewer")
	for range 20 {
		b.get("/api-admin/users").wants(t, http.StatusForbidden, "denied")
	}
	if n := strings.Count(s.log.String(), "action=denied"); n != noiseRate.Burst {
		t.Errorf("told %d times", n)
	}
}
