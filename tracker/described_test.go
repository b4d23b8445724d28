package tracker

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
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

// apiDescription is what the server says of its API, read by the third party.
var apiDescription = sync.OnceValues(func() (*openapi3.T, error) {
	door, err := web.New(web.Config{
		Site: fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}}, Gate: anyGate{},
		Metrics: prometheus.NewRegistry(), Logger: slog.New(slog.DiscardHandler), Now: time.Now,
	})
	if err != nil {
		return nil, err
	}
	answer := httptest.NewRecorder()
	door.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/openapi.json", nil))
	return openapi3.NewLoader().LoadFromData(answer.Body.Bytes())
})

var pathParameter = regexp.MustCompile(`\\\{[a-z_]+\\\}`)

// describedRoute is a route of the description, and what its paths look like.
type describedRoute struct {
	paths *regexp.Regexp
	item  *openapi3.PathItem
}

// describedRoutes are all of them.
var describedRoutes = sync.OnceValues(func() (list []describedRoute, err error) {
	document, err := apiDescription()
	if err != nil {
		return nil, err
	}
	for route, item := range document.Paths.Map() {
		list = append(list, describedRoute{regexp.MustCompile("^" + pathParameter.ReplaceAllString(regexp.QuoteMeta(route), "[^/]+") + "$"), item})
	}
	return list, nil
})

// described finds the description of a route.
func described(t testing.TB, method, path string) *openapi3.Operation {
	t.Helper()
	routes, err := describedRoutes()
	if err != nil {
		t.Fatal(err)
	}
	for _, route := range routes {
		if operation := route.item.GetOperation(method); operation != nil && route.paths.MatchString(path) {
			return operation
		}
	}
	return nil
}

// mustBeAsDescribed holds an answer against /openapi.json.
func mustBeAsDescribed(t testing.TB, method, target string, status int, body any) {
	t.Helper()
	path, _, _ := strings.Cut(target, "?")
	if _, err := url.PathUnescape(path); err != nil {
		return // refused before any route
	}
	operation := described(t, method, path)
	if operation == nil {
		t.Errorf("%s %s is not described", method, path)
		return
	}
	answer := operation.Responses.Value(strconv.Itoa(status))
	if answer == nil {
		answer = operation.Responses.Default()
		if status < http.StatusBadRequest {
			t.Errorf("%s %s: the status %d is not described", method, path, status)
		}
	}
	schema := answer.Value.Content.Get("application/json").Schema
	if err := schema.Value.VisitJSON(body, openapi3.EnableJSONSchema2020(), openapi3.MultiErrors()); err != nil {
		t.Errorf("%s %s: %d is not as described: %v", method, target, status, err)
	}
	if extra := undescribed(schema, body); extra != "" {
		t.Errorf("%s %s: %d has the member %s, which is not described", method, target, status, extra)
	}
}

// undescribed finds a member of a value that its schema does not know; "" if it
// knows them all. A schema without members lets everything be.
func undescribed(ref *openapi3.SchemaRef, value any) string {
	schema := ref.Value
	for _, one := range schema.AnyOf {
		if one.Value.Properties != nil {
			schema = one.Value
		}
	}
	switch v := value.(type) {
	case []any:
		for _, element := range v {
			if extra := undescribed(schema.Items, element); extra != "" {
				return extra
			}
		}
	case map[string]any:
		free := schema.Properties == nil || schema.AdditionalProperties.Has != nil && *schema.AdditionalProperties.Has
		for name, member := range v {
			property := schema.Properties[name]
			if property == nil && !free {
				return name
			}
			if property == nil {
				continue
			}
			if extra := undescribed(property, member); extra != "" {
				return name + "." + extra
			}
		}
	}
	return ""
}
