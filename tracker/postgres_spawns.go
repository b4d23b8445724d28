package tracker

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
)

// loadHeatmap reads the cells in which a monster, or any, appeared since the
// begin of an hour, and how many cells there are in all.
func loadHeatmap(ctx context.Context, db store.Querier, since time.Time, mob string, limit int) ([]SpawnPoint, int64, error) {
	where, args := `hour >= $1`, []any{since, limit}
	if mob != "" {
		where, args = where+` and mob = $3`, append(args, mob)
	}
	rows, err := db.Query(ctx, `
		select ew / 10::double precision, ns / 10::double precision, sum(spawns)::bigint, count(*) over ()
		from spawn_1h where `+where+` group by ew, ns order by 3 desc, ew, ns limit $2`, args...)
	if err != nil {
		return nil, 0, fmt.Errorf("read the heatmap: %w", err)
	}
	var total int64
	points, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p SpawnPoint, err error) {
		return p, row.Scan(&p.EW, &p.NS, &p.Intensity, &total)
	})
	if err != nil {
		return nil, 0, fmt.Errorf("read the heatmap: %w", err)
	}
	return points, total, nil
}

// loadMobs reads how often each monster appeared since the begin of an hour.
func loadMobs(ctx context.Context, db store.Querier, since time.Time, limit int) ([]MobCount, error) {
	rows, err := db.Query(ctx, `
		select mob, sum(spawns)::bigint from spawn_mobs_1h where hour >= $1 group by mob order by 2 desc, mob limit $2`, since, limit)
	if err != nil {
		return nil, fmt.Errorf("read the spawns: %w", err)
	}
	mobs, err := pgx.CollectRows(rows, pgx.RowToStructByPos[MobCount])
	if err != nil {
		return nil, fmt.Errorf("read the spawns: %w", err)
	}
	return mobs, nil
}
