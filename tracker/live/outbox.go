package live

import (
	"slices"
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

	// urgentEvents is how many events end a writer's pause.
	urgentEvents = maxEvents / 4
)

// item is one frame that waits for its socket.
type item struct {
	body     []byte
	messages int    // broadcasts in it
	event    bool   // counts towards maxEvents
	answers  int    // count towards maxAnswers
	tick     uint64 // of an array frame; 0: a frame of its own
}

// outbox is what waits for one socket. Those who publish put frames in; the
// socket's writer takes them out. All methods may be called concurrently, take
// by one goroutine.
type outbox struct {
	mu      sync.Mutex // never held across I/O
	queue   []item
	events  int    // in queue
	answers int    // in queue, and promised by countAnswer
	states  states // sent when the queue is empty
	unsent  uint64 // tick of the oldest array frame not written yet; 0: none

	wake   chan struct{} // something waits, after nothing did
	urgent chan struct{} // much waits
}

func newOutbox() outbox {
	return outbox{wake: make(chan struct{}, 1), urgent: make(chan struct{}, 1)}
}

// pushEvent queues an event-like message; false: the queue is full.
func (o *outbox) pushEvent(body []byte) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.events >= maxEvents {
		return false
	}
	o.events++
	o.push(item{body: body, messages: 1, event: true})
	if o.events == urgentEvents {
		signal(o.urgent)
	}
	return true
}

// pushState keeps a state-like message in place of an older one.
func (o *outbox) pushState(m Message, now time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.wakeIfIdle()
	o.states.put(m, now)
}

// pushAnswer queues an answer; false: too many wait.
func (o *outbox) pushAnswer(body []byte) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.answers >= maxAnswers {
		return false
	}
	o.answers++
	o.push(item{body: body, answers: 1})
	return true
}

// countAnswer makes room for an answer that will be part of a frame; false:
// too many wait.
func (o *outbox) countAnswer() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.answers >= maxAnswers {
		return false
	}
	o.answers++
	return true
}

// pushFrame queues an array frame, which other sockets may share.
func (o *outbox) pushFrame(frame []byte, messages, answers int, tick uint64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.push(item{body: frame, messages: messages, answers: answers, tick: tick})
	if o.unsent == 0 {
		o.unsent = tick
	}
}

// settleStates lets what waits as state wait in the queue, so that what is
// queued next comes after it.
func (o *outbox) settleStates() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, st := range o.states.list {
		o.push(item{body: st.body, messages: 1})
	}
	o.states.drop(len(o.states.list))
}

// isLate tells whether a state-like message waited too long, or an array frame.
func (o *outbox) isLate(now time.Time, tick uint64) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.unsent != 0 && tick-o.unsent >= maxTicksBehind {
		return true
	}
	return len(o.states.list) > 0 && now.Sub(o.states.list[0].since) > maxStateWait
}

// waiting is how many frames wait.
func (o *outbox) waiting() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.queue) + len(o.states.list)
}

// take moves the frames of the next write to dst: queued ones first, then
// states; none when nothing waits. It means that what was taken before has
// been written.
func (o *outbox) take(dst [][]byte) (frames [][]byte, messages int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.unsent = oldestTick(o.queue)
	room, n := writeRoom{maxWriteFrames, maxWriteBytes}, 0
	for n < len(o.queue) && room.fits(o.queue[n].body) {
		it := o.queue[n]
		dst = append(dst, it.body)
		messages += it.messages
		o.answers -= it.answers
		if it.event {
			o.events--
		}
		n++
	}
	o.queue = slices.Delete(o.queue, 0, n)

	n = 0
	for len(o.queue) == 0 && n < len(o.states.list) && room.fits(o.states.list[n].body) {
		dst = append(dst, o.states.list[n].body)
		n++
	}
	o.states.drop(n)
	return dst, messages + n
}

func (o *outbox) push(it item) {
	o.wakeIfIdle()
	o.queue = append(o.queue, it)
}

// wakeIfIdle wakes the writer when nothing waits yet: otherwise it was woken.
func (o *outbox) wakeIfIdle() {
	if len(o.queue) == 0 && len(o.states.list) == 0 {
		signal(o.wake)
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

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
