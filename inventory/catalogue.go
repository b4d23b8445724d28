package inventory

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"overlord/inventory/index"
	"overlord/store"
	"overlord/store/fault"
)

const (
	// catchUpEvery is how often the index is brought up to what is stored, so that
	// a search seldom has to do it. catchUpShare is the most of the time that this
	// may take: items of many characters change all the time.
	catchUpEvery = time.Second
	catchUpShare = 5

	// loaders read characters at once: enough to keep the database and this process
	// busy, few enough to leave connections to others.
	loaders = 3

	// loadWithin is for the items of one character.
	loadWithin = 30 * time.Second
)

// catalogue is the index of all items, as the database has them. Each character's
// part has the generation that it was loaded at; before a search these are
// compared with the database's, so that whoever wrote, and from whichever process,
// finds what was written.
type catalogue struct {
	index  *index.Index
	read   reading // in a transaction
	ask    reading // one statement
	logger *slog.Logger

	turn    chan struct{} // one brings it up to date at a time
	mu      sync.Mutex
	loaded  map[string]int64 // generation of each character's part
	changes uint64           // how often a part was replaced
	failed  error            // why it is not loaded; nil: it goes on
}

// reading is a way to read the database, see Module.read.
type reading func(ctx context.Context, what string, within time.Duration, fn func(context.Context, store.Querier) error) error

func newCatalogue(m *Module) *catalogue {
	return &catalogue{index: index.New(), read: m.read, ask: m.ask, logger: m.logger, turn: make(chan struct{}, 1), loaded: map[string]int64{}}
}

// run loads everything and then keeps it up to date, until ctx ends. While the
// database is away it waits.
func (c *catalogue) run(ctx context.Context) error {
	begin := time.Now()
	for wait := catchUpEvery; ; {
		started := time.Now()
		_, err := c.catchUp(ctx)
		c.fail(err)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			c.logger.Debug("the index of items waits for the database", "error", err)
		case !c.index.Ready():
			c.index.SetReady(true)
			c.logger.Info("the index of items is loaded", "items", c.index.Len(), "characters", len(c.index.Characters()), "took", time.Since(begin).Round(time.Millisecond))
		}
		wait = max(catchUpEvery, (catchUpShare-1)*time.Since(started))
		if store.Pause(ctx, wait) != nil {
			return nil
		}
	}
}

func (c *catalogue) fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.failed = err
}

// missing is why searches are refused before everything is loaded.
func (c *catalogue) missing(ctx context.Context) error {
	c.mu.Lock()
	err := c.failed
	c.mu.Unlock()
	if fault.CodeOf(err) == fault.Unavailable {
		return err
	}
	_, err = c.index.Search(ctx, index.Request{}) // says when to try again
	return err
}

// catchUp loads what changed since it was loaded, and gives the states that the
// index then has at least.
func (c *catalogue) catchUp(ctx context.Context) (states map[string]state, err error) {
	err = c.ask(ctx, "searches", answerWithin, func(ctx context.Context, db store.Querier) error {
		states, err = loadStates(ctx, db)
		return err
	})
	if err != nil {
		return states, err
	}
	return states, c.take(ctx, states)
}

// take loads what changed since it was loaded, according to what is stored.
func (c *catalogue) take(ctx context.Context, states map[string]state) error {
	if len(c.stale(states)) == 0 {
		return nil
	}
	select {
	case c.turn <- struct{}{}:
		defer func() { <-c.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	group, loading := errgroup.WithContext(ctx)
	group.SetLimit(loaders)
	for _, name := range c.stale(states) { // some may have been loaded meanwhile
		group.Go(func() error { return c.load(loading, name) })
	}
	return group.Wait()
}

// moment tells one state of the index from all later ones.
func (c *catalogue) moment() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.changes
}

// isCurrent tells whether what was found at a moment is what the database has.
func (c *catalogue) isCurrent(moment uint64, states map[string]state) bool {
	return len(c.stale(states)) == 0 && c.moment() == moment
}

// follow takes a change that was just committed over, where the index has what was
// there before: so that one changed item of thousands costs no reading of all. What
// it does not take over is read before the next search.
func (c *catalogue) follow(ch *change) {
	if len(ch.state) == 0 {
		return
	}
	rows, taken := ch.entries(), make([]int64, 0, len(ch.written))
	for _, e := range ch.written {
		taken = append(taken, e.id)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for name, now := range ch.state {
		before := c.index.Segment(name)
		if generation, is := c.loaded[name]; !is || generation != now.generation-1 || before == nil {
			continue
		}
		gone, new := taken, []index.Entry(nil) // whom items are taken from
		if name == ch.character {
			gone, new = ch.gone, rows
		}
		if part, ok := before.With(now.uploaded, gone, new); ok {
			c.index.Replace(name, part)
			c.loaded[name] = now.generation
			c.changes++
		}
	}
}

// stale are the characters whose items changed since they were loaded, and those
// that are gone.
func (c *catalogue) stale(states map[string]state) (names []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for name, s := range states {
		if generation, is := c.loaded[name]; !is || generation != s.generation {
			names = append(names, name)
		}
	}
	for name := range c.loaded {
		if _, is := states[name]; !is {
			names = append(names, name)
		}
	}
	return names
}

// load replaces a character's part by what is stored, as of one moment.
func (c *catalogue) load(ctx context.Context, name string) error {
	var part *index.Segment
	var own state
	var known bool
	err := c.read(ctx, "searches", loadWithin, func(ctx context.Context, db store.Querier) error {
		states, err := loadStates(ctx, db, name)
		if own, known = states[name]; err != nil || !known {
			return err
		}
		list, err := loadRecords(ctx, db, ofCharacter, name)
		if err == nil {
			err = loadSearched(ctx, db, name, list)
		}
		if err != nil {
			return err
		}
		entries := make([]index.Entry, len(list))
		for i, r := range list {
			entries[i] = index.Entry{ID: r.id, Changed: r.changed, Item: r.Item}
		}
		part = index.Build(name, own.uploaded, entries)
		return nil
	})
	if err != nil {
		return fmt.Errorf("load the items of %s: %w", name, err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.index.Replace(name, part)
	c.changes++
	if known {
		c.loaded[name] = own.generation
	} else {
		delete(c.loaded, name)
	}
	return nil
}
