package tracker

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"overlord/store"
)

// loadLevels reads the level of every character whose sheet tells it.
func loadLevels(ctx context.Context, db store.Querier) (map[string]int32, error) {
	rows, err := db.Query(ctx, `select character_name, level from character_stats where level is not null`)
	if err != nil {
		return nil, fmt.Errorf("read the characters' levels: %w", err)
	}
	levels := map[string]int32{}
	var name string
	var level int32
	_, err = pgx.ForEachRow(rows, []any{&name, &level}, func() error {
		levels[name] = level
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the characters' levels: %w", err)
	}
	return levels, nil
}
