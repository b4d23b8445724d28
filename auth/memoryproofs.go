package auth

import (
	"context"
	"maps"
	"sync"
	"time"

	"overlord/store/fault"
)

// memoryLegacy are the Python service's cookies on a server that may write
// nothing: it remembers the ended ones as long as it runs.
type memoryLegacy struct {
	legacyRows

	mu    sync.Mutex
	ended map[string]time.Time // when they would have expired, by signature
}

// findSessions implements sessionRows.
func (m *memoryLegacy) findSessions(ctx context.Context, keys []string, at time.Time) (map[string]session, error) {
	found, err := m.legacyRows.findSessions(ctx, keys, at)
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.DeleteFunc(found, func(_ string, s session) bool { return !m.ended[string(s.Legacy)].IsZero() })
	return found, err
}

// deleteSessions implements sessionRows.
func (m *memoryLegacy) deleteSessions(_ context.Context, keys []string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, key := range keys {
		if c, ok := parseLegacyKey(key); ok {
			m.ended[string(c.signature[:])] = c.expires()
		}
	}
	return nil
}

// purgeSessions implements sessionRows.
func (m *memoryLegacy) purgeSessions(_ context.Context, before time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.DeleteFunc(m.ended, func(_ string, expires time.Time) bool { return !expires.After(before) })
	return nil
}

// memoryFactors notes the codes that were used on a server that may write nothing.
type memoryFactors struct {
	database

	mu    sync.Mutex
	steps map[int64]int64 // the last one, by user
}

// useStep implements factorRows.
func (m *memoryFactors) useStep(ctx context.Context, userID, step int64) (used bool, err error) {
	stored, err := m.lastStep(ctx, userID)
	if err != nil {
		return false, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if step <= max(stored, m.steps[userID]) {
		return false, nil
	}
	m.steps[userID] = step
	return true, nil
}

// useRecoveryCode implements factorRows: a code that opens once cannot be taken
// away here.
func (m *memoryFactors) useRecoveryCode(context.Context, int64, []byte) (used bool, err error) {
	return false, fault.New(fault.ReadOnly, "recovery codes are not taken by a server that may not write (READ_ONLY)").WithField("code")
}
