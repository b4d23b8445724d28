package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
)

func TestTwoPartsMustNotDescribeOneThing(t *testing.T) {
	t.Parallel()
	part := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	live := `{"paths":{"/live":{"get":{"responses":{"200":{}}}}}}`
	cases := []struct{ name, second, want string }{
		{"another method", `{"paths":{"/live":{"post":{}}}}`, ""},
		{"an operation twice", live, "/live get is described twice"},
		{"no JSON", `{`, "b.json"},
	}
	for _, c := range cases {
		document, err := describe(fstest.MapFS{"openapi/a.json": part(live), "openapi/b.json": part(c.second)}, "")
		if c.want == "" {
			if err != nil || len(document["paths"].(map[string]any)["/live"].(map[string]any)) != 2 {
				t.Errorf("%s: %v %v", c.name, document, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

func TestTheDescriptionIsForThoseWhoMayView(t *testing.T) {
	t.Parallel()
	server := MustServe(t, testConfig())
	for _, path := range []string{"/openapi.json", "/api/openapi.json", "/docs", "/api/docs", "/docs/style.css"} {
		if resp, _ := MustDo(t, server, "GET", path); resp.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s for a stranger: %d", path, resp.StatusCode)
		}
		resp, _ := MustDo(t, server, "GET", path, "Authorization", goodToken)
		if resp.StatusCode != http.StatusOK || resp.Header.Get("ETag") == "" {
			t.Errorf("%s: %d, ETag %q", path, resp.StatusCode, resp.Header.Get("ETag"))
		}
		if again, _ := MustDo(t, server, "GET", path, "Authorization", goodToken, "If-None-Match", resp.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
			t.Errorf("%s again: %d", path, again.StatusCode)
		}
		if wrong, _ := MustDo(t, server, "GET", path+"?x=1", "Authorization", goodToken); wrong.StatusCode != http.StatusBadRequest {
			t.Errorf("%s with a parameter: %d", path, wrong.StatusCode)
		}
	}
	if resp, _ := MustDo(t, server, "GET", "/docs", "Accept", wantsHTML); resp.StatusCode != http.StatusFound {
		t.Errorf("a browser that is not signed in: %d", resp.StatusCode)
	}
}

func TestTheDescriptionNamesTheBuild(t *testing.T) {
	t.Parallel()
	_, body := MustDo(t, MustServe(t, testConfig()), "GET", "/openapi.json", "Authorization", goodToken)
	var document struct {
		OpenAPI string
		Info    struct{ Version string }
	}
	if err := json.Unmarshal([]byte(body), &document); err != nil || document.Info.Version != "2026.1.31.1805-abcdef1" || document.OpenAPI != "3.1.0" {
		t.Errorf("%+v %v", document, err)
	}
}
