package auth

import (
	"errors"
	"mime"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"overlord/store/fault"
	"overlord/web/api"
)

// maxLoginBody is larger than any name, password, code and way back together.
const maxLoginBody = 16 << 10

// Routes are the module's, to be mounted behind Authenticate. The sign-in page
// itself, GET /login, is the site's.
func (m *Module) Routes(r chi.Router) {
	r.With(m.SameSite).Method(http.MethodPost, "/login", api.Handler(m.login))
	r.With(m.SameSite).Method(http.MethodPost, "/logout", api.Handler(m.logout))
	r.Method(http.MethodGet, "/logout", api.Handler(m.logout))
	r.With(m.Require(AnyPermission)).Method(http.MethodGet, "/me", api.Handler(m.me))
	r.With(m.SameSite).Post("/invitations/{token}", plain(m.acceptInvitation))
	m.ownRoutes(r.With(m.Require(AnyPermission), m.SameSite))
	m.adminRoutes(r.With(m.Require(Admin), m.SameSite))
}

// ownRoutes are about the caller's own account.
func (m *Module) ownRoutes(r chi.Router) {
	r.Get("/me/sessions", plain(m.getOwnSessions))
	r.Delete("/me/sessions", plain(m.endOwnSessions))
	r.Delete("/me/sessions/{id}", plain(m.endOwnSession))
	r.Post("/me/password", plain(m.postOwnPassword))
	r.Get("/me/totp", plain(m.getFactor))
	r.Post("/me/totp", plain(m.postFactor))
	r.Delete("/me/totp", plain(m.deleteFactor))
}

// adminRoutes are for administrators.
func (m *Module) adminRoutes(r chi.Router) {
	r.Get("/api-admin/users", plain(m.getUsers))
	r.Post("/api-admin/users", plain(m.postUser))
	r.Patch("/api-admin/users/{id}", plain(m.patchUser))
	r.Delete("/api-admin/users/{id}", plain(m.deleteUser))
	r.Delete("/api-admin/users/{id}/sessions", plain(m.deleteUserSessions))
	r.Get("/api-admin/invitations", plain(m.getInvitations))
	r.Post("/api-admin/invitations", plain(m.postInvitation))
	r.Delete("/api-admin/invitations/{id}", plain(m.deleteInvitation))
	r.Get("/api-admin/tokens", plain(m.getTokens))
	r.Post("/api-admin/tokens", plain(m.postToken))
	r.Delete("/api-admin/tokens/{id}", plain(m.deleteToken))
	r.Get("/api-admin/plugin-secrets", plain(m.getPluginSecrets))
	r.Post("/api-admin/plugin-secrets", plain(m.postPluginSecret))
	r.Delete("/api-admin/plugin-secrets/{id}", plain(m.deletePluginSecret))
	r.Get("/api-admin/audit", api.HandlerFunc(m.getAudit))
}

// plain is a handler that takes no query parameters.
func plain(h api.Handler) http.HandlerFunc {
	return api.HandlerFunc(func(w http.ResponseWriter, r *http.Request) error {
		if _, err := api.ParseQuery(r); err != nil {
			return err
		}
		return h(w, r)
	})
}

// identityAnswer is an identity as /me and /login tell it.
type identityAnswer struct {
	Username    *string  `json:"username"` // null for internal trust
	IsAdmin     bool     `json:"is_admin"`
	Permissions []string `json:"permissions"`
	Via         string   `json:"via"`
}

func answerOf(i Identity) identityAnswer {
	answer := identityAnswer{IsAdmin: i.IsAdmin, Permissions: i.Permissions, Via: i.Via}
	if i.Username != "" {
		answer.Username = &i.Username
	}
	return answer
}

// me tells the caller who he is.
func (m *Module) me(w http.ResponseWriter, r *http.Request) error {
	who, _ := FromContext(r.Context())
	return api.WriteJSON(w, r, http.StatusOK, answerOf(who))
}

// loginRequest is the body of a sign-in, as JSON or as a form.
type loginRequest struct {
	Username string `json:"username"`
	Password string `json:"password"`
	Code     string `json:"code"` // of a second factor, or a recovery code
	next     string // where a form wants to go; "" for JSON
	form     bool
}

// login signs a browser in.
func (m *Module) login(w http.ResponseWriter, r *http.Request) error {
	asked, err := readLogin(w, r)
	if err != nil {
		return err
	}
	now := m.now()
	u, err := m.signIn(r.Context(), asked.Username, asked.Password, asked.Code, api.ClientIP(r), now)
	if err != nil {
		return err
	}
	s, err := m.beginSession(w, r, u, now)
	if err != nil {
		return err
	}
	if asked.form {
		http.Redirect(w, r, safeNext(asked.next), http.StatusSeeOther)
		return nil
	}
	return api.WriteJSON(w, r, http.StatusOK, answerOf(s.identity()))
}

// readLogin reads a sign-in. A name or password is never taken from the address,
// which ends up in logs.
func readLogin(w http.ResponseWriter, r *http.Request) (asked loginRequest, err error) {
	switch kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind {
	case "application/json":
		return asked, api.ReadJSON(r, &asked, maxLoginBody)
	case "application/x-www-form-urlencoded":
		r.Body = http.MaxBytesReader(w, r.Body, maxLoginBody)
		if err := r.ParseForm(); err != nil {
			return asked, badForm(err)
		}
		return loginRequest{
			Username: r.PostForm.Get("username"), Password: r.PostForm.Get("password"), Code: r.PostForm.Get("code"),
			next: r.Form.Get("next"), form: true,
		}, nil
	}
	return asked, fault.New(fault.Invalid, "send application/json or a form")
}

// badForm is the failure of a form that cannot be read. Its cause is dropped: it
// may quote the password.
func badForm(err error) error {
	var limit *http.MaxBytesError
	if errors.As(err, &limit) {
		return err
	}
	return fault.New(fault.Invalid, "the form is not encoded rightly, or ended before it was complete")
}

// logout ends the browser's session, if it has one, the Python service's cookie,
// and both cookies in any case.
func (m *Module) logout(w http.ResponseWriter, r *http.Request) error {
	if r.Method != http.MethodPost && !ownNavigation(r) {
		return fault.New(fault.Denied, "a page of another site cannot sign you out")
	}
	ctx, s, found, err := m.loadSession(r)
	if err != nil {
		return err
	}
	if found {
		if err := m.scs.Destroy(ctx); err != nil {
			return err
		}
		m.logger.InfoContext(ctx, "signed out", "username", s.Username, "address", api.ClientIP(r))
		m.audit.record(Entry{Action: ActionLogout, Username: s.Username, Via: ViaSession, Target: s.Username, Address: api.ClientIP(r), OK: true})
	}
	m.cookies(r).WriteSessionCookie(ctx, w, "", time.Time{})
	if err := m.endLegacy(ctx, w, r); err != nil {
		return err
	}
	if acceptsPage(r) {
		http.Redirect(w, r, "/login", http.StatusSeeOther)
		return nil
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]bool{"ok": true})
}

// ownNavigation tells whether a read was started by a page of this site or by the
// person in front of the browser, as far as the browser says.
func ownNavigation(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return true
	}
	return false
}
