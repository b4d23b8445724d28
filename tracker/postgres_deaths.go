package tracker

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
)

// DeathRow is a death: the session's count of them rose.
type DeathRow struct {
	CharacterName string    `json:"character_name"`
	SessionID     string    `json:"session_id"`
	Timestamp     time.Time `json:"timestamp"`
	Deaths        int32     `json:"deaths"` // the session's count with this one
	EW            *float64  `json:"ew"`     // map units, as NS and Z
	NS            *float64  `json:"ns"`
	Z             *float64  `json:"z"`
}

// deathAsked says which deaths are wanted. Nil and empty fields do not narrow.
type deathAsked struct {
	character string
	from, to  *time.Time
	after     *deathKey
}

// deathKey is what the list of deaths is sorted by.
type deathKey struct {
	At        time.Time `json:"t"`
	Character string    `json:"c"`
	Session   string    `json:"s"`
	Deaths    int32     `json:"d"`
}

// loadDeaths reads deaths, newest first.
func loadDeaths(ctx context.Context, db store.Querier, asked deathAsked, limit int) ([]DeathRow, error) {
	w := &where{}
	if asked.character != "" {
		w.and(`character_name = $`, asked.character)
	}
	w.span(asked.from, asked.to)
	if k := asked.after; k != nil {
		w.and(`("timestamp", character_name, session_id, deaths) < ($, $, $, $)`, k.At, k.Character, k.Session, k.Deaths)
	}
	rows, err := db.Query(ctx, `select character_name, session_id, "timestamp", deaths, ew, ns, z from death_events `+w.String()+
		` order by "timestamp" desc, character_name desc, session_id desc, deaths desc limit `+w.arg(limit), w.args...)
	if err != nil {
		return nil, fmt.Errorf("read the deaths: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[DeathRow])
	if err != nil {
		return nil, fmt.Errorf("read the deaths: %w", err)
	}
	return list, nil
}
