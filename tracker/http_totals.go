package tracker

import (
	"context"
	"net/http"
	"time"

	"overlord/store"
	"overlord/web/api"
)

// totalKills is the body of /total-kills. Today began at midnight UTC.
type totalKills struct {
	Total       int64     `json:"total"`
	Today       int64     `json:"today"`
	LastUpdated time.Time `json:"last_updated"` // when this was true
}

// totalRares is the body of /total-rares.
type totalRares struct {
	AllTime     int64     `json:"all_time"`
	Today       int64     `json:"today"`
	LastUpdated time.Time `json:"last_updated"`
}

// getTotalKills answers the kills of everybody.
func (m *Module) getTotalKills(w http.ResponseWriter, r *http.Request) error {
	total, today, now, err := m.totals(r, loadTotalKills)
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, totalKills{total, today, now})
}

// getTotalRares answers how many rares everybody found.
func (m *Module) getTotalRares(w http.ResponseWriter, r *http.Request) error {
	total, today, now, err := m.totals(r, loadTotalRares)
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, totalRares{total, today, now})
}

func (m *Module) totals(r *http.Request, load func(context.Context, store.Querier, time.Time) (int64, int64, error)) (total, today int64, now time.Time, err error) {
	if _, err := api.ParseQuery(r); err != nil {
		return 0, 0, now, err
	}
	now = m.now().UTC()
	err = m.read(r.Context(), "totals", func(ctx context.Context, db store.Querier) (err error) {
		total, today, err = load(ctx, db, now)
		return err
	})
	return total, today, now, err
}
