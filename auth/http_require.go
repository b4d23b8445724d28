package auth

import (
	"net/http"
	"strconv"
	"strings"

	"overlord/store/fault"
	"overlord/web/api"
)

// Authenticate finds out who asks and puts it into the request's context, where
// FromContext and Require find it. It refuses nobody. A page that is asked for with
// a cookie of the earlier Python service begins a session.
func (m *Module) Authenticate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who := m.whoAsks(r)
		if who.known && who.identity.Via == ViaLegacy && r.Method == http.MethodGet && WantsPage(r) {
			m.adopt(w, r)
		}
		next.ServeHTTP(w, r.WithContext(withCaller(r.Context(), who)))
	})
}

// whoAsks tries one proof after the other. A session that cannot be looked up is
// not passed over: its owner would find himself with lesser rights.
func (m *Module) whoAsks(r *http.Request) caller {
	if token, present := bearer(r); present {
		return m.whoseToken(r, token)
	}
	_, s, found, err := m.loadSession(r)
	switch {
	case err != nil:
		return caller{err: err}
	case found:
		return caller{identity: s.identity(), known: true}
	}
	if who, found := m.whoseLegacy(r); found {
		return who
	}
	switch {
	case m.trust.allows(peerAddr(r.RemoteAddr), r.Host, r.Header):
		return caller{identity: internalIdentity(), known: true}
	}
	return caller{}
}

// Require lets those pass who have a permission (View, Command, Edit, Admin, or
// AnyPermission). A stranger gets 401, or is sent to the sign-in page if a browser asks for a page;
// one who lacks the permission gets 403; and where it cannot be told, because the
// database is away, it is 503.
func (m *Module) Require(permission string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Add("Vary", "Cookie")
			switch err := refusal(callerOf(r.Context()), permission); {
			case err == nil:
				next.ServeHTTP(w, r)
			case fault.CodeOf(err) == fault.Unauthenticated && WantsPage(r):
				w.Header().Set("Cache-Control", "no-store")
				http.Redirect(w, r, loginPage(r.RequestURI), http.StatusFound)
			default:
				m.auditRefusal(r, permission, err)
				api.WriteError(w, r, err)
			}
		})
	}
}

// auditRefusal tells the audit of somebody who is known and lacks a permission.
func (m *Module) auditRefusal(r *http.Request, permission string, err error) {
	who, known := FromContext(r.Context())
	if !known || fault.CodeOf(err) != fault.Denied {
		return
	}
	if m.noise.take(ActionDenied+" "+who.Username+" "+api.ClientIP(r).String(), m.now()) > 0 {
		return
	}
	m.Auditor(r)(ActionDenied, r.Method+" "+r.URL.Path, "lacks the permission "+permission, false)
}

// refusal is why a caller may not pass, or nil.
func refusal(c caller, permission string) error {
	switch {
	case c.err != nil:
		return c.err
	case !c.known:
		return fault.New(fault.Unauthenticated, "sign in first")
	case permission != AnyPermission && !c.identity.Can(permission):
		return fault.New(fault.Denied, "this needs the permission %q", permission)
	}
	return nil
}

// WantsPage tells whether a browser asks for a page, rather than a program for
// data: a read, no socket, whose Accept header names HTML.
func WantsPage(r *http.Request) bool {
	read := r.Method == http.MethodGet || r.Method == http.MethodHead
	return read && !isSocket(r) && acceptsPage(r)
}

func acceptsPage(r *http.Request) bool { return headerHas(r.Header, "Accept", acceptsHTML) }

// acceptsHTML reads one entry of an Accept header, such as text/html;q=0.9.
func acceptsHTML(entry string) bool {
	kind, parameters, _ := strings.Cut(entry, ";")
	switch strings.ToLower(strings.TrimSpace(kind)) {
	case "text/html", "application/xhtml+xml":
	default:
		return false
	}
	for p := range strings.SplitSeq(parameters, ";") {
		if q, found := strings.CutPrefix(strings.TrimSpace(p), "q="); found {
			weight, err := strconv.ParseFloat(q, 64)
			return err == nil && weight > 0
		}
	}
	return true
}

// DenyAll stands for Require where there are no accounts: nobody has a permission.
func DenyAll(permission string) func(http.Handler) http.Handler {
	return func(http.Handler) http.Handler {
		return api.HandlerFunc(func(http.ResponseWriter, *http.Request) error {
			return fault.New(fault.Denied, "this needs the permission %q", permission)
		})
	}
}
