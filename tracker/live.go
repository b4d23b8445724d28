package tracker

import (
	"cmp"
	"slices"
	"time"

	"overlord/tracker/event"
)

// Player is one row of /live: the last telemetry of a character who is online,
// with the server's counts. What is not known is null.
type Player struct {
	CharacterName string            `json:"character_name"`
	CharTag       event.Opt[string] `json:"char_tag"`
	SessionID     string            `json:"session_id"`
	Timestamp     time.Time         `json:"timestamp"`
	ReceivedAt    time.Time         `json:"received_at"`

	EW float64            `json:"ew"` // map units, east positive
	NS float64            `json:"ns"` // map units, north positive
	Z  event.Opt[float64] `json:"z"`  // map units of 240 m, up positive

	Kills               int64              `json:"kills"` // of this session
	KillsPerHour        event.Opt[float64] `json:"kills_per_hour"`
	OnlineTime          event.Opt[string]  `json:"onlinetime"` // "[d.]hh:mm:ss"
	Deaths              event.Opt[int32]   `json:"deaths"`     // of this session
	TotalDeaths         event.Opt[int32]   `json:"total_deaths"`
	RaresFound          event.Opt[int32]   `json:"rares_found"` // as the plugin counts
	PrismaticTaperCount event.Opt[int32]   `json:"prismatic_taper_count"`
	VTState             event.Opt[string]  `json:"vt_state"`

	MemMB      event.Opt[float64] `json:"mem_mb"`
	CPUPct     event.Opt[float64] `json:"cpu_pct"`
	MemHandles event.Opt[int32]   `json:"mem_handles"`
	LatencyMS  event.Opt[float64] `json:"latency_ms"`

	TotalKills      event.Opt[int64] `json:"total_kills"` // null until the database was read
	TotalRares      event.Opt[int64] `json:"total_rares"`
	SessionRares    event.Opt[int64] `json:"session_rares"`
	PluginConnected bool             `json:"plugin_connected"`
	State           string           `json:"state"` // dead, stale, combat, idle, town or travel
}

// Players lists the characters with a telemetry in the last 30 s, by name.
// connected tells whether a plugin socket speaks for a character now.
func (w *World) Players(now time.Time, connected func(name string) bool) []Player {
	w.mu.RLock()
	defer w.mu.RUnlock()
	players := make([]Player, 0, len(w.characters))
	for _, c := range w.characters {
		if c.telemetry == nil || now.Sub(c.telemetryAt) > onlineFor {
			continue
		}
		p := c.player()
		p.PluginConnected = connected(c.name)
		p.State = w.state(c, now)
		if w.loaded {
			kills, rares, sessionRares := w.counters.Totals(c.name, p.SessionID)
			p.TotalKills, p.TotalRares, p.SessionRares = event.Some(kills), event.Some(rares), event.Some(sessionRares)
		}
		players = append(players, p)
	}
	slices.SortFunc(players, func(a, b Player) int { return cmp.Compare(a.CharacterName, b.CharacterName) })
	return players
}

// player is what the character's own telemetry says.
func (c *character) player() Player {
	t := c.telemetry
	return Player{
		CharacterName: c.name, CharTag: t.CharTag, SessionID: t.SessionID,
		Timestamp: c.reportedAt.UTC(), ReceivedAt: c.telemetryAt.UTC(),
		EW: t.EW, NS: t.NS, Z: t.Z,
		Kills: t.Kills, KillsPerHour: t.KillsPerHour, OnlineTime: t.OnlineTime,
		Deaths: t.Deaths, TotalDeaths: t.TotalDeaths, RaresFound: t.RaresFound,
		PrismaticTaperCount: t.PrismaticTaperCount, VTState: t.VTState,
		MemMB: t.MemMB, CPUPct: t.CPUPct, MemHandles: t.MemHandles, LatencyMS: t.LatencyMS,
	}
}
