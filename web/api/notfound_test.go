package api

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/go-chi/chi/v5"

	"overlord/store/fault"
)

// MustRouter has a POST and a PUT route, of its own and below a mount.
func MustRouter(tb testing.TB) http.Handler {
	tb.Helper()
	sub := chi.NewRouter()
	sub.Post("/logout", HandlerFunc(fails(nil)))
	sub.Put("/things/{id}", HandlerFunc(fails(nil)))
	router := chi.NewRouter()
	router.NotFound(NotFound)
	router.MethodNotAllowed(MethodNotAllowed)
	router.Mount("/api", sub)
	router.Mount("/", sub)
	return router
}

func TestAWrongMethodIsToldTheRightOnes(t *testing.T) {
	t.Parallel()
	cases := []struct{ method, path, allow string }{
		{"GET", "/logout", "POST"},
		{"DELETE", "/logout", "POST"},
		{"GET", "/api/logout", "POST"},
		{"GET", "/things/7", "PUT"},
		{"POST", "/api/things/a%2Fb", "PUT"},
		{"BREW", "/logout", "POST"},
	}
	for _, c := range cases {
		t.Run(c.method+c.path, func(t *testing.T) {
			w := httptest.NewRecorder()
			MustRouter(t).ServeHTTP(w, httptest.NewRequest(c.method, c.path, nil))
			if w.Code != 405 || w.Header().Get("Allow") != c.allow || MustError(t, w.Body.String()).Code != fault.Invalid {
				t.Errorf("%d Allow %q %s", w.Code, w.Header().Get("Allow"), w.Body)
			}
		})
	}
}

func TestNotFoundRepeatsLittleOfALongPath(t *testing.T) {
	t.Parallel()
	long := make([]byte, 5000)
	for i := range long {
		long[i] = 'a'
	}
	w := httptest.NewRecorder()
	MustRouter(t).ServeHTTP(w, httptest.NewRequest("GET", "/"+string(long), nil))
	if w.Code != 404 || w.Body.Len() > 200 {
		t.Errorf("%d with %d bytes", w.Code, w.Body.Len())
	}
}
