package live

// group is all sockets with one subscription. Everything in it is under the
// hub's lock.
type group struct {
	sub     *subscription
	members []*browser

	// The tick of a batch group: what was published since the last one. A
	// state-like message that a newer one replaced is left empty, so that
	// positions stay.
	pending []Message
	newest  map[stateKey]int // where in pending the newest state is
	live    int              // messages in pending that are not empty
	bytes   int              // of their bodies
}

// add puts a message into the tick of a batch group. The newest state stands
// where it was published: a frame is in order.
func (g *group) add(m Message) {
	if m.State {
		key := stateKey{m.Topic, m.CharacterName}
		if at, ok := g.newest[key]; ok {
			g.live--
			g.bytes -= len(g.pending[at].Body)
			g.pending[at] = Message{}
		}
		if g.newest == nil {
			g.newest = map[stateKey]int{}
		}
		g.newest[key] = len(g.pending)
	}
	g.pending = append(g.pending, m)
	g.live++
	g.bytes += len(m.Body)
}

// keepPending is the tick whose memory is kept for the next, in messages.
const keepPending = 1 << 12

// clear begins the next tick.
func (g *group) clear() {
	clear(g.newest)
	clear(g.pending)
	g.pending, g.live, g.bytes = g.pending[:0], 0, 0
	if cap(g.pending) > keepPending {
		g.pending, g.newest = nil, nil
	}
}

// frame is the array of all messages of the tick, which all members share; nil
// for an empty tick.
func (g *group) frame() []byte {
	if g.live == 0 {
		return nil
	}
	a := newArray(g.bytes + g.live + 1)
	for _, m := range g.pending {
		a.add(m.Body)
	}
	return a.end()
}

// part is one element of the frame that a single member gets.
type part struct {
	body   []byte
	answer bool // else a broadcast
}

// insert is a part that only one member gets. It stands before the message at
// this position of the tick.
type insert struct {
	at int
	part
}

// share is what one member gets of the tick: what was published since it came,
// with its inserts where they belong.
func (g *group) share(b *browser) []part {
	var parts []part
	inserts := b.inserts
	for at := b.from; at <= len(g.pending); at++ {
		for len(inserts) > 0 && inserts[0].at == at {
			parts = append(parts, inserts[0].part)
			inserts = inserts[1:]
		}
		if at < len(g.pending) && g.pending[at].Body != nil {
			parts = append(parts, part{body: g.pending[at].Body})
		}
	}
	return parts
}

// array builds a JSON array of JSON values.
type array struct{ buf []byte }

func newArray(size int) array {
	return array{append(make([]byte, 0, size), '[')}
}

func (a *array) add(body []byte) {
	if body == nil {
		return
	}
	if len(a.buf) > 1 {
		a.buf = append(a.buf, ',')
	}
	a.buf = append(a.buf, body...)
}

func (a *array) end() []byte { return append(a.buf, ']') }

// arrayOf is the array of some parts, and how many of them are broadcasts and
// answers.
func arrayOf(parts []part) (frame []byte, messages, answers int) {
	size := len(parts) + 1
	for _, p := range parts {
		size += len(p.body)
	}
	a := newArray(size)
	for _, p := range parts {
		a.add(p.body)
		if p.answer {
			answers++
		} else {
			messages++
		}
	}
	return a.end(), messages, answers
}
