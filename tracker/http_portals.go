package tracker

import (
	"context"
	"net/http"

	"overlord/store"
	"overlord/web/api"
)

// portalsLimit and maxPortals bound /portals: the map wants them all, and the
// world has about two thousand.
const (
	portalsLimit = 5_000
	maxPortals   = 20_000
)

// portalsAnswer is the body of /portals.
type portalsAnswer struct {
	Portals []PortalRow `json:"portals"`
	Count   int64       `json:"portal_count"` // of all, however many are on this page
	Next    *string     `json:"next"`
}

// getPortals answers all portals that were ever seen, by name.
func (m *Module) getPortals(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "limit", "cursor")
	if err != nil {
		return err
	}
	limit := q.Int("limit", portalsLimit, 1, maxPortals)
	var after *portalKey
	if key := new(portalKey); q.Cursor("portals", key) {
		after = key
	}
	if err := q.Err(); err != nil {
		return err
	}
	var answer portalsAnswer
	err = m.read(r.Context(), "portals", func(ctx context.Context, db store.Querier) (err error) {
		answer.Portals, answer.Count, err = loadPortals(ctx, db, after, limit+1)
		return err
	})
	if err != nil {
		return err
	}
	answer.Portals, answer.Next, err = api.Page(q, "portals", answer.Portals, limit, func(p PortalRow) any { return portalKey{p.PortalName, p.id} })
	if err != nil {
		return err
	}
	return api.WriteStable(w, r, answer)
}
