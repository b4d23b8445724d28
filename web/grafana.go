package web

import (
	"log/slog"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"

	"overlord/store/fault"
	"overlord/web/api"
)

// grafanaPath is where Grafana answers, and grafanaCookies how the names of its
// cookies begin: none but these are passed on.
const (
	grafanaPath    = "/grafana"
	grafanaCookies = "grafana_"
)

// grafana passes requests on to Grafana, which is told to serve from grafanaPath.
// Who may see the page may see it; what Grafana itself asks for, such as its own
// sign-in, stays its own. Without an address there is none.
func grafana(address string, logger *slog.Logger) http.Handler {
	target, err := url.Parse(address)
	if err != nil || address == "" {
		return api.HandlerFunc(func(http.ResponseWriter, *http.Request) error {
			return fault.New(fault.NotFound, "Grafana is not set up here: GRAFANA_URL says where it is")
		})
	}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(p *httputil.ProxyRequest) {
			p.SetURL(target)
			p.SetXForwarded()
			// Grafana holds the Origin of a change against the host that was asked.
			p.Out.Host = p.In.Host
			keepSecrets(p.Out.Header, p.In.Cookies())
		},
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			if r.Context().Err() == nil {
				logger.Warn("Grafana does not answer", "error", err)
			}
			api.WriteError(w, r, fault.Wrap(err, fault.Unavailable, "Grafana does not answer; its pages come back with it"))
		},
		ErrorLog: slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == grafanaPath {
			http.Redirect(w, r, grafanaPath+"/", http.StatusFound)
			return
		}
		// Its pages have scripts and frames of their own, for which it sets its own rules.
		for _, ours := range []string{"Content-Security-Policy", "X-Frame-Options", "Cross-Origin-Opener-Policy", "Permissions-Policy"} {
			w.Header().Del(ours)
		}
		proxy.ServeHTTP(w, r)
	})
}

// keepSecrets takes out of a header what lets somebody into this server.
func keepSecrets(header http.Header, cookies []*http.Cookie) {
	header.Del("Authorization")
	header.Del("Cookie")
	for _, cookie := range cookies {
		if strings.HasPrefix(cookie.Name, grafanaCookies) {
			header.Add("Cookie", cookie.String())
		}
	}
}
