package tracker

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"overlord/store"
)

// queue writes what was added, each row once.
func (w ways) queue(batch *pgx.Batch) {
	if len(w) == 0 {
		return
	}
	var buckets []time.Time
	var names []string
	var places [][]byte
	for _, key := range sortedBuckets(w) {
		buckets, names, places = append(buckets, key.bucket), append(names, key.character), append(places, w[key])
	}
	batch.Queue(`
		insert into way_5m as w (bucket, character_name, places)
		select bucket, name, places from unnest($1::timestamptz[], $2::text[], $3::bytea[]) new (bucket, name, places)
		on conflict (bucket, character_name) do update set places = w.places || excluded.places
		where octet_length(w.places) + octet_length(excluded.places) <= $4`, buckets, names, places, maxWayBytes)
}

// waysAsked chooses places.
type waysAsked struct {
	character string      // empty: everybody
	from, to  time.Time   // both included
	buckets   []time.Time // only these, rising; none: all
}

// waysCover tells whether the ways know of all telemetry of a time. They do not
// know what was stored before there were ways, what somebody else stores, and what
// of an adopted table is not summed up yet.
func waysCover(ctx context.Context, db store.Querier, from, to time.Time) (cover bool, err error) {
	err = db.QueryRow(ctx, `
		select not exists (select from telemetry_5m where samples > 0 and bucket >= $1 and bucket <= $2
			and bucket < coalesce((select min(bucket) from way_5m) - $3::interval, 'infinity'))
		and not exists (select from telemetry_events where "timestamp" between $1 and $2
			and "timestamp" > coalesce((select max(at) from telemetry_last), '-infinity'))
		and not exists (select from backlog where source = 'telemetry_events' and finished_at is null
			and coalesce(until, 'infinity') > $1 and coalesce(done_to, '-infinity') <= $2)`,
		floorBucket(from, fineBucket), to, fineBucket).Scan(&cover)
	if err != nil {
		return false, fmt.Errorf("look how far the ways go back: %w", err)
	}
	return cover, nil
}

// eachWay hands on the places that were kept, bucket by bucket in the order of
// time, and within a bucket character by character. Those of one call are in the
// order of time, and are overwritten with the next call.
func eachWay(ctx context.Context, db store.Querier, a waysAsked, take func(bucket time.Time, name string, places []wayPlace)) error {
	open, err := loadOpenPlaces(ctx, db, a)
	if err != nil {
		return err
	}
	w := &where{}
	w.and(`bucket >= $ and bucket <= $`, floorBucket(a.from, fineBucket), a.to)
	if a.character != "" {
		w.and(`character_name = $`, a.character)
	}
	if len(a.buckets) > 0 {
		w.and(`bucket = any($)`, a.buckets)
	}
	rows, err := db.Query(ctx, `select bucket, character_name, places from way_5m `+w.String()+` order by bucket`, w.args...)
	if err != nil {
		return fmt.Errorf("read the ways: %w", err)
	}
	var row struct {
		bucket time.Time
		name   string
		packed pgtype.DriverBytes
	}
	var places []wayPlace
	_, err = pgx.ForEachRow(rows, []any{&row.bucket, &row.name, &row.packed}, func() error {
		for ; len(open) > 0 && open[0].bucket.Before(row.bucket); open = open[1:] {
			take(open[0].bucket, open[0].name, open[0].places)
		}
		places = appendPlaces(places[:0], row.bucket, row.packed)
		take(row.bucket, row.name, placesBetween(places, a.from, a.to))
		return nil
	})
	if err != nil {
		return fmt.Errorf("read the ways: %w", err)
	}
	for _, o := range open {
		take(o.bucket, o.name, o.places)
	}
	return nil
}

// openPlace is the last place so far of a character, as eachWay hands it on.
type openPlace struct {
	bucket time.Time
	name   string
	places []wayPlace
}

// loadOpenPlaces reads the places whose slots may not be over yet, by bucket.
func loadOpenPlaces(ctx context.Context, db store.Querier, a waysAsked) ([]openPlace, error) {
	w := &where{}
	w.and(`at >= $ and at <= $ and ew is not null and ns is not null`, a.from, a.to)
	if a.character != "" {
		w.and(`character_name = $`, a.character)
	}
	rows, err := db.Query(ctx, `select character_name, at, ew, ns, z from telemetry_last `+w.String()+` order by at`, w.args...)
	if err != nil {
		return nil, fmt.Errorf("read the last places: %w", err)
	}
	open, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (o openPlace, err error) {
		var p wayPlace
		var z *float64
		err = row.Scan(&o.name, &p.at, &p.ew, &p.ns, &z)
		p.at, p.z = p.at.UTC(), opt(z)
		o.bucket, o.places = p.at.Truncate(fineBucket), []wayPlace{p}
		return o, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the last places: %w", err)
	}
	return open, nil
}
