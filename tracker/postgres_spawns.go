package tracker

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"overlord/store"
)

// loadHeatmap reads the cells in which a monster, or any, appeared within some
// hours: the busiest ones, and how many there are in all. They are put
// in order here, which takes the database longer than to find them.
func loadHeatmap(ctx context.Context, db store.Querier, span spawnSpan, mob string, limit int) ([]SpawnPoint, int64, error) {
	source, args := `spawn_cells_1h where hour >= $1 and hour < $2`, []any{span.since, span.until}
	if mob != "" {
		source, args = `spawn_1h where hour >= $1 and hour < $2 and mob = $3`, append(args, mob)
	}
	rows, err := db.Query(ctx, `select ew, ns, sum(spawns)::bigint from `+source+` group by ew, ns`, args...)
	if err != nil {
		return nil, 0, fmt.Errorf("read the heatmap: %w", err)
	}
	points, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p SpawnPoint, err error) {
		var ew, ns int32
		err = row.Scan(&ew, &ns, &p.Intensity)
		p.EW, p.NS = float64(ew)/gridCells, float64(ns)/gridCells
		return p, err
	})
	if err != nil {
		return nil, 0, fmt.Errorf("read the heatmap: %w", err)
	}
	slices.SortFunc(points, func(a, b SpawnPoint) int {
		return cmp.Or(cmp.Compare(b.Intensity, a.Intensity), cmp.Compare(a.EW, b.EW), cmp.Compare(a.NS, b.NS))
	})
	return points[:min(limit, len(points))], int64(len(points)), nil
}

// loadMobs reads how often each monster appeared within some hours.
func loadMobs(ctx context.Context, db store.Querier, span spawnSpan, limit int) ([]MobCount, error) {
	rows, err := db.Query(ctx, `
		select mob, sum(spawns)::bigint from spawn_mobs_1h where hour >= $1 and hour < $2 group by mob order by 2 desc, mob limit $3`, span.since, span.until, limit)
	if err != nil {
		return nil, fmt.Errorf("read the spawns: %w", err)
	}
	mobs, err := pgx.CollectRows(rows, pgx.RowToStructByPos[MobCount])
	if err != nil {
		return nil, fmt.Errorf("read the spawns: %w", err)
	}
	return mobs, nil
}
