package auth

import (
	"net/http"
	"strings"

	"overlord/store/fault"
	"overlord/web/api"
)

// crossSite is the standard library's check of what browsers say in
// Sec-Fetch-Site about unsafe requests.
type crossSite struct {
	*http.CrossOriginProtection
}

func newCrossSite(allowed []origin) (crossSite, error) {
	c := http.NewCrossOriginProtection()
	for _, o := range allowed {
		if err := c.AddTrustedOrigin(o.String()); err != nil {
			return crossSite{}, err
		}
	}
	return crossSite{c}, nil
}

// CheckOrigin refuses, with fault.Denied, a socket or an unsafe request that a page
// of another site makes, whoever is signed in: an Origin header that is present
// must be the request's host or one of ALLOWED_ORIGINS, and an unsafe request that
// the browser itself calls cross-site is refused too.
func (m *Module) CheckOrigin(r *http.Request) error {
	unsafe := !safeMethod(r.Method)
	if !unsafe && !isSocket(r) {
		return nil
	}
	values, present := r.Header["Origin"]
	if present && !originAllowed(values, r.Host, m.origins) {
		return fault.New(fault.Denied, "this request comes from a page of another site (its Origin is not this host); if that is an address of this server, add it to ALLOWED_ORIGINS")
	}
	// Without Sec-Fetch-Site the check would compare the Origin once more, and
	// more narrowly.
	if unsafe && r.Header.Get("Sec-Fetch-Site") != "" && m.crossSite.Check(r) != nil {
		return fault.New(fault.Denied, "this request comes from a page of another site, as the browser says")
	}
	return nil
}

// SameSite is CheckOrigin as middleware.
func (m *Module) SameSite(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := m.CheckOrigin(r); err != nil {
			api.WriteError(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func safeMethod(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

// isSocket tells whether a request asks for a WebSocket.
func isSocket(r *http.Request) bool {
	return headerHas(r.Header, "Upgrade", func(value string) bool { return strings.EqualFold(value, "websocket") })
}

// headerHas tells whether one of a header's comma-separated values fits.
func headerHas(h http.Header, name string, fits func(value string) bool) bool {
	for _, line := range h.Values(name) {
		for value := range strings.SplitSeq(line, ",") {
			if fits(strings.TrimSpace(value)) {
				return true
			}
		}
	}
	return false
}
