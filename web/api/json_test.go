package api

import (
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestWriteJSON(t *testing.T) {
	t.Parallel()
	type row struct {
		Name  string    `json:"name"`
		Items []string  `json:"items"`
		At    time.Time `json:"at"`
		Score *float64  `json:"score"`
	}
	cases := []struct {
		name string
		v    any
		want string
	}{
		{"nil lists are empty lists", row{Name: "A", At: time.Date(2026, 1, 31, 18, 0, 0, 0, time.UTC)}, `{"name":"A","items":[],"at":"2026-01-31T18:00:00Z","score":null}`},
		{"maps are sorted", map[string]int{"b": 2, "a": 1, "c": 3}, `{"a":1,"b":2,"c":3}`},
		{"broken text is mended", "a\xffb", `"a�b"`},
		{"markup stays readable", "<b>&", `"<b>&"`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			if err := WriteJSON(w, nil, 201, c.v); err != nil {
				t.Fatal(err)
			}
			if w.Code != 201 || w.Body.String() != c.want+"\n" {
				t.Errorf("%d %s, want %s", w.Code, w.Body, c.want)
			}
			if cc := w.Header().Get("Cache-Control"); cc != "no-store" {
				t.Errorf("Cache-Control %q", cc)
			}
		})
	}
}

func TestAnAnswerThatCannotBeEncodedIsAnInternalFailure(t *testing.T) {
	t.Parallel()
	server, log := MustServe(t, "/x", Handler(func(w http.ResponseWriter, r *http.Request) error {
		return WriteJSON(w, r, 200, map[string]float64{"x": math.NaN()})
	}))
	resp, body := MustDo(t, "GET", server.URL+"/x", "")
	if resp.StatusCode != 500 || MustError(t, body).RequestID == "" {
		t.Errorf("%d %s", resp.StatusCode, body)
	}
	if !strings.Contains(log.String(), "encode the answer") {
		t.Errorf("log %s", log)
	}
}

func TestStableAnswersCarryATag(t *testing.T) {
	t.Parallel()
	server, _ := MustServe(t, "/x", Handler(func(w http.ResponseWriter, r *http.Request) error {
		return WriteStable(w, r, []string{r.URL.Query().Get("v")})
	}))
	resp, body := MustDo(t, "GET", server.URL+"/x?v=1", "")
	tag := resp.Header.Get("ETag")
	if resp.StatusCode != 200 || body != "[\"1\"]\n" || !strings.HasPrefix(tag, `W/"`) || resp.Header.Get("Cache-Control") != "private, no-cache" {
		t.Fatalf("%d %q ETag %q %v", resp.StatusCode, body, tag, resp.Header)
	}
	cases := []struct {
		name, method, path, header string
		status                     int
	}{
		{"the same", "GET", "/x?v=1", tag, 304},
		{"the same, asked by HEAD", "HEAD", "/x?v=1", tag, 304},
		{"the same, strong", "GET", "/x?v=1", strings.TrimPrefix(tag, "W/"), 304},
		{"one of several", "GET", "/x?v=1", `"a", ` + tag, 304},
		{"any", "GET", "/x?v=1", "*", 304},
		{"another", "GET", "/x?v=2", tag, 200},
		{"another tag", "GET", "/x?v=1", `"a"`, 200},
		{"part of the tag", "GET", "/x?v=1", tag[:8], 200},
		{"a change is never skipped", "POST", "/x?v=1", tag, 200},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			resp, body := MustDo(t, c.method, server.URL+c.path, "", "If-None-Match", c.header)
			if resp.StatusCode != c.status || (c.status == 304) != (body == "") {
				t.Errorf("%d %q, want %d", resp.StatusCode, body, c.status)
			}
		})
	}
}
