package live

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"overlord/web/socket"
)

// fakeConn is a connection in memory. Its browser takes frames at once, unless
// it is paused.
type fakeConn struct {
	in     chan []byte
	closed chan struct{}

	mu     sync.Mutex
	open   chan struct{} // closed while the browser takes frames
	budget int           // writes until it pauses by itself; 0: it does not
	frames [][]byte      // as they were written, not copied
	writes int
	code   socket.StatusCode
	reason string
	ended  bool
}

func newFakeConn() *fakeConn {
	open := make(chan struct{})
	close(open)
	return &fakeConn{in: make(chan []byte), closed: make(chan struct{}), open: open}
}

var errFakeClosed = errors.New("closed")

func (c *fakeConn) Read(ctx context.Context) ([]byte, error) {
	select {
	case frame := <-c.in:
		return frame, nil
	case <-c.closed:
		return nil, errFakeClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (c *fakeConn) Write(_ context.Context, frames ...[]byte) error {
	c.mu.Lock()
	open := c.open
	c.mu.Unlock()
	select {
	case <-open:
	case <-c.closed:
		return errFakeClosed
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.frames = append(c.frames, frames...)
	c.writes++
	if c.budget--; c.budget == 0 {
		c.open = make(chan struct{})
	}
	return nil
}

func (c *fakeConn) Close(code socket.StatusCode, reason string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.ended {
		c.ended, c.code, c.reason = true, code, reason
		close(c.closed)
	}
}

func (c *fakeConn) pause() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open = make(chan struct{})
}

func (c *fakeConn) resume() { c.resumeFor(0) }

// resumeFor lets some writes through; 0: all.
func (c *fakeConn) resumeFor(writes int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.budget = writes
	select {
	case <-c.open:
	default:
		close(c.open)
	}
}

// status is the code it was closed with, or NotClosed.
func (c *fakeConn) status() (socket.StatusCode, string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.ended {
		return socket.NotClosed, ""
	}
	return c.code, c.reason
}

// flush gives the frames written since the last call.
func (c *fakeConn) flush() [][]byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	frames := c.frames
	c.frames, c.writes = nil, 0
	return frames
}

// room is a hub with its browsers, within synctest's time.
type room struct {
	t   *testing.T
	hub *Hub
	ctx context.Context
}

// inRoom runs a test with a running hub in a bubble.
func inRoom(t *testing.T, test func(*room)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		r := &room{t, New(Options{Version: "1.2.3"}), ctx}
		go r.hub.Run(ctx)
		synctest.Wait()
		test(r)
		cancel()
		synctest.Wait()
		if st := r.hub.Stats(); st.Sockets != 0 || st.Groups != 0 {
			t.Errorf("the stopped hub still has %+v", st)
		}
	})
}

// guest is a browser in a room.
type guest struct {
	*fakeConn
	r      *room
	cancel context.CancelFunc
	served chan error // gets what Serve returned
}

// enter lets a browser in; its hello is taken.
func (r *room) enter(client Client) *guest {
	r.t.Helper()
	ctx, cancel := context.WithCancel(r.ctx)
	g := &guest{newFakeConn(), r, cancel, make(chan error, 1)}
	go func() { g.served <- r.hub.Serve(ctx, g.fakeConn, client) }()
	r.settle()
	if hello := g.flush(); len(hello) != 1 || !bytes.HasPrefix(hello[0], []byte(`{"type":"hello"`)) {
		r.t.Fatalf("a browser is greeted with %s", hello)
	}
	return g
}

// browse is enter with these subscriptions sent and their answers taken.
func (r *room) browse(subscriptions ...string) *guest {
	r.t.Helper()
	g := r.enter(Client{})
	for _, s := range subscriptions {
		g.say(s)
	}
	r.wait(2 * tickEvery)
	g.flush()
	return g
}

// settle lets everybody do what is to be done now, writers' pauses included.
func (r *room) settle() { r.wait(pause) }

func (r *room) wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// say sends a frame to the server, which has handled it when say returns.
func (g *guest) say(frame string) {
	g.r.t.Helper()
	select {
	case g.in <- []byte(frame):
	case <-g.closed:
		g.r.t.Errorf("the socket is closed and does not hear %s", frame)
	}
	synctest.Wait()
}

// wants checks the frames that came since the last look.
func (g *guest) wants(frames ...string) {
	g.r.t.Helper()
	got := g.flush()
	for i := range max(len(got), len(frames)) {
		switch {
		case i >= len(frames):
			g.r.t.Errorf("an unexpected frame: %s", got[i])
		case i >= len(got):
			g.r.t.Errorf("a frame is missing: %s", frames[i])
		case string(got[i]) != frames[i]:
			g.r.t.Errorf("frame %d is\n%s, want\n%s", i, got[i], frames[i])
		}
	}
}

// wantsEnd checks how the socket was closed, and that Serve returned.
func (g *guest) wantsEnd(code socket.StatusCode, reason string) error {
	g.r.t.Helper()
	if c, r := g.status(); c != code || r != reason {
		g.r.t.Errorf("closed with %d %q, want %d %q", c, r, code, reason)
	}
	select {
	case err := <-g.served:
		return err
	default:
		g.r.t.Error("Serve goes on")
		return nil
	}
}

// wantsOpen checks that the socket was not closed.
func (g *guest) wantsOpen() {
	g.r.t.Helper()
	if c, reason := g.status(); c != socket.NotClosed {
		g.r.t.Errorf("closed with %d %q", c, reason)
	}
}

// event is an event-like message with a number in it.
func event(topic, character string, n int) Message {
	return Message{Topic: topic, CharacterName: character, Body: fmt.Appendf(nil, `{"type":%q,"character_name":%q,"n":%d}`, topic, character, n)}
}

// stateOf is a state-like one.
func stateOf(topic, character string, n int) Message {
	m := event(topic, character, n)
	m.State = true
	return m
}

func (r *room) publish(messages ...Message) {
	for _, m := range messages {
		r.hub.Publish(m)
	}
}

func body(m Message) string { return string(m.Body) }

// arrayText is the array frame of these messages.
func arrayText(bodies ...string) string {
	raw := make([]json.RawMessage, len(bodies))
	for i, b := range bodies {
		raw[i] = json.RawMessage(b)
	}
	text, err := json.Marshal(raw)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// subscribedText is the answer to a subscription.
func subscribedText(types, characters string, batch bool) string {
	return fmt.Sprintf(`{"type":"subscribed","types":%s,"characters":%s,"batch":%v}`, types, characters, batch)
}
