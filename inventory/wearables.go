package inventory

import (
	"context"
	"slices"
	"sync"
	"time"

	"overlord/inventory/item"
	"overlord/store"
)

// wardrobe keeps what can be worn, of each character at the generation that it was
// loaded at: between two searches for suits little changes, and loading everything
// takes longer than most searches.
type wardrobe struct {
	mu   sync.Mutex
	held map[string]wearables
}

// wearables are a character's items that can be worn. They never change.
type wearables struct {
	generation int64
	items      []*item.Item
}

// Wearables hands on every item of these characters, or of all where there are no
// names, that fits a slot of a suit: with the name, the masks, base armor level,
// set, material, ratings, requirements, spells and whether it is retained, and
// nothing else of it. The items are shared and must not be changed. They are as of
// one moment. A database that is away is fault.Unavailable; the end of ctx ends it
// with its error.
func (m *Module) Wearables(ctx context.Context, characters []string, each func(character string, i *item.Item)) error {
	var now map[string]wearables
	err := m.read(ctx, "items", loadWithin, func(ctx context.Context, db store.Querier) (err error) {
		now, err = m.wardrobe.load(ctx, db, characters)
		return err
	})
	if err != nil {
		return err
	}
	for name, w := range now {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		for _, i := range w.items {
			each(name, i)
		}
	}
	return nil
}

// load gives what these characters, or all, have in the snapshot that db sees, and
// reads only what is not held as it is there.
func (w *wardrobe) load(ctx context.Context, db store.Querier, characters []string) (map[string]wearables, error) {
	states, err := loadStates(ctx, db)
	if err != nil {
		return nil, err
	}
	now, stale := w.look(states, characters)
	if len(stale) == 0 {
		return now, nil
	}
	for _, name := range stale {
		now[name] = wearables{generation: states[name].generation}
	}
	err = loadWearables(ctx, db, stale, func(character string, i *item.Item) {
		if w, asked := now[character]; asked {
			w.items = append(w.items, i)
			now[character] = w
		}
	})
	if err != nil {
		return nil, err
	}
	w.keep(now, stale, states)
	return now, nil
}

// look gives what is held as the states say, and who has to be read.
func (w *wardrobe) look(states map[string]state, characters []string) (now map[string]wearables, stale []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now = map[string]wearables{}
	for name, s := range states {
		if len(characters) > 0 && !slices.Contains(characters, name) {
			continue
		}
		if held, is := w.held[name]; is && held.generation == s.generation {
			now[name] = held
		} else {
			stale = append(stale, name)
		}
	}
	return now, stale
}

// keep holds what was read, unless somebody read something newer meanwhile, and
// lets go of characters that are gone.
func (w *wardrobe) keep(now map[string]wearables, read []string, states map[string]state) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, name := range read {
		if w.held[name].generation <= now[name].generation {
			w.held[name] = now[name]
		}
	}
	for name := range w.held {
		if _, is := states[name]; !is {
			delete(w.held, name)
		}
	}
}

// Owner is a character of whom an inventory is stored.
type Owner struct {
	Name     string
	Items    int
	Uploaded *time.Time // the last full upload; nil: there was none
}

// Owners are all of them, by name.
func (m *Module) Owners(ctx context.Context) ([]Owner, error) {
	var list []Owner
	err := m.read(ctx, "inventories", answerWithin, func(ctx context.Context, db store.Querier) error {
		states, err := loadStates(ctx, db)
		for name, s := range states {
			list = append(list, Owner{name, s.items, uploadTime(s)})
		}
		return err
	})
	slices.SortFunc(list, func(a, b Owner) int { return compareNames(a.Name, b.Name) })
	return list, err
}
