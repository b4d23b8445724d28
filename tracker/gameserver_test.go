package tracker

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"overlord/store/storetest"
	"overlord/tracker/event"
)

// gameEvent is an event of a character at a time; with a latency, a telemetry.
func gameEvent(name string, at time.Time, latency float64) *event.Event {
	ev := &event.Event{Type: "chat", Family: event.FamilyChat, CharacterName: name, ReceivedAt: at, Body: &event.Chat{}}
	if latency > 0 {
		ev.Type, ev.Family, ev.Body = "telemetry", event.FamilyTelemetry, &event.Telemetry{LatencyMS: event.Some(latency)}
	}
	return ev
}

// evening plays events against a game server, second by second.
type evening struct {
	game *gameServer
	now  time.Time
}

func newEvening() *evening {
	e := &evening{newGameServer(), springEvening}
	e.game.start(e.now)
	return e
}

// pass lets seconds pass in each of which the characters send telemetry.
func (e *evening) pass(seconds int, latency float64, characters ...string) {
	for range seconds {
		e.now = e.now.Add(time.Second)
		for _, name := range characters {
			e.game.note(gameEvent(name, e.now, latency))
		}
		e.game.tick(e.now)
	}
}

// rows are the rows so far: when, in seconds since the start, and what.
func (e *evening) rows() (list []string) {
	for _, s := range e.game.health(e.now).History {
		list = append(list, fmt.Sprintf("%.0f %s %d", s.Timestamp.Sub(springEvening).Seconds(), s.Status, s.PlayerCount))
	}
	return list
}

func TestTheGameServersStates(t *testing.T) {
	t.Parallel()
	e := newEvening()
	e.pass(10, 0)
	if h := e.game.health(e.now); h.Status != "unknown" || len(h.History) != 0 || !h.Since.Equal(springEvening) || h.LatencyMS.P50 != nil {
		t.Errorf("before anybody came back: %+v", h)
	}
	e.pass(20, 60, "A", "B", "C")
	if h := e.game.health(e.now); h.Status != "up" || h.PlayerCount != 3 || *h.LatencyMS.P50 != 60 || *h.LatencyMS.P95 != 60 || h.Since.Sub(springEvening) != 11*time.Second {
		t.Errorf("with three online: %+v", h)
	}
	e.pass(320, 60, "A", "B", "C") // until 350
	e.pass(60, 501, "A", "B", "C") // degraded once most of a minute is
	e.pass(60, 60, "A", "B", "C")  // until 470
	e.pass(400, 0)                 // silence: offline after 30 s, forgotten after 5 minutes more
	e.pass(10, 60, "A", "B")       // until 880
	e.pass(40, 0)                  // two that left tell nothing
	want := []string{
		"11 up 3", "311 up 3", "381 degraded 3", "441 up 3", "501 down 0", "801 unknown 0", "871 up 2",
	}
	if got := e.rows(); !slices.Equal(got, want) {
		t.Errorf("rows\n%q, want\n%q", got, want)
	}
	if h := e.game.health(e.now); h.Status != "up" || h.PlayerCount != 0 {
		t.Errorf("after two left: %+v", h)
	}
}

// The contract's sentences, word by word, over everything that happened.
func TestTheGameServersStateIsTheContracts(t *testing.T) {
	t.Parallel()
	type report struct {
		name    string
		at      time.Time
		latency float64
	}
	rapid.Check(t, func(t *rapid.T) {
		e, all := newEvening(), []report{}
		for range rapid.IntRange(1, 6).Draw(t, "scenes") {
			names := []string{"A", "B", "C", "D"}[:rapid.IntRange(0, 4).Draw(t, "online")]
			latency, seconds := rapid.SampledFrom([]float64{0, 40, 499, 500, 501, 2000}).Draw(t, "latency"), rapid.SampledFrom([]int{1, 7, 29, 30, 31, 61, 299, 301, 331}).Draw(t, "seconds")
			for range seconds {
				e.pass(1, latency, names...)
				for _, n := range names {
					all = append(all, report{n, e.now, latency})
				}
			}
			online, lately, last, latencies := map[string]bool{}, map[string]bool{}, map[string]time.Time{}, []float64{}
			for _, r := range all {
				last[r.name] = r.at
				if r.latency > 0 && e.now.Sub(r.at) <= time.Minute {
					latencies = append(latencies, r.latency)
				}
			}
			for name, at := range last {
				online[name] = e.now.Sub(at) <= 30*time.Second
				lately[name] = e.now.Sub(at.Add(30*time.Second)) <= 5*time.Minute
			}
			count := func(m map[string]bool) (n int) {
				for _, is := range m {
					if is {
						n++
					}
				}
				return n
			}
			slices.Sort(latencies)
			want := "up"
			switch n := len(latencies); {
			case count(lately) == 0:
				want = "unknown"
			case count(lately) >= 3 && count(online) == 0:
				want = "down"
			case n > 0 && (latencies[(n-1)/2]+latencies[n/2])/2 > 500:
				want = "degraded"
			}
			h := e.game.health(e.now)
			if h.Status != want || h.PlayerCount != count(online) || (h.LatencyMS.P50 == nil) != (len(latencies) == 0) {
				t.Fatalf("%s with %d online, want %s with %d", h.Status, h.PlayerCount, want, count(online))
			}
		}
		history := e.game.health(e.now).History
		for i := 1; i < len(history); i++ {
			gap := history[i].Timestamp.Sub(history[i-1].Timestamp)
			if history[i].Status == history[i-1].Status && gap != 5*time.Minute || gap > 5*time.Minute {
				t.Fatalf("%s after %s of %s", history[i].Status, gap, history[i-1].Status)
			}
		}
	})
}

func TestPercentilesAreInterpolated(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		sorted   []float64
		p50, p95 float64
	}{{[]float64{7}, 7, 7}, {[]float64{1, 3}, 2, 2.9}, {[]float64{1, 2, 3, 4, 5}, 3, 4.8}} {
		if p50, p95 := percentile(c.sorted, 0.5), percentile(c.sorted, 0.95); math.Abs(p50-c.p50)+math.Abs(p95-c.p95) > 1e-9 {
			t.Errorf("%v: %v and %v", c.sorted, p50, p95)
		}
	}
}

func TestTheGameServersMemoryIsBounded(t *testing.T) {
	t.Parallel()
	e := newEvening()
	for i := range 2 * maxSeen {
		e.game.note(gameEvent(fmt.Sprint(i), e.now, 0))
	}
	for range 2 * maxLatencies {
		e.game.note(gameEvent("0", e.now, 1))
	}
	if len(e.game.seen) != maxSeen || len(e.game.latencies) != maxLatencies {
		t.Errorf("%d characters, %d latencies", len(e.game.seen), len(e.game.latencies))
	}
	e.now = e.now.Add(time.Hour)
	e.game.tick(e.now)
	if len(e.game.seen) != 0 || len(e.game.latencies) != 0 {
		t.Errorf("an hour later %d characters, %d latencies", len(e.game.seen), len(e.game.latencies))
	}
	for i := range maxHistory + 200 { // up and unknown by turns, no database
		e.now = e.now.Add(time.Second)
		e.game.seen = map[string]time.Time{}
		if i%2 == 0 {
			e.game.note(gameEvent("A", e.now, 0))
		}
		e.game.tick(e.now)
	}
	rows, last := e.game.toWrite()
	if len(e.game.history) != maxHistory || len(rows) != maxHistory {
		t.Errorf("%d rows, %d unwritten", len(e.game.history), len(rows))
	}
	e.game.written(last)
	if rows, _ := e.game.toWrite(); len(rows) != 0 {
		t.Errorf("%d rows are still unwritten", len(rows))
	}
	e.now = e.now.Add(2 * historyLength)
	if n := len(e.game.health(e.now).History); n != 0 {
		t.Errorf("two days later %d rows are shown", n)
	}
}

// gameWriting is a writer over a database.
func (e *evening) writer(db *house) *gameWriter {
	return &gameWriter{game: e.game, db: db.pool, now: func() time.Time { return e.now }, logger: quiet()}
}

func TestTheGameServersHistoryOutlivesARestart(t *testing.T) {
	h := &house{t: t, pool: storetest.New(t, Migrate)}
	try := func(e *evening, w *gameWriter) {
		t.Helper()
		if err := w.try(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	first := newEvening()
	w := first.writer(h)
	first.pass(320, 0, "A")
	first.pass(10, 700.5, "A", "B", "C")
	try(first, w)
	first.pass(1, 60, "A", "B", "C", "D")
	try(first, w)
	try(first, w)
	if n := h.count(`select count(*) from game_server_status`); n != 3 {
		t.Fatalf("%d rows: %q", n, first.rows())
	}
	if n := h.count(`select count(*) from game_server_status where status = 'degraded' and latency_ms_p50 = 700.5 and latency_ms_p95 = 700.5 and player_count = 3`); n != 1 {
		t.Errorf("the row's values are not there: %+v", first.game.history)
	}

	for name, late := range map[string]bool{"the database is there": false, "the database comes late": true} {
		again := newEvening()
		again.now = first.now.Add(time.Minute)
		again.game.start(again.now)
		w := again.writer(h)
		if !late {
			try(again, w)
		}
		again.pass(5, 0) // nobody is back yet: that makes no row
		again.pass(5, 900, "A", "B", "C")
		try(again, w)
		got := again.game.health(again.now)
		if got.Status != "degraded" || !got.Since.Equal(springEvening.Add(321*time.Second)) || len(got.History) < 3 || got.History[0].Status != "up" {
			t.Errorf("%s: %s since %s, %q", name, got.Status, got.Since, again.rows())
		}
	}

	later := newEvening()
	later.now = first.now.Add(time.Hour)
	later.game.start(later.now)
	w = later.writer(h)
	try(later, w)
	later.pass(1, 900, "A")
	if got := later.game.health(later.now); !got.Since.Equal(later.now) || got.Status != "degraded" {
		t.Errorf("an hour was not seen, but %s is since %s", got.Status, got.Since)
	}
	later.now = first.now.Add(48 * time.Hour)
	fresh := newEvening()
	fresh.now = later.now
	w = fresh.writer(h)
	try(fresh, w)
	if rows := fresh.rows(); len(rows) != 0 {
		t.Errorf("two days later %q are shown", rows)
	}
}

func TestTheGameServersRowsWaitForTheDatabase(t *testing.T) {
	server := storetest.Start(t)
	pool := mustPool(t, server)
	h := openHouse(t, pool, t.TempDir(), testSettings())
	server.Stop()
	plugin := h.plugin()
	plugin.send(`{"type":"telemetry","character_name":"A","session_id":"s","ew":1,"ns":1,"kills":1,"latency_ms":"61.5"}`)
	var answer map[string]any
	h.eventually("up", func() bool {
		var status int
		if status, answer = h.get("/server-health"); status != 200 {
			t.Fatalf("%d %v", status, answer)
		}
		return answer["status"] == "up"
	})
	history := answer["history"].([]any)
	if answer["latency_ms"].(map[string]any)["p50"] != 61.5 || answer["player_count"] != 1.0 || answer["since"] == nil || len(history) != 1 {
		t.Errorf("%v", answer)
	}
	server.Start()
	h.eventually("the row is stored", func() bool {
		return h.count(`select count(*) from game_server_status where status = 'up' and latency_ms_p50 = 61.5`) == 1
	})
	if _, now := h.get("/server-health?history=0"); now["status"] != answer["status"] || len(now["history"].([]any)) != 0 {
		t.Errorf("the present only: %v", now)
	}
	if status, _ := h.get("/server-health?history=maybe"); status != 400 {
		t.Errorf("no answer to history=maybe: %d", status)
	}
	if status, _ := h.get("/server-health?x=1"); status != 400 {
		t.Errorf("an unknown parameter: %d", status)
	}
}
