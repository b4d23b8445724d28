package api

import (
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"overlord/store/fault"
)

// methods that a route may have, in the order of an Allow header.
var methods = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}

// NotFound answers a path that no route has.
func NotFound(w http.ResponseWriter, r *http.Request) {
	WriteError(w, r, fault.New(fault.NotFound, "there is nothing at %s", shorten(r.URL.Path, maxNameText)))
}

// MethodNotAllowed answers a route that is asked with a method it does not have:
// 405, code "invalid", with the methods it has in Allow.
func MethodNotAllowed(w http.ResponseWriter, r *http.Request) {
	allowed := strings.Join(allowedMethods(r), ", ")
	if allowed != "" {
		w.Header().Set("Allow", allowed)
	}
	f := fault.New(fault.Invalid, "%s is not allowed here; allowed: %s", shorten(r.Method, maxNameText), allowed)
	note(r, f, f)
	writeFault(w, r, f, http.StatusMethodNotAllowed)
}

// allowedMethods asks the router which methods this path has.
func allowedMethods(r *http.Request) []string {
	rctx := chi.RouteContext(r.Context())
	if rctx == nil || rctx.Routes == nil {
		return nil
	}
	path := r.URL.Path
	if r.URL.RawPath != "" {
		path = r.URL.RawPath
	}
	var found []string
	for _, m := range methods {
		if rctx.Routes.Match(chi.NewRouteContext(), m, path) {
			found = append(found, m)
		}
	}
	return found
}
