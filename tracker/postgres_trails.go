package tracker

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
)

// loadTrail reads every point since then, oldest first. An empty name means
// everybody.
func loadTrail(ctx context.Context, db store.Querier, character string, since, until time.Time) ([]TrailPoint, error) {
	where, args := `"timestamp" >= $1 and "timestamp" < $2`, []any{since, until}
	if character != "" {
		where, args = where+` and character_name = $3`, append(args, character)
	}
	return queryTrail(ctx, db, `select "timestamp", character_name, ew, ns, z from telemetry_events where `+where+` order by "timestamp"`, args...)
}

// loadTrailSteps reads the last point of each of some equal parts of every 5
// minutes in which there is telemetry, oldest first: an index probe a point,
// however many rows there are in between.
func loadTrailSteps(ctx context.Context, db store.Querier, character string, since, until time.Time, parts int) ([]TrailPoint, error) {
	where, args := `bucket >= $1 and bucket < $2 and samples > 0`, []any{floorBucket(since, fineBucket), until, since, parts, fineBucket/time.Duration(parts) + time.Microsecond}
	if character != "" {
		where, args = where+` and character_name = $6`, append(args, character)
	}
	return queryTrail(ctx, db, `
		select p."timestamp", online.character_name, p.ew, p.ns, p.z
		from (select character_name, bucket from telemetry_5m where `+where+`) online
		cross join generate_series(0, $4::integer - 1) part
		cross join lateral (
			select "timestamp", ew, ns, z from telemetry_events
			where character_name = online.character_name and "timestamp" >= greatest(online.bucket + part * $5::interval, $3)
				and "timestamp" < least(online.bucket + (part + 1) * $5::interval, $2) and "timestamp" >= $3 and "timestamp" < $2
			order by "timestamp" desc limit 1
		) p order by p."timestamp"`, args...)
}

func queryTrail(ctx context.Context, db store.Querier, sql string, args ...any) ([]TrailPoint, error) {
	rows, err := db.Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("read the trails: %w", err)
	}
	points, err := pgx.CollectRows(rows, pgx.RowToStructByPos[TrailPoint])
	if err != nil {
		return nil, fmt.Errorf("read the trails: %w", err)
	}
	return points, nil
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
