package live

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// pause is how long a plain socket's writer rests after it wrote, so that what
// is published meanwhile leaves in one system call: at 500 messages a second a
// tenth of the calls. Nobody sees it, and the first message after a quiet while
// is not delayed.
const pause = 20 * time.Millisecond

// One write takes this many frames and bytes at most (a single larger frame goes
// alone), so that the write deadline of ten seconds is about a connection's
// speed and not about how much had gathered.
const (
	maxWriteFrames = 256
	maxWriteBytes  = 256 << 10
)

// write empties the socket's queue, until the socket ends.
func (h *Hub) write(ctx context.Context, b *browser, conn Conn) error {
	rest := time.NewTimer(0)
	defer rest.Stop()
	var frames [][]byte
	for {
		select {
		case <-b.wake:
		case <-b.ended:
			return b.cause
		}
		var err error
		if frames, err = h.writeAll(ctx, b, conn, frames); err != nil {
			return writeError(err)
		}
		rest.Reset(pause)
		select {
		case <-rest.C:
		case <-b.urgent:
		case <-b.ended:
			return b.cause
		}
	}
}

// writeError is why a socket ends whose write failed: one that ran into its
// deadline is slow, and the connection can carry no close frame any more.
func writeError(err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return fmt.Errorf("live: write: %w: %w", ErrTooSlow, err)
	}
	return fmt.Errorf("live: write: %w", err)
}

// writeAll writes until nothing waits. It returns the memory it worked with.
func (h *Hub) writeAll(ctx context.Context, b *browser, conn Conn, scratch [][]byte) ([][]byte, error) {
	for {
		frames, messages := b.take(scratch[:0])
		if len(frames) == 0 {
			return frames, nil
		}
		if err := conn.Write(ctx, frames...); err != nil {
			return nil, err
		}
		h.delivered.Add(uint64(messages))
		clear(frames)
		scratch = frames
	}
}

// writeRoom is what still fits into one write.
type writeRoom struct{ frames, bytes int }

// fits takes room for a frame; the first one always fits.
func (r *writeRoom) fits(frame []byte) bool {
	if r.frames < maxWriteFrames && (r.frames == 0 || r.bytes < len(frame)) {
		return false
	}
	r.frames--
	r.bytes -= len(frame)
	return true
}
