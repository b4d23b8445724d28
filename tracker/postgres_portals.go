package tracker

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
)

// PortalRow is a portal that somebody saw.
type PortalRow struct {
	PortalName   string     `json:"portal_name"`
	NS           float64    `json:"ns"` // map units, as EW and Z
	EW           float64    `json:"ew"`
	Z            *float64   `json:"z"`
	DiscoveredBy *string    `json:"discovered_by"`
	DiscoveredAt time.Time  `json:"discovered_at"`
	LastSeen     *time.Time `json:"last_seen"`
	id           int64
}

// portalKey is what the list of portals is sorted by.
type portalKey struct {
	Name string `json:"n"`
	ID   int64  `json:"i"`
}

// loadPortals reads the portals behind a place in the list, by name, and how many
// there are in all.
func loadPortals(ctx context.Context, db store.Querier, after *portalKey, limit int) (list []PortalRow, count int64, err error) {
	err = db.QueryRow(ctx, `select count(*) from portals`).Scan(&count)
	if err != nil {
		return nil, 0, fmt.Errorf("count the portals: %w", err)
	}
	if after == nil {
		after = &portalKey{}
	}
	rows, err := db.Query(ctx, `
		select portal_name, ns, ew, z, discovered_by, discovered_at, last_seen, id from portals
		where (portal_name, id) > ($1, $2) order by portal_name, id limit $3`, after.Name, after.ID, limit)
	if err != nil {
		return nil, 0, fmt.Errorf("read the portals: %w", err)
	}
	list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (p PortalRow, err error) {
		err = row.Scan(&p.PortalName, &p.NS, &p.EW, &p.Z, &p.DiscoveredBy, &p.DiscoveredAt, &p.LastSeen, &p.id)
		return p, err
	})
	if err != nil {
		return nil, 0, fmt.Errorf("read the portals: %w", err)
	}
	return list, count, nil
}
