package tracker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"overlord/store"
)

// issuesFile is the flat file in which earlier services kept the issue board. One
// that lies in DATA_DIR is taken over once; it is only read.
const issuesFile = "openissues.json"

// maxIssuesFile bounds that file, in bytes: far above what people write by hand.
const maxIssuesFile = 32 << 20

// oldIssue is an issue of the flat file. Empty and zero mean not told.
type oldIssue struct {
	id                                           int64
	title, description, category, status, author string
	created, updated                             time.Time
	comments                                     []oldComment
}

type oldComment struct {
	author, body string
	created      time.Time
}

// importIssues takes the flat file over, if there is one that was not taken
// before. A file that cannot be read stays for the next start.
func (m *Module) importIssues(ctx context.Context) error {
	path := filepath.Join(m.dataDir, issuesFile)
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if done, err := hasImported(ctx, m.pool, issuesFile); done || err != nil {
		return err
	}
	if info.Size() > maxIssuesFile {
		return fmt.Errorf("%s has %d bytes; at most %d are taken", path, info.Size(), maxIssuesFile)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	issues, skipped, err := parseIssues(text)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	taken := false
	err = store.InTx(ctx, m.pool, func(tx pgx.Tx) (err error) {
		taken, err = importOnce(ctx, tx, issuesFile, issues, m.now())
		return err
	})
	if taken && err == nil {
		m.logger.Info("took over the issue board", "file", path, "issues", len(issues), "skipped", skipped)
	}
	return err
}

// parseIssues reads the flat file: a list of issues, or an object that holds one,
// or that holds the issues by their ids. Members are known by any of their usual
// names. Entries that are no issues are skipped and named by their place.
func parseIssues(text []byte) (issues []oldIssue, skipped []string, err error) {
	var document any
	decoder := json.NewDecoder(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff")))
	decoder.UseNumber()
	if err := decoder.Decode(&document); err != nil {
		return nil, nil, fmt.Errorf("it is no JSON: %w", err)
	}
	used := map[int64]bool{}
	for place, entry := range entriesOf(document) {
		issue, ok := readIssue(entry)
		if !ok {
			skipped = append(skipped, strconv.Itoa(place))
			continue
		}
		if used[issue.id] {
			issue.id = 0
		}
		used[issue.id] = true
		issues = append(issues, issue)
	}
	return issues, skipped, nil
}

// entriesOf finds the list of entries in a document.
func entriesOf(document any) []any {
	switch d := document.(type) {
	case []any:
		return d
	case map[string]any:
		for _, name := range []string{"issues", "openissues", "items", "data"} {
			if inside, ok := d[name]; ok {
				return entriesOf(inside)
			}
		}
		if _, one := readIssue(d); one {
			return []any{d}
		}
		return byID(d)
	}
	return nil
}

// readIssue reads one entry: an object with a title or a text, or a text alone.
func readIssue(entry any) (issue oldIssue, ok bool) {
	if text, is := entry.(string); is {
		entry = map[string]any{"title": text}
	}
	members, is := entry.(map[string]any)
	if !is {
		return issue, false
	}
	issue = oldIssue{
		id:          wholeNumber(member(members, "id", "number")),
		title:       text(member(members, "title", "name", "subject", "summary"), maxIssueDescription),
		description: text(member(members, "description", "body", "text", "details", "content"), maxIssueDescription),
		category:    text(member(members, "category", "type", "label", "kind"), maxIssueCategory),
		status:      statusOf(member(members, "status", "state"), member(members, "resolved", "closed", "done")),
		author:      text(member(members, "author", "created_by", "reporter", "user", "username"), maxIssueTitle),
		created:     moment(member(members, "created_at", "created", "timestamp", "date", "createdAt")),
		updated:     moment(member(members, "updated_at", "updated", "modified", "updatedAt")),
		comments:    readComments(member(members, "comments", "replies", "notes")),
	}
	issue.fitTitle()
	return issue, issue.title != ""
}

// fitTitle makes a title of the description where there is none, and keeps what
// a title has too much in the description.
func (i *oldIssue) fitTitle() {
	if i.title == "" {
		i.title, _, _ = strings.Cut(i.description, "\n")
		i.title = firstRunes(i.title, maxIssueTitle)
	}
	if short := firstRunes(i.title, maxIssueTitle); short != i.title {
		i.description = firstRunes(strings.TrimSpace(i.title+"\n\n"+i.description), maxIssueDescription)
		i.title = short
	}
}

func readComments(value any) (list []oldComment) {
	entries, _ := value.([]any)
	if entries == nil {
		if object, is := value.(map[string]any); is {
			entries = byID(object)
		}
	}
	for _, entry := range entries {
		if plain, is := entry.(string); is {
			entry = map[string]any{"body": plain}
		}
		members, _ := entry.(map[string]any)
		c := oldComment{
			body:    text(member(members, "body", "text", "comment", "message", "content"), maxIssueComment),
			author:  text(member(members, "author", "created_by", "user", "username", "name"), maxIssueTitle),
			created: moment(member(members, "created_at", "created", "timestamp", "date", "createdAt")),
		}
		if c.body != "" {
			list = append(list, c)
		}
	}
	return list
}

// firstRunes is the beginning of a text, trimmed.
func firstRunes(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:most]))
}
