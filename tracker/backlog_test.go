package tracker

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store"
	"overlord/store/storetest"
	"overlord/tracker/live"
)

// firstDay is when the earlier service of these tests begins.
var firstDay = time.Date(2026, 4, 30, 20, 0, 0, 0, time.UTC)

// oldDays are evenings that an earlier service stored: sessions that last over
// midnight, rows of one moment, values that are missing or odd.
func (c *chronicle) oldDays(days int) {
	random := rand.New(rand.NewPCG(3, 5))
	type player struct {
		session        int
		kills          int64
		deaths, tapers int
	}
	players := make([]player, len(oddNames))
	at := firstDay
	for range days * 120 {
		at = at.Add(time.Duration(random.IntN(12000)) * time.Millisecond)
		if random.IntN(30) == 0 {
			at = at.Add(time.Duration(random.IntN(600)) * time.Minute)
		}
		who := random.IntN(len(players))
		p := &players[who]
		p.kills += int64(random.IntN(3))
		p.tapers += random.IntN(5) - 3
		switch random.IntN(25) {
		case 0:
			*p = player{session: p.session + 1, tapers: 50}
		case 1:
			p.deaths += 1 + random.IntN(2)
		case 2:
			p.kills = max(0, p.kills-4)
		}
		s := sentTelemetry{oddNames[who], fmt.Sprintf("old%d", p.session), at, p.kills, p.deaths, max(0, p.tapers), float64(random.IntN(900)), float64(random.IntN(900)) / 10, float64(who)}
		if random.IntN(8) == 0 {
			s.deaths, s.tapers, s.pace = -1, -1, -1
		}
		c.telemetry = append(c.telemetry, s)
		if random.IntN(20) == 0 {
			c.rares = append(c.rares, sentRare{oddNames[who], "Pearl", at})
		}
		for range random.IntN(3) {
			c.spawns = append(c.spawns, sentSpawn{fmt.Sprintf("Mob %d", random.IntN(4)), at, float64(random.IntN(50))/20 - 1, float64(random.IntN(5)) / 20})
		}
	}
}

// mustAdopted is a bench on a database that holds old rows, as an adoption leaves
// it: the old table is the part up to the end of its day.
func mustAdopted(t *testing.T, c *chronicle) *bench {
	t.Helper()
	b := newBench(t)
	now := c.telemetry[len(c.telemetry)-1].at
	for _, table := range []string{"telemetry_events", "spawn_events"} {
		storetest.MustExec(t, b.pool, fmt.Sprintf(`create table %[1]s_before partition of %[1]s for values from (minvalue) to ('%[2]s')`, table, day(now).Add(oneDay).Format(time.RFC3339)))
	}
	known := func(v int) any {
		if v < 0 {
			return nil
		}
		return v
	}
	batch := &pgx.Batch{}
	for i, s := range c.telemetry {
		pace, received := any(s.pace), any(s.at.Add(time.Second))
		if s.pace < 0 {
			pace, received = nil, nil
		}
		if i%50 == 0 {
			mustSend(t, b, batch)
			batch = &pgx.Batch{}
		}
		batch.Queue(`insert into telemetry_events (character_name, session_id, "timestamp", received_at, ew, ns, kills, kills_per_hour, deaths, prismatic_taper_count) values ($1, $2, $3, $4, $9, $10, $5, $6, $7, $8)`,
			s.character, s.session, s.at, received, s.kills, pace, known(s.deaths), known(s.tapers), s.ew, s.ns)
	}
	for _, s := range c.spawns {
		batch.Queue(`insert into spawn_events (character_name, mob, "timestamp", ew, ns) values ('Scout', $1, $2, $3, $4)`, s.mob, s.at, s.ew, s.ns)
	}
	for _, r := range c.rares {
		batch.Queue(`insert into rare_events (character_name, name, "timestamp") values ($1, $2, $3)`, r.character, r.name, r.at)
	}
	mustSend(t, b, batch)
	if err := CountSessions(t.Context(), b.pool, time.Time{}, now); err != nil {
		t.Fatal(err)
	}
	if err := NoteBacklog(t.Context(), b.pool, []string{"telemetry_events", "spawn_events"}, now); err != nil {
		t.Fatal(err)
	}
	return b
}

func mustSend(t *testing.T, b *bench, batch *pgx.Batch) {
	t.Helper()
	if err := b.pool.SendBatch(t.Context(), batch).Close(); err != nil {
		t.Fatal(err)
	}
}

// summing is the backlog of a server that started at this moment.
func (b *bench) summing(now time.Time) *backlog {
	b.recorder.now = func() time.Time { return now }
	b.recorder.backlog = newBacklog(b.pool, b.recorder.now, quiet())
	b.recorder.backlog.pace = 0
	return b.recorder.backlog
}

func mustStep(t *testing.T, b *backlog) {
	t.Helper()
	if err := b.step(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func mustEnd(t *testing.T, b *backlog) {
	t.Helper()
	if err := b.run(t.Context()); err != nil || b.pending() {
		t.Fatalf("it ended with %v; pending: %t", err, b.pending())
	}
}

// wantTheWhole holds everything that is answered from the rollups against the model.
func wantTheWhole(t *testing.T, b *bench, c *chronicle, end time.Time) {
	t.Helper()
	a := newAsker(t, b.pool, end)
	last := c.telemetry[len(c.telemetry)-1].at.Add(time.Second)
	for _, name := range oddNames {
		checkSummary(a, c, name, "5m", 5*time.Minute, last.Add(-6*time.Hour), last)
		checkSummary(a, c, name, "1h", time.Hour, firstDay, last)
		checkSummary(a, c, name, "1d", oneDay, firstDay, last)
	}
	for _, begin := range []time.Time{firstDay, firstDay.Add(oneDay), last.Add(-20 * time.Minute)} {
		checkWays(a, c, begin.Truncate(10*time.Second), 20*time.Minute)
	}
	for _, window := range []time.Duration{time.Hour, 31 * time.Hour, 40 * oneDay} {
		checkLeaders(a, c, window)
	}
	for _, hours := range []int{1, 30, 168} {
		checkSpawns(a, c, hours)
	}
	if b.recorder.backlog.pending() {
		return
	}
	conn, err := b.pool.Acquire(t.Context()) // a next start drops what was noted at the end
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	if err := b.recorder.backlog.begin(t.Context(), conn.Conn()); err != nil {
		t.Fatal(err)
	}
	if n := b.query(`select count(*) from backlog_ours`); n != "0" {
		t.Errorf("%s notes are left over", n)
	}
}

// checkWays holds what is read from the ways against the model.
func checkWays(a *asker, c *chronicle, begin time.Time, span time.Duration) {
	a.t.Helper()
	const step = 10 * time.Second
	got := mustAnswer[replayAnswer](a, "/replay", "from", stamp(begin), "to", stamp(begin.Add(span)), "step", "10s")
	for k, frame := range got.play(a.t) {
		if want := c.positions(begin.Add(time.Duration(k) * step)); fmt.Sprint(frame) != fmt.Sprint(want) {
			a.t.Fatalf("replay from %s, frame %d: %v, want %v", begin, k, frame, want)
		}
	}
}

// Old rows and new ones, summed up by two that know little of each other, come to
// what a plain fold over all of them gives: however the days of before and the
// recorder's batches fall, and wherever the server is killed.
func TestOldRowsAreSummedUpExactly(t *testing.T) {
	c := &chronicle{}
	c.oldDays(6)
	b := mustAdopted(t, c)
	last := c.telemetry[len(c.telemetry)-1].at
	now := last.Add(2 * time.Minute) // the recorder's first events are older: they lie among the old rows
	backlog := b.summing(now)

	killed, kill := context.WithCancel(t.Context())
	backlog.fetched = kill
	if err := b.recorder.drain(t.Context()); err != nil { // begins
		t.Fatal(err)
	}
	if backlog.until("telemetry_events").IsZero() || !backlog.pending() {
		t.Fatalf("nothing is to be done: %+v", backlog.progress())
	}
	if err := backlog.run(killed); err != nil {
		t.Fatal(err)
	}
	if backlog.progress()[0].DoneTo != nil || b.query(`select count(*) from telemetry_5m where samples > 0`) != "0" {
		t.Error("a day that was broken off is counted")
	}
	backlog.fetched = nil
	mustStep(t, backlog)
	mustStep(t, backlog)
	done := *backlog.next().DoneTo
	for at, want := range map[time.Time]bool{done.Add(-oneDay): true, done.Add(time.Hour): false, last: false, now.Add(oneDay): true} {
		if cover, err := waysCover(t.Context(), b.pool, at.Add(-10*time.Minute), at); err != nil || cover != want {
			t.Errorf("the ways of %s, with the old rows done up to %s, are whole: %t, %v", at, done, cover, err)
		}
	}
	if next := backlog.next(); next.Source != "telemetry_events" || next.DoneTo == nil || last.Sub(*next.DoneTo) < 2*oneDay {
		t.Fatalf("too little is left for the days after: %+v", next)
	}
	anEvening(b, c, last.Add(5*time.Second), 150) // over "until"
	if b.query(`select count(*) > 5 from backlog_ours`) != "true" {
		t.Error("no event lies among the old rows")
	}
	wantBalance(t, b)

	backlog = b.summing(now.Add(time.Hour)) // a restart
	b.record()
	twice := 0
	broken, stop := context.WithCancel(t.Context())
	backlog.fetched = func() {
		if twice++; twice == 2 {
			stop()
		}
	}
	_ = backlog.run(broken)
	backlog = b.summing(now.Add(2 * time.Hour)) // and another, within a day
	anEvening(b, c, c.telemetry[len(c.telemetry)-1].at.Add(7*time.Second), 60)
	mustEnd(t, backlog)
	anEvening(b, c, c.telemetry[len(c.telemetry)-1].at.Add(3*time.Second), 60)
	wantTheWhole(t, b, c, c.telemetry[len(c.telemetry)-1].at.Add(time.Second))
	if rows := b.query(`select sum(row_count) from backlog`); rows == "" {
		t.Error("no rows were summed up")
	}
	before := b.query(`select md5(string_agg(t::text, ',' order by t::text)) from telemetry_1h t`)
	again := b.summing(now.Add(3 * time.Hour))
	b.record()
	mustEnd(t, again)
	if after := b.query(`select md5(string_agg(t::text, ',' order by t::text)) from telemetry_1h t`); after != before {
		t.Error("the next start sums up again")
	}
}

// wantBalance makes sure that the rollups agree with each other while the old rows
// are half done.
func wantBalance(t *testing.T, b *bench) {
	t.Helper()
	b.want("5m against 1h and 1d", "true true", `select
		(select sum(samples + kills + online_ms + rares) from telemetry_5m) = (select sum(samples + kills + online_ms + rares) from telemetry_1h),
		(select sum(samples + kills + online_ms + rares) from telemetry_5m) = (select sum(samples + kills + online_ms + rares) from telemetry_1d)`)
}

// While the old rows are summed up events come in, into the same rows of the same
// tables, and neither waits for the other for long, nor for ever.
func TestOldRowsAreSummedUpBesideTheRecorder(t *testing.T) {
	c := &chronicle{}
	c.oldDays(4)
	b := mustAdopted(t, c)
	last := c.telemetry[len(c.telemetry)-1].at
	backlog := b.summing(last.Add(10 * time.Minute))
	b.record()
	ended := make(chan error, 1)
	backlog.pace = 0.5
	go func() { ended <- backlog.run(t.Context()) }()
	anEvening(b, c, last.Add(time.Second), 300)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	b.record()
	wantTheWhole(t, b, c, c.telemetry[len(c.telemetry)-1].at.Add(time.Second))
}

// A row from a clock that was years ahead makes everything until then lie among
// the old rows; that is no harm but some notes.
func TestARowFromTheFuture(t *testing.T) {
	c := &chronicle{}
	c.oldDays(2)
	last := c.telemetry[len(c.telemetry)-1].at
	c.telemetry = append(c.telemetry, sentTelemetry{"Mule", "s", last.AddDate(3, 0, 0), 5, 0, 0, 1, 1, 2})
	b := mustAdoptedAt(t, c, last)
	backlog := b.summing(last.Add(time.Second))
	b.record()
	ours := &chronicle{telemetry: slices.Clone(c.telemetry[:len(c.telemetry)-1]), rares: c.rares, spawns: c.spawns}
	anEvening(b, ours, last.Add(2*time.Second), 100)
	mustEnd(t, backlog)
	anEvening(b, ours, ours.telemetry[len(ours.telemetry)-1].at.Add(2*time.Second), 50)
	b.want("the row from the future", "5 1", `select kills, samples from telemetry_1d where character_name = 'Mule'`)
	storetest.MustExec(t, b.pool, `delete from telemetry_5m where character_name = 'Mule'; delete from telemetry_1h where character_name = 'Mule'; delete from telemetry_1d where character_name = 'Mule'`)
	wantTheWhole(t, b, ours, ours.telemetry[len(ours.telemetry)-1].at.Add(time.Second))
}

// mustAdoptedAt is mustAdopted with rows that are later than the adoption.
func mustAdoptedAt(t *testing.T, c *chronicle, now time.Time) *bench {
	t.Helper()
	later := c.telemetry[len(c.telemetry)-1]
	c.telemetry = c.telemetry[:len(c.telemetry)-1]
	b := mustAdopted(t, c)
	c.telemetry = append(c.telemetry, later)
	if err := (store.Partitioned{Table: "telemetry_events"}).Ensure(t.Context(), b.pool, day(later.at), day(later.at)); err != nil {
		t.Fatal(err)
	}
	storetest.MustExec(t, b.pool, `insert into telemetry_events (character_name, session_id, "timestamp", ew, ns, kills) values ($1, $2, $3, 1, 2, $4)`, later.character, later.session, later.at, later.kills)
	return b
}

// What the earlier service stores after the adoption, before this server stores
// anything, is old as well, its sessions included.
func TestTheEarlierServiceGoesOnAfterTheAdoption(t *testing.T) {
	c := &chronicle{}
	c.oldDays(2)
	b := mustAdopted(t, c)
	at := c.telemetry[len(c.telemetry)-1].at.Add(20 * time.Second)
	more := sentTelemetry{oddNames[0], "parallel", at, 300, 2, 40, 10, 1, 2}
	storetest.MustExec(t, b.pool, `insert into telemetry_events (character_name, session_id, "timestamp", received_at, ew, ns, kills, kills_per_hour, deaths, prismatic_taper_count) values ($1, $2, $3, $3, 1, 2, $4, $5, $6, $7)`,
		more.character, more.session, more.at, more.kills, more.pace, more.deaths, more.tapers)
	storetest.MustExec(t, b.pool, `insert into char_stats (character_name, total_kills) values ($1, 5000)`, oddNames[0])
	c.telemetry = append(c.telemetry, more)
	backlog := b.summing(at.Add(time.Second))
	b.record()
	more.at, more.kills, more.deaths, more.tapers = at.Add(10*time.Second), 303, 3, 38
	c.sendTelemetry(b, more)
	b.record()
	mustEnd(t, backlog)
	b.want("the session goes on, and only what is new is added", "303 3 5003", `
		select k.kills, k.deaths, c.total_kills from session_kills k join char_stats c using (character_name) where session_id = 'parallel'`)
	wantTheWhole(t, b, c, more.at.Add(time.Second))
}

// Old rows are kept until they are summed up, whatever the retention.
func TestRetentionWaitsForTheOldRows(t *testing.T) {
	c := &chronicle{}
	c.oldDays(2)
	b := mustAdopted(t, c)
	now := c.telemetry[len(c.telemetry)-1].at.AddDate(0, 0, 30)
	backlog := b.summing(now)
	b.recorder.keep = retention{telemetry: oneDay, spawns: oneDay}
	maintain := func() {
		t.Helper()
		b.recorder.maintained = time.Time{}
		if _, err := b.recorder.begin(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := b.recorder.maintain(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	var said strings.Builder
	command := RetentionCommand{Apply: true}
	console := store.Console{Out: &said, Open: func(context.Context) (*pgxpool.Pool, func(), error) { return b.pool, func() {}, nil }}
	maintain()
	if err := command.Run(t.Context(), console, Settings{TelemetryRetention: oneDay}); err != nil || !strings.Contains(said.String(), "Nothing is dropped yet") {
		t.Errorf("%v\n%s", err, said.String())
	}
	b.want("the rows", fmt.Sprint(len(c.telemetry), " ", len(c.spawns)), `select (select count(*) from telemetry_events), (select count(*) from spawn_events)`)
	mustEnd(t, backlog)
	maintain()
	b.want("the rows, summed up", "0 0", `select (select count(*) from telemetry_events), (select count(*) from spawn_events)`)
	wantTheWhole(t, b, c, now)
}

// Two cannot do one day: a killed server's connection may work on for a while.
func TestADayIsDoneOnce(t *testing.T) {
	c := &chronicle{}
	c.oldDays(2)
	b := mustAdopted(t, c)
	now := c.telemetry[len(c.telemetry)-1].at.Add(time.Minute)
	backlog := b.summing(now)
	b.record()
	state := *backlog.next()
	mustStep(t, backlog)
	err := store.InTx(t.Context(), b.pool, func(tx pgx.Tx) error { return claimBacklog(t.Context(), tx, state) })
	if err == nil || !strings.Contains(err.Error(), "somebody else") {
		t.Errorf("a day that was done is claimed again: %v", err)
	}
}

func TestTheServerTellsHowFarTheOldRowsAre(t *testing.T) {
	pool := storetest.New(t, Migrate)
	yesterday := time.Now().UTC().Add(-oneDay)
	storetest.MustExec(t, pool, `create table telemetry_events_before partition of telemetry_events for values from (minvalue) to ('`+day(time.Now()).Format(time.RFC3339)+`')`)
	storetest.MustExec(t, pool, `insert into telemetry_events (character_name, session_id, "timestamp", ew, ns, kills) values ('A', 's', $1, 1, 2, 3)`, day(yesterday).Add(time.Hour))
	if err := NoteBacklog(t.Context(), pool, []string{"telemetry_events"}, time.Now()); err != nil {
		t.Fatal(err)
	}
	h := furnishHouse(t, Config{Settings: testSettings(), DataDir: t.TempDir(), Pool: pool, Logger: quiet()})
	var found []any
	h.eventually("the old rows are summed up", func() bool {
		_, answer := h.get("/server-state")
		found = answer["backlog"].([]any)
		return len(found) == 1 && found[0].(map[string]any)["finished_at"] != nil
	})
	if state := found[0].(map[string]any); state["source"] != "telemetry_events" || state["rows"] != 1.0 || state["until"] == nil || state["done_to"] == nil {
		t.Errorf("/server-state: %v", state)
	}
	if gathered(t, h.module, "overlord_backlog_rows") != 1 || gathered(t, h.module, "overlord_backlog_days_left") != 0 {
		t.Error("the metrics do not tell")
	}
	m, err := New(Config{Settings: testSettings(), Pool: pool, Hub: live.New(live.Options{}), ReadOnly: true, Logger: quiet(), Now: time.Now})
	if err != nil || len(m.serverState().Backlog) != 0 {
		t.Errorf("a server that only reads: %v", err)
	}
}
