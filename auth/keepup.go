package auth

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"
)

const (
	// expireEvery is how often expired sessions are looked for: their sockets close
	// within a second.
	expireEvery = 500 * time.Millisecond
	// recheckEvery is how often the sessions in memory are compared with their rows:
	// how long a session that was ended elsewhere goes on here.
	recheckEvery = 30 * time.Second
	// forgetAfter is how long an unused session is kept in memory, so that a laptop
	// that wakes up finds its session even when the database is away just then.
	forgetAfter = 12 * time.Hour
	// rememberEnded is longer than any look-up takes (queryTimeout).
	rememberEnded = 3 * queryTimeout
)

// keepUp compares what is in memory with the database: rows of sessions that ended
// here or expired are deleted, and sessions in memory follow their rows. While the
// database is away everything stays as it is.
func (c *sessions) keepUp(ctx context.Context) error {
	if err := c.deleteEnded(ctx); err != nil {
		return fmt.Errorf("delete ended sessions: %w", err)
	}
	if err := c.recheck(ctx); err != nil {
		return fmt.Errorf("compare the sessions in memory with the database: %w", err)
	}
	if err := c.rows.purgeSessions(ctx, c.now()); err != nil {
		return fmt.Errorf("delete expired sessions: %w", err)
	}
	return nil
}

// expire ends the sessions in memory whose time is over, and forgets endings that
// no look-up can bring back any more.
func (c *sessions) expire() {
	now := c.now()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, k := range c.byToken {
		if !k.ExpiresAt.After(now) {
			c.forget(k)
		}
	}
	maps.DeleteFunc(c.ended, func(_ string, e ending) bool { return e.deleted && now.Sub(e.at) > rememberEnded })
	maps.DeleteFunc(c.endedIDs, func(_ uuid.UUID, at time.Time) bool { return now.Sub(at) > rememberEnded })
	maps.DeleteFunc(c.endedUsers, func(_ int64, from time.Time) bool { return now.Sub(from) > rememberEnded })
}

// deleteEnded deletes the rows of ended sessions that are not known to be deleted.
func (c *sessions) deleteEnded(ctx context.Context) error {
	c.mu.Lock()
	var left []string
	for t, e := range c.ended {
		if !e.deleted {
			left = append(left, t)
		}
	}
	c.mu.Unlock()
	if len(left) == 0 {
		return nil
	}
	return c.deleteRows(ctx, left)
}

// recheck compares the sessions in memory with their rows: those that are gone
// end, rights that changed are taken over, and the rows learn when they were used.
func (c *sessions) recheck(ctx context.Context) error {
	asked, seen := c.snapshot()
	if len(asked) == 0 {
		return nil
	}
	if len(seen) > 0 {
		if err := c.rows.touchSessions(ctx, seen); err != nil {
			return err
		}
	}
	rows, err := c.rows.findSessions(ctx, slices.Collect(maps.Keys(asked)), c.now())
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for t, k := range asked {
		if c.byToken[t] == k {
			c.update(k, rows, seen[k.ID])
		}
	}
	return nil
}

// snapshot is what memory holds now, and the sessions that were used since their
// rows were last told.
func (c *sessions) snapshot() (asked map[string]*known, seen map[uuid.UUID]time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	seen = make(map[uuid.UUID]time.Time)
	for _, k := range c.byToken {
		if k.used.After(k.touched) {
			seen[k.ID] = k.used
		}
	}
	return maps.Clone(c.byToken), seen
}

// update brings one session up to its row. The caller holds mu.
func (c *sessions) update(k *known, rows map[string]session, touched time.Time) {
	row, found := rows[k.tokenHash]
	idle := k.watchers == 0 && c.now().Sub(k.used) > forgetAfter
	data, err := json.Marshal(row)
	if !found || idle || err != nil {
		c.forget(k)
		return
	}
	if !sameRights(k.identity(), row.identity()) {
		close(k.over)
		k.over = make(chan struct{})
	}
	k.session, k.data = row, data
	if !touched.IsZero() {
		k.touched = touched
	}
}
