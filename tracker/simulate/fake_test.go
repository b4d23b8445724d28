package simulate

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"overlord/store/storetest"
	"overlord/web/socket"
)

// fakeServer takes a runner's connections in memory, so that tests with a fake
// clock need no network.
type fakeServer struct {
	mu     sync.Mutex
	refuse func() (status int, err error)     // nil: takes everybody
	stall  func(c *fakeConn) time.Duration    // how long a write takes; nil: no time
	take   func(c *fakeConn, frames [][]byte) // sees what was written; may be nil
	conns  []*fakeConn
	dials  []time.Time
}

// fakeConn is one connection; all[0] is the probe's.
type fakeConn struct {
	server *fakeServer
	header http.Header
	opts   socket.Options
	in     chan []byte
	done   chan struct{}
	once   sync.Once
	code   socket.StatusCode
	frames [][]byte
}

var errGone = errors.New("gone")

func (s *fakeServer) dial(_ context.Context, _ string, header http.Header, opts socket.Options) (conn, *http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dials = append(s.dials, time.Now())
	if s.refuse != nil {
		if status, err := s.refuse(); err != nil {
			var resp *http.Response
			if status != 0 {
				resp = &http.Response{StatusCode: status}
			}
			return nil, resp, err
		}
	}
	c := &fakeConn{server: s, header: header, opts: opts, in: make(chan []byte, 8), done: make(chan struct{})}
	s.conns = append(s.conns, c)
	return c, nil, nil
}

func (c *fakeConn) Read(context.Context) ([]byte, error) {
	select {
	case frame := <-c.in:
		return frame, nil
	case <-c.done:
		return nil, errGone
	}
}

func (c *fakeConn) Write(_ context.Context, frames ...[]byte) error {
	if c.server.stall != nil {
		time.Sleep(c.server.stall(c))
	}
	select {
	case <-c.done:
		return errGone
	default:
	}
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	for _, f := range frames {
		c.frames = append(c.frames, bytes.Clone(f))
	}
	if c.server.take != nil {
		c.server.take(c, frames)
	}
	return nil
}

func (c *fakeConn) Close(code socket.StatusCode, _ string) {
	c.once.Do(func() {
		c.code = code
		close(c.done)
	})
}

func (c *fakeConn) Done() <-chan struct{} { return c.done }

// open are the connections that are open.
func (s *fakeServer) open() []*fakeConn {
	s.mu.Lock()
	defer s.mu.Unlock()
	var some []*fakeConn
	for _, c := range s.conns {
		select {
		case <-c.done:
		default:
			some = append(some, c)
		}
	}
	return some
}

// made are all connections so far.
func (s *fakeServer) made() []*fakeConn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.conns)
}

// tried is how often somebody dialled.
func (s *fakeServer) tried() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.dials)
}

// sent are the frames that arrived.
func (c *fakeConn) sent() [][]byte {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	return slices.Clone(c.frames)
}

// down makes dialling fail like a server that is not running, from now on.
func (s *fakeServer) down() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = func() (int, error) { return 0, syscall.ECONNREFUSED }
}

func (s *fakeServer) up() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = nil
}

// mustRunner is a runner that plays against the fake server, or another dialler.
func mustRunner(tb testing.TB, opts Options, dial dialFunc) *Runner {
	tb.Helper()
	if opts.URL == "" {
		opts.URL = "ws://fake/ws/position"
	}
	if opts.Secret == "" {
		opts.Secret = "open sesame"
	}
	r, err := New(opts)
	if err != nil {
		tb.Fatal(err)
	}
	if dial != nil {
		r.dial = dial
	}
	return r
}

// lines collects what is printed.
type lines struct{ storetest.Log }

func (l *lines) all() []string {
	return strings.Split(strings.TrimSuffix(l.String(), "\n"), "\n")
}
