package tracker

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store"
	"overlord/tracker/combat"
	"overlord/tracker/event"
)

// fightRows are the combat statistics that a batch touches: the last report of
// each session, and the lifetime of each character.
type fightRows struct {
	sessions  map[sessionKey]*fightRow
	lifetimes map[string]*fightRow
}

// fightRow is one stored report.
type fightRow struct {
	at      time.Time
	report  combat.Report // nil: there is none, or it is no object
	raw     []byte        // a session's report as it came
	changed bool
}

// loadFightRows reads what the work's combat events replace.
func loadFightRows(ctx context.Context, db store.Querier, w work) (*fightRows, error) {
	f := &fightRows{sessions: map[sessionKey]*fightRow{}, lifetimes: map[string]*fightRow{}}
	var characters, sessions, names []string
	for _, it := range w.Entries {
		body, ok := combatOf(it)
		if !ok {
			continue
		}
		key := sessionKey{it.Event.CharacterName, body.SessionID}
		if f.sessions[key] == nil {
			f.sessions[key] = &fightRow{}
			characters, sessions = append(characters, key.character), append(sessions, key.session)
		}
		if f.lifetimes[key.character] == nil {
			f.lifetimes[key.character] = &fightRow{}
			names = append(names, key.character)
		}
	}
	if len(names) == 0 {
		return f, nil
	}
	type row struct {
		Name, Session string
		Data          []byte
	}
	batch := &pgx.Batch{}
	queueRows(batch, `select character_name, session_id, stats_data from combat_stats_sessions
		where (character_name, session_id) in (select * from unnest($1::text[], $2::text[]))`, []any{characters, sessions}, func(r row) {
		f.sessions[sessionKey{r.Name, r.Session}].set(r.Data)
	})
	queueRows(batch, `select character_name, '', stats_data from combat_stats where character_name = any($1)`, []any{names}, func(r row) {
		f.lifetimes[r.Name].set(r.Data)
	})
	return f, db.SendBatch(ctx, batch).Close()
}

func combatOf(it item) (*event.CombatStats, bool) {
	if it.Event == nil {
		return nil, false
	}
	body, ok := it.Event.Body.(*event.CombatStats)
	return body, ok && len(body.Session) > 0
}

// set keeps a stored report. One that is no object adds nothing to a lifetime.
func (f *fightRow) set(raw []byte) {
	f.raw = raw
	f.report, _ = combat.Parse(raw)
}

// apply puts a session's report in the place of its former one, unless it is
// stale, and brings the lifetime up to date.
func (f *fightRows) apply(ctx context.Context, db store.Querier, ev *event.Event, body *event.CombatStats) error {
	if len(body.Session) == 0 {
		return nil
	}
	key := sessionKey{ev.CharacterName, body.SessionID}
	session, lifetime := f.sessions[key], f.lifetimes[key.character]
	if isStale(session.report, body) {
		return nil
	}
	former := session.report
	session.set(body.Session)
	session.at, session.changed = ev.Timestamp, true
	sum, exact := combat.Replace(lifetime.report, former, session.report)
	if !exact {
		var err error
		if sum, err = f.sumUp(ctx, db, key.character); err != nil {
			return err
		}
	}
	lifetime.report, lifetime.at, lifetime.changed = sum, ev.Timestamp, true
	return nil
}

// sumUp computes a lifetime anew from all the character's sessions, those of
// this batch included.
func (f *fightRows) sumUp(ctx context.Context, db store.Querier, character string) (combat.Report, error) {
	type row struct {
		Session string
		Data    []byte
	}
	rows, err := db.Query(ctx, `select session_id, stats_data from combat_stats_sessions where character_name = $1`, character)
	if err != nil {
		return nil, fmt.Errorf("sum up the combat statistics: %w", err)
	}
	stored, err := pgx.CollectRows(rows, pgx.RowToStructByPos[row])
	if err != nil {
		return nil, fmt.Errorf("sum up the combat statistics: %w", err)
	}
	var reports []combat.Report
	for _, s := range stored {
		if f.sessions[sessionKey{character, s.Session}] == nil {
			r, _ := combat.Parse(s.Data)
			reports = append(reports, r)
		}
	}
	for key, s := range f.sessions {
		if key.character == character {
			reports = append(reports, s.report)
		}
	}
	return combat.Sum(reports...), nil
}

// queue writes what changed.
func (f *fightRows) queue(batch *pgx.Batch) error {
	for key, s := range f.sessions {
		if s.changed {
			batch.Queue(`insert into combat_stats_sessions (character_name, session_id, "timestamp", stats_data) values ($1, $2, $3, $4)
				on conflict (character_name, session_id) do update set "timestamp" = excluded."timestamp", stats_data = excluded.stats_data`,
				key.character, key.session, s.at, s.raw)
		}
	}
	for name, l := range f.lifetimes {
		if !l.changed {
			continue
		}
		text, err := l.report.JSON()
		if err != nil {
			return fmt.Errorf("write the combat statistics of %q: %w", name, err)
		}
		batch.Queue(`insert into combat_stats (character_name, "timestamp", stats_data) values ($1, $2, $3)
			on conflict (character_name) do update set "timestamp" = excluded."timestamp", stats_data = excluded.stats_data`, name, l.at, text)
	}
	return nil
}

// stored is what the database holds once the batch is committed.
func (f *fightRows) stored() []StoredFights {
	var list []StoredFights
	for name, l := range f.lifetimes {
		if !l.changed {
			continue
		}
		c := StoredFights{CharacterName: name, Lifetime: l.report, Sessions: map[string]combat.Report{}}
		for key, s := range f.sessions {
			if key.character == name {
				c.Sessions[key.session] = s.report
			}
		}
		list = append(list, c)
	}
	return list
}

// loadFights reads the lifetimes of all characters, the ids of their sessions,
// and of each character the newest session's report: the one that goes on.
func loadFights(ctx context.Context, db store.Querier, position uint64) (*Fights, error) {
	type row struct {
		Name, Session string
		Newest        bool
		Data          []byte
	}
	stored := map[string]*StoredFights{}
	of := func(name string) *StoredFights {
		if stored[name] == nil {
			stored[name] = &StoredFights{CharacterName: name, Sessions: map[string]combat.Report{}}
		}
		return stored[name]
	}
	batch := &pgx.Batch{}
	queueRows(batch, `select character_name, '', false, stats_data from combat_stats`, nil, func(r row) {
		of(r.Name).Lifetime, _ = combat.Parse(r.Data)
	})
	queueRows(batch, `
		select character_name, session_id, newest = 1, case when newest = 1 then stats_data end
		from (select *, row_number() over (partition by character_name order by "timestamp" desc) as newest from combat_stats_sessions) s`, nil, func(r row) {
		var report combat.Report
		if r.Newest {
			report, _ = combat.Parse(r.Data)
		}
		of(r.Name).Sessions[r.Session] = report
	})
	if err := db.SendBatch(ctx, batch).Close(); err != nil {
		return nil, fmt.Errorf("read the combat statistics: %w", err)
	}
	fights := NewFights()
	for _, s := range stored {
		fights.Learn(*s, position)
	}
	return fights, nil
}
