package auth

import (
	"context"
	"net/http"
	"time"

	"overlord/web/api"
)

// legacyCookieName is the Python service's.
const legacyCookieName = "session"

// adoptRate is how often one cookie of the Python service is made a session: once
// for a browser, unless it keeps no cookies.
var adoptRate = Rate{Burst: 5, Every: time.Minute}

// legacyOf is the Python service's cookie that a request carries, if its signature
// is right and it is not too old.
func (m *Module) legacyOf(r *http.Request) (legacyCookie, bool) {
	if m.legacyMode == legacyOff {
		return legacyCookie{}, false
	}
	for _, cookie := range r.CookiesNamed(legacyCookieName) {
		if c, ok := m.signer.readLegacy(cookie.Value, m.now()); ok {
			return c, true
		}
	}
	return legacyCookie{}, false
}

// whoseLegacy finds out who asks with a cookie of the Python service.
func (m *Module) whoseLegacy(r *http.Request) (who caller, found bool) {
	c, ok := m.legacyOf(r)
	if !ok {
		return caller{}, false
	}
	s, found, err := m.legacy.find(r.Context(), c.key())
	if err != nil {
		return caller{err: err}, true
	}
	return caller{identity: s.identity(), known: found}, found
}

// adopt makes a session of the cookie of the Python service with which a page is
// asked for. Where that fails the cookie goes on to count.
func (m *Module) adopt(w http.ResponseWriter, r *http.Request) {
	c, ok := m.legacyOf(r)
	now := m.now()
	if !ok || m.adopted.take(c.key(), now) > 0 {
		return
	}
	rows, err := m.legacy.rows.findSessions(r.Context(), []string{c.key()}, now) // not what memory knows: it may have ended elsewhere just now
	s, found := rows[c.key()]
	if err != nil || !found {
		return
	}
	u := user{ID: s.UserID, Username: s.Username, IsAdmin: s.IsAdmin, Permissions: s.Permissions}
	if _, err := m.beginLegacySession(w, r, u, now, c.signature[:]); err != nil {
		m.logger.WarnContext(r.Context(), "a cookie of the earlier service was not made a session", "username", s.Username, "error", err)
		return
	}
	m.audit.record(Entry{Action: ActionLogin, Username: s.Username, Via: ViaLegacy, Target: s.Username, Address: api.ClientIP(r), OK: true, Detail: "a cookie of the earlier service became a session"})
}

// issueLegacy sets a cookie that the Python service accepts, where the settings say
// so. It returns the cookie's signature.
func (m *Module) issueLegacy(w http.ResponseWriter, r *http.Request, u user, now time.Time) ([]byte, error) {
	if m.legacyMode != legacyIssue {
		return nil, nil
	}
	text, c, err := m.signer.makeLegacy(u, now)
	if err != nil {
		return nil, err
	}
	m.setLegacy(w, r, text, int(legacyLifetime/time.Second))
	return c.signature[:], nil
}

// endLegacy ends the Python service's cookie that a request carries, if it has one:
// here at once, and in the browser.
func (m *Module) endLegacy(ctx context.Context, w http.ResponseWriter, r *http.Request) error {
	if m.legacyMode == legacyOff || len(r.CookiesNamed(legacyCookieName)) == 0 {
		return nil
	}
	m.setLegacy(w, r, "", -1)
	if c, ok := m.legacyOf(r); ok {
		return m.legacy.DeleteCtx(ctx, c.key())
	}
	return nil
}

func (m *Module) setLegacy(w http.ResponseWriter, r *http.Request, value string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: legacyCookieName, Value: value, Path: "/", MaxAge: age, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: m.OverTLS(r),
	})
}
