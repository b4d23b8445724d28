package tracker

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
)

// Whoever looks at the issue board or the alerts hears of each change, and reads
// then what it is.
func TestBrowsersHearOfIssuesAndAlerts(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	browser, plugin := h.browser(), h.plugin()
	hear := func(what, topic string) {
		t.Helper()
		got := browser.wait(what, func(m map[string]any) bool { return m["type"] == topic })
		if len(got) != 1 {
			text, _ := json.Marshal(got)
			t.Errorf("%s says more than that something changed: %s", what, text)
		}
	}
	change := func(want int, method, path, body string) map[string]any {
		t.Helper()
		status, answer := h.ask(method, path, body, nil)
		if status != want {
			t.Fatalf("%s %s: %d %v", method, path, status, answer)
		}
		return answer
	}
	id := fmt.Sprint(change(201, "POST", "/issues", `{"title":"A hole in the map"}`)["id"])
	hear("a new issue", issuesChanged)
	change(200, "PATCH", "/issues/"+id, `{"status":"resolved"}`)
	hear("a changed issue", issuesChanged)
	change(201, "POST", "/issues/"+id+"/comments", `{"body":"mended"}`)
	hear("a comment", issuesChanged)
	change(200, "DELETE", "/issues/"+id, "")
	hear("an issue that is gone", issuesChanged)

	rule := fmt.Sprint(change(201, "POST", "/alerts/rules", `{"kind":"death","settings":{}}`)["id"])
	hear("a new rule", alertsChanged)
	change(200, "PATCH", "/alerts/rules/"+rule, `{"enabled":false}`)
	hear("a changed rule", alertsChanged)
	change(200, "DELETE", "/alerts/rules/"+rule, "")
	hear("a rule that is gone", alertsChanged)
	plugin.send(`{"type":"rare","character_name":"A","name":%q,"ew":1,"ns":1}`, rareOfTier(t, 6))
	hear("an alert", alertsChanged)
	if _, answer := h.get("/alerts"); len(answer["alerts"].([]any)) != 1 {
		t.Errorf("it was told before it could be read: %v", answer)
	}
}

// A change that is refused changed nothing, and an empty module has nobody to tell.
func TestNothingIsToldOfWhatIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	browser := h.browser()
	if status, _ := h.ask("DELETE", "/issues/1", "", nil); status != http.StatusNotFound {
		t.Errorf("an issue that there is not: %d", status)
	}
	(&Module{}).notify(issuesChanged)
	h.module.notify("the_end")
	browser.wait("the end", func(m map[string]any) bool {
		if m["type"] == issuesChanged {
			t.Error("a refused change was told")
		}
		return m["type"] == "the_end"
	})
}
