package tracker

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"overlord/store/storetest"
)

const oldBoard = `[
  {"id": 7, "title": "Map jumps", "description": "when I zoom", "category": "ui", "status": "in_progress", "author": "zed", "created_at": "2025-03-01T10:00:00Z",
   "comments": [{"id": 1, "author": "larsa", "text": "same here", "timestamp": "2025-03-02 08:00:00"}, "me too"]},
  {"id": 9, "title": "Old one", "resolved": true, "created": 1740823200, "updated": 1740823260000},
  17,
  {"id": 7, "subject": "The same number", "comments": null}
]`

func TestTheOldBoardIsTakenOverOnce(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, issuesFile)
	if err := os.WriteFile(file, []byte(oldBoard), 0o600); err != nil {
		t.Fatal(err)
	}
	pool := storetest.New(t, Migrate)
	h := openHouse(t, pool, dir, testSettings())
	_, body := h.get("/issues")
	list := rows(t, body, "issues")
	if len(list) != 3 {
		t.Fatalf("%d issues: %v", len(list), list)
	}
	byTitle := map[string]m{}
	for _, issue := range list {
		byTitle[issue["title"].(string)] = issue
	}
	jumps := byTitle["Map jumps"]
	comments := jumps["comments"].([]any)
	for _, c := range comments {
		delete(c.(m), "id")
	}
	mustEqual(t, "an issue with everything", jumps, m{"id": 7, "title": "Map jumps", "description": "when I zoom", "category": "ui", "status": "in progress", "author": "zed",
		"created_at": "2025-03-01T10:00:00Z", "updated_at": "2025-03-01T10:00:00Z", "comments": []any{
			m{"author": "larsa", "body": "same here", "created_at": "2025-03-02T08:00:00Z"},
			m{"author": nil, "body": "me too", "created_at": "2025-03-02T08:00:00Z"},
		}})
	mustEqual(t, "an old one", byTitle["Old one"], m{"id": 9, "title": "Old one", "description": nil, "category": nil, "status": "resolved", "author": nil,
		"created_at": "2025-03-01T10:00:00Z", "updated_at": "2025-03-01T10:01:00Z", "comments": []any{}})
	if id := byTitle["The same number"]["id"]; id == 7.0 || id == nil {
		t.Errorf("two issues have number %v", id)
	}
	var id int64
	if err := pool.QueryRow(t.Context(), `insert into issues (title) values ('new') returning id`).Scan(&id); err != nil || id < 10 {
		t.Errorf("the next number is %d (%v)", id, err)
	}
	if _, err := pool.Exec(t.Context(), `delete from issues`); err != nil {
		t.Fatal(err)
	}
	h.stop()
	again := openHouse(t, pool, dir, testSettings())
	if n := again.count(`select count(*) from issues`); n != 0 {
		t.Errorf("the file was taken again: %d issues", n)
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != oldBoard {
		t.Errorf("the file was touched: %v", err)
	}
}

func TestABrokenOldBoardIsTriedAgain(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, issuesFile)
	if err := os.WriteFile(file, []byte(`[{"title":`), 0o600); err != nil {
		t.Fatal(err)
	}
	pool := storetest.New(t, Migrate)
	h := openHouse(t, pool, dir, testSettings())
	h.stop()
	var log bytes.Buffer
	h.module.logger = slog.New(slog.NewTextHandler(&log, nil))
	if err := h.module.importIssues(t.Context()); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("a broken file: %v", err)
	}
	if _, err := pool.Exec(t.Context(), `insert into issues (title) values ('was here first')`); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(`{"issues":[{"id":1,"title":"mended"},{"nothing":1}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := h.module.importIssues(t.Context()); err != nil || !strings.Contains(log.String(), "skipped=[1]") {
		t.Errorf("after it was mended: %v %s", err, log.String())
	}
	if n := h.count(`select count(*) from issues where title in ('was here first', 'mended')`); n != 2 {
		t.Errorf("%d issues, want that of the board and that of the file", n)
	}
}

func TestFormsOfTheOldBoard(t *testing.T) {
	at := time.Date(2025, 3, 1, 10, 0, 0, 0, time.UTC)
	long := strings.Repeat("long ", 60)
	cases := []struct {
		name, text string
		want       []oldIssue
		skipped    int
	}{
		{"nothing", `[]`, nil, 0},
		{"null", `null`, nil, 0},
		{"by id", `{"10":{"title":"b"},"9":{"title":"a"}}`, []oldIssue{{id: 9, title: "a", status: "open"}, {id: 10, title: "b", status: "open"}}, 0},
		{"texts", `["a", ""]`, []oldIssue{{title: "a", status: "open"}}, 1},
		{"within an object", `{"version":2,"issues":[{"title":"a"}]}`, []oldIssue{{title: "a", status: "open"}}, 0},
		{"one alone", `{"title":"a","id":"3"}`, []oldIssue{{id: 3, title: "a", status: "open"}}, 0},
		{"no title", `[{"body":"first line\nsecond"}]`, []oldIssue{{title: "first line", description: "first line\nsecond", status: "open"}}, 0},
		{"a long title", `[{"title":"` + long + `"}]`, []oldIssue{{title: strings.TrimSpace(long[:200]), description: strings.TrimSpace(long), status: "open"}}, 0},
		{"a mark at the file's beginning", "\ufeff[\"a\"]", []oldIssue{{title: "a", status: "open"}}, 0},
		{"other words", `[{"name":"a","state":"Closed","label":["ui","map"],"user":"z","date":"2025-03-01 10:00"}]`,
			[]oldIssue{{title: "a", status: "resolved", category: "ui, map", author: "z", created: at}}, 0},
		{"odd values", `[{"title":5,"id":-1,"created":"soon","status":{"x":1},"comments":{"2":{"text":"b"},"1":{"text":"a"}}}]`,
			[]oldIssue{{title: "5", status: "open", comments: []oldComment{{body: "a"}, {body: "b"}}}}, 0},
	}
	for _, c := range cases {
		got, skipped, err := parseIssues([]byte(c.text))
		if err != nil || len(skipped) != c.skipped || len(got) != len(c.want) {
			t.Errorf("%s: %+v, %v, %v", c.name, got, skipped, err)
			continue
		}
		for i := range got {
			if g, w := got[i], c.want[i]; g.id != w.id || g.title != w.title || g.description != w.description || g.status != w.status ||
				g.category != w.category || g.author != w.author || !g.created.Equal(w.created) || len(g.comments) != len(w.comments) {
				t.Errorf("%s: %+v, want %+v", c.name, g, w)
			}
		}
	}
}

func FuzzOldBoard(f *testing.F) {
	f.Add(oldBoard)
	f.Add(`{"a":{"b":{}}}`)
	f.Add(`[{"title":"\u0000\ud800x","created":1e300,"comments":[{},[],"x"]}]`)
	f.Fuzz(func(t *testing.T, file string) {
		issues, _, err := parseIssues([]byte(file))
		if err != nil {
			return
		}
		for _, i := range issues {
			fits := i.title != "" && utf8.RuneCountInString(i.title) <= maxIssueTitle && utf8.RuneCountInString(i.description) <= maxIssueDescription
			whole := i.title + i.description + i.category + i.author
			for _, c := range i.comments {
				fits = fits && c.body != "" && utf8.RuneCountInString(c.body) <= maxIssueComment
				whole += c.body + c.author
			}
			if !fits || !utf8.ValidString(whole) || strings.Contains(whole, "\x00") || i.id < 0 || i.created.Year() > 9999 {
				t.Errorf("%q gave %+v", file, i)
			}
			if i.status != issueOpen && i.status != issueInProgress && i.status != issueResolved {
				t.Errorf("status %q", i.status)
			}
		}
	})
}
