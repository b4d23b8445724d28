package api

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"overlord/store/fault"
)

func TestFaultsBecomeTheContractsAnswers(t *testing.T) {
	t.Parallel()
	cases := []struct {
		err    error
		status int
		code   fault.Code
		retry  string
	}{
		{fault.New(fault.Invalid, "no"), 400, "invalid", ""},
		{fault.New(fault.Unauthenticated, "no"), 401, "unauthenticated", ""},
		{fault.New(fault.Denied, "no"), 403, "denied", ""},
		{fault.New(fault.NotFound, "no"), 404, "not_found", ""},
		{fault.New(fault.Conflict, "no"), 409, "conflict", ""},
		{fault.New(fault.TooLarge, "no"), 413, "too_large", ""},
		{fault.New(fault.Throttled, "no"), 429, "throttled", "30"},
		{fault.New(fault.Throttled, "no").WithRetryAfter(1500 * time.Millisecond), 429, "throttled", "2"},
		{fault.New(fault.Unavailable, "no"), 503, "unavailable", "5"},
		{fault.New(fault.Unavailable, "no").WithRetryAfter(90 * time.Second), 503, "unavailable", "90"},
		{fault.New(fault.ReadOnly, "no"), 503, "read_only", "60"},
		{fault.New(fault.Overloaded, "no"), 503, "overloaded", "5"},
		{fault.New(fault.Internal, "detail"), 500, "internal", ""},
		{fault.New("novel", "no"), 500, "novel", ""},
		{errors.New("detail"), 500, "internal", ""},
		{fmt.Errorf("load: %w", fault.New(fault.NotFound, "no")), 404, "not_found", ""},
		{fmt.Errorf("read: %w", &http.MaxBytesError{Limit: 10}), 413, "too_large", ""},
		{fmt.Errorf("query: %w", context.DeadlineExceeded), 503, "unavailable", "5"},
		{fmt.Errorf("query: %w", context.Canceled), 503, "unavailable", "5"},
	}
	for _, c := range cases {
		t.Run(fmt.Sprint(c.err), func(t *testing.T) {
			t.Parallel()
			server, _ := MustServe(t, "/x", fails(c.err))
			resp, body := MustDo(t, "GET", server.URL+"/x", "")
			got := MustError(t, body)
			if resp.StatusCode != c.status || got.Code != c.code || resp.Header.Get("Retry-After") != c.retry {
				t.Errorf("%d %q Retry-After %q, want %d %q %q", resp.StatusCode, got.Code, resp.Header.Get("Retry-After"), c.status, c.code, c.retry)
			}
			if ct := resp.Header.Get("Content-Type"); ct != "application/json; charset=utf-8" {
				t.Errorf("Content-Type %q", ct)
			}
		})
	}
}

func TestAnErrorNamesItsField(t *testing.T) {
	t.Parallel()
	server, _ := MustServe(t, "/x", fails(fault.New(fault.Invalid, "limit is too much").WithField("limit")))
	_, body := MustDo(t, "GET", server.URL+"/x", "")
	if want := `{"error":{"code":"invalid","message":"limit is too much","field":"limit"}}` + "\n"; body != want {
		t.Errorf("body %s, want %s", body, want)
	}
}

func TestAnInternalFailureKeepsItsDetailToTheLog(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{
		"without a code": errors.New("pq: relation missing"),
		"with the code":  fault.New(fault.Internal, "pq: relation missing"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, log := MustServe(t, "/x", fails(err))
			resp, body := MustDo(t, "GET", server.URL+"/x", "")
			got := MustError(t, body)
			if strings.Contains(body, "relation") || got.RequestID == "" || got.RequestID != resp.Header.Get("X-Request-Id") {
				t.Errorf("body %s, X-Request-Id %q", body, resp.Header.Get("X-Request-Id"))
			}
			entries := log.entries(t)
			if len(entries) != 1 || entries[0]["level"] != "ERROR" || entries[0]["request_id"] != got.RequestID ||
				!strings.Contains(fmt.Sprint(entries[0]["error"]), "relation missing") {
				t.Errorf("log %v", entries)
			}
		})
	}
}

func TestAFailureTakesBackTheHeadersOfTheAnswerThatWasMeant(t *testing.T) {
	t.Parallel()
	server, _ := MustServe(t, "/x", Handler(func(w http.ResponseWriter, _ *http.Request) error {
		w.Header().Set("ETag", `"a"`)
		w.Header().Set("Cache-Control", "public, max-age=600")
		w.Header().Set("Content-Disposition", "attachment; filename=items.csv")
		return fault.New(fault.NotFound, "no such character")
	}))
	resp, _ := MustDo(t, "GET", server.URL+"/x", "")
	if h := resp.Header; h.Get("ETag") != "" || h.Get("Content-Disposition") != "" || h.Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", h)
	}
}

func TestHalfAnAnswerIsCutOff(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func() error{
		"error": func() error { return errors.New("the database went away") },
		"panic": func() error { panic("index out of range") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, log := MustServe(t, "/x", Handler(func(w http.ResponseWriter, _ *http.Request) error {
				_, _ = io.WriteString(w, `{"items":[1,`)
				_ = http.NewResponseController(w).Flush()
				return end()
			}))
			resp, err := http.Get(server.URL + "/x")
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			if text, err := io.ReadAll(resp.Body); err == nil {
				t.Errorf("the answer ended as if it were whole: %q", text)
			}
			if entries := log.entries(t); len(entries) != 1 || entries[0]["level"] != "ERROR" {
				t.Errorf("log %v", entries)
			}
		})
	}
}

func TestAPanicIsAnInternalFailure(t *testing.T) {
	t.Parallel()
	server, log := MustServe(t, "/x", Handler(func(http.ResponseWriter, *http.Request) error { panic("secret detail") }))
	resp, body := MustDo(t, "GET", server.URL+"/x", "")
	if got := MustError(t, body); resp.StatusCode != 500 || got.Code != fault.Internal || strings.Contains(body, "detail") {
		t.Errorf("%d %s", resp.StatusCode, body)
	}
	if text := log.String(); !strings.Contains(text, "secret detail") || !strings.Contains(text, "errors_test.go") {
		t.Errorf("the log lacks the panic or its stack: %s", text)
	}
}

func TestACallerWhoLeftIsNotLogged(t *testing.T) {
	t.Parallel()
	done := make(chan struct{})
	server, log := MustServe(t, "/x", Handler(func(_ http.ResponseWriter, r *http.Request) error {
		defer close(done)
		<-r.Context().Done()
		return fmt.Errorf("query: %w", r.Context().Err())
	}))
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(conn, "GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
	conn.Close()
	<-done
	server.Close()
	if text := log.String(); text != "" {
		t.Errorf("logged: %s", text)
	}
}

func TestAHijackedConnectionIsLeftAlone(t *testing.T) {
	t.Parallel()
	server, log := MustServe(t, "/x", Handler(func(w http.ResponseWriter, _ *http.Request) error {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return err
		}
		defer conn.Close()
		_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\n\r\nraw")
		return errors.New("the socket broke")
	}))
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
	text, _ := io.ReadAll(bufio.NewReader(conn))
	if !strings.HasPrefix(string(text), "HTTP/1.1 101 ") || !strings.HasSuffix(string(text), "\r\n\r\nraw") {
		t.Errorf("received %q", text)
	}
	server.Close() // it does not wait for a connection that was taken over
	for end := time.Now().Add(2 * time.Minute); len(log.entries(t)) == 0 && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	if entries := log.entries(t); len(entries) != 1 || entries[0]["status"] != 101.0 || entries[0]["level"] != "ERROR" {
		t.Errorf("log %v", entries)
	}
}

func TestAHandlersOwnErrorAnswerIsLeftWhole(t *testing.T) {
	t.Parallel()
	server, log := MustServe(t, "/x", Handler(func(w http.ResponseWriter, _ *http.Request) error {
		w.WriteHeader(http.StatusUpgradeRequired)
		_, _ = io.WriteString(w, "ask for a WebSocket")
		return errors.New("no upgrade asked for")
	}))
	resp, body := MustDo(t, "GET", server.URL+"/x", "")
	if resp.StatusCode != http.StatusUpgradeRequired || body != "ask for a WebSocket" {
		t.Errorf("%d %q", resp.StatusCode, body)
	}
	if entries := log.entries(t); len(entries) != 1 || entries[0]["error"] != "no upgrade asked for" {
		t.Errorf("log %v", entries)
	}
}

func TestAnAnswerThatBeganKeepsItsStatus(t *testing.T) {
	t.Parallel()
	server, log := MustServe(t, "/x", Handler(func(w http.ResponseWriter, _ *http.Request) error {
		w.WriteHeader(http.StatusEarlyHints)
		w.WriteHeader(http.StatusAccepted)
		w.WriteHeader(http.StatusTeapot)
		return nil
	}))
	resp, _ := MustDo(t, "GET", server.URL+"/x", "")
	server.Close()
	if entries := log.entries(t); resp.StatusCode != http.StatusAccepted || len(entries) != 1 || entries[0]["status"] != 202.0 {
		t.Errorf("%d, log %v", resp.StatusCode, entries)
	}
}

func TestAHandlerWorksWithoutMiddleware(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	fails(fault.New(fault.Denied, "needs edit")).ServeHTTP(w, httptest.NewRequest("GET", "/x", nil))
	if w.Code != 403 || MustError(t, w.Body.String()).Code != fault.Denied {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestUnknownPathsAndMethods(t *testing.T) {
	t.Parallel()
	server, _ := MustServe(t, "/other", fails(nil))
	resp, body := MustDo(t, "GET", server.URL+"/nothing", "")
	if resp.StatusCode != 404 || MustError(t, body).Code != fault.NotFound {
		t.Errorf("unknown path: %d %s", resp.StatusCode, body)
	}
}
