package auth

import (
	"context"
	"slices"
)

// Watch is closed within a second after the identity's session or token has ended
// (by sign-out, revocation or expiry) or its user's rights have changed, so that
// whatever was opened with it can be closed. Internal trust does not end. The
// watching itself ends with ctx.
func (m *Module) Watch(ctx context.Context, who Identity) <-chan struct{} {
	switch who.Via {
	case ViaSession:
		return m.sessions.watch(ctx, who)
	case ViaToken:
		return m.tokens.watch(ctx, who)
	case ViaLegacy:
		return m.legacy.watch(ctx, who)
	}
	return make(chan struct{})
}

// watch is closed once the identity's session is over, or its user's rights are no
// longer the identity's. It is dropped when ctx ends.
func (c *sessions) watch(ctx context.Context, who Identity) <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.byID[who.SessionID]
	if k == nil || !sameRights(k.identity(), who) {
		over := make(chan struct{})
		close(over)
		return over
	}
	k.watchers++
	context.AfterFunc(ctx, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		k.watchers--
	})
	return k.over
}

// sameRights tells whether two identities are the same user with the same rights.
func sameRights(a, b Identity) bool {
	return a.UserID == b.UserID && a.Username == b.Username && a.IsAdmin == b.IsAdmin && slices.Equal(a.Permissions, b.Permissions)
}
