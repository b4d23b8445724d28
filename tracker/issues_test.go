package tracker

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// board sends requests about issues as somebody who may edit.
type board struct{ *desk }

func (b board) do(who, method, path string, body any) (int, map[string]any) {
	b.t.Helper()
	text := ""
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			b.t.Fatal(err)
		}
		text = string(encoded)
	}
	status, _, answer := mustAsk(b.t, b.site, method, path, text, "X-Who", who)
	return status, answer
}

const (
	editor = "larsa view edit"
	viewer = "mule view"
)

type m = map[string]any

// Whatever is done, the board shows what a list that does the same holds.
func TestTheBoardHoldsWhatWasDone(t *testing.T) {
	b := board{newDesk(t)}
	chance := rand.New(rand.NewPCG(1, 2))
	var model []m // newest first
	statuses := []string{"open", "in progress", "resolved"}
	for step := range 150 {
		b.clock = b.clock.Add(time.Minute)
		now := b.clock
		who := []string{"larsa", "zed"}[chance.IntN(2)]
		var one m
		if len(model) > 0 {
			one = model[chance.IntN(len(model))]
		}
		switch action := chance.IntN(6); {
		case action < 2 || one == nil:
			status, got := b.do(who+" edit", "POST", "/issues", m{"title": fmt.Sprintf("  Issue %d ", step), "description": "more", "category": "Map"})
			want := m{"id": got["id"], "title": fmt.Sprintf("Issue %d", step), "description": "more", "category": "Map", "status": "open", "author": who,
				"created_at": now, "updated_at": now, "comments": []any{}}
			if status != http.StatusCreated {
				t.Fatalf("POST: %d %v", status, got)
			}
			mustEqual(t, "a new issue", got, want)
			model = slices.Insert(model, 0, want)
		case action == 2:
			status, got := b.do(who+" edit", "POST", fmt.Sprintf("/issues/%v/comments", one["id"]), m{"body": "I agree"})
			comments := got["comments"].([]any)
			one["comments"] = append(slices.Clone(one["comments"].([]any)), m{"id": comments[len(comments)-1].(m)["id"], "author": who, "body": "I agree", "created_at": now})
			if status != http.StatusCreated {
				t.Fatalf("comment: %d %v", status, got)
			}
			mustEqual(t, "a comment", got, one)
		case action == 3 && step%3 == 0:
			if status, got := b.do(editor, "DELETE", fmt.Sprintf("/issues/%v", one["id"]), nil); status != http.StatusOK || got["ok"] != true {
				t.Fatalf("DELETE: %d %v", status, got)
			}
			model = slices.DeleteFunc(model, func(i m) bool { return i["id"] == one["id"] })
		default:
			edit := m{"status": statuses[chance.IntN(3)], "updated_at": one["updated_at"]}
			if chance.IntN(2) == 0 {
				edit["description"] = ""
				one["description"] = nil
			}
			one["status"], one["updated_at"] = edit["status"], now
			status, got := b.do(editor, "PATCH", fmt.Sprintf("/issues/%v", one["id"]), edit)
			if status != http.StatusOK {
				t.Fatalf("PATCH: %d %v", status, got)
			}
			mustEqual(t, "a changed issue", got, one)
		}
	}
	mustEqual(t, "the board", b.all("/issues", "issues", 7), model)
	for _, status := range statuses {
		want := slices.DeleteFunc(slices.Clone(model), func(i m) bool { return i["status"] != status })
		mustEqual(t, status, b.all("/issues?status="+url.QueryEscape(status), "issues", 3), want)
	}
	mustEqual(t, "a category", b.all("/issues?category=Map", "issues", 100), model)
	mustEqual(t, "another", b.all("/issues?category=Chat", "issues", 100), []any{})

	answer, err := http.Get(b.site.URL + "/openissues.json")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var flat []any
	if err := json.NewDecoder(answer.Body).Decode(&flat); err != nil {
		t.Fatal(err)
	}
	mustEqual(t, "/openissues.json", flat, model)
}

func TestWhatTheBoardRefuses(t *testing.T) {
	b := board{newDesk(t)}
	_, issue := b.do(editor, "POST", "/issues", m{"title": "First"})
	first := fmt.Sprintf("/issues/%v", issue["id"])
	cases := []struct {
		name, who, method, path string
		body                    any
		status                  int
		code, field             string
	}{
		{"a viewer adds", viewer, "POST", "/issues", m{"title": "x"}, 403, "denied", ""},
		{"a viewer changes", viewer, "PATCH", first, m{"title": "x"}, 403, "denied", ""},
		{"a viewer comments", viewer, "POST", first + "/comments", m{"body": "x"}, 403, "denied", ""},
		{"a viewer deletes", viewer, "DELETE", first, nil, 403, "denied", ""},
		{"a stranger adds", "", "POST", "/issues", m{"title": "x"}, 403, "denied", ""},
		{"no title", editor, "POST", "/issues", m{"description": "x"}, 400, "invalid", "title"},
		{"an empty title", editor, "POST", "/issues", m{"title": " "}, 400, "invalid", "title"},
		{"a long title", editor, "POST", "/issues", m{"title": strings.Repeat("ä", 201)}, 400, "invalid", "title"},
		{"a long description", editor, "POST", "/issues", m{"title": "x", "description": strings.Repeat("x", 20_001)}, 400, "invalid", "description"},
		{"a long category", editor, "POST", "/issues", m{"title": "x", "category": strings.Repeat("x", 65)}, 400, "invalid", "category"},
		{"an unknown status", editor, "POST", "/issues", m{"title": "x", "status": "wontfix"}, 400, "invalid", "status"},
		{"an author of one's own", editor, "POST", "/issues", m{"title": "x", "author": "somebody else"}, 400, "invalid", "author"},
		{"a new one with a version", editor, "POST", "/issues", m{"title": "x", "updated_at": "2026-01-01T00:00:00Z"}, 400, "invalid", "updated_at"},
		{"a number for a title", editor, "POST", "/issues", m{"title": 1}, 400, "invalid", "title"},
		{"a NUL", editor, "POST", "/issues", m{"title": "x\x00"}, 400, "invalid", "title"},
		{"a huge body", editor, "POST", "/issues", m{"title": strings.Repeat("x", 300_000)}, 413, "too_large", ""},
		{"no body", editor, "POST", "/issues", nil, 400, "invalid", ""},
		{"a parameter", editor, "POST", "/issues?titel=x", m{"title": "x"}, 400, "invalid", "titel"},
		{"nothing to change", editor, "PATCH", first, m{}, 400, "invalid", ""},
		{"an empty title in a change", editor, "PATCH", first, m{"title": ""}, 400, "invalid", "title"},
		{"a change of none", editor, "PATCH", "/issues/999", m{"title": "x"}, 404, "not_found", ""},
		{"a change of what was changed", editor, "PATCH", first, m{"title": "x", "updated_at": "2026-01-01T00:00:00Z"}, 409, "conflict", "updated_at"},
		{"an id that is none", editor, "PATCH", "/issues/first", m{"title": "x"}, 400, "invalid", "id"},
		{"issue 0", editor, "PATCH", "/issues/0", m{"title": "x"}, 404, "not_found", ""},
		{"a comment without text", editor, "POST", first + "/comments", m{"body": "  "}, 400, "invalid", "body"},
		{"a long comment", editor, "POST", first + "/comments", m{"body": strings.Repeat("x", 10_001)}, 400, "invalid", "body"},
		{"a comment on none", editor, "POST", "/issues/999/comments", m{"body": "x"}, 404, "not_found", ""},
		{"a deletion of none", editor, "DELETE", "/issues/999", nil, 404, "not_found", ""},
		{"a wrong status", editor, "GET", "/issues?status=closed", nil, 400, "invalid", "status"},
		{"a wrong limit", editor, "GET", "/issues?limit=1001", nil, 400, "invalid", "limit"},
		{"a wrong cursor", editor, "GET", "/issues?cursor=1", nil, 400, "invalid", "cursor"},
		{"a parameter of the file", editor, "GET", "/openissues.json?status=open", nil, 400, "invalid", "status"},
	}
	for _, c := range cases {
		status, body := b.do(c.who, c.method, c.path, c.body)
		detail, _ := body["error"].(m)
		field, _ := detail["field"].(string)
		if status != c.status || detail["code"] != c.code || field != c.field || detail["message"] == "" {
			t.Errorf("%s: %d %v, want %d %s %q", c.name, status, body, c.status, c.code, c.field)
		}
	}
	if list := rows(t, b.get("/issues"), "issues"); len(list) != 1 || list[0]["title"] != "First" || list[0]["status"] != "open" {
		t.Errorf("after all that was refused: %v", list)
	}
}

// Two people edit at once: the second learns of it and loses nothing.
func TestTheSecondOfTwoEditorsIsTold(t *testing.T) {
	b := board{newDesk(t)}
	_, seen := b.do(editor, "POST", "/issues", m{"title": "First"})
	path := fmt.Sprintf("/issues/%v", seen["id"])
	if status, _ := b.do(viewer+" edit", "POST", path+"/comments", m{"body": "a comment is no edit"}); status != http.StatusCreated {
		t.Fatal(status)
	}
	if status, got := b.do(editor, "PATCH", path, m{"title": "Second", "updated_at": seen["updated_at"]}); status != http.StatusOK {
		t.Fatalf("%d %v", status, got)
	}
	if status, _ := b.do(editor, "PATCH", path, m{"title": "Third", "updated_at": seen["updated_at"]}); status != http.StatusConflict {
		t.Errorf("an edit of an old version, within the same moment: %d", status)
	}
	if status, got := b.do(editor, "PATCH", path, m{"title": "Fourth"}); status != http.StatusOK || got["title"] != "Fourth" {
		t.Errorf("an edit that does not ask: %d %v", status, got)
	}
}

// Whoever may only look changes nothing.
func TestWithoutPermissionsNothingIsChanged(t *testing.T) {
	h := newHouse(t)
	status, answer := h.ask("POST", "/issues", `{"title":"x"}`, http.Header{"X-Lacks": {"edit"}})
	if status != http.StatusForbidden {
		t.Errorf("%d %v", status, answer)
	}
}
