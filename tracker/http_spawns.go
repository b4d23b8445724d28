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

// getHeatmap answers where monsters appeared, the busiest cells first. The time
// begins with the hour that it reaches into. total_points are the cells in all,
// those beyond the limit included.
func (m *Module) getHeatmap(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "hours", "mob", "limit")
	if err != nil {
		return err
	}
	hours := q.Int("hours", spawnHours, 1, maxSpawnHours)
	mob := q.String("mob", "")
	limit := q.Int("limit", spawnPoints, 1, maxSpawnPoints)
	if err := q.Err(); err != nil {
		return err
	}
	if mob == "" && hours > maxAllSpawnHours {
		return fault.New(fault.Invalid, "hours is %d; of all monsters at most %d are answered: name a mob, or take fewer hours", hours, maxAllSpawnHours).WithField("hours")
	}
	now := m.now()
	var points []SpawnPoint
	var total int64
	err = m.readScan(r.Context(), "heatmaps", func(ctx context.Context, db store.Querier) error {
		points, total, err = loadHeatmap(ctx, db, hoursBefore(now, hours), mob, limit)
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
	q, err := api.ParseQuery(r, "hours", "limit")
	if err != nil {
		return err
	}
	hours := q.Int("hours", spawnHours, 1, maxSpawnHours)
	limit := q.Int("limit", maxMobs, 1, maxMobs)
	if err := q.Err(); err != nil {
		return err
	}
	var mobs []MobCount
	err = m.readScan(r.Context(), "spawns", func(ctx context.Context, db store.Querier) error {
		mobs, err = loadMobs(ctx, db, hoursBefore(m.now(), hours), limit)
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
