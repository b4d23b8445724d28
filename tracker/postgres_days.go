package tracker

import (
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/tracker/event"
)

// dailyCounts are what a batch adds to daily_counts: "today" is read from there,
// which costs the same after years.
type dailyCounts map[dayKey]*dayCount

// dayKey is a character's day: the UTC day of its events' timestamps.
type dayKey struct {
	day       time.Time
	character string
}

type dayCount struct{ kills, rares, deaths int64 }

// at is the count that an event belongs to.
func (d dailyCounts) at(ev *event.Event) *dayCount {
	key := dayKey{day(ev.Timestamp), ev.CharacterName}
	if d[key] == nil {
		d[key] = &dayCount{}
	}
	return d[key]
}

func (d dailyCounts) telemetry(ev *event.Event, effect TelemetryEffect) {
	if effect.KillsAdded > 0 {
		d.at(ev).kills += effect.KillsAdded
	}
	if effect.Died {
		d.at(ev).deaths++
	}
}

func (d dailyCounts) queue(batch *pgx.Batch) {
	for key, c := range d {
		batch.Queue(`insert into daily_counts as d (day, character_name, kills, rares, deaths) values ($1, $2, $3, $4, $5)
			on conflict (day, character_name) do update set kills = d.kills + excluded.kills, rares = d.rares + excluded.rares, deaths = d.deaths + excluded.deaths`,
			key.day, key.character, c.kills, c.rares, c.deaths)
	}
}
