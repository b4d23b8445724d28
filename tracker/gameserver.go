package tracker

import (
	"slices"
	"sync"
	"time"

	"overlord/tracker/event"
)

// The contract's rules of the game server's state.
const (
	// gameWindow is how far back somebody must have been online for the server's
	// state to be known at all.
	gameWindow = 5 * time.Minute

	// crowd is how many must have been online for their silence to mean that the
	// server is down, and not that they went to bed.
	crowd = 3

	// latencyWindow is what the latency's median is taken over, and slowMedian, in
	// ms, is above what it means that the server is in trouble.
	latencyWindow = time.Minute
	slowMedian    = 500

	// statusEvery is the longest time between two rows of game_server_status.
	statusEvery = 5 * time.Minute

	// historyLength is what /server-health shows.
	historyLength = 24 * time.Hour

	// Bounds against plugins that make up characters, that send telemetry without
	// end, or whose latency swings around the limit all day.
	maxSeen      = 10_000
	maxLatencies = 50_000
	maxHistory   = 10_000
)

// The states of the game server.
const (
	gameUnknown  = "unknown"
	gameDown     = "down"
	gameDegraded = "degraded"
	gameUp       = "up"
)

// GameStatus is the game server at one moment, as the plugins see it: a row of
// game_server_status.
type GameStatus struct {
	Timestamp   time.Time `json:"timestamp"`
	Status      string    `json:"status"`
	LatencyMS   LatencyMS `json:"latency_ms"` // of the minute before
	PlayerCount int       `json:"player_count"`
}

// LatencyMS is the plugins' latency to the game server, in ms; null: nobody told.
type LatencyMS struct {
	P50 *float64 `json:"p50"` // median
	P95 *float64 `json:"p95"` // 95th percentile
}

// GameHealth is what /server-health answers.
type GameHealth struct {
	GameStatus
	Since   time.Time    `json:"since"`   // when the status began
	History []GameStatus `json:"history"` // of the last 24 hours, oldest first
}

// gameServer finds out how the game server does. It knows what came since this
// server started: what happened while it was off says nothing.
type gameServer struct {
	mu        sync.Mutex
	started   time.Time
	seen      map[string]time.Time // when each character was heard of last
	latencies []latency            // oldest first
	now       GameStatus
	since     time.Time
	history   []GameStatus // oldest first
	rowSince  time.Time    // since when the newest row's status held
	unwritten int          // how many of the newest rows the database does not have
	made      uint64       // rows since the start
	wake      chan struct{}
}

// latency is one plugin's report.
type latency struct {
	at time.Time
	ms float64
}

func newGameServer() *gameServer {
	return &gameServer{seen: map[string]time.Time{}, now: GameStatus{Status: gameUnknown}, wake: make(chan struct{}, 1)}
}

// start begins to watch.
func (g *gameServer) start(now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.started, g.since, g.now.Timestamp = now, now, now
}

// note takes an event that came in.
func (g *gameServer) note(ev *event.Event) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if _, known := g.seen[ev.CharacterName]; known || len(g.seen) < maxSeen {
		g.seen[ev.CharacterName] = ev.ReceivedAt
	}
	if t, is := ev.Body.(*event.Telemetry); is && t.LatencyMS.OK && len(g.latencies) < maxLatencies {
		g.latencies = append(g.latencies, latency{ev.ReceivedAt, t.LatencyMS.V})
	}
}

// tick looks at the game server, each second, and makes a row where one is due.
func (g *gameServer) tick(now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.forgetOld(now)
	former := g.now.Status
	if g.now = g.look(now); g.now.Status != former {
		g.since = now
		if g.goesOn(now) {
			g.since = g.rowSince
		}
	}
	settling := len(g.seen) == 0 && now.Sub(g.started) < onlineFor // plugins are still coming back
	if !settling && g.due(now) {
		g.history = append(g.history, g.now)
		g.rowSince = g.since
		g.made++
		g.unwritten++
		g.trim(now)
		g.signal()
	}
}

// goesOn tells whether the status is still that of the last row, which may be
// from before a restart.
func (g *gameServer) goesOn(now time.Time) bool {
	last, known := g.last()
	return known && last.Status == g.now.Status && now.Sub(last.Timestamp) < 2*statusEvery
}

// due tells whether it is time for a row.
func (g *gameServer) due(now time.Time) bool {
	last, known := g.last()
	return !known || last.Status != g.now.Status || now.Sub(last.Timestamp) >= statusEvery
}

func (g *gameServer) last() (row GameStatus, known bool) {
	if len(g.history) == 0 {
		return row, false
	}
	return g.history[len(g.history)-1], true
}

func (g *gameServer) signal() {
	select {
	case g.wake <- struct{}{}:
	default:
	}
}

// forgetOld drops what no rule looks at any more.
func (g *gameServer) forgetOld(now time.Time) {
	for name, at := range g.seen {
		if now.Sub(at) > gameWindow+onlineFor {
			delete(g.seen, name)
		}
	}
	fresh, _ := slices.BinarySearchFunc(g.latencies, now.Add(-latencyWindow), func(l latency, t time.Time) int { return l.at.Compare(t) })
	g.latencies = slices.Delete(g.latencies, 0, fresh)
}

// look finds the first of the contract's states that applies.
func (g *gameServer) look(now time.Time) GameStatus {
	online, lately := 0, 0
	for _, at := range g.seen {
		if now.Sub(at) <= onlineFor {
			online++
		}
		lately++ // online until 30 s after it was heard of: within the window
	}
	s := GameStatus{Timestamp: now.UTC().Truncate(time.Microsecond), Status: gameUp, PlayerCount: online, LatencyMS: g.percentiles()}
	switch {
	case lately == 0:
		s.Status = gameUnknown
	case lately >= crowd && online == 0:
		s.Status = gameDown
	case s.LatencyMS.P50 != nil && *s.LatencyMS.P50 > slowMedian:
		s.Status = gameDegraded
	}
	return s
}

func (g *gameServer) percentiles() LatencyMS {
	if len(g.latencies) == 0 {
		return LatencyMS{}
	}
	sorted := make([]float64, len(g.latencies))
	for i, l := range g.latencies {
		sorted[i] = l.ms
	}
	slices.Sort(sorted)
	p50, p95 := percentile(sorted, 0.50), percentile(sorted, 0.95)
	return LatencyMS{&p50, &p95}
}

// percentile of sorted numbers, between two of them where it falls between, as
// PostgreSQL's percentile_cont.
func percentile(sorted []float64, p float64) float64 {
	at := p * float64(len(sorted)-1)
	below := int(at)
	if below+1 >= len(sorted) {
		return sorted[below]
	}
	part := at - float64(below)
	return sorted[below]*(1-part) + sorted[below+1]*part
}

// trim drops rows that are older than what is shown, or too many.
func (g *gameServer) trim(now time.Time) {
	g.history = slices.Delete(g.history, 0, max(g.outdated(now), len(g.history)-maxHistory))
	g.unwritten = min(g.unwritten, len(g.history))
}

// learn takes what the database holds of the last 24 hours, oldest first, and
// since when its last row's status held. It comes once, maybe late.
func (g *gameServer) learn(rows []GameStatus, since, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(rows) == 0 {
		return
	}
	changed := slices.ContainsFunc(g.history, func(s GameStatus) bool { return s.Status != rows[len(rows)-1].Status })
	next := now
	if len(g.history) > 0 {
		next = g.history[0].Timestamp
	}
	g.history = append(rows, g.history...)
	if !changed && next.Sub(rows[len(rows)-1].Timestamp) < 2*statusEvery {
		g.rowSince = since
		if g.goesOn(now) {
			g.since = since
		}
	}
	g.trim(now)
}

// toWrite are the rows that the database does not have, oldest first, and the
// number of the last one.
func (g *gameServer) toWrite() (rows []GameStatus, last uint64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Clone(g.history[len(g.history)-g.unwritten:]), g.made
}

// written notes that the database has the rows up to this number.
func (g *gameServer) written(last uint64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.unwritten = min(g.unwritten, int(g.made-last))
}

// health is the game server now, with its last 24 hours.
func (g *gameServer) health(now time.Time) GameHealth {
	g.mu.Lock()
	defer g.mu.Unlock()
	return GameHealth{GameStatus: g.now, Since: g.since.UTC(), History: append([]GameStatus{}, g.history[g.outdated(now):]...)}
}

// outdated is how many rows are older than what is shown.
func (g *gameServer) outdated(now time.Time) int {
	n, _ := slices.BinarySearchFunc(g.history, now.Add(-historyLength), func(s GameStatus, t time.Time) int { return s.Timestamp.Compare(t) })
	return n
}
