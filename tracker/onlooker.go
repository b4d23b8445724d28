package tracker

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store"
	"overlord/store/fault"
	"overlord/tracker/event"
)

const (
	// glanceEvery is the contract's: how often a read-only server looks at what
	// another one has stored.
	glanceEvery = 2 * time.Second

	// glanceTime is what one look may take.
	glanceTime = 10 * time.Second

	// lateRows is how long after its receipt a row may appear in the database: longer
	// than a writer's batch and its transaction take.
	lateRows = 15 * time.Second
)

// errNotRead is the health of an onlooker that has read nothing yet.
var errNotRead = fault.New(fault.Unavailable, "the database dereth was not read yet")

// onlooker keeps the live state of a server that stores nothing: it reads the
// telemetry that another server stores into the same database, and shows it as if
// it had come from a plugin. It writes nothing. Both servers' clocks must agree to
// some seconds, as what is 30 s old counts as silence.
type onlooker struct {
	health
	in        *ingest
	pool      *pgxpool.Pool
	furnish   func(context.Context, *pgxpool.Pool) error // looks at the tables
	idleAfter time.Duration
	logger    *slog.Logger

	loaded bool
	looked time.Time             // when the last look was
	from   time.Time             // from which receipt on that look read
	until  time.Time             // receipt of the newest row so far, by its writer's clock
	seen   map[witnessKey]bool   // rows that a look may meet again
	heard  map[string]*recentRow // the last row of each character who is online
	read   atomic.Uint64         // rows shown
	odd    atomic.Uint64         // rows that were no valid telemetry
}

// witnessKey tells rows apart; equal ones are one.
type witnessKey struct {
	character, session string
	at, received       int64 // µs since 1970
	kills              int64
	ew, ns             float64
}

func (r *recentRow) witnessKey() witnessKey {
	return witnessKey{r.Character, r.Session, r.Timestamp.UnixMicro(), r.ReceivedAt.UnixMicro(), r.Kills, r.EW, r.NS}
}

func newOnlooker(in *ingest, c Config) *onlooker {
	o := &onlooker{
		in: in, pool: c.Pool, furnish: c.Furnish, idleAfter: c.Settings.idleAfter(), logger: c.Logger,
		seen: map[witnessKey]bool{}, heard: map[string]*recentRow{},
	}
	if o.furnish == nil {
		o.furnish = func(ctx context.Context, pool *pgxpool.Pool) error { return CheckSchema(ctx, pool) }
	}
	o.setHealth(errNotRead)
	return o
}

// start takes the first look. A database that is away is waited for by run; any
// other error means that the start must not go on.
func (o *onlooker) start(ctx context.Context) error {
	err := o.look(ctx)
	if err != nil && !store.IsTransient(err) {
		return err
	}
	o.tell(err)
	return nil
}

// run looks again and again until ctx ends. An error means that the database is
// none that can be shown.
func (o *onlooker) run(ctx context.Context) error {
	again, notices := time.NewTicker(glanceEvery), time.NewTicker(noticeEvery)
	defer again.Stop()
	defer notices.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-notices.C:
			o.in.feed.Publish(notice(alertsChanged))
			o.in.feed.Publish(notice(issuesChanged))
			continue
		case <-again.C:
		}
		err := o.look(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if fault.CodeOf(err) == fault.Conflict {
			return err
		}
		o.tell(err)
	}
}

// tell notes how the last look went, and logs where that is news.
func (o *onlooker) tell(err error) {
	was := o.healthy()
	o.setHealth(err)
	switch {
	case err != nil && (was == nil || was == error(errNotRead)):
		o.logger.Warn("the database cannot be read; the live state stands still", "error", err)
	case err == nil && was != nil:
		o.logger.Info("showing what another server stores")
	}
}

// look brings what was stored since the last look into the live state, and to the
// browsers. The first look only finds out who is online.
func (o *onlooker) look(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, glanceTime)
	defer cancel()
	now := o.in.now()
	if !o.loaded {
		return o.load(ctx, now)
	}
	glance, err := o.glance(ctx, o.since(now), now)
	if err != nil {
		return err
	}
	o.looked = now
	derived := o.in.world.Witness(glance.events, glance.totals)
	for i, ev := range glance.events {
		o.note(ev, now)
		o.in.broadcast(ev, ev.Broadcast())
		o.in.publish(derived[i])
	}
	return nil
}

// since is from which receipt on rows are looked for. After a time without looks
// what came meanwhile is no live view any more.
func (o *onlooker) since(now time.Time) time.Time {
	since := o.until.Add(-lateRows)
	if now.Sub(o.looked) > onlineFor {
		since = now.Add(-onlineFor)
	}
	if since.Before(o.from) {
		return o.from
	}
	return since
}

// load finds out who is online where, as a start of a server that stores does.
func (o *onlooker) load(ctx context.Context, now time.Time) error {
	if err := o.furnish(ctx, o.pool); err != nil {
		return err
	}
	glance, err := o.glance(ctx, now.Add(-o.idleAfter-recently), now)
	if err != nil {
		return err
	}
	history, since, err := loadGameHistory(ctx, o.pool, now.Add(-historyLength))
	if err != nil {
		return err
	}
	o.in.game.learn(history, since, now)
	s := Snapshot{Counters: NewCounters(), Fights: NewFights(), Recent: glance.events, LastSeen: now}
	for _, ev := range glance.events {
		s.count(ev, 0)
		o.note(ev, ev.ReceivedAt)
	}
	if err := o.in.world.Load(s, noTail{}, 0, now); err != nil {
		return err
	}
	o.in.world.Witness(nil, glance.totals)
	o.loaded, o.looked = true, now
	return nil
}

// noTail is the log of a server that has none.
type noTail struct{}

// Through implements Tail.
func (noTail) Through(uint64, func(*event.Event, uint64)) error { return nil }

// note counts an event as one that came in.
func (o *onlooker) note(ev *event.Event, at time.Time) {
	o.read.Add(1)
	o.in.rates.count(ev.Family, at)
	o.in.game.note(ev)
	o.in.lately.accept("", ev, 0)
}

// glance is what one look finds.
type glance struct {
	events []*event.Event // by time of receipt
	totals []Totals       // of everybody who is online
}

// glance reads the rows that were received since then and not met before, and the
// totals, at one moment.
func (o *onlooker) glance(ctx context.Context, since, now time.Time) (g glance, err error) {
	until, seen := o.until, o.seen
	err = pgx.BeginTxFunc(ctx, o.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		rows, err := loadRecentRows(ctx, tx, since)
		if err != nil {
			return err
		}
		g.events = o.fresh(rows, now)
		characters, sessions := o.online(now)
		g.totals, err = loadTotalsOf(ctx, tx, characters, sessions)
		return err
	})
	if err != nil { // nothing of it was shown
		o.until, o.seen = until, seen
		return glance{}, err
	}
	o.from = since
	return g, nil
}

// fresh makes events of the rows that were not met before. A receipt that lies
// ahead counts as now; where it lies far ahead a clock was wrong, and nobody knows
// when that was.
func (o *onlooker) fresh(rows []recentRow, now time.Time) []*event.Event {
	var events []*event.Event
	met := make(map[witnessKey]bool, len(rows))
	for i := range rows {
		r := &rows[i]
		if r.ReceivedAt.After(now.Add(clockSlack)) {
			continue
		}
		key := r.witnessKey()
		known := met[key] || o.seen[key]
		met[key] = true
		if r.ReceivedAt.After(o.until) {
			o.until = r.ReceivedAt
		}
		if known {
			continue
		}
		if ev := o.event(r, now); ev != nil {
			o.heard[r.Character] = r
			events = append(events, ev)
		}
	}
	o.seen = met
	return events
}

func (o *onlooker) event(r *recentRow, now time.Time) *event.Event {
	received := r.ReceivedAt
	if received.After(now) {
		received = now
	}
	frame, err := r.frame()
	if err == nil {
		var ev *event.Event
		if ev, _, err = event.Redecode(frame, received); err == nil {
			return ev
		}
	}
	if o.odd.Add(1) == 1 {
		o.logger.Warn("rows of telemetry_events are no valid telemetry; they are not shown", "character_name", r.Character, "error", err)
	}
	return nil
}

// online lists who was heard of lately, with their sessions, and forgets the others.
func (o *onlooker) online(now time.Time) (characters, sessions []string) {
	for name, r := range o.heard {
		if now.Sub(r.ReceivedAt) > onlineFor+lateRows {
			delete(o.heard, name)
			continue
		}
		characters, sessions = append(characters, name), append(sessions, r.Session)
	}
	return characters, sessions
}
