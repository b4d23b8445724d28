package auth

import (
	"context"
	"crypto/sha256"
	"net/netip"
	"time"

	"github.com/google/uuid"

	"overlord/store/fault"
)

// maxNamedSecrets is how many named secrets there may be: each is compared with
// whatever is presented.
const maxNamedSecrets = 1000

// secretUsesKept is how long it is shown with which secret a character came.
const secretUsesKept = 400 * 24 * time.Hour

// NamedSecret is a plugin's secret as administrators see one: of one machine or
// person, so that a leak of it is not a leak of all.
type NamedSecret struct {
	ID          *uuid.UUID        `json:"id"` // nil: SHARED_SECRET, or one that was revoked and whose characters are still shown
	Name        string            `json:"name"`
	CreatedBy   string            `json:"created_by"`
	CreatedAt   *time.Time        `json:"created_at"`
	LastUsedAt  *time.Time        `json:"last_used_at"`
	LastAddress *netip.Addr       `json:"last_address"`
	Characters  []SecretCharacter `json:"characters" db:"-"` // whose plugins came last with it
}

// SecretCharacter is a character whose plugin came with a secret.
type SecretCharacter struct {
	CharacterName string    `json:"character_name"`
	Since         time.Time `json:"since"`
}

// addPluginSecret makes a named secret and returns it with the secret itself, which
// is not kept.
func (m *Module) addPluginSecret(ctx context.Context, by, name string) (made NamedSecret, secret string, err error) {
	if err := checkLabel(name); err != nil {
		return NamedSecret{}, "", err
	}
	if name == sharedSecretName {
		return NamedSecret{}, "", fault.New(fault.Conflict, "%q is what SHARED_SECRET is called", name).WithField("name")
	}
	secret = makeSecret(pluginSecretMark)
	id, now := uuid.New(), m.now().UTC().Truncate(time.Microsecond)
	made = NamedSecret{ID: &id, Name: name, CreatedBy: by, CreatedAt: &now, Characters: []SecretCharacter{}}
	e := m.audit.complete(entry(ctx, ActionPluginSecretMade, name))
	if err := m.db.insertPluginSecret(ctx, made, sha256.Sum256([]byte(secret)), e); err != nil {
		return NamedSecret{}, "", err
	}
	m.audit.tell(e)
	return made, secret, m.followPluginSecrets(ctx)
}

// revokePluginSecret ends a named secret, and the sockets that were opened with it.
func (m *Module) revokePluginSecret(ctx context.Context, id uuid.UUID) error {
	e, err := m.db.deletePluginSecret(ctx, id, m.audit.complete(entry(ctx, ActionPluginSecretEnded, "")))
	if err != nil {
		return err
	}
	m.audit.tell(e)
	return m.followPluginSecrets(context.WithoutCancel(ctx))
}

// followPluginSecrets takes over the named secrets as they are stored, and stores
// who came with them.
func (m *Module) followPluginSecrets(ctx context.Context) error {
	stored, err := m.db.pluginSecrets(ctx)
	if err != nil {
		return err
	}
	m.plugins.follow(stored)
	return m.storePluginUses(ctx)
}

// storePluginUses stores what was noted. What cannot be stored now is noted again.
func (m *Module) storePluginUses(ctx context.Context) error {
	used, spoken := m.plugins.notes()
	if len(used)+len(spoken) == 0 {
		return nil
	}
	err := m.db.notePluginUses(ctx, used, spoken, m.now().Add(-secretUsesKept))
	if err == nil {
		return nil
	}
	for name, u := range used {
		m.plugins.use(name, u)
	}
	for character, with := range spoken {
		m.plugins.speaks(character, with)
	}
	return err
}

// namedSecrets are all secrets with the characters that came with them, SHARED_SECRET
// first.
func (m *Module) namedSecrets(ctx context.Context) ([]NamedSecret, error) {
	if err := m.storePluginUses(ctx); err != nil {
		return nil, err
	}
	list, err := m.db.namedSecrets(ctx)
	if err != nil {
		return nil, err
	}
	uses, err := m.db.secretCharacters(ctx)
	if err != nil {
		return nil, err
	}
	if len(m.plugins.shared) > 0 {
		list = append([]NamedSecret{{Name: sharedSecretName}}, list...)
	}
	for i := range list {
		list[i].Characters = append([]SecretCharacter{}, uses[list[i].Name]...)
		delete(uses, list[i].Name)
	}
	for name, characters := range uses {
		list = append(list, NamedSecret{Name: name, Characters: characters})
	}
	return list, nil
}
