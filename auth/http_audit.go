package auth

import (
	"context"
	"net/http"

	"github.com/go-chi/chi/v5/middleware"

	"overlord/web/api"
)

const (
	auditLimit    = 200
	maxAuditLimit = 1000
)

// entry begins an entry of the audit: who does this, as the context tells. A
// context that no request made is a command's on the server itself.
func entry(ctx context.Context, action, target string) Entry {
	e := Entry{Action: action, Target: target, OK: true, Address: middleware.GetClientIPAddr(ctx)}
	who, known := FromContext(ctx)
	switch {
	case known:
		e.Username, e.Via = who.Username, who.Via
	case !e.Address.IsValid():
		e.Via = viaConsole
	}
	return e
}

// Auditor writes to the audit what a request's caller does, then and later: for
// modules whose doings are to be told, such as commands to plugins. detail says
// more in words; it must not hold a secret.
func (m *Module) Auditor(r *http.Request) func(action, target, detail string, ok bool) {
	ctx := context.WithoutCancel(r.Context())
	return func(action, target, detail string, ok bool) {
		e := entry(ctx, action, target)
		e.Address, e.OK, e.Detail = api.ClientIP(r), ok, detail
		m.audit.record(e)
	}
}

// Audited is middleware that tells the audit of every request: its path, and its
// query. It is for exports; secrets have no place in their queries.
func (m *Module) Audited(action string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			m.Auditor(r)(action, r.URL.Path, r.URL.RawQuery, true)
			next.ServeHTTP(w, r)
		})
	}
}

// auditAnswer is the body of GET /api-admin/audit.
type auditAnswer struct {
	Entries []Entry `json:"entries"`
	Next    *string `json:"next"`
}

// getAudit answers who did what, newest first.
func (m *Module) getAudit(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "username", "action", "from", "to", "limit", "cursor")
	if err != nil {
		return err
	}
	asked := auditAsked{username: q.String("username", ""), action: q.String("action", "")}
	asked.from, asked.to = q.Time("from", asked.from), q.Time("to", asked.to)
	limit := q.Int("limit", auditLimit, 1, maxAuditLimit)
	asked.before = q.BeforeID("audit")
	if err := q.Err(); err != nil {
		return err
	}
	if err := m.audit.flush(r.Context()); err != nil {
		return err
	}
	var answer auditAnswer
	if answer.Entries, err = m.db.findAudit(r.Context(), asked, limit+1); err != nil {
		return err
	}
	answer.Entries, answer.Next, err = api.PageByID(q, "audit", answer.Entries, limit, func(e Entry) int64 { return e.ID })
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, answer)
}
