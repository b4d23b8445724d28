package tracker

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store"
	"overlord/tracker/event"
)

const (
	// backlogFetch is how many rows are read at once, some ms of work.
	backlogFetch = 5_000

	// backlogPace is how long is paused after some work, in its own length: half of
	// one core and of one connection are left to what comes in.
	backlogPace = 1

	backlogRetryFirst = time.Second
	backlogRetryMost  = time.Minute
)

// errBacklogUnknown says that nobody found out what is old: a database was adopted
// under a server that ran.
var errBacklogUnknown = errors.New("the database was adopted while this server used it; start the server anew")

// backlog sums up the rows that an adopted database had before this server wrote
// into it, as the recorder does with what it stores: the same fold, over the rows
// by their timestamp. A day at a time is summed up and marked as done in one
// transaction, so that a kill loses a day's work and counts nothing twice.
//
// Old rows and new ones lie in the same tables. What is old is found out once,
// before the recorder's first batch: everything there is, all of it before the time
// "until". Whatever the recorder stores of an earlier time, it notes beside
// (backlog_ours), and that is passed over here.
//
// A nil backlog is one that has nothing to do.
type backlog struct {
	pool    *pgxpool.Pool
	now     func() time.Time
	logger  *slog.Logger
	pace    float64
	fetched func() // is told of each fetch; nil: nobody is

	fold *backlogFold // what the days before left; nil: to be read

	mu     sync.Mutex
	states []backlogState
}

// backlogState is how far one table is.
type backlogState struct {
	Source     string     `json:"source"`      // the table
	Until      *time.Time `json:"until"`       // later than its old rows; null: not known yet
	DoneTo     *time.Time `json:"done_to"`     // the rows before are summed up; null: none are
	Rows       int64      `json:"rows"`        // that were summed up
	FinishedAt *time.Time `json:"finished_at"` // null: there are more
}

// daysLeft are the days between what is summed up and the last old row; before the
// first day was found, unknown, which is NaN.
func (s backlogState) daysLeft() float64 {
	switch {
	case s.FinishedAt != nil:
		return 0
	case s.DoneTo == nil || s.Until == nil:
		return math.NaN()
	}
	return s.Until.Sub(*s.DoneTo).Hours() / 24
}

// backlogFold is what the rows of a day are compared to.
type backlogFold struct {
	counters *Counters
	last     map[string]*lastTelemetry
}

func newBacklog(pool *pgxpool.Pool, now func() time.Time, logger *slog.Logger) *backlog {
	return &backlog{pool: pool, now: now, logger: logger, pace: backlogPace}
}

// begin finds out what is old, if that was not done before. It runs on the
// recorder's connection before its first batch.
func (b *backlog) begin(ctx context.Context, conn *pgx.Conn) error {
	if b == nil {
		return nil
	}
	if err := beginBacklog(ctx, conn, b.now()); err != nil {
		return err
	}
	return b.reload(ctx, conn)
}

func (b *backlog) reload(ctx context.Context, db store.Querier) error {
	states, err := loadBacklog(ctx, db)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.states = states
	return nil
}

// progress is how far all tables are; nothing where nothing was adopted.
func (b *backlog) progress() []backlogState {
	if b == nil {
		return []backlogState{}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]backlogState{}, b.states...)
}

// until is the time before which rows of a table may be old; zero: none is any more.
func (b *backlog) until(source string) time.Time {
	for _, s := range b.progress() {
		if s.Source == source && s.FinishedAt == nil && s.Until != nil {
			return *s.Until
		}
	}
	return time.Time{}
}

// pending tells whether there are rows that were not summed up.
func (b *backlog) pending() bool { return b.next() != nil }

// next is the first table that is not done; nil: all are.
func (b *backlog) next() *backlogState {
	for _, s := range b.progress() {
		if s.FinishedAt == nil {
			return &s
		}
	}
	return nil
}

// run sums up until nothing is left or ctx ends. The recorder must have begun.
func (b *backlog) run(ctx context.Context) error {
	wait := backlogRetryFirst
	for b.pending() && ctx.Err() == nil {
		err := b.step(ctx)
		if err == nil {
			wait = backlogRetryFirst
			continue
		}
		b.fold = nil
		if ctx.Err() != nil || store.Pause(ctx, wait) != nil {
			return nil
		}
		b.logger.Warn("the rows of before are not summed up; it is tried again", "error", err)
		wait = min(2*wait, backlogRetryMost)
	}
	return nil
}

// step sums up one day of one table.
func (b *backlog) step(ctx context.Context) error {
	if err := b.reload(ctx, b.pool); err != nil {
		return err
	}
	state := b.next()
	if state == nil {
		return nil
	}
	if state.Until == nil {
		return errBacklogUnknown
	}
	begun := b.now()
	day, err := nextBacklogDay(ctx, b.pool, *state)
	if err != nil {
		return err
	}
	p := piece{backlog: b, state: *state, from: day, to: day.Add(oneDay)}
	if p.to.After(*state.Until) {
		p.to = *state.Until
	}
	if err := store.InTx(ctx, b.pool, func(tx pgx.Tx) error { return p.apply(ctx, tx) }); err != nil {
		return err
	}
	if day.IsZero() {
		b.logger.Info("the rows of before are summed up", "table", state.Source, "rows", state.Rows)
	} else {
		b.logger.Info("a day of before is summed up", "table", state.Source, "day", day.Format(time.DateOnly), "rows", p.rows, "took", b.now().Sub(begun).Round(time.Millisecond))
	}
	return b.reload(ctx, b.pool)
}

// piece is the part of a table that is summed up in one transaction.
type piece struct {
	backlog  *backlog
	state    backlogState
	from, to time.Time // from zero: nothing is left
	ours     map[oursKey]int
	rollups  *rollups
	touched  map[sessionKey]bool
	rows     int64
}

// oursKey tells a row that the recorder stored.
type oursKey struct {
	name, session string
	at            int64 // µs since 1970
	kills         int64
}

func (p *piece) apply(ctx context.Context, tx pgx.Tx) error {
	if err := claimBacklog(ctx, tx, p.state); err != nil {
		return err
	}
	if p.from.IsZero() {
		return finishBacklog(ctx, tx, p.state.Source, p.backlog.now())
	}
	if p.backlog.fold == nil {
		fold, err := loadBacklogFold(ctx, tx)
		if err != nil {
			return err
		}
		p.backlog.fold = fold
	}
	p.rollups, p.touched = newRollups(p.backlog.fold.last), map[sessionKey]bool{}
	if err := p.read(ctx, tx); err != nil {
		return err
	}
	return p.write(ctx, tx)
}

// read folds the rows of the piece.
func (p *piece) read(ctx context.Context, tx pgx.Tx) error {
	if p.state.Source == spawnTable.Table {
		return fetchPiece(ctx, tx, p, spawnPiece, p.spawn)
	}
	return fetchPiece(ctx, tx, p, telemetryPiece, p.telemetry)
}

// isOurs tells whether the recorder stored the row.
func (p *piece) isOurs(key oursKey) bool {
	if p.ours[key] == 0 {
		return false
	}
	p.ours[key]--
	return true
}

func (p *piece) telemetry(r oldTelemetry) {
	if p.isOurs(oursKey{r.Name, r.Session, r.At.UnixMicro(), r.Kills}) {
		return
	}
	p.rows++
	ev := &event.Event{CharacterName: r.Name, Timestamp: r.At, ReceivedAt: r.At}
	t := &event.Telemetry{
		SessionID: r.Session, EW: r.EW, NS: r.NS, Z: finite(r.Z), Kills: r.Kills, KillsPerHour: finite(r.Pace),
		Deaths: opt(r.Deaths), PrismaticTaperCount: opt(r.Tapers),
	}
	p.touched[sessionKey{r.Name, r.Session}] = true
	p.rollups.telemetry(ev, t, p.backlog.fold.counters.ApplyTelemetry(r.Name, t, r.At))
}

// finite is a number of an old row, where it is one.
func finite(v *float64) event.Opt[float64] {
	if v == nil || math.IsNaN(*v) || math.IsInf(*v, 0) {
		return event.Opt[float64]{}
	}
	return event.Some(*v)
}

func (p *piece) spawn(r oldSpawn) {
	if p.isOurs(oursKey{name: r.Mob, at: r.At.UnixMicro()}) {
		return
	}
	p.rows++
	p.rollups.spawn(&event.Event{Timestamp: r.At}, &event.Spawn{Mob: r.Mob, EW: r.EW, NS: r.NS})
}

// breathe leaves the machine to others for as long as it was used.
func (b *backlog) breathe(ctx context.Context, worked time.Duration) error {
	if b.fetched != nil {
		b.fetched()
	}
	return store.Pause(ctx, time.Duration(b.pace*float64(worked)))
}
