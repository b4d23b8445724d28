package simulate

import (
	"math/big"
	"strconv"
	"time"
)

// Model is the counters of the plugin contract, for tests to compare a server's
// with. It is written from the contract's text, for clearness and not for speed,
// and shares no code with the server. Apply it to facts in the order in which
// the server took the events; each character's own order is enough for all
// counts, but those of a character with two sockets.
//
// A map holds a key only where something was counted; nothing and zero are the
// same.
type Model struct {
	TelemetryRows map[string]int64     // rows of telemetry_events, by character; not deduplicated
	SpawnRows     map[string]int64     // rows of spawn_events, likewise
	SessionKills  map[Session]int64    // session_kills.kills: a high-water mark
	SessionDeaths map[Session]int      // session_kills.deaths, likewise; no key where never said
	TotalKills    map[string]int64     // char_stats, by character
	Rares         map[Rare]int         // rows of rare_events; above 1 only without a known time
	TotalRares    map[string]int64     // rare_stats, by character
	SessionRares  map[Session]int64    // rare_stats_sessions
	Deaths        map[Death]bool       // rows of death_events
	Portals       map[Portal]bool      // rows of portals
	Items         map[int64]Holding    // rows of items, by the game's id, unsigned
	Uploads       map[string]time.Time // of each character's stored full inventory

	latest map[string]string // session of a character's latest telemetry
}

// Session is a character's session.
type Session struct{ Character, ID string }

// Rare is what makes a rare unique.
type Rare struct {
	Character, Name string
	Micros          int64 // Unix time in microseconds, the database's precision; 0: not known
}

// Death is a row of death_events.
type Death struct {
	Session
	Deaths int // within the session, this one included
}

// Portal is what makes a portal unique: tenths of a unit, as PostgreSQL rounds.
type Portal struct {
	Name             string
	TenthsN, TenthsE int64
}

// NewModel is a model that has counted nothing.
func NewModel() *Model {
	return &Model{
		TelemetryRows: map[string]int64{}, SpawnRows: map[string]int64{},
		SessionKills: map[Session]int64{}, SessionDeaths: map[Session]int{}, TotalKills: map[string]int64{},
		Rares: map[Rare]int{}, TotalRares: map[string]int64{}, SessionRares: map[Session]int64{},
		Deaths: map[Death]bool{}, Portals: map[Portal]bool{},
		Items: map[int64]Holding{}, Uploads: map[string]time.Time{},
		latest: map[string]string{},
	}
}

// Apply counts an event. Families that no counter knows change nothing.
func (m *Model) Apply(f Fact) {
	switch f.Type {
	case "telemetry":
		m.telemetry(f)
	case "spawn":
		m.SpawnRows[f.Character]++
	case "rare":
		m.rare(f)
	case "portal":
		m.Portals[Portal{f.Name, tenths(f.NS), tenths(f.EW)}] = true
	case "full_inventory":
		m.fullInventory(f)
	case "inventory_delta":
		m.inventoryDelta(f)
	}
}

func (m *Model) telemetry(f Fact) {
	key := Session{f.Character, f.Session}
	m.TelemetryRows[f.Character]++
	m.latest[f.Character] = f.Session
	if more := f.Kills - m.SessionKills[key]; more > 0 {
		m.SessionKills[key] += more
		m.TotalKills[f.Character] += more
	}
	if f.Deaths < 0 {
		return
	}
	known, seen := m.SessionDeaths[key]
	if seen && f.Deaths > known {
		m.Deaths[Death{key, f.Deaths}] = true
	}
	m.SessionDeaths[key] = max(f.Deaths, known)
}

func (m *Model) rare(f Fact) {
	key := Rare{f.Character, f.Name, micros(f.Time)}
	if m.Rares[key] > 0 && key.Micros != 0 {
		return
	}
	m.Rares[key]++
	m.TotalRares[f.Character]++
	session, known := f.Session, f.Session != ""
	if !known {
		session, known = m.latest[f.Character]
	}
	if known {
		m.SessionRares[Session{f.Character, session}]++
	}
}

// RareRows is how many rows rare_events has.
func (m *Model) RareRows() int64 {
	sum := int64(0)
	for _, n := range m.Rares {
		sum += int64(n)
	}
	return sum
}

// micros is a time as the database keeps it, or 0 for none.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// tenths is round(v::numeric, 1) of PostgreSQL, times ten: the cast keeps 15
// significant digits, and halves are rounded away from zero.
func tenths(v float64) int64 {
	exact, ok := new(big.Rat).SetString(strconv.FormatFloat(v, 'e', 14, 64))
	if !ok {
		return 0 // infinite or no number: never accepted
	}
	exact.Mul(exact, big.NewRat(10, 1))
	half := big.NewRat(int64(exact.Sign()), 2)
	exact.Add(exact, half)
	return new(big.Int).Quo(exact.Num(), exact.Denom()).Int64()
}
