package tracker

import (
	"context"
	"net/http"
	"time"

	"overlord/store"
	"overlord/store/fault"
	"overlord/web/api"
)

const (
	spawnHours = 24 // default of the spawn routes

	// maxSpawnHours is how far they reach: a year of one monster, or of names; a
	// week of all monsters' places.
	maxSpawnHours    = 366 * 24
	maxAllSpawnHours = 7 * 24

	spawnPoints    = 10_000
	maxSpawnPoints = 50_000
	maxMobs        = 10_000
)

// SpawnPoint is a cell of the heatmap, 0.1 degrees wide, by its middle.
type SpawnPoint struct {
	EW        float64 `json:"ew"` // degrees, east is positive
	NS        float64 `json:"ns"` // degrees, north is positive
	Intensity int64   `json:"intensity"`
}

// MobCount is how often a monster appeared.
type MobCount struct {
	Mob   string `json:"mob"`
	Count int64  `json:"count"`
}

// spawnSpan is the time that a spawn route answers for, in whole hours.
type spawnSpan struct{ since, until time.Time }

// spawnSpanOf reads the parameters hours and to. The time begins with the hour that
// it reaches into and ends with the one that to lies in; without to it has no end.
func spawnSpanOf(q api.Query, now time.Time) (span spawnSpan, hours int) {
	hours = q.Int("hours", spawnHours, 1, maxSpawnHours)
	to := q.Time("to", now)
	span = spawnSpan{since: hoursBefore(to, hours), until: endless}
	if q.Has("to") {
		span.until = to.UTC().Add(time.Hour - 1).Truncate(time.Hour)
	}
	return span, hours
}

// endless is later than anything that happens.
var endless = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// getHeatmap answers where monsters appeared, the busiest cells first. total_points
// are the cells in all, those beyond the limit included.
func (m *Module) getHeatmap(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "hours", "to", "mob", "limit")
	if err != nil {
		return err
	}
	now := m.now()
	span, hours := spawnSpanOf(q, now)
	mob := q.String("mob", "")
	limit := q.Int("limit", spawnPoints, 1, maxSpawnPoints)
	if err := q.Err(); err != nil {
		return err
	}
	if mob == "" && hours > maxAllSpawnHours {
		return fault.New(fault.Invalid, "hours is %d; of all monsters at most %d are answered: name a mob, or take fewer hours", hours, maxAllSpawnHours).WithField("hours")
	}
	var points []SpawnPoint
	var total int64
	err = m.readScan(r.Context(), "heatmaps", func(ctx context.Context, db store.Querier) error {
		points, total, err = loadHeatmap(ctx, db, span, mob, limit)
		return err
	})
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]any{
		"spawn_points": points, "total_points": total, "hours_window": hours, "timestamp": now.UTC(),
	})
}

// getMobs answers which monsters appeared how often, the most frequent first.
func (m *Module) getMobs(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "hours", "to", "limit")
	if err != nil {
		return err
	}
	span, hours := spawnSpanOf(q, m.now())
	limit := q.Int("limit", maxMobs, 1, maxMobs)
	if err := q.Err(); err != nil {
		return err
	}
	var mobs []MobCount
	err = m.readScan(r.Context(), "spawns", func(ctx context.Context, db store.Querier) error {
		mobs, err = loadMobs(ctx, db, span, limit)
		return err
	})
	if err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, map[string]any{"mobs": mobs, "hours_window": hours})
}

// hoursBefore is the begin of the hour that lies so many hours back.
func hoursBefore(now time.Time, hours int) time.Time {
	return now.UTC().Add(-time.Duration(hours) * time.Hour).Truncate(time.Hour)
}
