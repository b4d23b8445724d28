package tracker

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store"
	"overlord/store/storetest"
	"overlord/tracker/event"
)

// A time-lapse: evenings in which everybody hunts. The database itself makes the
// rows of the events, which takes a minute where plugins would take a month; all
// that the recorder derives from events, the recorder derives from these, by the
// same code and in the same order.
type lapse struct {
	pool    *pgxpool.Pool
	hunters int
	evening int       // telemetries of each hunter in an evening, one in 2 s
	days    int       // evenings so far
	end     time.Time // of the last one
}

// lapseBegin is when the first evening begins, and the time of day of all.
var lapseBegin = time.Date(2026, 4, 1, 19, 0, 0, 0, time.UTC)

// lapseBatch is how many events the recorder gets at once.
const lapseBatch = 20_000

// nextEvening makes another evening and records it.
func (l *lapse) nextEvening(tb testing.TB) {
	tb.Helper()
	from := lapseBegin.AddDate(0, 0, l.days)
	for _, table := range []string{"telemetry_events", "spawn_events"} {
		if err := (store.Partitioned{Table: table}).Ensure(tb.Context(), l.pool, from, from); err != nil {
			tb.Fatal(err)
		}
	}
	l.exec(tb, `insert into telemetry_events (character_name, char_tag, session_id, "timestamp", received_at, ew, ns, z, kills, kills_per_hour, onlinetime,
			deaths, total_deaths, rares_found, prismatic_taper_count, vt_state, mem_mb, cpu_pct, mem_handles, latency_ms)
		select 'Hunter ' || h, 'hunt-a', 's' || $1::timestamptz, at, at, h % 100 + 0.9 * sin(i / (20.0 + h % 7)), h % 90 + 0.7 * cos(i / 31.0), 0.1,
			i / 5, 1200, '01:02:03', (i + 37 * h) / 1200, 400, 1, 9000 - i + i / 900 * 700, 'Combat', 412.6, 7.8, 1511, 61.5
		from generate_series(0, $2 - 1) i, generate_series(1, $3) h, lateral (select $1::timestamptz + i * interval '2 seconds' + h * interval '3 milliseconds' as at) moment`,
		from, l.evening, l.hunters)
	l.exec(tb, `insert into spawn_events (character_name, mob, "timestamp", ew, ns, z)
		select 'Hunter ' || h, 'Mob ' || h % 60 + i % 3, $1::timestamptz + i * interval '10 seconds', h % 100 + (i * 7 % 12) / 10.0, h % 90 + (i * 5 % 12) / 10.0, 0.1
		from generate_series(0, $2 / 5 - 1) i, generate_series(1, $3) h`, from, l.evening, l.hunters)
	l.record(tb, from)
	l.days++
	l.end = from.Add(time.Duration(l.evening) * 2 * time.Second)
}

// record hands an evening to the recorder, in the order of time: everything that
// its transaction does but the COPY of the rows.
func (l *lapse) record(tb testing.TB, from time.Time) {
	tb.Helper()
	r := &recorder{pool: l.pool, logger: quiet(), now: time.Now}
	var w work
	flush := func() {
		if err := store.InTx(tb.Context(), l.pool, func(tx pgx.Tx) error { return r.writeRest(tb.Context(), tx, w) }); err != nil {
			tb.Fatal(err)
		}
		w.Entries = w.Entries[:0]
	}
	add := func(name string, at time.Time, body any) {
		if w.Entries = append(w.Entries, item{Event: &event.Event{CharacterName: name, Timestamp: at, ReceivedAt: at, Body: body}}); len(w.Entries) == lapseBatch {
			flush()
		}
	}
	var name, session, mob string
	var at time.Time
	var ew, ns, z, pace float64
	var kills int64
	var deaths, tapers int32
	l.each(tb, `select character_name, session_id, "timestamp", ew, ns, z, kills, kills_per_hour, deaths, prismatic_taper_count
		from telemetry_events where "timestamp" >= $1 order by "timestamp"`, from, []any{&name, &session, &at, &ew, &ns, &z, &kills, &pace, &deaths, &tapers}, func() {
		add(name, at, &event.Telemetry{SessionID: session, EW: ew, NS: ns, Z: event.Some(z), Kills: kills, KillsPerHour: event.Some(pace),
			Deaths: event.Some(deaths), PrismaticTaperCount: event.Some(tapers)})
	})
	l.each(tb, `select character_name, mob, "timestamp", ew, ns from spawn_events where "timestamp" >= $1 order by "timestamp"`, from,
		[]any{&name, &mob, &at, &ew, &ns}, func() { add(name, at, &event.Spawn{Mob: mob, EW: ew, NS: ns}) })
	for h := 1 + l.days%20; h <= l.hunters; h += 20 { // one in 20 evenings somebody is lucky
		add(fmt.Sprint("Hunter ", h), from.Add(time.Minute), &event.Rare{Name: "Pearl"})
	}
	flush()
}

func (l *lapse) each(tb testing.TB, sql string, from time.Time, columns []any, take func()) {
	tb.Helper()
	rows, err := l.pool.Query(tb.Context(), sql, from)
	if err == nil {
		_, err = pgx.ForEachRow(rows, columns, func() error { take(); return nil })
	}
	if err != nil {
		tb.Fatalf("%v in %s", err, sql)
	}
}

func (l *lapse) exec(tb testing.TB, sql string, args ...any) {
	tb.Helper()
	if _, err := l.pool.Exec(tb.Context(), sql, args...); err != nil {
		tb.Fatalf("%v in %s", err, sql)
	}
}

// lines are a statement's rows, each as text, sorted.
func (l *lapse) lines(tb testing.TB, sql string, args ...any) []string {
	tb.Helper()
	rows, err := l.pool.Query(tb.Context(), sql, args...)
	if err != nil {
		tb.Fatalf("%v in %s", err, sql)
	}
	lines, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (string, error) {
		values, err := row.Values()
		for i, v := range values {
			if at, is := v.(time.Time); is {
				values[i] = stamp(at.UTC())
			}
		}
		return line(values...), err
	})
	if err != nil {
		tb.Fatalf("%v in %s", err, sql)
	}
	slices.Sort(lines)
	return lines
}

// line is what stands in one line of both an answer and a scan.
func line(values ...any) string { return strings.TrimSuffix(fmt.Sprintln(values...), "\n") }

// lapseCase is a look back, and the plain scan of the events that gives the same.
type lapseCase struct {
	name, path string
	parameters []string
	plain      string
	args       []any
	// truth, where it is not the plain scan itself, gives the lines to expect; it
	// is not measured.
	truth func(testing.TB) []string
	// lines are the answer's, as text, in any order.
	lines func(testing.TB, []byte) []string
}

// asked is when all cases are asked: everybody has logged off.
func (l *lapse) asked() time.Time { return l.end.Add(30 * time.Minute) }

// cases are all looks back.
func (l *lapse) cases() []lapseCase {
	return slices.Concat(l.sumCases(), l.spawnCases(), l.wayCases())
}

// sumOfSessions is a plain scan of what each session came to in each stretch of
// time: counts of sessions only rise, so that what was added is the highest count
// less the highest of the stretch before.
const sumOfSessions = `
	select at, character_name, n, k - coalesce(lag(k) over w, 0) as kills, d - coalesce(lag(d) over w, first_d) as deaths
	from (select date_bin($3, "timestamp", '2001-01-01') as at, character_name, session_id, count(*) as n, max(kills) as k, max(deaths) as d, min(deaths) as first_d
		from telemetry_events where "timestamp" >= $1 and "timestamp" < $2 group by 1, 2, 3) s
	window w as (partition by character_name, session_id order by at)`

func (l *lapse) sumCases() []lapseCase {
	first, now := stamp(lapseBegin), l.asked()
	summary := func(tb testing.TB, body []byte) (lines []string) {
		for _, b := range mustParse[summaryAnswer](tb, body).Buckets {
			lines = append(lines, line(stamp(b.Timestamp), b.Samples, b.Kills, b.Deaths))
		}
		return lines
	}
	leaders := func(tb testing.TB, body []byte) (lines []string) {
		for _, c := range mustParse[struct{ Leaderboard []Leader }](tb, body).Leaderboard {
			lines = append(lines, line(c.CharacterName, c.Kills, c.Deaths))
		}
		return lines
	}
	const bySession = `select character_name, sum(k)::bigint, sum(d)::bigint from (select character_name, session_id, max(kills) k, max(deaths) - min(deaths) d
		from telemetry_events where "timestamp" >= $1 group by 1, 2) s group by 1`
	return []lapseCase{
		{name: "summary_of_one", path: "/history/summary", parameters: []string{"character", "Hunter 7", "bucket", "1h", "from", first, "to", stamp(l.end)}, lines: summary,
			plain: `select at, n, kills, deaths from (` + sumOfSessions + `) s where character_name = 'Hunter 7'`, args: []any{lapseBegin, l.end, time.Hour}},
		{name: "summary_of_all", path: "/history/summary", parameters: []string{"bucket", "1h", "from", first, "to", stamp(l.end)}, lines: summary,
			plain: `select at, sum(n)::bigint, sum(kills)::bigint, sum(deaths)::bigint from (` + sumOfSessions + `) s group by 1`, args: []any{lapseBegin, l.end, time.Hour}},
		{name: "leaderboards_24h", path: "/leaderboards", parameters: []string{"window", "24h"}, lines: leaders, plain: bySession, args: []any{now.Add(-oneDay)}},
		{name: "leaderboards_30d", path: "/leaderboards", parameters: []string{"window", "30d"}, lines: leaders, plain: bySession, args: []any{now.Add(-30 * oneDay)}},
	}
}

func (l *lapse) spawnCases() []lapseCase {
	heat := func(tb testing.TB, body []byte) (lines []string) {
		for _, p := range mustParse[struct {
			Points []SpawnPoint `json:"spawn_points"`
		}](tb, body).Points {
			lines = append(lines, line(math.Round(p.EW*10), math.Round(p.NS*10), p.Intensity))
		}
		return lines
	}
	mobs := func(tb testing.TB, body []byte) (lines []string) {
		for _, m := range mustParse[struct{ Mobs []MobCount }](tb, body).Mobs {
			lines = append(lines, line(m.Mob, m.Count))
		}
		return lines
	}
	const grid = `(round(ew::numeric, 1) * 10)::integer, (round(ns::numeric, 1) * 10)::integer`
	const cells = `select ` + grid + `, count(*) from spawn_events where "timestamp" >= $1 group by 1, 2`
	since := func(hours int) []any { return []any{hoursBefore(l.asked(), hours)} }
	return []lapseCase{
		{name: "heatmap_24h", path: "/spawns/heatmap", parameters: []string{"hours", "24"}, lines: heat, plain: cells, args: since(24)},
		{name: "heatmap_7d", path: "/spawns/heatmap", parameters: []string{"hours", "168"}, lines: heat, plain: cells, args: since(168)},
		{name: "heatmap_of_one_30d", path: "/spawns/heatmap", parameters: []string{"hours", "720", "mob", "Mob 4"}, lines: heat,
			plain: `select ` + grid + `, count(*) from spawn_events where "timestamp" >= $1 and mob = 'Mob 4' group by 1, 2`, args: since(720)},
		{name: "mobs_7d", path: "/spawns/mobs", parameters: []string{"hours", "168"}, lines: mobs,
			plain: `select mob, count(*) from spawn_events where "timestamp" >= $1 group by 1`, args: since(168)},
	}
}

// slotEnds are the last telemetries of each 10 s, which end at whole tens.
const slotEnds = `select distinct on (character_name, ceil(extract(epoch from "timestamp") / 10)) "timestamp", character_name, ew, ns, z from telemetry_events
	where "timestamp" > $1 and "timestamp" <= $2 order by character_name, ceil(extract(epoch from "timestamp") / 10), "timestamp" desc`

func (l *lapse) wayCases() []lapseCase {
	hour := l.end.Add(-min(time.Hour, l.end.Sub(lapseBegin.AddDate(0, 0, l.days-1))/2)).Truncate(10 * time.Second)
	since := l.asked().Add(-oneDay)
	return []lapseCase{
		{name: "trails_of_a_day", path: "/trails", parameters: []string{"seconds", "86400"}, args: []any{since},
			plain: `select distinct on (character_name, date_bin('288 seconds', "timestamp", $1)) "timestamp", character_name, ew, ns, z from telemetry_events
				where "timestamp" >= $1 order by character_name, date_bin('288 seconds', "timestamp", $1), "timestamp" desc`,
			lines: func(tb testing.TB, body []byte) []string {
				return trailLines(mustParse[struct{ Trails []TrailPoint }](tb, body).Trails)
			},
			truth: func(tb testing.TB) []string {
				return trailLines(thinTrails(l.points(tb, slotEnds, since, l.asked()), since, trailStep(oneDay)))
			}},
		{name: "replay_of_an_hour", path: "/replay", parameters: []string{"from", stamp(hour), "to", stamp(l.end)}, plain: slotEnds, args: []any{hour.Add(-10 * time.Second), l.end},
			lines: func(tb testing.TB, body []byte) (lines []string) {
				for k, frame := range mustParse[replayAnswer](tb, body).play(tb) {
					for name, at := range frame {
						lines = append(lines, line(k, name, at))
					}
				}
				return lines
			},
			truth: func(tb testing.TB) (lines []string) {
				for _, p := range l.points(tb, slotEnds, hour.Add(-10*time.Second), l.end) {
					k := int(p.Timestamp.Add(10*time.Second-1).Truncate(10*time.Second).Sub(hour) / (10 * time.Second))
					if !hour.Add(time.Duration(k) * 10 * time.Second).After(l.end) {
						lines = append(lines, line(k, p.CharacterName, [2]int64{int64(math.Round(p.EW * 1000)), int64(math.Round(p.NS * 1000))}))
					}
				}
				return lines
			}},
	}
}

// points are a plain scan's, each character's in the order of time.
func (l *lapse) points(tb testing.TB, sql string, args ...any) []TrailPoint {
	tb.Helper()
	rows, err := l.pool.Query(tb.Context(), sql, args...)
	if err != nil {
		tb.Fatal(err)
	}
	points, err := pgx.CollectRows(rows, pgx.RowToStructByPos[TrailPoint])
	if err != nil {
		tb.Fatal(err)
	}
	slices.SortStableFunc(points, func(a, b TrailPoint) int { return a.Timestamp.Compare(b.Timestamp) })
	return points
}

func trailLines(points []TrailPoint) (lines []string) {
	for _, p := range points {
		lines = append(lines, line(stamp(p.Timestamp.UTC()), p.CharacterName, p.EW, p.NS, *p.Z))
	}
	return lines
}

func mustParse[T any](tb testing.TB, body []byte) (v T) {
	tb.Helper()
	if err := json.Unmarshal(body, &v); err != nil {
		tb.Fatalf("%v in %.300s", err, body)
	}
	return v
}

// mustAgree holds an answer against the plain scan, line by line.
func (l *lapse) mustAgree(tb testing.TB, c lapseCase, body []byte) {
	tb.Helper()
	var want []string
	if c.truth == nil {
		want = l.lines(tb, c.plain, c.args...)
	} else {
		want = c.truth(tb)
		slices.Sort(want)
	}
	got := c.lines(tb, body)
	slices.Sort(got)
	if len(want) == 0 {
		tb.Errorf("%s: the plain scan finds nothing", c.name)
	}
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			tb.Fatalf("%s: %d lines, want %d as the plain scan; from line %d on they differ:\n got %q\nwant %q",
				c.name, len(got), len(want), i, got[min(i, len(got)):min(i+3, len(got))], want[min(i, len(want)):min(i+3, len(want))])
		}
	}
}

// What is answered from what the recorder summed up is what the plain scan of
// the events gives. The bench asks the same of a month.
func TestATimeLapseIsWhatThePlainScansSay(t *testing.T) {
	t.Parallel()
	l := &lapse{pool: storetest.New(t, Migrate), hunters: 24, evening: 300}
	for range 3 {
		l.nextEvening(t)
	}
	a := newAsker(t, l.pool, l.asked())
	for _, c := range l.cases() {
		status, body := a.ask(c.path, c.parameters...)
		if status != 200 {
			t.Errorf("%s: %d %.300s", c.name, status, body)
			continue
		}
		l.mustAgree(t, c, body)
	}
}
