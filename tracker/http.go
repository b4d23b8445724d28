package tracker

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"overlord/web/api"
)

// Open mounts what checks for itself who comes: the plugin sockets, under the
// path of the contract and the names that a reverse proxy used to map.
func (m *Module) Open(r chi.Router) {
	for _, path := range []string{"/ws/position", "/websocket", "/websocket/"} {
		r.Get(path, api.HandlerFunc(m.servePlugin))
	}
}

// Routes mounts what needs the view permission.
func (m *Module) Routes(r chi.Router) {
	r.Get("/ws/live", api.HandlerFunc(m.serveBrowser))
	r.Get("/live", api.HandlerFunc(m.getLive))
	r.Get("/trails", api.HandlerFunc(m.getTrails))
	m.historyRoutes(r)
	m.memoryRoutes(r)
	m.stateRoutes(r)
	r.With(m.require(commandPermission)).Post("/command", api.HandlerFunc(m.postCommand))
	m.readRoutes(r)
	m.issueRoutes(r)
	m.alertRoutes(r)
}

// getLive answers from memory only: it works while the database is away.
func (m *Module) getLive(w http.ResponseWriter, r *http.Request) error {
	q, err := api.ParseQuery(r)
	if err != nil || q.Err() != nil {
		return err
	}
	players := m.world.Players(m.now(), m.plugins.connected)
	return api.WriteJSON(w, r, http.StatusOK, map[string]any{"players": players})
}
