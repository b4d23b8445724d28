package api

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
)

// lines is a log that a test can read.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// entries are the log's lines, decoded.
func (l *lines) entries(tb testing.TB) []map[string]any {
	tb.Helper()
	var all []map[string]any
	for line := range strings.Lines(l.String()) {
		var entry map[string]any
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			tb.Fatalf("log line %q: %v", line, err)
		}
		all = append(all, entry)
	}
	return all
}

// MustServe starts a real server with one route behind Requests.
func MustServe(tb testing.TB, pattern string, h http.Handler) (*httptest.Server, *lines) {
	tb.Helper()
	log := &lines{}
	logger := slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	router := chi.NewRouter()
	router.Use(Requests(logger, time.Now))
	router.NotFound(NotFound)
	router.MethodNotAllowed(MethodNotAllowed)
	router.Handle(pattern, h)
	server := httptest.NewUnstartedServer(router)
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.Start()
	tb.Cleanup(server.Close)
	return server, log
}

// MustDo sends a request and reads its answer whole.
func MustDo(tb testing.TB, method, url, body string, header ...string) (*http.Response, string) {
	tb.Helper()
	req, err := http.NewRequestWithContext(tb.Context(), method, url, strings.NewReader(body))
	if err != nil {
		tb.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		tb.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		tb.Fatal(err)
	}
	return resp, string(text)
}

// MustError decodes the contract's error body and fails on anything else.
func MustError(tb testing.TB, body string) errorDetail {
	tb.Helper()
	var parsed errorBody
	dec := json.NewDecoder(strings.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&parsed); err != nil || parsed.Error.Code == "" || parsed.Error.Message == "" {
		tb.Fatalf("not an error body (%v): %s", err, body)
	}
	return parsed.Error
}

// fails is a handler that only fails.
func fails(err error) Handler {
	return func(http.ResponseWriter, *http.Request) error { return err }
}
