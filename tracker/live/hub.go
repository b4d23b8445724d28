// Package live carries what happens in the world to the browsers that watch.
//
// A Hub knows every browser socket and what it subscribed to. Publish hands a
// message to all whose subscription matches, and never waits for one of them:
//
//	Publish ─┬─ group of plain sockets: the message joins each socket's queue
//	         └─ group of batch sockets: the message joins the group's tick
//	Run ─────── every 100 ms: each batch group's tick becomes one array frame,
//	            encoded once, which joins every member's queue
//	Serve ───── one socket: a writer empties its queue, several frames a write;
//	            a reader handles subscriptions and requests
//
// Messages are of two kinds. Event-like ones are never dropped: a socket whose
// queue is full is closed, so that its browser comes back and reads what it
// missed. State-like ones are only worth their newest, so they wait beside the
// queue, one per topic and character, and are sent after it.
//
// Sockets with equal subscriptions form a group: what matches is decided once
// for all of them. One lock orders publishing and subscribing, so that all
// sockets see the same order, and nothing is lost or doubled when a
// subscription is replaced by another.
package live

import (
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// Message is one broadcast.
type Message struct {
	Topic         string // the event's type; "telemetry" for telemetry, which has none on the wire
	CharacterName string // whom it is about; "" passes every narrowing to characters
	Body          []byte // one JSON object, shared by all readers: it must not change any more
	State         bool   // only the newest per topic and character matters
	UserID        int64  // it is for this user's sockets only; 0: for all
}

// Options of a Hub. The zero value is usable.
type Options struct {
	Version string           // of the server, for hello
	Now     func() time.Time // nil: time.Now
	Logger  *slog.Logger     // told of sockets closed for being slow; nil: nobody is
}

// Hub joins those who publish with the sockets of those who watch. All methods
// may be called concurrently.
type Hub struct {
	version string
	now     func() time.Time
	logger  *slog.Logger

	mu        sync.Mutex // orders publishing, subscribing and ticks; never held across I/O
	groups    []*group
	byKey     map[string]*group // by the canonical subscription
	browsers  map[*browser]struct{}
	tick      uint64     // the number of the last tick; counts from 1
	slow      []*browser // those that the publish or tick under way found to be slow
	stopped   bool
	published uint64

	serving    sync.WaitGroup // one for each Serve
	delivered  atomic.Uint64
	closedSlow atomic.Uint64
}

// New is a hub without sockets. Its Run makes the frames of batch sockets.
func New(opts Options) *Hub {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	return &Hub{
		version:  opts.Version,
		now:      opts.Now,
		logger:   opts.Logger,
		byKey:    map[string]*group{},
		browsers: map[*browser]struct{}{},
		tick:     1,
	}
}

// Publish hands m to every socket whose subscription matches. It waits for no
// socket: one that cannot take an event-like message is closed. A message
// without a body is none.
func (h *Hub) Publish(m Message) {
	if len(m.Body) == 0 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.published++
	for _, g := range h.groups {
		if !g.sub.matches(m) {
			continue
		}
		if m.UserID != 0 {
			h.publishTo(g, m)
			continue
		}
		if g.sub.batch {
			g.add(m)
			continue
		}
		h.publishPlain(g, m)
	}
	h.closeSlow()
}

// publishTo sends a message to one user's sockets of a group.
func (h *Hub) publishTo(g *group, m Message) {
	for _, b := range g.members {
		if b.userID == m.UserID {
			h.send(b, m.Body)
		}
	}
}

func (h *Hub) publishPlain(g *group, m Message) {
	if !m.State {
		for _, b := range g.members {
			if !b.pushEvent(m.Body) {
				h.slow = append(h.slow, b)
			}
		}
		return
	}
	now := h.now()
	for _, b := range g.members {
		b.pushState(m, now)
	}
}

// closeSlow ends the sockets that were found to be slow. They leave their
// groups at once.
func (h *Hub) closeSlow() {
	for i, b := range h.slow {
		h.slow[i] = nil
		h.detach(b)
		b.end(ErrTooSlow)
	}
	h.slow = h.slow[:0]
}

// attach puts a socket into the group of a subscription.
func (h *Hub) attach(b *browser, sub *subscription) {
	key := string(sub.understood)
	g := h.byKey[key]
	if g == nil {
		g = &group{sub: sub}
		h.byKey[key] = g
		h.groups = append(h.groups, g)
	}
	b.group, b.index, b.from = g, len(g.members), len(g.pending)
	g.members = append(g.members, b)
}

// detach takes a socket out of its group, if it has one; the last one takes
// the group along.
func (h *Hub) detach(b *browser) {
	g := b.group
	if g == nil {
		return
	}
	last := len(g.members) - 1
	g.members[b.index] = g.members[last]
	g.members[b.index].index = b.index
	g.members[last] = nil
	g.members = g.members[:last]
	b.group = nil
	if last > 0 {
		return
	}
	delete(h.byKey, string(g.sub.understood))
	for i, other := range h.groups {
		if other == g {
			h.groups = append(h.groups[:i], h.groups[i+1:]...)
			return
		}
	}
}

// Stats is what a hub looks like at one moment, and what it did since it was
// made.
type Stats struct {
	Sockets      int    // open sockets
	BatchSockets int    // of these, those that take array frames
	Groups       int    // different subscriptions
	Queued       int    // frames that wait in the queues of all sockets
	Published    uint64 // messages handed to Publish
	Delivered    uint64 // messages written, once for each socket
	ClosedSlow   uint64 // sockets closed for being slow, write deadlines included
}

// Stats looks at the hub.
func (h *Hub) Stats() Stats {
	h.mu.Lock()
	defer h.mu.Unlock()
	st := Stats{
		Sockets:    len(h.browsers),
		Groups:     len(h.groups),
		Published:  h.published,
		Delivered:  h.delivered.Load(),
		ClosedSlow: h.closedSlow.Load(),
	}
	for _, g := range h.groups {
		if g.sub.batch {
			st.BatchSockets += len(g.members)
		}
	}
	for b := range h.browsers {
		st.Queued += b.waiting()
	}
	return st
}
