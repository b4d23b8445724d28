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

func playModel(r *room, steps []step) (faults []string) {
	guests, want := make([]*guest, modelGuests), make([]*expected, modelGuests)
	for i := range guests {
		guests[i], want[i] = r.enter(Client{}), &expected{}
		want[i].begin(everything())
	}
	for n, s := range steps {
		g, e := guests[s.guest], want[s.guest]
		switch s.kind {
		case "publish":
			n++ // 0 is for nothing yet
			m := event(s.topic, s.name, n)
			m.State = s.topic == "telemetry" || strings.HasPrefix(s.topic, "share_")
			r.publish(m)
			for _, e := range want {
				e.expect(m, n)
			}
		case "subscribe":
			if code, _ := g.status(); code == socket.NotClosed {
				g.say(s.sub)
				e.begin(mustSubscription(r.t, s.sub))
				e.last().strict = []string{string(e.last().sub.understood)}
			}
		case "ask":
			if code, _ := g.status(); code == socket.NotClosed {
				g.say(`{"type":"dance"}`)
				e.last().strict = append(e.last().strict, `{"type":"error","code":"invalid","message":"messages of type \"dance\" are not understood"}`)
			}
		case "pause":
			if e.pausedAt.IsZero() {
				g.pause()
				e.pausedAt = time.Now()
			}
		case "resume":
			g.resume()
			e.unpause()
		case "wait":
			r.wait(s.wait)
		}
	}
	for i, g := range guests {
		g.resume()
		want[i].unpause()
	}
	r.wait(time.Second)
	for i, g := range guests {
		for _, fault := range want[i].check(g) {
			faults = append(faults, fmt.Sprintf("guest %d: %s", i, fault))
		}
	}
	return faults
}

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

// check compares what a guest got with what it should have.
func (e *expected) check(g *guest) (faults []string) {
	complain := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	code, reason := g.status()
	closed := code != socket.NotClosed
	if closed && (!e.wasStuck || code != socket.PolicyViolation) {
		complain("was closed with %d %q", code, reason)
	}
	at, strict, states := 0, 0, map[string]int{}
	finish := func() { // the end of an epoch
		for key, n := range e.epochs[at].newest {
			if states[key] != n && !closed {
				complain("epoch %d ended with number %d of %s, the newest is %d", at, states[key], key, n)
			}
		}
		if missing := e.epochs[at].strict[strict:]; len(missing) > 0 && !closed {
			complain("epoch %d lacks %s", at, missing)
		}
	}
	for _, frame := range g.flush() {
		var bodies []json.RawMessage
		if frame[0] == '{' {
			bodies = []json.RawMessage{frame}
		} else if err := json.Unmarshal(frame, &bodies); err != nil || len(bodies) == 0 {
			complain("%s is no frame", frame)
		}
		for _, b := range bodies {
			if strings.HasPrefix(string(b), `{"type":"subscribed"`) && at+1 < len(e.epochs) {
				finish()
				at, strict, states = at+1, 0, map[string]int{}
			}
			now := e.epochs[at]
			if isArray := frame[0] == '['; isArray != now.sub.batch {
				complain("in epoch %d came the frame %s", at, frame)
			}
			if key, n, ok := stateIn(b); ok {
				if newest, wanted := now.newest[key]; !wanted || n > newest || n <= states[key] && states[key] > 0 {
					complain("in epoch %d number %d of %s came after %d", at, n, key, states[key])
				}
				states[key] = n
				continue
			}
			if strict >= len(now.strict) || now.strict[strict] != string(b) {
				complain("in epoch %d came %s, due was %.100s", at, b, now.strict[min(strict, len(now.strict)):])
				return faults
			}
			strict++
		}
	}
	if finish(); at+1 < len(e.epochs) && !closed {
		complain("only %d of %d subscriptions were answered", at, len(e.epochs)-1)
	}
	return faults
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
	return m.Type + " of " + m.Name, m.N, m.Type == "telemetry" || strings.HasPrefix(m.Type, "share_")
}
