package tracker

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
)

// loadGameHistory reads the game server's states since then, oldest first, and
// since when the last one's status held.
func loadGameHistory(ctx context.Context, db store.Querier, from time.Time) (rows []GameStatus, since time.Time, err error) {
	found, err := db.Query(ctx, `
		select "timestamp", status, latency_ms_p50, latency_ms_p95, player_count
		from game_server_status where "timestamp" >= $1 order by "timestamp"`, from)
	if err != nil {
		return nil, since, fmt.Errorf("read the game server's history: %w", err)
	}
	rows, err = pgx.CollectRows(found, func(row pgx.CollectableRow) (s GameStatus, err error) {
		err = row.Scan(&s.Timestamp, &s.Status, &s.LatencyMS.P50, &s.LatencyMS.P95, &s.PlayerCount)
		s.Timestamp = s.Timestamp.UTC()
		return s, err
	})
	if err != nil {
		return nil, since, fmt.Errorf("read the game server's history: %w", err)
	}
	if len(rows) == 0 {
		return rows, since, nil
	}
	err = db.QueryRow(ctx, `
		select min("timestamp") from game_server_status where "timestamp" >
			coalesce((select max("timestamp") from game_server_status where status <> $1), '-infinity')`, rows[len(rows)-1].Status).Scan(&since)
	if err != nil {
		return nil, since, fmt.Errorf("read since when the game server's state holds: %w", err)
	}
	return rows, since.UTC(), nil
}

// storeGameHistory writes rows of the game server's states. One that is there
// already, because a commit's answer was lost, stays.
func storeGameHistory(ctx context.Context, db store.Querier, rows []GameStatus) error {
	batch := &pgx.Batch{}
	for _, s := range rows {
		batch.Queue(`
			insert into game_server_status ("timestamp", status, latency_ms_p50, latency_ms_p95, player_count)
			values ($1, $2, $3, $4, $5) on conflict do nothing`,
			s.Timestamp, s.Status, s.LatencyMS.P50, s.LatencyMS.P95, s.PlayerCount)
	}
	if err := db.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("store the game server's history: %w", err)
	}
	return nil
}
