package auth

import (
	"net/http"
	"strings"

	"github.com/google/uuid"

	"overlord/store/fault"
	"overlord/web/api"
)

// bearer is the API token that a request carries in its Authorization header.
// Another scheme's is nothing of ours.
func bearer(r *http.Request) (token string, present bool) {
	scheme, rest, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "bearer") {
		return "", false
	}
	return strings.TrimSpace(rest), true
}

// whoseToken finds out who asks with an API token. One that is not known opens
// nothing, internal trust neither: its owner would not learn that it has ended.
func (m *Module) whoseToken(r *http.Request, token string) caller {
	refused := caller{err: fault.New(fault.Unauthenticated, "this API token is not known: it is mistyped, has expired or was revoked")}
	if !isSecret(token, apiTokenMark) {
		return refused
	}
	s, found, err := m.tokens.find(r.Context(), hashSecret(token))
	switch {
	case err != nil:
		return caller{err: err}
	case !found:
		return refused
	}
	return caller{identity: s.identity(), known: true}
}

// getTokens answers all tokens.
func (m *Module) getTokens(w http.ResponseWriter, r *http.Request) error {
	list, err := m.db.allTokens(r.Context())
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]any{"tokens": list})
}

// postToken makes a token, for the caller unless for another user. Its secret is
// shown in this answer only.
func (m *Module) postToken(w http.ResponseWriter, r *http.Request) error {
	who, _ := FromContext(r.Context())
	asked := newToken{Username: who.Username, Permissions: []string{View}}
	if err := api.ReadJSON(r, &asked, maxOwnBody); err != nil {
		return err
	}
	made, secret, err := m.addToken(r.Context(), asked)
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusCreated, struct {
		APIToken
		Token string `json:"token"`
	}{made, secret})
}

// deleteToken revokes a token.
func (m *Module) deleteToken(w http.ResponseWriter, r *http.Request) error {
	id, err := pathUUID(r)
	if err != nil {
		return err
	}
	if err := m.revokeToken(r.Context(), id); err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]bool{"ok": true})
}

// pathUUID is the route's parameter id.
func pathUUID(r *http.Request) (uuid.UUID, error) {
	text, err := api.Path(r, "id")
	if err != nil {
		return uuid.Nil, err
	}
	id, err := uuid.Parse(text)
	if err != nil {
		return uuid.Nil, fault.New(fault.Invalid, "id is no UUID").WithField("id")
	}
	return id, nil
}
