package suitbuilder

import (
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"

	"overlord/auth"
	"overlord/inventory/gamedata"
	"overlord/suitbuilder/solve"
	"overlord/web/api"
)

const (
	// runningSearches is how many searches work at a time: each may use all cores and
	// some hundred megabytes.
	runningSearches = 2

	// waitingSearches is how many may stand in line behind them.
	waitingSearches = 16
)

// Config is what a Module is made of.
type Config struct {
	Pool   *pgxpool.Pool // on the database inventory_db
	Armory Armory
	Solver solve.Solver
	// Require lets those pass who have a permission; nil: nobody has it.
	Require func(permission string) func(http.Handler) http.Handler
	Logger  *slog.Logger
	Now     func() time.Time
}

// Module is the suit builder.
type Module struct {
	pool     *pgxpool.Pool
	searcher *searcher
	slots    *slots
	require  func(permission string) func(http.Handler) http.Handler
	logger   *slog.Logger
	now      func() time.Time

	searches *prometheus.CounterVec
	refused  prometheus.Counter
	took     prometheus.Histogram
}

// New puts the suit builder together. It starts nothing and does not need the
// database.
func New(c Config) *Module {
	if c.Require == nil {
		c.Require = auth.DenyAll
	}
	m := &Module{
		pool: c.Pool, slots: newSlots(runningSearches, waitingSearches), require: c.Require, logger: c.Logger, now: c.Now,
		searches: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "overlord_suit_searches_total", Help: "Searches for suits, by how they ended: proved, stopped, left, failed, busy.",
		}, []string{"end"}),
		refused: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "overlord_suits_refused_total", Help: "Suits that the checker held back; any is a mistake of the solver's.",
		}),
		took: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "overlord_suit_search_seconds", Help: "How long searches took that came to an end.", Buckets: prometheus.ExponentialBuckets(0.005, 4, 8),
		}),
	}
	m.searcher = &searcher{armory: c.Armory, solver: c.Solver, logger: c.Logger, now: c.Now, wrong: m.refused.Inc}
	return m
}

// Metrics registers what is counted.
func (m *Module) Metrics(r prometheus.Registerer) error {
	for _, c := range []prometheus.Collector{m.searches, m.refused, m.took} {
		if err := r.Register(c); err != nil {
			return err
		}
	}
	return nil
}

// Routes mounts what needs the view permission, and behind it what needs edit.
func (m *Module) Routes(r chi.Router) {
	r.Post("/suitbuilder/search", api.HandlerFunc(m.postSearch))
	r.Get("/suitbuilder/characters", api.HandlerFunc(m.getCharacters))
	r.Get("/suitbuilder/sets", api.HandlerFunc(m.getSets))
	r.Get("/suitbuilder/cantrips", api.HandlerFunc(m.getCantrips))
	r.Get("/suitbuilder/presets", api.HandlerFunc(m.getPresets))
	r.Get("/suits", api.HandlerFunc(m.getSuits))
	r.Get("/suits/{id}", api.HandlerFunc(m.getSuit))
	edit := r.With(m.require(auth.Edit))
	edit.Post("/suits", api.HandlerFunc(m.postSuit))
	edit.Delete("/suits/{id}", api.HandlerFunc(m.deleteSuit))
}

// getCharacters answers who has an inventory.
func (m *Module) getCharacters(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	list, err := m.searcher.armory.Characters(r.Context())
	if err != nil {
		return err
	}
	if list == nil {
		list = []Character{}
	}
	return api.WriteStable(w, r, map[string]any{"characters": list})
}

// setChoice is one of the form's sets.
type setChoice struct {
	ID    int32  `json:"id"`
	Name  string `json:"name"`
	Class string `json:"class"`
	Loot  bool   `json:"loot"` // one of those that looted armor carries
}

// getSets answers the sets that a suit can be of, those of loot first. A server
// may have more; any id is taken.
func (m *Module) getSets(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	list := []setChoice{}
	for _, loot := range []bool{true, false} {
		for _, s := range gamedata.SetDetails() {
			if s.IsLoot() == loot && s.Class != "weapon" {
				list = append(list, setChoice{s.ID, s.Name, s.Class, loot})
			}
		}
	}
	return api.WriteStable(w, r, map[string]any{"sets": list})
}

// cantripChoice is one of the form's cantrips.
type cantripChoice struct {
	Name   string   `json:"name"`
	Family int32    `json:"family"`
	School string   `json:"school"`
	Tiers  []string `json:"tiers"` // that there are, weakest first
	Loot   bool     `json:"loot"`  // armor or jewelry from loot may have it
}

// getCantrips answers the cantrips that can be asked for.
func (m *Module) getCantrips(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	list := []cantripChoice{}
	for _, l := range gamedata.CantripLines() {
		if l.Name == gamedata.Impenetrability {
			continue // it counts in armor level
		}
		c := cantripChoice{Name: l.Name, Family: l.Family, School: l.School, Tiers: []string{}, Loot: slices.Contains(l.Loot, "armor") || slices.Contains(l.Loot, "jewelry")}
		for tier, id := range l.IDs {
			if id != 0 {
				c.Tiers = append(c.Tiers, gamedata.Tier(tier).String())
			}
		}
		list = append(list, c)
	}
	return api.WriteStable(w, r, map[string]any{"cantrips": list, "tiers": gamedata.Tiers()})
}

// getPresets answers the lists to begin with.
func (m *Module) getPresets(w http.ResponseWriter, r *http.Request) error {
	if _, err := api.ParseQuery(r); err != nil {
		return err
	}
	return api.WriteStable(w, r, map[string]any{"presets": Presets(), "slots": slotNames(solve.AllSlots), "criteria": criterionNames(), "usual_slots": slotNames(solve.DefaultSlots)})
}
