package tracker

import (
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"os"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store/storetest"
	"overlord/web/api"
)

const (
	// benchHistoryRows of telemetry, unless OVERLORD_BENCH_ROWS says otherwise: a
	// month of everybody's evenings are 20 million.
	benchHistoryRows = 600_000

	benchHunters    = 200
	benchHunterDays = 30
)

// benchMonth begins the simulated month; everybody plays from 19:00 UTC on.
var benchMonth = time.Date(2026, 4, 1, 19, 0, 0, 0, time.UTC)

// benchHistory is a database with a month of telemetry and spawns, made by the
// database itself, and with the rollups of both.
type benchHistory struct {
	pool *pgxpool.Pool
	end  time.Time // of the last evening
	days int
}

func newBenchHistory(b *testing.B) benchHistory {
	rows := benchHistoryRows
	if text := os.Getenv("OVERLORD_BENCH_ROWS"); text != "" {
		var err error
		if rows, err = strconv.Atoi(text); err != nil || rows < benchHistoryRows {
			b.Fatalf("OVERLORD_BENCH_ROWS is %q; it wants a whole number from %d", text, benchHistoryRows)
		}
	}
	h := benchHistory{pool: benchPool(b), days: max(1, min(benchHunterDays, rows/(benchHunters*1800)))}
	samples := rows / benchHunters / h.days
	h.end = benchMonth.AddDate(0, 0, h.days-1).Add(time.Duration(samples) * 2 * time.Second)
	for day := range h.days {
		h.fill(b, benchMonth.AddDate(0, 0, day), samples)
	}
	for _, sql := range []string{
		`insert into telemetry_1h select character_name, date_bin('1 hour', bucket, '2001-01-01'), sum(samples), sum(online_ms), sum(kills) from telemetry_5m group by 1, 2`,
		`insert into telemetry_1d select character_name, date_bin('1 day', bucket, '2001-01-01'), sum(samples), sum(online_ms), sum(kills) from telemetry_5m group by 1, 2`,
		`insert into spawn_cells_1h select hour, ew, ns, sum(spawns) from spawn_1h group by 1, 2, 3`,
		`insert into spawn_mobs_1h select hour, mob, sum(spawns) from spawn_1h group by 1, 2`,
		`vacuum analyze`,
	} {
		h.exec(b, sql)
	}
	b.Logf("%d telemetry rows of %d characters in %d days", h.days*samples*benchHunters, benchHunters, h.days)
	return h
}

// benchPool is a database whose tables are on disk: a month is more than what
// the tests' folder in memory holds everywhere.
func benchPool(b *testing.B) *pgxpool.Pool {
	b.Helper()
	dir, err := os.MkdirTemp("", "bench") // not b.TempDir, which only its owner may enter
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = os.RemoveAll(dir) })
	pool := storetest.New(b)
	var data string
	if err := pool.QueryRow(b.Context(), `show data_directory`).Scan(&data); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(data)
	if err != nil {
		b.Fatal(err)
	}
	if owner, ok := info.Sys().(*syscall.Stat_t); ok && os.Geteuid() == 0 { // root's tests run the server as somebody else
		if err := os.Chown(dir, int(owner.Uid), int(owner.Gid)); err != nil {
			b.Fatal(err)
		}
	}
	for _, sql := range []string{
		`create tablespace bench location '` + dir + `'`,
		`do $$ begin execute format('alter database %I set default_tablespace = bench', current_database()); end $$`,
	} {
		if _, err := pool.Exec(b.Context(), sql); err != nil {
			b.Fatal(err)
		}
	}
	pool.Reset() // for connections that know it
	if err := Migrate(b.Context(), pool); err != nil {
		b.Fatal(err)
	}
	return pool
}

// fill makes one evening: everybody hunts at a place of their own, and every
// fifth telemetry a monster appears.
func (h benchHistory) fill(b *testing.B, from time.Time, samples int) {
	b.Helper()
	for _, table := range []string{"telemetry_events", "spawn_events"} {
		h.exec(b, `create table `+table+`_`+from.Format("20060102")+` partition of `+table+` for values from ('`+
			from.Format(time.DateOnly)+`') to ('`+from.AddDate(0, 0, 1).Format(time.DateOnly)+`')`)
	}
	h.exec(b, `insert into telemetry_events (character_name, char_tag, session_id, "timestamp", received_at, ew, ns, z, kills, kills_per_hour, onlinetime,
			deaths, total_deaths, rares_found, prismatic_taper_count, vt_state, mem_mb, cpu_pct, mem_handles, latency_ms)
		select 'Hunter ' || h, 'hunt-a', 's' || $1::timestamptz, at, at, h % 100 + 0.9 * sin(i / (20.0 + h % 7)), h % 90 + 0.7 * cos(i / 31.0), 0.1,
			i / 5, 1200, '01:02:03', 0, 400, 1, 9000 - i, 'Combat', 412.6, 7.8, 1511, 61.5
		from generate_series(0, $2 - 1) i, generate_series(1, $3) h, lateral (select $1::timestamptz + i * interval '2 seconds' + h * interval '3 milliseconds' as at) moment`,
		from, samples, benchHunters)
	h.exec(b, `insert into spawn_events (character_name, mob, "timestamp", ew, ns, z)
		select 'Hunter ' || h, 'Mob ' || h % 60 + i % 3, $1::timestamptz + i * interval '10 seconds', h % 100 + (i * 7 % 12) / 10.0, h % 90 + (i * 5 % 12) / 10.0, 0.1
		from generate_series(0, $2 / 5 - 1) i, generate_series(1, $3) h`, from, samples, benchHunters)
	h.exec(b, `insert into telemetry_5m (character_name, bucket, samples, online_ms, kills, last_at)
		select character_name, date_bin('5 minutes', "timestamp", '2001-01-01'), count(*), count(*) * 2000, max(kills) - min(kills), max("timestamp")
		from telemetry_events where "timestamp" >= $1 group by 1, 2`, from)
	h.exec(b, `insert into spawn_1h select date_trunc('hour', "timestamp"), mob, round(ew * 10), round(ns * 10), count(*)
		from spawn_events where "timestamp" >= $1 group by 1, 2, 3, 4`, from)
}

func (h benchHistory) exec(b *testing.B, sql string, args ...any) {
	b.Helper()
	if _, err := h.pool.Exec(b.Context(), sql, args...); err != nil {
		b.Fatalf("%v in %s", err, sql)
	}
}

// BenchmarkHistory measures what looks back, whole answers over HTTP, beside
// the plain scan that gives the same from the events. The ratio is the answer's
// time by the scan's.
func BenchmarkHistory(b *testing.B) {
	h := newBenchHistory(b)
	a := newAsker(b, h.pool, h.end)
	first, evening, day := stamp(benchMonth), stamp(h.end.Add(-time.Hour)), h.end.Add(-24*time.Hour)
	cases := []struct {
		name, path string
		parameters []string
		plain      string
		args       []any
	}{
		{"summary_of_one", "/history/summary", []string{"character", "Hunter 7", "bucket", "1h", "from", first, "to", stamp(h.end)},
			`select date_bin('1 hour', "timestamp", '2001-01-01'), session_id, count(*), max(kills) - min(kills), max(deaths) - min(deaths), avg(kills_per_hour)
				from telemetry_events where character_name = 'Hunter 7' and "timestamp" between $1 and $2 group by 1, 2`, []any{benchMonth, h.end}},
		{"summary_of_all", "/history/summary", []string{"bucket", "1h", "from", first, "to", stamp(h.end)},
			`select b, sum(k), sum(n) from (select date_bin('1 hour', "timestamp", '2001-01-01') b, character_name, session_id, count(*) n, max(kills) - min(kills) k
				from telemetry_events where "timestamp" between $1 and $2 group by 1, 2, 3) x group by 1`, []any{benchMonth, h.end}},
		{"leaderboards_24h", "/leaderboards", []string{"window", "24h"},
			`select character_name, sum(k) from (select character_name, session_id, max(kills) - min(kills) k from telemetry_events
				where "timestamp" >= $1 group by 1, 2) x group by 1`, []any{day}},
		{"leaderboards_30d", "/leaderboards", []string{"window", "30d"},
			`select character_name, sum(k) from (select character_name, session_id, max(kills) - min(kills) k from telemetry_events
				where "timestamp" >= $1 group by 1, 2) x group by 1`, []any{h.end.AddDate(0, 0, -30)}},
		{"heatmap_24h", "/spawns/heatmap", []string{"hours", "24"},
			`select round(ew::numeric, 1), round(ns::numeric, 1), count(*) from spawn_events where "timestamp" >= $1 group by 1, 2`, []any{day}},
		{"heatmap_7d", "/spawns/heatmap", []string{"hours", "168"},
			`select round(ew::numeric, 1), round(ns::numeric, 1), count(*) from spawn_events where "timestamp" >= $1 group by 1, 2`, []any{h.end.AddDate(0, 0, -7)}},
		{"mobs_7d", "/spawns/mobs", []string{"hours", "168"},
			`select mob, count(*) from spawn_events where "timestamp" >= $1 group by 1`, []any{h.end.AddDate(0, 0, -7)}},
		{"trails_of_a_day", "/trails", []string{"seconds", "86400"},
			`select distinct on (character_name, date_bin('576 seconds', "timestamp", $1)) "timestamp", character_name, ew, ns from telemetry_events
				where "timestamp" >= $1 order by character_name, date_bin('576 seconds', "timestamp", $1), "timestamp" desc`, []any{day}},
		{"replay_of_an_hour", "/replay", []string{"from", evening, "to", stamp(h.end)},
			`select distinct on (character_name, date_bin('10 seconds', "timestamp", $1)) "timestamp", character_name, ew, ns from telemetry_events
				where "timestamp" between $1 and $2 order by character_name, date_bin('10 seconds', "timestamp", $1), "timestamp" desc`, []any{h.end.Add(-time.Hour), h.end}},
	}
	for _, c := range cases {
		b.Run(c.name, func(b *testing.B) {
			plain := h.plain(b, c.plain, c.args)
			var size int
			for b.Loop() {
				status, body := a.ask(c.path, c.parameters...)
				if status != 200 || !json.Valid(body) {
					b.Fatalf("%d %.300s", status, body)
				}
				size = len(body)
			}
			took := b.Elapsed() / time.Duration(b.N)
			b.ReportMetric(float64(plain.Microseconds())/1000, "plain_ms")
			b.ReportMetric(float64(took.Microseconds())/1000, "answer_ms")
			b.ReportMetric(took.Seconds()/plain.Seconds(), "ratio")
			b.ReportMetric(float64(size)/1000, "kB")
		})
	}
	b.Run("history_page_in_the_middle", func(b *testing.B) { benchPage(b, h, a) })
}

// benchPage measures a page of /history far from the begin, beside the same
// page by OFFSET.
func benchPage(b *testing.B, h benchHistory, a *asker) {
	offset := h.end.Sub(benchMonth) / 2
	plain := h.plain(b, `select * from telemetry_events where "timestamp" >= $1 order by "timestamp", character_name
		offset (select count(*) / 2 from telemetry_events) limit 1000`, []any{benchMonth})
	q, err := api.ParseQuery(httptest.NewRequest("GET", "/history?"+url.Values{"from": {stamp(benchMonth)}, "to": {stamp(h.end)}}.Encode(), nil), "from", "to")
	if err != nil {
		b.Fatal(err)
	}
	cursor, err := q.NextCursor("history", historyCursor{At: benchMonth.Add(offset), Name: "Hunter 7", Received: benchMonth.Add(offset), Given: 1})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if status, body := a.ask("/history", "from", stamp(benchMonth), "to", stamp(h.end), "cursor", cursor); status != 200 {
			b.Fatalf("%d %.300s", status, body)
		}
	}
	took := b.Elapsed() / time.Duration(b.N)
	b.ReportMetric(float64(plain.Microseconds())/1000, "plain_ms")
	b.ReportMetric(float64(took.Microseconds())/1000, "answer_ms")
	b.ReportMetric(took.Seconds()/plain.Seconds(), "ratio")
}

// plain is the quicker of two runs of the plain scan.
func (h benchHistory) plain(b *testing.B, sql string, args []any) time.Duration {
	b.Helper()
	best := time.Duration(0)
	for range 2 {
		begin := time.Now()
		h.exec(b, sql, args...)
		if took := time.Since(begin); best == 0 || took < best {
			best = took
		}
	}
	return best
}
