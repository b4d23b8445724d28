package tracker

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
)

// loadTrail reads every point, oldest first.
func loadTrail(ctx context.Context, db store.Querier, a waysAsked) ([]TrailPoint, error) {
	w := &where{}
	w.and(`"timestamp" >= $ and "timestamp" < $`, a.from, a.to)
	if a.character != "" {
		w.and(`character_name = $`, a.character)
	}
	rows, err := db.Query(ctx, `select "timestamp", character_name, ew, ns, z from telemetry_events `+w.String()+` order by "timestamp"`, w.args...)
	if err != nil {
		return nil, fmt.Errorf("read the trails: %w", err)
	}
	points, err := pgx.CollectRows(rows, pgx.RowToStructByPos[TrailPoint])
	if err != nil {
		return nil, fmt.Errorf("read the trails: %w", err)
	}
	return points, nil
}

// loadTrailSlots reads of each step, counted from the begin, the last place that
// was kept, each character's oldest first.
func loadTrailSlots(ctx context.Context, db store.Querier, a waysAsked, step time.Duration) ([]TrailPoint, error) {
	var points []TrailPoint
	err := eachWay(ctx, db, a, func(_ time.Time, name string, places []wayPlace) {
		for i, p := range places {
			if i+1 < len(places) && p.at.Sub(a.from)/step == places[i+1].at.Sub(a.from)/step {
				continue
			}
			points = append(points, TrailPoint{p.at, name, p.ew, p.ns, p.z.Ptr()})
		}
	})
	return points, err
}

// loadNames lists those of whom there is telemetry near a time, by name.
func loadNames(ctx context.Context, db store.Querier, from, to time.Time) ([]string, error) {
	rows, err := db.Query(ctx, `select distinct character_name from telemetry_5m where bucket >= $1 and bucket < $2 and samples > 0 order by 1`,
		floorBucket(from, fineBucket), to)
	if err != nil {
		return nil, fmt.Errorf("read the names: %w", err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("read the names: %w", err)
	}
	return names, nil
}
