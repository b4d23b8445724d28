package tracker

import (
	"time"

	"overlord/store/fault"
	"overlord/tracker/discord"
)

// Settings are the tracker's. Their environment names are the flags' in capitals.
type Settings struct {
	TrackerPoolSize     int           `help:"Connections of the tracker to the database dereth." default:"12" min:"3"`
	PluginMaxFrameBytes int64         `help:"Largest frame that a plugin may send, after inflation; a larger one closes its socket." default:"16MiB" type:"bytes" min:"64KiB"`
	EventLogMaxBytes    int64         `help:"Bound of each event log on disk; over it plugins are asked to try again later." default:"4GiB" type:"bytes" min:"16MiB"`
	LogSync             time.Duration `help:"How far the event log's sync may be behind an event (group commit)." default:"10ms" min:"0s" max:"1s"`
	ReadyMaxLag         time.Duration `help:"How old the oldest event outside the database may be before /readyz turns red." default:"60s" min:"1s"`
	IdleMinutes         int           `help:"Minutes without a kill and without a move after which a character counts as idle." default:"5" min:"1"`
	OfflineMinutes      int           `help:"Minutes of silence after which a character counts as offline too long." default:"15" min:"1"`
	AlertGraceMinutes   int           `help:"Minutes after coming online, and after an alert, in which no further one is sent for the same cause." default:"5" min:"0"`
	DiscordAclogWebhook string        `help:"Address of the Discord webhook that alerts go to; unset: none are sent." placeholder:"URL" secret:""`
	DryRun              bool          `help:"Log what would be sent to Discord, and send nothing."`
	TelemetryRetention  time.Duration `help:"How long telemetry is kept, such as 90d; keep: for ever." default:"keep" type:"retention"`
	SpawnRetention      time.Duration `help:"How long raw spawn events are kept, such as 7d; keep: for ever." default:"7d" type:"retention"`
	AcceptGap           bool          `help:"Go on where event log and database do not fit together because one of them was restored or lost."`
}

// Validate says what is wrong with settings that do not fit together.
func (s Settings) Validate() error {
	for name, age := range map[string]time.Duration{"TELEMETRY_RETENTION": s.TelemetryRetention, "SPAWN_RETENTION": s.SpawnRetention} {
		if age != 0 && age < oneDay {
			return fault.New(fault.Invalid, "%s is %s; it must be at least 1d, or keep: what is old is dropped by the day", name, age)
		}
	}
	if s.DiscordAclogWebhook == "" {
		return nil
	}
	return discord.CheckURL(s.DiscordAclogWebhook)
}

// idleAfter is IdleMinutes as a duration.
func (s Settings) idleAfter() time.Duration { return time.Duration(s.IdleMinutes) * time.Minute }

// alerts are what holds where no rule says anything.
func (s Settings) alerts() alertDefaults {
	return alertDefaults{
		idle: s.idleAfter(), offline: time.Duration(s.OfflineMinutes) * time.Minute, grace: time.Duration(s.AlertGraceMinutes) * time.Minute,
	}
}
