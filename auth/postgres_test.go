package auth

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store/fault"
	"overlord/store/storetest"
)

// MustExec runs a statement that a test needs.
func MustExec(tb testing.TB, pool *pgxpool.Pool, sql string, args ...any) {
	tb.Helper()
	if _, err := pool.Exec(tb.Context(), sql, args...); err != nil {
		tb.Fatalf("%s: %v", sql, err)
	}
}

// MustUser stores a user with a password.
func MustUser(tb testing.TB, m *Module, name, password string, admin bool, permissions ...string) int64 {
	tb.Helper()
	hash, err := m.hasher.hash(tb.Context(), password)
	if err != nil {
		tb.Fatal(err)
	}
	var id int64
	err = m.db.pool.QueryRow(tb.Context(), `insert into users (username, password_hash, is_admin, permissions) values ($1, $2, $3, $4) returning id`,
		name, hash, admin, append([]string{}, permissions...)).Scan(&id)
	if err != nil {
		tb.Fatal(err)
	}
	return id
}

// columns are a table's, as information_schema tells them.
func columns(tb testing.TB, pool *pgxpool.Pool, table string) []string {
	tb.Helper()
	rows, err := pool.Query(tb.Context(), `
		select format('%s %s null=%s default=%s', column_name, udt_name, is_nullable, coalesce(column_default, identity_generation))
		from information_schema.columns where table_schema = 'public' and table_name = $1 order by ordinal_position`, table)
	if err != nil {
		tb.Fatal(err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		tb.Fatal(err)
	}
	return found
}

func TestTablesAreTheContracts(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, Migrate)
	users := []string{
		"id int8 null=NO default=BY DEFAULT",
		"username text null=NO default=",
		"password_hash text null=NO default=",
		"is_admin bool null=NO default=false",
		"permissions _text null=NO default='{view,command,edit}'::text[]",
		"created_at timestamptz null=NO default=now()",
		"sessions_valid_from timestamptz null=YES default=",
		"totp_secret bytea null=YES default=",
	}
	if got := columns(t, pool, "users"); !slices.Equal(got, users) {
		t.Errorf("users is\n%s", strings.Join(got, "\n"))
	}
	sessions := []string{
		"id uuid null=NO default=",
		"user_id int8 null=NO default=",
		"token_hash text null=NO default=",
		"created_at timestamptz null=NO default=",
		"last_seen_at timestamptz null=NO default=",
		"expires_at timestamptz null=NO default=",
		"address inet null=YES default=",
		"user_agent text null=NO default=",
		"legacy_signature bytea null=YES default=",
	}
	if got := columns(t, pool, "sessions"); !slices.Equal(got, sessions) {
		t.Errorf("sessions is\n%s", strings.Join(got, "\n"))
	}
	MustExec(t, pool, `insert into users (username, password_hash) values ('a', 'x')`)
	if _, err := pool.Exec(t.Context(), `insert into users (username, password_hash) values ('a', 'y')`); err == nil {
		t.Error("two users have one name")
	}
	if err := Migrate(t.Context(), pool); err != nil {
		t.Errorf("migrating again: %v", err)
	}
}

func TestUserByName(t *testing.T) {
	t.Parallel()
	m := MustNew(t, storetest.New(t, Migrate), defaults(), quick(new(logBuffer)))
	id := MustUser(t, m, "Asheron", "a password", false, View, "from the future")
	got, err := m.findUser(t.Context(), "Asheron")
	if err != nil || got.ID != id || got.Username != "Asheron" || got.IsAdmin || !slices.Equal(got.Permissions, []string{View, "from the future"}) || got.PasswordHash == "" {
		t.Errorf("findUser = %+v, %v", got, err)
	}
	for _, name := range []string{"", "asheron", "Asheron ", "%", "Ash\x00eron", "\xff\xfe", strings.Repeat("x", 5000), "' or 1=1 --"} {
		if got, err := m.findUser(t.Context(), name); err != nil || got.ID != 0 {
			t.Errorf("findUser(%.20q) = %+v, %v", name, got, err)
		}
	}
}

func TestSessionRows(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, Migrate)
	m := MustNew(t, pool, defaults(), quick(new(logBuffer)))
	ctx, db := t.Context(), m.db
	u := user{ID: MustUser(t, m, "Asheron", "a password", false, Edit, View, Admin), Username: "Asheron", Permissions: []string{View, Edit}}
	now := time.Now().UTC().Truncate(time.Microsecond)
	want := newSession(u, now, netip.MustParseAddr("2001:db8::7"), "Browser/1")
	nowhere := newSession(u, now, netip.Addr{}, "")
	for hash, s := range map[string]session{"hash-a": want, "hash-b": nowhere} {
		if err := db.insertSession(ctx, hash, s); err != nil {
			t.Fatal(err)
		}
	}
	find := func(at time.Time, hashes ...string) []string {
		t.Helper()
		rows, err := db.findSessions(ctx, hashes, at)
		if err != nil {
			t.Fatal(err)
		}
		return slices.Sorted(maps.Keys(rows))
	}
	rows, err := db.findSessions(ctx, []string{"hash-a"}, now)
	got := rows["hash-a"]
	if err != nil || !sameRights(got.identity(), want.identity()) || got.ID != want.ID || !got.CreatedAt.Equal(now) || !got.ExpiresAt.Equal(want.ExpiresAt) {
		t.Errorf("%+v was stored, %+v found: %v", want, got, err)
	}
	var address *netip.Addr
	var agent string
	if err := pool.QueryRow(ctx, `select address, user_agent from sessions where id = $1`, want.ID).Scan(&address, &agent); err != nil || *address != want.Address || agent != "Browser/1" {
		t.Errorf("from %v with %q: %v", address, agent, err)
	}
	if err := pool.QueryRow(ctx, `select address from sessions where id = $1`, nowhere.ID).Scan(&address); err != nil || address != nil {
		t.Errorf("a session from nowhere is from %v: %v", address, err)
	}
	if got := find(now, "hash-a", "hash-b", "hash-c"); !slices.Equal(got, []string{"hash-a", "hash-b"}) {
		t.Errorf("found %v", got)
	}
	if got := find(want.ExpiresAt, "hash-a"); len(got) != 0 {
		t.Errorf("an expired session is found")
	}

	seen := now.Add(time.Minute)
	for _, at := range []time.Time{seen, now} { // the earlier one changes nothing
		if err := db.touchSessions(ctx, map[uuid.UUID]time.Time{want.ID: at, uuid.New(): at}); err != nil {
			t.Fatal(err)
		}
	}
	var last []time.Time
	if err := pool.QueryRow(ctx, `select array_agg(last_seen_at order by last_seen_at) from sessions`).Scan(&last); err != nil || !last[0].Equal(now) || !last[1].Equal(seen) {
		t.Errorf("last seen at %v: %v", last, err)
	}

	MustExec(t, pool, `update users set sessions_valid_from = $1`, now)
	if got := find(now, "hash-a"); len(got) != 1 {
		t.Error("a session of the very moment is over")
	}
	MustExec(t, pool, `update users set sessions_valid_from = $1`, now.Add(time.Microsecond))
	if got := find(now, "hash-a"); len(got) != 0 {
		t.Error("a session from before sessions_valid_from is found")
	}
	MustExec(t, pool, `update users set sessions_valid_from = null`)

	if err := db.deleteSessions(ctx, []string{"hash-b", "hash-c"}); err != nil || len(find(now, "hash-b")) != 0 || len(find(now, "hash-a")) != 1 {
		t.Errorf("deleting one: %v", err)
	}
	if err := db.purgeSessions(ctx, want.ExpiresAt.Add(-time.Second)); err != nil || len(find(now, "hash-a")) != 1 {
		t.Errorf("purging before the end: %v", err)
	}
	if err := db.purgeSessions(ctx, want.ExpiresAt); err != nil || len(find(now, "hash-a")) != 0 {
		t.Errorf("purging at the end: %v", err)
	}
}

func TestAUsersSessionsGoWithTheUser(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, Migrate)
	m := MustNew(t, pool, defaults(), quick(new(logBuffer)))
	u := user{ID: MustUser(t, m, "Asheron", "a password", false)}
	if err := m.db.insertSession(t.Context(), "hash", newSession(u, time.Now(), netip.Addr{}, "")); err != nil {
		t.Fatal(err)
	}
	MustExec(t, pool, `delete from users`)
	if rows, err := m.db.findSessions(t.Context(), []string{"hash"}, time.Now()); err != nil || len(rows) != 0 {
		t.Errorf("the session of a deleted user: %v, %v", rows, err)
	}
}

// Every statement says Unavailable while the database is away, in bounded time.
func TestStatementsWhileTheDatabaseIsAway(t *testing.T) {
	t.Parallel()
	server := storetest.Start(t)
	pool := MustOpen(t, server.URL("dereth"))
	if err := Migrate(t.Context(), pool); err != nil {
		t.Fatal(err)
	}
	m := MustNew(t, pool, defaults(), quick(new(logBuffer)))
	server.Stop()
	ctx, db := t.Context(), m.db
	statements := map[string]func() error{
		"userByName":       func() error { _, err := db.userByName(ctx, "a"); return err },
		"anyUser":          func() error { _, err := db.anyUser(ctx); return err },
		"insertFirstAdmin": func() error { _, err := db.insertFirstAdmin(ctx, user{}, func() error { return nil }); return err },
		"EnsureFirstAdmin": func() error { _, err := m.EnsureFirstAdmin(ctx, t.TempDir(), false); return err },
		"insertSession":    func() error { return db.insertSession(ctx, "h", session{}) },
		"findSessions":     func() error { _, err := db.findSessions(ctx, []string{"h"}, noon); return err },
		"deleteSessions":   func() error { return db.deleteSessions(ctx, []string{"h"}) },
		"touchSessions":    func() error { return db.touchSessions(ctx, map[uuid.UUID]time.Time{{}: noon}) },
		"purgeSessions":    func() error { return db.purgeSessions(ctx, noon) },
		"signIn":           func() error { _, err := m.signIn(ctx, "a", "b", "", netip.Addr{}, time.Now()); return err },
	}
	for name, run := range statements {
		start := time.Now()
		if err := run(); fault.CodeOf(err) != fault.Unavailable {
			t.Errorf("%s: %v (%s)", name, err, fault.CodeOf(err))
		}
		if took := time.Since(start); took > queryTimeout+patience {
			t.Errorf("%s takes %s", name, took)
		}
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := db.userByName(gone, "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("a request that went away: %v", err)
	}
	if err := explain(fmt.Errorf("no such column")); fault.CodeOf(err) != fault.Internal {
		t.Errorf("a mistake of ours counts as %s", fault.CodeOf(err))
	}
}
