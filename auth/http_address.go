package auth

import (
	"net/http"
	"slices"

	"net/netip"

	"github.com/go-chi/chi/v5/middleware"
)

// ClientAddress finds out where a request comes from, for logs and throttles, and
// never for trust: the address that a declared proxy tells, else the peer's.
// api.ClientIP returns it. It belongs in front of everything that asks.
func (m *Module) ClientAddress(next http.Handler) http.Handler {
	if len(m.proxies) > 0 {
		declared := make([]string, len(m.proxies))
		for i, p := range m.proxies {
			declared[i] = p.String()
		}
		next = middleware.ClientIPFromXFF(declared...)(next)
	}
	return middleware.ClientIPFromRemoteAddr(next) // what stands where the proxy told nothing
}

// fromProxy tells whether the peer is one of TRUSTED_PROXIES.
func (m *Module) fromProxy(r *http.Request) bool {
	peer := peerAddr(r.RemoteAddr)
	return slices.ContainsFunc(m.proxies, func(p netip.Prefix) bool { return p.Contains(peer) })
}
