package tracker

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
	"overlord/tracker/event"
)

// CountSessions fills session_kills with the highest counts of each character and
// session in the telemetry since a time (zero: in all). Counts that are there and
// higher stay. No session was seen later than now, whatever a clock said.
func CountSessions(ctx context.Context, db store.Querier, since, now time.Time) error {
	where, args := ``, []any{now.UTC()}
	if !since.IsZero() {
		where, args = ` and "timestamp" >= $2`, append(args, since.UTC())
	}
	_, err := db.Exec(ctx, `
		insert into session_kills (character_name, session_id, kills, deaths, started, last_seen)
		select character_name, session_id, coalesce(max(kills), 0)::bigint, max(deaths)::integer, min(at), max(at)
		from (select *, least(coalesce(received_at, "timestamp")::timestamptz, $1::timestamptz) as at from telemetry_events) t
		where character_name is not null and session_id is not null and at is not null`+where+`
		group by character_name, session_id
		on conflict (character_name, session_id) do update set
			kills = greatest(session_kills.kills, excluded.kills), deaths = greatest(session_kills.deaths, excluded.deaths),
			started = least(session_kills.started, excluded.started), last_seen = greatest(session_kills.last_seen, excluded.last_seen)`, args...)
	if err != nil {
		return fmt.Errorf("count the sessions: %w", err)
	}
	return nil
}

// NoteBacklog notes that the rows that are in these tables now are to be summed up
// once the server runs.
func NoteBacklog(ctx context.Context, db store.Querier, tables []string, now time.Time) error {
	_, err := db.Exec(ctx, `insert into backlog (source, adopted_at) select unnest($1::text[]), $2`, tables, now)
	return err
}

// beginBacklog finds out what is old where nobody did yet: all rows there are. It
// also does what takes no time: the rares' rollups, and what the recorder compares
// its first events to. The earlier service may have gone on after the adoption.
func beginBacklog(ctx context.Context, conn *pgx.Conn, now time.Time) error {
	return store.InTx(ctx, conn, func(tx pgx.Tx) error {
		if err := sweepBacklog(ctx, tx); err != nil {
			return err
		}
		var adopted *time.Time
		err := tx.QueryRow(ctx, `select min(adopted_at) from backlog where until is null`).Scan(&adopted)
		if err != nil || adopted == nil {
			return err
		}
		if err := CountSessions(ctx, tx, adopted.Add(-oneDay), now); err != nil {
			return err
		}
		for _, table := range []string{telemetryTable.Table, spawnTable.Table} {
			_, err := tx.Exec(ctx, `update backlog set until = greatest($2::timestamptz,
				(select max("timestamp")::timestamptz + interval '1 microsecond' from `+table+` where "timestamp" < 'infinity')) where source = $1`, table, now)
			if err != nil {
				return fmt.Errorf("find the last row of %s: %w", table, err)
			}
		}
		if err := sumUpRares(ctx, tx); err != nil {
			return err
		}
		return seedLast(ctx, tx, now)
	})
}

// sweepBacklog drops what the recorder noted in the moment in which a table was
// done: it does not wait for who sums up.
func sweepBacklog(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `delete from backlog_ours o using backlog b where b.source = o.source and b.finished_at is not null`)
	if err != nil {
		return fmt.Errorf("drop what was noted of old rows: %w", err)
	}
	return nil
}

// sumUpRares brings all rares into the rollups.
func sumUpRares(ctx context.Context, tx pgx.Tx) error {
	for _, table := range rollupTables {
		_, err := tx.Exec(ctx, `
			insert into `+table.name+` as t (character_name, bucket, rares)
			select character_name, date_bin($1, "timestamp"::timestamptz, $2), count(*) from rare_events
			where character_name is not null and isfinite("timestamp") group by 1, 2 order by 1, 2
			on conflict (character_name, bucket) do update set rares = t.rares + excluded.rares`, table.width, bucketOrigin)
		if err != nil {
			return fmt.Errorf("sum up the rares of before: %w", err)
		}
	}
	return nil
}

// seedLast keeps each character's last telemetry, so that the recorder goes on
// where the earlier service ended. Tapers that were not told of for a day are not
// known.
func seedLast(ctx context.Context, tx pgx.Tx, now time.Time) error {
	_, err := tx.Exec(ctx, `
		insert into telemetry_last (character_name, session_id, at, tapers, ew, ns, z)
		select c.name, l.session_id, l.at::timestamptz, (
			select t.prismatic_taper_count::integer from telemetry_events t
			where t.character_name = c.name and t.session_id = l.session_id and t.prismatic_taper_count is not null
				and t."timestamp" <= l.at and t."timestamp" >= l.at - interval '1 day' order by t."timestamp" desc limit 1), l.ew, l.ns, l.z
		from (select distinct character_name as name from session_kills) c
		cross join lateral (
			select t.session_id, t."timestamp" as at, t.ew, t.ns, t.z from telemetry_events t
			where t.character_name = c.name and t.session_id is not null and t."timestamp" <= $1 and t."timestamp" > '-infinity'
			order by t."timestamp" desc, t.received_at desc nulls last, t.kills desc limit 1) l
		on conflict (character_name) do nothing`, now.Add(clockSlack).UTC())
	if err != nil {
		return fmt.Errorf("find the last telemetry of before: %w", err)
	}
	return nil
}

// loadBacklog reads how far all tables are, in the order in which they are done.
func loadBacklog(ctx context.Context, db store.Querier) ([]backlogState, error) {
	rows, err := db.Query(ctx, `select source, until, done_to, row_count, finished_at from backlog order by source desc`)
	if err != nil {
		return nil, fmt.Errorf("read the backlog: %w", err)
	}
	states, err := pgx.CollectRows(rows, pgx.RowToStructByPos[backlogState])
	if err != nil {
		return nil, fmt.Errorf("read the backlog: %w", err)
	}
	return states, nil
}

// isBacklogPending tells whether rows wait to be summed up, of whatever database.
func isBacklogPending(ctx context.Context, db store.Querier) (pending bool, err error) {
	var there bool
	if err := db.QueryRow(ctx, `select to_regclass('backlog') is not null`).Scan(&there); err != nil || !there {
		return false, err
	}
	err = db.QueryRow(ctx, `select exists (select from backlog where finished_at is null)`).Scan(&pending)
	return pending, err
}

// nextBacklogDay is the first UTC day that has rows which are not summed up; zero:
// there is none.
func nextBacklogDay(ctx context.Context, db store.Querier, s backlogState) (time.Time, error) {
	where, args := `"timestamp" > '-infinity' and "timestamp" < $1`, []any{s.Until.UTC()}
	if s.DoneTo != nil {
		where, args = where+` and "timestamp" >= $2`, append(args, s.DoneTo.UTC())
	}
	var first *time.Time
	if err := db.QueryRow(ctx, `select min("timestamp")::timestamptz from `+s.Source+` where `+where, args...).Scan(&first); err != nil {
		return time.Time{}, fmt.Errorf("find the next day of %s: %w", s.Source, err)
	}
	if first == nil {
		return time.Time{}, nil
	}
	return day(*first), nil
}

// errBacklogMoved says that somebody else sums up, too: a server that was killed
// and whose connection is not gone yet.
var errBacklogMoved = errors.New("somebody else sums up the same rows")

// claimBacklog keeps others from doing the same piece, and makes sure that none did.
func claimBacklog(ctx context.Context, tx pgx.Tx, s backlogState) error {
	var same bool
	err := tx.QueryRow(ctx, `select done_to is not distinct from $2 and finished_at is null from backlog where source = $1 for update`, s.Source, s.DoneTo).Scan(&same)
	if err == nil && !same {
		err = errBacklogMoved
	}
	if err != nil {
		return fmt.Errorf("claim a day of %s: %w", s.Source, err)
	}
	return nil
}

// finishBacklog notes that a table is done, and drops what was kept for it.
func finishBacklog(ctx context.Context, tx pgx.Tx, source string, now time.Time) error {
	batch := &pgx.Batch{}
	batch.Queue(`update backlog set finished_at = $2, done_to = until where source = $1`, source, now)
	batch.Queue(`delete from backlog_ours where source = $1`, source)
	if source == telemetryTable.Table {
		batch.Queue(`delete from backlog_sessions`)
		batch.Queue(`delete from backlog_last`)
	}
	return tx.SendBatch(ctx, batch).Close()
}

// loadBacklogFold reads what the days before left.
func loadBacklogFold(ctx context.Context, db store.Querier) (*backlogFold, error) {
	type session struct {
		Name, Session string
		Kills         int64
		Deaths        *int32
	}
	fold := &backlogFold{counters: NewCounters()}
	batch := &pgx.Batch{}
	queueRows(batch, `select character_name, session_id, kills, deaths from backlog_sessions`, nil, func(r session) {
		s := fold.counters.session(sessionKey{r.Name, r.Session})
		s.seen, s.kills, s.deaths = true, r.Kills, opt(r.Deaths)
	})
	if err := db.SendBatch(ctx, batch).Close(); err != nil {
		return nil, fmt.Errorf("read the sessions of before: %w", err)
	}
	var err error
	fold.last, err = readLast(ctx, db, `select character_name, session_id, at, tapers, ew, ns, z from backlog_last`)
	return fold, err
}

// oldTelemetry is a row of telemetry_events as far as the rollups need it.
type oldTelemetry struct {
	Name, Session string
	At            time.Time
	Kills         int64
	Deaths        *int32
	Tapers        *int32
	Pace          *float64
	EW, NS        float64
	Z             *float64
}

// oldSpawn is a row of spawn_events as far as the rollups need it.
type oldSpawn struct {
	Mob    string
	At     time.Time
	EW, NS float64
}

// The rows of a piece, by time. Rows without a name or a
// place tell nothing.
const (
	telemetryPiece = `
		select character_name, session_id, "timestamp"::timestamptz, coalesce(kills, 0)::bigint, deaths::integer, prismatic_taper_count::integer, kills_per_hour::double precision,
			ew::double precision, ns::double precision, z::double precision
		from telemetry_events where "timestamp" >= $1 and "timestamp" < $2 and character_name is not null and session_id is not null
			and ew between -1e6 and 1e6 and ns between -1e6 and 1e6
		order by "timestamp", received_at, kills, deaths, session_id, prismatic_taper_count`
	spawnPiece = `
		select mob, "timestamp"::timestamptz, ew::double precision, ns::double precision
		from spawn_events where "timestamp" >= $1 and "timestamp" < $2 and mob is not null and ew between -1e6 and 1e6 and ns between -1e6 and 1e6`
)

// fetchPiece reads the rows of a piece, some at a time, and uses each. What the
// recorder stored is read after the cursor has its moment: it then has all of it.
func fetchPiece[T any](ctx context.Context, tx pgx.Tx, p *piece, sql string, use func(T)) error {
	if _, err := tx.Exec(ctx, `declare backlog_rows no scroll cursor for `+sql, p.from.UTC(), p.to.UTC()); err != nil {
		return fmt.Errorf("read a day of %s: %w", p.state.Source, err)
	}
	var err error
	if p.ours, err = loadOurs(ctx, tx, p); err != nil {
		return err
	}
	for {
		begun := time.Now()
		rows, err := tx.Query(ctx, fmt.Sprintf(`fetch %d from backlog_rows`, backlogFetch))
		if err != nil {
			return fmt.Errorf("read a day of %s: %w", p.state.Source, err)
		}
		list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[T])
		if err != nil {
			return fmt.Errorf("read a day of %s: %w", p.state.Source, err)
		}
		for _, r := range list {
			use(r)
		}
		if len(list) == 0 {
			_, err := tx.Exec(ctx, `close backlog_rows`)
			return err
		}
		if err := p.backlog.breathe(ctx, time.Since(begun)); err != nil {
			return err
		}
	}
}

// loadOurs reads what the recorder stored within a piece.
func loadOurs(ctx context.Context, db store.Querier, p *piece) (map[oursKey]int, error) {
	type row struct {
		Name, Session string
		At            time.Time
		Kills         int64
	}
	ours := map[oursKey]int{}
	batch := &pgx.Batch{}
	queueRows(batch, `select name, session_id, "timestamp", kills from backlog_ours where source = $1 and "timestamp" >= $2 and "timestamp" < $3`,
		[]any{p.state.Source, p.from, p.to}, func(r row) { ours[oursKey{r.Name, r.Session, r.At.UnixMicro(), r.Kills}]++ })
	if err := db.SendBatch(ctx, batch).Close(); err != nil {
		return nil, fmt.Errorf("read what the recorder stored: %w", err)
	}
	return ours, nil
}

// write stores what the piece adds to the rollups, what the next one must know, and
// how far the table is.
func (p *piece) write(ctx context.Context, tx pgx.Tx) error {
	batch := &pgx.Batch{}
	p.rollups.queueBuckets(batch)
	p.rollups.queueLast(batch, "backlog_last")
	p.rollups.ways.queue(batch)
	p.rollups.queueHeat(batch)
	p.queueSessions(batch)
	batch.Queue(`update backlog set done_to = $2, row_count = row_count + $3 where source = $1`, p.state.Source, p.to, p.rows)
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return fmt.Errorf("store the rollups of a day of before: %w", err)
	}
	return nil
}

func (p *piece) queueSessions(batch *pgx.Batch) {
	if len(p.touched) == 0 {
		return
	}
	var names, sessions []string
	var kills []int64
	var deaths []*int32
	for key := range p.touched {
		s := p.backlog.fold.counters.sessions[key]
		names, sessions = append(names, key.character), append(sessions, key.session)
		kills, deaths = append(kills, s.kills), append(deaths, s.deaths.Ptr())
	}
	batch.Queue(`
		insert into backlog_sessions (character_name, session_id, kills, deaths) select * from unnest($1::text[], $2::text[], $3::bigint[], $4::integer[])
		on conflict (character_name, session_id) do update set kills = excluded.kills, deaths = excluded.deaths`, names, sessions, kills, deaths)
}

// queueOurs notes which of the rows that are being stored lie among the old ones.
func (b *backlog) queueOurs(batch *pgx.Batch, w work) {
	telemetry, spawns := b.until(telemetryTable.Table), b.until(spawnTable.Table)
	if telemetry.IsZero() && spawns.IsZero() {
		return
	}
	var sources, names, sessions []string
	var times []time.Time
	var kills []int64
	note := func(source, name, session string, at time.Time, n int64) {
		sources, names, sessions = append(sources, source), append(names, name), append(sessions, session)
		times, kills = append(times, at), append(kills, n)
	}
	for _, it := range w.Entries {
		if it.Event == nil {
			continue
		}
		switch body := it.Event.Body.(type) {
		case *event.Telemetry:
			if it.Event.Timestamp.Before(telemetry) {
				note(telemetryTable.Table, it.Event.CharacterName, body.SessionID, it.Event.Timestamp, body.Kills)
			}
		case *event.Spawn:
			if it.Event.Timestamp.Before(spawns) {
				note(spawnTable.Table, body.Mob, "", it.Event.Timestamp, 0)
			}
		}
	}
	if len(names) > 0 {
		batch.Queue(`
			insert into backlog_ours (source, name, session_id, "timestamp", kills)
			select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::bigint[])`, sources, names, sessions, times, kills)
	}
}
