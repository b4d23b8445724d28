package tracker

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

// pipe is a plugin's socket that records what is written to it.
type pipe struct {
	frames chan string
	stuck  chan struct{} // where not nil, Write waits for it
}

func (p *pipe) Write(ctx context.Context, frames ...[]byte) error {
	if p.stuck != nil {
		select {
		case <-p.stuck:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	for _, f := range frames {
		p.frames <- string(f)
	}
	return nil
}

func newTestPlugin(ps *plugins, names ...string) *plugin {
	p := newPlugin("192.0.2.7", time.Unix(0, 0))
	ps.add(p)
	for _, name := range names {
		ps.bind(name, p)
	}
	return p
}

func queued(p *plugin) []string {
	var out []string
	for _, f := range p.take() {
		out = append(out, string(f))
	}
	return out
}

func TestRouteIsTheSocketThatLastSpoke(t *testing.T) {
	ps := newPlugins()
	first, second := newTestPlugin(ps, "A", "B"), newTestPlugin(ps, "A")

	if sent, known := ps.sendTo("A", []byte("hello")); !sent || !known {
		t.Fatal("A is connected")
	}
	if got := queued(second); len(got) != 1 || got[0] != "hello" {
		t.Errorf("the socket that spoke last got %v", got)
	}
	ps.bind("A", first)
	ps.sendTo("A", []byte("again"))
	if got := queued(first); len(got) != 1 || got[0] != "again" {
		t.Errorf("after the first socket spoke again it got %v", got)
	}
	if left := ps.remove(first); len(left) != 2 {
		t.Errorf("closing the first socket leaves %v without a route, want A and B", left)
	}
	if ps.connected("B") {
		t.Error("B's socket is closed")
	}
	if _, known := ps.sendTo("B", []byte("x")); known {
		t.Error("a message to a character without a socket was taken")
	}
	if ps.count() != 1 {
		t.Errorf("%d sockets are open, want 1", ps.count())
	}
}

func TestAClosedSocketIsNoRoute(t *testing.T) {
	ps := newPlugins()
	p := newTestPlugin(ps)
	ps.remove(p)
	ps.bind("A", p)
	if ps.connected("A") {
		t.Error("an event that was still on its way bound a closed socket")
	}
}

func TestSharesGoToAllOthersThatNamedACharacter(t *testing.T) {
	ps := newPlugins()
	from, to, nameless := newTestPlugin(ps, "A"), newTestPlugin(ps, "B"), newTestPlugin(ps)
	ps.relay(from, "share_vital_update\x00A", []byte("v1"))
	ps.relay(from, "share_position_update\x00A", []byte("p1"))
	ps.relay(from, "share_vital_update\x00A", []byte("v2"))

	if got := fmt.Sprint(queued(to)); got != "[v2 p1]" {
		t.Errorf("B got %s, want the newest of each kind", got)
	}
	if got := queued(from); got != nil {
		t.Errorf("the sender got its own events back: %v", got)
	}
	if got := queued(nameless); got != nil {
		t.Errorf("a socket without a character got %v", got)
	}
}

func TestAStuckPluginDelaysNobodyAndHoldsLittle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ps := newPlugins()
		from, stuck, well := newTestPlugin(ps, "A"), newTestPlugin(ps, "B"), newTestPlugin(ps, "C")
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		wellPipe := &pipe{frames: make(chan string, 2000)}
		go func() { _ = stuck.writeAll(ctx, &pipe{frames: make(chan string, 1), stuck: make(chan struct{})}) }()
		go func() { _ = well.writeAll(ctx, wellPipe) }()

		for i := range 1000 {
			ps.relay(from, "share_vital_update\x00A", fmt.Appendf(nil, "v%d", i))
			synctest.Wait()
		}
		if got := len(wellPipe.frames); got != 1000 {
			t.Errorf("the plugin that reads got %d of 1000 updates", got)
		}
		if got := queued(stuck); len(got) != 1 || got[0] != "v999" {
			t.Errorf("for the stuck plugin wait %v, want the newest only", got)
		}
	})
}

func TestCommandsToAPluginThatNeverReadsAreRefusedInTheEnd(t *testing.T) {
	ps := newPlugins()
	newTestPlugin(ps, "A")
	for i := range outboxMessages {
		if sent, _ := ps.sendTo("A", []byte("c")); !sent {
			t.Fatalf("command %d was refused", i)
		}
	}
	if sent, known := ps.sendTo("A", []byte("c")); sent || !known {
		t.Errorf("sent %v, known %v: want a refusal for a plugin that is there", sent, known)
	}
}

func TestInvalidEventsAreAnsweredOnceASecond(t *testing.T) {
	p := newPlugin("", time.Now())
	start := time.Unix(1_700_000_000, 0)
	for _, c := range []struct {
		after time.Duration
		want  bool
	}{{0, true}, {999 * time.Millisecond, false}, {time.Second, true}, {1500 * time.Millisecond, false}} {
		if got := p.mayComplain(start.Add(c.after)); got != c.want {
			t.Errorf("after %v: %v, want %v", c.after, got, c.want)
		}
	}
}

func TestAllSocketsAreAskedToClose(t *testing.T) {
	ps := newPlugins()
	p := newTestPlugin(ps, "A")
	p.end(1013, "the log is full")
	ps.endAll(1001, "the server stops")
	if got := <-p.closing; got.code != 1013 {
		t.Errorf("closed with %d, want the first reason", got.code)
	}
	late := newTestPlugin(ps, "B")
	if got := <-late.closing; got.code != 1001 {
		t.Errorf("a socket that opens while the server stops: %d, want 1001", got.code)
	}
}

func TestASocketSpeaksForABoundedNumberOfCharacters(t *testing.T) {
	ps := newPlugins()
	p, other := newPlugin("a", time.Time{}), newPlugin("b", time.Time{})
	ps.add(p)
	ps.add(other)
	ps.bind("taken over", p)
	ps.bind("taken over", other)
	for i := range 3 * maxSocketCharacters {
		ps.bind(fmt.Sprint("N", i), p)
	}
	if len(p.characters) != maxSocketCharacters || len(p.named) != maxSocketCharacters || len(ps.routes) != maxSocketCharacters+1 {
		t.Errorf("%d characters, %d in order, %d routes", len(p.characters), len(p.named), len(ps.routes))
	}
	if !ps.connected("taken over") || ps.connected("N0") || !ps.connected(fmt.Sprint("N", 3*maxSocketCharacters-1)) {
		t.Error("another socket's character was forgotten, or not the oldest ones")
	}
	ps.bind("N0", p)
	if !ps.connected("N0") {
		t.Error("a character that is named again is not reached")
	}
}
