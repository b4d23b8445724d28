package tracker

import (
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"overlord/store/books"
	"overlord/store/eventlog"
	"overlord/store/fault"
	"overlord/tracker/event"
	"overlord/web/api"
)

const (
	// adminPermission is what /debug/events needs: it shows what everybody sends.
	adminPermission = "admin"

	debugLimit    = 50 // default of /debug/events, of each kind
	maxDebugLimit = latelyRefused
)

// stateRoutes tell of the server and of the game's server. None needs the
// database.
func (m *Module) stateRoutes(r chi.Router) {
	r.Get("/server-state", api.HandlerFunc(m.getServerState))
	r.With(m.require(adminPermission)).Get("/debug/events", api.HandlerFunc(m.getDebugEvents))
	r.Get("/server-health", api.HandlerFunc(m.getServerHealth))
}

// serverState is how this server does.
type serverState struct {
	UptimeS    float64                  `json:"uptime_s"`
	ReadOnly   bool                     `json:"read_only"`    // it shows what another server stores
	EventsPerS map[event.Family]float64 `json:"events_per_s"` // over the last 10 s
	Logs       []logState               `json:"logs"`
	Plugins    int                      `json:"plugins"`  // open sockets
	Browsers   int                      `json:"browsers"` // open sockets
	Databases  []databaseState          `json:"databases"`
	Backlog    []backlogState           `json:"backlog"` // adopted tables
}

// logState is an event log and how far its database is behind.
type logState struct {
	Name    string  `json:"name"`
	Bytes   int64   `json:"bytes"`
	Waiting uint64  `json:"waiting"` // events that the database does not have yet
	LagS    float64 `json:"lag_s"`   // age of the oldest of these
}

// databaseState is whether a database takes events, as its writer saw last.
type databaseState struct {
	Name    string `json:"name"`
	Up      bool   `json:"up"`
	Message string `json:"message,omitempty"` // what is wrong
}

func (m *Module) getServerState(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	return api.WriteJSON(w, r, http.StatusOK, m.serverState())
}

func (m *Module) serverState() serverState {
	now := m.now()
	state := serverState{
		UptimeS: now.Sub(m.started).Seconds(), ReadOnly: m.onlooker != nil, EventsPerS: m.rates.perSecond(now, m.started), Logs: []logState{},
		Plugins: m.plugins.count(), Browsers: m.hub.Stats().Sockets, Databases: []databaseState{stateOfDatabase("dereth", m.databaseHealth(), m.meanwhile())},
		Backlog: m.backlog().progress(),
	}
	if m.log != nil {
		state.Logs = append(state.Logs, stateOfLog(worldLogName, m.log, m.books, now))
	}
	if m.items != nil {
		log, account := m.items.Accounts()
		state.Logs = append(state.Logs, stateOfLog(itemLogName, log, account, now))
		state.Databases = append(state.Databases, stateOfDatabase("inventory_db", m.items.Healthy(), m.meanwhile()))
	}
	return state
}

// backlog is what an adopted database left to be summed up; nil: this server
// does not do that.
func (m *Module) backlog() *backlog {
	if m.recorder == nil {
		return nil
	}
	return m.recorder.backlog
}

func stateOfLog(name string, log *eventlog.Log, account *books.Books, now time.Time) logState {
	state := logState{Name: name, Bytes: log.Stats().Bytes, LagS: account.Lag(now).Seconds()}
	for _, page := range account.Snapshot() {
		state.Waiting += page.Waiting
	}
	return state
}

func stateOfDatabase(name string, trouble error, meanwhile string) databaseState {
	state := databaseState{Name: name, Up: trouble == nil}
	if trouble != nil {
		state.Message = "the database is away; " + meanwhile
		if f := fault.Of(trouble); f.Code != fault.Internal {
			state.Message = f.Message
		}
	}
	return state
}

func (m *Module) getDebugEvents(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "type", "limit")
	if err != nil {
		return err
	}
	typ, limit := q.String("type", ""), q.Int("limit", debugLimit, 1, maxDebugLimit)
	if err := q.Err(); err != nil {
		return err
	}
	return writePayloads(w, r, m.lately.Glance(typ, limit))
}

// getServerHealth answers from memory, its 24 hours included: it works while the
// database is away.
func (m *Module) getServerHealth(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r, "history")
	if err != nil {
		return err
	}
	history := q.Bool("history", true)
	if err := q.Err(); err != nil {
		return err
	}
	answer := m.game.health(m.now())
	if !history { // a glance at the present, which many take again and again
		answer.History = []GameStatus{}
	}
	return api.WriteJSON(w, r, http.StatusOK, answer)
}
