package auth

import (
	"context"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
)

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
