package live

import (
	"context"
	"errors"
	"time"
)

// tickEvery is the rhythm of batch sockets: short for the eye, long enough that
// a hundred sockets cost a frame each and not one for each message.
const tickEvery = 100 * time.Millisecond

// errStopped is why sockets are closed when the hub stops.
var errStopped = errors.New("the server is stopping")

// Run makes the frames of batch sockets and closes sockets that are late, until
// ctx ends. Then it closes all sockets, lets no more in, and returns when every
// Serve has.
func (h *Hub) Run(ctx context.Context) error {
	ticker := time.NewTicker(tickEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			h.onTick()
		case <-ctx.Done():
			h.stop()
			return nil
		}
	}
}

// onTick ends a tick of every batch group and looks for sockets that are late.
func (h *Hub) onTick() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.tick++
	now := h.now()
	for _, g := range h.groups {
		if g.sub.batch {
			h.sendTick(g)
		}
		for _, b := range g.members {
			if b.isLate(now, h.tick) {
				h.slow = append(h.slow, b)
			}
		}
	}
	h.closeSlow()
}

// sendTick queues the group's frame for its members. Those that came within the
// tick, or were answered, get a frame of their own.
func (h *Hub) sendTick(g *group) {
	frame := g.frame()
	for _, b := range g.members {
		switch {
		case b.from > 0 || len(b.inserts) > 0:
			h.sendShare(g, b)
		case frame != nil:
			b.pushFrame(frame, g.live, 0, h.tick)
		}
	}
	g.clear()
}

// sendShare queues what one member of a batch group has to get of the tick so
// far.
func (h *Hub) sendShare(g *group, b *browser) {
	if parts := g.share(b); len(parts) > 0 {
		frame, messages, answers := arrayOf(parts)
		b.pushFrame(frame, messages, answers, h.tick)
	}
	b.from, b.inserts = 0, nil
}

// stop ends all sockets and waits for them.
func (h *Hub) stop() {
	h.mu.Lock()
	h.stopped = true
	for b := range h.browsers {
		b.end(errStopped)
	}
	h.mu.Unlock()
	h.serving.Wait()
}
