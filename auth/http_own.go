package auth

import (
	"context"
	"net/http"
	"time"

	"overlord/store/fault"
	"overlord/web/api"
)

// maxOwnBody is larger than passwords and codes together.
const maxOwnBody = 8 << 10

// person is the caller, if it is somebody who signed in: an API token is not its
// owner, and internal trust is nobody.
func person(r *http.Request) (Identity, error) {
	who, known := FromContext(r.Context())
	if !known || who.Via != ViaSession && who.Via != ViaLegacy {
		return Identity{}, fault.New(fault.Denied, "this is for somebody who has signed in")
	}
	return who, nil
}

// getOwnSessions answers where the caller is signed in.
func (m *Module) getOwnSessions(w http.ResponseWriter, r *http.Request) error {
	who, err := person(r)
	if err != nil {
		return err
	}
	list, err := m.db.sessionsOf(r.Context(), who.UserID, m.now())
	if err != nil {
		return err
	}
	for i, s := range list {
		list[i].Current = s.ID == who.SessionID
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]any{"sessions": list})
}

// endOwnSession signs one of the caller's browsers out.
func (m *Module) endOwnSession(w http.ResponseWriter, r *http.Request) error {
	who, err := person(r)
	if err != nil {
		return err
	}
	id, err := pathUUID(r)
	if err != nil {
		return err
	}
	e := m.audit.complete(entry(r.Context(), ActionSessionEnded, who.Username))
	signature, err := m.db.deleteSession(r.Context(), who.UserID, id, e)
	if err != nil {
		return err
	}
	m.audit.tell(e)
	m.sessions.endID(id)
	m.legacy.endID(legacyID(signature))
	return api.WriteJSON(w, r, http.StatusOK, map[string]bool{"ok": true})
}

// endOwnSessions signs the caller out everywhere, here too.
func (m *Module) endOwnSessions(w http.ResponseWriter, r *http.Request) error {
	who, err := person(r)
	if err != nil {
		return err
	}
	if err := m.endSessionsOf(r.Context(), who.UserID, who.Username); err != nil {
		return err
	}
	m.cookies(r).WriteSessionCookie(r.Context(), w, "", time.Time{})
	if err := m.endLegacy(r.Context(), w, r); err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]bool{"ok": true})
}

// ownPassword is the body of POST /me/password.
type ownPassword struct {
	Current string `json:"current_password"`
	New     string `json:"new_password"`
}

// postOwnPassword gives the caller another password. It signs out everywhere and
// signs this browser in anew.
func (m *Module) postOwnPassword(w http.ResponseWriter, r *http.Request) error {
	who, err := person(r)
	if err != nil {
		return err
	}
	var asked ownPassword
	if err := api.ReadJSON(r, &asked, maxOwnBody); err != nil {
		return err
	}
	u, err := m.proveOwner(r, who, asked.Current, "current_password")
	if err != nil {
		return err
	}
	hash, err := m.hashChosen(r.Context(), asked.New, who.Username, "new_password")
	if err != nil {
		return err
	}
	if err := m.changeUser(r.Context(), who.UserID, accountChange{hash: &hash}, entry(r.Context(), ActionPasswordChanged, who.Username)); err != nil {
		return err
	}
	now := m.now()
	u.ValidFrom = &now // at the latest
	if _, err := m.beginSession(w, r, u, now); err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]bool{"ok": true})
}

// proveOwner asks for the password once more before an account is changed: a
// browser that was left open is not enough. field is the request's member. It
// counts as a sign-in for the throttle.
func (m *Module) proveOwner(r *http.Request, who Identity, password, field string) (user, error) {
	ctx := r.Context()
	refund, err := m.logins.take(api.ClientIP(r), who.Username, m.now())
	if err != nil {
		return user{}, err
	}
	u, right, err := m.checkPassword(ctx, who.Username, password)
	if err != nil {
		refund()
		return user{}, err
	}
	if !right || u.ID != who.UserID {
		e := entry(ctx, ActionLogin, who.Username)
		e.OK, e.Detail = false, "wrong password, asked for once more"
		m.audit.record(e)
		return user{}, fault.New(fault.Denied, "the password is wrong").WithField(field)
	}
	refund()
	return u, nil
}

// checkPassword compares a password with a user's.
func (m *Module) checkPassword(ctx context.Context, name, password string) (u user, right bool, err error) {
	if u, err = m.findUser(ctx, name); err != nil {
		return user{}, false, err
	}
	right, err = m.hasher.matches(ctx, u.PasswordHash, password)
	return u, right, err
}
