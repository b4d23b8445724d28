package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/tracker/simulate"
)

// earlierRows are some days of six characters, with sessions over midnight, of an
// earlier service that stopped a minute ago.
const earlierRows = `
	insert into telemetry_events (character_name, session_id, "timestamp", received_at, ew, ns, z, kills, kills_per_hour, deaths, rares_found, prismatic_taper_count)
	select 'Old ' || c, 's' || ((i + 700) / 2000), at, at, c, i / 1000.0, 0, (i + 700) % 2000 / 3, 10, (i + 700) % 2000 / 500, 0, 5000 - (i + 700) % 2000
	from generate_series(1, 6) c, generate_series(0, 15999) i, lateral (select now() - interval '1 minute' - (15999 - i) * interval '43.2 s' as at) a;
	insert into spawn_events (character_name, mob, "timestamp", ew, ns, z)
	select 'Old 1', 'Mob ' || i % 7, now() - interval '1 minute' - i * interval '30 s', i % 50 / 4.0, i % 30 / 4.0, 0 from generate_series(1, 20000) i;
	insert into rare_events (character_name, name, "timestamp", ew, ns, z) select 'Old 2', 'Pearl', now() - i * interval '3 hours', 1, 2, 3 from generate_series(1, 60) i;
	insert into char_stats (character_name, total_kills) select 'Old ' || c, 100000 from generate_series(1, 6) c`

// backlogOf is how far the old rows are, as the server tells.
func backlogOf(p *process) (rows float64, finished bool) {
	var state struct {
		Backlog []struct {
			Rows       float64
			FinishedAt *time.Time `json:"finished_at"`
		}
	}
	p.get("/server-state", &state)
	finished = len(state.Backlog) == 2
	for _, s := range state.Backlog {
		rows += s.Rows
		finished = finished && s.FinishedAt != nil
	}
	return rows, finished
}

// After an adoption the old rows are summed up while plugins send and the server is
// killed again and again; what is then answered is what a plain scan of all rows
// gives, of the old ones and of those that came meanwhile.
func TestOldRowsAreSummedUpThroughKills(t *testing.T) {
	databases, command := mustEarlier(t)
	conn, err := pgx.Connect(t.Context(), valueOf(databases, "DATABASE_URL"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	if _, err := conn.Exec(t.Context(), earlierRows); err != nil {
		t.Fatal(err)
	}
	if said, err := command(nil, "adopt"); err != nil || !strings.Contains(said, "summed up in the background") {
		t.Fatalf("%v\n%s", err, said)
	}
	p := newProcess(t, databases[:2]...)
	p.start()
	load, stopLoad := context.WithCancel(t.Context())
	defer stopLoad()
	loaded := make(chan error, 1)
	go func() { loaded <- playSome(load, p) }()
	kills := 0
	for done := 0.0; ; {
		rows, finished := backlogOf(p)
		if finished {
			break
		}
		if rows > done && rows < 90_000 && kills < 4 { // a day more, of nine: the next one is on its way
			done = rows
			kills++
			p.kill()
			p.start()
		}
		time.Sleep(10 * time.Millisecond)
	}
	if kills < 2 {
		t.Errorf("it was killed %d times only", kills)
	}
	stopLoad()
	if err := <-loaded; err != nil {
		t.Errorf("the load ended with %v", err)
	}
	p.storesAll()
	p.stop()
	var fresh int
	if err := conn.QueryRow(t.Context(), `select count(*) from telemetry_events where character_name not like 'Old %'`).Scan(&fresh); err != nil || fresh == 0 {
		t.Errorf("%d rows came meanwhile, %v", fresh, err)
	}
	wantPlainScan(t, conn)
}

// playSome lets a few plugins play until ctx ends.
func playSome(ctx context.Context, p *process) error {
	r, err := simulate.New(simulate.Options{
		Clients: 8, Rate: 100 * time.Millisecond, Seed: 5, KeepTrying: true, Only: []string{"telemetry", "spawn", "rare"},
		URL: "ws://" + p.address + "/ws/position", Secret: testSecret,
	})
	if err != nil {
		return err
	}
	return r.Run(ctx)
}

// wantPlainScan holds the rollups against all rows of the tables.
func wantPlainScan(t *testing.T, conn *pgx.Conn) {
	t.Helper()
	scan, err := os.ReadFile(filepath.Join("tracker", "testdata", "plain-scan.sql"))
	if err != nil {
		t.Fatal(err)
	}
	for table, width := range map[string]time.Duration{"telemetry_5m": 5 * time.Minute, "telemetry_1h": time.Hour, "telemetry_1d": 24 * time.Hour} {
		want := mustLines(t, conn, string(scan), width)
		got := mustLines(t, conn, `select character_name, bucket, samples, kills, deaths, rares from `+table+` where samples + rares > 0 order by 1, 2`)
		mustBeSame(t, table, got, want)
	}
	want := mustLines(t, conn, `select date_bin('1 hour', "timestamp", '2001-01-01 00:00+00'), mob::text, round(ew::numeric * 10)::integer, round(ns::numeric * 10)::integer, count(*) from spawn_events group by 1, 2, 3, 4 order by 1, 2, 3, 4`)
	mustBeSame(t, "spawn_1h", mustLines(t, conn, `select hour, mob, ew, ns, spawns from spawn_1h order by 1, 2, 3, 4`), want)
}

func mustBeSame(t *testing.T, what string, got, want []string) {
	t.Helper()
	if len(want) < 10 {
		t.Errorf("%s: only %d rows are to be compared", what, len(want))
	}
	if slices.Equal(got, want) {
		return
	}
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Errorf("%s: %d rows, want %d; the first that differs is %q, want %q", what, len(got), len(want), got[min(i, len(got)-1)], want[i])
			return
		}
	}
	t.Errorf("%s: %d rows, want %d", what, len(got), len(want))
}

// mustLines gives rows as text.
func mustLines(t *testing.T, conn *pgx.Conn, sql string, args ...any) []string {
	t.Helper()
	rows, err := conn.Query(t.Context(), sql, args...)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (string, error) {
		values, err := row.Values()
		return fmt.Sprint(values...), err
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}
