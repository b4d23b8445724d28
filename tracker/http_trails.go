package tracker

import (
	"context"
	"net/http"
	"time"

	"overlord/store"
	"overlord/web/api"
)

const (
	trailSeconds    = 600   // default of /trails
	maxTrailSeconds = 86400 // a day: longer ways are what /history is for

	// trailPoints is what a map can show of one character's way.
	trailPoints = 150
)

// getTrails answers where everybody, or one character, was in the last seconds.
func (m *Module) getTrails(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "seconds", "character")
	if err != nil {
		return err
	}
	seconds := q.Int("seconds", trailSeconds, 1, maxTrailSeconds)
	character := q.String("character", "")
	if err := q.Err(); err != nil {
		return err
	}
	span := time.Duration(seconds) * time.Second
	var points []TrailPoint
	err = m.readScan(r.Context(), "trails", func(ctx context.Context, db store.Querier) (err error) {
		points, err = loadTrails(ctx, db, character, m.now().Add(-span), trailStep(span))
		return err
	})
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]any{"trails": points})
}

// trailStep is the least time between two points of one way: the plugin's own
// pace, or longer where that would be more points than a map can show.
func trailStep(span time.Duration) time.Duration {
	return max(2*time.Second, span/trailPoints)
}
