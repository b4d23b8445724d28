package simulate

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"overlord/store/fault"
	"overlord/web/socket"
)

// start runs a runner in the background; the returned function ends it and gives
// its error.
func start(r *Runner) (stop func() error) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx) }()
	return func() error {
		cancel()
		return <-ended
	}
}

func TestEventsAreSentWhenTheyHappen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server, out := &fakeServer{}, &lines{}
		stamps := 0
		server.take = func(_ *fakeConn, frames [][]byte) {
			for _, f := range frames {
				stamp, err := time.Parse(time.RFC3339, textMember(f, "timestamp"))
				if late := time.Since(stamp); err != nil || late < 0 || late >= time.Millisecond {
					t.Errorf("%v late, %v: %s", late, err, f)
				}
				stamps++
			}
		}
		r := mustRunner(t, Options{Clients: 60, Rate: 2 * time.Second, Seed: 1, Duration: time.Minute, Out: out}, server.dial)
		began := time.Now()
		if err := r.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took != time.Minute {
			t.Errorf("a minute took %v", took)
		}
		s := r.Stats()
		if s.Families["telemetry"] < 1500 || s.Sent != int64(stamps) || s.Missed != 0 || s.Lost != 0 || s.Connected != 0 {
			t.Errorf("%d frames came, of %+v", stamps, s)
		}
		if len(server.open()) != 0 {
			t.Errorf("%d connections were left open", len(server.open()))
		}
		text := out.all()
		if len(text) != 7 && len(text) != 8 || !strings.Contains(text[0], "connected") || !strings.HasPrefix(text[len(text)-2], "in 1m0s: ") || !strings.Contains(text[len(text)-1], "telemetry 1,") {
			t.Errorf("printed:\n%s", strings.Join(text, "\n"))
		}
	})
}

// The secret goes along with every connection, and a register comes first.
func TestConnectionsBegin(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &fakeServer{}
		r := mustRunner(t, Options{Clients: 40, Rate: 2 * time.Second, Seed: 1, Old: 0.5, Duration: 20 * time.Second}, server.dial)
		if err := r.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		compressed := 0
		for i, c := range server.made() {
			if c.header.Get("X-Plugin-Secret") != "open sesame" {
				t.Fatalf("header %v", c.header)
			}
			if c.opts.Compress {
				compressed++
			}
			if i > 0 && (len(c.frames) == 0 || textMember(c.frames[0], "type") != "register") {
				t.Errorf("connection %d begins with %.1s", i, c.frames)
			}
			registers := map[string]int{}
			for _, f := range c.frames {
				if textMember(f, "type") == "register" {
					registers[textMember(f, "character_name")]++
				}
			}
			for name, n := range registers {
				if n != 1 {
					t.Errorf("connection %d registers %s %d times", i, name, n)
				}
			}
		}
		if len(server.made()) < 40 || compressed == 0 || compressed > 10 {
			t.Errorf("%d connections, %d compressed", len(server.made()), compressed)
		}
	})
}

func TestServerGoesAwayAndComesBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &fakeServer{}
		r := mustRunner(t, Options{Clients: 10, Rate: 2 * time.Second, Seed: 1}, server.dial)
		stop := start(r)
		time.Sleep(30 * time.Second)
		server.down()
		for _, c := range server.open() {
			c.Close(socket.GoingAway, "restart")
		}
		before := server.tried()
		time.Sleep(60 * time.Second)
		tried := server.tried() - before
		if tried < 10*4 || tried > 10*16 {
			t.Errorf("10 clients tried %d times within a minute", tried)
		}
		lost := r.Stats()
		if lost.Missed < 200 || lost.Lost < 9 || lost.Connected != 0 {
			t.Errorf("while it is away: %+v", lost)
		}
		old := len(server.made())
		server.up()
		time.Sleep(30 * time.Second)
		if s := r.Stats(); s.Connected < 9 {
			t.Errorf("after it came back: %+v", s)
		}
		for _, c := range server.made()[old:] {
			if f := c.sent(); len(f) < 5 || textMember(f[0], "type") != "register" {
				t.Errorf("a new connection begins with %.2s", f)
			}
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

// All clients lose their server at the same moment; they do not come back at the
// same moment.
func TestAttemptsAreSpread(t *testing.T) {
	t.Parallel()
	a, b := &wire{jitter: newChance(1, "wire", 0)}, &wire{jitter: newChance(1, "wire", 2)}
	for _, w := range []*wire{a, b} {
		w.r = &Runner{opts: Options{Now: func() time.Time { return evening }}}
	}
	longest := time.Duration(0)
	for range 12 {
		a.pause()
		b.pause()
		if a.retryAt.Equal(b.retryAt) {
			t.Errorf("both try at %v", a.retryAt)
		}
		longest = max(longest, a.retryAt.Sub(evening))
	}
	if longest < longPause*3/4 || longest > longPause*5/4 {
		t.Errorf("the longest pause is %v", longest)
	}
}

// A server that stops reading holds its clients up; afterwards they go on with
// what happens then, not with what happened meanwhile.
func TestStalledServer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &fakeServer{}
		var stalls atomic.Bool
		server.stall = func(*fakeConn) time.Duration {
			if stalls.Load() {
				return 20 * time.Second
			}
			return 0
		}
		server.take = func(_ *fakeConn, frames [][]byte) {
			for _, f := range frames {
				stamp, _ := time.Parse(time.RFC3339, textMember(f, "timestamp"))
				if late := time.Since(stamp); late > 20*time.Second+patience {
					t.Errorf("%v late: %s", late, f)
				}
			}
		}
		r := mustRunner(t, Options{Clients: 10, Rate: 2 * time.Second, Seed: 1}, server.dial)
		stop := start(r)
		time.Sleep(10 * time.Second)
		stalls.Store(true)
		time.Sleep(5 * time.Second)
		stalls.Store(false)
		time.Sleep(30 * time.Second)
		if s := r.Stats(); s.Missed < 50 || s.Lost != 0 {
			t.Errorf("%+v", s)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

func TestLoggedOffMeansHungUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &fakeServer{}
		r := mustRunner(t, Options{Clients: 1, Rate: 2 * time.Second, Seed: 1}, server.dial)
		c := r.world.clients[0].characters[0]
		c.wakes, c.leaves = time.Second, 10*time.Second
		stop := start(r)
		time.Sleep(5 * time.Second)
		if len(server.open()) != 1 {
			t.Fatalf("%d connections", len(server.open()))
		}
		time.Sleep(10 * time.Second)
		if len(server.open()) != 0 || r.Stats().Lost != 0 {
			t.Errorf("%d connections, %+v", len(server.open()), r.Stats())
		}
		time.Sleep(10 * time.Minute)
		if r.Stats().Connects < 2 { // it logged on again, and perhaps off
			t.Errorf("%d connections, %+v", len(server.open()), r.Stats())
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

func TestRequestsAreAnsweredAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server, out := &fakeServer{}, &lines{}
		r := mustRunner(t, Options{Clients: 1, Rate: 5 * time.Minute, Seed: 1, Out: out, Only: []string{"chat", "dungeon_map"}}, server.dial)
		stop := start(r)
		time.Sleep(20*time.Second + 500*time.Millisecond)
		c := server.made()[1]
		name := textMember(c.sent()[0], "character_name")
		before := len(c.sent())
		c.in <- fmt.Appendf(nil, `{"player_name":%q,"command":"/a hello"}`, name)
		c.in <- []byte(`{"type":"request_dungeon_map","landblock":"01D9"}`)
		for range 3 {
			c.in <- []byte(`{"type":"error","code":"invalid_event","event_type":"spawn","message":"mob is missing"}`)
		}
		c.in <- []byte(`{"type":"share_vital_update","character_name":"X"}`)
		c.in <- []byte(`nonsense`)
		synctest.Wait()
		got := fmt.Sprintf("%s", c.sent()[before:])
		if len(c.sent()) != before+2 || !strings.Contains(got, `You say, \"hello\"`) || !strings.Contains(got, `"landblock":"01D9"`) {
			t.Errorf("answered %s", got)
		}
		s := r.Stats()
		if s.Commands != 1 || s.MapRequests != 1 || s.Complaints["invalid_event"] != 3 || s.Shared != 1 || s.Strange != 1 {
			t.Errorf("%+v", s)
		}
		if n := strings.Count(strings.Join(out.all(), "\n"), "mob is missing"); n != 1 {
			t.Errorf("the error is shown %d times", n)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

func TestASecretThatBecomesWrongEndsTheRun(t *testing.T) {
	t.Parallel()
	for _, keep := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			server := &fakeServer{}
			r := mustRunner(t, Options{Clients: 5, Rate: 2 * time.Second, Seed: 1, Duration: time.Minute, KeepTrying: keep}, server.dial)
			go func() {
				time.Sleep(20 * time.Second)
				server.mu.Lock()
				server.refuse = func() (int, error) { return http.StatusUnauthorized, errGone }
				server.mu.Unlock()
				for _, c := range server.open() {
					c.Close(socket.GoingAway, "restart")
				}
			}()
			began := time.Now()
			err := r.Run(t.Context())
			if keep != (err == nil) || keep != (time.Since(began) == time.Minute) {
				t.Errorf("keep trying %v: ended after %v with %v", keep, time.Since(began), err)
			}
			if err != nil && fault.CodeOf(err) != fault.Unauthenticated {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestKeepTryingWaitsForTheServer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &fakeServer{}
		server.down()
		r := mustRunner(t, Options{Clients: 5, Rate: 2 * time.Second, Seed: 1, KeepTrying: true}, server.dial)
		stop := start(r)
		time.Sleep(time.Minute)
		server.up()
		time.Sleep(20 * time.Second)
		if s := r.Stats(); s.Connected < 4 {
			t.Errorf("%+v", s)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

// Without a rate, exactly the asked number of events is sent, and all of them
// are of stored families; life stands still while the server is away.
func TestBurst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server, ledger := &fakeServer{}, NewLedger()
		var sent atomic.Int64
		server.stall = func(*fakeConn) time.Duration { return 10 * time.Millisecond }
		r := mustRunner(t, Options{Clients: 20, Seed: 1, Old: 0.3, Events: 20_000, Sent: func(e Event) { sent.Add(1); ledger.Note(e) }}, server.dial)
		go func() {
			time.Sleep(100 * time.Millisecond)
			server.down()
			for _, c := range server.open() {
				c.Close(socket.GoingAway, "restart")
			}
			time.Sleep(5 * time.Second)
			server.up()
		}()
		if err := r.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		s, events := r.Stats(), 0
		for _, c := range server.made() {
			for _, f := range c.sent() {
				if textMember(f, "type") != "register" {
					events++
				}
			}
		}
		if events != 20_000 || s.Sent-s.Families["register"] != 20_000 || sent.Load() != s.Sent {
			t.Errorf("%d events came, %d were noted, %+v", events, sent.Load(), s)
		}
		if ledger.Families()["telemetry"] < 5000 || ledger.Families()["vitals"]+ledger.Families()["share_vital_update"] > 0 {
			t.Errorf("%v", ledger.Families())
		}
		if s.Lost == 0 || s.Connects < 30 {
			t.Errorf("%d connections were lost, %d made", s.Lost, s.Connects)
		}
	})
}

func TestBudget(t *testing.T) {
	t.Parallel()
	event, register := Event{Fact: Fact{Type: "spawn"}}, Event{Fact: Fact{Type: "register"}}
	var b budget
	b.limit(3)
	if got, last := b.take([]Event{register, event, event}); len(got) != 3 || last {
		t.Errorf("the first two: %d, %v", len(got), last)
	}
	b.giveBack([]Event{register, event})
	if got, last := b.take([]Event{event, register, event, event}); len(got) != 3 || !last {
		t.Errorf("the last two: %d, %v", len(got), last)
	}
	if got, last := b.take([]Event{event}); len(got) != 0 || !last {
		t.Errorf("one more: %d, %v", len(got), last)
	}
	var exact budget
	exact.limit(2)
	if got, last := exact.take([]Event{event, event}); len(got) != 2 || !last {
		t.Errorf("just enough: %d, %v", len(got), last)
	}
	var open budget
	open.limit(0)
	if got, last := open.take([]Event{event, event}); len(got) != 2 || last {
		t.Errorf("without a limit: %d, %v", len(got), last)
	}
}
