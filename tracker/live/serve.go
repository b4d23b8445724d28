package live

import (
	"context"
	"errors"
	"sync"

	"overlord/web/socket"
)

// Conn is a socket's connection: web/socket's. Close makes Read and Write
// return; it may be called at any time, and only the first call counts. One
// that has KeepAlive(ctx) error is kept alive while it is served.
type Conn interface {
	Read(ctx context.Context) ([]byte, error)
	Write(ctx context.Context, frames ...[]byte) error
	Close(code socket.StatusCode, reason string)
}

// Client is who sits at a socket.
type Client struct {
	Username    string          // "" for internal trust
	UserID      int64           // 0 for internal trust
	Permissions []string        // for hello
	Ended       <-chan struct{} // closed when the session ends, and the socket with it; nil: it does not
	Requests    Requests        // what may be asked beyond subscriptions; nil: nothing

	// Audit tells of what the client did to others, for whoever asks later; nil: nobody
	// does.
	Audit func(action, target, detail string, ok bool)
}

// errSessionEnded is why a socket is closed whose session is over.
var errSessionEnded = errors.New("the session ended")

// Serve runs one browser's socket until it ends: says hello, sends every
// broadcast until a subscription narrows them, and answers. It closes the
// connection and returns why it ended: ErrTooSlow, or the end of the
// connection, the session, the hub or ctx, which all are ordinary.
func (h *Hub) Serve(ctx context.Context, conn Conn, client Client) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	b := newBrowser(client.UserID)
	if !h.enter(b, client) {
		conn.Close(socket.GoingAway, errStopped.Error())
		return errStopped
	}
	defer h.serving.Done()
	defer h.leave(b)

	var running sync.WaitGroup
	defer running.Wait()
	running.Go(func() { b.end(h.read(ctx, b, conn, client)) })
	running.Go(func() { b.end(h.write(ctx, b, conn)) })
	if k, ok := conn.(interface{ KeepAlive(context.Context) error }); ok {
		running.Go(func() { k.KeepAlive(ctx) }) // it closes a dead connection, which read learns
	}
	select {
	case <-ctx.Done():
		b.end(ctx.Err())
	case <-client.Ended:
		b.end(errSessionEnded)
	case <-b.ended:
	}
	h.leave(b)
	if errors.Is(b.cause, ErrTooSlow) {
		h.closedSlow.Add(1)
		h.logger.Info("closed a browser's socket that was too slow", "user", client.Username)
	}
	conn.Close(closeStatus(b.cause))
	cancel()
	return b.cause
}

// closeStatus is what a browser is told about the end of its socket.
func closeStatus(cause error) (code socket.StatusCode, reason string) {
	switch {
	case errors.Is(cause, ErrTooSlow):
		return socket.PolicyViolation, ErrTooSlow.Error()
	case errors.Is(cause, errSessionEnded):
		return socket.PolicyViolation, errSessionEnded.Error()
	case errors.Is(cause, errStopped), errors.Is(cause, context.Canceled):
		return socket.GoingAway, errStopped.Error()
	default:
		return socket.Normal, ""
	}
}

// enter says hello and lets the socket hear everything; false: the hub stopped.
func (h *Hub) enter(b *browser, client Client) bool {
	hello := helloBody(h.version, client, h.now())
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.stopped {
		return false
	}
	h.serving.Add(1)
	h.browsers[b] = struct{}{}
	b.pushAnswer(hello)
	h.attach(b, everything())
	return true
}

// leave forgets the socket; a second call does nothing.
func (h *Hub) leave(b *browser) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.detach(b)
	delete(h.browsers, b)
}
