package main

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/inventory"
	"overlord/store"
	"overlord/suitbuilder"
	"overlord/tracker"
	"overlord/tracker/adopt"
	"overlord/tracker/live"
)

// openItems opens the inventory's pool, on the private database where no other is
// named.
func (s *server) openItems(ctx context.Context) (err error) {
	config := s.cli.Database.Inventory()
	if s.private != nil {
		config = store.Config{URL: s.private.URL("inventory_db")}
	}
	config.Name, config.Size = "overlord inventory", s.cli.Inventory.InventoryPoolSize
	s.itemPool, err = store.Open(ctx, config)
	return err
}

// openInventory opens inventory_db for a command, its tables made.
func (p *program) openInventory(ctx context.Context) (*pgxpool.Pool, func(), error) {
	pool, done, err := p.open(ctx, p.cli.Database.Inventory(), "inventory_db")
	if err != nil {
		return nil, nil, err
	}
	if err := (&server{program: p}).furnishItems(ctx, pool); err != nil {
		done()
		return nil, nil, err
	}
	return pool, done, nil
}

// newInventory makes the inventory, whose log is bounded as the tracker's.
func (s *server) newInventory() (*inventory.Module, error) {
	c := s.cli
	return inventory.New(inventory.Config{
		Settings: c.Inventory, Log: inventory.LogSettings{MaxBytes: c.Tracker.EventLogMaxBytes, Sync: c.Tracker.LogSync},
		DataDir: c.Server.DataDir, Pool: s.itemPool, ReadOnly: c.Database.ReadOnly, AcceptGap: c.Tracker.AcceptGap, MaxLag: c.Tracker.ReadyMaxLag,
		Announcer: announcer{s.hub}, Require: s.auth.Require, Furnish: s.furnishItems,
		Logger: s.logger.With("module", "inventory"), Now: time.Now,
	})
}

// itemLog is where the tracker hands the events of inventories; nil: nowhere.
func (s *server) itemLog() tracker.Items {
	if s.cli.Database.ReadOnly {
		return nil
	}
	return s.items
}

// lookAtItems says what a read-only server cannot show of items. The earlier
// service's tables are no reason to refuse the start: it goes on writing them until
// the cut-over.
func (s *server) lookAtItems(ctx context.Context) {
	if err := checkItems(ctx, s.itemPool); err != nil {
		s.logger.Warn("items are not shown: inventory_db is away, or not this server's yet", "error", err)
	}
}

// checkItems looks whether inventory_db has all that is needed.
func checkItems(ctx context.Context, pool *pgxpool.Pool) error {
	return errors.Join(inventory.CheckSchema(ctx, pool), suitbuilder.CheckSchema(ctx, pool))
}

// furnishItems brings the tables of inventory_db up to date, or with
// SKIP_SCHEMA_INIT looks whether all that is needed is there.
func (s *server) furnishItems(ctx context.Context, pool *pgxpool.Pool) error {
	if s.cli.Database.SkipSchemaInit {
		return checkItems(ctx, pool)
	}
	if err := inventory.Migrate(ctx, pool); err != nil {
		return err
	}
	return suitbuilder.Migrate(ctx, pool)
}

// announcer is the hub as the inventory sees it.
type announcer struct{ hub *live.Hub }

// Announce implements inventory.Announcer.
func (a announcer) Announce(n inventory.Announcement) {
	a.hub.Publish(live.Message{Topic: n.Topic, CharacterName: n.CharacterName, Body: n.Body, UserID: n.UserID})
}

// adoptCommand is `overlord adopt`: it takes over both databases of the earlier
// services.
type adoptCommand struct {
	Check         bool `help:"Say what would happen, and change nothing."`
	UndoInventory bool `help:"Give the earlier services their tables in inventory_db back; ours are kept aside."`
}

// Run adopts dereth, then inventory_db.
func (c *adoptCommand) Run(p *program, console store.Console) error {
	if !c.UndoInventory {
		if err := (&adopt.Command{Check: c.Check}).Run(p.ctx, console); err != nil {
			return err
		}
	}
	pool, done, err := p.open(p.ctx, p.cli.Database.Inventory(), "inventory_db")
	if err != nil {
		return err
	}
	defer done()
	return inventory.Adopt(p.ctx, pool, inventory.AdoptOptions{Check: c.Check, Undo: c.UndoInventory, Out: p.out, Now: time.Now})
}
