package tracker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
)

// SessionRow is what one session of a character came to.
type SessionRow struct {
	SessionID string    `json:"session_id"`
	Kills     int64     `json:"kills"`
	Deaths    *int32    `json:"deaths"` // nil: not told
	Rares     int64     `json:"rares"`
	Started   time.Time `json:"started"` // receipt of its first telemetry, and
	LastSeen  time.Time `json:"last_seen"`
}

// sessionListKey is what the list of sessions is sorted by.
type sessionListKey struct {
	LastSeen time.Time `json:"t"`
	ID       string    `json:"s"`
}

// TelemetryRow is a stored telemetry, all its columns.
type TelemetryRow struct {
	CharacterName       string     `json:"character_name"`
	CharTag             *string    `json:"char_tag"`
	SessionID           string     `json:"session_id"`
	Timestamp           time.Time  `json:"timestamp"`
	ReceivedAt          *time.Time `json:"received_at"`
	EW                  float64    `json:"ew"` // map units, as NS and Z
	NS                  float64    `json:"ns"`
	Z                   *float64   `json:"z"`
	Kills               int64      `json:"kills"`
	KillsPerHour        *float64   `json:"kills_per_hour"`
	OnlineTime          *string    `json:"onlinetime"`
	Deaths              *int32     `json:"deaths"`
	TotalDeaths         *int32     `json:"total_deaths"`
	RaresFound          *int32     `json:"rares_found"`
	PrismaticTaperCount *int32     `json:"prismatic_taper_count"`
	VTState             *string    `json:"vt_state"`
	MemMB               *float64   `json:"mem_mb"`
	CPUPct              *float64   `json:"cpu_pct"`
	MemHandles          *int32     `json:"mem_handles"`
	LatencyMS           *float64   `json:"latency_ms"`
}

// loadCharacterTotals reads a character's counts over all time. Not known: nothing
// was ever counted for it.
func loadCharacterTotals(ctx context.Context, db store.Querier, name string) (kills, rares int64, known bool, err error) {
	var counted, found *int64
	err = db.QueryRow(ctx, `select (select total_kills from char_stats where character_name = $1), (select total_rares from rare_stats where character_name = $1)`,
		name).Scan(&counted, &found)
	if err != nil {
		return 0, 0, false, fmt.Errorf("read the totals of a character: %w", err)
	}
	if counted != nil {
		kills = *counted
	}
	if found != nil {
		rares = *found
	}
	return kills, rares, counted != nil || found != nil, nil
}

// loadSessions reads a character's sessions, the last seen first.
func loadSessions(ctx context.Context, db store.Querier, name string, after *sessionListKey, limit int) ([]SessionRow, error) {
	w := &where{}
	w.and(`k.character_name = $`, name)
	if after != nil {
		w.and(`(k.last_seen, k.session_id) < ($, $)`, after.LastSeen, after.ID)
	}
	rows, err := db.Query(ctx, `select k.session_id, k.kills, k.deaths, coalesce(r.session_rares, 0)::bigint, k.started, k.last_seen
		from session_kills k left join rare_stats_sessions r using (character_name, session_id) `+w.String()+
		` order by k.last_seen desc, k.session_id desc limit `+w.arg(limit), w.args...)
	if err != nil {
		return nil, fmt.Errorf("read the sessions of a character: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[SessionRow])
	if err != nil {
		return nil, fmt.Errorf("read the sessions of a character: %w", err)
	}
	return list, nil
}

// loadLatestTelemetry reads a character's last stored telemetry; nil where none is
// kept. The sessions tell when that was, so that one day's partition is looked at
// and not those of years.
func loadLatestTelemetry(ctx context.Context, db store.Querier, name string) (*TelemetryRow, error) {
	var seen *time.Time
	if err := db.QueryRow(ctx, `select max(last_seen) from session_kills where character_name = $1`, name).Scan(&seen); err != nil {
		return nil, fmt.Errorf("read when a character was last seen: %w", err)
	}
	if seen == nil {
		return nil, nil
	}
	rows, err := db.Query(ctx, `
		select character_name, char_tag, session_id, "timestamp", received_at, ew, ns, z, kills, kills_per_hour, onlinetime, deaths, total_deaths,
			rares_found, prismatic_taper_count, vt_state, mem_mb, cpu_pct, mem_handles, latency_ms
		from telemetry_events where character_name = $1 and "timestamp" between $2 and $3
		order by coalesce(received_at, "timestamp") desc, "timestamp" desc limit 1`, name, seen.Add(-clockSlack), seen.Add(clockSlack))
	if err != nil {
		return nil, fmt.Errorf("read the last telemetry of a character: %w", err)
	}
	row, err := pgx.CollectOneRow(rows, pgx.RowToAddrOfStructByPos[TelemetryRow])
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the last telemetry of a character: %w", err)
	}
	return row, nil
}

// Sheet is a character's stored sheet: every member that the plugin reported.
type Sheet map[string]any

// loadSheet reads a character's last sheet; nil where there is none. The columns
// stand for members that the stored report lacks, as those of earlier services do.
func loadSheet(ctx context.Context, db store.Querier, name string) (Sheet, error) {
	var (
		at                     time.Time
		level, deaths          *int32
		xp, unassigned         *int64
		luminance, luminanceOf *int64
		data                   []byte
	)
	err := db.QueryRow(ctx, `select "timestamp", level, total_xp, unassigned_xp, luminance_earned, luminance_total, deaths, stats_data from character_stats where character_name = $1`,
		name).Scan(&at, &level, &xp, &unassigned, &luminance, &luminanceOf, &deaths, &data)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the sheet of a character: %w", err)
	}
	sheet := Sheet{"level": level, "total_xp": xp, "unassigned_xp": unassigned, "luminance_earned": luminance, "luminance_total": luminanceOf, "deaths": deaths}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return nil, fmt.Errorf("the stored sheet of %q is no object: %w", name, err)
	}
	for member, value := range members {
		sheet[member] = value
	}
	delete(sheet, "type")
	sheet["character_name"], sheet["timestamp"] = name, at
	return sheet, nil
}
