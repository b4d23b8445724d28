package auth

import (
	"context"
	"errors"
	"maps"
	"sync"
	"time"

	"github.com/google/uuid"

	"overlord/store/fault"
)

// fakeRows are the rows of sessions in memory, with a switch for the database.
type fakeRows struct {
	mu      sync.Mutex
	rows    map[string]session
	seen    map[uuid.UUID]time.Time
	away    bool
	finds   int
	purged  int
	pausing chan struct{} // findSessions reads, and then waits for it
}

func newFakeRows() *fakeRows {
	return &fakeRows{rows: map[string]session{}, seen: map[uuid.UUID]time.Time{}}
}

var errAway = fault.Wrap(errors.New("connection refused"), fault.Unavailable, "the database is away")

func (f *fakeRows) do(ctx context.Context, what func()) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.away {
		return errAway
	}
	what()
	return nil
}

func (f *fakeRows) setAway(away bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.away = away
}

func (f *fakeRows) change(what func(rows map[string]session)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	what(f.rows)
}

func (f *fakeRows) insertSession(ctx context.Context, tokenHash string, s session) error {
	return f.do(ctx, func() { f.rows[tokenHash] = s })
}

func (f *fakeRows) findSessions(ctx context.Context, tokenHashes []string, at time.Time) (map[string]session, error) {
	found := map[string]session{}
	err := f.do(ctx, func() {
		f.finds++
		for _, t := range tokenHashes {
			if s, ok := f.rows[t]; ok && s.ExpiresAt.After(at) {
				found[t] = s
			}
		}
	})
	if f.pausing != nil {
		<-f.pausing
	}
	return found, err
}

func (f *fakeRows) deleteSessions(ctx context.Context, tokenHashes []string) error {
	return f.do(ctx, func() {
		for _, t := range tokenHashes {
			delete(f.rows, t)
		}
	})
}

func (f *fakeRows) touchSessions(ctx context.Context, seen map[uuid.UUID]time.Time) error {
	return f.do(ctx, func() { maps.Copy(f.seen, seen) })
}

func (f *fakeRows) purgeSessions(ctx context.Context, before time.Time) error {
	return f.do(ctx, func() {
		f.purged++
		maps.DeleteFunc(f.rows, func(_ string, s session) bool { return !s.ExpiresAt.After(before) })
	})
}

func (f *fakeRows) count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.rows)
}
