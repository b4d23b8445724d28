package tracker

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"overlord/tracker/event"
)

// Of each slot the ways keep where the character was at its end, however late
// single telemetries come, and they keep nothing that was not told.
func TestWaysKeepTheEndOfEachSlot(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var told []wayPlace
		kept, last := ways{}, event.Opt[wayPlace]{}
		at := springEvening
		for i := range rapid.IntRange(1, 120).Draw(t, "telemetries") {
			at = at.Add(time.Duration(rapid.IntRange(0, 15_000_000).Draw(t, "pause")) * time.Microsecond)
			p := wayPlace{at: at, ew: float64(i), ns: -float64(i)}
			if rapid.IntRange(0, 4).Draw(t, "late") == 0 {
				p.at = at.Add(-time.Duration(rapid.IntRange(0, 40_000).Draw(t, "by")) * time.Millisecond)
			}
			if i%3 == 0 {
				p.z = event.Some(float64(i) / 7)
			}
			told = append(told, p)
			last = event.Some(kept.follow("A", last, p))
		}
		var places []wayPlace
		for _, key := range sortedBuckets(kept) {
			if len(kept[key]) > maxWayBytes {
				t.Fatalf("%d bytes in 5 minutes", len(kept[key]))
			}
			places = append(places, appendPlaces(nil, key.bucket, kept[key])...)
		}
		if !slices.IsSortedFunc(places, func(a, b wayPlace) int { return a.at.Compare(b.at) }) {
			t.Fatal("the places are not in the order of time")
		}
		places = append(places, last.V)
		ends := map[int64]wayPlace{}
		for _, p := range told {
			if end, met := ends[slotNumber(p.at)]; !met || !p.at.Before(end.at) {
				ends[slotNumber(p.at)] = p
			}
		}
		for slot, want := range ends {
			var got wayPlace
			for _, p := range places {
				if slotNumber(p.at) == slot {
					got = p
				}
			}
			if got != want {
				t.Fatalf("at the end of slot %d: %+v, want %+v", slot, got, want)
			}
		}
		for _, p := range places {
			if !slices.Contains(told, p) {
				t.Fatalf("%+v was never told", p)
			}
		}
	})
}

// slotNumber counts slots that end at whole tens of seconds.
func slotNumber(at time.Time) int64 {
	n := int64(math.Floor(float64(at.UnixMicro()) / 1e7))
	if at.UnixMicro()%1e7 == 0 {
		n--
	}
	return n
}

// A row of 5 minutes stays small, whatever a plugin's clock does.
func TestAWayStaysSmall(t *testing.T) {
	b := newBench(t)
	for i := range 600 {
		b.at = epoch
		b.accept(`{"type":"telemetry","character_name":"A","session_id":"s","ew":1,"ns":2,"kills":0,"timestamp":%q}`, stamp(epoch.Add(time.Duration(20*(i%2)+i/100)*time.Second)))
		if i%50 == 49 {
			b.record()
		}
	}
	b.want("bytes", "true", fmt.Sprintf(`select bool_and(octet_length(places) between 28 and %d) from way_5m`, maxWayBytes))
	b.want("events", "600 0", `select (select count(*) from telemetry_events), (select count(*) from parked_events)`)
}

// What was stored before there were ways, or by somebody else, is shown all the
// same.
func TestTelemetryWithoutWaysIsShown(t *testing.T) {
	b, c := newBench(t), &chronicle{}
	begin := epoch.Truncate(time.Minute)
	for i := range 600 {
		c.sendTelemetry(b, sentTelemetry{"A", "s", begin.Add(time.Duration(i) * 3 * time.Second), 0, -1, -1, -1, float64(i % 17), float64(i) / 8})
	}
	b.record()
	end := c.telemetry[len(c.telemetry)-1].at
	a := newAsker(t, b.pool, end)
	for _, stored := range []struct{ by, sql string }{
		{"partly an earlier version", `delete from way_5m where bucket < '2026-05-04 18:10Z'`},
		{"an earlier version", `delete from way_5m; update telemetry_last set ew = null, ns = null`},
		{"somebody else", `delete from telemetry_last; delete from telemetry_1h; delete from telemetry_5m`},
	} {
		if _, err := b.pool.Exec(t.Context(), stored.sql); err != nil {
			t.Fatal(err)
		}
		trails := mustAnswer[struct{ Trails []TrailPoint }](a, "/trails", "seconds", "3600").Trails
		checkTrails(t, c, stored.by, trails, "", begin)
		if len(trails) < 50 {
			t.Errorf("%s: a trail of %d points", stored.by, len(trails))
		}
		if stored.by == "somebody else" {
			return // who is in a replay is known by the rollups
		}
		got := mustAnswer[replayAnswer](a, "/replay", "from", stamp(begin), "to", stamp(end))
		for k, frame := range got.play(t) {
			if want := c.positions(begin.Add(time.Duration(k) * 10 * time.Second)); fmt.Sprint(frame) != fmt.Sprint(want) {
				t.Fatalf("%s, frame %d: %v, want %v", stored.by, k, frame, want)
			}
		}
	}
}

// A replay's names and positions are of one moment: what is committed while it
// is read is in neither.
func TestAReplayIsOfOneMoment(t *testing.T) {
	for _, step := range []string{"10s", "7s"} {
		b, c := newBench(t), &chronicle{}
		begin := epoch.Truncate(time.Minute)
		send := func(name string, from, to int) {
			for i := from; i < to; i++ {
				c.sendTelemetry(b, sentTelemetry{name, "s", begin.Add(time.Duration(i) * time.Second), 0, -1, -1, -1, float64(i), 1})
			}
			b.record()
		}
		send("A", 0, 60)
		end := begin.Add(2 * time.Minute)
		a := newAsker(t, b.pool, end)
		lock, err := b.pool.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = lock.Rollback(context.Background()) }()
		// The replay has begun, and waits for the positions.
		if _, err := lock.Exec(t.Context(), `lock table telemetry_last, telemetry_events in access exclusive mode`); err != nil {
			t.Fatal(err)
		}
		answered := make(chan replayAnswer, 1)
		go func() {
			answered <- mustAnswer[replayAnswer](a, "/replay", "from", stamp(begin), "to", stamp(end), "step", step)
		}()
		b.until("the replay waits", `select count(*) = 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
		for _, sql := range []string{
			`insert into telemetry_events (character_name, session_id, "timestamp", ew, ns, kills) select name, 's', $1, 5, 5, 0 from unnest('{A,B}'::text[]) name`,
			`update telemetry_last set at = $1, ew = 5, ns = 5`,
		} {
			if _, err := lock.Exec(t.Context(), sql, begin.Add(59500*time.Millisecond)); err != nil {
				t.Fatal(err)
			}
		}
		if err := lock.Commit(t.Context()); err != nil {
			t.Fatal(err)
		}
		got := <-answered
		if fmt.Sprint(got.Characters) != "[A]" {
			t.Errorf("%s: characters %v", step, got.Characters)
		}
		width, _ := time.ParseDuration(step)
		for k, frame := range got.play(t) {
			if want := c.positions(begin.Add(time.Duration(k) * width)); fmt.Sprint(frame) != fmt.Sprint(want) {
				t.Errorf("%s, frame %d: %v, want %v", step, k, frame, want)
			}
		}
	}
}

// until waits for a statement to give true.
func (b *bench) until(what, sql string) {
	b.t.Helper()
	for end := time.Now().Add(patience); b.query(sql) != "true"; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			b.t.Fatalf("%s: not after %s", what, patience)
		}
	}
}
