package live

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"overlord/web/socket"
)

func TestEverythingUntilNarrowed(t *testing.T) {
	inRoom(t, func(r *room) {
		g := r.enter(Client{})
		rare, chat, share := event("rare", "A", 1), event("chat", "B", 2), event("share_vital", "C", 3)
		r.publish(rare, chat, share)
		r.settle()
		g.wants(body(rare), body(chat), body(share))

		g.say(`{"type":"subscribe","types":["rare","share_*"]}`)
		r.publish(rare, chat, share)
		r.settle()
		g.wants(subscribedText(`["rare","share_*"]`, `null`, false), body(rare), body(share))

		g.say(`{"type":"subscribe","characters":["B"]}`)
		r.publish(rare, chat, event("weather", "", 4))
		r.settle()
		g.wants(subscribedText(`null`, `["B"]`, false), body(chat), body(event("weather", "", 4)))

		g.say(`{"type":"subscribe","types":[]}`)
		r.publish(rare, chat, share)
		r.settle()
		g.wants(subscribedText(`[]`, `null`, false))
	})
}

func TestFirstMessageIsNotDelayed(t *testing.T) {
	inRoom(t, func(r *room) {
		g := r.browse()
		r.publish(event("rare", "A", 1))
		r.wait(0)
		g.wants(body(event("rare", "A", 1)))
	})
}

func TestFramesOfOnePauseLeaveTogether(t *testing.T) {
	inRoom(t, func(r *room) {
		g := r.browse()
		for n := range 50 {
			r.publish(event("chat", "A", n))
			r.wait(pause / 10)
		}
		r.settle()
		if g.writes > 8 {
			t.Errorf("50 messages within 100 ms took %d writes", g.writes)
		}
		if frames := g.flush(); len(frames) != 50 {
			t.Errorf("%d frames came", len(frames))
		}
	})
}

func TestMuchEndsAPause(t *testing.T) {
	inRoom(t, func(r *room) {
		g := r.browse()
		r.publish(event("chat", "A", 0))
		r.wait(0) // it is written, and the writer rests
		for n := range urgentEvents {
			r.publish(event("chat", "A", n))
		}
		r.wait(0)
		if got := len(g.flush()); got != 1+urgentEvents {
			t.Errorf("%d messages came at once", got)
		}
	})
}

// More states than one write takes leave in several; what is published in
// between still replaces what waits, and only that.
func TestManyStates(t *testing.T) {
	inRoom(t, func(r *room) {
		const characters = 2*maxWriteFrames + 100
		g := r.browse()
		g.pause()
		r.publish(event("chat", "A", 0))
		r.settle()
		publishAll := func(n int) {
			for c := range characters {
				r.publish(stateOf("telemetry", fmt.Sprint("C", c), n))
			}
		}
		publishAll(1)
		g.resumeFor(2) // the event, and the first states
		r.settle()
		if got := len(g.flush()); got != 1+maxWriteFrames {
			t.Fatalf("%d frames came", got)
		}
		publishAll(2) // the second write is under way with the old ones
		g.resume()
		r.settle()
		var want []string
		add := func(from, to, n int) {
			for c := from; c < to; c++ {
				want = append(want, body(stateOf("telemetry", fmt.Sprint("C", c), n)))
			}
		}
		add(maxWriteFrames, 2*maxWriteFrames, 1)
		add(2*maxWriteFrames, characters, 2)
		add(0, 2*maxWriteFrames, 2)
		g.wants(want...)
	})
}

func TestStateWaitsBesideTheQueue(t *testing.T) {
	inRoom(t, func(r *room) {
		g := r.browse()
		g.pause()
		r.publish(event("chat", "A", 0))
		r.settle() // it is under way; all that follows waits
		for n := range 3 {
			r.publish(stateOf("telemetry", "A", n), stateOf("vitals", "A", n), event("chat", "A", n), stateOf("telemetry", "B", n))
		}
		g.resume()
		r.settle()
		g.wants(
			body(event("chat", "A", 0)),
			body(event("chat", "A", 0)), body(event("chat", "A", 1)), body(event("chat", "A", 2)),
			body(stateOf("telemetry", "A", 2)), body(stateOf("vitals", "A", 2)), body(stateOf("telemetry", "B", 2)),
		)
	})
}

func TestFullQueueClosesAtOnce(t *testing.T) {
	inRoom(t, func(r *room) {
		g, other := r.browse(), r.browse()
		g.pause()
		r.publish(event("chat", "A", 0))
		r.settle() // under way
		for n := range maxEvents {
			r.publish(event("chat", "A", n))
			if n%urgentEvents == 0 {
				r.settle()
			}
		}
		r.settle()
		g.wantsOpen()
		r.publish(event("chat", "A", maxEvents))
		r.wait(0)
		if err := g.wantsEnd(socket.PolicyViolation, "too slow"); !errors.Is(err, ErrTooSlow) {
			t.Errorf("Serve returned %v", err)
		}
		r.settle()
		if got := len(other.flush()); got != maxEvents+2 {
			t.Errorf("the other browser got %d messages", got)
		}
		if st := r.hub.Stats(); st.ClosedSlow != 1 || st.Sockets != 1 {
			t.Errorf("%+v", st)
		}
	})
}

func TestStateNeverFillsTheQueue(t *testing.T) {
	inRoom(t, func(r *room) {
		g := r.browse()
		g.pause()
		r.publish(event("chat", "A", 0))
		r.settle()
		for n := range 10 * maxEvents {
			r.publish(stateOf("telemetry", "A", n))
		}
		g.wantsOpen()
		g.resume()
		r.settle()
		g.wants(body(event("chat", "A", 0)), body(stateOf("telemetry", "A", 10*maxEvents-1)))
	})
}

func TestStateThatWaitsTooLongCloses(t *testing.T) {
	inRoom(t, func(r *room) {
		g := r.browse()
		g.pause()
		r.publish(event("chat", "A", 0))
		r.settle()
		r.publish(stateOf("telemetry", "A", 1))
		r.wait(maxStateWait - tickEvery)
		r.publish(stateOf("telemetry", "A", 2)) // newer, but the character waits as long
		g.wantsOpen()
		r.wait(2*tickEvery + time.Millisecond)
		g.wantsEnd(socket.PolicyViolation, "too slow")
	})
}

// A browser that takes its frames slowly, but takes them, is left alone.
func TestStateOfASlowBrowserInTime(t *testing.T) {
	inRoom(t, func(r *room) {
		g := r.browse()
		for range 5 {
			g.pause()
			r.publish(event("chat", "A", 0))
			r.settle()
			r.publish(stateOf("telemetry", "A", 1))
			r.wait(maxStateWait - time.Second)
			g.resume()
			r.settle()
			g.wants(body(event("chat", "A", 0)), body(stateOf("telemetry", "A", 1)))
		}
		g.wantsOpen()
	})
}

func TestOneWriteIsBounded(t *testing.T) {
	inRoom(t, func(r *room) {
		g := r.browse()
		g.pause()
		r.publish(event("chat", "A", 0))
		r.settle()
		big := Message{Topic: "dungeon_map", Body: make([]byte, maxWriteBytes/2+1)}
		r.publish(big, stateOf("telemetry", "A", 1), big, Message{Topic: "dungeon_map", Body: make([]byte, 2*maxWriteBytes)}, big)
		g.resume()
		r.settle()
		if g.writes != 5 {
			t.Errorf("five frames of which no two fit together, and a small state, took %d writes", g.writes)
		}
		frames := g.flush()
		if last := string(frames[len(frames)-1]); last != body(stateOf("telemetry", "A", 1)) {
			t.Errorf("state overtook events: the last frame is %.80s", last)
		}
	})
}

func TestBodiesAreShared(t *testing.T) {
	inRoom(t, func(r *room) {
		a, b := r.browse(), r.browse(`{"type":"subscribe","types":["rare"]}`)
		m := event("rare", "A", 1)
		r.publish(m)
		r.settle()
		for _, g := range []*guest{a, b} {
			if frames := g.flush(); len(frames) != 1 || &frames[0][0] != &m.Body[0] {
				t.Errorf("the frame is a copy: %s", frames)
			}
		}
	})
}

func TestSlowBrowserDelaysNobody(t *testing.T) {
	inRoom(t, func(r *room) {
		slow, quick, batch := r.browse(), r.browse(), r.browse(`{"type":"subscribe","batch":true}`)
		slow.pause()
		began := time.Now()
		for n := range 3 * maxEvents {
			r.publish(event("chat", "A", n))
			if n%urgentEvents == 0 {
				r.wait(pause / 2)
			}
		}
		r.wait(tickEvery)
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("publishing took %v of the bubble's time", took)
		}
		if got := len(quick.flush()); got != 3*maxEvents {
			t.Errorf("the quick browser got %d messages", got)
		}
		if len(batch.flush()) == 0 {
			t.Error("the batch browser got nothing")
		}
		slow.wantsEnd(socket.PolicyViolation, "too slow")
	})
}

func TestStats(t *testing.T) {
	inRoom(t, func(r *room) {
		r.browse()
		r.browse(`{"type":"subscribe","batch":true}`)
		stuck := r.browse(`{"type":"subscribe","types":["rare"]}`)
		stuck.pause()
		r.publish(event("rare", "A", 1))
		r.settle()
		r.publish(event("rare", "A", 2), event("chat", "A", 3), Message{Topic: "empty"})
		r.wait(2 * tickEvery)
		want := Stats{Sockets: 3, BatchSockets: 1, Groups: 3, Queued: 1, Published: 3, Delivered: 6}
		if st := r.hub.Stats(); st != want {
			t.Errorf("%+v, want %+v", st, want)
		}
	})
}
