package adopt

import (
	"bytes"
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"overlord/store/adoption"
	"overlord/tracker/combat"
)

// adoptedSession is the session that stands for what a lifetime has beyond its
// sessions.
const adoptedSession = "adopted"

// fights makes each combat lifetime the sum of its sessions, as the recorder
// keeps it.
func fights(s *adoption.Survey) []adoption.Step {
	if s.Found("combat_stats") == nil && s.Found("combat_stats_sessions") == nil {
		return nil
	}
	return []adoption.Step{{
		Say: "keep what combat lifetimes have beyond their sessions as the session " + adoptedSession,
		SQL: `update combat_stats_sessions c set "timestamp" = coalesce((select k.last_seen from session_kills k
				where k.character_name = c.character_name and k.session_id = c.session_id), 'epoch') where "timestamp" is null;
			update combat_stats set "timestamp" = now() where "timestamp" is null`,
		Do: sumUpFights,
	}}
}

// fighter is a character's reports as they are stored.
type fighter struct {
	name     string
	lifetime []byte
	sessions []combat.Report
}

func sumUpFights(ctx context.Context, tx pgx.Tx) error {
	fighters, err := loadFighters(ctx, tx)
	if err != nil {
		return err
	}
	batch := &pgx.Batch{}
	for _, f := range fighters {
		if err := f.queue(batch); err != nil {
			return err
		}
	}
	return tx.SendBatch(ctx, batch).Close()
}

func loadFighters(ctx context.Context, tx pgx.Tx) ([]*fighter, error) {
	type row struct {
		Name     string
		Lifetime bool
		Data     []byte
	}
	rows, err := tx.Query(ctx, `
		select character_name, true, convert_to(stats_data::text, 'UTF8') from combat_stats
		union all
		select character_name, false, convert_to(stats_data::text, 'UTF8') from combat_stats_sessions order by 1`)
	if err != nil {
		return nil, err
	}
	stored, err := pgx.CollectRows(rows, pgx.RowToStructByPos[row])
	if err != nil {
		return nil, err
	}
	byName := map[string]*fighter{}
	var list []*fighter
	for _, r := range stored {
		f := byName[r.Name]
		if f == nil {
			f = &fighter{name: r.Name}
			byName[r.Name], list = f, append(list, f)
		}
		if r.Lifetime {
			f.lifetime = r.Data
			continue
		}
		if report, err := combat.Parse(r.Data); err == nil {
			f.sessions = append(f.sessions, report)
		}
	}
	return list, nil
}

// queue stores the difference, and the lifetime where it is not the sum. The
// difference is older than every session: it must never be taken for the one
// that goes on.
func (f *fighter) queue(batch *pgx.Batch) error {
	lifetime, err := combat.Parse(f.lifetime)
	if err != nil && f.lifetime != nil {
		return nil // no report; the next session makes one
	}
	difference := combat.Difference(lifetime, combat.Sum(f.sessions...))
	if difference != nil {
		text, err := difference.JSON()
		if err != nil {
			return fmt.Errorf("the combat lifetime of %q: %w", f.name, err)
		}
		batch.Queue(`insert into combat_stats_sessions (character_name, session_id, "timestamp", stats_data)
			select $1::text, $2::text, coalesce((select min("timestamp") - interval '1 second' from combat_stats_sessions where character_name = $1),
				(select "timestamp" from combat_stats where character_name = $1), now()), $3::json
			on conflict (character_name, session_id) do nothing`, f.name, adoptedSession, text)
	}
	before, err := lifetime.JSON()
	if err != nil {
		return fmt.Errorf("the combat lifetime of %q: %w", f.name, err)
	}
	after, err := combat.Sum(append(f.sessions, difference)...).JSON()
	if err != nil || bytes.Equal(before, after) {
		return err
	}
	batch.Queue(`insert into combat_stats (character_name, "timestamp", stats_data)
		select $1::text, coalesce((select max("timestamp") from combat_stats_sessions where character_name = $1), now()), $2::json
		on conflict (character_name) do update set stats_data = excluded.stats_data`, f.name, after)
	return nil
}
