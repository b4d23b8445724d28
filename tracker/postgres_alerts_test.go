package tracker

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
	"overlord/tracker/event"
)

// alertBench is a bench whose recorder finds alerts.
func alertBench(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	b.watchAlerts()
	return b
}

func (b *bench) watchAlerts() {
	b.recorder.alerting = newAlerting(Settings{IdleMinutes: 5, OfflineMinutes: 15, AlertGraceMinutes: 5, DryRun: true}, nil)
}

// acceptAt appends an event that is received at this time.
func (b *bench) acceptAt(at time.Time, frame string, args ...any) {
	b.t.Helper()
	b.at = at.Add(-time.Second)
	b.accept(frame, args...)
}

// minutes is so many minutes after the epoch.
func minutes(n float64) time.Time { return epoch.Add(time.Duration(n * float64(time.Minute))) }

const outboxText = `select kind, character_name, extract(epoch from created_at - '2026-05-04 18:00:00Z')::int / 60, state, payload->>'deaths' from alert_outbox order by id`

func TestAlertsAreWrittenWithTheBatch(t *testing.T) {
	b := alertBench(t)
	b.acceptAt(minutes(0.8), telemetryFrame, "A", "s", 5, 0)
	b.acceptAt(minutes(0.9), telemetryFrame, "B", "s", 0, 0)
	for i := range 24 {
		b.acceptAt(epoch.Add(time.Duration(i+3)*20*time.Second), telemetryFrame, "A", "s", 5, min(i, 1))
		b.record() // each in a batch of its own
	}
	b.acceptAt(minutes(9), telemetryFrame, "A", "s", 6, 3)
	b.acceptAt(minutes(9.2), `{"type":"rare","character_name":"B","name":"No such thing"}`)
	b.record()
	b.want("outbox", "idle A 6 waiting 1\ndeath A 9 waiting 2\nback A 9 waiting <nil>\nrare B 9 waiting <nil>", outboxText)
	b.want("deaths are stored as well", "A 1\nA 3", `select character_name, deaths from death_events order by deaths`)
	b.want("state", "A 0 \nB 0 ", `select character_name, held_deaths, away from alert_state order by 1`)
	select {
	case <-b.recorder.alerting.wake:
	default:
		t.Error("the sender was not called")
	}
}

func TestWithoutAWebhookAlertsAreKeptAsOff(t *testing.T) {
	b := newBench(t)
	b.recorder.alerting = newAlerting(Settings{IdleMinutes: 5, OfflineMinutes: 15, AlertGraceMinutes: 5}, nil)
	b.accept(`{"type":"rare","character_name":"B","name":"No such thing"}`)
	b.record()
	b.want("outbox", "rare B 0 off <nil>", outboxText)
}

// However the stream is cut into batches, and wherever one of them is broken off
// and done again, the outbox is that of one batch.
func TestTheOutboxDoesNotDependOnBatchesAndCrashes(t *testing.T) {
	b := alertBench(t)
	if _, err := b.pool.Exec(t.Context(), `insert into alert_rules (kind, character_name, settings) values ('death', 'B', '{"deaths":2,"grace_minutes":1}'),
		('all', 'A', '{"quiet":{"from":"19:10","to":"19:20"}}')`); err != nil {
		t.Fatal(err)
	}
	const text = `select cause, kind, character_name, payload::text, created_at::text, state from alert_outbox order by id`
	for seed := range uint64(2) {
		r := rand.New(rand.NewPCG(seed, 1))
		frames := randomFrames(r, 500)
		play := func(cut func() bool, crash func() bool) (string, string) {
			if _, err := b.pool.Exec(t.Context(), `truncate alert_outbox, alert_state, telemetry_events, session_kills, char_stats, rare_events, rare_stats, rare_stats_sessions, death_events`); err != nil {
				t.Fatal(err)
			}
			b.stop()
			b.dir = t.TempDir() // a log's times only rise
			b.open()
			b.watchAlerts()
			for _, f := range frames {
				b.acceptAt(f.at, "%s", f.text)
				if !cut() {
					continue
				}
				if crash() {
					b.crash()
				}
				b.record()
			}
			b.record()
			return b.query(text), b.query(`select * from alert_state order by 1`)
		}
		never := func() bool { return false }
		outbox, state := play(never, never)
		for _, kind := range []string{`["death"`, `["idle"`, `["back"`, `["rare"`} {
			if !strings.Contains(outbox, kind) {
				t.Fatalf("a stream without %s proves nothing:\n%s", kind, outbox)
			}
		}
		cutOutbox, cutState := play(func() bool { return r.IntN(12) == 0 }, func() bool { return r.IntN(3) == 0 })
		if outbox != cutOutbox {
			t.Errorf("seed %d: in one batch\n%s\nin several\n%s", seed, outbox, cutOutbox)
		}
		if state != cutState {
			t.Errorf("seed %d: state\n%s\nand\n%s", seed, state, cutState)
		}
	}
}

type timedFrame struct {
	at   time.Time
	text string
}

func randomFrames(r *rand.Rand, n int) []timedFrame {
	at := epoch
	kills, deaths := map[string]int{}, map[string]int{}
	var list []timedFrame
	for range n {
		at = at.Add(time.Duration(1+r.IntN(12)) * time.Second)
		if r.IntN(100) == 0 {
			at = at.Add(10 * time.Minute)
		}
		name := []string{"A", "B"}[r.IntN(2)]
		if r.IntN(100) == 0 {
			list = append(list, timedFrame{at, fmt.Sprintf(`{"type":"rare","character_name":%q,"name":"No such thing"}`, name)})
			continue
		}
		if r.IntN(40) == 0 {
			kills[name]++
		}
		if r.IntN(12) == 0 {
			deaths[name]++
		}
		list = append(list, timedFrame{at, fmt.Sprintf(telemetryFrame, name, "s", kills[name], deaths[name])})
	}
	return list
}

// crash does everything that a batch does, and breaks off before the commit.
func (b *bench) crash() {
	b.t.Helper()
	cursor, err := b.recorder.begin(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	reader := b.log.NewReader(cursor)
	defer func() { _ = reader.Close() }()
	batch, err := reader.Read(b.t.Context(), batchRecords, batchBytes, 0)
	if err != nil {
		b.t.Fatal(err)
	}
	killed := errors.New("killed")
	err = store.InTx(b.t.Context(), b.recorder.conn(), func(tx pgx.Tx) error {
		if err := b.recorder.writeRest(b.t.Context(), tx, newWork(batch, nil)); err != nil {
			return err
		}
		return killed
	})
	if !errors.Is(err, killed) {
		b.t.Fatal(err)
	}
}

func TestAReplayOfTheLogDoublesNoAlert(t *testing.T) {
	b := alertBench(t)
	b.accept(`{"type":"rare","character_name":"B","name":"No such thing"}`)
	b.record()
	// The same event comes out of another log, after the tables of rares were restored from a backup.
	if _, err := b.pool.Exec(t.Context(), `truncate rare_events, rare_stats`); err != nil {
		t.Fatal(err)
	}
	b.stop()
	b.dir, b.at = t.TempDir(), epoch
	b.open()
	b.watchAlerts()
	b.accept(`{"type":"rare","character_name":"B","name":"No such thing"}`)
	b.record()
	b.want("one alert", "1", `select count(*) from alert_outbox`)
	b.want("one rare", "1", `select count(*) from rare_events`)
}

func TestABatchThatIsHalvedAlertsOnce(t *testing.T) {
	b := alertBench(t)
	if _, err := b.pool.Exec(t.Context(), `alter table spawn_events add constraint no_drudges check (mob <> 'Drudge')`); err != nil {
		t.Fatal(err)
	}
	b.acceptAt(minutes(0), telemetryFrame, "A", "s", 5, 0)
	b.acceptAt(minutes(0.4), `{"type":"rare","character_name":"A","name":"No such thing"}`)
	b.acceptAt(minutes(0.5), `{"type":"spawn","character_name":"A","mob":"Drudge","ew":1,"ns":2}`)
	for i := range 12 {
		b.acceptAt(minutes(0.8+float64(i)*0.45), telemetryFrame, "A", "s", 5, 0)
	}
	b.record()
	b.want("outbox", "rare A 0 waiting <nil>\nidle A 5 waiting <nil>", outboxText)
	b.want("parked", "1", `select count(*) from parked_events`)
}

func TestRulesAreInForceWithTheNextBatch(t *testing.T) {
	b := alertBench(t)
	rare := `{"type":"rare","character_name":"B","name":"No such thing"}`
	change := func(sql string) {
		if _, err := b.pool.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	b.accept("%s", rare)
	b.record()
	change(`insert into alert_rules (kind, character_name, enabled) values ('rare', 'B', false), ('nonsense', null, true), ('all', null, true)`)
	change(`update alert_rules set settings = '{"quiet":{"from":"never"}}' where kind = 'all'`) // by hand, and wrong
	b.accept("%s", rare)
	b.record()
	change(`update alert_rules set enabled = true, settings = '{"quiet":{"from":"17:00","to":"19:00"}}' where kind = 'rare'`)
	b.accept("%s", rare)
	b.record()
	change(`delete from alert_rules`)
	b.accept("%s", rare)
	b.record()
	b.want("outbox", "1 waiting\n3 quiet\n4 waiting", `select extract(second from created_at)::int, state from alert_outbox order by id`)
	if n := len(b.recorder.alerting.complained); n != 2 {
		t.Errorf("%d wrong rules were reported, want 2", n)
	}
}

func TestSilentCharactersAreFoundBetweenBatches(t *testing.T) {
	b := alertBench(t)
	now := minutes(0)
	b.recorder.now = func() time.Time { return now }
	seen := map[string]bool{}
	b.recorder.alerting.live = func(name string) bool { return seen[name] }
	sweepAt := func(m float64) string {
		now = minutes(m)
		if err := b.recorder.sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		return b.query(outboxText)
	}
	b.acceptAt(minutes(0), telemetryFrame, "A", "s", 5, 0)
	b.acceptAt(minutes(0), telemetryFrame, "Talks", "s", 5, 0)
	b.record()
	sweepAt(1) // the server listens since a minute after that
	seen["Talks"] = true
	if got := sweepAt(16); got != "" {
		t.Errorf("the server listens for 15 minutes less the margin, but %s", got)
	}
	const offline = "offline A 16 waiting <nil>"
	if got := sweepAt(16.1); got != offline {
		t.Errorf("after it: %s", got)
	}
	sweepAt(20)
	if got := sweepAt(30); got != offline {
		t.Errorf("again and again: %s", got)
	}
	b.want("since", "true", `select (payload->>'since')::timestamptz = '2026-05-04 18:00:00Z' from alert_outbox`)
	b.acceptAt(minutes(31), telemetryFrame, "A", "s", 5, 0)
	b.record()
	b.want("back", offline+"\nback A 31 waiting <nil>", outboxText)
	seen["Talks"] = false
	if got := sweepAt(32); !strings.Contains(got, "offline Talks 31") {
		t.Errorf("now it is silent in every way: %s", got)
	}
}

func TestNobodyIsSilentForTheServersOwnSake(t *testing.T) {
	b := alertBench(t)
	now := minutes(0)
	b.recorder.now = func() time.Time { return now }
	sweepAt := func(m float64) string {
		now = minutes(m)
		if err := b.recorder.sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		return b.query(outboxText)
	}
	b.acceptAt(minutes(0), telemetryFrame, "A", "s", 5, 0)
	b.acceptAt(minutes(0), telemetryFrame, "B", "s", 5, 0)
	b.record()
	sweepAt(1)
	b.books.Receive("telemetry")
	b.books.Refuse("telemetry") // the log was full
	if got := sweepAt(10); got != "" {
		t.Error(got)
	}
	if got := sweepAt(20); got != "" {
		t.Errorf("the log refused events ten minutes ago: %s", got)
	}
	b.acceptAt(minutes(19), telemetryFrame, "A", "s", 5, 0) // waits in the log
	if got := sweepAt(60); got != "" {
		t.Errorf("the database has everything up to minute 19 only: %s", got)
	}
	b.record()
	if got := sweepAt(60); got != "offline A 59 waiting <nil>\noffline B 59 waiting <nil>" {
		t.Errorf("at last: %s", got)
	}
}

func TestStateSurvivesTheWayThroughTheDatabase(t *testing.T) {
	b := alertBench(t)
	if _, err := b.recorder.begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	at := func(us int64) time.Time { return time.UnixMicro(1777917600000000 + us).UTC() }
	full := watched{
		lastSeen: at(1), onlineSince: at(2), anchored: true, anchor: place{0.1, -1e-300}, stillSince: at(3), away: KindOffline, awaySince: at(4),
		heldDeaths: 7, silenceDone: true, deathAlert: at(5), idleAlert: at(6), offlineAlert: at(7),
	}
	bare := watched{lastSeen: at(1), onlineSince: at(1), stillSince: at(1)}
	a := newAlertWatch(ruleBook{})
	a.characters = map[string]*watched{"Full": &full, "Bare": &bare}
	a.changed = map[string]bool{"Full": true, "Bare": true}
	batch := &pgx.Batch{}
	a.queueState(batch)
	a.queueState(batch) // once more, over itself
	if err := b.pool.SendBatch(t.Context(), batch).Close(); err != nil {
		t.Fatal(err)
	}
	w := work{Entries: []item{{Event: &event.Event{CharacterName: "Full"}}, {Event: &event.Event{CharacterName: "Bare"}}, {}}}
	read, err := b.recorder.loadAlertWatch(t.Context(), b.pool, w)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]watched{"Full": full, "Bare": bare} {
		if got := read.characters[name]; got == nil || *got != want {
			t.Errorf("%s: %+v\nwant %+v", name, got, want)
		}
	}
}

func TestOldAlertsThatAreSettledAreForgotten(t *testing.T) {
	b := alertBench(t)
	for i, state := range []string{"sent", "waiting", "off", "unsure", "repeat", "quiet"} {
		for _, days := range []int{1, 100} {
			if _, err := b.pool.Exec(t.Context(), `insert into alert_outbox (cause, kind, payload, created_at, state) values ($1, 'idle', '{}', $2, $3)`,
				fmt.Sprint(i, days), b.recorder.now().AddDate(0, 0, -days), state); err != nil {
				t.Fatal(err)
			}
		}
	}
	b.record()
	b.recorder.maintained = time.Time{}
	if err := b.recorder.maintain(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.want("what is kept", "waiting repeat", `select string_agg(state, ' ' order by id) from alert_outbox where cause like '%100'`)
	b.want("what is new", "6", `select count(*) from alert_outbox where cause not like '%100'`)
}
