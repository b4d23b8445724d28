package suitbuilder

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
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

func mustDescription(tb testing.TB) *openapi3.T {
	tb.Helper()
	document, err := apiDescription()
	if err != nil {
		tb.Fatal(err)
	}
	return document
}

var lastNumber = regexp.MustCompile(`/[0-9]+$`)

// mustBeAsDescribed holds an answer against /openapi.json.
func mustBeAsDescribed(tb testing.TB, method, target string, status int, body any) {
	tb.Helper()
	path, _, _ := strings.Cut(target, "?")
	operation := mustDescription(tb).Paths.Value(lastNumber.ReplaceAllString(path, "/{id}")).GetOperation(method)
	answer := operation.Responses.Value(strconv.Itoa(status))
	if answer == nil {
		answer = operation.Responses.Default()
		if status < http.StatusBadRequest {
			tb.Errorf("%s %s: the status %d is not described", method, path, status)
		}
	}
	mustFit(tb, method+" "+target, answer.Value.Content.Get("application/json").Schema, body)
}

// mustFit holds a value against its schema, which knows every member.
func mustFit(tb testing.TB, what string, schema *openapi3.SchemaRef, body any) {
	tb.Helper()
	if err := schema.Value.VisitJSON(body, openapi3.EnableJSONSchema2020(), openapi3.MultiErrors()); err != nil {
		tb.Errorf("%s is not as described: %v", what, err)
	}
	if extra := undescribed(schema, body); extra != "" {
		tb.Errorf("%s has the member %s, which is not described", what, extra)
	}
}

// undescribed finds a member of a value that its schema does not know; "" if it
// knows them all. A schema without members lets everything be.
func undescribed(ref *openapi3.SchemaRef, value any) string {
	schema := ref.Value
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
		for name, member := range v {
			property := schema.Properties[name]
			if property == nil && schema.Properties != nil {
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
