package tracker

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store/books"
	"overlord/store/eventlog"
	"overlord/store/fault"
	"overlord/store/storetest"
	"overlord/tracker/event"
)

// bench is a recorder between a real log and a real database.
type bench struct {
	t        *testing.T
	pool     *pgxpool.Pool
	log      *eventlog.Log
	dir      string
	books    *books.Books
	recorder *recorder
	stop     func()
	at       time.Time // the timestamp of the next event
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, pool: storetest.New(t, Migrate), dir: t.TempDir(), at: epoch}
	b.open()
	return b
}

// open opens the log and runs its writer, as a start of the server does.
func (b *bench) open() {
	b.t.Helper()
	log, err := eventlog.Open(eventlog.Options{Dir: b.dir, MaxBytes: 64 << 20, Sync: time.Millisecond, Logger: quiet(), Now: time.Now})
	if err != nil {
		b.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- log.Run(ctx) }()
	first, _ := log.Bounds()
	b.log, b.books = log, books.New(first-1)
	b.recorder = &recorder{pool: b.pool, log: log, books: b.books, logger: quiet(), now: time.Now}
	closed := false
	b.stop = func() {
		if closed {
			return
		}
		closed = true
		b.recorder.release()
		cancel()
		if err := <-ended; err != nil {
			b.t.Errorf("the log ended with %v", err)
		}
	}
	b.t.Cleanup(b.stop)
}

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// accept appends an event, given as its frame, a second after the one before.
func (b *bench) accept(frame string, args ...any) uint64 {
	b.t.Helper()
	b.at = b.at.Add(time.Second)
	ev, _, err := event.Redecode(fmt.Appendf(nil, frame, args...), b.at)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.appendRecord(eventlog.Record{ReceivedAt: b.at, Kind: ev.Type, CharacterName: ev.CharacterName, Payload: ev.Payload})
}

func (b *bench) appendRecord(r eventlog.Record) uint64 {
	b.t.Helper()
	b.books.Receive(r.Kind)
	stored, err := b.log.Append(b.t.Context(), r)
	if err != nil {
		b.t.Fatal(err)
	}
	b.books.Accept(r.Kind, stored.Position, stored.ReceivedAt)
	return stored.Position
}

const telemetryFrame = `{"type":"telemetry","character_name":%q,"session_id":%q,"ew":1,"ns":2,"kills":%d,"deaths":"%d"}`

// record brings everything in the log into the database.
func (b *bench) record() {
	b.t.Helper()
	if err := b.recorder.drain(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
	mustBalance(b.t, b.books)
}

// query gives the rows as text, one a line, columns separated by spaces.
func (b *bench) query(sql string, args ...any) string {
	b.t.Helper()
	rows, err := b.pool.Query(b.t.Context(), sql, args...)
	if err != nil {
		b.t.Fatal(err)
	}
	lines, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (string, error) {
		values, err := row.Values()
		return strings.TrimSuffix(fmt.Sprintln(values...), "\n"), err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

func (b *bench) want(what, want, sql string) {
	b.t.Helper()
	if got := b.query(sql); got != want {
		b.t.Errorf("%s:\n%s\nwant\n%s", what, got, want)
	}
}

func TestRecorderStoresEveryFamilyOfTheContract(t *testing.T) {
	b := newBench(t)
	for _, name := range []string{"telemetry", "telemetry_minimal", "spawn", "rare", "portal", "character_stats", "combat_stats"} {
		text, err := os.ReadFile(filepath.Join("event", "testdata", "events", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		b.accept("%s", text)
	}
	b.record()
	b.want("telemetry", "Larsa Mossfoot hunt-a -33.42 41.87 0.125 1284 1312.44 05:12:44 2 418 1 8912 Combat 412.6 7.8 1511 61.5\nMule Two <nil> 0.5 -12.25 0 0 <nil> <nil> 0 <nil> <nil> <nil> Idle <nil> <nil> <nil> <nil>",
		`select character_name, char_tag, ew, ns, z, kills, kills_per_hour, onlinetime, deaths, total_deaths, rares_found, prismatic_taper_count,
			vt_state, mem_mb, cpu_pct, mem_handles, latency_ms from telemetry_events order by character_name`)
	b.want("spawns", "Larsa Mossfoot Olthoi Swarm Eviscerator -33.4 41.9 0.12", `select character_name, mob, ew, ns, z from spawn_events`)
	b.want("rares", "Larsa Mossfoot Adept's Fervor -33.4", `select character_name, name, ew from rare_events`)
	b.want("portals", "Portal to Mayoi -61.9 80.6 0.03 Larsa Mossfoot", `select portal_name, ns, ew, z, discovered_by from portals`)
	b.want("sheets", "Larsa Mossfoot 275 191226310247 418 290", `select character_name, level, total_xp, deaths, stats_data->'attributes'->'strength'->>'base' from character_stats`)
	b.want("fights", "412 512003", `select s.stats_data->>'total_kills', l.stats_data->>'total_damage_given' from combat_stats_sessions s join combat_stats l using (character_name)`)
	b.want("kills", "Larsa Mossfoot 1284\nMule Two 0", `select * from char_stats order by 1`)
	b.want("times", "true true", `select bool_and("timestamp" = '2026-05-04 18:21:07.412Z'), bool_and(received_at between '2026-05-04 18:00:00Z' and '2026-05-04 18:00:10Z') from telemetry_events`)
	b.want("nothing parked", "0", `select count(*) from parked_events`)
}

func TestRecorderKeepsTheCountersOfTheContract(t *testing.T) {
	b := newBench(t)
	b.accept(telemetryFrame, "A", "s1", 10, 1)
	b.accept(telemetryFrame, "A", "s1", 15, 2) // dies
	b.record()
	b.accept(telemetryFrame, "A", "s1", 12, 2) // shrinks
	b.accept(telemetryFrame, "A", "s2", 4, 0)
	b.accept(`{"type":"rare","character_name":"A","name":"Pearl","timestamp":"2026-05-04T18:00:04Z"}`)
	b.accept(`{"type":"rare","character_name":"A","name":"Pearl","timestamp":"2026-05-04T18:00:04Z"}`) // a repeat
	b.record()
	b.accept(`{"type":"rare","character_name":"A","name":"Pearl","timestamp":"2026-05-04T18:00:04Z","session_id":"s1"}`) // again, in another batch
	b.accept(`{"type":"rare","character_name":"B","name":"Pearl","timestamp":"2026-05-04T18:00:04Z"}`)                   // no session known
	b.record()
	b.want("total kills", "A 19", `select * from char_stats`)
	b.want("sessions", "s1 15 2\ns2 4 0", `select session_id, kills, deaths from session_kills order by 1`)
	b.want("session times", "1s 3s", `select started - '2026-05-04 18:00:00Z'::timestamptz || '', last_seen - '2026-05-04 18:00:00Z'::timestamptz || '' from session_kills where session_id = 'no such'
		union all select extract(second from started)::int || 's', extract(second from last_seen)::int || 's' from session_kills where session_id = 's1'`)
	b.want("deaths", "A s1 2 1 2", `select character_name, session_id, deaths, ew, ns from death_events`)
	b.want("rares", "A 1\nB 1", `select * from rare_stats order by 1`)
	b.want("session rares", "A s2 1", `select * from rare_stats_sessions`)
	b.want("telemetry is not deduplicated", "4", `select count(*) from telemetry_events`)
}

func TestPortalsAreOnePlaceATenthOfAUnitWide(t *testing.T) {
	b := newBench(t)
	portal := `{"type":"portal","character_name":%q,"portal_name":"To Holtburg","ew":%g,"ns":%g,"timestamp":"2026-05-04T18:00:0%dZ"}`
	b.accept(portal, "A", 1.01, 2.01, 1)
	b.accept(portal, "B", 1.04, 2.04, 5)
	b.accept(portal, "C", 1.04, 2.04, 3)
	b.accept(portal, "A", 1.2, 2.04, 2)
	b.record()
	b.want("portals", "A 1.01 1 5\nA 1.2 2 2", `select discovered_by, ew, extract(second from discovered_at)::int, extract(second from last_seen)::int from portals order by ew`)
}

func TestStaleCombatReportsChangeNothing(t *testing.T) {
	b := newBench(t)
	fight := `{"type":"combat_stats","character_name":"A","session_id":%q,"session":{"duration_seconds":%d,"total_kills":%d,"max_hit":%d}}`
	b.accept(fight, "s1", 100, 10, 50)
	b.accept(fight, "s2", 10, 1, 70)
	b.record()
	b.accept(fight, "s1", 90, 12, 99) // shorter: stale
	b.accept(fight, "s1", 200, 9, 99) // fewer kills: stale
	b.accept(fight, "s1", 200, 20, 60)
	b.accept(`{"type":"combat_stats","character_name":"A","session_id":"s3"}`) // nothing to store
	b.accept(`{"type":"combat_stats","character_name":"A","session_id":"s4","session":[1,2]}`)
	b.record()
	b.want("sessions", "s1 20\ns2 1\ns4 <nil>", `select session_id, stats_data->>'total_kills' from combat_stats_sessions order by 1`)
	b.want("lifetime", "210 21 70", `select stats_data->>'duration_seconds', stats_data->>'total_kills', stats_data->>'max_hit' from combat_stats`)

	b.accept(fight, "s2", 11, 2, 5) // the lifetime's maximum falls
	b.record()
	b.want("lifetime summed up anew", "211 22 60", `select stats_data->>'duration_seconds', stats_data->>'total_kills', stats_data->>'max_hit' from combat_stats`)
}

func TestNothingIsStoredTwiceAfterARestart(t *testing.T) {
	b := newBench(t)
	for i := range 5 {
		b.accept(telemetryFrame, "A", "s", i, 0)
	}
	b.record()
	b.accept(telemetryFrame, "A", "s", 9, 0)
	b.stop()
	b.open()
	b.record()
	b.want("rows", "6", `select count(*) from telemetry_events`)
	b.want("kills", "9", `select total_kills from char_stats`)
	b.want("cursor", "6", `select position from ingest_cursor`)
}

func TestABadEventIsParkedAndTheOthersAreStored(t *testing.T) {
	b := newBench(t)
	if _, err := b.pool.Exec(t.Context(), `alter table spawn_events add constraint no_drudges check (mob <> 'Drudge')`); err != nil {
		t.Fatal(err)
	}
	spawn := `{"type":"spawn","character_name":"A","mob":%q,"ew":1,"ns":2}`
	var bad []uint64
	for i := range 100 {
		if i%33 == 7 {
			bad = append(bad, b.accept(spawn, "Drudge"))
			continue
		}
		b.accept(spawn, "Olthoi")
		b.accept(telemetryFrame, "A", "s", i, 0)
	}
	b.record()
	b.want("stored", "97", `select count(*) from spawn_events`)
	b.want("counted once", "99", `select total_kills from char_stats`)
	b.want("parked", fmt.Sprintf("%d spawn\n%d spawn\n%d spawn", bad[0], bad[1], bad[2]), `select position, kind from parked_events order by 1`)
	if got := b.query(`select error from parked_events limit 1`); !strings.Contains(got, "no_drudges") {
		t.Errorf("the reason is not kept: %s", got)
	}
	var payload []byte
	if err := b.pool.QueryRow(t.Context(), `select payload from parked_events limit 1`).Scan(&payload); err != nil || !json.Valid(payload) {
		t.Errorf("the payload is not kept: %s %v", payload, err)
	}
	if page := b.books.Snapshot()["spawn"]; page.Parked != 3 || page.Applied != 97 {
		t.Errorf("books %+v", page)
	}
}

func TestARecordThatIsNoEventIsParked(t *testing.T) {
	b := newBench(t)
	b.accept(telemetryFrame, "A", "s", 1, 0)
	b.appendRecord(eventlog.Record{ReceivedAt: b.at, Kind: "telemetry", CharacterName: "A", Payload: []byte(`{"type":"telemetry"`)})
	b.appendRecord(eventlog.Record{ReceivedAt: b.at, Kind: "chat", CharacterName: "A", Payload: []byte(`{"type":"chat","character_name":"A","text":"hi"}`)})
	b.accept(telemetryFrame, "A", "s", 2, 0)
	b.record()
	b.want("stored", "2", `select count(*) from telemetry_events`)
	b.want("parked", "2 telemetry\n3 chat", `select position, kind from parked_events order by 1`)
}

func TestACorruptRecordIsParkedByItsPosition(t *testing.T) {
	b := newBench(t)
	for i := range 3 {
		b.accept(telemetryFrame, "A", "s", i, 0)
	}
	b.stop()
	flipByte(t, b.dir, `"kills":1`)
	b.open()
	b.record()
	b.want("stored", "2", `select count(*) from telemetry_events`)
	b.want("parked", "2 <nil> true", `select position, kind, length(payload) > 0 from parked_events`)
}

func TestAStretchThatIsGoneIsParkedOnce(t *testing.T) {
	batch := eventlog.Batch{
		Records: []eventlog.Record{{Position: 9, ReceivedAt: epoch, Kind: "chat", Payload: []byte(`{"type":"chat","character_name":"A","text":"hi"}`)}},
		Corrupt: []eventlog.Corrupt{{Position: 3, Last: 8, Reason: "missing"}},
		Through: 9,
	}
	w := newWork(batch, nil)
	if got := fmt.Sprint(w.Parked()); got != "[3 4 5 6 7 8 9]" {
		t.Errorf("parked %s", got)
	}
	left, right := w.Halve()
	if left.Through != 8 || right.Through != 9 || len(left.Entries) != 1 {
		t.Errorf("halves end at %d and %d", left.Through, right.Through)
	}
	b := newBench(t)
	cursor, err := b.recorder.begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.recorder.apply(t.Context(), cursor, w); err != nil {
		t.Fatal(err)
	}
	b.want("parked", "3 <nil> corrupt record: missing (records 3 to 8)\n9 chat a chat event does not belong into the world log",
		`select position, kind, replace(error, 'the record''s payload is no event: chat event refused: ', '') from parked_events order by 1`)
}

// flipByte flips a bit of the first occurrence of the text in the log's files.
func flipByte(t *testing.T, dir, text string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if i := strings.Index(string(content), text); i >= 0 {
			content[i] ^= 0x10
			if err := os.WriteFile(name, content, 0o600); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatalf("%q is in no file of the log", text)
}

func TestPartitionsAreMadeForWhateverTimeTheEventsHave(t *testing.T) {
	b := newBench(t)
	b.at = time.Date(2025, 12, 31, 23, 59, 58, 0, time.UTC)
	for range 4 {
		b.accept(telemetryFrame, "A", "s", 1, 0)
	}
	b.record()
	b.want("days", "telemetry_events_20251231 1\ntelemetry_events_20260101 3", `select tableoid::regclass::text, count(*) from telemetry_events group by 1 order by 1`)
}

func TestAPartitionThatWasDroppedIsMadeAgain(t *testing.T) {
	b := newBench(t)
	b.accept(telemetryFrame, "A", "s", 1, 0)
	b.record()
	if _, err := b.pool.Exec(t.Context(), `drop table telemetry_events_20260504`); err != nil {
		t.Fatal(err)
	}
	b.accept(telemetryFrame, "A", "s", 2, 0)
	b.record()
	b.want("stored", "1", `select count(*) from telemetry_events`)
	b.want("nothing parked", "0", `select count(*) from parked_events`)
}

func TestMaintenanceMakesDaysAheadAndDropsOldOnes(t *testing.T) {
	b := newBench(t)
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	b.recorder.now = func() time.Time { return now }
	b.recorder.keep = retention{spawns: 2 * oneDay}
	if _, err := b.recorder.begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	maintain := func() string {
		if err := b.recorder.maintain(t.Context()); err != nil {
			t.Fatal(err)
		}
		return b.query(`select c.relname from pg_inherits join pg_class c on c.oid = inhrelid where c.relname like 'spawn_events_2%' and c.relkind = 'r' order by 1`)
	}
	days := strings.Split(maintain(), "\n")
	if days[0] != "spawn_events_20261121" || days[len(days)-1] != "spawn_events_20261129" || len(days) != 9 {
		t.Errorf("partitions %v", days)
	}
	now = now.Add(5 * oneDay)
	days = strings.Split(maintain(), "\n")
	if days[0] != "spawn_events_20261125" || days[len(days)-1] != "spawn_events_20261204" {
		t.Errorf("five days later, keeping two: %v", days)
	}
	if got := b.query(`select count(*) from pg_inherits join pg_class c on c.oid = inhrelid where c.relname like 'telemetry_events_2%' and c.relkind = 'r'`); got != "14" {
		t.Errorf("%s partitions of telemetry, which is kept; want 14", got)
	}
}

func TestASecondServerOnOneDatabaseIsRefused(t *testing.T) {
	b := newBench(t)
	if _, err := b.recorder.begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	second := &recorder{pool: b.pool, log: b.log, books: b.books, logger: quiet(), now: time.Now}
	_, err := second.begin(t.Context())
	if fault.CodeOf(err) != fault.Conflict || !strings.Contains(err.Error(), "another server") {
		t.Errorf("the second server starts: %v", err)
	}
	b.recorder.release()
	if _, err := second.begin(t.Context()); err != nil {
		t.Errorf("after the first has stopped: %v", err)
	}
	if _, err := b.recorder.begin(t.Context()); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("a server that lost its lock waits for it, and does not stop: %v", err)
	}
	second.release()
}

func TestGapsBetweenLogAndDatabaseStopTheStart(t *testing.T) {
	setCursor := func(b *bench, position int) {
		b.recorder.release()
		if _, err := b.pool.Exec(b.t.Context(), `update ingest_cursor set position = $1`, position); err != nil {
			b.t.Fatal(err)
		}
	}
	t.Run("the log is older than the database", func(t *testing.T) {
		b := newBench(t)
		b.accept(telemetryFrame, "A", "s", 1, 0)
		b.record()
		setCursor(b, 7)
		_, err := b.recorder.begin(t.Context())
		if fault.CodeOf(err) != fault.Conflict || !strings.Contains(err.Error(), "up to record 7") || !strings.Contains(err.Error(), "--accept-gap") {
			t.Fatalf("the start is not refused: %v", err)
		}
		b.recorder.acceptGap = true
		b.record()
		b.accept(telemetryFrame, "A", "s", 5, 0)
		b.record()
		b.want("rows", "2", `select count(*) from telemetry_events`)
		b.want("kills", "5", `select total_kills from char_stats`)
	})
	t.Run("another log", func(t *testing.T) {
		b := newBench(t)
		b.accept(telemetryFrame, "A", "s", 1, 0)
		b.record()
		b.stop()
		b.dir = t.TempDir()
		b.open()
		b.accept(telemetryFrame, "A", "s", 5, 0)
		b.record()
		b.want("an unknown log is read from its first record", "2", `select count(*) from telemetry_events`)
		b.want("each log has its cursor", "1\n1", `select position from ingest_cursor`)
	})
}
