package socket

import (
	"context"
	"errors"
	"time"
)

// missedPongs is how many pings in a row may go unanswered.
const missedPongs = 2

// KeepAlive pings the peer in the rhythm of Options.PingEvery, and closes the
// connection with InternalError once two pings in a row were not answered
// before the next one was due. It returns when the connection ends, with its
// cause, or when ctx does. Pongs are seen only while a Read is under way.
func (c *Conn) KeepAlive(ctx context.Context) error {
	rhythm := time.NewTicker(c.opts.PingEvery)
	defer rhythm.Stop()
	for missed := 0; ; {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-c.ended:
			return c.cause
		case <-rhythm.C:
		}
		switch err := c.ping(ctx); {
		case err == nil:
			missed = 0
		case errors.Is(err, errNoPong):
			missed++
		}
		if missed == missedPongs {
			return c.refuse(InternalError, "pings were not answered")
		}
	}
}

var errNoPong = errors.New("no pong before the next ping was due")

// ping waits for a pong until the next ping is due. The library closes the
// connection when a context ends within a write, so ctx ends only the waiting.
func (c *Conn) ping(ctx context.Context) error {
	answered := make(chan error, 1)
	go func() {
		due, cancel := context.WithTimeout(context.Background(), c.opts.PingEvery)
		defer cancel()
		err := c.lib.ping(due)
		if errors.Is(err, context.DeadlineExceeded) {
			err = errNoPong
		}
		answered <- err
	}()
	select {
	case err := <-answered:
		return err
	case <-ctx.Done():
		return ctx.Err()
	case <-c.ended:
		return c.cause
	}
}
