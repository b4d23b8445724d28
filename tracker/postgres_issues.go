package tracker

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
	"overlord/store/fault"
)

const issueColumns = `id, title, description, category, status, author, created_at, updated_at`

// issueAsked says which issues are wanted. Empty fields do not narrow.
type issueAsked struct {
	status, category string
	before           int64 // ids below this one; 0: all
	only             int64 // this id; 0: all
}

// loadIssues reads issues with their comments, the newest first.
func loadIssues(ctx context.Context, db store.Querier, asked issueAsked, limit int) ([]Issue, error) {
	w := &where{}
	if asked.status != "" {
		w.and(`status = $`, asked.status)
	}
	if asked.category != "" {
		w.and(`category = $`, asked.category)
	}
	if asked.before != 0 {
		w.and(`id < $`, asked.before)
	}
	if asked.only != 0 {
		w.and(`id = $`, asked.only)
	}
	rows, err := db.Query(ctx, `select `+issueColumns+` from issues `+w.String()+` order by id desc limit `+w.arg(limit), w.args...)
	if err != nil {
		return nil, fmt.Errorf("read the issues: %w", err)
	}
	list, err := pgx.CollectRows(rows, scanIssue)
	if err != nil {
		return nil, fmt.Errorf("read the issues: %w", err)
	}
	return list, loadComments(ctx, db, list)
}

func scanIssue(row pgx.CollectableRow) (i Issue, err error) {
	err = row.Scan(&i.ID, &i.Title, &i.Description, &i.Category, &i.Status, &i.Author, &i.CreatedAt, &i.UpdatedAt)
	i.Comments = []IssueComment{}
	return i, err
}

// loadComments fills in the issues' comments.
func loadComments(ctx context.Context, db store.Querier, issues []Issue) error {
	ids, at := make([]int64, len(issues)), map[int64]*Issue{}
	for i := range issues {
		ids[i], at[issues[i].ID] = issues[i].ID, &issues[i]
	}
	rows, err := db.Query(ctx, `select issue_id, id, author, body, created_at from issue_comments where issue_id = any($1) order by created_at, id`, ids)
	if err != nil {
		return fmt.Errorf("read the comments: %w", err)
	}
	var issue int64
	var c IssueComment
	_, err = pgx.ForEachRow(rows, []any{&issue, &c.ID, &c.Author, &c.Body, &c.CreatedAt}, func() error {
		at[issue].Comments = append(at[issue].Comments, c)
		return nil
	})
	if err != nil {
		return fmt.Errorf("read the comments: %w", err)
	}
	return nil
}

// loadIssue reads one issue, or fails with fault.NotFound.
func loadIssue(ctx context.Context, db store.Querier, id int64) (*Issue, error) {
	list, err := loadIssues(ctx, db, issueAsked{only: id}, 1)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 || id == 0 {
		return nil, noIssue(id)
	}
	return &list[0], nil
}

func noIssue(id int64) error { return fault.New(fault.NotFound, "there is no issue %d", id) }

// insertIssue adds an issue and returns its id.
func insertIssue(ctx context.Context, db store.Querier, e issueEdit, author *string, now time.Time) (id int64, err error) {
	err = db.QueryRow(ctx, `insert into issues (title, description, category, status, author, created_at, updated_at)
		values ($1, nullif($2, ''), nullif($3, ''), coalesce($4, 'open'), $5, $6, $6) returning id`,
		e.Title, e.Description, e.Category, e.Status, author, now).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("add an issue: %w", err)
	}
	return id, nil
}

// updateIssue changes an issue. One that somebody else changed since the editor
// saw it is fault.Conflict.
func updateIssue(ctx context.Context, db store.Querier, id int64, e issueEdit, now time.Time) error {
	tag, err := db.Exec(ctx, `update issues set
			title = coalesce($2, title), status = coalesce($3, status),
			description = case when $4::text is null then description else nullif($4, '') end,
			category = case when $5::text is null then category else nullif($5, '') end,
			updated_at = greatest($6, updated_at + interval '1 microsecond')
		where id = $1 and ($7::timestamptz is null or updated_at = $7)`,
		id, e.Title, e.Status, e.Description, e.Category, now, e.UpdatedAt)
	if err != nil {
		return fmt.Errorf("change an issue: %w", err)
	}
	if tag.RowsAffected() == 1 {
		return nil
	}
	current, err := loadIssue(ctx, db, id)
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "the issue was changed in the meantime, at %s; read it again", current.UpdatedAt.Format(time.RFC3339Nano)).WithField("updated_at")
}

// deleteIssue removes an issue and its comments.
func deleteIssue(ctx context.Context, db store.Querier, id int64) error {
	tag, err := db.Exec(ctx, `delete from issues where id = $1`, id)
	if err != nil {
		return fmt.Errorf("delete an issue: %w", err)
	}
	if tag.RowsAffected() == 0 {
		return noIssue(id)
	}
	return nil
}

// insertComment adds a comment to an issue.
func insertComment(ctx context.Context, db store.Querier, issue int64, body string, author *string, now time.Time) error {
	var id int64
	err := db.QueryRow(ctx, `insert into issue_comments (issue_id, author, body, created_at)
		select id, $2, $3, $4 from issues where id = $1 for key share returning id`, issue, author, body, now).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return noIssue(issue)
	}
	if err != nil {
		return fmt.Errorf("add a comment: %w", err)
	}
	return nil
}

// importOnce stores issues of a file in the transaction that remembers the file,
// and tells whether it did: a file that was taken before is not taken again. On an
// empty board they keep their numbers.
func importOnce(ctx context.Context, tx pgx.Tx, file string, issues []oldIssue, now time.Time) (bool, error) {
	tag, err := tx.Exec(ctx, `insert into imports (name, imported_at, count) values ($1, $2, $3) on conflict do nothing`, file, now, len(issues))
	if err != nil || tag.RowsAffected() == 0 {
		return false, err
	}
	empty := false
	if err := tx.QueryRow(ctx, `select not exists (select from issues)`).Scan(&empty); err != nil {
		return false, err
	}
	if !empty { // their numbers may be taken
		for i := range issues {
			issues[i].id = 0
		}
	}
	for _, issue := range issues {
		if err := importIssue(ctx, tx, issue, now); err != nil {
			return false, err
		}
	}
	if !empty {
		return true, nil
	}
	_, err = tx.Exec(ctx, `select setval(pg_get_serial_sequence('issues', 'id'), (select coalesce(max(id), 0) + 1 from issues), false)`)
	return true, err
}

func importIssue(ctx context.Context, tx pgx.Tx, issue oldIssue, now time.Time) error {
	created := orTime(issue.created, now)
	var id int64
	err := tx.QueryRow(ctx, `insert into issues (id, title, description, category, status, author, created_at, updated_at)
		values (coalesce(nullif($1::bigint, 0), nextval(pg_get_serial_sequence('issues', 'id'))), $2, nullif($3, ''), nullif($4, ''), $5, nullif($6, ''), $7, $8) returning id`,
		issue.id, issue.title, issue.description, issue.category, issue.status, issue.author, created, orTime(issue.updated, created)).Scan(&id)
	if err != nil {
		return err
	}
	said := created
	for _, c := range issue.comments {
		said = orTime(c.created, said) // one without a time stays behind the one before
		_, err := tx.Exec(ctx, `insert into issue_comments (issue_id, author, body, created_at) values ($1, nullif($2, ''), $3, $4)`,
			id, c.author, c.body, said)
		if err != nil {
			return err
		}
	}
	return nil
}

// hasImported tells whether a file was taken over before.
func hasImported(ctx context.Context, db store.Querier, file string) (done bool, err error) {
	err = db.QueryRow(ctx, `select exists (select from imports where name = $1)`, file).Scan(&done)
	return done, err
}

func orTime(t, otherwise time.Time) time.Time {
	if t.IsZero() {
		return otherwise
	}
	return t
}
