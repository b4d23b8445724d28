package tracker

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
	"overlord/web/api"
)

// streamReplay writes a replay as getReplay describes it. The names and the
// positions are read in one snapshot: who is first heard of meanwhile is in
// neither.
func streamReplay(ctx context.Context, db store.Querier, a replayAsk, out *bufio.Writer) error {
	since := a.from.Add(-onlineFor)
	bySlots := a.step%waySlot == 0
	if bySlots {
		var err error
		if bySlots, err = waysCover(ctx, db, since, a.to); err != nil {
			return err
		}
	}
	if err := boundReplay(ctx, db, a, since, bySlots); err != nil {
		return err
	}
	names, err := loadNames(ctx, db, since, a.to.Add(time.Microsecond))
	if err != nil {
		return err
	}
	head, err := json.Marshal(map[string]any{
		"from": a.from, "to": a.to, "step": api.FormatDuration(a.step), "step_seconds": a.step.Seconds(), "scale": replayScale,
		"characters": append([]string{}, names...),
	})
	if err != nil {
		return fmt.Errorf("encode the replay: %w", err)
	}
	out.Write(head[:len(head)-1])
	out.WriteString(`,"frames":[`)
	read := eachPosition
	if bySlots {
		read = eachSlot
	}
	if err := read(ctx, db, a, since, newReplayWriter(out, names, a.from, a.step, a.frames)); err != nil {
		return fmt.Errorf("read the positions: %w", err)
	}
	_, err = out.WriteString("]}\n")
	return err
}

// boundReplay refuses a replay that would read too many rows. Long steps read
// only what is shortly before each frame.
func boundReplay(ctx context.Context, db store.Querier, a replayAsk, since time.Time, bySlots bool) error {
	var rows int64
	err := db.QueryRow(ctx, `select coalesce(sum(samples), 0)::bigint from telemetry_1h where bucket >= $1 and bucket <= $2`,
		since.Truncate(time.Hour), a.to).Scan(&rows)
	if err != nil {
		return fmt.Errorf("count the telemetry: %w", err)
	}
	look, most := onlineFor, int64(maxReplayRows)
	if bySlots {
		look, most = fineBucket, maxReplaySlotRows
	}
	if a.step > look {
		rows = int64(float64(rows) * look.Seconds() / a.step.Seconds())
	}
	if rows > most {
		return a.refuse(rows, most)
	}
	return nil
}

// eachSlot hands on where everybody was at the end of each slot, in the order of
// time: frames stand at such ends.
func eachSlot(ctx context.Context, db store.Querier, a replayAsk, since time.Time, w *replayWriter) error {
	asked := waysAsked{from: since, to: a.to}
	if a.step > fineBucket {
		asked.buckets = a.buckets()
	}
	type position struct {
		wayPlace
		name string
	}
	var now time.Time
	var bucketful []position
	flush := func() {
		slices.SortStableFunc(bucketful, func(x, y position) int { return x.at.Compare(y.at) })
		for _, p := range bucketful {
			w.add(p.name, p.at, p.ew, p.ns)
		}
		bucketful = bucketful[:0]
	}
	err := eachWay(ctx, db, asked, func(bucket time.Time, name string, places []wayPlace) {
		if !bucket.Equal(now) {
			flush()
			now = bucket
		}
		for _, p := range places {
			bucketful = append(bucketful, position{p, name})
		}
	})
	if err == nil {
		flush()
		w.finish()
	}
	return err
}

// eachPosition hands on the positions that frames may show, in order of time.
func eachPosition(ctx context.Context, db store.Querier, a replayAsk, since time.Time, w *replayWriter) error {
	sql, args := `select character_name, "timestamp", ew, ns from telemetry_events where "timestamp" >= $1 and "timestamp" <= $2 order by "timestamp"`, []any{since, a.to}
	if a.step > onlineFor {
		sql = `select character_name, "timestamp", ew, ns from generate_series($1::timestamptz, $2::timestamptz, $3::interval) frame(at)
			join telemetry_events on "timestamp" >= frame.at - $4::interval and "timestamp" <= frame.at order by "timestamp"`
		args = []any{a.from, a.to, a.step, onlineFor}
	}
	rows, err := db.Query(ctx, sql, args...)
	if err != nil {
		return err
	}
	var name string
	var at time.Time
	var ew, ns float64
	_, err = pgx.ForEachRow(rows, []any{&name, &at, &ew, &ns}, func() error {
		w.add(name, at, ew, ns)
		return nil
	})
	if err == nil {
		w.finish()
	}
	return err
}
