package tracker

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"overlord/store"
	"overlord/store/storetest"
	"overlord/tracker/event"
	"overlord/tracker/live"
	"overlord/web/api"
	"overlord/web/socket"
)

// Shape of the load: what 60 clients send, as fast as the server takes it.
const (
	benchEvents  = 200_000
	benchSockets = 8
	benchPeople  = 60
)

// benchFrame is the i-th event of a load in which, as in the field, most events
// are telemetry and some are spawns.
func benchFrame(i int, now time.Time) []byte {
	name, at := fmt.Sprintf("Hunter %d", i%benchPeople), now.UTC().Format(time.RFC3339Nano)
	if i%10 == 9 {
		return fmt.Appendf(nil, `{"type":"spawn","character_name":%q,"timestamp":%q,"mob":"Olthoi Swarm Eviscerator","ew":-33.4,"ns":41.9,"z":0.12}`, name, at)
	}
	return fmt.Appendf(nil, `{"type":"telemetry","character_name":%q,"char_tag":"hunt-a","session_id":"6f1d0c52-3a51-4f0a-9a53-0f5f0ec1b9aa","timestamp":%q,`+
		`"ew":%.4f,"ns":41.87,"z":0.125,"kills":%d,"kills_per_hour":"1,312.44","onlinetime":"05:12:44","deaths":"2","total_deaths":"418","rares_found":1,`+
		`"prismatic_taper_count":"8912","vt_state":"Combat","mem_mb":412.6,"cpu_pct":7.8,"mem_handles":1511,"latency_ms":61.5}`,
		name, at, -33.42+float64(i%100)/1000, i/benchPeople)
}

// BenchmarkIngest measures the whole way, plugin sockets to committed rows, as
// a ratio to raw COPY of the same rows into the same tables of the same server.
func BenchmarkIngest(b *testing.B) {
	server := storetest.Start(b)
	now := time.Now()
	frames := make([][]byte, benchEvents)
	for i := range frames {
		frames[i] = benchFrame(i, now)
	}
	for range b.N {
		raw := benchCopy(b, server.URL(fmt.Sprintf("raw_%d", b.N)), frames, now)
		whole := benchModule(b, server.URL(fmt.Sprintf("whole_%d", b.N)), frames)
		b.ReportMetric(float64(benchEvents)/raw.Seconds(), "copy_rows/s")
		b.ReportMetric(float64(benchEvents)/whole.Seconds(), "events/s")
		b.ReportMetric(raw.Seconds()/whole.Seconds(), "ratio")
	}
}

// benchCopy is the baseline: COPY of all rows, in batches as large as the
// recorder's, each in a transaction.
func benchCopy(b *testing.B, url string, frames [][]byte, now time.Time) time.Duration {
	b.Helper()
	pool, err := store.Open(b.Context(), store.Config{URL: url, Size: 4, Name: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	defer pool.Close()
	if err := Migrate(b.Context(), pool); err != nil {
		b.Fatal(err)
	}
	var all work
	for i, frame := range frames {
		ev, _, err := event.Decode(frame, now)
		if err != nil {
			b.Fatal(err)
		}
		all.Entries = append(all.Entries, item{Position: uint64(i + 1), Event: ev})
	}
	conn, err := pool.Acquire(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Release()
	days := ensuredDays{}
	if err := days.ensure(b.Context(), conn, all); err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	for rest := all.Entries; len(rest) > 0; {
		n := min(len(rest), batchRecords)
		part := work{Entries: rest[:n]}
		rest = rest[n:]
		err := store.InTx(b.Context(), conn, func(tx pgx.Tx) error {
			if err := copyTelemetry(b.Context(), tx, part, nil); err != nil {
				return err
			}
			return copySpawns(b.Context(), tx, part, nil)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(start)
}

// benchModule sends all frames through real sockets and waits until the last is
// committed.
func benchModule(b *testing.B, url string, frames [][]byte) time.Duration {
	b.Helper()
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	pool, err := store.Open(ctx, store.Config{URL: url, Size: 4, Name: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	defer pool.Close()
	if err := Migrate(ctx, pool); err != nil {
		b.Fatal(err)
	}
	hub := live.New(live.Options{})
	m, err := New(Config{
		Settings: testSettings(), DataDir: b.TempDir(), Pool: pool, Hub: hub, Logger: quiet(), Now: time.Now,
		Plugin: func(*http.Request) error { return nil },
	})
	if err != nil {
		b.Fatal(err)
	}
	if err := m.Start(ctx); err != nil {
		b.Fatal(err)
	}
	storing, stopStoring := context.WithCancel(ctx)
	running, _ := errgroup.WithContext(ctx)
	running.Go(func() error { return m.RunStore(storing) })
	router := chi.NewRouter()
	router.Use(api.Requests(quiet(), time.Now))
	m.Open(router)
	site := httptest.NewServer(router)
	defer site.Close()

	start := time.Now()
	var senders errgroup.Group
	for s := range benchSockets {
		senders.Go(func() error { return sendShare(ctx, "ws"+site.URL[4:]+"/ws/position", frames, s) })
	}
	if err := senders.Wait(); err != nil {
		b.Fatal(err)
	}
	for {
		var applied uint64
		for _, page := range m.books.Snapshot() {
			applied += page.Applied
		}
		if applied == uint64(len(frames)) {
			break
		}
		if time.Since(start) > time.Minute {
			b.Fatalf("after a minute %d of %d events are stored: %+v", applied, len(frames), m.books.Snapshot())
		}
		time.Sleep(5 * time.Millisecond)
	}
	took := time.Since(start)
	stopStoring()
	if err := running.Wait(); err != nil {
		b.Fatal(err)
	}
	return took
}

// sendShare sends every benchSockets-th frame, as a plugin that lags behind and
// catches up would.
func sendShare(ctx context.Context, url string, frames [][]byte, share int) error {
	conn, _, err := socket.Dial(ctx, url, nil, socket.Options{})
	if err != nil {
		return err
	}
	defer conn.Close(socket.Normal, "")
	go func() {
		for {
			if _, err := conn.Read(ctx); err != nil {
				return
			}
		}
	}()
	for i := share; i < len(frames); {
		var some [][]byte
		for ; i < len(frames) && len(some) < 16; i += benchSockets {
			some = append(some, frames[i])
		}
		if err := conn.Write(ctx, some...); err != nil {
			return err
		}
	}
	return nil
}

func testSettings() Settings {
	return Settings{TrackerPoolSize: 4, PluginMaxFrameBytes: 16 << 20, EventLogMaxBytes: 4 << 30, LogSync: 10 * time.Millisecond, ReadyMaxLag: time.Minute, IdleMinutes: 5}
}
