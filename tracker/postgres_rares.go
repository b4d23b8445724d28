package tracker

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/inventory/gamedata"
	"overlord/store"
)

// RareRow is a rare that somebody found.
type RareRow struct {
	ID            int64     `json:"id"`
	CharacterName string    `json:"character_name"`
	Name          string    `json:"name"`
	Timestamp     time.Time `json:"timestamp"`
	EW            *float64  `json:"ew"` // map units, as NS and Z
	NS            *float64  `json:"ns"`
	Z             *float64  `json:"z"`
	Tier          *int      `json:"tier"`  // 1 to 6; nil: the drop list does not tell
	Great         bool      `json:"great"` // worth telling: see gamedata.IsGreatRare
}

// rareAsked says which rares are wanted. Nil and empty fields do not narrow.
type rareAsked struct {
	character string
	names     []string // these names, or none of them
	others    bool     // names are those that are not wanted
	from, to  *time.Time
	after     *rareListKey
}

// rareListKey is what the list of rares is sorted by.
type rareListKey struct {
	At time.Time `json:"t"`
	ID int64     `json:"i"`
}

// loadRares reads rares, newest first.
func loadRares(ctx context.Context, db store.Querier, asked rareAsked, limit int) ([]RareRow, error) {
	w := &where{}
	if asked.character != "" {
		w.and(`character_name = $`, asked.character)
	}
	w.span(asked.from, asked.to)
	switch {
	case asked.names != nil && asked.others:
		w.and(`name <> all($)`, asked.names)
	case asked.names != nil:
		w.and(`name = any($)`, asked.names)
	}
	if asked.after != nil {
		w.and(`("timestamp", id) < ($, $)`, asked.after.At, asked.after.ID)
	}
	rows, err := db.Query(ctx, `select id, character_name, name, "timestamp", ew, ns, z from rare_events `+w.String()+
		` order by "timestamp" desc, id desc limit `+w.arg(limit), w.args...)
	if err != nil {
		return nil, fmt.Errorf("read the rares: %w", err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (r RareRow, err error) {
		err = row.Scan(&r.ID, &r.CharacterName, &r.Name, &r.Timestamp, &r.EW, &r.NS, &r.Z)
		r.Great = gamedata.IsGreatRare(r.Name)
		if tier, known := gamedata.RareTier(r.Name); known {
			r.Tier = &tier
		}
		return r, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the rares: %w", err)
	}
	return list, nil
}
