package web

import (
	"net/http"
	"strings"

	"overlord/store/fault"
	"overlord/web/api"
)

// refuseChanges lets only those requests pass that change nothing, searches for
// suits among them, and signing in and out, which a read-only server keeps in its
// own memory. It stands before every
// route, so that none can be forgotten.
func refuseChanges(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if changesNothing(r) {
			next.ServeHTTP(w, r)
			return
		}
		api.WriteError(w, r, fault.New(fault.ReadOnly, "this server only shows what another one stores (READ_ONLY); make the change there, or once it runs without"))
	})
}

func changesNothing(r *http.Request) bool {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return true
	}
	if strings.HasPrefix(r.URL.Path, grafanaPath+"/") {
		return true // what Grafana stores is its own
	}
	switch strings.TrimPrefix(r.URL.Path, "/api") {
	case "/login", "/logout", "/suitbuilder/search", "/inv/suitbuilder/search":
		return true
	}
	return false
}
