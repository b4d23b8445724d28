package tracker

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
)

// adoptedSession names what an adopted lifetime holds beyond its sessions.
const adoptedSession = "adopted"

// FightsRow is a character's combat statistics.
type FightsRow struct {
	CharacterName string          `json:"character_name"`
	Session       json.RawMessage `json:"session"` // the newest session's last report; null: none is kept
	Lifetime      json.RawMessage `json:"lifetime"`
	Timestamp     *time.Time      `json:"timestamp"` // of the last report
}

const selectFights = `
	select l.character_name, s.stats_data::text, l.stats_data::text, l."timestamp"
	from combat_stats l left join lateral (
		select stats_data from combat_stats_sessions s
		where s.character_name = l.character_name and s.session_id <> $1
		order by s."timestamp" desc nulls last, s.session_id desc limit 1
	) s on true `

// loadAllFights reads the combat statistics of the characters whose names come
// after one, by name.
func loadAllFights(ctx context.Context, db store.Querier, after string, limit int) ([]FightsRow, error) {
	return queryFights(ctx, db, selectFights+`where l.character_name > $2 order by l.character_name limit $3`, adoptedSession, after, limit)
}

// loadFightsOf reads one character's combat statistics; nil where there are none.
func loadFightsOf(ctx context.Context, db store.Querier, name string) (*FightsRow, error) {
	list, err := queryFights(ctx, db, selectFights+`where l.character_name = $2`, adoptedSession, name)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

func queryFights(ctx context.Context, db store.Querier, sql string, args ...any) ([]FightsRow, error) {
	rows, err := db.Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("read the combat statistics: %w", err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (f FightsRow, err error) {
		var session *string
		var lifetime string
		err = row.Scan(&f.CharacterName, &session, &lifetime, &f.Timestamp)
		f.Lifetime = json.RawMessage(lifetime)
		if session != nil {
			f.Session = json.RawMessage(*session)
		}
		return f, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the combat statistics: %w", err)
	}
	return list, nil
}
