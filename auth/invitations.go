package auth

import (
	"context"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"overlord/store/fault"
)

// How long an invitation holds unless said otherwise, and at most.
const (
	invitationLifetime    = 7 * 24 * time.Hour
	maxInvitationLifetime = 90 * 24 * time.Hour
)

// invitationsKept is how long used and expired ones are still shown.
const invitationsKept = 90 * 24 * time.Hour

// maxNote is the longest note to an invitation, in characters.
const maxNote = 200

// viaInvitation is how somebody proved himself who made his own account.
const viaInvitation = "invitation"

// Invitation lets one person make an account of his own, once.
type Invitation struct {
	ID          uuid.UUID  `json:"id"`
	IsAdmin     bool       `json:"is_admin"`    // what the user will be
	Permissions []string   `json:"permissions"` // and may do
	Note        string     `json:"note"`        // for whom it is
	CreatedBy   string     `json:"created_by"`
	CreatedAt   time.Time  `json:"created_at"`
	ExpiresAt   time.Time  `json:"expires_at"`
	UsedAt      *time.Time `json:"used_at"`
	UsedBy      *string    `json:"used_by"`
}

// newInvitation is an invitation that is to be made.
type newInvitation struct {
	IsAdmin     bool      `json:"is_admin"`
	Permissions []string  `json:"permissions"`
	Note        string    `json:"note"`
	ExpiresAt   time.Time `json:"expires_at"`
}

// invite makes an invitation and returns it with its token, which is not kept.
func (m *Module) invite(ctx context.Context, by string, asked newInvitation) (made Invitation, token string, err error) {
	if err := checkPermissions(asked.Permissions); err != nil {
		return Invitation{}, "", err
	}
	if utf8.RuneCountInString(asked.Note) > maxNote {
		return Invitation{}, "", fault.New(fault.Invalid, "a note has %d characters at most", maxNote).WithField("note")
	}
	now := m.now().UTC().Truncate(time.Microsecond)
	expires, err := checkExpiry(asked.ExpiresAt, now, invitationLifetime, maxInvitationLifetime)
	if err != nil {
		return Invitation{}, "", err
	}
	token = makeSecret(invitationMark)
	made = Invitation{
		ID: uuid.New(), IsAdmin: asked.IsAdmin, Permissions: permissionsOf(asked.Permissions, false), Note: asked.Note,
		CreatedBy: by, CreatedAt: now, ExpiresAt: expires,
	}
	e := m.audit.complete(entry(ctx, ActionInvitationMade, asked.Note))
	e.Detail = rights(asked.IsAdmin, asked.Permissions)
	if err := m.db.insertInvitation(ctx, made, hashSecret(token), e); err != nil {
		return Invitation{}, "", err
	}
	m.audit.tell(e)
	return made, token, nil
}

// accept makes the account that an invitation is for. Until it succeeds the
// invitation holds.
func (m *Module) accept(ctx context.Context, token, name, password string) (user, error) {
	now := m.now()
	if !isSecret(token, invitationMark) {
		return user{}, noInvitation()
	}
	hash := hashSecret(token)
	invited, err := m.db.findInvitation(ctx, hash, now)
	if err != nil {
		return user{}, err
	}
	u := user{Username: name, IsAdmin: invited.IsAdmin, Permissions: invited.Permissions}
	if u.PasswordHash, err = m.checkNewUser(ctx, u, password); err != nil {
		return user{}, err
	}
	e := entry(ctx, ActionInvitationUsed, name)
	e.Username, e.Via, e.Detail = name, viaInvitation, "made by "+invited.CreatedBy+"; "+rights(u.IsAdmin, u.Permissions)
	e = m.audit.complete(e)
	if u.ID, err = m.db.useInvitation(ctx, hash, u, now, e); err != nil {
		return user{}, err
	}
	m.audit.tell(e)
	return u, nil
}

func noInvitation() error {
	return fault.New(fault.NotFound, "this invitation does not hold: it was used or withdrawn, or is too old; ask for another one")
}

// withdraw takes an invitation back.
func (m *Module) withdraw(ctx context.Context, id uuid.UUID) error {
	e, err := m.db.deleteInvitation(ctx, id, m.audit.complete(entry(ctx, ActionInvitationRevoked, "")))
	if err != nil {
		return err
	}
	m.audit.tell(e)
	return nil
}
