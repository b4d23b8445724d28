package auth

import (
	"context"
	"maps"
	"sync"
	"time"

	"github.com/google/uuid"

	"overlord/store/fault"
)

// maxMemoryRows bounds the sessions of a read-only server: some 50 MB. Each takes
// a right password, so that only the holder of one can get there.
const maxMemoryRows = 100_000

// memoryRows keeps sessions in memory, for a server that may write nothing: they
// end with its process. Their users are looked up where users are stored, so that
// one who is removed there, or loses rights, does so here.
type memoryRows struct {
	users holders

	mu   sync.Mutex
	rows map[string]session // by token hash
}

// holders finds the users of sessions. Its errors carry fault.Unavailable where
// they cannot be looked up now.
type holders interface {
	findHolders(ctx context.Context, ids []int64) (map[int64]holder, error)
}

// holder is a user as sessions need it.
type holder struct {
	ID          int64
	Username    string
	IsAdmin     bool
	Permissions []string   // the column's
	ValidFrom   *time.Time // sessions that began before have ended; nil: none has
}

// holds tells whether a session is still good with its user.
func (h holder) holds(s session) bool {
	return h.ID != 0 && (h.ValidFrom == nil || !s.CreatedAt.Before(*h.ValidFrom))
}

func newMemoryRows(users holders) *memoryRows {
	return &memoryRows{users: users, rows: map[string]session{}}
}

// insertSession implements sessionRows.
func (m *memoryRows) insertSession(ctx context.Context, tokenHash string, s session) error {
	found, err := m.users.findHolders(ctx, []int64{s.UserID})
	if err != nil {
		return err
	}
	if !found[s.UserID].holds(s) {
		return fault.New(fault.Unauthenticated, "this user was just changed; sign in again")
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.makeRoom()
	m.rows[tokenHash] = s
	return nil
}

// makeRoom drops the session that ends first, if memory is full. The caller holds
// mu.
func (m *memoryRows) makeRoom() {
	if len(m.rows) < maxMemoryRows {
		return
	}
	var first string
	for t, s := range m.rows {
		if first == "" || s.ExpiresAt.Before(m.rows[first].ExpiresAt) {
			first = t
		}
	}
	delete(m.rows, first)
}

// findSessions implements sessionRows.
func (m *memoryRows) findSessions(ctx context.Context, tokenHashes []string, at time.Time) (map[string]session, error) {
	found := m.kept(tokenHashes, at)
	if len(found) == 0 {
		return found, nil
	}
	var ids []int64
	for _, s := range found {
		ids = append(ids, s.UserID)
	}
	users, err := m.users.findHolders(ctx, ids)
	if err != nil {
		return nil, err
	}
	for t, s := range found {
		h := users[s.UserID]
		if !h.holds(s) {
			delete(found, t)
			continue
		}
		s.Username, s.IsAdmin, s.Permissions = h.Username, h.IsAdmin, permissionsOf(h.Permissions, h.IsAdmin)
		found[t] = s
	}
	return found, nil
}

// kept are those of the sessions that are there and not over.
func (m *memoryRows) kept(tokenHashes []string, at time.Time) map[string]session {
	m.mu.Lock()
	defer m.mu.Unlock()
	found := map[string]session{}
	for _, t := range tokenHashes {
		if s, known := m.rows[t]; known && s.ExpiresAt.After(at) {
			found[t] = s
		}
	}
	return found
}

// deleteSessions implements sessionRows.
func (m *memoryRows) deleteSessions(_ context.Context, tokenHashes []string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, t := range tokenHashes {
		delete(m.rows, t)
	}
	return nil
}

// touchSessions implements sessionRows. When a session was last seen is told to
// nobody in a server that may not write it down.
func (m *memoryRows) touchSessions(context.Context, map[uuid.UUID]time.Time) error { return nil }

// purgeSessions implements sessionRows.
func (m *memoryRows) purgeSessions(_ context.Context, before time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.DeleteFunc(m.rows, func(_ string, s session) bool { return !s.ExpiresAt.After(before) })
	return nil
}
