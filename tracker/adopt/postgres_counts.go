package adopt

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store/adoption"
	"overlord/tracker"
)

// counts fills what this server keeps of sessions from the old telemetry, and a
// total that has no table from what it is the total of. Totals that are there
// stay as they are. No session was seen later than now, whatever a clock said.
func counts(s *adoption.Survey, now time.Time) []adoption.Step {
	var steps []adoption.Step
	if s.Found("telemetry_events") != nil {
		steps = append(steps, adoption.Step{
			Say: "fill session_kills with the highest count of each character and session",
			Do:  func(ctx context.Context, tx pgx.Tx) error { return tracker.CountSessions(ctx, tx, time.Time{}, now) },
		})
	}
	if s.Found("char_stats") == nil {
		steps = append(steps, adoption.Step{
			Say: "fill char_stats with the sums of session_kills",
			SQL: `insert into char_stats (character_name, total_kills) select character_name, sum(kills) from session_kills group by character_name`,
		})
	}
	if s.Found("rare_stats") == nil && s.Found("rare_events") != nil {
		steps = append(steps, adoption.Step{
			Say: "fill rare_stats with the numbers of rare_events",
			SQL: `insert into rare_stats (character_name, total_rares) select character_name, count(*) from rare_events where character_name is not null group by character_name`,
		})
	}
	return steps
}

// backlog has the old rows summed up once the server runs: there may be more of
// them than anybody would wait for.
func backlog(s *adoption.Survey, now time.Time) []adoption.Step {
	var tables []string
	if s.Found("telemetry_events") != nil || s.Found("rare_events") != nil {
		tables = append(tables, "telemetry_events")
	}
	if s.Found("spawn_events") != nil {
		tables = append(tables, "spawn_events")
	}
	if len(tables) == 0 {
		return nil
	}
	return []adoption.Step{{
		Say: "have the old rows summed up in the background, once the server runs",
		Do:  func(ctx context.Context, tx pgx.Tx) error { return tracker.NoteBacklog(ctx, tx, tables, now) },
	}}
}
