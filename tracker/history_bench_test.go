package tracker

import (
	"net/http"
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

// newBenchLapse makes a month of evenings.
func newBenchLapse(b *testing.B) *lapse {
	rows := benchHistoryRows
	if text := os.Getenv("OVERLORD_BENCH_ROWS"); text != "" {
		var err error
		if rows, err = strconv.Atoi(text); err != nil || rows < benchHistoryRows {
			b.Fatalf("OVERLORD_BENCH_ROWS is %q; it wants a whole number from %d", text, benchHistoryRows)
		}
	}
	days := max(1, min(benchHunterDays, rows/(benchHunters*1800)))
	l := &lapse{pool: benchPool(b), hunters: benchHunters, evening: (rows + benchHunters*days - 1) / benchHunters / days}
	begin := time.Now()
	for range days {
		l.nextEvening(b)
	}
	l.exec(b, `vacuum analyze`)
	b.Logf("%d telemetry rows of %d characters in %d evenings, made and recorded in %s", days*l.evening*benchHunters, benchHunters, days, time.Since(begin).Round(time.Second))
	return l
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

// BenchmarkHistory measures what looks back, whole answers over HTTP, beside
// the plain scan that gives the same from the events: first that both do say the
// same, then the answer's time by the scan's.
func BenchmarkHistory(b *testing.B) {
	l := newBenchLapse(b)
	a := newAsker(b, l.pool, l.asked())
	for _, c := range l.cases() {
		b.Run(c.name, func(b *testing.B) {
			_, body := a.ask(c.path, c.parameters...)
			l.mustAgree(b, c, body)
			plain := l.plain(b, c.plain, c.args...)
			var size int
			for b.Loop() {
				size = a.take(c.path, c.parameters...)
			}
			reportRatio(b, plain)
			b.ReportMetric(float64(size)/1000, "kB")
		})
	}
	b.Run("history_page_in_the_middle", func(b *testing.B) { benchPage(b, l, a) })
}

// reportRatio tells of a run beside the plain scan.
func reportRatio(b *testing.B, plain time.Duration) {
	took := b.Elapsed() / time.Duration(b.N)
	b.ReportMetric(float64(plain.Microseconds())/1000, "plain_ms")
	b.ReportMetric(float64(took.Microseconds())/1000, "answer_ms")
	b.ReportMetric(took.Seconds()/plain.Seconds(), "ratio")
}

// take asks and gives the length of the answer, without a look at it.
func (a *asker) take(path string, parameters ...string) int {
	a.t.Helper()
	status, body := a.fetch(path, parameters...)
	if status != http.StatusOK {
		a.t.Fatalf("%d %.300s", status, body)
	}
	return len(body)
}

// benchPage measures a page of /history far from the begin, beside the same
// page by OFFSET.
func benchPage(b *testing.B, l *lapse, a *asker) {
	from, to := stamp(lapseBegin), stamp(l.end)
	var at time.Time
	var name string
	err := l.pool.QueryRow(b.Context(), `select "timestamp", character_name from telemetry_events order by 1, 2 offset (select count(*) / 2 from telemetry_events) limit 1`).Scan(&at, &name)
	if err != nil {
		b.Fatal(err)
	}
	q, err := api.ParseQuery(httptest.NewRequest("GET", "/history?"+url.Values{"from": {from}, "to": {to}}.Encode(), nil), "from", "to")
	if err != nil {
		b.Fatal(err)
	}
	var kills int64
	var session string
	if err := l.pool.QueryRow(b.Context(), `select session_id, kills from telemetry_events where "timestamp" = $1 and character_name = $2`, at, name).Scan(&session, &kills); err != nil {
		b.Fatal(err)
	}
	cursor, err := q.NextCursor("history", historyCursor{At: at.UTC(), Name: name, Received: at.UTC(), Session: session, Kills: kills, Given: 1})
	if err != nil {
		b.Fatal(err)
	}
	const page = `select "timestamp", character_name, kills from telemetry_events order by 1, 2 offset (select count(*) / 2 + 1 from telemetry_events) limit 1000`
	_, body := a.ask("/history", "from", from, "to", to, "cursor", cursor)
	l.mustAgree(b, lapseCase{name: "history", plain: page, lines: func(tb testing.TB, body []byte) (lines []string) {
		for _, row := range mustParse[struct{ Data []HistoryRow }](tb, body).Data {
			lines = append(lines, line(stamp(row.Timestamp), row.CharacterName, row.Kills))
		}
		return lines
	}}, body)
	plain := l.plain(b, page)
	for b.Loop() {
		a.take("/history", "from", from, "to", to, "cursor", cursor)
	}
	reportRatio(b, plain)
}

// plain is the quicker of two runs of the plain scan, its rows included.
func (l *lapse) plain(b *testing.B, sql string, args ...any) time.Duration {
	b.Helper()
	best := time.Duration(0)
	for range 2 {
		begin := time.Now()
		l.exec(b, sql, args...)
		if took := time.Since(begin); best == 0 || took < best {
			best = took
		}
	}
	return best
}
