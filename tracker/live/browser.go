package live

import (
	"errors"
	"sync"
	"time"
)

const (
	// maxEvents is how many event-like messages wait for one socket. The next
	// one closes it.
	maxEvents = 1024
	// maxAnswers is how many answers wait for one socket. One that asks on and
	// takes none is closed too.
	maxAnswers = 1024
	// maxStateWait is how long a state-like message may wait for its socket.
	maxStateWait = 10 * time.Second
	// maxTicksBehind is how many ticks old the oldest unsent frame of a batch
	// socket may become; as long as maxStateWait.
	maxTicksBehind = uint64(maxStateWait / tickEvery)

	// A write takes this many frames and bytes at most (a single larger frame
	// goes alone), so that the write deadline of ten seconds is about a
	// connection's speed and not about how much had gathered.
	maxWriteFrames = 256
	maxWriteBytes  = 256 << 10

	// urgentEvents is how many events end a writer's pause.
	urgentEvents = maxEvents / 4
)

// ErrTooSlow is why a socket was closed that did not take what it subscribed to.
var ErrTooSlow = errors.New("too slow")

// item is one frame that waits for its socket.
type item struct {
	body     []byte
	messages int    // broadcasts in it
	event    bool   // counts towards maxEvents
	answers  int    // count towards maxAnswers
	tick     uint64 // of an array frame; 0: a frame of its own
}

// state is the newest state-like message of one topic and character.
type state struct {
	key   stateKey
	body  []byte
	since time.Time // when this topic and character began to wait
}

// browser is one browser's socket: what waits for it and where it belongs.
type browser struct {
	// Under the hub's lock.
	group   *group   // nil: it gets no more broadcasts
	index   int      // among the group's members
	from    int      // where in the tick of its batch group its share begins
	inserts []insert // what only it gets within the tick of its batch group

	mu      sync.Mutex // never held across I/O
	queue   []item
	events  int // in queue
	answers int // in queue and inserts
	states  []state
	stateAt map[stateKey]int // where in states, plus taken
	taken   int              // states ever taken from the front
	unsent  uint64           // tick of the oldest array frame not written yet; 0: none

	wake    chan struct{} // something waits, after nothing did
	urgent  chan struct{} // much waits
	ended   chan struct{} // closed when the socket is to end; cause is set
	endOnce sync.Once
	cause   error
}

func newBrowser() *browser {
	return &browser{
		wake:   make(chan struct{}, 1),
		urgent: make(chan struct{}, 1),
		ended:  make(chan struct{}),
	}
}

// end makes the socket end, and tells whether this call was the first.
func (b *browser) end(cause error) (first bool) {
	b.endOnce.Do(func() {
		first = true
		b.cause = cause
		close(b.ended)
	})
	return first
}

// pushEvent queues an event-like message; false: the queue is full.
func (b *browser) pushEvent(body []byte) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.events >= maxEvents {
		return false
	}
	b.events++
	b.push(item{body: body, messages: 1, event: true})
	if b.events == urgentEvents {
		signal(b.urgent)
	}
	return true
}

// pushState keeps a state-like message in place of an older one.
func (b *browser) pushState(m Message, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	key := stateKey{m.Topic, m.CharacterName}
	if at, ok := b.stateAt[key]; ok {
		b.states[at-b.taken].body = m.Body
		return
	}
	if b.stateAt == nil {
		b.stateAt = map[stateKey]int{}
	}
	b.stateAt[key] = b.taken + len(b.states)
	b.wakeIfIdle()
	b.states = append(b.states, state{key, m.Body, now})
}

// pushAnswer queues an answer; false: too many wait.
func (b *browser) pushAnswer(body []byte) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.answers >= maxAnswers {
		return false
	}
	b.answers++
	b.push(item{body: body, answers: 1})
	return true
}

// countAnswer makes room for an answer that will be part of a frame; false:
// too many wait.
func (b *browser) countAnswer() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.answers >= maxAnswers {
		return false
	}
	b.answers++
	return true
}

// pushFrame queues an array frame, which other sockets may share.
func (b *browser) pushFrame(frame []byte, messages, answers int, tick uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.push(item{body: frame, messages: messages, answers: answers, tick: tick})
	if b.unsent == 0 {
		b.unsent = tick
	}
}

// settleStates lets what waits as state wait in the queue, so that what is
// queued next comes after it.
func (b *browser) settleStates() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, st := range b.states {
		b.push(item{body: st.body, messages: 1})
	}
	b.dropStates(len(b.states))
}

// isLate tells whether a state-like message waited too long, or an array frame.
func (b *browser) isLate(now time.Time, tick uint64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.unsent != 0 && tick-b.unsent >= maxTicksBehind {
		return true
	}
	return len(b.states) > 0 && now.Sub(b.states[0].since) > maxStateWait
}

// waiting is how many frames wait.
func (b *browser) waiting() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.queue) + len(b.states)
}

// take moves the frames of the next write to dst: queued ones first, then
// states; none when nothing waits. It means that what was taken before has
// been written.
func (b *browser) take(dst [][]byte) (frames [][]byte, messages int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	room := writeRoom{maxWriteFrames, maxWriteBytes}
	n := 0
	for n < len(b.queue) && room.fits(b.queue[n].body) {
		it := b.queue[n]
		dst = append(dst, it.body)
		messages += it.messages
		b.answers -= it.answers
		if it.event {
			b.events--
		}
		n++
	}
	b.unsent = oldestTick(b.queue)
	left := copy(b.queue, b.queue[n:])
	clear(b.queue[left:])
	b.queue = b.queue[:left]

	n = 0
	for left == 0 && n < len(b.states) && room.fits(b.states[n].body) {
		dst = append(dst, b.states[n].body)
		n++
	}
	b.dropStates(n)
	return dst, messages + n
}

// dropStates forgets the first n states.
func (b *browser) dropStates(n int) {
	for _, st := range b.states[:n] {
		delete(b.stateAt, st.key)
	}
	left := copy(b.states, b.states[n:])
	clear(b.states[left:])
	b.states = b.states[:left]
	b.taken += n
}

func (b *browser) push(it item) {
	b.wakeIfIdle()
	b.queue = append(b.queue, it)
}

// wakeIfIdle wakes the writer when nothing waits yet: otherwise it was woken.
func (b *browser) wakeIfIdle() {
	if len(b.queue) == 0 && len(b.states) == 0 {
		signal(b.wake)
	}
}

// oldestTick is the tick of the first array frame, or 0.
func oldestTick(queue []item) uint64 {
	for _, it := range queue {
		if it.tick != 0 {
			return it.tick
		}
	}
	return 0
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

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
