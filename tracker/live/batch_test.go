package live

import (
	"fmt"
	"testing"

	"overlord/web/socket"
)

const batchAll = `{"type":"subscribe","batch":true}`

func TestBatchIsOneArrayATick(t *testing.T) {
	inRoom(t, func(r *room) {
		g := r.browse(batchAll)
		a, b, c := event("rare", "A", 1), event("chat", "B", 2), event("rare", "A", 3)
		r.publish(a, b)
		r.settle()
		g.wants()
		r.wait(tickEvery)
		g.wants(arrayText(body(a), body(b)))
		r.publish(c)
		r.wait(tickEvery)
		g.wants(arrayText(body(c)))
		r.wait(10 * tickEvery)
		g.wants()
	})
}

func TestBatchKeepsTheNewestStateInOrder(t *testing.T) {
	inRoom(t, func(r *room) {
		g := r.browse(batchAll)
		r.publish(
			stateOf("telemetry", "A", 1), event("chat", "A", 2), stateOf("telemetry", "B", 3),
			stateOf("telemetry", "A", 4), stateOf("vitals", "A", 5), event("chat", "A", 6), stateOf("telemetry", "A", 7),
		)
		r.wait(tickEvery)
		g.wants(arrayText(
			body(event("chat", "A", 2)), body(stateOf("telemetry", "B", 3)),
			body(stateOf("vitals", "A", 5)), body(event("chat", "A", 6)), body(stateOf("telemetry", "A", 7)),
		))
		r.publish(stateOf("telemetry", "A", 8))
		r.wait(tickEvery)
		g.wants(arrayText(body(stateOf("telemetry", "A", 8))))
	})
}

func TestEqualSubscriptionsShareOneFrame(t *testing.T) {
	inRoom(t, func(r *room) {
		a := r.browse(`{"type":"subscribe","types":["rare","chat"],"batch":true}`)
		b := r.browse(`{"type":"subscribe","topics":["chat","rare","chat"],"batch":true}`)
		c := r.browse(batchAll)
		if st := r.hub.Stats(); st.Groups != 2 {
			t.Errorf("%d groups", st.Groups)
		}
		r.publish(event("rare", "A", 1))
		r.wait(tickEvery)
		fa, fb, fc := a.flush(), b.flush(), c.flush()
		if len(fa) != 1 || len(fb) != 1 || len(fc) != 1 {
			t.Fatalf("frames: %s %s %s", fa, fb, fc)
		}
		if &fa[0][0] != &fb[0][0] {
			t.Error("equal subscriptions got two encodings")
		}
		if &fa[0][0] == &fc[0][0] {
			t.Error("different subscriptions got one encoding")
		}
	})
}

func TestLatecomerGetsOnlyWhatCameAfterIt(t *testing.T) {
	inRoom(t, func(r *room) {
		early, late := r.browse(batchAll), r.browse()
		r.wait(tickEvery / 2)
		before, after := event("rare", "A", 1), event("rare", "A", 2)
		r.publish(before)
		r.wait(0)
		late.say(batchAll)
		r.publish(after)
		r.wait(tickEvery)
		early.wants(arrayText(body(before), body(after)))
		late.wants(body(before), arrayText(subscribedText(`null`, `null`, true), body(after)))
		r.publish(before, after)
		r.wait(tickEvery)
		late.wants(arrayText(body(before), body(after)))
	})
}

func TestAnswersStandInOrderWithinTheTick(t *testing.T) {
	inRoom(t, func(r *room) {
		g, other := r.browse(batchAll), r.browse(batchAll)
		r.publish(event("rare", "A", 1))
		g.say(`{"type":"dance"}`)
		r.publish(event("rare", "A", 2))
		r.wait(tickEvery)
		other.wants(arrayText(body(event("rare", "A", 1)), body(event("rare", "A", 2))))
		g.wants(arrayText(
			body(event("rare", "A", 1)),
			`{"type":"error","code":"invalid","message":"messages of type \"dance\" are not understood"}`,
			body(event("rare", "A", 2)),
		))
		g.say(`{"type":"subscribe","types":[],"batch":true}`)
		r.wait(tickEvery)
		g.wants(arrayText(subscribedText(`[]`, `null`, true)))
	})
}

func TestFromOneBatchToAnother(t *testing.T) {
	inRoom(t, func(r *room) {
		g := r.browse(`{"type":"subscribe","types":["rare"],"batch":true}`)
		r.browse(`{"type":"subscribe","types":["chat"],"batch":true}`) // the other group is there already
		r.publish(event("rare", "A", 1), event("chat", "A", 2))
		g.say(`{"type":"subscribe","types":["chat"],"batch":true}`)
		r.publish(event("rare", "A", 3), event("chat", "A", 4))
		g.say(batchAll)
		r.publish(event("rare", "A", 5))
		r.wait(tickEvery)
		g.wants(arrayText(
			body(event("rare", "A", 1)), subscribedText(`["chat"]`, `null`, true),
			body(event("chat", "A", 4)), subscribedText(`null`, `null`, true), body(event("rare", "A", 5)),
		))
	})
}

func TestFromBatchToPlainAndBack(t *testing.T) {
	inRoom(t, func(r *room) {
		g := r.browse(batchAll)
		r.publish(event("rare", "A", 1))
		g.say(`{"type":"subscribe","types":["chat"]}`)
		r.publish(event("chat", "A", 2), stateOf("telemetry", "A", 3))
		r.settle()
		g.wants(arrayText(body(event("rare", "A", 1))), subscribedText(`["chat"]`, `null`, false), body(event("chat", "A", 2)))
		g.say(`{"type":"subscribe","types":["telemetry"]}`)
		r.settle()
		g.flush()
		g.pause()
		r.publish(stateOf("telemetry", "B", 0))
		r.settle()
		r.publish(stateOf("telemetry", "A", 4), stateOf("telemetry", "A", 5))
		g.say(batchAll)
		r.publish(stateOf("telemetry", "A", 6))
		g.resume()
		r.wait(tickEvery)
		g.wants(
			body(stateOf("telemetry", "B", 0)), body(stateOf("telemetry", "A", 5)),
			arrayText(subscribedText(`null`, `null`, true), body(stateOf("telemetry", "A", 6))),
		)
	})
}

func TestBatchSocketFarBehindIsClosed(t *testing.T) {
	inRoom(t, func(r *room) {
		g, other := r.browse(batchAll), r.browse(batchAll)
		g.pause()
		r.publish(event("rare", "A", 0))
		r.wait(tickEvery) // its frame is under way
		for n := range maxTicksBehind - 1 {
			r.publish(event("rare", "A", int(n)))
			r.wait(tickEvery)
		}
		g.wantsOpen()
		r.wait(tickEvery)
		g.wantsEnd(socket.PolicyViolation, "too slow")
		other.wantsOpen()
		if got := len(other.flush()); got != int(maxTicksBehind) {
			t.Errorf("the other browser got %d frames", got)
		}
	})
}

func TestBatchSocketThatCatchesUpStays(t *testing.T) {
	inRoom(t, func(r *room) {
		g := r.browse(batchAll)
		for range 3 {
			g.pause()
			for n := range maxTicksBehind - 2 {
				r.publish(event("rare", "A", int(n)))
				r.wait(tickEvery)
			}
			g.resume()
			r.settle()
			if got := len(g.flush()); got != int(maxTicksBehind-2) {
				t.Fatalf("%d frames came", got)
			}
		}
		g.wantsOpen()
	})
}

// A hundred sockets with one subscription cost one encoding.
func TestThousandEventsInOneTick(t *testing.T) {
	inRoom(t, func(r *room) {
		g := r.browse(batchAll)
		var bodies []string
		for n := range 5 * keepPending {
			m := event("chat", fmt.Sprint("character ", n%7), n)
			bodies = append(bodies, body(m))
			r.publish(m)
		}
		r.wait(tickEvery)
		g.wants(arrayText(bodies...))
	})
}
