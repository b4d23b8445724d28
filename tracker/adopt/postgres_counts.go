package adopt

import (
	"fmt"
	"time"

	"overlord/store/adoption"
)

// counts fills what this server keeps of sessions from the old telemetry, and a
// total that has no table from what it is the total of. Totals that are there
// stay as they are. No session was seen later than now, whatever a clock said.
func counts(s *adoption.Survey, now time.Time) []adoption.Step {
	var steps []adoption.Step
	if s.Found("telemetry_events") != nil {
		steps = append(steps, adoption.Step{
			Say: "fill session_kills with the highest count of each character and session",
			SQL: fmt.Sprintf(`insert into session_kills (character_name, session_id, kills, deaths, started, last_seen)
				select character_name, session_id, coalesce(max(kills), 0)::bigint, max(deaths)::integer, min(at), max(at)
				from (select *, least(coalesce(received_at, "timestamp")::timestamptz, '%s') as at from telemetry_events) t
				where character_name is not null and session_id is not null and at is not null
				group by character_name, session_id
				on conflict (character_name, session_id) do update set
					kills = greatest(session_kills.kills, excluded.kills), deaths = greatest(session_kills.deaths, excluded.deaths),
					started = least(session_kills.started, excluded.started), last_seen = greatest(session_kills.last_seen, excluded.last_seen)`, now.UTC().Format(time.RFC3339)),
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
