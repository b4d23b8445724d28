package tracker

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store/storetest"
	"overlord/tracker/live"
	"overlord/web/api"
	"overlord/web/webtest"
)

// asker asks the tracker's routes over a database at a moment of its own.
type asker struct {
	t      testing.TB
	now    time.Time
	site   *httptest.Server
	module *Module
}

func newAsker(t testing.TB, pool *pgxpool.Pool, now time.Time) *asker {
	t.Helper()
	a := &asker{t: t, now: now}
	m, err := New(Config{
		Settings: testSettings(), DataDir: t.TempDir(), Pool: pool, Hub: live.New(live.Options{}), Logger: quiet(),
		Now: func() time.Time { return a.now },
	})
	if err != nil {
		t.Fatal(err)
	}
	a.module, m.reading = m, patient
	router := chi.NewRouter()
	router.Use(api.Requests(quiet(), time.Now))
	m.Routes(router)
	a.site = httptest.NewServer(router)
	t.Cleanup(a.site.Close)
	return a
}

// ask gives the status and the body, which it holds against the description;
// parameters are pairs of name and value.
func (a *asker) ask(path string, parameters ...string) (int, []byte) {
	a.t.Helper()
	status, body := a.fetch(path, parameters...)
	var decoded any
	if err := json.Unmarshal(body, &decoded); err != nil {
		a.t.Fatalf("%s: %v", path, err)
	}
	webtest.AsDescribed(a.t, http.MethodGet, path, status, decoded)
	return status, body
}

// fetch is ask without a look at the body.
func (a *asker) fetch(path string, parameters ...string) (int, []byte) {
	a.t.Helper()
	query := url.Values{}
	for i := 0; i < len(parameters); i += 2 {
		query.Set(parameters[i], parameters[i+1])
	}
	answer, err := http.Get(a.site.URL + path + "?" + query.Encode())
	if err != nil {
		a.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	if answer.StatusCode == http.StatusServiceUnavailable && answer.Header.Get("Retry-After") == "" {
		a.t.Errorf("%s: 503 without Retry-After", path)
	}
	return answer.StatusCode, body
}

// mustAnswer decodes an answer that must be 200.
func mustAnswer[T any](a *asker, path string, parameters ...string) (answer T) {
	a.t.Helper()
	status, body := a.ask(path, parameters...)
	if status != http.StatusOK {
		a.t.Fatalf("%s %q: %d %s", path, parameters, status, body)
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		a.t.Fatalf("%s %q: %v in %s", path, parameters, err, body)
	}
	return answer
}

func stamp(t time.Time) string { return t.Format(time.RFC3339Nano) }

type historyAnswer struct {
	Data []map[string]any `json:"data"`
	Next *string          `json:"next"`
}

// lines are the rows of /history, one a line, by what the model knows of them.
func (h historyAnswer) lines() (lines []string) {
	for _, row := range h.Data {
		lines = append(lines, fmt.Sprint(row["timestamp"], row["character_name"], row["session_id"], row["kills"], row["deaths"], row["prismatic_taper_count"], row["kills_per_hour"]))
	}
	return lines
}

// history is what the model says /history answers.
func (c *chronicle) history(character string, from, to time.Time) (lines []string) {
	known := func(v float64) any {
		if v < 0 {
			return nil
		}
		return v
	}
	rows := slices.Clone(c.telemetry)
	slices.SortStableFunc(rows, func(a, b sentTelemetry) int { return a.at.Compare(b.at) })
	for _, s := range rows {
		if (character == "" || s.character == character) && !s.at.Before(from) && s.at.Before(to) {
			lines = append(lines, fmt.Sprint(stamp(s.at), s.character, s.session, float64(s.kills), known(float64(s.deaths)), known(float64(s.tapers)), known(s.pace)))
		}
	}
	return lines
}

func mustEqualLines(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %d lines, want %d\n got %s\nwant %s", what, len(got), len(want), strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

// TestHistoryOfAnEvening asks everything that looks back for one evening, and
// holds it against the model.
func TestHistoryOfAnEvening(t *testing.T) {
	b, c := newBench(t), &chronicle{}
	anEvening(b, c, beforeMidnight, 600)
	end := c.telemetry[len(c.telemetry)-1].at
	midnight := time.Date(2026, 5, 5, 0, 0, 0, 0, time.UTC)
	a := newAsker(t, b.pool, end.Add(time.Second))

	t.Run("rows", func(t *testing.T) {
		for _, name := range append([]string{"", "Nobody"}, oddNames...) {
			for _, span := range [][2]time.Time{{beforeMidnight, end}, {midnight, end}, {midnight.Add(-10 * time.Minute), midnight}, {end.Add(time.Hour), end.Add(2 * time.Hour)}} {
				got := mustAnswer[historyAnswer](a, "/history", "character", name, "from", stamp(span[0]), "to", stamp(span[1]))
				mustEqualLines(t, fmt.Sprintf("%q in %v", name, span), got.lines(), c.history(name, span[0], span[1]))
				if got.Next != nil {
					t.Error("there is a next page after everything")
				}
			}
		}
		got := mustAnswer[historyAnswer](a, "/history")
		mustEqualLines(t, "without parameters: the last day", got.lines(), c.history("", end.Add(-24*time.Hour), end.Add(time.Hour)))
	})
	t.Run("summary", func(t *testing.T) {
		for bucket, width := range map[string]time.Duration{"5m": 5 * time.Minute, "15m": 15 * time.Minute, "1h": time.Hour, "6h": 6 * time.Hour, "1d": 24 * time.Hour} {
			for _, name := range oddNames {
				checkSummary(a, c, name, bucket, width, beforeMidnight, end)
			}
			checkSummaryOfAll(a, c, bucket, width, midnight.Add(-width), midnight.Add(width))
		}
	})
	t.Run("leaderboards", func(t *testing.T) {
		for _, window := range []time.Duration{5 * time.Minute, 47 * time.Minute, 3 * time.Hour, 24 * time.Hour, 72 * time.Hour} {
			checkLeaders(a, c, window)
		}
	})
	t.Run("spawns", func(t *testing.T) {
		for _, hours := range []int{1, 24} {
			checkSpawns(a, c, hours)
		}
	})
}

type summaryAnswer struct {
	From, To time.Time
	Buckets  []SummaryBucket
}

func checkSummary(a *asker, c *chronicle, name, bucket string, width time.Duration, from, to time.Time) {
	a.t.Helper()
	got := mustAnswer[summaryAnswer](a, "/history/summary", "character", name, "bucket", bucket, "from", stamp(from), "to", stamp(to))
	if got.From.After(from) || got.To.Before(to) || got.From != got.From.Truncate(width) {
		a.t.Errorf("%s: the span %s to %s is not the whole buckets of %s to %s", bucket, got.From, got.To, from, to)
	}
	answered := map[time.Time]SummaryBucket{}
	for _, row := range got.Buckets {
		answered[row.Timestamp] = row
	}
	for at := got.From; at.Before(got.To); at = at.Add(width) {
		want := c.between(name, at, at.Add(width))
		row, ok := answered[at]
		if want.samples+want.rares == 0 && want.online == 0 {
			if ok {
				a.t.Errorf("%q %s %s: a bucket in which nothing was: %+v", name, bucket, at, row)
			}
			continue
		}
		checkBucket(a.t, fmt.Sprintf("%q %s %s", name, bucket, at), row, want)
		if last := int64(want.tapersLast); last >= 0 && (row.TapersLast == nil || *row.TapersLast != last) {
			a.t.Errorf("%q %s %s: tapers left %v, want %d", name, bucket, at, row.TapersLast, last)
		}
	}
}

func checkBucket(t testing.TB, what string, got SummaryBucket, want sums) {
	t.Helper()
	if int(got.Kills) != want.kills || int(got.KillsUnseen) != want.unseen || int(got.Deaths) != want.deaths || int(got.Rares) != want.rares || int(got.TapersUsed) != want.tapersUsed || int(got.Samples) != want.samples {
		t.Errorf("%s: %+v, want %+v", what, got, want)
	}
	if math.Abs(got.SecondsOnline-want.online.Seconds()) > 0.02 {
		t.Errorf("%s: %g s online, want %s", what, got.SecondsOnline, want.online)
	}
	if want.online > time.Minute && math.Abs(*got.KillsPerHour-float64(want.kills-want.unseen)/want.online.Hours()) > 0.1 {
		t.Errorf("%s: %g kills per hour, want %d in %s", what, *got.KillsPerHour, want.kills-want.unseen, want.online)
	}
	if want.online == 0 && got.KillsPerHour != nil {
		t.Errorf("%s: %g kills per hour in no time", what, *got.KillsPerHour)
	}
	if want.paceN > 0 && math.Abs(*got.KillsPerHourReported-want.paceSum/float64(want.paceN)) > 1e-6 {
		t.Errorf("%s: the plugin reported %g kills per hour, want %g", what, *got.KillsPerHourReported, want.paceSum/float64(want.paceN))
	}
}

func checkSummaryOfAll(a *asker, c *chronicle, bucket string, width time.Duration, from, to time.Time) {
	a.t.Helper()
	for _, row := range mustAnswer[summaryAnswer](a, "/history/summary", "bucket", bucket, "from", stamp(from), "to", stamp(to)).Buckets {
		var all sums
		for _, name := range c.characters() {
			one := c.between(name, row.Timestamp, row.Timestamp.Add(width))
			all.kills, all.deaths, all.rares = all.kills+one.kills, all.deaths+one.deaths, all.rares+one.rares
			all.unseen += one.unseen
			all.tapersUsed, all.samples, all.online = all.tapersUsed+one.tapersUsed, all.samples+one.samples, all.online+one.online
		}
		checkBucket(a.t, fmt.Sprintf("all %s %s", bucket, row.Timestamp), row, all)
		if row.TapersLast != nil {
			a.t.Errorf("all %s: the tapers of everybody are nobody's", bucket)
		}
	}
}

func checkLeaders(a *asker, c *chronicle, window time.Duration) {
	a.t.Helper()
	got := mustAnswer[struct {
		From        time.Time
		Leaderboard []Leader
	}](a, "/leaderboards", "window", api.FormatDuration(window))
	if since := a.now.Add(-window); got.From.After(since) || since.Sub(got.From) >= 5*time.Minute {
		a.t.Errorf("a window of %s begins at %s", window, got.From)
	}
	met := 0
	for _, name := range c.characters() {
		want := c.between(name, got.From, a.now.Add(time.Hour))
		if want.samples+want.rares > 0 {
			met++
		}
		for _, l := range got.Leaderboard {
			if l.CharacterName == name && (int(l.Kills) != want.kills || int(l.Deaths) != want.deaths || int(l.Rares) != want.rares || int(l.TapersUsed) != want.tapersUsed ||
				math.Abs(l.SecondsOnline-want.online.Seconds()) > 0.02) {
				a.t.Errorf("%s of %q: %+v, want %+v", window, name, l, want)
			}
		}
	}
	if len(got.Leaderboard) != met {
		a.t.Errorf("%s: %d characters, want %d", window, len(got.Leaderboard), met)
	}
	if !slices.IsSortedFunc(got.Leaderboard, func(x, y Leader) int { return int(y.Kills - x.Kills) }) {
		a.t.Errorf("%s: the most kills are not first", window)
	}
}

func checkSpawns(a *asker, c *chronicle, hours int) {
	a.t.Helper()
	checkSpawnsUntil(a, c, hours, time.Time{})
	checkSpawnsUntil(a, c, hours, a.now.Add(-150*time.Minute))
}

// checkSpawnsUntil asks for the hours up to the one that to lies in; zero: up to now.
func checkSpawnsUntil(a *asker, c *chronicle, hours int, to time.Time) {
	a.t.Helper()
	last, past := a.now, []string{}
	if !to.IsZero() {
		last, past = to, []string{"to", to.Format(time.RFC3339Nano)}
	}
	since, until := last.Truncate(time.Hour).Add(-time.Duration(hours)*time.Hour), last.Add(time.Hour-1).Truncate(time.Hour)
	for _, mob := range []string{"", "Mob 2", "No such mob"} {
		want, mobs := map[[2]int]int64{}, map[string]int64{}
		for _, s := range c.spawns {
			if s.at.Before(since) || !to.IsZero() && !s.at.Before(until) {
				continue
			}
			mobs[s.mob]++
			if mob == "" || s.mob == mob {
				want[[2]int{int(math.Round(s.ew * 10)), int(math.Round(s.ns * 10))}]++
			}
		}
		got := mustAnswer[struct {
			Points []SpawnPoint `json:"spawn_points"`
			Total  int          `json:"total_points"`
			Hours  int          `json:"hours_window"`
		}](a, "/spawns/heatmap", append(past, "hours", fmt.Sprint(hours), "mob", mob)...)
		if got.Total != len(want) || len(got.Points) != len(want) || got.Hours != hours {
			a.t.Errorf("%d hours of %q: %d points of %d, want %d", hours, mob, len(got.Points), got.Total, len(want))
		}
		for _, p := range got.Points {
			if cell := [2]int{int(math.Round(p.EW * 10)), int(math.Round(p.NS * 10))}; p.Intensity != want[cell] || p.EW != float64(cell[0])/10 {
				a.t.Errorf("%d hours of %q: %+v, want %d", hours, mob, p, want[cell])
			}
		}
		few := mustAnswer[struct {
			Points []SpawnPoint `json:"spawn_points"`
			Total  int          `json:"total_points"`
		}](a, "/spawns/heatmap", append(past, "hours", fmt.Sprint(hours), "mob", mob, "limit", "2")...)
		if few.Total != len(want) || len(few.Points) != min(2, len(want)) || len(want) > 0 && few.Points[0] != got.Points[0] {
			a.t.Errorf("with a limit of 2: %+v", few)
		}
		if mob != "" {
			continue
		}
		names := mustAnswer[struct{ Mobs []MobCount }](a, "/spawns/mobs", append(past, "hours", fmt.Sprint(hours))...)
		if len(names.Mobs) != len(mobs) {
			a.t.Errorf("%d hours: %d mobs, want %d", hours, len(names.Mobs), len(mobs))
		}
		for _, m := range names.Mobs {
			if m.Count != mobs[m.Mob] {
				a.t.Errorf("%d hours: %+v, want %d", hours, m, mobs[m.Mob])
			}
		}
	}
}

func TestPagesOfHistoryMissAndDoubleNothing(t *testing.T) {
	b, c := newBench(t), &chronicle{}
	at := beforeMidnight
	for i := range 40 {
		if i%3 != 0 {
			at = at.Add(time.Minute) // two in three have a time of their own
		}
		c.sendTelemetry(b, sentTelemetry{fmt.Sprintf("P%02d", i), "s", at, int64(i), -1, -1, -1, 1, 2})
	}
	b.record()
	// Rows that nothing tells apart, of an earlier service: no time of receipt.
	if _, err := b.pool.Exec(t.Context(), `insert into telemetry_events (character_name, session_id, "timestamp", ew, ns, kills)
		select 'Twin', 's', $1, 1, 2, 3 from generate_series(1, 9)`, beforeMidnight.Add(10*time.Minute)); err != nil {
		t.Fatal(err)
	}
	a := newAsker(t, b.pool, at.Add(time.Second))
	for _, limit := range []string{"1", "2", "4", "7", "48", "49", "50"} {
		counts, cursor, late, last := map[string]int{}, "", 0, ""
		for {
			page := mustAnswer[historyAnswer](a, "/history", "limit", limit, "cursor", cursor, "from", stamp(beforeMidnight), "to", stamp(at.Add(time.Second)))
			for _, row := range page.Data {
				if now := row["timestamp"].(string); now < last {
					t.Errorf("limit %s: %s comes after %s", limit, now, last)
				} else {
					last = now
				}
				counts[row["character_name"].(string)]++
			}
			if page.Next == nil {
				break
			}
			cursor = *page.Next
			// While we read, rows arrive: behind us and before us.
			if late++; late > 5 {
				continue
			}
			for _, when := range []time.Time{beforeMidnight, at.Add(time.Second / 2)} {
				if _, err := b.pool.Exec(t.Context(), `insert into telemetry_events (character_name, session_id, "timestamp", received_at, ew, ns, kills)
					values ('Late', 's', $1, now(), 1, 2, 3)`, when); err != nil {
					t.Fatal(err)
				}
			}
		}
		delete(counts, "Late")
		if counts["Twin"] != 9 || len(counts) != 41 {
			t.Errorf("limit %s: %d twins and %d characters, want 9 and 41", limit, counts["Twin"], len(counts))
		}
		for name, n := range counts {
			if name != "Twin" && n != 1 {
				t.Errorf("limit %s: %s is given %d times", limit, name, n)
			}
		}
		if _, err := b.pool.Exec(t.Context(), `delete from telemetry_events where character_name = 'Late'`); err != nil {
			t.Fatal(err)
		}
	}
	if status, body := a.ask("/history", "character", "P01", "cursor", *mustAnswer[historyAnswer](a, "/history", "limit", "1").Next); status != 400 || !strings.Contains(string(body), "cursor is none that this list gave with these parameters") {
		t.Errorf("a cursor of another query: %d %s", status, body)
	}
}

// Each bad parameter is refused by its name, and what would read too much is
// told how to narrow it: none of these reaches the database.
func TestHistoryRefusesBadParametersByName(t *testing.T) {
	a := newAsker(t, storetest.New(t, Migrate), epoch)
	const early, late = "2026-05-01T00:00:00Z", "2026-05-03T00:00:00Z"
	cases := []struct {
		path, field string
		parameters  []string
	}{
		{"/history", "from", []string{"from", "yesterday"}},
		{"/history", "from", []string{"from", late, "to", early}},
		{"/history", "from", []string{"from", early, "to", early}},
		{"/history", "to", []string{"to", "1"}},
		{"/history", "limit", []string{"limit", "0"}},
		{"/history", "limit", []string{"limit", "5001"}},
		{"/history", "cursor", []string{"cursor", "x"}},
		{"/history", "cursor", []string{"cursor", "e30"}},
		{"/history", "character", []string{"character", "a\x00"}},
		{"/history", "offset", []string{"offset", "3"}},
		{"/history/summary", "bucket", []string{"bucket", "1m"}},
		{"/history/summary", "bucket", []string{"bucket", "7m"}},
		{"/history/summary", "bucket", []string{"bucket", "32d"}},
		{"/history/summary", "bucket", []string{"bucket", "5m", "character", "A", "from", "2026-01-01T00:00:00Z", "to", late}},
		{"/history/summary", "from", []string{"bucket", "5m", "from", "2026-04-20T00:00:00Z", "to", late}},
		{"/history/summary", "from", []string{"bucket", "1h", "from", "2026-01-01T00:00:00Z", "to", late}},
		{"/history/summary", "from", []string{"bucket", "7d", "from", "1990-01-01T00:00:00Z", "to", late}},
		{"/history/summary", "limit", []string{"limit", "5"}},
		{"/leaderboards", "window", []string{"window", "1s"}},
		{"/leaderboards", "window", []string{"window", "day"}},
		{"/leaderboards", "windows", []string{"windows", "24h"}},
		{"/spawns/heatmap", "hours", []string{"hours", "0"}},
		{"/spawns/heatmap", "hours", []string{"hours", "169"}},
		{"/spawns/heatmap", "hours", []string{"hours", "8785", "mob", "Drudge"}},
		{"/spawns/heatmap", "limit", []string{"limit", "-1"}},
		{"/spawns/heatmap", "mobs", []string{"mobs", "Drudge"}},
		{"/spawns/mobs", "hours", []string{"hours", "many"}},
		{"/spawns/mobs", "mob", []string{"mob", "Drudge"}},
	}
	for _, c := range cases {
		status, body := a.ask(c.path, c.parameters...)
		var answer struct {
			Error struct{ Code, Message, Field string }
		}
		if err := json.Unmarshal(body, &answer); err != nil || status != 400 || answer.Error.Code != "invalid" || answer.Error.Field != c.field {
			t.Errorf("%s %q: %d %s, want 400 for %s", c.path, c.parameters, status, body, c.field)
		}
	}
	for _, path := range []string{"/history", "/history/summary", "/leaderboards", "/spawns/heatmap", "/spawns/mobs"} {
		if status, body := a.ask(path); status != 200 || !strings.Contains(string(body), `":[]`) {
			t.Errorf("%s of an empty database: %d %s", path, status, body)
		}
	}
}

func TestHistoryIsUnavailableQuicklyWhileTheDatabaseIsAway(t *testing.T) {
	server := storetest.Start(t)
	a := newAsker(t, storetestPool(t, server.URL("dereth")), epoch)
	server.Stop()
	a.wantUnavailable()
}

// A database may be there and say nothing: its disk hangs, or the network.
func TestHistoryIsUnavailableQuicklyWhileTheDatabaseIsSilent(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0") // nobody accepts
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	newAsker(t, storetestPool(t, "postgres://x@"+silent.Addr().String()+"/dereth"), epoch).wantUnavailable()
}

func (a *asker) wantUnavailable() {
	a.t.Helper()
	a.module.reading = inASecond(a.t)
	for _, path := range []string{"/history", "/history/summary", "/leaderboards", "/spawns/heatmap", "/spawns/mobs", "/trails", "/replay"} {
		status, body := a.ask(path)
		if status != 503 || !strings.Contains(string(body), `"unavailable"`) {
			a.t.Errorf("%s: %d %s", path, status, body)
		}
	}
}

func TestBucketsBeginAtWholeMultiplesInUTC(t *testing.T) {
	for _, c := range []struct {
		width    time.Duration
		at, want string
	}{
		{5 * time.Minute, "2026-05-04T18:04:59.999999Z", "2026-05-04T18:00:00Z"},
		{5 * time.Minute, "2026-05-04T18:05:00Z", "2026-05-04T18:05:00Z"},
		{6 * time.Hour, "2026-05-04T23:59:59Z", "2026-05-04T18:00:00Z"},
		{24 * time.Hour, "2026-05-04T23:59:59Z", "2026-05-04T00:00:00Z"},
		{7 * 24 * time.Hour, "2026-05-10T23:59:59Z", "2026-05-04T00:00:00Z"}, // a Monday
		{7 * 24 * time.Hour, "2000-12-31T23:59:59Z", "2000-12-25T00:00:00Z"},
		{time.Hour, "0001-01-01T00:30:00Z", "0001-01-01T00:00:00Z"},
	} {
		at, err := time.Parse(time.RFC3339Nano, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := floorBucket(at, c.width).Format(time.RFC3339Nano); got != c.want {
			t.Errorf("%s by %s: %s, want %s", c.at, c.width, got, c.want)
		}
	}
}
