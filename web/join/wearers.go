package join

import (
	"context"

	"overlord/inventory/item"
	"overlord/tracker"
)

// Wearers is what the tracker knows of characters, as the inventory sees them.
// The tracker is made after the inventory.
type Wearers struct{ Sheets func() *tracker.Module }

// Wielders implements inventory.Wearers.
func (w Wearers) Wielders(ctx context.Context, characters []string) (map[string]item.Wielder, error) {
	sheets, err := w.Sheets().Sheets(ctx, characters)
	if err != nil {
		return nil, err
	}
	known := map[string]item.Wielder{}
	for name, sheet := range sheets {
		if known[name], err = wielderOf(sheet); err != nil {
			return nil, err
		}
	}
	return known, nil
}
