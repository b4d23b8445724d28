package auth

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/google/uuid"
)

// sessionRows is where sessions are stored: database, or a fake. Its errors carry
// fault.Unavailable where the store is away.
type sessionRows interface {
	insertSession(ctx context.Context, tokenHash string, s session) error
	// findSessions returns those that exist and hold at that time, by token hash.
	findSessions(ctx context.Context, tokenHashes []string, at time.Time) (map[string]session, error)
	deleteSessions(ctx context.Context, tokenHashes []string) error
	touchSessions(ctx context.Context, seen map[uuid.UUID]time.Time) error
	purgeSessions(ctx context.Context, before time.Time) error
}

// sessions is the store that scs uses: the rows, and in front of them the
// sessions that were used lately. A known session is never looked up while a
// request waits; keepUp compares them with the rows in the background.
type sessions struct {
	rows  sessionRows
	now   func() time.Time
	limit int // of sessions in memory; those with open sockets stay beyond it

	mu      sync.Mutex
	byToken map[string]*known // by token hash
	byID    map[uuid.UUID]*known
	ended   map[string]ending // sessions that ended here a short while ago, by token hash

	// What was ended by id or by user: a look-up that began before must not bring it
	// back. Users' count from that time on.
	endedIDs   map[uuid.UUID]time.Time
	endedUsers map[int64]time.Time
}

// known is a session in memory.
type known struct {
	session
	tokenHash string
	data      []byte        // the session as scs reads it
	used      time.Time     // when a request last came with it
	touched   time.Time     // the used that the row has
	watchers  int           // sockets that want to hear of its end
	over      chan struct{} // closed when it ends or its user's rights change
}

// ending is a session that ended here. It is remembered until its row is gone, and
// then for as long as a look-up that began before may take to come back.
type ending struct {
	at      time.Time
	deleted bool
}

// maxKnown bounds the memory: some 10 MB.
const maxKnown = 10_000

func newSessions(rows sessionRows, now func() time.Time) *sessions {
	return &sessions{
		rows: rows, now: now, limit: maxKnown,
		byToken: make(map[string]*known), byID: make(map[uuid.UUID]*known), ended: make(map[string]ending),
		endedIDs: make(map[uuid.UUID]time.Time), endedUsers: make(map[int64]time.Time),
	}
}

// FindCtx is the data of a session that holds. A session that memory does not know
// while the database is away is an error, not a stranger.
func (c *sessions) FindCtx(ctx context.Context, tokenHash string) (data []byte, found bool, err error) {
	now := c.now()
	if data, over := c.use(tokenHash, now); over || data != nil {
		return data, !over, nil
	}
	rows, err := c.rows.findSessions(ctx, []string{tokenHash}, now)
	if err != nil {
		return nil, false, err
	}
	s, found := rows[tokenHash]
	if !found {
		return nil, false, nil
	}
	return c.learn(tokenHash, s, now)
}

// find is FindCtx with the session itself.
func (c *sessions) find(ctx context.Context, tokenHash string) (s session, found bool, err error) {
	data, found, err := c.FindCtx(ctx, tokenHash)
	if err != nil || !found {
		return session{}, false, err
	}
	err = json.Unmarshal(data, &s)
	return s, err == nil, err
}

// use finds a session in memory: its data, or that it is over; neither, where
// memory does not know it.
func (c *sessions) use(tokenHash string, now time.Time) (data []byte, over bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.byToken[tokenHash]
	if k == nil {
		_, over = c.ended[tokenHash]
		return nil, over
	}
	if !k.ExpiresAt.After(now) {
		return nil, true
	}
	k.used = now
	return k.data, false
}

// learn takes a session into memory, unless it ended meanwhile.
func (c *sessions) learn(tokenHash string, s session, now time.Time) (data []byte, found bool, err error) {
	if data, err = json.Marshal(s); err != nil {
		return nil, false, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, over := c.ended[tokenHash]; over || c.isEnded(s) {
		return nil, false, nil
	}
	if c.byToken[tokenHash] == nil {
		c.makeRoom()
		k := &known{session: s, tokenHash: tokenHash, data: data, used: now, over: make(chan struct{})}
		c.byToken[tokenHash], c.byID[s.ID] = k, k
	}
	return data, true, nil
}

// CommitCtx stores a session that begins.
func (c *sessions) CommitCtx(ctx context.Context, tokenHash string, data []byte, _ time.Time) error {
	var s session
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	if err := c.rows.insertSession(ctx, tokenHash, s); err != nil {
		return err
	}
	_, _, err := c.learn(tokenHash, s, c.now())
	return err
}

// DeleteCtx ends a session at once. Where its row cannot be deleted now, keepUp
// does it later, and here it is over all the same.
func (c *sessions) DeleteCtx(ctx context.Context, tokenHash string) error {
	c.mu.Lock()
	c.ended[tokenHash] = ending{at: c.now()}
	if k := c.byToken[tokenHash]; k != nil {
		c.forget(k)
	}
	c.mu.Unlock()
	_ = c.deleteRows(context.WithoutCancel(ctx), []string{tokenHash})
	return nil
}

// endID ends a session whose row is gone, or nothing.
func (c *sessions) endID(id uuid.UUID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.endedIDs[id] = c.now()
	if k := c.byID[id]; k != nil {
		c.forget(k)
	}
}

// endUser ends a user's sessions that began before that time, whose rows no longer
// hold.
func (c *sessions) endUser(userID int64, before time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.endedUsers[userID] = before
	for _, k := range c.byToken {
		if c.isEnded(k.session) {
			c.forget(k)
		}
	}
}

// isEnded tells whether a session was ended by its id or with its user's others.
// The caller holds mu.
func (c *sessions) isEnded(s session) bool {
	_, byID := c.endedIDs[s.ID]
	from, byUser := c.endedUsers[s.UserID]
	return byID || byUser && s.CreatedAt.Before(from)
}

// deleteRows deletes the rows of sessions that ended.
func (c *sessions) deleteRows(ctx context.Context, tokenHashes []string) error {
	if err := c.rows.deleteSessions(ctx, tokenHashes); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, t := range tokenHashes {
		c.ended[t] = ending{at: c.now(), deleted: true}
	}
	return nil
}

// forget drops a session from memory and tells its watchers. The caller holds mu.
func (c *sessions) forget(k *known) {
	delete(c.byToken, k.tokenHash)
	delete(c.byID, k.ID)
	close(k.over)
}

// makeRoom drops the session that was unused for the longest time, if memory is
// full. Those with open sockets stay. The caller holds mu.
func (c *sessions) makeRoom() {
	if len(c.byToken) < c.limit {
		return
	}
	var oldest *known
	for _, k := range c.byToken {
		if k.watchers == 0 && (oldest == nil || k.used.Before(oldest.used)) {
			oldest = k
		}
	}
	if oldest != nil {
		c.forget(oldest)
	}
}

// Find, Commit and Delete are the forms without a context that scs's interface
// has; scs itself calls the others.
func (c *sessions) Find(t string) ([]byte, bool, error) { return c.FindCtx(context.Background(), t) }

// Commit is CommitCtx without a context.
func (c *sessions) Commit(t string, data []byte, expiry time.Time) error {
	return c.CommitCtx(context.Background(), t, data, expiry)
}

// Delete is DeleteCtx without a context.
func (c *sessions) Delete(t string) error { return c.DeleteCtx(context.Background(), t) }
