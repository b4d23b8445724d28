package tracker

import (
	"context"

	"overlord/store"
)

// CharacterSheet is what a character's last sheet says; nil: there is none. A
// database that is away is fault.Unavailable.
func (m *Module) CharacterSheet(ctx context.Context, name string) (sheet Sheet, err error) {
	err = m.read(ctx, "sheets", func(ctx context.Context, db store.Querier) error {
		sheet, err = loadSheet(ctx, db, name)
		return err
	})
	return sheet, err
}

// Sheets are the last sheets of some characters, with level and what the report
// told; those without are not in it.
func (m *Module) Sheets(ctx context.Context, names []string) (sheets map[string]Sheet, err error) {
	err = m.read(ctx, "sheets", func(ctx context.Context, db store.Querier) error {
		sheets, err = loadSheets(ctx, db, names)
		return err
	})
	return sheets, err
}

// Levels are those of all characters whose sheet tells it.
func (m *Module) Levels(ctx context.Context) (levels map[string]int32, err error) {
	err = m.read(ctx, "sheets", func(ctx context.Context, db store.Querier) error {
		levels, err = loadLevels(ctx, db)
		return err
	})
	return levels, err
}
