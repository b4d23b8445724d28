package auth

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alexedwards/scs/v2"
	"pgregory.net/rapid"

	"overlord/store/fault"
)

var _ scs.CtxStore = (*sessions)(nil)

var asheron = user{ID: 7, Username: "Asheron", Permissions: []string{View, Edit}}

// MustBegin stores a session under a token hash, as a sign-in does.
func MustBegin(tb testing.TB, c *sessions, tokenHash string, u user) session {
	tb.Helper()
	return MustBeginFor(tb, c, tokenHash, u, sessionLifetime)
}

// MustBeginFor does so with another lifetime.
func MustBeginFor(tb testing.TB, c *sessions, tokenHash string, u user, lifetime time.Duration) session {
	tb.Helper()
	s := newSession(u, c.now(), netip.MustParseAddr("192.0.2.1"), "a browser")
	s.ExpiresAt = c.now().Add(lifetime)
	data, err := sessionCodec{}.Encode(s.ExpiresAt, map[string]any{sessionKey: s})
	if err != nil {
		tb.Fatal(err)
	}
	if err := c.CommitCtx(tb.Context(), tokenHash, data, s.ExpiresAt); err != nil {
		tb.Fatal(err)
	}
	return s
}

// inWorld runs a test with its own clock, with sessions whose rows are in memory,
// looked after as in a running server.
func inWorld(t *testing.T, test func(t *testing.T, c *sessions, rows *fakeRows)) {
	synctest.Test(t, func(t *testing.T) {
		rows := newFakeRows()
		c := newSessions(rows, time.Now)
		m := &Module{sessions: c, logger: new(logBuffer).logger()}
		ctx, stop := context.WithCancel(t.Context())
		stopped := make(chan error)
		go func() { stopped <- m.Run(ctx) }()
		test(t, c, rows)
		stop()
		if err := <-stopped; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
}

// wait lets time pass and everything that it sets off happen.
func wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func found(tb testing.TB, c *sessions, tokenHash string) bool {
	tb.Helper()
	_, found, err := c.FindCtx(tb.Context(), tokenHash)
	if err != nil {
		tb.Fatal(err)
	}
	return found
}

func closed(ch <-chan struct{}) bool {
	select {
	case <-ch:
		return true
	default:
		return false
	}
}

func TestCodecKeepsASession(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		u := user{ID: rapid.Int64().Draw(t, "id"), Username: rapid.String().Draw(t, "name"), IsAdmin: rapid.Bool().Draw(t, "admin")}
		want := newSession(u, noon, netip.MustParseAddr("2001:db8::1"), rapid.String().Draw(t, "agent"))
		data, err := sessionCodec{}.Encode(noon, map[string]any{sessionKey: want})
		if err != nil {
			t.Fatal(err)
		}
		deadline, values, err := sessionCodec{}.Decode(data)
		got := values[sessionKey].(session)
		want.ExpiresAt = noon
		if err != nil || !deadline.Equal(noon) || fmt.Sprint(got.identity()) != fmt.Sprint(want.identity()) || got.Address != want.Address || !got.ExpiresAt.Equal(noon) {
			t.Fatalf("%+v became %+v, %v", want, got, err)
		}
	})
	if _, err := (sessionCodec{}).Encode(noon, map[string]any{}); err == nil {
		t.Error("a session of nobody can be stored")
	}
	if _, _, err := (sessionCodec{}).Decode([]byte("{")); err == nil {
		t.Error("broken data is read")
	}
}

func TestUserAgentsAreCutToWhatCanBeStored(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOf(rapid.Byte()).Draw(t, "text"))
		got := storableAgent(text)
		if len(got) > maxUserAgent || !storable("x"+got[:min(len(got), 100)]) && slices.Contains([]byte(got), 0) {
			t.Fatalf("%q is kept as %q", text, got)
		}
	})
}

// A known session is found without asking the database, and goes on while the
// database is away; one that is not known is neither found nor refused then.
func TestSessionsOutliveTheDatabase(t *testing.T) {
	t.Parallel()
	inWorld(t, func(t *testing.T, c *sessions, rows *fakeRows) {
		MustBegin(t, c, "known", asheron)
		MustBegin(t, c, "forgotten", asheron)
		restarted := newSessions(rows, time.Now)
		if !found(t, restarted, "known") {
			t.Fatal("a restarted server does not find a stored session")
		}
		before := rows.finds
		for range 1000 {
			if !found(t, restarted, "known") {
				t.Fatal("a known session is lost")
			}
		}
		if rows.finds != before {
			t.Errorf("%d look-ups for a session that is known", rows.finds-before)
		}
		rows.setAway(true)
		wait(time.Hour)
		if !found(t, restarted, "known") || !found(t, c, "known") {
			t.Error("a known session ended because the database is away")
		}
		if _, _, err := restarted.FindCtx(t.Context(), "forgotten"); fault.CodeOf(err) != fault.Unavailable {
			t.Errorf("an unknown session while the database is away: %v", err)
		}
		rows.setAway(false)
		wait(recheckEvery)
		if !found(t, restarted, "forgotten") || found(t, restarted, "never there") {
			t.Error("after the database came back the wrong sessions are found")
		}
	})
}

func TestASessionEndsWhenItsTimeIsOver(t *testing.T) {
	t.Parallel()
	if s := newSession(asheron, noon, netip.Addr{}, ""); s.ExpiresAt.Sub(noon) != 30*24*time.Hour {
		t.Errorf("a session lasts %s", s.ExpiresAt.Sub(noon))
	}
	inWorld(t, func(t *testing.T, c *sessions, rows *fakeRows) {
		s := MustBeginFor(t, c, "a", asheron, time.Hour)
		over := c.watch(t.Context(), s.identity())
		wait(time.Hour - time.Second)
		if !found(t, c, "a") || closed(over) {
			t.Fatal("the session is over before its time")
		}
		wait(2 * time.Second)
		if !closed(over) {
			t.Error("the sockets of an expired session stay open for more than a second")
		}
		if found(t, c, "a") {
			t.Error("an expired session is found")
		}
		wait(recheckEvery)
		if rows.count() != 0 {
			t.Error("the row of an expired session stays")
		}
	})
}

// An expired session ends even while the database is away.
func TestExpiryNeedsNoDatabase(t *testing.T) {
	t.Parallel()
	inWorld(t, func(t *testing.T, c *sessions, rows *fakeRows) {
		s := MustBeginFor(t, c, "a", asheron, time.Hour)
		over := c.watch(t.Context(), s.identity())
		rows.setAway(true)
		wait(time.Hour + time.Second)
		if !closed(over) {
			t.Error("the watchers of an expired session were not told")
		}
		if _, found, _ := c.FindCtx(t.Context(), "a"); found {
			t.Error("an expired session is found")
		}
	})
}

func TestASignOutEndsTheSessionAtOnce(t *testing.T) {
	t.Parallel()
	inWorld(t, func(t *testing.T, c *sessions, rows *fakeRows) {
		s, other := MustBegin(t, c, "a", asheron), MustBegin(t, c, "b", asheron)
		over, otherOver := c.watch(t.Context(), s.identity()), c.watch(t.Context(), other.identity())
		gone, leave := context.WithCancel(t.Context())
		leave() // the browser does not wait for the answer
		if err := c.DeleteCtx(gone, "a"); err != nil {
			t.Fatal(err)
		}
		if !closed(over) || found(t, c, "a") || rows.count() != 1 {
			t.Error("the session goes on")
		}
		if closed(otherOver) || !found(t, c, "b") {
			t.Error("another session of the same user ended with it")
		}
		if !closed(c.watch(t.Context(), s.identity())) {
			t.Error("who starts to watch after the end is not told")
		}
		wait(time.Hour)
		if len(c.ended) != 0 {
			t.Error("endings are remembered for ever")
		}
	})
}

// While the database is away a sign-out holds all the same, and its row goes when
// the database is back.
func TestASignOutNeedsNoDatabase(t *testing.T) {
	t.Parallel()
	inWorld(t, func(t *testing.T, c *sessions, rows *fakeRows) {
		s := MustBegin(t, c, "a", asheron)
		over := c.watch(t.Context(), s.identity())
		rows.setAway(true)
		if err := c.DeleteCtx(t.Context(), "a"); err != nil || !closed(over) {
			t.Fatalf("the session goes on: %v", err)
		}
		wait(10 * recheckEvery)
		if found(t, c, "a") {
			t.Error("the session is found while the database is away")
		}
		rows.setAway(false)
		if found(t, c, "a") {
			t.Error("the session is back with the database")
		}
		wait(recheckEvery)
		if rows.count() != 0 {
			t.Error("the row stays")
		}
		wait(time.Hour)
		if found(t, c, "a") || len(c.ended) != 0 {
			t.Error("the ending is not settled")
		}
	})
}

// A look-up that read the row just before the sign-out, and comes back after it,
// does not bring the session back.
func TestASlowLookUpDoesNotReviveASession(t *testing.T) {
	t.Parallel()
	inWorld(t, func(t *testing.T, c *sessions, rows *fakeRows) {
		MustBegin(t, c, "a", asheron)
		slow := newSessions(rows, time.Now)
		rows.pausing = make(chan struct{})
		result := make(chan bool)
		go func() {
			_, found, _ := slow.FindCtx(context.Background(), "a")
			result <- found
		}()
		synctest.Wait()
		if err := slow.DeleteCtx(t.Context(), "a"); err != nil {
			t.Fatal(err)
		}
		close(rows.pausing)
		if <-result {
			t.Error("the look-up found a session that had ended")
		}
		if found(t, slow, "a") {
			t.Error("the session is back")
		}
	})
}

// A session that is ended elsewhere, by its row, ends here with the next check.
func TestSessionsFollowTheirRows(t *testing.T) {
	t.Parallel()
	inWorld(t, func(t *testing.T, c *sessions, rows *fakeRows) {
		s, other := MustBegin(t, c, "a", asheron), MustBegin(t, c, "b", asheron)
		over, otherOver := c.watch(t.Context(), s.identity()), c.watch(t.Context(), other.identity())
		rows.change(func(r map[string]session) { delete(r, "a") })
		wait(recheckEvery + time.Second)
		if !closed(over) || found(t, c, "a") {
			t.Error("a session whose row is gone goes on")
		}
		if closed(otherOver) || !found(t, c, "b") {
			t.Error("a session whose row is there ended")
		}
	})
}

// A sign-out in the middle of the check, whose answer still knows the session, is
// a sign-out.
func TestASignOutDuringTheCheck(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		rows := newFakeRows()
		c := newSessions(rows, time.Now)
		for _, name := range []string{"a", "b"} {
			MustBegin(t, c, name, asheron)
		}
		rows.change(func(r map[string]session) { delete(r, "b") })
		rows.pausing = make(chan struct{})
		checked := make(chan error)
		go func() { checked <- c.recheck(context.Background()) }()
		synctest.Wait()
		for _, name := range []string{"a", "b"} {
			if err := c.DeleteCtx(t.Context(), name); err != nil {
				t.Fatal(err)
			}
		}
		close(rows.pausing)
		if err := <-checked; err != nil || len(c.byToken) != 0 || len(c.byID) != 0 {
			t.Errorf("%d sessions are back: %v", len(c.byToken), err)
		}
	})
}

// A user whose rights change keeps the session, but sockets that were opened with
// the old rights are closed, and open again with the new ones.
func TestChangedRightsReachOpenSockets(t *testing.T) {
	t.Parallel()
	inWorld(t, func(t *testing.T, c *sessions, rows *fakeRows) {
		s := MustBegin(t, c, "a", asheron)
		over := c.watch(t.Context(), s.identity())
		wait(recheckEvery + time.Second)
		if closed(over) {
			t.Fatal("a check without a change closes sockets")
		}
		rows.change(func(r map[string]session) {
			changed := r["a"]
			changed.Permissions = []string{View}
			r["a"] = changed
		})
		wait(recheckEvery)
		if !closed(over) {
			t.Error("a socket keeps rights that its user lost")
		}
		data, _, _ := c.FindCtx(t.Context(), "a")
		_, values, err := sessionCodec{}.Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		now := values[sessionKey].(session).identity()
		if now.Can(Edit) || !now.Can(View) {
			t.Errorf("the session has %v", now.Permissions)
		}
		if closed(c.watch(t.Context(), now)) {
			t.Error("a socket with the new rights is closed")
		}
		if !closed(c.watch(t.Context(), s.identity())) {
			t.Error("a request that began with the old rights may watch with them")
		}
	})
}

func TestRowsLearnWhenSessionsWereSeen(t *testing.T) {
	t.Parallel()
	inWorld(t, func(t *testing.T, c *sessions, rows *fakeRows) {
		s := MustBegin(t, c, "a", asheron)
		wait(10 * time.Second)
		found(t, c, "a")
		seen := time.Now()
		wait(recheckEvery)
		if got := rows.seen[s.ID]; !got.Equal(seen) {
			t.Errorf("the row says %s, seen %s", got, seen)
		}
		clear(rows.seen)
		wait(10 * recheckEvery)
		if len(rows.seen) != 0 {
			t.Error("an unused session is written again and again")
		}
	})
}

// Unused sessions are forgotten, but not those with open sockets; and forgetting
// is not ending.
func TestUnusedSessionsAreForgotten(t *testing.T) {
	t.Parallel()
	inWorld(t, func(t *testing.T, c *sessions, rows *fakeRows) {
		watched, gone := MustBegin(t, c, "watched", asheron), MustBegin(t, c, "gone", asheron)
		MustBegin(t, c, "unused", asheron)
		over := c.watch(t.Context(), watched.identity())
		socket, closeSocket := context.WithCancel(t.Context())
		c.watch(socket, gone.identity())
		closeSocket()
		wait(forgetAfter + 2*recheckEvery)
		if closed(over) || len(c.byToken) != 1 || len(c.byID) != 1 {
			t.Errorf("%d sessions in memory, the watched one ended: %t", len(c.byToken), closed(over))
		}
		if rows.count() != 3 || !found(t, c, "unused") {
			t.Error("forgetting a session ended it")
		}
	})
}

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newSessions(newFakeRows(), time.Now)
		c.limit = 100
		first := MustBegin(t, c, "first", asheron)
		over := c.watch(t.Context(), first.identity())
		for i := range c.limit + 50 {
			time.Sleep(time.Millisecond)
			MustBegin(t, c, fmt.Sprint("token", i), asheron)
		}
		if len(c.byToken) != c.limit || len(c.byID) != c.limit {
			t.Errorf("%d and %d sessions in memory", len(c.byToken), len(c.byID))
		}
		if closed(over) {
			t.Error("a session with an open socket was dropped")
		}
		if c.byToken["token0"] != nil || c.byToken[fmt.Sprint("token", c.limit)] == nil {
			t.Error("not the oldest was dropped")
		}
	})
}

func TestInternalTrustIsNeverOver(t *testing.T) {
	t.Parallel()
	m := MustNew(t, nil, defaults(), quick(new(logBuffer)))
	if closed(m.Watch(t.Context(), internalIdentity())) {
		t.Error("internal trust ended")
	}
	stranger := Identity{Username: "x", Via: ViaSession}
	if !closed(m.Watch(t.Context(), stranger)) {
		t.Error("a session that nobody knows goes on")
	}
}
