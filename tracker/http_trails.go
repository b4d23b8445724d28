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

	// telemetryPace is the plugins' pace.
	telemetryPace = 2 * time.Second
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
	asked, step := waysAsked{character: character, from: now.Add(-span), to: now.Add(clockSlack)}, trailStep(span)
	var points []TrailPoint
	err = m.readScan(r.Context(), "trails", func(ctx context.Context, db store.Querier) error {
		bySlots := span/trailPoints >= waySlot
		if bySlots {
			if bySlots, err = waysCover(ctx, db, asked.from, asked.to); err != nil {
				return err
			}
		}
		if bySlots {
			points, err = loadTrailSlots(ctx, db, asked, step)
		} else {
			points, err = loadTrail(ctx, db, asked)
		}
		return err
	})
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]any{"trails": thinTrails(points, asked.from, step)})
}

// trailStep is the least time between two points of one way that are looked at.
func trailStep(span time.Duration) time.Duration { return max(telemetryPace, span/trailLooks) }
