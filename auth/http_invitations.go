package auth

import (
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"overlord/web/api"
)

// getInvitations answers the invitations.
func (m *Module) getInvitations(w http.ResponseWriter, r *http.Request) error {
	list, err := m.db.allInvitations(r.Context(), m.now().Add(-invitationsKept))
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]any{"invitations": list})
}

// postInvitation makes an invitation. Its link is shown in this answer only.
func (m *Module) postInvitation(w http.ResponseWriter, r *http.Request) error {
	who, _ := FromContext(r.Context())
	asked := newInvitation{Permissions: []string{View, Command, Edit}}
	if err := api.ReadJSON(r, &asked, maxOwnBody); err != nil {
		return err
	}
	made, token, err := m.invite(r.Context(), who.Username, asked)
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusCreated, struct {
		Invitation
		Token string `json:"token"`
		URL   string `json:"url"`
	}{made, token, m.invitationURL(r, token)})
}

// invitationURL is the link to send. The token stands behind the #, which browsers
// keep to themselves: no log on the way to us sees it.
func (m *Module) invitationURL(r *http.Request, token string) string {
	base := strings.TrimSuffix(m.publicURL, "/")
	if base == "" {
		scheme := "http"
		if m.OverTLS(r) {
			scheme = "https"
		}
		base = scheme + "://" + r.Host
	}
	return base + "/login#invitation=" + token
}

// deleteInvitation withdraws an invitation.
func (m *Module) deleteInvitation(w http.ResponseWriter, r *http.Request) error {
	id, err := pathUUID(r)
	if err != nil {
		return err
	}
	if err := m.withdraw(r.Context(), id); err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]bool{"ok": true})
}

// acceptance is the body of POST /invitations/{token}.
type acceptance struct {
	Username string `json:"username"`
	Password string `json:"password"`
}

// acceptInvitation makes the account of somebody who was invited, and signs the
// browser in. It counts as a sign-in for the throttle.
func (m *Module) acceptInvitation(w http.ResponseWriter, r *http.Request) error {
	var asked acceptance
	if err := api.ReadJSON(r, &asked, maxOwnBody); err != nil {
		return err
	}
	address := network(api.ClientIP(r))
	if wait := m.logins.addresses.take(address, m.now()); wait > 0 {
		return tooManyLogins(wait)
	}
	now := m.now()
	u, err := m.accept(r.Context(), chi.URLParam(r, "token"), asked.Username, asked.Password)
	if err != nil {
		return err
	}
	m.logins.addresses.giveBack(address)
	s, err := m.beginSession(w, r, u, now)
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusCreated, answerOf(s.identity()))
}
