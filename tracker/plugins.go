package tracker

import (
	"context"
	"sync"
	"time"
)

// frameWriter is what a plugin's socket must be able to do to be sent to.
// web/socket's Conn is one.
type frameWriter interface {
	// Write sends each frame as one text message. It returns after its own
	// deadline when the peer does not read.
	Write(ctx context.Context, frames ...[]byte) error
}

const (
	// outboxMessages bounds what waits for a plugin that does not read. Shared
	// state does not count: only the newest of each kind and sender waits.
	outboxMessages = 256

	// Bounds of the shared state that waits for it: twice the characters that are
	// remembered, so that only made-up ones push others out.
	outboxShares     = 2 * maxCharacters
	outboxShareBytes = 16 << 20

	// maxSocketCharacters bounds for how many characters one socket speaks: a
	// client plays one, a multiplexer some dozens. Further ones push the oldest
	// out, to whom nothing can be sent until they are named again.
	maxSocketCharacters = 512

	// errorEvery bounds how often a plugin is told of its invalid events.
	errorEvery = time.Second
)

// plugin is one plugin socket: which characters it speaks for, and what is to
// be sent to it. Sending never blocks: a writer of its own drains the outbox.
type plugin struct {
	address string
	since   time.Time
	pass    PluginPass

	mu         sync.Mutex
	characters map[string]bool
	named      []string          // the characters in the order in which they were first named
	queue      [][]byte          // commands, answers, requests: in order
	shared     map[string][]byte // the newest share_* by type and character
	order      []string          // the keys of shared, oldest first
	sharing    int               // bytes of shared
	lastError  time.Time
	wake       chan struct{}
	closing    chan closeReason
}

// closeReason is why the server ends a plugin's socket.
type closeReason struct {
	code int
	text string
}

func newPlugin(address string, now time.Time) *plugin {
	return &plugin{
		address:    address,
		since:      now,
		characters: map[string]bool{},
		shared:     map[string][]byte{},
		wake:       make(chan struct{}, 1),
		closing:    make(chan closeReason, 1),
	}
}

// send queues one message. It is false when the plugin has not read for so
// long that the outbox is full: the message is not sent.
func (p *plugin) send(frame []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.queue) >= outboxMessages {
		return false
	}
	p.queue = append(p.queue, frame)
	p.signal()
	return true
}

// share queues another plugin's shared state in place of the one that still
// waits under this key. It tells how much else was dropped because too much
// waits.
func (p *plugin) share(key string, frame []byte) (dropped int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.characters) == 0 {
		return 0
	}
	former, waits := p.shared[key]
	if !waits {
		p.order = append(p.order, key)
	}
	p.shared[key] = frame
	p.sharing += len(frame) - len(former)
	for ; len(p.order) > 1 && (len(p.order) > outboxShares || p.sharing > outboxShareBytes); dropped++ {
		p.sharing -= len(p.shared[p.order[0]])
		delete(p.shared, p.order[0])
		p.order = p.order[1:]
	}
	p.signal()
	return dropped
}

// mayComplain tells whether the plugin may be told of an invalid event now.
func (p *plugin) mayComplain(now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Sub(p.lastError) < errorEvery && !p.lastError.IsZero() {
		return false
	}
	p.lastError = now
	return true
}

// end asks the socket's owner to close it; the first reason counts.
func (p *plugin) end(code int, text string) {
	select {
	case p.closing <- closeReason{code, text}:
	default:
	}
}

// writeAll sends what is queued until ctx ends or the peer is gone.
func (p *plugin) writeAll(ctx context.Context, conn frameWriter) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-p.wake:
		}
		if frames := p.take(); len(frames) > 0 {
			if err := conn.Write(ctx, frames...); err != nil {
				return err
			}
		}
	}
}

func (p *plugin) take() [][]byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	frames := p.queue
	for _, key := range p.order {
		frames = append(frames, p.shared[key])
	}
	p.queue, p.order, p.sharing = nil, p.order[:0], 0
	clear(p.shared)
	return frames
}

func (p *plugin) signal() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// plugins are all open plugin sockets, and the route to each character: the
// socket that last sent anything for it.
type plugins struct {
	mu     sync.Mutex
	open   map[*plugin]bool
	routes map[string]*plugin
	ended  *closeReason // the server stops: nobody may open a socket any more
}

func newPlugins() *plugins {
	return &plugins{open: map[*plugin]bool{}, routes: map[string]*plugin{}}
}

func (ps *plugins) add(p *plugin) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	ps.open[p] = true
	if ps.ended != nil {
		p.end(ps.ended.code, ps.ended.text)
	}
}

// remove forgets a closed socket. It returns the characters that no socket
// speaks for any more.
func (ps *plugins) remove(p *plugin) (left []string) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	delete(ps.open, p)
	for name := range p.characters {
		if ps.routes[name] == p {
			delete(ps.routes, name)
			left = append(left, name)
		}
	}
	return left
}

// bind makes this socket the route to a character.
func (ps *plugins) bind(name string, p *plugin) {
	if ps.route(name, p) && p.pass.Speaks != nil {
		p.pass.Speaks(name)
	}
}

// route tells whether the socket was not yet the route to the character.
func (ps *plugins) route(name string, p *plugin) (anew bool) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	if ps.routes[name] == p || !ps.open[p] {
		return false
	}
	ps.routes[name] = p
	for _, gone := range p.name(name) {
		if ps.routes[gone] == p {
			delete(ps.routes, gone)
		}
	}
	return true
}

// name notes that the socket speaks for a character. It returns whom it speaks
// for no more because there are too many.
func (p *plugin) name(character string) (gone []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.characters[character] {
		return nil
	}
	p.characters[character] = true
	p.named = append(p.named, character)
	if over := len(p.named) - maxSocketCharacters; over > 0 {
		gone, p.named = p.named[:over], p.named[over:]
	}
	for _, name := range gone {
		delete(p.characters, name)
	}
	return gone
}

// connected tells whether a socket speaks for the character.
func (ps *plugins) connected(name string) bool {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	return ps.routes[name] != nil
}

// sendTo queues a message for the plugin that speaks for the character. It is
// false when there is none, or when that plugin does not read.
func (ps *plugins) sendTo(name string, frame []byte) (sent, known bool) {
	ps.mu.Lock()
	p := ps.routes[name]
	ps.mu.Unlock()
	if p == nil {
		return false, false
	}
	return p.send(frame), true
}

// relay gives a share_* frame, verbatim, to every other plugin that has named
// a character. It tells how many older ones were dropped for it.
func (ps *plugins) relay(from *plugin, key string, frame []byte) (dropped int) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	for p := range ps.open {
		if p != from {
			dropped += p.share(key, frame)
		}
	}
	return dropped
}

// count is the number of open plugin sockets.
func (ps *plugins) count() int {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	return len(ps.open)
}

// endAll asks every socket's owner to close it, those to come included.
func (ps *plugins) endAll(code int, text string) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	ps.ended = &closeReason{code, text}
	for p := range ps.open {
		p.end(code, text)
	}
}
