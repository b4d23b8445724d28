package web

import (
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"overlord/auth"
	"overlord/web/api"
)

// Gate is what the front door asks of the accounts.
type Gate interface {
	// ClientAddress finds out where a request comes from, for logs and throttles.
	ClientAddress(http.Handler) http.Handler
	// Authenticate finds out who asks and refuses nobody.
	Authenticate(http.Handler) http.Handler
	// SameSite refuses sockets and changes that a page of another site asks for.
	SameSite(http.Handler) http.Handler
	// Require refuses who lacks a permission, each in the way that fits: 401, 403,
	// or for a browser the sign-in page.
	Require(permission string) func(http.Handler) http.Handler
}

// Routes adds a module's routes to a router. It is called once for each place
// that the routes answer at.
type Routes func(chi.Router)

// Config is what the front door is made of. Everything must be set, but Classic,
// Open, View, Items and Checks may be empty.
type Config struct {
	Settings Settings
	Build    Build
	Site     fs.FS   // the built page, index.html at its root
	Classic  []fs.FS // the light page, likewise, shown at /classic with its files below; none: there is no such page
	Gate     Gate
	Open     []Routes         // check for themselves who asks
	View     []Routes         // need the view permission
	Items    []Routes         // need the view permission and also answer under /inv
	Checks   map[string]Check // what /readyz asks, by the name of the part
	ReadOnly bool             // refuse all changes, save signing in and out
	Metrics  Registry
	Logger   *slog.Logger
	Now      func() time.Time
}

// Door is the front door: an http.Handler for everything.
type Door struct {
	http.Handler
	routes chi.Router // the API at its own paths
}

// Routes are the API's routes, for a test that compares them with what is
// documented.
func (d *Door) Routes() chi.Routes { return d.routes }

// New builds the front door. It starts nothing.
func New(c Config) (*Door, error) {
	if err := c.complete(); err != nil {
		return nil, err
	}
	manual, err := newManual(c.Build.Version)
	if err != nil {
		return nil, err
	}
	page, err := newSite(c.Site, c.Classic)
	if err != nil {
		return nil, err
	}
	outer, err := c.outer()
	if err != nil {
		return nil, err
	}
	rest := page.handler(c.guard)
	routes := c.router(rest, c.operations, c.group(c.Open), c.group(append(slices.Clip(c.View), manual.routes), c.viewers), c.group(c.Items, c.viewers))
	root := chi.NewRouter()
	root.Use(outer...)
	root.MethodNotAllowed(api.MethodNotAllowed)
	root.Mount("/api", routes)
	root.Mount("/inv", c.router(rest, c.group(c.Items, c.viewers)))
	root.Get("/login", page.serveIndex)
	charts := c.guard(c.Gate.SameSite(grafana(c.Settings.GrafanaURL, c.Logger)))
	root.Handle(grafanaPath, charts)
	root.Handle(grafanaPath+"/*", charts)
	root.Mount("/", routes)
	return &Door{Handler: root, routes: routes}, nil
}

// complete refuses a Config that would only fail at the first request.
func (c Config) complete() error {
	if c.Site == nil || c.Gate == nil || c.Metrics == nil || c.Logger == nil || c.Now == nil {
		return errors.New("web: Site, Gate, Metrics, Logger and Now must be set")
	}
	return nil
}

// outer is what every request passes, outermost first.
func (c Config) outer() (chi.Middlewares, error) {
	measures, err := newMeasures(c.Metrics)
	if err != nil {
		return nil, err
	}
	compressed, err := compress()
	if err != nil {
		return nil, err
	}
	all := chi.Middlewares{
		usual().limit,
		c.Gate.ClientAddress,
		api.Requests(c.Logger, c.Now, measures.observe),
		measures.count,
		secureHeaders(c.overTLS),
		compressed,
		middleware.GetHead,
	}
	if c.ReadOnly {
		all = append(all, refuseChanges)
	}
	return all, nil
}

// overTLS tells whether a request's browser came by TLS, as far as the settings and
// the connection tell, or a gate that knows the proxies.
func (c Config) overTLS(r *http.Request) bool {
	gate, knows := c.Gate.(interface{ OverTLS(*http.Request) bool })
	return c.Settings.Secure() || r.TLS != nil || knows && gate.OverTLS(r)
}

// router has some routes; what none of them has goes to rest.
func (c Config) router(rest http.Handler, routes ...Routes) chi.Router {
	r := chi.NewRouter()
	r.NotFound(rest.ServeHTTP)
	r.MethodNotAllowed(api.MethodNotAllowed)
	for _, add := range routes {
		add(r)
	}
	return r
}

// group puts modules' routes behind what finds out who asks, and what refuses.
func (c Config) group(modules []Routes, refuse ...func(http.Handler) http.Handler) Routes {
	return func(r chi.Router) {
		r.Group(func(r chi.Router) {
			r.Use(c.Gate.Authenticate, c.Gate.SameSite)
			r.Use(refuse...)
			for _, add := range modules {
				add(r)
			}
		})
	}
}

func (c Config) viewers(next http.Handler) http.Handler { return c.Gate.Require(auth.View)(next) }

// guard lets only those see the page who may see what it shows.
func (c Config) guard(next http.Handler) http.Handler {
	return c.Gate.Authenticate(c.viewers(next))
}

// operations are the routes that look at the server itself. They pass no gate:
// they must answer while the accounts' database is away.
func (c Config) operations(r chi.Router) {
	alive := api.HandlerFunc(func(w http.ResponseWriter, r *http.Request) error {
		return api.WriteJSON(w, r, http.StatusOK, map[string]string{"status": "ok"})
	})
	r.Get("/health", alive)
	r.Get("/healthz", alive)
	r.Get("/readyz", api.HandlerFunc(newReadiness(c.Checks, c.Now, c.Logger).serve))
	r.Get("/metrics", metricsHandler(c.Metrics, c.Settings.MetricsPublic))
	r.Get("/api-version", api.HandlerFunc(c.Build.serve))
	r.Get("/agent/health", api.HandlerFunc(assistantHealth))
}
