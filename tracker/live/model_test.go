package live

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"overlord/web/socket"

	"pgregory.net/rapid"
)

// step is one thing that happens in the model test.
type step struct {
	kind  string // publish, subscribe, ask, pause, resume, wait
	guest int
	topic string
	name  string // of the character
	sub   string // a subscribe message
	wait  time.Duration
}

var modelSubscriptions = []string{
	`{"type":"subscribe"}`,
	`{"type":"subscribe","types":[]}`,
	`{"type":"subscribe","types":["rare","telemetry"]}`,
	`{"type":"subscribe","types":["share_*","chat"],"characters":["A"]}`,
	`{"type":"subscribe","batch":true}`,
	`{"type":"subscribe","types":["rare","telemetry"],"batch":true}`,
	`{"type":"subscribe","types":["share_*","chat","rare"],"batch":true}`,
}

const modelGuests = 3

func drawStep(t *rapid.T) step {
	s := step{
		kind:  rapid.SampledFrom([]string{"publish", "publish", "publish", "publish", "publish", "subscribe", "ask", "pause", "resume", "wait", "wait"}).Draw(t, "kind"),
		guest: rapid.IntRange(0, modelGuests-1).Draw(t, "guest"),
	}
	switch s.kind {
	case "publish":
		s.topic = rapid.SampledFrom([]string{"rare", "chat", "telemetry", "share_vital", "share_position"}).Draw(t, "topic")
		s.name = rapid.SampledFrom([]string{"", "A", "B"}).Draw(t, "name")
	case "subscribe":
		s.sub = rapid.SampledFrom(modelSubscriptions).Draw(t, "sub")
	case "wait":
		s.wait = rapid.SampledFrom([]time.Duration{time.Millisecond, 30 * time.Millisecond, 30 * time.Millisecond, tickEvery, 250 * time.Millisecond, 4 * time.Second}).Draw(t, "wait")
	}
	return s
}

// epoch is a guest's time with one subscription.
type epoch struct {
	sub    *subscription
	strict []string       // events and answers, in order; the subscription's answer is the first
	newest map[string]int // of each state, by topic and character
}

// expected is what the model says about one guest.
type expected struct {
	epochs   []*epoch
	pausedAt time.Time // zero: it takes frames
	wasStuck bool      // for so long that it may have been closed
}

func (e *expected) last() *epoch { return e.epochs[len(e.epochs)-1] }

func (e *expected) begin(sub *subscription) {
	e.epochs = append(e.epochs, &epoch{sub: sub, newest: map[string]int{}})
}

// unpause ends a pause and notes whether it was long enough to be closed for.
func (e *expected) unpause() {
	e.wasStuck = e.wasStuck || !e.pausedAt.IsZero() && time.Since(e.pausedAt) >= maxStateWait-tickEvery
	e.pausedAt = time.Time{}
}

// Whatever is published, subscribed and paused: each event that a subscription
// matched comes exactly once, in order and under that subscription, of state
// the newest comes in the end, and nobody is closed who takes what comes.
func TestHubKeepsItsPromises(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		steps := rapid.SliceOfN(rapid.Custom(drawStep), 1, 80).Draw(rt, "steps")
		var faults []string
		inRoom(t, func(r *room) { faults = playModel(r, steps) })
		if len(faults) > 0 {
			rt.Fatal(strings.Join(faults, "\n"))
		}
	})
}

// play is the hub's guests beside what the model says of them.
type play struct {
	r      *room
	guests [modelGuests]*guest
	want   [modelGuests]*expected
}

func playModel(r *room, steps []step) (faults []string) {
	p := &play{r: r}
	for i := range p.guests {
		p.guests[i], p.want[i] = r.enter(Client{}), &expected{}
		p.want[i].begin(everything())
	}
	for n, s := range steps {
		p.take(s, n+1) // number 0 is for nothing yet
	}
	for i, g := range p.guests {
		g.resume()
		p.want[i].unpause()
	}
	r.wait(time.Second)
	for i, g := range p.guests {
		c := &checker{expected: p.want[i], states: map[string]int{}}
		c.check(g)
		for _, fault := range c.faults {
			faults = append(faults, fmt.Sprintf("guest %d: %s", i, fault))
		}
	}
	return faults
}

// take does one step, in the hub and in the model.
func (p *play) take(s step, n int) {
	g, e := p.guests[s.guest], p.want[s.guest]
	code, _ := g.status()
	open := code == socket.NotClosed
	switch {
	case s.kind == "publish":
		m := event(s.topic, s.name, n)
		m.State = isState(s.topic)
		p.r.publish(m)
		for _, e := range p.want {
			e.expect(m, n)
		}
	case s.kind == "subscribe" && open:
		g.say(s.sub)
		e.begin(mustSubscription(p.r.t, s.sub))
		e.last().strict = []string{string(e.last().sub.understood)}
	case s.kind == "ask" && open:
		g.say(`{"type":"dance"}`)
		e.last().strict = append(e.last().strict, `{"type":"error","code":"invalid","message":"messages of type \"dance\" are not understood"}`)
	case s.kind == "pause" && e.pausedAt.IsZero():
		g.pause()
		e.pausedAt = time.Now()
	case s.kind == "resume":
		g.resume()
		e.unpause()
	case s.kind == "wait":
		p.r.wait(s.wait)
	}
}

func isState(topic string) bool { return topic == "telemetry" || strings.HasPrefix(topic, "share_") }

// expect notes a message that was published.
func (e *expected) expect(m Message, n int) {
	now := e.last()
	switch {
	case !plainMatch(now.sub.understood, m):
	case m.State:
		now.newest[m.Topic+" of "+m.CharacterName] = n
	default:
		now.strict = append(now.strict, body(m))
	}
}

// checker compares what a guest got with what it should have.
type checker struct {
	*expected
	closed bool           // the rest of what is expected need not come
	at     int            // the epoch that the frames are in
	strict int            // how much of its strict part came
	states map[string]int // what came last of each state in it
	faults []string
}

func (c *checker) complain(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf("epoch %d: ", c.at)+fmt.Sprintf(format, args...))
}

func (c *checker) check(g *guest) {
	code, reason := g.status()
	c.closed = code != socket.NotClosed
	if c.closed && (!c.wasStuck || code != socket.PolicyViolation) {
		c.complain("was closed with %d %q", code, reason)
	}
	for _, frame := range g.flush() {
		c.frame(frame)
	}
	c.finish()
	if c.at+1 < len(c.epochs) && !c.closed {
		c.complain("is the last of %d", len(c.epochs))
	}
}

func (c *checker) frame(frame []byte) {
	var bodies []json.RawMessage
	isArray := frame[0] == '['
	if !isArray {
		bodies = []json.RawMessage{frame}
	} else if err := json.Unmarshal(frame, &bodies); err != nil || len(bodies) == 0 {
		c.complain("%s is no frame", frame)
	}
	for _, b := range bodies {
		if strings.HasPrefix(string(b), `{"type":"subscribed"`) && c.at+1 < len(c.epochs) {
			c.finish()
			c.at, c.strict, c.states = c.at+1, 0, map[string]int{}
		}
		if isArray != c.epochs[c.at].sub.batch {
			c.complain("the frame %s", frame)
		}
		c.body(b)
	}
}

func (c *checker) body(b []byte) {
	now := c.epochs[c.at]
	if key, n, ok := stateIn(b); ok {
		if newest, wanted := now.newest[key]; !wanted || n > newest || n <= c.states[key] {
			c.complain("number %d of %s came after %d", n, key, c.states[key])
		}
		c.states[key] = n
		return
	}
	if c.strict >= len(now.strict) || now.strict[c.strict] != string(b) {
		c.complain("came %s, due was %.100s", b, now.strict[min(c.strict, len(now.strict)):])
	}
	c.strict++
}

// finish ends an epoch: all that was published in it has come.
func (c *checker) finish() {
	now := c.epochs[c.at]
	for key, n := range now.newest {
		if c.states[key] != n && !c.closed {
			c.complain("ended with number %d of %s, the newest is %d", c.states[key], key, n)
		}
	}
	if missing := now.strict[min(c.strict, len(now.strict)):]; len(missing) > 0 && !c.closed {
		c.complain("lacks %s", missing)
	}
}

// stateIn is the key and number of a state-like message.
func stateIn(b []byte) (key string, n int, ok bool) {
	var m struct {
		Type string
		Name string `json:"character_name"`
		N    int
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return "", 0, false
	}
	return m.Type + " of " + m.Name, m.N, isState(m.Type)
}
