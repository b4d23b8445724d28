package socket

import (
	"context"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// maxPending bounds the control frames that wait behind a write, in bytes. A
// control frame has 131 at most; a peer that pings on while it takes nothing
// is not worth more.
const maxPending = 4 << 10

var (
	errSealed      = errors.New("a close frame was sent")
	errPendingFull = errors.New("too many control frames wait for a peer that takes none")
)

// line is the network connection below a Conn. It is where the one write
// deadline lives, where whole frames take turns, and where nothing follows a
// close frame. The library writes its control frames through Write, each in one
// call; they never wait for a data frame that the peer is slow to take.
type line struct {
	net.Conn
	timeout time.Duration // of every write
	frames  frameStyle    // how data frames look on this line
	turn    chan struct{} // holds one token: who put it there may write
	lastly  atomic.Int64  // unix nanoseconds after which no write may last; 0: none

	mu      sync.Mutex // never held across I/O
	open    bool       // the handshake is over: what Write gets are frames
	sealed  bool       // a close frame was sent or waits
	pending []byte     // control frames that wait for the turn
}

func newLine(conn net.Conn, timeout time.Duration) *line {
	return &line{Conn: conn, timeout: timeout, turn: make(chan struct{}, 1)}
}

// begin tells the line that the handshake is over.
func (l *line) begin(style frameStyle) {
	l.mu.Lock()
	l.open, l.frames = true, style
	l.mu.Unlock()
}

// Write sends one control frame of the library's, or leaves it to whoever has
// the turn.
func (l *line) Write(p []byte) (int, error) {
	l.mu.Lock()
	if l.sealed {
		l.mu.Unlock()
		return len(p), nil
	}
	l.sealed = l.open && isCloseFrame(p)
	select {
	case l.turn <- struct{}{}:
		l.mu.Unlock()
		n, err := l.send(p)
		return n, errors.Join(err, l.pass())
	default:
	}
	defer l.mu.Unlock()
	if len(l.pending)+len(p) > maxPending {
		return 0, errPendingFull
	}
	l.pending = append(l.pending, p...)
	return len(p), nil
}

// writeFrames sends data frames. It gives up waiting for its turn when ctx or
// the connection ends.
func (l *line) writeFrames(ctx context.Context, ended <-chan struct{}, frames [][]byte) error {
	select {
	case l.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	case <-ended:
		return net.ErrClosed
	}
	if l.isSealed() {
		return errors.Join(errSealed, l.pass())
	}
	b := l.frames.assemble(frames)
	err := l.sendAll(b)
	b.release()
	return errors.Join(err, l.pass())
}

// writeClose sends a close frame, unless one was sent.
func (l *line) writeClose(frame []byte) error {
	l.turn <- struct{}{}
	l.mu.Lock()
	sealed := l.sealed
	l.sealed = true
	l.mu.Unlock()
	if sealed {
		return l.pass()
	}
	_, err := l.send(frame)
	return errors.Join(err, l.pass())
}

func (l *line) isSealed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sealed
}

// pass sends what waits and gives the turn back.
func (l *line) pass() error {
	var failed error
	for {
		l.mu.Lock()
		p := l.pending
		l.pending = nil
		if p == nil {
			<-l.turn
			l.mu.Unlock()
			return failed
		}
		l.mu.Unlock()
		if failed == nil {
			_, failed = l.send(p)
		}
	}
}

func (l *line) send(p []byte) (int, error) {
	l.arm()
	return l.Conn.Write(p)
}

func (l *line) sendAll(b *frameBuffer) error {
	l.arm()
	return b.writeTo(l.Conn)
}

// arm sets the deadline of the write that follows.
func (l *line) arm() {
	l.Conn.SetWriteDeadline(time.Now().Add(l.timeout))
	if last := l.lastly.Load(); last != 0 {
		l.Conn.SetWriteDeadline(time.Unix(0, last))
	}
}

// hurry bounds the write that is under way and all that follow.
func (l *line) hurry(last time.Time) {
	l.lastly.Store(last.UnixNano())
	l.Conn.SetWriteDeadline(last)
}
