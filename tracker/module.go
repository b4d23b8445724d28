// Package tracker is what happens in the world: it takes the plugins' events,
// accepts them into a durable log, keeps the live state and shows it to browsers,
// and records everything in the database "dereth", each event exactly once.
//
// An event's way: plugin socket → event.Decode → eventlog.Submit (now it is
// accepted) → World.Apply and Feed.Publish, and beside them the recorder, which
// follows the log into the database. Counts are made by one type, Counters, on
// both ways.
package tracker

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"overlord/auth"
	"overlord/inventory/gamedata"
	"overlord/store"
	"overlord/store/books"
	"overlord/store/eventlog"
	"overlord/store/fault"
	"overlord/tracker/live"
)

//go:embed schema/*.sql
var schema embed.FS

//go:embed schema/columns.txt
var needs string

// Schema are the tracker's migrations.
func Schema() fs.FS {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err) // the folder is embedded by the line above
	}
	return sub
}

// ModuleName names the tracker's migrations in schema_migrations.
const ModuleName = "tracker"

// Migrate brings the tracker's tables up to date; where TimescaleDB is, the
// tables of events become hypertables before their first row.
func Migrate(ctx context.Context, pool *pgxpool.Pool) error {
	if err := store.Migrate(ctx, pool, ModuleName, Schema()); err != nil {
		return err
	}
	return makeHypertables(ctx, pool)
}

// CheckSchema looks whether a schema that is not ours to change has what the
// tracker needs.
func CheckSchema(ctx context.Context, db store.Querier) error {
	return store.CheckNeeds(ctx, db, needs)
}

const (
	// worldLogName is the world log's folder in DATA_DIR, and its metrics' label.
	worldLogName = "world"

	// tickEvery is how often silence is looked for: a character is offline after
	// 30 s, and a second more or less is not seen.
	tickEvery = time.Second

	// closeTime is what plugin sockets have to end at a stop.
	closeTime = 5 * time.Second
)

// Config is what a Module is made of.
type Config struct {
	Settings Settings
	DataDir  string
	Pool     *pgxpool.Pool
	Hub      *live.Hub
	Items    Items // takes the events of inventories; nil: nobody does
	// Plugin tells whether the request may open a plugin socket; its error is
	// answered instead of an upgrade.
	Plugin func(*http.Request) error
	// Pass tells with what a plugin came that Plugin let in; nil: with nothing that
	// could end, and nobody asks for whom it speaks.
	Pass func(*http.Request) PluginPass
	// Browser gives who opens a live socket, from the request's identity.
	Browser func(*http.Request) (live.Client, error)
	// Require lets those pass who have a permission; nil: nobody has it.
	Require func(permission string) func(http.Handler) http.Handler
	// Costly holds back who asks for queries over long times again and again; nil:
	// nobody does.
	Costly func(http.Handler) http.Handler
	// PublicURL is where people reach the server, for links in alerts; empty: none.
	PublicURL string
	// Furnish makes the tables, or looks at them; nil: Migrate, or where ReadOnly is
	// set CheckSchema.
	Furnish func(context.Context, *pgxpool.Pool) error
	// ReadOnly has the tracker take no events and write nothing: it shows what
	// another server stores in the database.
	ReadOnly bool
	Logger   *slog.Logger
	Now      func() time.Time
}

// PluginPass is with what a plugin came.
type PluginPass struct {
	Ended  <-chan struct{}        // closed when it no longer holds, and the socket with it; nil: it always does
	Speaks func(character string) // told for whom the socket speaks; it must not block; nil: nobody asks
}

// Module is the tracker.
type Module struct {
	*ingest
	settings Settings
	pool     *pgxpool.Pool
	hub      *live.Hub
	plugin   func(*http.Request) error
	pass     func(*http.Request) PluginPass
	browser  func(*http.Request) (live.Client, error)
	require  func(permission string) func(http.Handler) http.Handler
	costly   func(http.Handler) http.Handler
	recorder *recorder // nil where onlooker is not
	onlooker *onlooker // of a server that stores nothing; nil: it does
	reading  reader    // of the database, for answers
	dataDir  string
	alerts   *alertSender
	furnish  func(context.Context, *pgxpool.Pool) error
	carried  uint64 // the log's last position at the start
	started  time.Time
	sockets  sync.WaitGroup
}

// New opens the world log and puts the tracker together. It starts nothing and
// does not need the database.
func New(c Config) (*Module, error) {
	if c.Costly == nil {
		c.Costly = func(next http.Handler) http.Handler { return next }
	}
	if c.Require == nil {
		c.Require = auth.DenyAll
	}
	if c.ReadOnly {
		return newReadOnly(c)
	}
	log, err := eventlog.Open(eventlog.Options{
		Dir:      filepath.Join(c.DataDir, "eventlog", worldLogName),
		MaxBytes: c.Settings.EventLogMaxBytes,
		Sync:     c.Settings.LogSync,
		Logger:   c.Logger.With("log", worldLogName),
		Now:      c.Now,
	})
	if err != nil {
		return nil, fmt.Errorf("open the event log: %w", err)
	}
	first, last := log.Bounds()
	in := newIngest(c, books.New(first-1))
	in.log = log
	m := newModule(c, in)
	m.carried = last
	m.recorder = &recorder{
		pool: c.Pool, log: log, books: in.books, fresh: in.fresh, acceptGap: c.Settings.AcceptGap, logger: c.Logger, now: c.Now,
		keep:  retention{telemetry: c.Settings.TelemetryRetention, spawns: c.Settings.SpawnRetention},
		learn: in.world.LearnFights, setAside: in.lately.park, backlog: newBacklog(c.Pool, c.Now, c.Logger),
	}
	if m.furnish == nil {
		m.furnish = Migrate
	}
	m.recorder.alerting = newAlerting(c.Settings, m.world.isOnline)
	if m.alerts, err = newAlertSender(c.Settings, c.PublicURL, outbox{c.Pool}, m.recorder.alerting.wake, c.Now, c.Logger); err != nil {
		return nil, err
	}
	m.recorder.alerting.told, m.alerts.told = m.alertsHaveChanged, m.alertsHaveChanged
	return m, in.books.CarryLog(log, c.Now)
}

// newReadOnly is a tracker without a log, a recorder and a sender of alerts.
func newReadOnly(c Config) (*Module, error) {
	in := newIngest(c, books.New(0))
	m := newModule(c, in)
	m.onlooker = newOnlooker(in, c)
	var err error
	m.alerts, err = newAlertSender(Settings{}, "", outbox{c.Pool}, nil, c.Now, c.Logger)
	m.alerts.status.Store(&SenderStatus{State: senderOff, Message: "READ_ONLY is set: nothing is found or sent"})
	return m, err
}

// newIngest is an ingest without its log.
func newIngest(c Config, accounts *books.Books) *ingest {
	in := &ingest{
		world:   NewWorld(c.Settings.idleAfter(), nearTown(gamedata.Towns())),
		feed:    c.Hub,
		items:   c.Items,
		books:   accounts,
		fresh:   &fresh{},
		tallies: newTallies(),
		plugins: newPlugins(),
		memory:  NewMemory(),
		rates:   newRates(),
		game:    newGameServer(),
		lately:  newLately(),
		now:     c.Now,
		logger:  c.Logger,
	}
	in.maps = newMapRequests(in.memory, in.plugins)
	return in
}

// newModule is what every tracker has, whether it stores or only reads.
func newModule(c Config, in *ingest) *Module {
	return &Module{
		ingest: in, settings: c.Settings, pool: c.Pool, hub: c.Hub, plugin: c.Plugin, pass: c.Pass, browser: c.Browser,
		reading: newReader(), require: c.Require, costly: c.Costly, dataDir: c.DataDir, furnish: c.Furnish,
	}
}

// nearTown tells whether a place is in a town.
func nearTown(towns []gamedata.Town) func(ew, ns float64) bool {
	return func(ew, ns float64) bool {
		for _, t := range towns {
			if (place{ew, ns}).within(townReach, place{t.EW, t.NS}) {
				return true
			}
		}
		return false
	}
}

// Start finds the database: it takes the recorder's lock, holds the log's
// cursor against the log, and loads the live state. A database that is away is
// no error: the tracker ingests, and loads when it is back. An error means that
// the start must not go on; its message says what to do.
func (m *Module) Start(ctx context.Context) error {
	m.started = m.now()
	m.game.start(m.started)
	if m.onlooker != nil {
		return m.onlooker.start(ctx)
	}
	err := m.load(ctx)
	if err != nil && fault.CodeOf(err) == fault.Conflict {
		return err
	}
	if err != nil {
		m.recorder.setHealth(err)
		m.logger.Warn("the database is away; events are taken, counts are not known yet", "error", err)
	}
	return nil
}

// load gives the world what the database holds, once.
func (m *Module) load(ctx context.Context) error {
	cursor, err := m.recorder.begin(ctx)
	if err != nil {
		return err
	}
	m.books.Forget(cursor)
	snapshot, err := loadSnapshot(ctx, m.recorder.conn(), m.log.ID(), m.settings.idleAfter())
	if err != nil {
		return err
	}
	reader := m.log.NewReader(snapshot.Position)
	defer func() { _ = reader.Close() }()
	tail := &logTail{reader: reader, at: snapshot.Position}
	if err := m.importIssues(ctx); err != nil {
		m.logger.Warn("the issue board of before is not taken over yet; the next start tries again", "error", err)
	}
	return m.world.Load(snapshot, tail, m.carried, m.now())
}

// RunStreams watches for silence until ctx ends, then closes the plugin
// sockets and waits until the last of their frames is with the log.
func (m *Module) RunStreams(ctx context.Context) error {
	ticker := time.NewTicker(tickEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return m.closeSockets()
		case <-ticker.C:
			m.publish(m.world.Tick(m.now()))
			m.game.tick(m.now())
		}
	}
}

func (m *Module) closeSockets() error {
	m.plugins.endAll(closeGoingAway, "the server stops")
	done := make(chan struct{})
	go func() {
		m.sockets.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(closeTime):
		m.logger.Warn("some plugin sockets did not end in time", "open", m.plugins.count())
	}
	return nil
}

// RunStore owns the log and the recorder. When ctx ends the log writes what
// was submitted, and then the recorder drains it into the database. A server that
// stores nothing looks at the database instead.
func (m *Module) RunStore(ctx context.Context) error {
	if m.onlooker != nil {
		return m.onlooker.run(ctx)
	}
	written, stopRecorder := context.WithCancel(context.WithoutCancel(ctx))
	group, both := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer stopRecorder()
		return m.log.Run(both)
	})
	group.Go(func() error { return (&gameWriter{game: m.game, db: m.pool, now: m.now, logger: m.logger}).run(both) })
	group.Go(func() error {
		if !m.world.Loaded() {
			if err := m.loadLate(written); err != nil {
				return err
			}
		}
		group.Go(func() error { return m.alerts.run(both) })
		group.Go(func() error { return m.recorder.backlog.run(both) })
		return m.recorder.run(written)
	})
	return group.Wait()
}

// loadLate waits for a database that was away at the start.
func (m *Module) loadLate(ctx context.Context) error {
	wait := retryFirst
	for {
		err := store.Pause(ctx, wait)
		if err != nil {
			return nil
		}
		err = m.furnish(ctx, m.pool)
		if err == nil {
			err = m.load(ctx)
		}
		if err == nil || fault.CodeOf(err) == fault.Conflict {
			return err
		}
		m.recorder.setHealth(err)
		wait = min(2*wait, retryMost)
	}
}

// databaseHealth is nil while the tracker does with the database what it is there
// for.
func (m *Module) databaseHealth() error {
	if m.onlooker != nil {
		return m.onlooker.healthy()
	}
	return m.recorder.healthy()
}

// meanwhile says what happens while the database is away.
func (m *Module) meanwhile() string {
	if m.onlooker != nil {
		return "the live state stands still"
	}
	return "events wait in the event log"
}

// Ready says why the tracker does not store now, or where it only reads why it
// does not read; or nil.
func (m *Module) Ready(context.Context) error {
	if err := m.databaseHealth(); err != nil {
		return fault.Wrap(err, fault.Unavailable, "the database dereth is away; %s", m.meanwhile())
	}
	if lag := m.Lag(); lag > m.settings.ReadyMaxLag {
		return fault.New(fault.Unavailable, "the oldest event outside the database is %s old", lag.Round(time.Second))
	}
	return nil
}

// Lag is the age of the oldest event that is in the log and not yet in the
// database.
func (m *Module) Lag() time.Duration { return m.books.Lag(m.now()) }
