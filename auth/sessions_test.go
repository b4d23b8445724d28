package auth

import (
	"context"
	"fmt"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alexedwards/scs/v2"

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
		m := &Module{sessions: c, changes: silence{}, logger: new(logBuffer).logger()}
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

// silence announces no change.
type silence struct{}

func (silence) listen(ctx context.Context, _ func()) error {
	<-ctx.Done()
	return ctx.Err()
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
