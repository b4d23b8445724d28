package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"overlord/store/fault"
	"overlord/web/socket"
)

func TestHello(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hub := New(Options{Version: "1.2.3"})
		cases := []struct {
			client Client
			want   string
		}{
			{Client{Username: "thora", Permissions: []string{"view", "command"}}, `{"type":"hello","version":"1.2.3","user":"thora","permissions":["view","command"],"server_time":"2000-01-01T00:00:00Z"}`},
			{Client{}, `{"type":"hello","version":"1.2.3","user":null,"permissions":[],"server_time":"2000-01-01T00:00:00Z"}`},
		}
		for _, c := range cases {
			ctx, cancel := context.WithCancel(t.Context())
			conn := newFakeConn()
			go hub.Serve(ctx, conn, c.client)
			synctest.Wait()
			if got := conn.flush(); len(got) != 1 || string(got[0]) != c.want {
				t.Errorf("the browser is greeted with\n%s, want\n%s", got, c.want)
			}
			cancel()
			synctest.Wait()
		}
	})
}

func TestEnds(t *testing.T) {
	cases := []struct {
		name   string
		end    func(g *guest, session chan struct{})
		code   socket.StatusCode
		reason string
	}{
		{"its session ends", func(_ *guest, session chan struct{}) { close(session) }, socket.PolicyViolation, "the session ended"},
		{"its context ends", func(g *guest, _ chan struct{}) { g.cancel() }, socket.GoingAway, "the server is stopping"},
		{"its connection breaks", func(g *guest, _ chan struct{}) { g.Close(4000, "gone") }, 4000, "gone"},
	}
	for _, c := range cases {
		for _, stuck := range []bool{false, true} {
			t.Run(c.name, func(t *testing.T) {
				inRoom(t, func(r *room) {
					session := make(chan struct{})
					g := r.enter(Client{Ended: session})
					if stuck {
						g.pause()
						r.publish(event("rare", "A", 1))
						r.settle()
					}
					c.end(g, session)
					r.wait(0)
					if err := g.wantsEnd(c.code, c.reason); err == nil {
						t.Error("Serve does not say why it ended")
					}
					r.publish(event("rare", "A", 2))
				})
			})
		}
	}
}

// timedOut is a connection whose writes run into their deadline.
type timedOut struct{ *fakeConn }

func (timedOut) Write(context.Context, ...[]byte) error {
	return fmt.Errorf("write: %w", os.ErrDeadlineExceeded)
}

func TestWriteDeadlineIsSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hub, conn := New(Options{}), timedOut{newFakeConn()}
		if err := hub.Serve(t.Context(), conn, Client{}); !errors.Is(err, ErrTooSlow) {
			t.Errorf("Serve = %v", err)
		}
		if code, _ := conn.status(); code != socket.PolicyViolation || hub.Stats().ClosedSlow != 1 {
			t.Errorf("closed with %d, %+v", code, hub.Stats())
		}
	})
}

func TestStoppedHub(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hub := New(Options{})
		ctx, cancel := context.WithCancel(t.Context())
		ran := make(chan error, 1)
		go func() { ran <- hub.Run(ctx) }()
		conn, served := newFakeConn(), make(chan struct{})
		go func() { hub.Serve(t.Context(), conn, Client{}); close(served) }()
		synctest.Wait()
		cancel()
		if err := <-ran; err != nil {
			t.Errorf("Run = %v", err)
		}
		select {
		case <-served:
		default:
			t.Error("Run returned before Serve did")
		}
		late := newFakeConn()
		if err := hub.Serve(t.Context(), late, Client{}); err == nil {
			t.Error("a stopped hub serves")
		}
		for _, c := range []*fakeConn{conn, late} {
			if code, _ := c.status(); code != socket.GoingAway {
				t.Errorf("closed with %d", code)
			}
		}
		hub.Publish(event("rare", "A", 1))
	})
}

func TestNonsenseIsAnswered(t *testing.T) {
	inRoom(t, func(r *room) {
		g := r.browse(`{"type":"subscribe","types":["rare"]}`)
		for _, nonsense := range []string{
			``, `hello`, `[]`, `null`, `42`, `{"type":`, `{"type":null}`, `{"type":7}`, `{}`, `{"type":"dance"}`,
			`{"type":"subscribe","types":7}`, `{"type":"subscribe","characters":{}}`, strings.Repeat("[", 60000),
		} {
			g.say(nonsense)
			r.settle()
			got := g.flush()
			var answer struct{ Type, Code, Message string }
			if len(got) != 1 || json.Unmarshal(got[0], &answer) != nil || answer.Type != "error" || answer.Code != "invalid" || answer.Message == "" {
				t.Errorf("%.40q is answered with %s", nonsense, got)
			}
		}
		r.publish(event("chat", "A", 1), event("rare", "A", 2))
		r.settle()
		g.wants(body(event("rare", "A", 2))) // and the subscription is what it was
	})
}

// desk answers requests as its function says, and keeps the replies.
type desk struct {
	requests []Request
	replies  []Reply
	err      error
}

func (d *desk) Request(_ context.Context, req Request, reply Reply) error {
	d.requests = append(d.requests, req)
	d.replies = append(d.replies, reply)
	return d.err
}

func TestRequests(t *testing.T) {
	inRoom(t, func(r *room) {
		d := &desk{}
		g := r.enter(Client{Requests: d})
		command, wish := `{"player_name":"A","command":"/mm status"}`, `{"type":"request_dungeon_map","landblock":"01D9"}`
		g.say(`{"type":"subscribe","types":[]}`)
		g.say(command)
		g.say(wish)
		r.settle()
		g.wants(subscribedText(`[]`, `null`, false))
		if len(d.requests) != 2 || d.requests[0].Type != "" || string(d.requests[0].Raw) != command ||
			d.requests[1].Type != "request_dungeon_map" || string(d.requests[1].Raw) != wish {
			t.Fatalf("the desk got %+v", d.requests)
		}
		d.replies[1]([]byte(`{"type":"dungeon_map"}`)) // answers pass whatever is subscribed to
		r.wait(time.Hour)
		d.replies[0]([]byte(`{"type":"command_result"}`))
		r.settle()
		g.wants(`{"type":"dungeon_map"}`, `{"type":"command_result"}`)
		g.cancel()
		r.settle()
		d.replies[0]([]byte(`{"type":"command_result"}`)) // to nobody
	})
}

func TestRequestErrors(t *testing.T) {
	inRoom(t, func(r *room) {
		d := &desk{}
		g := r.enter(Client{Requests: d})
		cases := []struct {
			err  error
			want string
		}{
			{fault.New(fault.Denied, "needs the command permission"), `{"type":"error","code":"denied","message":"needs the command permission"}`},
			{errors.New("the secret cause"), `{"type":"error","code":"internal","message":"something went wrong on the server"}`},
			{ErrUnknownRequest, `{"type":"error","code":"invalid","message":"messages of type \"x\" are not understood"}`},
		}
		for _, c := range cases {
			d.err = c.err
			g.say(`{"type":"x"}`)
			r.settle()
			g.wants(c.want)
		}
		d.err = ErrUnknownRequest
		g.say(`{"player_name":"A"}`)
		r.settle()
		g.wants(`{"type":"error","code":"invalid","message":"the message has neither \"type\" nor a \"command\" that is understood"}`)
	})
}

func TestAskingOnWithoutTakingAnswersCloses(t *testing.T) {
	for _, first := range []string{`{"type":"subscribe"}`, batchAll} {
		inRoom(t, func(r *room) {
			g := r.browse(first)
			g.pause()
			asked := 0
			for asked < 2*maxAnswers+10 {
				select {
				case g.in <- []byte(`{"type":"dance"}`):
					asked++
					synctest.Wait()
					continue
				case <-g.closed:
				}
				break
			}
			g.wantsEnd(socket.PolicyViolation, "too slow")
			if asked < maxAnswers {
				t.Errorf("closed after %d questions", asked)
			}
		})
	}
}

// A reply of many goroutines at once reaches the socket whole and once.
func TestConcurrentReplies(t *testing.T) {
	inRoom(t, func(r *room) {
		d := &desk{}
		g := r.enter(Client{Requests: d})
		g.say(`{"type":"x"}`)
		var want []string
		for n := range 100 {
			text := body(event("command_result", "A", n))
			want = append(want, text)
			go d.replies[0]([]byte(text))
		}
		r.settle()
		var got []string
		for _, frame := range g.flush() {
			got = append(got, string(frame))
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%d of %d replies came", len(got), len(want))
		}
	})
}
