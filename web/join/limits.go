package join

import (
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"overlord/auth"
	"overlord/web"
)

// Watched are a module's routes, of which suit searches and exports are held back
// for each user, and exports told to the audit.
func Watched(accounts *auth.Module, routes web.Routes) web.Routes {
	searches, exports := accounts.Limit("suits", auth.SuitSearches), accounts.Limit("reads", auth.CostlyReads)
	return func(r chi.Router) {
		r.Group(func(r chi.Router) {
			r.Use(when(isSuitSearch, searches), when(isExport, exports), when(isExport, accounts.Audited(auth.ActionExport)))
			routes(r)
		})
	}
}

func isSuitSearch(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/suitbuilder/search")
}

func isExport(r *http.Request) bool { return strings.Contains(r.URL.Path, "/export/") }

// when is a middleware for some requests only.
func when(fits func(*http.Request) bool, then func(http.Handler) http.Handler) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		other := then(next)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if fits(r) {
				other.ServeHTTP(w, r)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}
