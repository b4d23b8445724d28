package tracker

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
)

// loadSummary reads the buckets that have rows.
func loadSummary(ctx context.Context, db store.Querier, a summaryAsk) ([]SummaryBucket, error) {
	where, args := `bucket >= $1 and bucket < $2`, []any{a.from, a.to, a.bucket, bucketOrigin}
	if a.character != "" {
		where, args = where+` and character_name = $5`, append(args, a.character)
	}
	rows, err := db.Query(ctx, `
		select date_bin($3, bucket, $4), sum(kills)::bigint, sum(kills_unseen)::bigint,
			sum(kills - kills_unseen) * 3600000 / nullif(sum(online_ms), 0)::double precision, sum(kills_per_hour_sum) / nullif(sum(kills_per_hour_n), 0), sum(deaths)::bigint, sum(rares)::bigint, sum(tapers_used)::bigint,
			case when count(distinct character_name) = 1
				then ((array_agg(tapers_last order by bucket desc) filter (where tapers_last is not null))[1])::bigint end,
			sum(online_ms) / 1000::double precision, sum(samples)::bigint, count(distinct character_name)
		from `+a.source.table+` where `+where+` group by 1 order by 1`, args...)
	if err != nil {
		return nil, fmt.Errorf("read the summary: %w", err)
	}
	buckets, err := pgx.CollectRows(rows, pgx.RowToStructByPos[SummaryBucket])
	if err != nil {
		return nil, fmt.Errorf("read the summary: %w", err)
	}
	if a.character == "" {
		for i := range buckets {
			buckets[i].TapersLast = nil
		}
	}
	return buckets, nil
}

// loadLeaders sums up by character since a multiple of 5 minutes: fine buckets
// up to the next hour, hours up to the next day, and days.
func loadLeaders(ctx context.Context, db store.Querier, from time.Time, limit int) ([]Leader, error) {
	hour := from.Add(time.Hour - 1).Truncate(time.Hour)
	day := hour.Add(oneDay - 1).Truncate(oneDay)
	rows, err := db.Query(ctx, `
		select character_name, sum(kills)::bigint, sum(kills - kills_unseen) * 3600000 / nullif(sum(online_ms), 0)::double precision, sum(rares)::bigint,
			sum(deaths)::bigint, sum(tapers_used)::bigint, sum(online_ms) / 1000::double precision
		from (
			select character_name, kills, kills_unseen, online_ms, rares, deaths, tapers_used from telemetry_5m where bucket >= $1 and bucket < $2
			union all
			select character_name, kills, kills_unseen, online_ms, rares, deaths, tapers_used from telemetry_1h where bucket >= $2 and bucket < $3
			union all
			select character_name, kills, kills_unseen, online_ms, rares, deaths, tapers_used from telemetry_1d where bucket >= $3
		) since group by 1 order by 2 desc, 4 desc, 1 limit $4`, from, hour, day, limit)
	if err != nil {
		return nil, fmt.Errorf("read the leaderboards: %w", err)
	}
	leaders, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Leader])
	if err != nil {
		return nil, fmt.Errorf("read the leaderboards: %w", err)
	}
	return leaders, nil
}
