package adopt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store"
	"overlord/store/eventlog"
	"overlord/store/storetest"
	"overlord/tracker"
	"overlord/tracker/event"
	"overlord/tracker/live"
)

// noon is when the tests adopt.
var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// legacySchema is dereth of the earlier services, as the contract believes it is.
func legacySchema(tb testing.TB) string {
	tb.Helper()
	text, err := os.ReadFile(filepath.Join("..", "testdata", "legacy-schema.sql"))
	if err != nil {
		tb.Fatal(err)
	}
	_, text, _ = bytes.Cut(text, []byte("-- database dereth"))
	text, _, found := bytes.Cut(text, []byte("-- database inventory_db"))
	if !found {
		tb.Fatal("the file has another form")
	}
	return string(text)
}

// earlier is the data that the earlier service left.
const earlier = `
	insert into telemetry_events (character_name, session_id, "timestamp", ew, ns, z, kills, kills_per_hour, onlinetime, deaths, total_deaths, rares_found, prismatic_taper_count, vt_state)
	values ('Larsa', 's1', '2026-11-20 10:00+00', 1, 2, 0, 5, 10.5, '01:00:00', 1, 7, 0, 12, 'Combat'),
		('Larsa', 's1', '2026-11-20 11:00+00', 1, 2, 0, 9, 10.5, '02:00:00', 2, 8, 0, 12, 'Combat'),
		('Larsa', 's1', '2026-11-20 10:30+00', 1, 2, 0, 7, 10.5, '01:30:00', 1, 8, 0, 12, 'Combat'),
		('Larsa', 's2', '2026-11-22 11:00+00', 3, 4, 0, 3, 1, '00:10:00', 0, 8, 0, 11, 'Idle'),
		('Mule', 's1', '2027-03-01 05:00+00', 3, 4, 0, 0, 0, '00:10:00', 0, 0, 0, 0, 'Idle');
	insert into spawn_events (character_name, mob, "timestamp", ew, ns, z) values ('Larsa', 'Drudge', '2026-11-20 10:00+00', 1, 2, 0);
	insert into char_stats (character_name, total_kills) values ('Larsa', 1000);
	insert into rare_stats (character_name, total_rares) values ('Larsa', 2);
	insert into rare_stats_sessions (character_name, session_id, session_rares) values ('Larsa', 's1', 2);
	insert into rare_events (character_name, name, "timestamp", ew, ns, z) values
		('Larsa', 'Foolproof Ring', '2026-11-20 10:00+00', 1, 2, 0), ('Larsa', 'Foolproof Ring', '2026-11-20 10:00+00', 9, 9, 9),
		('Larsa', 'Foolproof Ring', '2026-11-20 10:00:01+00', 1, 2, 0);
	insert into portals (portal_name, ns, ew, z, discovered_at, discovered_by) values ('To Holtburg', 41.87, -33.42, 0, '2026-11-20 10:00+00', 'Larsa');
	insert into character_stats (character_name, "timestamp", level, stats_data) values ('Larsa', '2026-11-20 10:00+00', 200, '{"level":200}');
	insert into combat_stats (character_name, "timestamp", stats_data) values
		('Larsa', '2026-11-20 10:00+00', '{"total_kills":100,"max_hit":50,"monsters":{"Drudge":{"kills":60}}}'), ('Mule', null, '{"total_kills":1}');
	insert into combat_stats_sessions (character_name, session_id, "timestamp", stats_data) values
		('Larsa', 's1', '2026-11-20 10:00+00', '{"total_kills":30,"max_hit":50,"monsters":{"Drudge":{"kills":30}}}'),
		('Larsa', 's2', null, '{"total_kills":3,"max_hit":20}');
	insert into server_status (server_name, current_status) values ('Coldeve', 'up');
	insert into users (username, password_hash, is_admin, created_at) values ('asheron', '$2b$04$hash', true, '2020-01-01 00:00+00'), ('nuhmudira', '$2b$04$hash', false, null);`

// mustDatabase is a database of the earlier services, with data in it.
func mustDatabase(tb testing.TB, variation string) *pgxpool.Pool {
	tb.Helper()
	pool := storetest.New(tb)
	storetest.MustExec(tb, pool, legacySchema(tb))
	storetest.MustExec(tb, pool, earlier)
	storetest.MustExec(tb, pool, variation)
	return pool
}

// mustAdopt adopts and gives what was said.
func mustAdopt(tb testing.TB, pool *pgxpool.Pool) string {
	tb.Helper()
	said, err := adopt(tb, pool, false)
	if err != nil {
		tb.Fatalf("%v\n%s", err, said)
	}
	return said
}

func adopt(tb testing.TB, pool *pgxpool.Pool, check bool) (string, error) {
	var out bytes.Buffer
	err := Dereth(tb.Context(), pool, Options{Check: check, Out: &out, Now: func() time.Time { return noon }})
	return out.String(), err
}

// query gives the rows as text, one a line, columns separated by spaces.
func query(tb testing.TB, pool *pgxpool.Pool, sql string, args ...any) string {
	tb.Helper()
	rows, err := pool.Query(tb.Context(), sql, args...)
	if err != nil {
		tb.Fatal(err)
	}
	lines, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (string, error) {
		values, err := row.Values()
		return strings.TrimSuffix(fmt.Sprintln(values...), "\n"), err
	})
	if err != nil {
		tb.Fatalf("%v\n%s", err, sql)
	}
	return strings.Join(lines, "\n")
}

func want(tb testing.TB, pool *pgxpool.Pool, what, want, sql string) {
	tb.Helper()
	if got := query(tb, pool, sql); got != want {
		tb.Errorf("%s:\n%s\nwant\n%s", what, got, want)
	}
}

func mustOpen(tb testing.TB, url string) *pgxpool.Pool {
	tb.Helper()
	pool, err := store.Open(tb.Context(), store.Config{URL: url, Size: 4, Name: "adopt test"})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(pool.Close)
	return pool
}

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// record brings events into the database as a server does that has them in its
// log: it starts, records, and stops.
func record(tb testing.TB, pool *pgxpool.Pool, frames ...string) {
	tb.Helper()
	said := &bytes.Buffer{}
	m := start(tb, pool, slog.New(slog.NewTextHandler(said, nil)), frames...)
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if err := m.RunStore(stopped); err != nil {
		tb.Fatal(err)
	}
	if lag := m.Lag(); lag != 0 {
		tb.Fatalf("not everything was stored:\n%s", said)
	}
}

// sumUp runs a server until the old rows are summed up.
func sumUp(tb testing.TB, pool *pgxpool.Pool) {
	tb.Helper()
	said := &storetest.Log{}
	m := start(tb, pool, slog.New(slog.NewTextHandler(said, nil)))
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- m.RunStore(ctx) }()
	for end := time.Now().Add(3 * time.Minute); query(tb, pool, `select count(*) from backlog where finished_at is null`) != "0"; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			tb.Errorf("the old rows are not summed up:\n%s", said)
			break
		}
	}
	stop()
	if err := <-ended; err != nil {
		tb.Error(err)
	}
}

// start starts a server that has events in its log.
func start(tb testing.TB, pool *pgxpool.Pool, logger *slog.Logger, frames ...string) *tracker.Module {
	tb.Helper()
	dir := tb.TempDir()
	writeLog(tb, filepath.Join(dir, "eventlog", "world"), frames)
	m, err := tracker.New(tracker.Config{
		Settings: tracker.Settings{EventLogMaxBytes: 16 << 20, IdleMinutes: 5, TrackerPoolSize: 4, LogSync: time.Millisecond, ReadyMaxLag: 24 * time.Hour},
		DataDir:  dir, Pool: pool, Hub: live.New(live.Options{}), Logger: logger, Now: func() time.Time { return noon },
		Plugin:  func(*http.Request) error { return errors.New("no plugins") },
		Browser: func(*http.Request) (live.Client, error) { return live.Client{}, errors.New("no browsers") },
	})
	if err != nil {
		tb.Fatal(err)
	}
	if err := m.Start(tb.Context()); err != nil {
		tb.Fatal(err)
	}
	if err := m.Ready(tb.Context()); err != nil {
		tb.Errorf("the server is not ready: %v", err)
	}
	return m
}

func writeLog(tb testing.TB, dir string, frames []string) {
	tb.Helper()
	log, err := eventlog.Open(eventlog.Options{Dir: dir, MaxBytes: 16 << 20, Sync: time.Millisecond, Logger: quiet(), Now: time.Now})
	if err != nil {
		tb.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- log.Run(ctx) }()
	for i, frame := range frames {
		at := noon.Add(time.Duration(i) * time.Second)
		ev, _, err := event.Redecode([]byte(frame), at)
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := log.Append(tb.Context(), eventlog.Record{ReceivedAt: at, Kind: ev.Type, CharacterName: ev.CharacterName, Payload: ev.Payload}); err != nil {
			tb.Fatal(err)
		}
	}
	cancel()
	if err := <-ended; err != nil {
		tb.Fatal(err)
	}
}
