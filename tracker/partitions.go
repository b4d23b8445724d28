package tracker

import (
	"context"
	"log/slog"
	"time"

	"overlord/store"
	"overlord/tracker/event"
)

const (
	// daysAhead is how many daily partitions are made in advance, so that a
	// server that is only read for a week still takes its first event at once.
	daysAhead = 7

	// maintainEvery is how often partitions are made ahead and dropped.
	maintainEvery = time.Hour

	oneDay = 24 * time.Hour
)

var (
	telemetryTable = store.Partitioned{Table: "telemetry_events"}
	spawnTable     = store.Partitioned{Table: "spawn_events"}
)

// ensuredDays remembers for which days the partitions are there.
type ensuredDays struct {
	days       map[time.Time]bool
	compressed bool // hypertables were told to compress, or that they cannot
}

// ensure makes the partitions that the work's events need and that are not
// there: events that waited in the log for long, or a clock that was wrong.
func (d *ensuredDays) ensure(ctx context.Context, db store.Querier, w work) error {
	for _, it := range w.Entries {
		if it.Event == nil || !isPartitioned(it.Event.Family) {
			continue
		}
		if err := d.ensureDay(ctx, db, day(it.Event.Timestamp)); err != nil {
			return err
		}
	}
	return nil
}

func isPartitioned(f event.Family) bool {
	return f == event.FamilyTelemetry || f == event.FamilySpawn
}

func (d *ensuredDays) ensureDay(ctx context.Context, db store.Querier, day time.Time) error {
	if d.days[day] {
		return nil
	}
	return d.ensureDays(ctx, db, day, day)
}

// forget makes the next event of each day look for its partition again.
func (d *ensuredDays) forget() { clear(d.days) }

// ensureDays makes the partitions of these days, both included.
func (d *ensuredDays) ensureDays(ctx context.Context, db store.Querier, from, to time.Time) error {
	for _, table := range []store.Partitioned{telemetryTable, spawnTable} {
		if err := ensureParts(ctx, db, table, from, to); err != nil {
			return err
		}
	}
	if d.days == nil {
		d.days = map[time.Time]bool{}
	}
	for day := from; !day.After(to); day = day.Add(oneDay) {
		d.days[day] = true
	}
	return nil
}

// retention says how long the rows of the partitioned tables are kept; 0: for ever.
type retention struct{ telemetry, spawns time.Duration }

// ages are the retentions by table.
func (r retention) ages() map[store.Partitioned]time.Duration {
	return map[store.Partitioned]time.Duration{telemetryTable: r.telemetry, spawnTable: r.spawns}
}

// maintain makes the partitions of the days ahead and drops those that only
// hold what is older than the retention. It runs between two batches, on the
// recorder's own connection: no event can miss its partition.
func (d *ensuredDays) maintain(ctx context.Context, db store.Querier, keep retention, now time.Time, logger *slog.Logger) error {
	today := day(now)
	if err := d.ensureDays(ctx, db, today.Add(-oneDay), today.Add(daysAhead*oneDay)); err != nil {
		return err
	}
	if !d.compressed {
		d.compressed = true
		compressParts(ctx, db, logger)
	}
	for table, age := range keep.ages() {
		if age == 0 {
			continue
		}
		dropped, err := dropParts(ctx, db, table, age, now)
		if store.IsTransient(err) { // a long reader holds it, such as a backup: next time
			logger.Warn("what is older than the retention could not be dropped yet", "table", table.Table, "error", err)
			continue
		}
		if err != nil {
			return err
		}
		if len(dropped) > 0 {
			d.forget()
			logger.Info("dropped what is older than the retention", "table", table.Table, "retention", age, "partitions", dropped)
		}
	}
	return nil
}
