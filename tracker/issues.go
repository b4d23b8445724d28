package tracker

import (
	"strings"
	"time"
	"unicode/utf8"

	"overlord/store/fault"
)

// The bounds of what people write on the issue board, in characters.
const (
	maxIssueTitle       = 200
	maxIssueDescription = 20_000
	maxIssueCategory    = 64
	maxIssueComment     = 10_000
)

// The states of an issue.
const (
	issueOpen       = "open"
	issueInProgress = "in progress"
	issueResolved   = "resolved"
)

// Issue is an entry of the issue board.
type Issue struct {
	ID          int64          `json:"id"`
	Title       string         `json:"title"`
	Description *string        `json:"description"`
	Category    *string        `json:"category"`
	Status      string         `json:"status"` // open, in progress or resolved
	Author      *string        `json:"author"` // null: not known
	CreatedAt   time.Time      `json:"created_at"`
	UpdatedAt   time.Time      `json:"updated_at"` // of the entry itself, comments aside
	Comments    []IssueComment `json:"comments"`   // oldest first
}

// IssueComment is what somebody said to an issue.
type IssueComment struct {
	ID        int64     `json:"id"`
	Author    *string   `json:"author"`
	Body      string    `json:"body"`
	CreatedAt time.Time `json:"created_at"`
}

// issueEdit is what POST and PATCH may set; nil leaves a member as it is, and ""
// empties one that may be empty.
type issueEdit struct {
	Title       *string `json:"title"`
	Description *string `json:"description"`
	Category    *string `json:"category"`
	Status      *string `json:"status"`
	// UpdatedAt is the version that the editor saw: if the issue has changed since
	// then, the edit is refused instead of overwriting the other's. nil: do not ask.
	UpdatedAt *time.Time `json:"updated_at"`
}

// check trims the texts and refuses what does not fit.
func (e *issueEdit) check() error {
	if err := checkText("title", e.Title, 1, maxIssueTitle); err != nil {
		return err
	}
	if err := checkText("description", e.Description, 0, maxIssueDescription); err != nil {
		return err
	}
	if err := checkText("category", e.Category, 0, maxIssueCategory); err != nil {
		return err
	}
	if s := e.Status; s != nil && *s != issueOpen && *s != issueInProgress && *s != issueResolved {
		return fault.New(fault.Invalid, "status is one of %q, %q and %q", issueOpen, issueInProgress, issueResolved).WithField("status")
	}
	return nil
}

// changes tells whether the edit sets anything.
func (e *issueEdit) changes() bool {
	return e.Title != nil || e.Description != nil || e.Category != nil || e.Status != nil
}

// checkText trims a text and refuses one that is too short or too long.
func checkText(name string, text *string, least, most int) error {
	if text == nil {
		return nil
	}
	*text = strings.TrimSpace(*text)
	if n := utf8.RuneCountInString(*text); n < least || n > most {
		return fault.New(fault.Invalid, "%s has %d characters; it wants %d to %d", name, n, least, most).WithField(name)
	}
	return nil
}
