package simulate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"overlord/store/fault"
	"overlord/tracker/event"
	"overlord/web/socket"
)

// tinyServer is the least that a plugin needs: a socket behind a secret.
type tinyServer struct {
	*httptest.Server
	mu     sync.Mutex
	busy   sync.WaitGroup // connections
	conns  map[*socket.Conn]bool
	frames [][]byte
	came   chan struct{} // gets a token for each frame, as long as there is room
}

func newTinyServer(tb testing.TB, secret string) *tinyServer {
	s := &tinyServer{conns: map[*socket.Conn]bool{}, came: make(chan struct{}, 1<<16)}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Plugin-Secret") != secret {
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, `{"error":{"code":"unauthenticated","message":"wrong secret"}}`)
			return
		}
		c, err := socket.Accept(w, r, socket.Options{ReadLimit: 16 << 20, Compress: true})
		if err != nil {
			return
		}
		s.busy.Add(1)
		defer s.busy.Done()
		s.serve(c)
	}))
	tb.Cleanup(func() {
		s.closeAll(socket.GoingAway)
		s.Close()
	})
	return s
}

func (s *tinyServer) serve(c *socket.Conn) {
	s.mu.Lock()
	s.conns[c] = true
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.conns, c)
		s.mu.Unlock()
		c.Close(socket.Normal, "")
	}()
	for {
		frame, err := c.Read(context.Background())
		if err != nil {
			return
		}
		s.mu.Lock()
		s.frames = append(s.frames, frame)
		s.mu.Unlock()
		select {
		case s.came <- struct{}{}:
		default:
		}
	}
}

func (s *tinyServer) closeAll(code socket.StatusCode) {
	for _, c := range s.open() {
		c.Close(code, "")
	}
}

func (s *tinyServer) open() []*socket.Conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []*socket.Conn
	for c := range s.conns {
		all = append(all, c)
	}
	return all
}

func (s *tinyServer) taken() [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([][]byte(nil), s.frames...)
}

// await waits until some frame satisfies ok.
func (s *tinyServer) await(tb testing.TB, what string, ok func(frame []byte) bool) {
	tb.Helper()
	patience := time.After(2 * time.Minute)
	for seen := 0; ; {
		frames := s.taken()
		for ; seen < len(frames); seen++ {
			if ok(frames[seen]) {
				return
			}
		}
		select {
		case <-s.came:
		case <-patience:
			tb.Fatalf("%s never came", what)
		}
	}
}

func (s *tinyServer) url() string { return "ws" + strings.TrimPrefix(s.URL, "http") + "/ws/position" }

func TestAgainstARealSocket(t *testing.T) {
	t.Parallel()
	server := newTinyServer(t, "open sesame")
	ledger := NewLedger()
	r := mustRunner(t, Options{Clients: 12, Rate: 200 * time.Millisecond, Seed: 1, Old: 0.5, URL: server.url(), Sent: ledger.Note}, nil)
	stop := start(r)
	name, registered := "", map[string]bool{}
	server.await(t, "a register of ten", func(f []byte) bool {
		if textMember(f, "type") == "register" {
			name = textMember(f, "character_name")
			registered[name] = true
		}
		return len(registered) == 10
	})
	for _, c := range server.open() {
		c.Write(t.Context(), fmt.Appendf(nil, `{"player_name":%q,"command":"/a hello there"}`, name))
	}
	server.await(t, "an answer to the command", func(f []byte) bool { return strings.Contains(string(f), "hello there") })

	before, open := len(server.taken()), int64(len(server.open()))
	server.closeAll(socket.GoingAway)
	server.await(t, "a register after the restart", func(f []byte) bool {
		before--
		return before < 0 && textMember(f, "type") == "register"
	})
	server.await(t, "telemetry after the restart", func(f []byte) bool {
		return textMember(f, "type") == "telemetry" && r.Stats().Lost >= open-2 // one or two may log off by themselves
	})
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	for _, f := range server.taken() {
		if _, _, err := event.Decode(f, time.Now()); err != nil && ledger.Odd() == 0 {
			t.Errorf("%v: %s", err, f)
		}
	}
	if s := r.Stats(); s.Connected != 0 || s.Connects < 10 || open < 10 {
		t.Errorf("%+v", s)
	}
}

// In a burst without losses everything that was sent arrives, once and in each
// character's order: the model of what was sent is that of what came.
func TestBurstArrives(t *testing.T) {
	t.Parallel()
	server := newTinyServer(t, "open sesame")
	ledger := NewLedger()
	r := mustRunner(t, Options{Clients: 10, Seed: 1, Events: 12_000, URL: server.url(), Sent: ledger.Note}, nil)
	if err := r.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	server.busy.Wait() // it has read all that was on its way
	got := NewModel()
	for _, f := range server.taken() {
		e, _, err := event.Decode(f, time.Now())
		if err != nil {
			t.Fatalf("%v: %s", err, f)
		}
		fact, err := FactOf(e.Payload)
		if err != nil {
			t.Fatal(err)
		}
		got.Apply(fact)
	}
	want := ledger.Model()
	if a, b := fmt.Sprintf("%+v", *got), fmt.Sprintf("%+v", *want); a != b {
		t.Errorf("came %.2000s\nsent %.2000s", a, b)
	}
	if len(want.TotalKills) < 5 {
		t.Errorf("%d characters killed anything", len(want.TotalKills))
	}
}

func TestWrongSecretEndsAtOnce(t *testing.T) {
	t.Parallel()
	server := newTinyServer(t, "open sesame")
	r := mustRunner(t, Options{Clients: 5, Rate: 2 * time.Second, URL: server.url(), Secret: "wrong"}, nil)
	err := r.Run(t.Context())
	if fault.CodeOf(err) != fault.Unauthenticated || !strings.Contains(fault.Of(err).Message, "SHARED_SECRET") {
		t.Errorf("error %v", err)
	}
	if strings.Contains(fmt.Sprint(err), "wrong") {
		t.Errorf("the secret is shown: %v", err)
	}
}

func TestNobodyListens(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	r := mustRunner(t, Options{Clients: 5, Rate: 2 * time.Second, URL: "ws://" + l.Addr().String() + "/ws/position"}, nil)
	if err := r.Run(t.Context()); fault.CodeOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "is the server running") {
		t.Errorf("error %v", err)
	}
}

func TestSomethingElseListens(t *testing.T) {
	t.Parallel()
	for status, code := range map[int]fault.Code{200: fault.Invalid, 403: fault.Invalid, 404: fault.NotFound, 503: fault.Unavailable} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		r := mustRunner(t, Options{Clients: 5, Rate: 2 * time.Second, URL: "ws" + strings.TrimPrefix(server.URL, "http")}, nil)
		if err := r.Run(t.Context()); fault.CodeOf(err) != code {
			t.Errorf("HTTP %d: %v", status, err)
		}
		server.Close()
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]error{
		`no host "nowhere.example"`: fmt.Errorf("dial: %w", &net.DNSError{Name: "nowhere.example", IsNotFound: true}),
		"does not answer":           fmt.Errorf("dial: %w", context.DeadlineExceeded),
		"does not speak HTTP":       errors.New(`malformed HTTP response "SSH-2.0"`),
		"cannot be reached":         errors.New("no route to host"),
	} {
		got := explain("ws://nowhere.example/ws/position", 0, err)
		if !strings.Contains(got.Error(), want) || !errors.Is(got, err) || fault.CodeOf(got) == fault.Internal {
			t.Errorf("%v: %v", err, got)
		}
	}
}

func TestStopWhileNothingAnswers(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0") // takes connections, says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	r := mustRunner(t, Options{Clients: 3, Rate: 2 * time.Second, URL: "ws://" + l.Addr().String() + "/ws/position"}, nil)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if err := r.Run(ctx); err != nil {
		t.Errorf("stopped with %v", err)
	}
}

// A frame of the wire is what encoding/json makes of it again: nothing doubled.
func TestNoMemberTwice(t *testing.T) {
	t.Parallel()
	w := mustWorld(t, Config{Clients: 20, Rate: 10 * time.Second, Seed: 3, Old: 1, Start: evening})
	play(w, time.Minute, func(_ int, e Event) {
		if e.Odd {
			return
		}
		seen, d := map[string]bool{}, json.NewDecoder(strings.NewReader(string(e.Frame)))
		d.Token()
		for d.More() {
			key, _ := d.Token()
			if seen[key.(string)] {
				t.Fatalf("%v stands twice: %s", key, e.Frame)
			}
			seen[key.(string)] = true
			var skip json.RawMessage
			if d.Decode(&skip) != nil {
				t.Fatalf("%s", e.Frame)
			}
		}
	})
}
