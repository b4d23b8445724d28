package auth

import (
	"context"
	"slices"

	"github.com/google/uuid"
)

// The permissions. Each stands for itself, except that an admin has them all.
const (
	View    = "view"    // every read
	Command = "command" // send commands to plugins
	Edit    = "edit"    // issues, alert rules, tags, saved things, uploads
	Admin   = "admin"   // users.is_admin; never in the column permissions
)

// AnyPermission is what Require takes where it is enough to be known.
const AnyPermission = ""

// How an identity was proved.
const (
	ViaSession  = "session"
	ViaToken    = "token"
	ViaLegacy   = "legacy" // a cookie of the earlier Python service
	ViaInternal = "internal"
)

// Identity is who asks, as of the last look at the database.
type Identity struct {
	Username    string // "" for internal trust, which is nobody in particular
	UserID      int64  // 0 for internal trust
	IsAdmin     bool
	Permissions []string  // in the order View, Command, Edit, Admin; shared, not to be changed
	Via         string    // ViaSession, ViaToken, ViaLegacy or ViaInternal
	SessionID   uuid.UUID // the session's, the token's or the cookie's, or zero
}

// Can tells whether the identity has a permission.
func (i Identity) Can(permission string) bool {
	return slices.Contains(i.Permissions, permission)
}

// permissionsOf is what a user may do: what the column says, as far as it is
// known here, and everything for an admin.
func permissionsOf(column []string, isAdmin bool) []string {
	if isAdmin {
		return []string{View, Command, Edit, Admin}
	}
	granted := []string{}
	for _, p := range []string{View, Command, Edit} {
		if slices.Contains(column, p) {
			granted = append(granted, p)
		}
	}
	return granted
}

// caller is what Authenticate found out about a request.
type caller struct {
	identity Identity
	known    bool
	err      error // why it cannot be told: the database was needed and is away
}

type callerKey struct{}

func withCaller(ctx context.Context, c caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

func callerOf(ctx context.Context) caller {
	c, _ := ctx.Value(callerKey{}).(caller)
	return c
}

// FromContext is who asks; false for a stranger, and for one who cannot be told
// from a stranger because the database is away.
func FromContext(ctx context.Context) (Identity, bool) {
	c := callerOf(ctx)
	return c.identity, c.known
}

// Author is the name of the signed-in user who asks; nil for nobody in particular.
func Author(ctx context.Context) *string {
	who, known := FromContext(ctx)
	if !known || who.Username == "" {
		return nil
	}
	return &who.Username
}

// NewContext is a context in which identity asks, for what runs on somebody's
// behalf without a request.
func NewContext(ctx context.Context, identity Identity) context.Context {
	return withCaller(ctx, caller{identity: identity, known: true})
}
