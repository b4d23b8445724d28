package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"overlord/web/api"
)

// running is a server on a port of its own.
type running struct {
	*Server
	stop  context.CancelFunc
	ended chan error
}

// hurry is a time that a test waits for.
const hurry = 300 * time.Millisecond

// MustRun starts a server, with other times where a test waits for them.
func MustRun(tb testing.TB, h http.Handler, change ...func(*Server)) *running {
	tb.Helper()
	s := NewServer(h, slog.New(slog.DiscardHandler))
	for _, c := range change {
		c(s)
	}
	if err := s.Listen("127.0.0.1:0"); err != nil {
		tb.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	r := &running{Server: s, stop: stop, ended: make(chan error, 1)}
	go func() { r.ended <- s.Run(ctx) }()
	tb.Cleanup(stop)
	return r
}

// get starts a request and returns what becomes of it.
func (r *running) get(tb testing.TB, path string) <-chan string {
	tb.Helper()
	got := make(chan string, 1)
	go func() {
		client := &http.Client{Transport: &http.Transport{}}
		defer client.CloseIdleConnections()
		resp, err := client.Get("http://" + r.Addr().String() + path)
		if err != nil {
			got <- "failed"
			return
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			got <- "cut"
			return
		}
		got <- fmt.Sprint(resp.StatusCode, " ", string(body))
	}()
	return got
}

func TestAStopLetsOrdinaryAnswersFinish(t *testing.T) {
	t.Parallel()
	began, finish := make(chan struct{}), make(chan struct{})
	s := MustRun(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(began)
		<-finish
		_, _ = io.WriteString(w, fmt.Sprint(r.Context().Err()))
	}))
	got := s.get(t, "/")
	<-began
	s.stop()
	for { // new callers are refused while the old one is answered
		conn, err := net.Dial("tcp", s.Addr().String())
		if err != nil {
			break
		}
		conn.Close()
	}
	close(finish)
	if text := <-got; text != "200 <nil>" {
		t.Errorf("the answer is %q", text)
	}
	if err := <-s.ended; err != nil {
		t.Errorf("the stop failed: %v", err)
	}
}

func TestAStopEndsStreamsAtOnce(t *testing.T) {
	t.Parallel()
	began := make(chan struct{})
	s := MustRun(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		stream, cancel := api.Stream(r.Context())
		defer cancel()
		close(began)
		<-stream.Done()
		_, _ = io.WriteString(w, fmt.Sprint(context.Cause(stream), ", ", r.Context().Err()))
	}))
	got := s.get(t, "/")
	<-began
	s.stop()
	if text := <-got; text != "200 the server is stopping, <nil>" {
		t.Errorf("the stream ended with %q", text)
	}
	if err := <-s.ended; err != nil {
		t.Errorf("the stop failed: %v", err)
	}
}

func TestAStopWaitsForConnectionsThatWereHandedOver(t *testing.T) {
	t.Parallel()
	began := make(chan struct{})
	over := false
	s := MustRun(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer conn.Close()
		stream, cancel := api.Stream(r.Context())
		defer cancel()
		close(began)
		<-stream.Done()
		over = true
	}))
	s.get(t, "/")
	<-began
	s.stop()
	if err := <-s.ended; err != nil || !over {
		t.Errorf("the server stopped before its socket was over: %v, %v", over, err)
	}
}

func TestAStopEndsWhatDoesNotFinish(t *testing.T) {
	t.Parallel()
	began := make(chan struct{})
	s := MustRun(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(began)
		<-r.Context().Done()
		w.WriteHeader(http.StatusServiceUnavailable)
	}), func(s *Server) { s.finish = hurry })
	got := s.get(t, "/")
	<-began
	s.stop()
	if text := <-got; text != "503 " {
		t.Errorf("the answer is %q", text)
	}
	if err := <-s.ended; err != nil {
		t.Errorf("the stop failed: %v", err)
	}
}

func TestAStopDoesNotWaitForEver(t *testing.T) {
	t.Parallel()
	began, never := make(chan struct{}), make(chan struct{})
	defer close(never)
	s := MustRun(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		close(began)
		<-never
	}), func(s *Server) { s.finish, s.end = hurry, hurry })
	got := s.get(t, "/")
	<-began
	s.stop()
	if err := <-s.ended; err == nil {
		t.Error("the stop says that all is over")
	}
	if text := <-got; text != "failed" {
		t.Errorf("the answer is %q", text)
	}
}

func TestAHeaderThatDripsIsGivenUp(t *testing.T) {
	t.Parallel()
	s := MustRun(t, http.NotFoundHandler(), func(s *Server) { s.header = hurry })
	conn, err := net.Dial("tcp", s.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ")
	_ = conn.SetReadDeadline(time.Now().Add(headerTimeout))
	if _, err := io.ReadAll(conn); errors.Is(err, context.DeadlineExceeded) || isTimeout(err) {
		t.Error("the connection is still open")
	}
}

func isTimeout(err error) bool {
	var ne net.Error
	return errors.As(err, &ne) && ne.Timeout()
}

func TestAHeaderThatIsTooLargeIsRefused(t *testing.T) {
	t.Parallel()
	s := MustRun(t, http.NotFoundHandler())
	req, _ := http.NewRequestWithContext(t.Context(), "GET", "http://"+s.Addr().String(), nil)
	req.Header.Set("X-Large", strings.Repeat("x", 2*maxHeader))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return // cut off while it was sending
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("status %d", resp.StatusCode)
	}
}

func TestAnAddressThatCannotBeHad(t *testing.T) {
	t.Parallel()
	s := MustRun(t, http.NotFoundHandler())
	err := NewServer(nil, slog.New(slog.DiscardHandler)).Listen(s.Addr().String())
	if err == nil || !strings.Contains(err.Error(), "another program listens there") || !strings.Contains(err.Error(), s.Addr().String()) {
		t.Errorf("a taken address: %v", err)
	}
	err = NewServer(nil, slog.New(slog.DiscardHandler)).ListenAs("DEBUG_ADDR", "192.0.2.1:80")
	if err == nil || !strings.HasPrefix(err.Error(), `DEBUG_ADDR is "192.0.2.1:80", `) {
		t.Errorf("an address of another machine: %v", err)
	}
}

func TestServingThatBreaksIsAnError(t *testing.T) {
	t.Parallel()
	s := MustRun(t, http.NotFoundHandler())
	s.listener.Close()
	if err := <-s.ended; err == nil {
		t.Error("no error")
	}
}
