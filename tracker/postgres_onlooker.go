package tracker

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
	"overlord/tracker/event"
)

// loadTotalsOf reads the counts of characters and of one session of each, two
// lists of one length.
func loadTotalsOf(ctx context.Context, db store.Querier, characters, sessions []string) ([]Totals, error) {
	rows, err := db.Query(ctx, `
		select c.name, c.session, coalesce(k.total_kills, 0)::bigint, coalesce(r.total_rares, 0)::bigint, coalesce(s.session_rares, 0)::bigint
		from unnest($1::text[], $2::text[]) c (name, session)
		left join char_stats k on k.character_name = c.name
		left join rare_stats r on r.character_name = c.name
		left join rare_stats_sessions s on s.character_name = c.name and s.session_id = c.session`, characters, sessions)
	if err != nil {
		return nil, fmt.Errorf("read the totals: %w", err)
	}
	totals, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Totals])
	if err != nil {
		return nil, fmt.Errorf("read the totals: %w", err)
	}
	return totals, nil
}

// frame is the row as a plugin would send it.
func (r recentRow) frame() ([]byte, error) {
	return json.Marshal(struct {
		Type         event.Family `json:"type"`
		Character    string       `json:"character_name"`
		Timestamp    time.Time    `json:"timestamp"`
		Session      string       `json:"session_id"`
		EW           float64      `json:"ew"`
		NS           float64      `json:"ns"`
		Z            *float64     `json:"z"`
		Kills        int64        `json:"kills"`
		KillsPerHour *float64     `json:"kills_per_hour"`
		OnlineTime   *string      `json:"onlinetime"`
		Tag          *string      `json:"char_tag"`
		Deaths       *int32       `json:"deaths"`
		TotalDeaths  *int32       `json:"total_deaths"`
		RaresFound   *int32       `json:"rares_found"`
		Tapers       *int32       `json:"prismatic_taper_count"`
		VTState      *string      `json:"vt_state"`
		MemMB        *float64     `json:"mem_mb"`
		CPUPct       *float64     `json:"cpu_pct"`
		MemHandles   *int32       `json:"mem_handles"`
		LatencyMS    *float64     `json:"latency_ms"`
	}{
		event.FamilyTelemetry, r.Character, r.Timestamp.UTC(), r.Session, r.EW, r.NS, r.Z, r.Kills, r.KillsPerHour, r.OnlineTime, r.Tag,
		r.Deaths, r.TotalDeaths, r.RaresFound, r.Tapers, r.VTState, r.MemMB, r.CPUPct, r.MemHandles, r.LatencyMS,
	})
}
