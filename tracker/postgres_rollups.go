package tracker

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
	"overlord/tracker/event"
)

// rollupTables are the tables of telemetry's rollups by the width of their buckets.
var rollupTables = []struct {
	name  string
	width time.Duration
}{
	{"telemetry_5m", fineBucket},
	{"telemetry_1h", time.Hour},
	{"telemetry_1d", oneDay},
}

// loadLastTelemetry reads what the work's telemetry is compared to.
func loadLastTelemetry(ctx context.Context, db store.Querier, w work) (map[string]*lastTelemetry, error) {
	names := map[string]bool{}
	next := bodies[*event.Telemetry](w)
	for ev, _ := next(); ev != nil; ev, _ = next() {
		names[ev.CharacterName] = true
	}
	if len(names) == 0 {
		return map[string]*lastTelemetry{}, nil
	}
	return readLast(ctx, db, `select character_name, session_id, at, tapers, ew, ns, z from telemetry_last where character_name = any($1)`,
		slices.Collect(maps.Keys(names)))
}

// readLast reads the last telemetry of characters.
func readLast(ctx context.Context, db store.Querier, sql string, args ...any) (map[string]*lastTelemetry, error) {
	type row struct {
		Name, Session string
		At            time.Time
		Tapers        *int32
		EW, NS, Z     *float64
	}
	rows, err := db.Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("read the last telemetry: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[row])
	if err != nil {
		return nil, fmt.Errorf("read the last telemetry: %w", err)
	}
	last := make(map[string]*lastTelemetry, len(list))
	for _, r := range list {
		last[r.Name] = &lastTelemetry{session: r.Session, at: r.At, tapers: opt(r.Tapers)}
		if r.EW != nil && r.NS != nil {
			last[r.Name].place = event.Some(wayPlace{r.At, *r.EW, *r.NS, opt(r.Z)})
		}
	}
	return last, nil
}

// queue writes what was summed up: a statement a table, each row once.
func (r *rollups) queue(batch *pgx.Batch) {
	r.queueBuckets(batch)
	r.queueLast(batch, "telemetry_last")
	r.ways.queue(batch)
	r.queueHeat(batch)
}

func (r *rollups) queueBuckets(batch *pgx.Batch) {
	if len(r.buckets) == 0 {
		return
	}
	for _, table := range rollupTables {
		queueRollups(batch, table.name, r.widened(table.width))
	}
}

func queueRollups(batch *pgx.Batch, table string, buckets map[rollupKey]*rollup) {
	keys := sortedBuckets(buckets)
	column := func(value func(*rollup) any) []any {
		list := make([]any, len(keys))
		for i, key := range keys {
			list[i] = value(buckets[key])
		}
		return list
	}
	names, begins := make([]string, len(keys)), make([]time.Time, len(keys))
	for i, key := range keys {
		names[i], begins[i] = key.character, key.bucket
	}
	batch.Queue(`
		insert into `+table+` as t (character_name, bucket, samples, online_ms, kills, deaths, rares, tapers_used,
			tapers_last, kills_per_hour_last, kills_per_hour_sum, kills_per_hour_n, last_at, kills_unseen)
		select * from unnest($1::text[], $2::timestamptz[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
			$9::integer[], $10::double precision[], $11::double precision[], $12::bigint[], $13::timestamptz[], $14::bigint[])
		on conflict (character_name, bucket) do update set
			samples = t.samples + excluded.samples, online_ms = t.online_ms + excluded.online_ms, kills = t.kills + excluded.kills,
			deaths = t.deaths + excluded.deaths, rares = t.rares + excluded.rares, tapers_used = t.tapers_used + excluded.tapers_used,
			tapers_last = case when excluded.last_at < t.last_at then coalesce(t.tapers_last, excluded.tapers_last)
				else coalesce(excluded.tapers_last, t.tapers_last) end,
			kills_per_hour_last = case when excluded.last_at < t.last_at then coalesce(t.kills_per_hour_last, excluded.kills_per_hour_last)
				else coalesce(excluded.kills_per_hour_last, t.kills_per_hour_last) end,
			kills_per_hour_sum = t.kills_per_hour_sum + excluded.kills_per_hour_sum,
			kills_per_hour_n = t.kills_per_hour_n + excluded.kills_per_hour_n,
			last_at = greatest(t.last_at, excluded.last_at), kills_unseen = t.kills_unseen + excluded.kills_unseen`,
		names, begins,
		column(func(b *rollup) any { return b.samples }),
		column(func(b *rollup) any { return b.onlineMS }),
		column(func(b *rollup) any { return b.kills }),
		column(func(b *rollup) any { return b.deaths }),
		column(func(b *rollup) any { return b.rares }),
		column(func(b *rollup) any { return b.tapersUsed }),
		column(func(b *rollup) any { return b.tapersLast.Any() }),
		column(func(b *rollup) any { return b.paceLast.Any() }),
		column(func(b *rollup) any { return b.paceSum }),
		column(func(b *rollup) any { return b.paceN }),
		column(func(b *rollup) any { return orNull(b.lastAt) }),
		column(func(b *rollup) any { return b.killsUnseen }))
}

// orNull is a time for a column; the zero time is null.
func orNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}

func (r *rollups) queueLast(batch *pgx.Batch, table string) {
	if len(r.moved) == 0 {
		return
	}
	names := slices.Sorted(maps.Keys(r.moved))
	sessions, times, tapers := make([]string, len(names)), make([]time.Time, len(names)), make([]*int32, len(names))
	ew, ns, z := make([]*float64, len(names)), make([]*float64, len(names)), make([]*float64, len(names))
	for i, name := range names {
		last := r.last[name]
		sessions[i], times[i], tapers[i] = last.session, last.at, last.tapers.Ptr()
		if last.place.OK {
			ew[i], ns[i], z[i] = &last.place.V.ew, &last.place.V.ns, last.place.V.z.Ptr()
		}
	}
	batch.Queue(`
		insert into `+table+` (character_name, session_id, at, tapers, ew, ns, z)
		select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::integer[], $5::double precision[], $6::double precision[], $7::double precision[])
		on conflict (character_name) do update set session_id = excluded.session_id, at = excluded.at, tapers = excluded.tapers,
			ew = excluded.ew, ns = excluded.ns, z = excluded.z`,
		names, sessions, times, tapers, ew, ns, z)
}

func (r *rollups) queueHeat(batch *pgx.Batch) {
	if len(r.heat) == 0 {
		return
	}
	var hours []time.Time
	var mobs []string
	var ew, ns []int32
	var counts []int64
	for _, key := range sortedHeat(r.heat) {
		hours, mobs, ew, ns, counts = append(hours, key.hour), append(mobs, key.mob), append(ew, key.ew), append(ns, key.ns), append(counts, r.heat[key])
	}
	batch.Queue(`
		insert into spawn_1h as t (hour, mob, ew, ns, spawns)
		select * from unnest($1::timestamptz[], $2::text[], $3::integer[], $4::integer[], $5::bigint[])
		on conflict (hour, mob, ew, ns) do update set spawns = t.spawns + excluded.spawns`, hours, mobs, ew, ns, counts)
	hours, ew, ns, counts = nil, nil, nil, nil
	for _, key := range sortedHeat(r.cells) {
		hours, ew, ns, counts = append(hours, key.hour), append(ew, key.ew), append(ns, key.ns), append(counts, r.cells[key])
	}
	batch.Queue(`
		insert into spawn_cells_1h as t (hour, ew, ns, spawns)
		select * from unnest($1::timestamptz[], $2::integer[], $3::integer[], $4::bigint[])
		on conflict (hour, ew, ns) do update set spawns = t.spawns + excluded.spawns`, hours, ew, ns, counts)
	hours, mobs, counts = nil, nil, nil
	for _, key := range slices.SortedFunc(maps.Keys(r.mobs), mobKey.compare) {
		hours, mobs, counts = append(hours, key.hour), append(mobs, key.mob), append(counts, r.mobs[key])
	}
	batch.Queue(`
		insert into spawn_mobs_1h as t (hour, mob, spawns)
		select * from unnest($1::timestamptz[], $2::text[], $3::bigint[])
		on conflict (hour, mob) do update set spawns = t.spawns + excluded.spawns`, hours, mobs, counts)
}
