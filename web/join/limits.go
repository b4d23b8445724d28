package join

import (
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"overlord/auth"
	"overlord/web"
)

// Watched are a module's routes, of which those that cost much are held back for
// each user, and exports told to the audit.
func Watched(accounts *auth.Module, routes web.Routes) web.Routes {
	return func(r chi.Router) {
		r.Group(func(r chi.Router) {
			for _, c := range costly {
				r.Use(when(c.is, accounts.Limit(c.kind, c.rate)))
			}
			r.Use(when(isExport, accounts.Audited(auth.ActionExport)))
			routes(r)
		})
	}
}

// costly are the requests that are held back, each kind by itself.
var costly = []struct {
	kind string
	rate auth.Rate
	is   func(*http.Request) bool
}{
	{"suits", auth.SuitSearches, isSuitSearch},
	{"items", auth.ItemSearches, isItemSearch},
	{"reads", auth.CostlyReads, isComparison},
	{"exports", auth.Exports, isExport},
}

func isSuitSearch(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/suitbuilder/search")
}

func isItemSearch(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/search/items") }

// isComparison tells what looks at all items for one character, or at all
// characters for one item.
func isComparison(r *http.Request) bool {
	return strings.Contains(r.URL.Path, "/search/upgrades/") || strings.HasSuffix(r.URL.Path, "/benefits")
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
