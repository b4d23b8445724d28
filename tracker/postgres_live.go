package tracker

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"overlord/store"
	"overlord/store/eventlog"
	"overlord/tracker/event"
)

// clockSlack is how far an event's timestamp may be from its receipt.
const clockSlack = 10 * time.Minute

// loadSnapshot reads, at one moment, how far the recorder has come with the log
// and what the database holds there. Of telemetry it reads what can still tell
// who idles, who fights and who died.
func loadSnapshot(ctx context.Context, conn *pgx.Conn, log uuid.UUID, idleAfter time.Duration) (Snapshot, error) {
	var s Snapshot
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return s, fmt.Errorf("begin the snapshot: %w", err)
	}
	defer func() { _ = tx.Rollback(ctx) }()
	var position int64
	var lastSeen *time.Time
	err = tx.QueryRow(ctx, `select position, (select max(last_seen) from session_kills) from ingest_cursor where reader = $1 and log_id = $2`,
		readerName, log).Scan(&position, &lastSeen)
	if err != nil {
		return s, fmt.Errorf("read the snapshot's position: %w", err)
	}
	s.Position = uint64(position)
	if s.Counters, err = loadAll(ctx, tx); err != nil {
		return s, fmt.Errorf("read the counters: %w", err)
	}
	if s.Fights, err = loadFights(ctx, tx, s.Position); err != nil {
		return s, err
	}
	if lastSeen == nil {
		return s, nil
	}
	s.LastSeen = *lastSeen
	s.Recent, err = loadRecent(ctx, tx, lastSeen.Add(-idleAfter-recently))
	return s, err
}

// recentRow is a telemetry row as the live state needs it.
type recentRow struct {
	Character, Session    string
	Timestamp, ReceivedAt time.Time
	EW, NS                float64
	Z                     *float64
	Kills                 int64
	KillsPerHour          *float64
	OnlineTime, Tag       *string
	Deaths, TotalDeaths   *int32
	RaresFound, Tapers    *int32
	VTState               *string
	MemMB, CPUPct         *float64
	MemHandles            *int32
	LatencyMS             *float64
}

// loadRecent reads the telemetry since then, by time of receipt.
func loadRecent(ctx context.Context, db store.Querier, since time.Time) ([]*event.Event, error) {
	list, err := loadRecentRows(ctx, db, since)
	events := make([]*event.Event, len(list))
	for i, r := range list {
		events[i] = r.event()
	}
	return events, err
}

// loadRecentRows reads the rows that were received since then, by time of receipt,
// which is the timestamp where an earlier service noted none.
func loadRecentRows(ctx context.Context, db store.Querier, since time.Time) ([]recentRow, error) {
	rows, err := db.Query(ctx, `
		select character_name, session_id, "timestamp", coalesce(received_at, "timestamp"), ew, ns, z, kills::bigint, kills_per_hour, onlinetime, char_tag,
			deaths::integer, total_deaths::integer, rares_found::integer, prismatic_taper_count::integer, vt_state, mem_mb, cpu_pct, mem_handles::integer, latency_ms
		from telemetry_events where "timestamp" >= $1 and coalesce(received_at, "timestamp") >= $2 order by 4`, since.Add(-clockSlack), since)
	if err != nil {
		return nil, fmt.Errorf("read the last telemetry: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[recentRow])
	if err != nil {
		return nil, fmt.Errorf("read the last telemetry: %w", err)
	}
	return list, nil
}

func (r recentRow) event() *event.Event {
	return &event.Event{
		Type: string(event.FamilyTelemetry), Family: event.FamilyTelemetry,
		CharacterName: r.Character, Timestamp: r.Timestamp, ReceivedAt: r.ReceivedAt,
		Body: &event.Telemetry{
			SessionID: r.Session, EW: r.EW, NS: r.NS, Z: opt(r.Z), Kills: r.Kills, KillsPerHour: opt(r.KillsPerHour),
			OnlineTime: opt(r.OnlineTime), CharTag: opt(r.Tag), Deaths: opt(r.Deaths), TotalDeaths: opt(r.TotalDeaths),
			RaresFound: opt(r.RaresFound), PrismaticTaperCount: opt(r.Tapers), VTState: opt(r.VTState),
			MemMB: opt(r.MemMB), CPUPct: opt(r.CPUPct), MemHandles: opt(r.MemHandles), LatencyMS: opt(r.LatencyMS),
		},
	}
}

func opt[T any](p *T) event.Opt[T] {
	if p == nil {
		return event.Opt[T]{}
	}
	return event.Some(*p)
}

// logTail reads the world log after a snapshot.
type logTail struct {
	reader *eventlog.Reader
	at     uint64
}

// Through implements Tail.
func (t *logTail) Through(position uint64, apply func(*event.Event, uint64)) error {
	for t.at < position {
		batch, err := t.reader.Read(context.Background(), batchRecords, batchBytes, 0)
		if err != nil {
			return fmt.Errorf("read the event log: %w", err)
		}
		for _, it := range newWork(batch, nil).Entries {
			if it.Event != nil && it.Position <= position {
				apply(it.Event, it.Position)
			}
		}
		t.at = batch.Through
	}
	if t.at > position { // the batch went further: read the rest again next time
		t.at = position
		t.reader.Seek(position)
	}
	return nil
}
