package live

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
)

// counter is a connection whose browser checks what comes: every event of topic
// "a" once, and all others in the order of publishing.
type counter struct {
	*fakeConn
	tb testing.TB

	seen    int // number of the last event
	ofA     int // of topic "a"
	markers chan struct{}
	turn    chan struct{} // it may change its subscription
}

func (c *counter) Write(_ context.Context, frames ...[]byte) error {
	for _, frame := range frames {
		bodies := []json.RawMessage{frame}
		if frame[0] == '[' {
			bodies = nil
			if err := json.Unmarshal(frame, &bodies); err != nil {
				c.tb.Errorf("%s: %v", frame, err)
			}
		}
		for _, b := range bodies {
			c.take(b)
		}
	}
	return nil
}

func (c *counter) take(b []byte) {
	var m struct {
		Type   string
		N, OfA int
	}
	if err := json.Unmarshal(b, &m); err != nil {
		c.tb.Errorf("%s: %v", b, err)
	}
	switch m.Type {
	case "hello":
		c.mark()
		return
	case "subscribed":
		return
	case "a":
		if m.OfA != c.ofA+1 {
			c.tb.Errorf("after %d came %d of topic a", c.ofA, m.OfA)
		}
		c.ofA = m.OfA
	}
	if m.N <= c.seen {
		c.tb.Errorf("after event %d came event %d", c.seen, m.N)
	}
	c.seen = m.N
	if m.Type == "a" && m.OfA%stressRound == 0 {
		c.mark()
	}
}

// mark tells the test that a round has come.
func (c *counter) mark() {
	select {
	case c.markers <- struct{}{}:
	case <-c.closed:
	}
}

const (
	stressRound   = 200 // events of topic a between two rests, below what a queue takes
	stressRounds  = 10
	stressSwitch  = 5 // events of topic a between two changes of subscription
	stressSockets = 12
)

// While subscriptions change all the time, nothing that both the old and the
// new one match is lost or doubled.
func TestSwitchingUnderLoad(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), testPatience)
	hub := New(Options{})
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	wg.Go(func() { hub.Run(ctx) })
	counters := make([]*counter, stressSockets)
	for i := range counters {
		c := &counter{fakeConn: newFakeConn(), tb: t, markers: make(chan struct{}, 1), turn: make(chan struct{}, 1)}
		counters[i] = c
		wg.Go(func() { hub.Serve(ctx, c, Client{}) })
		wg.Go(func() { resubscribe(ctx, c, uint64(i)) })
	}
	await := func() {
		for i, c := range counters {
			select {
			case <-c.markers:
			case <-c.closed:
				t.Fatalf("socket %d was closed", i)
			case <-ctx.Done():
				t.Fatalf("socket %d waits for the last event of a round", i)
			}
		}
	}
	await()
	n, ofA := 0, 0
	for range stressRounds {
		for range stressRound {
			if ofA%stressSwitch == 0 {
				for _, c := range counters {
					signal(c.turn)
				}
			}
			n, ofA = n+1, ofA+1
			hub.Publish(Message{Topic: "a", Body: fmt.Appendf(nil, `{"type":"a","n":%d,"ofa":%d}`, n, ofA)})
			n++
			hub.Publish(Message{Topic: "b", Body: fmt.Appendf(nil, `{"type":"b","n":%d}`, n)})
		}
		await()
	}
}

// resubscribe changes a subscription whenever it is its turn; topic "a" is
// always in it.
func resubscribe(ctx context.Context, c *counter, seed uint64) {
	random := rand.New(rand.NewPCG(seed, 1))
	for {
		select {
		case <-c.turn:
		case <-ctx.Done():
			return
		}
		types := [...]string{`null`, `["a"]`, `["a","b"]`, `["a*"]`}[random.IntN(4)]
		frame := fmt.Appendf(nil, `{"type":"subscribe","types":%s,"batch":%v}`, types, random.IntN(2) == 0)
		select {
		case c.in <- frame:
		case <-c.closed:
			return
		}
	}
}
