package simulate

import (
	"context"
	"sync"
	"time"

	"overlord/store/fault"
)

// wire is one socket of a client: open, or to be opened when there is something
// to send.
type wire struct {
	number  int
	r       *Runner
	client  *Client
	jitter  chance
	conn    conn // nil while there is none
	opened  time.Time
	fails   int // in a row
	retryAt time.Time
	readers *sync.WaitGroup
	inbox   chan<- incoming
}

const (
	firstPause = 500 * time.Millisecond // before the first new attempt, twice as long before each further one
	longPause  = 15 * time.Second       // at most
	steadyFor  = 10 * time.Second       // a connection that lasted so long counts as a success
)

// errAway says that a socket is not there and that it is not time yet to try.
var errAway = fault.New(fault.Unavailable, "the server is away")

// open makes sure that there is a connection, if it is time to try. It greets
// the server with a register for each character that is online, but not for
// those that are about to send one.
func (w *wire) open(ctx context.Context, at time.Time, pending []Event) error {
	if w.conn != nil {
		select {
		case <-w.conn.Done():
			w.lose()
		default:
			return nil
		}
	}
	if w.r.opts.Now().Before(w.retryAt) {
		return errAway
	}
	ctx, stop := context.WithTimeout(ctx, dialTimeout)
	defer stop()
	c, err := w.r.connect(ctx, w.client.index%10 == 9)
	if err != nil {
		w.pause()
		return err
	}
	w.conn, w.opened = c, w.r.opts.Now()
	w.r.board.change(func(s *Stats) { s.Connects++; s.Connected++ })
	w.readers.Add(1)
	go w.read(c)
	return w.write(ctx, without(w.client.Register(w.number, at), pending))
}

// without leaves out registers of characters that have one in pending.
func without(registers, pending []Event) []Event {
	var rest []Event
	for _, r := range registers {
		has := false
		for _, e := range pending {
			has = has || e.Type == "register" && e.Character == r.Character
		}
		if !has {
			rest = append(rest, r)
		}
	}
	return rest
}

// write sends events, all of them or none as far as anyone here can tell.
func (w *wire) write(ctx context.Context, events []Event) error {
	if len(events) == 0 {
		return nil
	}
	frames := make([][]byte, len(events))
	for i, e := range events {
		frames[i] = e.Frame
	}
	if err := w.conn.Write(ctx, frames...); err != nil {
		if ctx.Err() == nil {
			w.lose()
		}
		return err
	}
	w.r.board.sent(events)
	if w.r.opts.Sent != nil {
		for _, e := range events {
			w.r.opts.Sent(e)
		}
	}
	return nil
}

// read takes what the server says, until the connection ends.
func (w *wire) read(c conn) {
	defer w.readers.Done()
	for {
		frame, err := c.Read(context.Background()) // ends with the connection
		if err != nil {
			return
		}
		kind, in := readIncoming(frame)
		switch kind {
		case complaint:
			w.r.board.complain(in)
		case shared:
			w.r.board.change(func(s *Stats) { s.Shared++ })
		case strange:
			w.r.board.change(func(s *Stats) { s.Strange++ })
		default:
			select {
			case w.inbox <- in:
			default: // a plugin that is asked too much answers nothing
			}
		}
	}
}

// hangUp ends the connection on the client's own account.
func (w *wire) hangUp() {
	if w.conn == nil {
		return
	}
	w.conn.Close(normalClosure, "logged off")
	w.conn, w.fails = nil, 0
	w.r.board.change(func(s *Stats) { s.Connected-- })
}

// lose notes that the connection has ended.
func (w *wire) lose() {
	w.conn.Close(normalClosure, "")
	w.conn = nil
	w.r.board.change(func(s *Stats) { s.Connected--; s.Lost++ })
	if w.r.opts.Now().Sub(w.opened) >= steadyFor {
		w.fails = 0
	}
	w.pause()
}

// pause puts the next attempt off, each time for longer, and not for all clients
// to the same moment.
func (w *wire) pause() {
	d := min(firstPause<<min(w.fails, 10), longPause)
	w.fails++
	w.retryAt = w.r.opts.Now().Add(time.Duration(float64(d) * w.jitter.between(0.75, 1.25)))
}
