package tracker

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
	"overlord/tracker/event"
)

// loadTouched reads the counts that the work will change, and no others.
func loadTouched(ctx context.Context, db store.Querier, w work) (*Counters, error) {
	c := NewCounters()
	keys := touchedBy(w)
	if len(keys.characters) == 0 {
		return c, nil
	}
	batch := &pgx.Batch{}
	queueCharacters(batch, c, `where character_name = any($1)`, keys.characters)
	queueLatest(batch, c, `where character_name = any($1)`, keys.characters)
	queueSessions(batch, c, `where (character_name, session_id) in (select * from unnest($1::text[], $2::text[]))`, keys.sessionCharacters, keys.sessions)
	if len(keys.rareNames) > 0 {
		queueRares(batch, c, `where (character_name, name, "timestamp") in (select * from unnest($1::text[], $2::text[], $3::timestamptz[]))`,
			keys.rareCharacters, keys.rareNames, keys.rareTimes)
	}
	return c, db.SendBatch(ctx, batch).Close()
}

// loadAll reads all counts.
func loadAll(ctx context.Context, db store.Querier) (*Counters, error) {
	c := NewCounters()
	batch := &pgx.Batch{}
	queueCharacters(batch, c, ``)
	queueLatest(batch, c, ``)
	queueSessions(batch, c, ``)
	queueSessionRares(batch, c)
	queueRares(batch, c, ``)
	return c, db.SendBatch(ctx, batch).Close()
}

// touchedKeys are parallel lists, as unnest takes them.
type touchedKeys struct {
	characters                  []string
	sessionCharacters, sessions []string
	rareCharacters, rareNames   []string
	rareTimes                   []time.Time
}

func touchedBy(w work) touchedKeys {
	var keys touchedKeys
	characters, sessions := map[string]bool{}, map[sessionKey]bool{}
	for _, it := range w.Entries {
		if it.Event == nil {
			continue
		}
		name := it.Event.CharacterName
		switch body := it.Event.Body.(type) {
		case *event.Telemetry:
			if key := (sessionKey{name, body.SessionID}); !sessions[key] {
				sessions[key] = true
				keys.sessionCharacters = append(keys.sessionCharacters, name)
				keys.sessions = append(keys.sessions, body.SessionID)
			}
		case *event.Rare:
			keys.rareCharacters = append(keys.rareCharacters, name)
			keys.rareNames = append(keys.rareNames, body.Name)
			keys.rareTimes = append(keys.rareTimes, it.Event.Timestamp)
		default:
			continue
		}
		if !characters[name] {
			characters[name] = true
			keys.characters = append(keys.characters, name)
		}
	}
	return keys
}

func queueCharacters(batch *pgx.Batch, c *Counters, where string, args ...any) {
	type row struct {
		Name         string
		Kills, Rares int64
	}
	queueRows(batch, `select character_name, coalesce(total_kills, 0), coalesce(total_rares, 0)
		from char_stats full join rare_stats using (character_name) `+where, args, func(r row) {
		who := c.character(r.Name)
		who.kills, who.rares = r.Kills, r.Rares
	})
}

func queueLatest(batch *pgx.Batch, c *Counters, where string, args ...any) {
	type row struct{ Name, Session string }
	queueRows(batch, `select distinct on (character_name) character_name, session_id from session_kills `+where+
		` order by character_name, last_seen desc`, args, func(r row) {
		c.character(r.Name).session = event.Some(r.Session)
	})
}

func queueSessions(batch *pgx.Batch, c *Counters, where string, args ...any) {
	type row struct {
		Name, Session     string
		Kills             int64
		Deaths            *int32
		Started, LastSeen time.Time
	}
	queueRows(batch, `select character_name, session_id, kills, deaths, started, last_seen from session_kills `+where, args, func(r row) {
		s := c.session(sessionKey{r.Name, r.Session})
		s.seen, s.kills, s.started, s.lastSeen = true, r.Kills, r.Started, r.LastSeen
		if r.Deaths != nil {
			s.deaths = event.Some(*r.Deaths)
		}
	})
}

func queueSessionRares(batch *pgx.Batch, c *Counters) {
	type row struct {
		Name, Session string
		Rares         int64
	}
	queueRows(batch, `select character_name, session_id, session_rares from rare_stats_sessions`, nil, func(r row) {
		c.session(sessionKey{r.Name, r.Session}).rares = r.Rares
	})
}

func queueRares(batch *pgx.Batch, c *Counters, where string, args ...any) {
	type row struct {
		Character, Name string
		At              time.Time
	}
	queueRows(batch, `select character_name, name, "timestamp" from rare_events `+where, args, func(r row) {
		c.rares[rareKey{r.Character, r.Name, r.At.UnixMicro()}] = true
	})
}

// queueRows queues a query whose rows, by position of the columns, go to use.
func queueRows[T any](batch *pgx.Batch, sql string, args []any, use func(T)) {
	batch.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[T])
		for _, r := range list {
			use(r)
		}
		return err
	})
}

// changes collects what a batch changes in the counters, so that each row is
// written once.
type changes struct {
	counters     *Counters
	kills, rares map[string]int64 // added to a character's totals
	sessions     map[sessionKey]bool
	sessionRares map[sessionKey]int64
}

func newChanges(c *Counters) *changes {
	return &changes{
		counters: c, kills: map[string]int64{}, rares: map[string]int64{},
		sessions: map[sessionKey]bool{}, sessionRares: map[sessionKey]int64{},
	}
}

func (ch *changes) telemetry(batch *pgx.Batch, ev *event.Event, t *event.Telemetry) TelemetryEffect {
	effect := ch.counters.ApplyTelemetry(ev.CharacterName, t, ev.ReceivedAt)
	ch.kills[ev.CharacterName] += effect.KillsAdded
	ch.sessions[sessionKey{ev.CharacterName, t.SessionID}] = true
	if effect.Died {
		batch.Queue(`insert into death_events (character_name, session_id, "timestamp", deaths, ew, ns, z) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
			ev.CharacterName, t.SessionID, ev.Timestamp, t.Deaths.V, t.EW, t.NS, t.Z.Any())
	}
	return effect
}

func (ch *changes) rare(batch *pgx.Batch, ev *event.Event, r *event.Rare) RareEffect {
	effect := ch.counters.ApplyRare(ev.CharacterName, r, ev.Timestamp)
	if effect.Repeat {
		return effect
	}
	ch.rares[ev.CharacterName]++
	if effect.Session.OK {
		ch.sessionRares[sessionKey{ev.CharacterName, effect.Session.V}]++
	}
	batch.Queue(`insert into rare_events (character_name, name, "timestamp", ew, ns, z) values ($1, $2, $3, $4, $5, $6)`,
		ev.CharacterName, r.Name, ev.Timestamp, r.EW.Any(), r.NS.Any(), r.Z.Any())
	return effect
}

// queue writes the changed counters, one statement a table: batches come many a
// second, and a statement a row would cost as much as the rows of the events.
func (ch *changes) queue(batch *pgx.Batch) {
	queueAdded(batch, ch.kills, `insert into char_stats (character_name, total_kills) select * from unnest($1::text[], $2::bigint[])
		on conflict (character_name) do update set total_kills = char_stats.total_kills + excluded.total_kills`)
	queueAdded(batch, ch.rares, `insert into rare_stats (character_name, total_rares) select * from unnest($1::text[], $2::bigint[])
		on conflict (character_name) do update set total_rares = rare_stats.total_rares + excluded.total_rares`)
	ch.queueSessionRares(batch)
	ch.queueSessions(batch)
}

// queueAdded adds to a number of each character.
func queueAdded(batch *pgx.Batch, added map[string]int64, sql string) {
	if len(added) == 0 {
		return
	}
	var names []string
	var numbers []int64
	for name, n := range added {
		names, numbers = append(names, name), append(numbers, n)
	}
	batch.Queue(sql, names, numbers)
}

func (ch *changes) queueSessionRares(batch *pgx.Batch) {
	if len(ch.sessionRares) == 0 {
		return
	}
	var characters, sessions []string
	var numbers []int64
	for key, n := range ch.sessionRares {
		characters, sessions, numbers = append(characters, key.character), append(sessions, key.session), append(numbers, n)
	}
	batch.Queue(`insert into rare_stats_sessions (character_name, session_id, session_rares) select * from unnest($1::text[], $2::text[], $3::bigint[])
		on conflict (character_name, session_id) do update set session_rares = rare_stats_sessions.session_rares + excluded.session_rares`,
		characters, sessions, numbers)
}

func (ch *changes) queueSessions(batch *pgx.Batch) {
	if len(ch.sessions) == 0 {
		return
	}
	var characters, sessions []string
	var kills []int64
	var deaths []*int32
	var started, lastSeen []time.Time
	for key := range ch.sessions {
		s := ch.counters.sessions[key]
		characters, sessions = append(characters, key.character), append(sessions, key.session)
		kills, deaths = append(kills, s.kills), append(deaths, s.deaths.Ptr())
		started, lastSeen = append(started, s.started), append(lastSeen, s.lastSeen)
	}
	batch.Queue(`insert into session_kills (character_name, session_id, kills, deaths, started, last_seen)
		select * from unnest($1::text[], $2::text[], $3::bigint[], $4::integer[], $5::timestamptz[], $6::timestamptz[])
		on conflict (character_name, session_id) do update set kills = excluded.kills, deaths = excluded.deaths, last_seen = excluded.last_seen`,
		characters, sessions, kills, deaths, started, lastSeen)
}
