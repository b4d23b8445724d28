package event

// Bounds of values that an event cannot do without.
const (
	// MaxCoordinate bounds |ew| and |ns|, in degrees. The surface is within
	// ±102; dungeons have coordinates of their own.
	MaxCoordinate = 10_000
	// MaxKills is 2^53, the last integer that every JSON reader holds exactly.
	MaxKills = 1 << 53
	// MaxNameLength bounds session_id, mob, name and portal_name, in characters.
	// They stand in B-tree keys, of which PostgreSQL takes 2,704 bytes.
	MaxNameLength = 256
)

// Telemetry is a character's state, sent every 2 s by design.
type Telemetry struct {
	SessionID string  // one run of the plugin; 0 to MaxNameLength characters
	EW        float64 // degrees, east is positive; within ±MaxCoordinate
	NS        float64 // degrees, north is positive; within ±MaxCoordinate
	Kills     int64   // since the session began; 0 to MaxKills

	Z                   Opt[float64] // height in the units of the game's map
	VTState             Opt[string]  // what the macro does: "Combat", "Idle", …
	CharTag             Opt[string]  // the group the player gave the character
	KillsPerHour        Opt[float64] // the plugin's own reckoning
	OnlineTime          Opt[string]  // "[d.]hh:mm:ss" since login
	Deaths              Opt[int32]   // of this session
	TotalDeaths         Opt[int32]   // of the character's life
	RaresFound          Opt[int32]   // of this session
	PrismaticTaperCount Opt[int32]   // in the packs
	MemMB               Opt[float64] // of the game client, in MB
	CPUPct              Opt[float64] // of the game client, in percent
	MemHandles          Opt[int32]   // open handles of the game client
	LatencyMS           Opt[float64] // to the game server, in ms
}
