package inventory

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"overlord/auth"
	"overlord/web/webtest"
)

// as asks as a user; 0 is nobody in particular.
func (h *house) as(user int64, method, target, body string) (int, map[string]any) {
	h.t.Helper()
	r := chi.NewRouter()
	h.module.Routes(r)
	ctx := h.t.Context()
	if user != 0 {
		ctx = auth.NewContext(ctx, auth.Identity{UserID: user, Username: fmt.Sprintf("user %d", user)})
	}
	answer := httptest.NewRecorder()
	r.ServeHTTP(answer, httptest.NewRequestWithContext(ctx, method, target, strings.NewReader(body)))
	var out map[string]any
	if err := json.Unmarshal(answer.Body.Bytes(), &out); err != nil {
		h.t.Fatalf("%s %s: %v in %.300s", method, target, err, answer.Body)
	}
	webtest.AsDescribed(h.t, method, target, answer.Code, out)
	return answer.Code, out
}

func (h *house) wantAs(user int64, status int, contains, method, target, body string) {
	h.t.Helper()
	code, out := h.as(user, method, target, body)
	text, _ := json.Marshal(out)
	if code != status || !strings.Contains(string(text), contains) {
		h.t.Errorf("%s %s as %d: %d %s, want %d with %s", method, target, user, code, text, status, contains)
	}
}

// What a user writes about an item is the user's alone, stays when the item goes,
// and is found by the user's searches only.
func TestTagsAndNotesAreTheUsersOwn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.full("Mule", plain(1, "Lute"), plain(2, "Stone"))
	h.eventually("the index is loaded", h.module.catalogue.index.Ready)
	h.wantAs(1, 200, `"tags":["best","To keep"]`, "PUT", "/items/1/tags", `{"tags":[" best","To keep","best"]}`)
	h.wantAs(1, 200, `"note":"It hums"`, "PUT", "/items/1/note", `{"note":"It hums"}`)
	h.wantAs(2, 200, `"tags":["worst"]`, "PUT", "/items/2/tags", `{"tags":["worst"]}`)
	h.remove("Mule", 1)
	h.full("Other", plain(1, "Lute"))
	h.wantAs(1, 200, `"tags":["To keep","best"]`, "GET", "/items/1/tags", "")
	h.wantAs(1, 200, `"note":"It hums"`, "GET", "/items/1/note", "")
	for user, count := range map[int64]int{0: 0, 1: 1, 2: 0} {
		h.wantAs(user, 200, fmt.Sprintf(`"total_count":%d`, count), "GET", "/search/items?"+q("tag:to_keep note:hums"), "")
	}
	h.wantAs(2, 200, `"tags":[]`, "GET", "/items/1/tags", "")
	h.wantAs(0, 200, `"tags":[]`, "GET", "/items/1/tags", "")
	h.wantAs(1, 200, `"tags":["best"]`, "PUT", "/items/1/tags", `{"tags":["best"]}`)
	h.wantAs(1, 200, `"tags":[]`, "DELETE", "/items/1/tags", "")
	h.wantAs(1, 200, `"note":""`, "DELETE", "/items/1/note", "")
	h.wantAs(1, 200, `"note":""`, "GET", "/items/1/note", "")
	h.want("what is left", "2 worst", `select user_id || ' ' || tag from item_tags`)

	h.wantAs(0, 403, "sign in", "PUT", "/items/1/tags", `{"tags":[]}`)
	h.wantAs(0, 403, "sign in", "DELETE", "/items/1/note", "")
	h.wantAs(1, 400, `"field":"tags"`, "PUT", "/items/1/tags", `{"tags":["`+strings.Repeat("x", maxTag+1)+`"]}`)
	h.wantAs(1, 400, `"field":"tags"`, "PUT", "/items/1/tags", `{"tags":["a\nb"]}`)
	h.wantAs(1, 400, `"field":"tags"`, "PUT", "/items/1/tags", `{"tags":[""]}`)
	h.wantAs(1, 400, `"field":"note"`, "PUT", "/items/1/note", `{"note":"`+strings.Repeat("x", maxNote+1)+`"}`)
	h.wantAs(1, 400, `"field":"tags"`, "PUT", "/items/1/tags", `{}`)
	h.wantAs(1, 400, `"field":"note"`, "PUT", "/items/1/note", `{"note":null}`)
	h.wantAs(1, 400, "labels", "PUT", "/items/1/tags", `{"labels":[]}`)
	h.wantAs(1, 400, "item_id", "GET", "/items/zero/tags", "")
}

func TestSavedSearches(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.wantAs(1, 201, `"query":"lute value:\u003e=5"`, "POST", "/searches", `{"name":"Lutes","query":"LUTE  value:>=5","announce":true}`)
	h.wantAs(1, 201, `"name":"All rings"`, "POST", "/searches", `{"query":"ring /* All rings */"}`)
	h.wantAs(2, 201, `"announce":true`, "POST", "/searches", `{"name":"Lutes","query":"lute","announce":true}`)
	h.wantAs(1, 200, `"name":"Lutes"`, "GET", "/searches/1", "")
	h.wantAs(2, 404, "", "GET", "/searches/1", "")
	h.wantAs(2, 404, "", "DELETE", "/searches/1", "")
	h.wantAs(0, 403, "sign in", "POST", "/searches", `{"name":"x","query":"x"}`)
	h.wantAs(0, 200, `"searches":[]`, "GET", "/searches", "")
	h.wantAs(1, 400, `"kind":"unknown_filter"`, "POST", "/searches", `{"name":"x","query":"armour:3"}`)
	h.wantAs(1, 400, `"field":"name"`, "POST", "/searches", `{"query":"x"}`)
	h.wantAs(1, 201, `"id":1`, "POST", "/searches", `{"name":"Lutes","query":"lute","announce":true}`) // replaced
	_, list := h.as(1, http.MethodGet, "/searches", "")
	if n := len(list["searches"].([]any)); n != 2 {
		t.Errorf("%d searches", n)
	}

	h.full("Mule", plain(1, "Lute"), plain(2, "Ring"))
	want := []string{`1 {"type":"search_match","character_name":"Mule","search_id":1,`, `2 {"type":"search_match","character_name":"Mule","search_id":3,`}
	told := h.toldUsers()
	if len(told) != 2 || !strings.HasPrefix(told[0], want[0]) || !strings.HasPrefix(told[1], want[1]) || !strings.Contains(told[0], `"item_name":"Lute","matches":1`) {
		t.Errorf("told: %q", told)
	}
	h.full("Mule", plain(1, "Lute"), plain(2, "Ring"))
	if told := h.toldUsers(); len(told) != 0 {
		t.Errorf("told of what did not change: %q", told)
	}
	h.update("Mule", plain(1, "Lute", `"Slot":5`))
	if told := h.toldUsers(); len(told) != 0 {
		t.Errorf("told of what was found before: %q", told)
	}
	h.update("Mule", plain(2, "Old Lute"))
	if told := h.toldUsers(); len(told) != 2 || !strings.Contains(told[1], "Old Lute") {
		t.Errorf("told of what is found only now: %q", told)
	}
	h.wantAs(2, 200, `"ok":true`, "DELETE", "/searches/3", "")
	h.wantAs(1, 201, `"id":1`, "POST", "/searches", `{"name":"Lutes","query":"lute char:other","announce":true}`)
	h.full("Other", plain(1, "Lute"))
	if told := h.toldUsers(); len(told) != 1 {
		t.Errorf("told of what changed hands: %q", told)
	}
	var many []string
	for i := range 50 {
		many = append(many, plain(100+i, "Lute"))
	}
	h.full("Other", many...)
	if told := h.toldUsers(); len(told) != matchesMost || !strings.Contains(told[0], `"matches":50`) {
		t.Errorf("%d told, the first is %s", len(told), told[0])
	}
}

// toldUsers gives what single users were told since the last call.
func (h *house) toldUsers() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	told := h.told
	h.told = nil
	return told
}
