package auth

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store"
	"overlord/store/fault"
	"overlord/store/storetest"
)

// mustReaders is a module that may only read what another one writes, with pools
// for both.
func mustReaders(t *testing.T) (reading, writing *Module, writer *pgxpool.Pool) {
	t.Helper()
	writer = storetest.New(t, Migrate)
	reader, err := store.Open(t.Context(), store.Config{URL: storetest.URL(t, writer), Size: 4, Name: "reader", ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(reader.Close)
	set := defaults()
	set.InternalTrust = "off"
	options := quick(new(logBuffer))
	writing = MustNew(t, writer, set, options)
	options.ReadOnly = true
	return MustNew(t, reader, set, options), writing, writer
}

// Signing in and out is all that a read-only server lets anybody change, and that
// is in its own memory.
func TestSessionsOfAReadOnlyServer(t *testing.T) {
	t.Parallel()
	reading, writing, writer := mustReaders(t)
	MustUser(t, writing, "viewer", testPassword, false, View)
	s := &site{serveSite(t, reading), reading, writer, nil}
	b := s.browser(t)
	if a := b.login("viewer", "wrong password"); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("a wrong password: %s", a.Status)
	}
	if a := b.login("viewer", testPassword); a.StatusCode != http.StatusOK {
		t.Fatalf("signing in: %s %s", a.Status, a.body)
	}
	if a := b.get("/me"); a.StatusCode != http.StatusOK {
		t.Errorf("/me: %s", a.Status)
	}
	if err := reading.sessions.keepUp(t.Context()); err != nil {
		t.Errorf("looking after the sessions writes: %v", err)
	}
	if a := b.get("/me"); a.StatusCode != http.StatusOK {
		t.Errorf("/me later: %s", a.Status)
	}
	other := s.browser(t)
	other.login("viewer", testPassword)
	if a := b.send(http.MethodPost, "/logout", ""); a.StatusCode != http.StatusOK {
		t.Errorf("signing out: %s", a.Status)
	}
	if a := b.get("/me"); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("/me after signing out: %s", a.Status)
	}
	if a := other.get("/me"); a.StatusCode != http.StatusOK {
		t.Errorf("another browser's session: %s", a.Status)
	}
	var rows int
	if err := writer.QueryRow(t.Context(), `select count(*) from sessions`).Scan(&rows); err != nil || rows != 0 {
		t.Errorf("%d sessions are in the database, %v", rows, err)
	}
	if _, err := reading.EnsureFirstAdmin(t.Context(), t.TempDir(), false); err != nil {
		t.Errorf("there is a user: %v", err)
	}
}

// What becomes of a user elsewhere holds here as well.
func TestReadOnlySessionsFollowTheirUsers(t *testing.T) {
	t.Parallel()
	_, writing, writer := mustReaders(t)
	names := []string{"gone", "demoted", "ended", "fine"}
	rows := newMemoryRows(database{writer})
	for _, name := range names {
		MustUser(t, writing, name, testPassword, name == "demoted", View)
		u, err := writing.findUser(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		if err := rows.insertSession(t.Context(), name, newSession(u, time.Now(), netip.Addr{}, "")); err != nil {
			t.Fatal(err)
		}
	}
	MustUser(t, writing, "admin", testPassword, true)
	MustExec(t, writer, `delete from users where username = 'gone'; update users set is_admin = false where username = 'demoted';
		update users set sessions_valid_from = now() + interval '1 minute' where username = 'ended'`)
	found, err := rows.findSessions(t.Context(), append(names, "unknown"), time.Now())
	if err != nil || len(found) != 2 || found["demoted"].IsAdmin || len(found["demoted"].Permissions) != 1 || found["fine"].Username != "fine" {
		t.Errorf("%+v, %v", found, err)
	}
	if late, err := rows.findSessions(t.Context(), names, time.Now().Add(sessionLifetime)); err != nil || len(late) != 0 {
		t.Errorf("after their time: %+v, %v", late, err)
	}
	if err := rows.insertSession(t.Context(), "late", session{UserID: 999}); fault.CodeOf(err) != fault.Unauthenticated {
		t.Errorf("a session of nobody: %v", err)
	}
	_ = rows.purgeSessions(t.Context(), time.Now().Add(sessionLifetime))
	if len(rows.rows) != 0 {
		t.Errorf("%d sessions are kept after their end", len(rows.rows))
	}
}

// all are holders of every id.
type all struct{}

func (all) findHolders(_ context.Context, ids []int64) (map[int64]holder, error) {
	return map[int64]holder{ids[0]: {ID: ids[0]}}, nil
}

func TestMemoryOfSessionsIsBounded(t *testing.T) {
	t.Parallel()
	rows := newMemoryRows(all{})
	for i := range maxMemoryRows {
		rows.rows[fmt.Sprint(i)] = session{UserID: 1, ExpiresAt: time.Unix(int64(10+i), 0)}
	}
	if err := rows.insertSession(t.Context(), "new", session{UserID: 1, ExpiresAt: time.Unix(1e9, 0)}); err != nil {
		t.Fatal(err)
	}
	_, first := rows.rows["0"]
	_, last := rows.rows["new"]
	if len(rows.rows) != maxMemoryRows || first || !last {
		t.Errorf("%d sessions, the first %t, the new one %t", len(rows.rows), first, last)
	}
}
