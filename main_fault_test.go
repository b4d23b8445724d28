package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store/eventlog"
	"overlord/store/storetest"
	"overlord/tracker/simulate"
	"overlord/web/socket"
)

// longTests is the variable that asks for the slow proofs.
const longTests = "OVERLORD_TEST_LONG"

// The proofs of "accepted, stored, exactly once": under load the server is killed
// again and again, and the database goes away. Whatever browsers saw must then be
// in the database, once; the counters must agree with a model that was written
// from the contract; and the books must balance whenever they are looked at.
func TestKillsUnderLoad(t *testing.T)  { proveNothingIsLost(t, 30, 3, 0) }
func TestOutageUnderLoad(t *testing.T) { proveNothingIsLost(t, 30, 0, 5*time.Second) }

func TestLongKillsUnderLoad(t *testing.T) {
	needLong(t)
	proveNothingIsLost(t, 60, 20, 0)
}

func TestLongOutageUnderLoad(t *testing.T) {
	needLong(t)
	proveNothingIsLost(t, 60, 0, time.Minute)
}

func needLong(t *testing.T) {
	t.Helper()
	if os.Getenv(longTests) == "" {
		t.Skip("a slow proof; make test-long runs it, and its short form runs always")
	}
}

// proveNothingIsLost plays plugins, half of them with the odd ways of old ones,
// against a server that is killed, or whose database is stopped for a while.
func proveNothingIsLost(t *testing.T, plugins, kills int, outage time.Duration) {
	database := storetest.Start(t)
	p := newProcess(t, "DATABASE_URL="+database.URL("dereth"), "INVENTORY_DATABASE_URL="+database.URL("inventory_db"), "ADMIN_PASSWORD=long enough for a test")
	p.start()
	watch, cancel := context.WithCancel(t.Context())
	defer cancel()
	seen := watchBrowser(watch, p)
	balance := watchBooks(watch, p)
	load, stopLoad := context.WithCancel(t.Context())
	defer stopLoad()
	loaded := make(chan error, 1)
	go func() { loaded <- play(load, p, plugins) }()

	chance := rand.New(rand.NewPCG(1, uint64(kills)))
	for range kills {
		time.Sleep(time.Second + time.Duration(chance.Int64N(int64(time.Second))))
		p.kill()
		p.start()
	}
	if outage > 0 {
		time.Sleep(2 * time.Second)
		database.Stop()
		time.Sleep(outage)
		database.Start()
		time.Sleep(2 * time.Second)
	}
	time.Sleep(time.Second)
	stopLoad()
	if err := <-loaded; err != nil {
		t.Errorf("the load ended with %v", err)
	}
	p.storesAll()
	cancel()
	p.stop()
	broadcast := seen()
	checks := balance()
	if checks == 0 || len(broadcast.telemetry) == 0 || len(broadcast.others) == 0 {
		t.Fatalf("nothing was watched: %d looks at the books, %d and %d broadcasts", checks, len(broadcast.telemetry), len(broadcast.others))
	}
	log := readLog(t, filepath.Join(valueOf(p.env, "DATA_DIR"), "eventlog", "world"))
	t.Logf("%d events accepted, %d of them seen by a browser; the books balanced %d times", len(log), len(broadcast.telemetry)+len(broadcast.others), checks)
	conn, err := pgx.Connect(t.Context(), database.URL("dereth"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	compareRows(t, conn, log, broadcast.telemetry)
	compareOthers(t, log, broadcast.others)
	compareCounters(t, conn, log)
}

// play runs the simulator until ctx ends.
func play(ctx context.Context, p *process, plugins int) error {
	r, err := simulate.New(simulate.Options{
		Clients: plugins, Rate: 200 * time.Millisecond, Seed: 7, Old: 0.5, KeepTrying: true,
		URL: "ws://" + p.address + "/ws/position", Secret: testSecret,
	})
	if err != nil {
		return err
	}
	return r.Run(ctx)
}

// storesAll waits until the database has every event that was accepted.
func (p *process) storesAll() {
	p.t.Helper()
	p.eventually("everything is stored", func() bool {
		books, err := p.books()
		return err == nil && waiting(books) == 0
	})
}

func waiting(books map[string]map[string]float64) (sum float64) {
	for _, b := range books {
		sum += b["waiting"] + b["appending"]
	}
	return sum
}

// watchBooks looks at the books again and again. The function that it returns
// gives how often they were seen, all balanced.
func watchBooks(ctx context.Context, p *process) (looks func() int) {
	n, done := 0, make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			if books, err := p.books(); err == nil && len(books) > 0 {
				if bad := unbalanced(books); bad != "" {
					p.t.Errorf("the books do not balance: %s", bad)
				}
				n++
			}
			time.Sleep(100 * time.Millisecond)
		}
	}()
	return func() int {
		<-done
		return n
	}
}

// row is a telemetry as browsers, the log and the database know it.
type row struct {
	Character, Session string
	Timestamp          time.Time
	Kills              int64
	EW, NS             float64
}

// sighting is what a browser was shown of the stored families: telemetry, which
// is broadcast in another form than it is logged, and the others word by word.
// Combat statistics are left out: a lifetime is added to them.
type sighting struct {
	telemetry []row
	others    []string
}

const watchedTypes = `"telemetry","spawn","rare","portal","character_stats"`

// watchBrowser listens to /ws/live, through all kills, and collects what is
// broadcast.
func watchBrowser(ctx context.Context, p *process) (seen func() sighting) {
	var all sighting
	var running sync.WaitGroup
	running.Go(func() {
		for ctx.Err() == nil {
			conn, _, err := socket.Dial(ctx, "ws://"+p.address+"/ws/live", nil, socket.Options{ReadLimit: 64 << 20})
			if err != nil {
				time.Sleep(10 * time.Millisecond)
				continue
			}
			_ = conn.Write(ctx, []byte(`{"type":"subscribe","types":[`+watchedTypes+`],"batch":true}`))
			all.listen(ctx, conn)
		}
	})
	return func() sighting {
		running.Wait()
		return all
	}
}

// listen reads until the socket ends.
func (s *sighting) listen(ctx context.Context, conn *socket.Conn) {
	defer conn.Close(socket.Normal, "")
	for {
		frame, err := conn.Read(ctx)
		if err != nil {
			return
		}
		var batch []json.RawMessage
		if json.Unmarshal(frame, &batch) != nil {
			continue // what comes before the subscription is in force is no batch
		}
		for _, message := range batch {
			s.note(message)
		}
	}
}

func (s *sighting) note(message json.RawMessage) {
	var m struct {
		Type      string    `json:"type"`
		Character string    `json:"character_name"`
		Session   string    `json:"session_id"`
		Timestamp time.Time `json:"timestamp"`
		Kills     int64     `json:"kills"`
		EW, NS    float64
	}
	if json.Unmarshal(message, &m) != nil {
		return
	}
	switch {
	case m.Type == "":
		s.telemetry = append(s.telemetry, row{m.Character, m.Session, m.Timestamp, m.Kills, m.EW, m.NS})
	case strings.Contains(watchedTypes, `"`+m.Type+`"`):
		s.others = append(s.others, string(message))
	}
}

// readLog reads every record that the server accepted. The log keeps its last
// segment, which is all of it in so short a time.
func readLog(t *testing.T, dir string) []eventlog.Record {
	t.Helper()
	log, err := eventlog.Open(eventlog.Options{Dir: dir, MaxBytes: 1 << 30, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	first, last := log.Bounds()
	if first != 1 {
		t.Fatalf("the log begins at %d; the comparison needs all of it", first)
	}
	reader := log.NewReader(0)
	defer reader.Close()
	var records []eventlog.Record
	for at := uint64(0); at < last; {
		batch, err := reader.Read(t.Context(), 10_000, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		if len(batch.Corrupt) > 0 {
			t.Errorf("corrupt records: %v", batch.Corrupt)
		}
		for _, r := range batch.Records {
			r.Payload = slices.Clone(r.Payload)
			records = append(records, r)
		}
		at = batch.Through
	}
	return records
}

// compareRows holds the rows of telemetry_events against the log, and the log
// against what browsers saw.
func compareRows(t *testing.T, conn *pgx.Conn, log []eventlog.Record, broadcast []row) {
	t.Helper()
	accepted := map[row]int{}
	for _, r := range log {
		if r.Kind != "telemetry" {
			continue
		}
		var p struct {
			Session   string    `json:"session_id"`
			Timestamp time.Time `json:"timestamp"`
			Kills     int64     `json:"kills"`
			EW, NS    float64
		}
		if err := json.Unmarshal(r.Payload, &p); err != nil {
			t.Fatal(err)
		}
		accepted[row{r.CharacterName, p.Session, p.Timestamp.UTC(), p.Kills, p.EW, p.NS}]++
	}
	rows, err := conn.Query(t.Context(), `select character_name, session_id, "timestamp", kills, ew, ns from telemetry_events`)
	if err != nil {
		t.Fatal(err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[row])
	if err != nil {
		t.Fatal(err)
	}
	stored := map[row]int{}
	for _, r := range list {
		r.Timestamp = r.Timestamp.UTC()
		stored[r]++
	}
	if !maps.Equal(accepted, stored) {
		t.Errorf("the log has %d different telemetries, the database %d, and they differ", len(accepted), len(stored))
	}
	shown := map[row]int{}
	for _, r := range broadcast {
		r.Timestamp = r.Timestamp.UTC()
		shown[r]++
	}
	lost := 0
	for r, n := range shown {
		if n > stored[r] {
			lost++
		}
	}
	if lost > 0 {
		t.Errorf("%d telemetries were broadcast more often than they are stored", lost)
	}
}

// compareOthers holds what browsers saw of the other families against the log,
// whose rows in the database are counted by compareCounters.
func compareOthers(t *testing.T, log []eventlog.Record, broadcast []string) {
	t.Helper()
	accepted := map[string]int{}
	for _, r := range log {
		accepted[string(r.Payload)]++
	}
	lost := 0
	for _, message := range broadcast {
		if accepted[message]--; accepted[message] < 0 {
			lost++
		}
	}
	if lost > 0 {
		t.Errorf("%d of %d events were broadcast more often than they were accepted", lost, len(broadcast))
	}
}

// compareCounters holds every counter against the model of the contract.
func compareCounters(t *testing.T, conn *pgx.Conn, log []eventlog.Record) {
	t.Helper()
	model := simulate.NewModel()
	for _, r := range log {
		fact, err := simulate.FactOf(r.Payload)
		if err != nil {
			t.Fatal(err)
		}
		model.Apply(fact)
	}
	compare := func(what, sql string, want map[string]int64) {
		t.Helper()
		rows, err := conn.Query(t.Context(), sql)
		if err != nil {
			t.Fatal(err)
		}
		type pair struct {
			Key   string
			Value int64
		}
		list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[pair])
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int64{}
		for _, p := range list {
			if p.Value != 0 {
				got[p.Key] = p.Value
			}
		}
		maps.DeleteFunc(want, func(_ string, n int64) bool { return n == 0 })
		if !maps.Equal(got, want) {
			t.Errorf("%s: the database has\n%s\nthe model\n%s", what, sorted(got), sorted(want))
		}
	}
	sessions := func(m map[simulate.Session]int64) map[string]int64 {
		out := map[string]int64{}
		for k, n := range m {
			out[k.Character+"/"+k.ID] = n
		}
		return out
	}
	compare("total kills", `select character_name, total_kills from char_stats`, model.TotalKills)
	compare("kills of sessions", `select character_name || '/' || session_id, kills from session_kills`, sessions(model.SessionKills))
	compare("spawns", `select character_name, count(*) from spawn_events group by 1`, model.SpawnRows)
	compare("telemetry rows", `select character_name, count(*) from telemetry_events group by 1`, model.TelemetryRows)
	compare("rares", `select character_name, total_rares from rare_stats`, model.TotalRares)
	compare("rares of sessions", `select character_name || '/' || session_id, session_rares from rare_stats_sessions`, sessions(model.SessionRares))
	compare("rare events", `select 'all', count(*) from rare_events`, map[string]int64{"all": model.RareRows()})
	compare("deaths", `select 'all', count(*) from death_events`, map[string]int64{"all": int64(len(model.Deaths))})
	compare("portals", `select 'all', count(*) from portals`, map[string]int64{"all": int64(len(model.Portals))})
	compare("parked events", `select 'all', count(*) from parked_events`, map[string]int64{})
	compare("the cursor", `select 'all', position from ingest_cursor`, map[string]int64{"all": int64(len(log))})
}

func sorted(m map[string]int64) string {
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(m)) {
		fmt.Fprintf(&b, "  %s %d\n", k, m[k])
	}
	return b.String()
}
