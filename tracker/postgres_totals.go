package tracker

import (
	"context"
	"fmt"
	"time"

	"overlord/store"
)

// loadTotalKills reads the kills of all characters over all time, and on a day.
func loadTotalKills(ctx context.Context, db store.Querier, on time.Time) (total, today int64, err error) {
	return loadTotals(ctx, db, `select
		(select coalesce(sum(total_kills), 0) from char_stats)::bigint,
		(select coalesce(sum(kills), 0) from telemetry_1d where bucket = $1)::bigint`, on)
}

// loadTotalRares reads how many rares were found over all time, and on a day.
func loadTotalRares(ctx context.Context, db store.Querier, on time.Time) (total, today int64, err error) {
	return loadTotals(ctx, db, `select
		(select coalesce(sum(total_rares), 0) from rare_stats)::bigint,
		(select coalesce(sum(rares), 0) from telemetry_1d where bucket = $1)::bigint`, on)
}

func loadTotals(ctx context.Context, db store.Querier, sql string, on time.Time) (total, today int64, err error) {
	if err := db.QueryRow(ctx, sql, day(on)).Scan(&total, &today); err != nil {
		return 0, 0, fmt.Errorf("read the totals: %w", err)
	}
	return total, today, nil
}
