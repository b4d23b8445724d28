package inventory

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/prometheus/client_golang/prometheus"

	"overlord/web"
)

// anyGate lets everybody in.
type anyGate struct{}

func (anyGate) ClientAddress(next http.Handler) http.Handler { return next }
func (anyGate) Authenticate(next http.Handler) http.Handler  { return next }
func (anyGate) SameSite(next http.Handler) http.Handler      { return next }
func (anyGate) Require(string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler { return next }
}

var pathParameter = regexp.MustCompile(`\\\{[a-z_]+\\\}`)

type describedRoute struct {
	paths *regexp.Regexp
	item  *openapi3.PathItem
}

// describedRoutes are all routes of /openapi.json, as the third party reads it;
// those with fewer parameters first.
var describedRoutes = sync.OnceValues(func() (list []describedRoute, err error) {
	door, err := web.New(web.Config{
		Site: fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}}, Gate: anyGate{},
		Metrics: prometheus.NewRegistry(), Logger: slog.New(slog.DiscardHandler), Now: time.Now,
	})
	if err != nil {
		return nil, err
	}
	answer := httptest.NewRecorder()
	door.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/openapi.json", nil))
	document, err := openapi3.NewLoader().LoadFromData(answer.Body.Bytes())
	if err != nil {
		return nil, err
	}
	for route, item := range document.Paths.Map() {
		plain := regexp.QuoteMeta(route)
		list = append(list, describedRoute{regexp.MustCompile("^" + pathParameter.ReplaceAllString(plain, "[^/]+") + "$"), item})
	}
	slices.SortFunc(list, func(a, b describedRoute) int {
		return strings.Count(a.paths.String(), "[^/]+") - strings.Count(b.paths.String(), "[^/]+")
	})
	return list, nil
})

// mustBeAsDescribed holds an answer against /openapi.json.
func mustBeAsDescribed(t testing.TB, method, target string, status int, body any) {
	t.Helper()
	routes, err := describedRoutes()
	if err != nil {
		t.Fatal(err)
	}
	path, _, _ := strings.Cut(target, "?")
	for _, route := range routes {
		operation := route.item.GetOperation(method)
		if operation == nil || !route.paths.MatchString(path) {
			continue
		}
		answer := operation.Responses.Value(strconv.Itoa(status))
		if answer == nil {
			answer = operation.Responses.Default()
			if status < http.StatusBadRequest {
				t.Errorf("%s %s: the status %d is not described", method, path, status)
			}
		}
		if answer.Value == nil || answer.Value.Content.Get("application/json") == nil {
			t.Errorf("%s %s: the answer to %d is not described", method, path, status)
			return
		}
		schema := answer.Value.Content.Get("application/json").Schema
		if err := schema.Value.VisitJSON(body, openapi3.EnableJSONSchema2020(), openapi3.MultiErrors()); err != nil {
			t.Errorf("%s %s: %d is not as described: %.2000v", method, target, status, err)
		}
		return
	}
	t.Errorf("%s %s is not described", method, path)
}
