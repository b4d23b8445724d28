package inventory

import (
	"cmp"
	"context"
	"slices"
	"time"

	"overlord/inventory/item"
	"overlord/store"
)

// Wearables hands on every item of these characters, or of all where there are no
// names, that fits a slot of a suit: with the name, the masks, base armor level,
// set, material, ratings, requirements, spells and whether it is retained, and
// nothing else of it. A database that is away is fault.Unavailable.
func (m *Module) Wearables(ctx context.Context, characters []string, each func(character string, i *item.Item)) error {
	return m.read(ctx, "items", scanWithin, func(ctx context.Context, db store.Querier) error {
		return loadWearables(ctx, db, characters, each)
	})
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
	slices.SortFunc(list, func(a, b Owner) int { return cmp.Compare(a.Name, b.Name) })
	return list, err
}
