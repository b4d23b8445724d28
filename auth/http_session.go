package auth

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"overlord/web/api"
)

// sessionCookie differs from the earlier Python service's, which is "session".
const sessionCookie = "overlord_session"

// tokenLength is that of the tokens scs makes: 32 random bytes as base64url.
const tokenLength = 43

// newSessionManager is scs over our store. Its hashes, not the tokens, reach the
// store: who reads the table cannot sign in with it.
func newSessionManager(store scs.CtxStore) *scs.SessionManager {
	s := scs.New()
	s.Store = store
	s.Codec = sessionCodec{}
	s.HashTokenInStore = true
	s.Lifetime = sessionLifetime
	s.Cookie.Name = sessionCookie
	s.Cookie.HttpOnly = true
	s.Cookie.SameSite = http.SameSiteLaxMode
	s.Cookie.Path = "/"
	return s
}

// sessionToken is the token that a request carries, or "" for what can be none.
func sessionToken(r *http.Request) string {
	cookie, err := r.Cookie(sessionCookie)
	if err != nil || len(cookie.Value) != tokenLength {
		return ""
	}
	if strings.ContainsFunc(cookie.Value, func(c rune) bool { return !alphanumeric(c) && c != '-' && c != '_' }) {
		return ""
	}
	return cookie.Value
}

// loadSession is a context with the request's session in it, and that session, if
// it has one that holds.
func (m *Module) loadSession(r *http.Request) (ctx context.Context, s session, found bool, err error) {
	ctx, err = m.scs.Load(r.Context(), sessionToken(r))
	if err != nil {
		return r.Context(), session{}, false, err
	}
	s, found = m.scs.Get(ctx, sessionKey).(session)
	return ctx, s, found, nil
}

// beginSession makes a session for a user, in place of the one that the browser
// came with, and sets the cookie. It counts from the moment before the password was
// looked at, so that one that is changed meanwhile opens nothing.
func (m *Module) beginSession(w http.ResponseWriter, r *http.Request, u user, now time.Time) (session, error) {
	signature, err := m.issueLegacy(w, r, u, now)
	if err != nil {
		return session{}, err
	}
	return m.beginLegacySession(w, r, u, now, signature)
}

// beginLegacySession is beginSession with the signature of the Python service's
// cookie that goes with it, or nil.
func (m *Module) beginLegacySession(w http.ResponseWriter, r *http.Request, u user, now time.Time, signature []byte) (session, error) {
	ctx, _, _, err := m.loadSession(r)
	if err != nil {
		return session{}, err
	}
	if err := m.scs.RenewToken(ctx); err != nil {
		return session{}, err
	}
	s := newSession(u, now, api.ClientIP(r), r.UserAgent())
	s.Legacy = signature
	m.scs.SetDeadline(ctx, s.ExpiresAt)
	m.scs.Put(ctx, sessionKey, s)
	token, expiry, err := m.scs.Commit(ctx)
	if err != nil {
		return session{}, err
	}
	m.cookies(r).WriteSessionCookie(ctx, w, token, expiry)
	return s, nil
}

// cookies is the session manager whose cookies fit the request: Secure where the
// browser came over TLS.
func (m *Module) cookies(r *http.Request) *scs.SessionManager {
	fitting := *m.scs
	fitting.Cookie.Secure = m.OverTLS(r)
	return &fitting
}

// OverTLS tells whether the browser speaks TLS: with us, or with a proxy of ours
// that says so, or with whatever stands at PUBLIC_URL.
func (m *Module) OverTLS(r *http.Request) bool {
	if r.TLS != nil || strings.HasPrefix(strings.ToLower(m.publicURL), "https://") {
		return true
	}
	return m.fromProxy(r) && strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
}
