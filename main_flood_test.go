package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"overlord/web/socket"
)

// While somebody tries passwords and plugins' secrets, ten thousand of each in the
// long form, and holds connections half open, the live stream goes on as if nothing
// were: every event arrives, in order, about as soon as before.
func TestAFloodOfBadSignIns(t *testing.T) { floodDisturbsNobody(t, 600, cheapHashes) }

func TestLongFloodOfBadSignIns(t *testing.T) {
	needLong(t)
	floodDisturbsNobody(t, 10_000, wholeHashes)
}

// stream is a plugin that counts, and a browser that hears it.
type stream struct {
	mu    sync.Mutex
	sent  map[int]time.Time
	late  []time.Duration // of each event that arrived, in order
	next  int             // that the browser waits for
	wrong string
}

func floodDisturbsNobody(t *testing.T, attempts int, hashes string) {
	p := newProcess(t, "ADMIN_PASSWORD=long enough for a test", "TRUSTED_PROXIES=127.0.0.1", asServer+"="+hashes)
	p.start()
	var ready map[string]any
	p.eventually("ready", func() bool { return p.get("/readyz", &ready) == http.StatusOK })
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	s := &stream{sent: map[int]time.Time{}}
	var running sync.WaitGroup
	s.begin(t, ctx, p, &running)
	p.eventually("a calm stream", func() bool { return s.count() >= 60 })
	calm := s.count()

	for range 100 { // half-open requests
		conn, err := net.Dial("tcp", p.address)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if _, err := io.WriteString(conn, "POST /login HTTP/1.1\r\nHost: x\r\nContent-Le"); err != nil {
			t.Fatal(err)
		}
	}
	statuses := flood(t, p, attempts)
	flooded := s.count()
	stop()
	running.Wait()

	for what, counted := range statuses {
		for status, n := range counted {
			if status != http.StatusUnauthorized && status != http.StatusTooManyRequests {
				t.Errorf("%d %s were answered with %d", n, what, status)
			}
		}
		if counted[http.StatusTooManyRequests] < attempts/2 || counted[http.StatusUnauthorized] == 0 {
			t.Errorf("%s: %v of %d", what, counted, attempts)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.wrong != "" {
		t.Error(s.wrong)
	}
	before, during := median(s.late[:calm]), median(s.late[calm:flooded])
	t.Logf("%d events before, %s late; %d during %d attempts of each kind, %s late, the slowest %s; %v",
		calm, before, flooded-calm, attempts, during, slices.Max(s.late[calm:flooded]), statuses)
	if during > max(10*before, 250*time.Millisecond) || flooded-calm < 10 {
		t.Errorf("the stream is %s late in the flood, %s before; %d events came", during, before, flooded-calm)
	}
	if strings.Count(p.output.String(), "action=plugin_refused") > 200 {
		t.Error("the audit is flooded")
	}
}

func median(list []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}

func (s *stream) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.late)
}

// begin opens both sockets and counts, 20 times a second, until ctx ends.
func (s *stream) begin(t *testing.T, ctx context.Context, p *process, running *sync.WaitGroup) {
	t.Helper()
	dial := func(path string, header http.Header) *socket.Conn {
		conn, _, err := socket.Dial(ctx, "ws://"+p.address+path, header, socket.Options{ReadLimit: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		return conn
	}
	browser, plugin := dial("/ws/live", nil), dial("/ws/position", http.Header{"X-Plugin-Secret": {testSecret}})
	if err := browser.Write(ctx, []byte(`{"type":"subscribe","types":["chat"]}`)); err != nil {
		t.Fatal(err)
	}
	running.Go(func() { // a plugin reads too, and so answers pings
		for ctx.Err() == nil {
			if _, err := plugin.Read(ctx); err != nil {
				return
			}
		}
	})
	running.Go(func() {
		for n := 0; ctx.Err() == nil; n++ {
			s.mu.Lock()
			s.sent[n] = time.Now()
			s.mu.Unlock()
			if err := plugin.Write(ctx, fmt.Appendf(nil, `{"type":"chat","character_name":"Larsa","text":"%d"}`, n)); err != nil && ctx.Err() == nil {
				s.fail("the plugin's socket ended: %v", err)
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	})
	running.Go(func() {
		for {
			frame, err := browser.Read(ctx)
			if err != nil {
				if ctx.Err() == nil {
					s.fail("the browser's socket ended: %v", err)
				}
				return
			}
			s.hear(frame)
		}
	})
}

// hear takes what the browser gets: the numbers, from wherever it began, one after
// the other.
func (s *stream) hear(frame []byte) {
	var event struct{ Type, Text string }
	if json.Unmarshal(frame, &event) != nil || event.Type != "chat" {
		return
	}
	n, err := strconv.Atoi(event.Text)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil || len(s.late) > 0 && n != s.next {
		s.wrong = fmt.Sprintf("%d came, not %d: %v", n, s.next, err)
	}
	s.next = n + 1
	s.late = append(s.late, time.Since(s.sent[n]))
}

func (s *stream) fail(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wrong = fmt.Sprintf(format, args...)
}

// flood tries passwords, from a few addresses at a few names, and plugins' secrets.
// It returns how often which status was answered.
func flood(t *testing.T, p *process, attempts int) map[string]map[int]int {
	const bots, addresses, names = 8, 4, 6
	var mu sync.Mutex
	counted := map[string]map[int]int{"sign-ins": {}, "plugins": {}}
	client := &http.Client{Timeout: patience, Transport: listening{&http.Transport{MaxIdleConnsPerHost: bots}, &suite}}
	send := func(what string, n int64) {
		method, path, body := http.MethodPost, "/login", fmt.Sprintf(`{"username":"user %d","password":"guess %d guess"}`, n%names, n)
		if what == "plugins" {
			method, path, body = http.MethodGet, "/ws/position", ""
		}
		r, err := http.NewRequest(method, p.url(path), strings.NewReader(body))
		if err != nil {
			t.Error(err)
			return
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-Forwarded-For", fmt.Sprint("203.0.113.", n%addresses))
		r.Header.Set("X-Plugin-Secret", fmt.Sprint("guess ", n))
		answer, err := client.Do(r)
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
		mu.Lock()
		defer mu.Unlock()
		counted[what][answer.StatusCode]++
	}
	var running sync.WaitGroup
	for what := range counted {
		var n atomic.Int64
		for range bots / 2 {
			running.Go(func() {
				for i := n.Add(1); i <= int64(attempts); i = n.Add(1) {
					send(what, i)
				}
			})
		}
	}
	running.Wait()
	return counted
}
