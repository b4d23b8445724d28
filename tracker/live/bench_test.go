package live

import (
	"context"
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// sink is a connection that takes everything and says what it was told to.
type sink struct{ *fakeConn }

func (sink) Write(context.Context, ...[]byte) error { return nil }

// mustHub is a running hub with sinks that sent these subscriptions.
func mustHub(b *testing.B, subscriptions ...string) *Hub {
	b.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	hub := New(Options{})
	var running sync.WaitGroup
	running.Go(func() { hub.Run(ctx) })
	for _, s := range subscriptions {
		conn := newFakeConn()
		running.Go(func() { hub.Serve(ctx, sink{conn}, Client{}) })
		conn.in <- []byte(s)
		conn.in <- []byte(`{}`) // read once the subscription was handled
	}
	b.Cleanup(func() { cancel(); running.Wait() })
	return hub
}

// BenchmarkPublish is the cost of one Publish for whoever publishes, by who
// listens. Writers empty the queues meanwhile, on the other core.
func BenchmarkPublish(b *testing.B) {
	times := func(n int, subscriptions ...string) (all []string) {
		for i := range n {
			all = append(all, subscriptions[i%len(subscriptions)])
		}
		return all
	}
	cases := []struct {
		name          string
		subscriptions []string
	}{
		{"nobody", nil},
		{"1 plain", times(1, `{"type":"subscribe"}`)},
		{"100 plain", times(100, `{"type":"subscribe"}`)},
		{"100 plain in 100 groups, none matches", different(100)},
		{"100 batch in 3 groups", times(100, `{"type":"subscribe","batch":true}`,
			`{"type":"subscribe","types":["telemetry","chat"],"batch":true}`, `{"type":"subscribe","characters":["A"],"batch":true}`)},
	}
	for _, state := range []bool{false, true} {
		for _, c := range cases {
			m := event("chat", "A", 1)
			if m.State = state; state {
				m.Topic = "telemetry"
			}
			b.Run(fmt.Sprintf("%s/state=%v", c.name, state), func(b *testing.B) {
				hub := mustHub(b, c.subscriptions...)
				b.ReportAllocs()
				b.ResetTimer()
				for n := 0; n < b.N; n++ {
					if n%500 == 499 {
						b.StopTimer()
						for hub.Stats().Queued > 0 {
							runtime.Gosched()
						}
						b.StartTimer()
					}
					hub.Publish(m)
				}
				if st := hub.Stats(); st.ClosedSlow > 0 {
					b.Fatalf("%+v", st)
				}
			})
		}
	}
}

func different(n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprintf(`{"type":"subscribe","types":["topic %d"]}`, i))
	}
	return all
}

// BenchmarkFanOut sends 500 messages a second of 200 bytes for one second to a
// hundred real sockets. It reports the processor time of the whole process, the
// system's included, for one delivery; readers only throw away what comes.
func BenchmarkFanOut(b *testing.B) {
	for _, subscription := range []string{`{"type":"subscribe"}`, `{"type":"subscribe","batch":true}`} {
		name := "plain"
		if strings.Contains(subscription, "batch") {
			name = "batch"
		}
		b.Run(name, func(b *testing.B) {
			const sockets, rate = 100, 500
			hub, url := MustListen(b, Client{})
			for range sockets {
				mustDiscard(b, url, subscription)
			}
			m := Message{Topic: "chat", Body: []byte(`{"type":"chat","pad":"` + strings.Repeat("x", 176) + `"}`)}
			for hub.Stats().Sockets < sockets {
				runtime.Gosched()
			}
			used, before := processorTime(), hub.Stats().Delivered
			b.ResetTimer()
			for range b.N {
				publishForASecond(hub, m, rate)
			}
			delivered := hub.Stats().Delivered - before
			b.ReportMetric(float64((processorTime()-used).Nanoseconds())/float64(delivered), "cpu-ns/delivery")
			b.ReportMetric(float64(delivered)/float64(b.N), "deliveries/op")
		})
	}
}

// publishForASecond publishes evenly, in hundredths of a second.
func publishForASecond(hub *Hub, m Message, rate int) {
	tick := time.NewTicker(time.Second / 100)
	defer tick.Stop()
	for range 100 {
		for range rate / 100 {
			hub.Publish(m)
		}
		<-tick.C
	}
}

// mustDiscard is a browser that subscribes and throws away what comes.
func mustDiscard(b *testing.B, url, subscription string) {
	b.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { conn.Close() })
	fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
	conn.Write(append([]byte{0x81, 0x80 | byte(len(subscription)), 0, 0, 0, 0}, subscription...))
	go io.Copy(io.Discard, conn)
}

// processorTime is what this process has used, user and system.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
