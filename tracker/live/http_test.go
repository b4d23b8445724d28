package live

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"overlord/web/socket"
)

// testPatience bounds what a test of real sockets waits for.
const testPatience = 2 * time.Minute

// MustListen serves a running hub on a real address.
func MustListen(tb testing.TB, client Client) (hub *Hub, url string) {
	tb.Helper()
	hub = New(Options{Version: "test"})
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { hub.Run(ctx) })
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := socket.Accept(w, r, socket.Options{})
		if err != nil {
			tb.Error(err)
			return
		}
		hub.Serve(r.Context(), conn, client)
	}))
	tb.Cleanup(func() { cancel(); running.Wait(); srv.Close() })
	return hub, srv.URL
}

// MustVisit is a browser on a real socket, whose hello was read.
func MustVisit(tb testing.TB, url string) *socket.Conn {
	tb.Helper()
	c, _, err := socket.Dial(context.Background(), url, nil, socket.Options{ReadLimit: 16 << 20})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { c.Close(socket.Normal, "") })
	if hello := mustRead(tb, c); !strings.Contains(hello, `"type":"hello"`) {
		tb.Fatalf("the first frame is %s", hello)
	}
	return c
}

func mustRead(tb testing.TB, c *socket.Conn) string {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), testPatience)
	defer cancel()
	frame, err := c.Read(ctx)
	if err != nil {
		tb.Fatal(err)
	}
	return string(frame)
}

func mustSay(tb testing.TB, c *socket.Conn, frame string) {
	tb.Helper()
	if err := c.Write(context.Background(), []byte(frame)); err != nil {
		tb.Fatal(err)
	}
}

// wantClosed reads on until the socket is closed.
func wantClosed(tb testing.TB, c *socket.Conn, code socket.StatusCode) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), testPatience)
	defer cancel()
	for {
		if _, err := c.Read(ctx); err != nil {
			if got := socket.CloseStatus(err); got != code {
				tb.Fatalf("the socket ended with %d, %v; want %d", got, err, code)
			}
			return
		}
	}
}

func TestRealSockets(t *testing.T) {
	t.Parallel()
	hub, url := MustListen(t, Client{Username: "thora"})
	plain, batch := MustVisit(t, url), MustVisit(t, url)
	mustSay(t, batch, `{"type":"subscribe","events":["rare"],"batch":true}`)
	if got := mustRead(t, batch); got != arrayText(subscribedText(`["rare"]`, `null`, true)) {
		t.Fatalf("the subscription is answered with %s", got)
	}
	rare := event("rare", "A", 1)
	hub.Publish(rare)
	if got := mustRead(t, plain); got != body(rare) {
		t.Errorf("the plain browser got %s", got)
	}
	if got := mustRead(t, batch); got != arrayText(body(rare)) {
		t.Errorf("the batch browser got %s", got)
	}
	mustSay(t, plain, `nonsense`)
	if got := mustRead(t, plain); !strings.HasPrefix(got, `{"type":"error","code":"invalid"`) {
		t.Errorf("nonsense is answered with %s", got)
	}
}

func TestLargeFramesToTheServer(t *testing.T) {
	t.Parallel()
	_, url := MustListen(t, Client{})
	c := MustVisit(t, url)
	padded := func(size int) string {
		frame := `{"type":"subscribe","pad":""}`
		return strings.Replace(frame, `""`, `"`+strings.Repeat("x", size-len(frame))+`"`, 1)
	}
	mustSay(t, c, padded(64<<10))
	if got := mustRead(t, c); got != subscribedText(`null`, `null`, false) {
		t.Errorf("a frame of 64 KiB is answered with %s", got)
	}
	mustSay(t, c, padded(64<<10+1))
	wantClosed(t, c, socket.TooLarge)
}

func TestSessionEndClosesARealSocket(t *testing.T) {
	t.Parallel()
	session := make(chan struct{})
	_, url := MustListen(t, Client{Ended: session})
	c := MustVisit(t, url)
	close(session)
	wantClosed(t, c, socket.PolicyViolation)
}

// A browser that stops reading is closed, learns why when it reads again, and
// costs nobody else a message.
func TestRealSlowBrowser(t *testing.T) {
	t.Parallel()
	hub, url := MustListen(t, Client{})
	slow, quick := MustVisit(t, url), MustVisit(t, url)
	big := Message{Topic: "dungeon_map", Body: []byte(`{"type":"dungeon_map","pad":"` + strings.Repeat("x", 64<<10) + `"}`)}
	const burst = 100
	for bursts := 0; hub.Stats().ClosedSlow == 0; bursts++ {
		if bursts > 20*maxEvents/burst {
			t.Fatal("a browser that reads nothing is never closed")
		}
		for range burst {
			hub.Publish(big)
		}
		for range burst {
			if got := mustRead(t, quick); len(got) != len(big.Body) {
				t.Fatalf("the quick browser got %.80s", got)
			}
		}
	}
	wantClosed(t, slow, socket.PolicyViolation)
	if st := hub.Stats(); st.ClosedSlow != 1 {
		t.Errorf("%+v", st)
	}
}

func TestManyRealSockets(t *testing.T) {
	t.Parallel()
	const sockets, messages = 40, 500
	hub, url := MustListen(t, Client{})
	var reading sync.WaitGroup
	for i := range sockets {
		c := MustVisit(t, url)
		if i%2 == 1 {
			mustSay(t, c, `{"type":"subscribe","batch":true}`)
			mustRead(t, c)
		}
		reading.Go(func() {
			for n := 0; n < messages; {
				frame := []byte(mustRead(t, c))
				bodies := []json.RawMessage{frame}
				if frame[0] == '[' {
					bodies = nil
					if err := json.Unmarshal(frame, &bodies); err != nil {
						t.Error(err)
					}
				}
				for _, b := range bodies {
					if want := event("chat", "A", n).Body; !bytes.Equal(b, want) {
						t.Errorf("came %s, due was %s", b, want)
					}
					n++
				}
			}
		})
	}
	for n := range messages {
		hub.Publish(event("chat", "A", n))
	}
	reading.Wait()
	if st := hub.Stats(); st.Delivered != sockets*messages {
		t.Errorf("%+v", st)
	}
}
