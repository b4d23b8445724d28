// Package socket is one WebSocket connection, from either end, and nothing of
// what is said over it.
//
// A Conn keeps the promises that every socket of this server makes: a frame is
// never larger than the read limit, counted after inflation; every write ends
// within its deadline, by the deadline of the network connection and not by a
// context for each write; the frames of one Write leave in one system call; a
// peer that stops answering pings is closed; closing happens once, tells the
// peer why, and never holds up the one who closes.
//
// The library does the handshake, reading and control frames. Data frames are
// framed here (frame.go), so that bytes that many connections send are neither
// copied nor handed from goroutine to goroutine for each of them. Only
// library.go knows the library.
package socket

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
)

// Conn is one WebSocket connection. All methods may be called concurrently,
// but Read by one goroutine at a time. The peer's pings and close are answered
// only while a Read is under way.
type Conn struct {
	lib  *library
	line *line
	opts Options

	endOnce sync.Once
	ended   chan struct{} // closed when the connection began to end; cause is set
	cause   error         // why; a *CloseError where a code was sent or received
	gone    chan struct{} // closed when the network connection is closed
}

func newConn(lib *library, l *line, opts Options) *Conn {
	return &Conn{lib: lib, line: l, opts: opts, ended: make(chan struct{}), gone: make(chan struct{})}
}

// RemoteAddr is the network address of the peer, "host:port": of the proxy
// where there is one.
func (c *Conn) RemoteAddr() string { return c.line.RemoteAddr().String() }

// Done is closed when the connection began to end, from whichever side.
func (c *Conn) Done() <-chan struct{} { return c.ended }

// Read waits for one text frame and returns its payload, which is the
// caller's. It is not checked to be UTF-8. A binary frame closes the
// connection with Unsupported, one over the read limit with TooLarge. The end
// of ctx closes it with GoingAway. After any error the connection has ended;
// CloseStatus tells with which code, if any.
func (c *Conn) Read(ctx context.Context) ([]byte, error) {
	if ctx.Done() != nil {
		stop := context.AfterFunc(ctx, func() { c.begin(ctxError(ctx)) })
		defer stop()
	}
	if err := c.endError(); err != nil {
		return nil, err
	}
	text, payload, err := c.lib.next()
	switch {
	case err != nil:
		return nil, c.broken(err)
	case !text:
		return nil, c.refuse(Unsupported, "only text frames are understood")
	}
	frame, err := readLimited(payload, c.opts.ReadLimit)
	switch {
	case errors.Is(err, errOverLimit):
		return nil, c.refuse(TooLarge, fmt.Sprintf("the frame is over %d bytes", c.opts.ReadLimit))
	case err != nil:
		return nil, c.broken(err)
	}
	if err := c.endError(); err != nil {
		return nil, err
	}
	return frame, nil
}

// Write sends every frame as a text frame of its own, in order and together: in
// one system call as far as the network takes them. What it was given must not
// change until it returns; it is not kept. It waits at most the write timeout
// for the network, after which the connection is closed; ctx is looked at only
// before it begins. Frames of concurrent calls do not mix.
func (c *Conn) Write(ctx context.Context, frames ...[]byte) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("socket: write: %w", err)
	}
	if err := c.endError(); err != nil || len(frames) == 0 {
		return err
	}
	err := c.line.writeFrames(ctx, c.ended, frames)
	if err == nil || errors.Is(err, ctx.Err()) {
		return err
	}
	c.end(fmt.Errorf("socket: write: %w", err), func() { c.line.Close() })
	return c.endError()
}

// endError is nil while the connection is whole, then its cause.
func (c *Conn) endError() error {
	select {
	case <-c.ended:
		return c.cause
	default:
		return nil
	}
}

// broken ends the connection after the library could not read on, and returns
// what ended it.
func (c *Conn) broken(err error) error {
	var closed *CloseError
	if !errors.As(err, &closed) {
		err = fmt.Errorf("socket: read: %w", err)
	}
	c.end(err, func() { c.farewell(ProtocolError, "that is no WebSocket frame") })
	return c.endError()
}

// refuse closes the connection for what the peer sent.
func (c *Conn) refuse(code StatusCode, reason string) error {
	c.begin(&CloseError{Code: code, Reason: reason, Local: true})
	return c.endError()
}

// firstRead is what a frame's buffer begins with, in bytes: most events fit.
const firstRead = 1 << 10

var errOverLimit = errors.New("over the read limit")

// readLimited is io.ReadAll with a bound and without surplus memory.
func readLimited(r io.Reader, limit int64) ([]byte, error) {
	buf := make([]byte, 0, min(firstRead, limit+1))
	for {
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if int64(len(buf)) > limit {
			return nil, errOverLimit
		}
		if err == io.EOF {
			return buf, nil
		}
		if err != nil {
			return nil, err
		}
		if len(buf) == cap(buf) {
			buf = slices.Grow(buf, int(min(int64(cap(buf)), limit+1-int64(len(buf)))))
		}
	}
}
