package web

import (
	"fmt"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"overlord/store/fault"
	"overlord/web/api"
)

// Registry is where metrics are kept: client_golang's *prometheus.Registry.
type Registry interface {
	prometheus.Registerer
	prometheus.Gatherer
}

// measures counts and times requests by route, never by path: a stranger must not
// be able to make up new rows.
type measures struct {
	seconds *prometheus.HistogramVec
	running prometheus.Gauge
}

func newMeasures(registry prometheus.Registerer) (*measures, error) {
	m := &measures{
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "overlord_http_request_seconds", Help: "Time to answer a request; sockets count until they close.",
			Buckets: []float64{.001, .005, .02, .1, .5, 2, 10},
		}, []string{"method", "route", "status"}),
		running: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "overlord_http_requests_running", Help: "Requests being answered, open sockets included.",
		}),
	}
	for _, c := range []prometheus.Collector{m.seconds, m.running} {
		if err := registry.Register(c); err != nil {
			return nil, fmt.Errorf("metrics: %w", err)
		}
	}
	return m, nil
}

// count is the middleware that knows what is running.
func (m *measures) count(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.running.Inc()
		defer m.running.Dec()
		next.ServeHTTP(w, r)
	})
}

// observe notes a request that is over.
func (m *measures) observe(r *http.Request, status int, took time.Duration) {
	m.seconds.WithLabelValues(knownMethod(r.Method), routeOf(r), strconv.Itoa(status)).Observe(took.Seconds())
}

func knownMethod(method string) string {
	switch method {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE":
		return method
	}
	return "other"
}

// routeOf is the pattern of the route that answered; the site has one for all.
func routeOf(r *http.Request) string {
	if pattern := chi.RouteContext(r.Context()).RoutePattern(); pattern != "" && pattern[len(pattern)-1] != '*' {
		return pattern
	}
	return "site"
}

// metricsHandler is GET /metrics: for callers on this machine, unless it is public.
func metricsHandler(registry Registry, public bool) http.HandlerFunc {
	h := promhttp.HandlerFor(registry, promhttp.HandlerOpts{Registry: registry, DisableCompression: true})
	return api.HandlerFunc(func(w http.ResponseWriter, r *http.Request) error {
		if !public && !fromThisMachine(r) {
			return fault.New(fault.Denied, "metrics are for callers on this machine; METRICS_PUBLIC opens them")
		}
		h.ServeHTTP(w, r)
		return nil
	})
}

// fromThisMachine tells whether a request comes over loopback and is not one that
// a proxy there passes on.
func fromThisMachine(r *http.Request) bool {
	for _, name := range []string{"X-Forwarded-For", "Forwarded", "X-Real-Ip"} {
		if _, present := r.Header[name]; present {
			return false
		}
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && peer.Addr().Unmap().IsLoopback()
}
