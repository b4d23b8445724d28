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

	// trailLooks is how many points of a way are looked at, so that those can be
	// chosen that make its shape.
	trailLooks = 2 * trailPoints

	// probeFrom is from which step on a look into the index for each step is
	// quicker than reading all rows: one row in 2 s is the plugins' pace.
	probeFrom = 8 * time.Second

	// trailPace is the plugins' pace.
	trailPace = 2 * time.Second
)

// getTrails answers where everybody, or one character, was in the last seconds.
// What it costs is bounded by the points that a map can show, not by the rows.
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
	now, span := m.now(), time.Duration(seconds)*time.Second
	since, until, step := now.Add(-span), now.Add(clockSlack), trailStep(span)
	var points []TrailPoint
	err = m.readScan(r.Context(), "trails", func(ctx context.Context, db store.Querier) error {
		if step < probeFrom {
			points, err = loadTrail(ctx, db, character, since, until)
		} else {
			parts := max(1, int(fineBucket/step))
			points, err = loadTrailSteps(ctx, db, character, since, until, parts)
			step = trailPace // they are thinned by time already
		}
		return err
	})
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]any{"trails": thinTrails(points, since, step)})
}

// trailStep is the least time between two points of one way that are looked at.
func trailStep(span time.Duration) time.Duration { return max(trailPace, span/trailLooks) }
