package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const secretPath = "/api/webhooks/1234/s3cr3t-token"

// standIn is Discord's end of a webhook; answer is called with each message.
func standIn(t *testing.T, answer http.HandlerFunc) *Webhook {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	return mustWebhook(t, server.URL+secretPath, nil)
}

func mustWebhook(t *testing.T, address string, transport http.RoundTripper) *Webhook {
	t.Helper()
	w, err := NewWebhook(address, transport)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestAMessageOnTheWire(t *testing.T) {
	var request *http.Request
	var body map[string]any
	w := standIn(t, func(w http.ResponseWriter, r *http.Request) {
		request = r
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			t.Error(err)
		}
		w.WriteHeader(http.StatusOK)
		_, _ = io.WriteString(w, `{"id":"1"}`)
	})
	if err := w.Post(t.Context(), "hello @everyone"); err != nil {
		t.Fatal(err)
	}
	if request.Method != http.MethodPost || request.URL.Path != secretPath || request.URL.Query().Get("wait") != "true" {
		t.Errorf("%s %s", request.Method, request.URL)
	}
	if got := request.Header.Get("Content-Type"); got != "application/json" {
		t.Errorf("content type %q", got)
	}
	mentions, _ := body["allowed_mentions"].(map[string]any)
	parse, isList := mentions["parse"].([]any)
	if body["content"] != "hello @everyone" || !isList || len(parse) != 0 || len(mentions) != 1 {
		t.Errorf("body %v: it must allow no mention, in so many words", body)
	}
}

func TestAThreadsWebhookKeepsItsQuery(t *testing.T) {
	var query string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { query = r.URL.RawQuery }))
	defer server.Close()
	if err := mustWebhook(t, server.URL+secretPath+"?thread_id=7", nil).Post(t.Context(), "x"); err != nil {
		t.Fatal(err)
	}
	if query != "thread_id=7&wait=true" {
		t.Error(query)
	}
}

func TestWhatAnswersMean(t *testing.T) {
	type header map[string]string
	cases := []struct {
		status int
		header header
		body   string
		want   error
	}{
		{200, nil, `{}`, nil},
		{204, nil, ``, nil},
		{400, nil, `{"message":"Invalid Form Body"}`, &Refused{Status: 400, Reason: `{"message":"Invalid Form Body"}`}},
		{413, nil, ``, &Refused{Status: 413}},
		{401, nil, `{}`, &Gone{401}},
		{403, nil, `{}`, &Gone{403}},
		{404, nil, `{"message":"Unknown Webhook","code":10015}`, &Gone{404}},
		{301, header{"Location": "/elsewhere"}, ``, &Gone{301}},
		{307, header{"Location": "/elsewhere"}, ``, &Gone{307}},
		{429, header{"Retry-After": "2"}, `{"message":"slow","retry_after":1.337,"global":false}`, &Later{After: 1337 * time.Millisecond}},
		{429, header{"Retry-After": "65"}, `error code: 1015`, &Later{After: 65 * time.Second}},
		{429, nil, ``, &Later{After: time.Second}},
		{429, header{"Retry-After": "1e300"}, `{"retry_after":"soon"}`, &Later{After: time.Hour}},
		{429, header{"Retry-After": "NaN"}, `{"retry_after":-5}`, &Later{After: time.Second}},
		{500, nil, `{}`, &Later{}},
		{502, nil, `<html>`, &Later{}},
		{503, nil, ``, &Later{}},
	}
	for _, c := range cases {
		t.Run(fmt.Sprint(c.status, c.body), func(t *testing.T) {
			calls := 0
			w := standIn(t, func(w http.ResponseWriter, _ *http.Request) {
				calls++
				for name, value := range c.header {
					w.Header().Set(name, value)
				}
				w.WriteHeader(c.status)
				_, _ = io.WriteString(w, c.body)
			})
			got := w.Post(t.Context(), "x")
			if fmt.Sprintf("%T", got) != fmt.Sprintf("%T", c.want) {
				t.Fatalf("%T %v, want %T", got, got, c.want)
			}
			switch want := c.want.(type) {
			case *Later:
				if got := got.(*Later); got.After != want.After {
					t.Errorf("after %s, want %s", got.After, want.After)
				}
			case *Refused:
				if got := got.(*Refused); *got != *want {
					t.Errorf("%+v, want %+v", got, want)
				}
			case *Gone:
				if got := got.(*Gone); *got != *want || !strings.Contains(got.Error(), "DISCORD_ACLOG_WEBHOOK") {
					t.Errorf("%+v %s", got, got)
				}
			}
			if calls != 1 {
				t.Errorf("%d requests for one message", calls)
			}
		})
	}
}

func TestNoAnswerIsUnsureAndNoConnectionIsNot(t *testing.T) {
	w := standIn(t, func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_ = conn.Close()
	})
	err := w.Post(t.Context(), "x")
	var unsure *Unsure
	if !errors.As(err, &unsure) {
		t.Errorf("cut off after the request: %T %v", err, err)
	}
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "http://" + closed.Addr().String()
	_ = closed.Close()
	err = mustWebhook(t, address+secretPath, nil).Post(t.Context(), "x")
	var later *Later
	if !errors.As(err, &later) || later.After != 0 {
		t.Errorf("nobody listens: %T %v", err, err)
	}
	for _, e := range []error{unsure, later} {
		if strings.Contains(e.Error(), "s3cr3t") {
			t.Errorf("the webhook's secret is in the error: %v", e)
		}
	}
}

func TestNoErrorTellsTheAddress(t *testing.T) {
	for _, address := range []string{"", "discord.com" + secretPath, "ftp://x" + secretPath, "https://", "https://discord.com", "http://[::1" + secretPath, "https://discord.com/\x00" + secretPath} {
		_, err := NewWebhook(address, nil)
		if err == nil || strings.Contains(err.Error(), "s3cr3t") || !strings.Contains(err.Error(), "DISCORD_ACLOG_WEBHOOK") {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// answers is a transport of canned answers, for tests on a clock of their own.
type answers struct {
	at   []time.Time
	next func(n int) *http.Response
}

func (a *answers) RoundTrip(*http.Request) (*http.Response, error) {
	a.at = append(a.at, time.Now())
	return a.next(len(a.at)), nil
}

func answerOf(status int, body string, header ...string) *http.Response {
	r := &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

func TestWaitKeepsToTheRateLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		discord := &answers{next: func(n int) *http.Response {
			switch n {
			case 1:
				return answerOf(200, `{}`, "X-RateLimit-Remaining", "1", "X-RateLimit-Reset-After", "2")
			case 2:
				return answerOf(200, `{}`, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset-After", "1.5")
			case 3:
				return answerOf(429, `{"retry_after":0.25}`, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset-After", "7")
			}
			return answerOf(204, ``)
		}}
		w := mustWebhook(t, "https://discord.example"+secretPath, discord)
		start := time.Now()
		for range 4 {
			if err := w.Wait(t.Context()); err != nil {
				t.Fatal(err)
			}
			_ = w.Post(t.Context(), "x")
		}
		for i, want := range []time.Duration{0, 0, 1500 * time.Millisecond, 8500 * time.Millisecond} {
			if got := discord.at[i].Sub(start); got != want {
				t.Errorf("message %d went out after %s, want %s", i+1, got, want)
			}
		}
	})
}

func TestWaitEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := mustWebhook(t, "https://discord.example"+secretPath, &answers{next: func(int) *http.Response {
			return answerOf(429, `{"retry_after":60}`)
		}})
		_ = w.Post(t.Context(), "x")
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		if err := w.Wait(ctx); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Second {
			t.Errorf("%v after %s", err, time.Since(start))
		}
	})
}
