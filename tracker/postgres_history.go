package tracker

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
)

// HistoryRow is a telemetry as it was stored. What was not reported is null.
type HistoryRow struct {
	CharacterName       string     `json:"character_name"`
	CharTag             *string    `json:"char_tag"`
	SessionID           string     `json:"session_id"`
	Timestamp           time.Time  `json:"timestamp"`
	ReceivedAt          *time.Time `json:"received_at"` // null: stored by an earlier service
	EW                  float64    `json:"ew"`          // degrees, east is positive
	NS                  float64    `json:"ns"`          // degrees, north is positive
	Z                   *float64   `json:"z"`
	Kills               int64      `json:"kills"` // of the session
	KillsPerHour        *float64   `json:"kills_per_hour"`
	OnlineTime          *string    `json:"onlinetime"` // "[d.]hh:mm:ss"
	Deaths              *int32     `json:"deaths"`     // of the session
	TotalDeaths         *int32     `json:"total_deaths"`
	RaresFound          *int32     `json:"rares_found"`
	PrismaticTaperCount *int32     `json:"prismatic_taper_count"`
	VTState             *string    `json:"vt_state"`
	MemMB               *float64   `json:"mem_mb"`
	CPUPct              *float64   `json:"cpu_pct"`
	MemHandles          *int32     `json:"mem_handles"`
	LatencyMS           *float64   `json:"latency_ms"`
}

// maxEqualRows bounds how many rows of one key a cursor counts over.
const maxEqualRows = 100 * maxHistoryLimit

// noReceipt stands in keys for the time of receipt of rows that have none.
var noReceipt = time.Unix(0, 0).UTC()

// key is where the row stands in the order of /history.
func (r HistoryRow) key() historyCursor {
	c := historyCursor{At: r.Timestamp, Name: r.CharacterName, Received: noReceipt, Session: r.SessionID, Kills: r.Kills}
	if r.ReceivedAt != nil {
		c.Received = *r.ReceivedAt
	}
	return c
}

// historyPage asks for one page of telemetry.
type historyPage struct {
	From, To  time.Time // From is included, To is not
	Character string    // empty: everybody
	After     *historyCursor
	Limit     int
}

// loadHistory reads a page and one row more where there is one. The order is
// that of the indexes, and its ties are broken by what tells rows apart; rows
// equal in all of that are equal, and are counted over by the cursor.
func loadHistory(ctx context.Context, db store.Querier, p historyPage) ([]HistoryRow, error) {
	const key = `"timestamp", character_name, coalesce(received_at, 'epoch'), session_id, kills`
	where, args, skip := `"timestamp" >= $1 and "timestamp" < $2`, []any{p.From, p.To}, 0
	if p.Character != "" {
		args = append(args, p.Character)
		where += fmt.Sprintf(` and character_name = $%d`, len(args))
	}
	if c := p.After; c != nil {
		if c.At.After(p.From) {
			args[0] = c.At
		}
		n := len(args)
		args = append(args, c.At, c.Name, c.Received, c.Session, c.Kills)
		where += fmt.Sprintf(` and (%s) >= ($%d, $%d, $%d, $%d, $%d)`, key, n+1, n+2, n+3, n+4, n+5)
		skip = min(max(c.Given, 0), maxEqualRows)
	}
	rows, err := db.Query(ctx, fmt.Sprintf(`
		select character_name, char_tag, session_id, "timestamp", received_at, ew, ns, z, kills, kills_per_hour, onlinetime, deaths, total_deaths,
			rares_found, prismatic_taper_count, vt_state, mem_mb, cpu_pct, mem_handles, latency_ms
		from telemetry_events where %s order by %s, ew, ns, z limit %d`, where, key, p.Limit+1+skip), args...)
	if err != nil {
		return nil, fmt.Errorf("read the history: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[HistoryRow])
	if err != nil {
		return nil, fmt.Errorf("read the history: %w", err)
	}
	return list[p.given(list):], nil
}

// given is how many of the first rows the page before gave already. Rows of the
// cursor's key that went away meanwhile are not counted.
func (p historyPage) given(rows []HistoryRow) (n int) {
	if p.After == nil {
		return 0
	}
	for n < len(rows) && n < p.After.Given && rows[n].key().at(*p.After) {
		n++
	}
	return n
}
