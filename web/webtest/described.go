// Package webtest holds what modules answer against what the server says of its API,
// so that each test of a route is one of its description.
package webtest

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
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

// description is /openapi.json, read by the third party.
var description = sync.OnceValues(func() (*openapi3.T, error) {
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

// route is a route of the description, and what its paths look like.
type route struct {
	paths *regexp.Regexp
	item  *openapi3.PathItem
}

// routes are all of them, those with fewer parameters first.
var routes = sync.OnceValues(func() (list []route, err error) {
	document, err := description()
	if err != nil {
		return nil, err
	}
	for path, item := range document.Paths.Map() {
		list = append(list, route{regexp.MustCompile("^" + pathParameter.ReplaceAllString(regexp.QuoteMeta(path), "[^/]+") + "$"), item})
	}
	slices.SortFunc(list, func(a, b route) int {
		return strings.Count(a.paths.String(), "[^/]+") - strings.Count(b.paths.String(), "[^/]+")
	})
	return list, nil
})

// AsDescribed fails the test where an answer, decoded, is not as /openapi.json
// describes it, or has a member that this does not know. The target is the path,
// escaped, with or without a query.
func AsDescribed(tb testing.TB, method, target string, status int, body any) {
	tb.Helper()
	list, err := routes()
	if err != nil {
		tb.Fatal(err)
	}
	path, _, _ := strings.Cut(target, "?")
	if _, err := url.PathUnescape(path); err != nil {
		return // refused before any route
	}
	i := slices.IndexFunc(list, func(r route) bool { return r.item.GetOperation(method) != nil && r.paths.MatchString(path) })
	if i < 0 {
		tb.Errorf("%s %s is not described", method, path)
		return
	}
	answer := list[i].item.GetOperation(method).Responses.Value(strconv.Itoa(status))
	if answer == nil {
		answer = list[i].item.GetOperation(method).Responses.Default()
		if status < http.StatusBadRequest {
			tb.Errorf("%s %s: the status %d is not described", method, path, status)
		}
	}
	if answer == nil || answer.Value == nil || answer.Value.Content.Get("application/json") == nil {
		tb.Errorf("%s %s: the answer to %d is not described", method, path, status)
		return
	}
	fit(tb, fmt.Sprintf("%s %.300s: %d", method, target, status), answer.Value.Content.Get("application/json").Schema, body)
}

// Fits fails the test where a value is not as a schema of the description, by name,
// says, or has a member that this does not know.
func Fits(tb testing.TB, what, schema string, body any) {
	tb.Helper()
	document, err := description()
	if err != nil {
		tb.Fatal(err)
	}
	fit(tb, what, document.Components.Schemas[schema], body)
}

func fit(tb testing.TB, what string, schema *openapi3.SchemaRef, body any) {
	tb.Helper()
	if err := schema.Value.VisitJSON(body, openapi3.EnableJSONSchema2020(), openapi3.MultiErrors()); err != nil {
		tb.Errorf("%s is not as described: %.2000v", what, err)
	}
	if extra := undescribed(schema, body); extra != "" {
		tb.Errorf("%s has the member %s, which is not described", what, extra)
	}
}

// undescribed finds a member of a value that its schema does not know; "" if it
// knows them all. A schema without members lets everything be, and so does one that
// takes others.
func undescribed(ref *openapi3.SchemaRef, value any) string {
	schema := ref.Value
	for _, one := range schema.AnyOf {
		if one.Value.Properties != nil {
			schema = one.Value
		}
	}
	switch v := value.(type) {
	case []any:
		if schema.Items == nil { // one of several forms
			return ""
		}
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
