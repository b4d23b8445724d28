package tracker

import (
	"context"
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5"

	"overlord/auth"
	"overlord/store"
	"overlord/store/fault"
	"overlord/web/api"
)

const (
	issuesLimit = 200
	maxIssues   = 1000

	// maxOpenIssues bounds the flat file, which has no pages.
	maxOpenIssues = 10_000

	// maxIssueBody fits the longest description, every character escaped.
	maxIssueBody = 12*maxIssueDescription + 4<<10
)

// issueRoutes mounts the issue board: all may read it who may view, and change it
// who may edit.
func (m *Module) issueRoutes(r chi.Router) {
	r.Get("/issues", api.HandlerFunc(m.getIssues))
	r.Get("/openissues.json", api.HandlerFunc(m.getOpenIssues))
	edit := r.With(m.require(auth.Edit))
	edit.Post("/issues", api.HandlerFunc(m.postIssue))
	edit.Patch("/issues/{id}", api.HandlerFunc(m.patchIssue))
	edit.Delete("/issues/{id}", api.HandlerFunc(m.deleteIssue))
	edit.Post("/issues/{id}/comments", api.HandlerFunc(m.postComment))
}

// issuesAnswer is the body of /issues.
type issuesAnswer struct {
	Issues []Issue `json:"issues"`
	Next   *string `json:"next"`
}

// getIssues answers the issues, newest first.
func (m *Module) getIssues(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "status", "category", "limit", "cursor")
	if err != nil {
		return err
	}
	asked := issueAsked{status: q.Enum("status", "", issueOpen, issueInProgress, issueResolved), category: q.String("category", "")}
	limit := q.Int("limit", issuesLimit, 1, maxIssues)
	asked.before = q.BeforeID("issues")
	if err := q.Err(); err != nil {
		return err
	}
	var answer issuesAnswer
	err = m.read(r.Context(), "issues", func(ctx context.Context, db store.Querier) (err error) {
		answer.Issues, err = loadIssues(ctx, db, asked, limit+1)
		return err
	})
	if err != nil {
		return err
	}
	answer.Issues, answer.Next, err = api.PageByID(q, "issues", answer.Issues, limit, func(i Issue) int64 { return i.ID })
	if err != nil {
		return err
	}
	return api.WriteStable(w, r, answer)
}

// getOpenIssues answers all issues as the flat file had them: a list.
func (m *Module) getOpenIssues(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	var list []Issue
	err := m.read(r.Context(), "issues", func(ctx context.Context, db store.Querier) (err error) {
		list, err = loadIssues(ctx, db, issueAsked{}, maxOpenIssues)
		return err
	})
	if err != nil {
		return err
	}
	return api.WriteStable(w, r, list)
}

// postIssue adds an issue of the caller's.
func (m *Module) postIssue(w http.ResponseWriter, r *http.Request) error {
	edit, err := readIssueEdit(r)
	if err != nil {
		return err
	}
	if edit.Title == nil {
		return fault.New(fault.Invalid, "an issue has a title").WithField("title")
	}
	if edit.UpdatedAt != nil {
		return fault.New(fault.Invalid, "a new issue has no updated_at of before").WithField("updated_at")
	}
	return m.changeIssue(w, r, http.StatusCreated, func(ctx context.Context, db store.Querier) (int64, error) {
		return insertIssue(ctx, db, edit, auth.Author(r.Context()), m.now())
	})
}

// patchIssue changes an issue.
func (m *Module) patchIssue(w http.ResponseWriter, r *http.Request) error {
	id, err := api.PathID(r, "id")
	if err != nil {
		return err
	}
	edit, err := readIssueEdit(r)
	if err != nil {
		return err
	}
	if !edit.changes() {
		return fault.New(fault.Invalid, "say what to change: title, description, category or status")
	}
	return m.changeIssue(w, r, http.StatusOK, func(ctx context.Context, db store.Querier) (int64, error) {
		return id, updateIssue(ctx, db, id, edit, m.now())
	})
}

// deleteIssue removes an issue.
func (m *Module) deleteIssue(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	id, err := api.PathID(r, "id")
	if err != nil {
		return err
	}
	err = m.write(r.Context(), "issues", func(ctx context.Context, db store.Querier) error { return deleteIssue(ctx, db, id) })
	if err != nil {
		return err
	}
	m.notify(issuesChanged)
	m.logger.InfoContext(r.Context(), "an issue was deleted", "issue", id, "username", auth.Author(r.Context()))
	return api.WriteJSON(w, r, http.StatusOK, map[string]bool{"ok": true})
}

// commentRequest is the body of a new comment.
type commentRequest struct {
	Body string `json:"body"`
}

// postComment adds a comment of the caller's.
func (m *Module) postComment(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	id, err := api.PathID(r, "id")
	if err != nil {
		return err
	}
	var comment commentRequest
	if err := api.ReadJSON(r, &comment, maxIssueBody); err != nil {
		return err
	}
	if err := checkText("body", &comment.Body, 1, maxIssueComment); err != nil {
		return err
	}
	return m.changeIssue(w, r, http.StatusCreated, func(ctx context.Context, db store.Querier) (int64, error) {
		return id, insertComment(ctx, db, id, comment.Body, auth.Author(r.Context()), m.now())
	})
}

// readIssueEdit reads the body of a new or changed issue.
func readIssueEdit(r *http.Request) (edit issueEdit, err error) {
	if _, err := api.ParseQuery(r); err != nil {
		return edit, err
	}
	if err := api.ReadJSON(r, &edit, maxIssueBody); err != nil {
		return edit, err
	}
	return edit, edit.check()
}

// changeIssue makes a change and answers the issue as it is then.
func (m *Module) changeIssue(w http.ResponseWriter, r *http.Request, status int, change func(context.Context, store.Querier) (int64, error)) error {
	var issue *Issue
	err := m.write(r.Context(), "issues", func(ctx context.Context, db store.Querier) error {
		id, err := change(ctx, db)
		if err == nil {
			issue, err = loadIssue(ctx, db, id)
		}
		return err
	})
	if err != nil {
		return err
	}
	m.notify(issuesChanged)
	if status == http.StatusCreated {
		w.Header().Set("Location", "/issues/"+strconv.FormatInt(issue.ID, 10))
	}
	return api.WriteJSON(w, r, status, issue)
}

// write runs fn in a transaction. A database that is away is told within a second;
// one that only is slow has longer, since a change that was cut off may have
// happened.
func (m *Module) write(ctx context.Context, what string, fn func(context.Context, store.Querier) error) error {
	within, cancel := context.WithTimeout(ctx, m.reading.scan)
	defer cancel()
	err := store.InTxWithin(within, m.pool, m.reading.connect, pgx.TxOptions{}, func(tx pgx.Tx) error { return fn(within, tx) })
	return store.Away(ctx, err, what)
}
