package tracker

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"overlord/store"
	"overlord/tracker/event"
)

// write brings the work into the database in one transaction that moves the
// cursor as well: all of it, once, or nothing.
func (r *recorder) write(ctx context.Context, cursor uint64, w work) error {
	conn := r.conn()
	if err := r.days.ensure(ctx, conn, w); err != nil {
		return err
	}
	return store.InTx(ctx, conn, func(tx pgx.Tx) error {
		if err := r.place.Move(ctx, tx, cursor, w.Through); err != nil {
			return err
		}
		if err := copyTelemetry(ctx, tx, w, r.staged); err != nil {
			return fmt.Errorf("store telemetry: %w", err)
		}
		if err := copySpawns(ctx, tx, w, r.staged); err != nil {
			return fmt.Errorf("store spawns: %w", err)
		}
		return r.writeRest(ctx, tx, w)
	})
}

// writeRest stores everything that is not appended by COPY: first what the
// batch needs to know is read, then everything is written in one round trip.
func (r *recorder) writeRest(ctx context.Context, tx pgx.Tx, w work) error {
	counters, err := loadTouched(ctx, tx, w)
	if err != nil {
		return fmt.Errorf("read the counters: %w", err)
	}
	fights, err := loadFightRows(ctx, tx, w)
	if err != nil {
		return fmt.Errorf("read the combat statistics: %w", err)
	}
	last, err := loadLastTelemetry(ctx, tx, w)
	if err != nil {
		return err
	}
	alerts, err := r.loadAlertWatch(ctx, tx, w)
	if err != nil {
		return err
	}
	changes, rollups := newChanges(counters), newRollups(last)
	batch := &pgx.Batch{}
	for i := range w.Entries {
		it := &w.Entries[i]
		if it.Event == nil {
			queueParked(batch, r.log.ID(), it)
			continue
		}
		alerts.see(it.Event, counters)
		switch body := it.Event.Body.(type) {
		case *event.Telemetry:
			rollups.telemetry(it.Event, body, changes.telemetry(batch, it.Event, body))
		case *event.Spawn:
			rollups.spawn(it.Event, body)
		case *event.Rare:
			if !changes.rare(batch, it.Event, body).Repeat {
				rollups.rare(it.Event)
			}
		case *event.Portal:
			queuePortal(batch, it.Event, body)
		case *event.CharacterStats:
			queueCharacterStats(batch, it.Event, body)
		case *event.CombatStats:
			if err := fights.apply(ctx, tx, it.Event, body); err != nil {
				return err
			}
		}
	}
	changes.queue(batch)
	rollups.queue(batch)
	r.backlog.queueOurs(batch, w)
	if err := fights.queue(batch); err != nil {
		return err
	}
	if err := r.queueAlerts(batch, alerts); err != nil {
		return err
	}
	r.fought = fights.stored()
	if batch.Len() == 0 {
		return nil
	}
	return tx.SendBatch(ctx, batch).Close()
}

var telemetryColumns = []string{
	"character_name", "char_tag", "session_id", "timestamp", "received_at", "ew", "ns", "z", "kills", "kills_per_hour",
	"onlinetime", "deaths", "total_deaths", "rares_found", "prismatic_taper_count", "vt_state", "mem_mb", "cpu_pct", "mem_handles", "latency_ms",
}

var spawnColumns = []string{"character_name", "mob", "timestamp", "ew", "ns", "z"}

// bodies walks through the work's events of one type; at the end it gives nil.
func bodies[T any](w work) func() (*event.Event, T) {
	i := 0
	return func() (*event.Event, T) {
		for ; i < len(w.Entries); i++ {
			if w.Entries[i].Event == nil {
				continue
			}
			if body, ok := w.Entries[i].Event.Body.(T); ok {
				i++
				return w.Entries[i-1].Event, body
			}
		}
		var none T
		return nil, none
	}
}

func queueParked(batch *pgx.Batch, log uuid.UUID, it *item) {
	var kind *string
	if it.Kind != "" {
		kind = &it.Kind
	}
	batch.Queue(`insert into parked_events (log_id, position, received_at, kind, error, payload) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
		log, int64(it.Position), it.ReceivedAt, kind, it.Refusal, it.Payload)
}

// queuePortal notes a portal: who saw it first, and when it was seen last. One
// place is a tenth of a map unit wide. The two times may be of two types, where
// the table was adopted.
func queuePortal(batch *pgx.Batch, ev *event.Event, p *event.Portal) {
	batch.Queue(`
		insert into portals (portal_name, ns, ew, z, discovered_at, discovered_by, last_seen) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (portal_name, round(ns::numeric, 1), round(ew::numeric, 1))
		do update set last_seen = greatest(portals.last_seen, excluded.last_seen)`,
		p.PortalName, p.NS, p.EW, p.Z.Any(), ev.Timestamp, ev.CharacterName, ev.Timestamp)
}

func queueCharacterStats(batch *pgx.Batch, ev *event.Event, s *event.CharacterStats) {
	batch.Queue(`
		insert into character_stats (character_name, "timestamp", level, total_xp, unassigned_xp, luminance_earned, luminance_total, deaths, stats_data)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		on conflict (character_name) do update set
			"timestamp" = excluded."timestamp", level = excluded.level, total_xp = excluded.total_xp, unassigned_xp = excluded.unassigned_xp,
			luminance_earned = excluded.luminance_earned, luminance_total = excluded.luminance_total, deaths = excluded.deaths, stats_data = excluded.stats_data`,
		ev.CharacterName, ev.Timestamp, s.Level.Any(), s.TotalXP.Any(), s.UnassignedXP.Any(), s.LuminanceEarned.Any(), s.LuminanceTotal.Any(),
		s.Deaths.Any(), s.Data)
}

// day is the UTC day of a time, the unit of partitions.
func day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
