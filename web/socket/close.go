package socket

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
	"unicode/utf8"
)

// StatusCode is why a connection ended, in the numbers of RFC 6455, section
// 7.4.
type StatusCode int

// The codes that this server sends or looks at.
const (
	NotClosed       StatusCode = -1   // of CloseStatus: there was no close frame
	Normal          StatusCode = 1000 // everything was said
	GoingAway       StatusCode = 1001 // the server stops, or the browser leaves the page
	ProtocolError   StatusCode = 1002 // what came is no WebSocket frame
	Unsupported     StatusCode = 1003 // a binary frame
	NoStatus        StatusCode = 1005 // a close frame without a code; never sent
	PolicyViolation StatusCode = 1008 // too slow; the session ended
	TooLarge        StatusCode = 1009 // a frame over the read limit
	InternalError   StatusCode = 1011 // the server failed; pings went unanswered
	TryAgainLater   StatusCode = 1013 // the world log is full
)

const (
	// lingerFor is how long a write that is under way, and the close frame
	// behind it, may still take. A peer that pauses for less learns the code.
	lingerFor = 5 * time.Second
	// drainFor is how long a peer that got the close frame may take to hang up.
	// Hanging up first, with bytes of its unread, could cost it the close frame.
	drainFor = time.Second
	// closeWait is how long Close waits for all that; the rest goes on without.
	closeWait = time.Second
	// maxReason is what a close frame's reason may have, in bytes.
	maxReason = 123
)

// CloseError says with which code a connection ended.
type CloseError struct {
	Code   StatusCode
	Reason string
	Local  bool // this side closed it
	err    error
}

// Error is the code, the reason and which side closed.
func (e *CloseError) Error() string {
	side := "the peer"
	if e.Local {
		side = "this side"
	}
	return fmt.Sprintf("socket: %s closed with %d %q", side, e.Code, e.Reason)
}

// Unwrap is what made this side close, if anything: a context's error.
func (e *CloseError) Unwrap() error { return e.err }

// CloseStatus is the code of the *CloseError in err's chain, or NotClosed.
func CloseStatus(err error) StatusCode {
	var closed *CloseError
	if errors.As(err, &closed) {
		return closed.Code
	}
	return NotClosed
}

// Close ends the connection and tells the peer why; a reason over 123 bytes is
// cut. Only the first call does anything. A Read under way returns at once, a
// Write when its frames are sent. The peer has five seconds to take what
// is on its way and one more to hang up, but Close returns after one second.
func (c *Conn) Close(code StatusCode, reason string) {
	if !c.begin(&CloseError{Code: code, Reason: reason, Local: true}) {
		return
	}
	patience := time.NewTimer(closeWait)
	defer patience.Stop()
	select {
	case <-c.gone:
	case <-patience.C:
	}
}

// begin starts the end of the connection without waiting for it; it tells
// whether this call was the first.
func (c *Conn) begin(why *CloseError) bool {
	return c.end(why, func() { c.farewell(why.Code, why.Reason) })
}

// end records the cause, once, and takes leave in the background: leave may
// take as long as a peer that is slow.
func (c *Conn) end(cause error, leave func()) bool {
	first := false
	c.endOnce.Do(func() {
		first = true
		c.cause = cause
		close(c.ended)
		c.line.hurry(time.Now().Add(lingerFor))
		c.line.SetReadDeadline(time.Unix(1, 0)) // a Read under way returns now
		go func() {
			defer close(c.gone)
			leave()
			c.lib.discard()
		}()
	})
	return first
}

// farewell sends a close frame, behind what is being written, and waits until
// the peer hangs up.
func (c *Conn) farewell(code StatusCode, reason string) {
	if c.line.writeClose(c.line.frames.closeFrame(code, reason)) != nil {
		return
	}
	if half, ok := c.line.Conn.(interface{ CloseWrite() error }); ok && half.CloseWrite() != nil {
		return
	}
	c.line.SetReadDeadline(time.Now().Add(drainFor))
	io.Copy(io.Discard, c.line.Conn)
}

func ctxError(ctx context.Context) *CloseError {
	return &CloseError{Code: GoingAway, Reason: "going away", Local: true, err: context.Cause(ctx)}
}

// cutText is s with at most n bytes, not cut within a character.
func cutText(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
