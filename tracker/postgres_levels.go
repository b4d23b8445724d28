package tracker

import (
	"context"
	"encoding/json"
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

// loadSheets reads the last sheets of some characters; those without are not in
// it.
func loadSheets(ctx context.Context, db store.Querier, names []string) (map[string]Sheet, error) {
	rows, err := db.Query(ctx, `select character_name, level, stats_data from character_stats where character_name = any($1)`, names)
	if err != nil {
		return nil, fmt.Errorf("read the characters' sheets: %w", err)
	}
	sheets := map[string]Sheet{}
	var name string
	var level *int32
	var data []byte
	_, err = pgx.ForEachRow(rows, []any{&name, &level, &data}, func() error {
		sheet := Sheet{"level": level}
		var members map[string]json.RawMessage
		if err := json.Unmarshal(data, &members); err != nil {
			return fmt.Errorf("the stored sheet of %q is no object: %w", name, err)
		}
		for member, value := range members {
			sheet[member] = value
		}
		sheets[name] = sheet
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the characters' sheets: %w", err)
	}
	return sheets, nil
}
