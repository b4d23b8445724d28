package tracker

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"overlord/store"
	"overlord/store/storetest"
	"overlord/tracker/live"
	"overlord/web/api"
	"overlord/web/socket"
)

// Shape of the load: the plugins of a guild, each of which shares its vitals
// every second and sends telemetry every 2 s, and one that does not read.
const (
	relayPlugins = 60
	relayTime    = 5 * time.Second
	sharePace    = time.Second
)

// BenchmarkRelay measures how long a share takes from one plugin to another, at
// the 99th percentile, as a ratio to a bare echo that delivers as many frames to
// as many sockets.
func BenchmarkRelay(b *testing.B) {
	relay := relayServer(b)
	echo := echoServer(b)
	for range b.N {
		bare := delays(b, echo, sharePace/(relayPlugins-1), false)
		shared := delays(b, relay, sharePace, true)
		if want := relayPlugins * (relayPlugins - 1) * int(relayTime/sharePace) / 2; len(shared) < want || len(bare) < want {
			b.Fatalf("only %d and %d frames came, want at least %d", len(shared), len(bare), want)
		}
		b.ReportMetric(percentile(bare, 0.99), "echo_p99_ms")
		b.ReportMetric(percentile(shared, 0.50), "relay_p50_ms")
		b.ReportMetric(percentile(shared, 0.99), "relay_p99_ms")
		b.ReportMetric(percentile(shared, 0.99)/percentile(bare, 0.99), "ratio")
		b.ReportMetric(float64(len(shared))/relayTime.Seconds(), "deliveries/s")
	}
}

// relayServer is the tracker with its database.
func relayServer(b *testing.B) (url string) {
	b.Helper()
	hub := live.New(live.Options{})
	m, err := New(Config{
		Settings: testSettings(), DataDir: b.TempDir(), Pool: storetest.New(b, Migrate), Hub: hub, Logger: quiet(), Now: time.Now,
		Plugin: func(*http.Request) error { return nil },
	})
	if err != nil {
		b.Fatal(err)
	}
	if err := m.Start(b.Context()); err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = m.RunStore(ctx) })
	running.Go(func() { _ = m.RunStreams(ctx) })
	router := chi.NewRouter()
	router.Use(api.Requests(quiet(), time.Now))
	m.Open(router)
	site := httptest.NewServer(router)
	b.Cleanup(func() {
		cancel()
		running.Wait()
		site.Close()
	})
	stuck, _, err := socket.Dial(b.Context(), "ws"+site.URL[4:]+"/ws/position", nil, socket.Options{})
	if err != nil {
		b.Fatal(err)
	}
	if err := stuck.Write(b.Context(), []byte(`{"type":"register","character_name":"Stuck"}`)); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { stuck.Close(socket.Normal, "") })
	return "ws" + site.URL[4:] + "/ws/position"
}

// echoServer writes back what it reads.
func echoServer(b *testing.B) (url string) {
	b.Helper()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := socket.Accept(w, r, socket.Options{Compress: true})
		if err != nil {
			return
		}
		ctx := context.WithoutCancel(r.Context())
		for {
			frame, err := conn.Read(ctx)
			if err != nil || conn.Write(ctx, frame) != nil {
				return
			}
		}
	}))
	b.Cleanup(site.Close)
	return "ws" + site.URL[4:]
}

// delays are the times, in ms and sorted, that shares took from their sender to
// each reader, while every socket sends one at this pace.
func delays(b *testing.B, url string, pace time.Duration, telemetry bool) []float64 {
	b.Helper()
	conns := make([]*socket.Conn, relayPlugins)
	for i := range conns {
		conn, _, err := socket.Dial(b.Context(), url, nil, socket.Options{})
		if err != nil {
			b.Fatal(err)
		}
		defer conn.Close(socket.Normal, "")
		conns[i] = conn
	}
	ctx, cancel := context.WithTimeout(b.Context(), relayTime)
	defer cancel()
	var mu sync.Mutex
	var all []float64
	var running sync.WaitGroup
	for i, conn := range conns {
		running.Go(func() {
			sendShares(ctx, conn, fmt.Sprint("Hunter ", i), pace, time.Duration(i)*pace/relayPlugins, telemetry)
		})
		running.Go(func() {
			mine := readDelays(ctx, conn)
			mu.Lock()
			defer mu.Unlock()
			all = append(all, mine...)
		})
	}
	running.Wait()
	slices.Sort(all)
	return all
}

// sendShares sends one share each pace, the first after a while of its own.
func sendShares(ctx context.Context, conn *socket.Conn, name string, pace, first time.Duration, telemetry bool) {
	if store.Pause(ctx, first) != nil {
		return
	}
	ticker := time.NewTicker(pace)
	defer ticker.Stop()
	for i := 0; ; i++ {
		frames := [][]byte{fmt.Appendf(nil, `{"type":"share_vital_update","character_name":%q,"health":%d,"max_health":340,"stamina":402,"max_stamina":410,"mana":188,"max_mana":520,"tags":["hunt-a"],"sent":%d}`,
			name, i%340, time.Now().UnixNano())}
		if telemetry && i%2 == 0 {
			frames = append(frames, benchFrame(i*10, time.Now()))
		}
		if conn.Write(ctx, frames...) != nil {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// readDelays reads until ctx ends.
func readDelays(ctx context.Context, conn *socket.Conn) (list []float64) {
	for {
		frame, err := conn.Read(ctx)
		if err != nil {
			return list
		}
		var share struct{ Sent int64 }
		if json.Unmarshal(frame, &share) == nil && share.Sent > 0 {
			list = append(list, float64(time.Now().UnixNano()-share.Sent)/1e6)
		}
	}
}
