package auth

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"overlord/store/fault"
)

// How long an API token holds: for a season unless said otherwise, and never for
// ever, since it lies about in scripts.
const (
	tokenLifetime    = 90 * 24 * time.Hour
	maxTokenLifetime = 5 * 366 * 24 * time.Hour
)

// expiredTokensKept is how long an expired token is still shown, so that whoever
// wonders why his script stopped finds it.
const expiredTokensKept = 30 * 24 * time.Hour

// APIToken is a token as administrators see one.
type APIToken struct {
	ID          uuid.UUID  `json:"id"`
	Name        string     `json:"name"`
	Username    string     `json:"username"`    // whose rights it uses
	Permissions []string   `json:"permissions"` // in force: those given, as far as the user has them
	CreatedAt   time.Time  `json:"created_at"`
	ExpiresAt   time.Time  `json:"expires_at"`
	LastUsedAt  *time.Time `json:"last_used_at"` // to the half minute; nil: never
}

// newToken is a token that is to be made. A zero time and nil permissions stand
// for the usual.
type newToken struct {
	Name        string    `json:"name"`
	Username    string    `json:"username"`
	Permissions []string  `json:"permissions"`
	ExpiresAt   time.Time `json:"expires_at"`
}

// addToken makes a token for a user and returns it with its secret, which is not
// kept.
func (m *Module) addToken(ctx context.Context, asked newToken) (made APIToken, secret string, err error) {
	if err := checkLabel(asked.Name); err != nil {
		return APIToken{}, "", err
	}
	if err := checkPermissions(asked.Permissions); err != nil {
		return APIToken{}, "", err
	}
	now := m.now().UTC().Truncate(time.Microsecond)
	expires, err := checkExpiry(asked.ExpiresAt, now, tokenLifetime, maxTokenLifetime)
	if err != nil {
		return APIToken{}, "", err
	}
	owner, err := m.findUser(ctx, asked.Username)
	if err != nil {
		return APIToken{}, "", err
	}
	if owner.ID == 0 {
		return APIToken{}, "", fault.New(fault.Invalid, "there is no user %q", asked.Username).WithField("username")
	}
	secret = makeSecret(apiTokenMark)
	made = APIToken{ID: uuid.New(), Name: asked.Name, Username: owner.Username, CreatedAt: now, ExpiresAt: expires}
	made.Permissions = granted(asked.Permissions, permissionsOf(owner.Permissions, owner.IsAdmin))
	e := m.audit.complete(entry(ctx, ActionTokenMade, asked.Name))
	e.Detail = "for " + owner.Username + ", " + rights(false, asked.Permissions) + ", until " + expires.Format(time.DateOnly)
	if err := m.db.insertToken(ctx, made, owner.ID, asked.Permissions, hashSecret(secret), e); err != nil {
		return APIToken{}, "", err
	}
	m.audit.tell(e)
	return made, secret, nil
}

// revokeToken ends a token at once, and the sockets that were opened with it.
func (m *Module) revokeToken(ctx context.Context, id uuid.UUID) error {
	e, err := m.db.deleteToken(ctx, id, m.audit.complete(entry(ctx, ActionTokenRevoked, "")))
	if err != nil {
		return err
	}
	m.audit.tell(e)
	m.tokens.endID(id)
	return nil
}

// checkLabel says why a token or a secret cannot be called so.
func checkLabel(name string) error {
	if err := checkUsername(name); err != nil {
		return fault.New(fault.Invalid, "%v", err).WithField("name")
	}
	return nil
}

// checkExpiry is when something ends: the usual, or what was asked, within bounds.
func checkExpiry(asked, now time.Time, usual, most time.Duration) (time.Time, error) {
	switch {
	case asked.IsZero():
		return now.Add(usual), nil
	case !asked.After(now) || asked.After(now.Add(most)):
		return time.Time{}, fault.New(fault.Invalid, "expires_at wants a time from now to %s", now.Add(most).Format(time.DateOnly)).WithField("expires_at")
	}
	return asked.UTC().Truncate(time.Microsecond), nil
}

// granted are the permissions that a token has: those given, as far as its user
// has them, and never Admin.
func granted(given, users []string) []string {
	both := []string{}
	for _, p := range permissionsOf(given, false) {
		if (Identity{Permissions: users}).Can(p) {
			both = append(both, p)
		}
	}
	return both
}

// tokenRows are the tokens as sessions, for the memory in front of them. A token
// is made by addToken and ended by revokeToken only.
type tokenRows struct{ database }

var errNotASession = errors.New("an API token is no session")

func (tokenRows) insertSession(context.Context, string, session) error { return errNotASession }

func (tokenRows) deleteSessions(context.Context, []string) error { return errNotASession }

func (d tokenRows) findSessions(ctx context.Context, tokenHashes []string, at time.Time) (map[string]session, error) {
	return d.findTokens(ctx, tokenHashes, at)
}

func (d tokenRows) touchSessions(ctx context.Context, seen map[uuid.UUID]time.Time) error {
	return d.touchTokens(ctx, seen)
}

func (d tokenRows) purgeSessions(ctx context.Context, before time.Time) error {
	return d.purgeTokens(ctx, before.Add(-expiredTokensKept))
}

// untouchedTokens are API tokens in a database that is only read: when one was used
// last is not noted, and none is deleted.
type untouchedTokens struct{ tokenRows }

func (untouchedTokens) touchSessions(context.Context, map[uuid.UUID]time.Time) error { return nil }

func (untouchedTokens) purgeSessions(context.Context, time.Time) error { return nil }
