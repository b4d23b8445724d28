package inventory

import (
	"context"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"overlord/auth"
	"overlord/inventory/item"
	"overlord/store"
	"overlord/store/fault"
	"overlord/store/progress"
	"overlord/tracker/event"
)

// Announcer tells browsers what is stored. Announce never blocks; the order of
// its calls is the order for every reader.
type Announcer interface {
	Announce(Announcement)
}

// Announcement is something that browsers are told.
type Announcement struct {
	Topic         string // the message's type
	CharacterName string // whom it is about
	Body          []byte // one JSON object, which does not change any more
	UserID        int64  // whom it is for; 0: everybody
}

// Wearers knows characters that wear things.
type Wearers interface {
	// Wielders tells what is known of some characters; those of whom nothing is known
	// are not in it.
	Wielders(ctx context.Context, characters []string) (map[string]item.Wielder, error)
}

// Config is what a Module is made of.
type Config struct {
	Settings  Settings
	Log       LogSettings
	DataDir   string
	Pool      *pgxpool.Pool // on the database inventory_db
	ReadOnly  bool          // no log and no writer: what another server stores is shown
	AcceptGap bool          // go on where log and database do not fit together
	MaxLag    time.Duration // age of what waits for the database at which Ready says no
	Patience  time.Duration // how long a request waits for the database; 0: what users should wait at most
	Announcer Announcer
	Wearers   Wearers // nil: nothing is known of any
	// Require lets those pass who have a permission; nil: nobody has it.
	Require Gate
	// Furnish makes the tables, or looks at them; nil: Migrate.
	Furnish func(context.Context, *pgxpool.Pool) error
	Logger  *slog.Logger
	Now     func() time.Time
}

// Module is the inventory.
type Module struct {
	*itemLog          // nil: nothing is written
	writer    *writer // nil with it
	pool      *pgxpool.Pool
	announcer Announcer
	catalogue *catalogue
	results   *results
	watches   watches
	tallies   *tallies
	require   Gate
	maxLag    time.Duration
	patience  time.Duration // at least answerWithin
	logger    *slog.Logger
	now       func() time.Time
	wardrobe  *wardrobe
	wearers   Wearers
	apply     time.Duration // that an upload's sender is kept waiting: applyWithin
}

// New opens the item log and puts the inventory together. It starts nothing and
// does not need the database.
func New(c Config) (*Module, error) {
	if c.Require == nil {
		c.Require = auth.DenyAll
	}
	m := &Module{
		pool: c.Pool, announcer: c.Announcer, results: newResults(), tallies: newTallies(),
		require: c.Require, maxLag: c.MaxLag, patience: max(c.Patience, answerWithin), logger: c.Logger, now: c.Now, wearers: c.Wearers, apply: applyWithin,
	}
	m.catalogue, m.wardrobe = newCatalogue(m), &wardrobe{held: map[string]wearables{}}
	if c.ReadOnly {
		return m, nil
	}
	log, err := openLog(c.DataDir, c.Log, c.Logger, c.Now)
	if err != nil {
		return nil, err
	}
	if c.Furnish == nil {
		c.Furnish = Migrate
	}
	m.itemLog = log
	m.writer = &writer{
		itemLog: log, within: storeTime, furnish: func(ctx context.Context) error { return c.Furnish(ctx, c.Pool) }, done: m.tell, recall: m.watches.any,
		logger: c.Logger, now: c.Now,
		place: &progress.Keeper{Reader: readerName, Pool: c.Pool, Log: log.log, AcceptGap: c.AcceptGap, Logger: c.Logger},
	}
	return m, nil
}

// Start finds the database: it makes the tables, takes the writer's lock and
// holds the log's cursor against the log. A database that is away is no error:
// inventories are taken, and wait. An error means that the start must not go on;
// its message says what to do.
func (m *Module) Start(ctx context.Context) error {
	if m.writer == nil {
		return nil
	}
	cursor, err := m.writer.begin(ctx)
	if err == nil {
		m.books.Forget(cursor)
		return nil
	}
	if !store.IsTransient(err) && fault.CodeOf(err) != fault.Unavailable {
		return err
	}
	m.writer.setHealth(err)
	m.logger.Warn("the inventory's database is away; inventories are taken, and wait in the item log", "error", err)
	return nil
}

// RunStore owns the log and the writer. When ctx ends the log writes what was
// submitted, and then the writer drains it into the database.
func (m *Module) RunStore(ctx context.Context) error {
	if m.writer == nil {
		<-ctx.Done()
		return nil
	}
	written, stopWriter := context.WithCancel(context.WithoutCancel(ctx))
	group, both := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer stopWriter()
		return m.log.Run(both)
	})
	group.Go(func() error { return m.writer.run(written) })
	return group.Wait()
}

// RunSearch keeps the index of all items up to date, until ctx ends.
func (m *Module) RunSearch(ctx context.Context) error { return m.catalogue.run(ctx) }

// Healthy is nil while inventories reach the database.
func (m *Module) Healthy() error {
	if m.writer == nil {
		return nil
	}
	return m.writer.healthy()
}

// Ready says why inventories are not stored now, or nil.
func (m *Module) Ready(ctx context.Context) error {
	err := m.Healthy()
	if err == nil {
		err = m.pool.Ping(ctx)
	}
	if err != nil {
		return fault.Wrap(err, fault.Unavailable, "the database inventory_db is away; inventories wait in the item log")
	}
	if m.writer == nil {
		return nil
	}
	if lag := m.books.Lag(m.now()); lag > m.maxLag {
		return fault.New(fault.Unavailable, "the oldest inventory outside the database is %s old", lag.Round(time.Second))
	}
	return nil
}

// tell makes known what was committed: to browsers, and to who sent it.
func (m *Module) tell(changes []*change) {
	for _, c := range changes {
		m.tallies.count(c)
		m.catalogue.follow(c)
		switch {
		case c.refusal != "" || c.stale:
		case c.payload == nil:
			m.announcer.Announce(Announcement{
				Topic: "inventory_updated", CharacterName: c.character,
				Body: event.InventoryUpdated(c.character, c.state[c.character].items, c.changed()),
			})
		case len(c.rejected) == 0:
			m.announcer.Announce(Announcement{Topic: string(event.FamilyInventoryDelta), CharacterName: c.character, Body: c.payload})
		}
		m.tellMatches(c)
		m.results.put(c.position, c.summary())
	}
}
