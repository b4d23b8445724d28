package main

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus"

	"overlord/auth"
	"overlord/frontend"
	"overlord/inventory"
	"overlord/suitbuilder"
	"overlord/tracker"
	"overlord/tracker/live"
	"overlord/web"
)

// openGate lets everybody do everything, so that every handler is reached.
type openGate struct{}

func (openGate) ClientAddress(next http.Handler) http.Handler { return next }
func (openGate) Authenticate(next http.Handler) http.Handler {
	anybody := auth.Identity{Username: "anybody", IsAdmin: true, Permissions: []string{auth.View, auth.Command, auth.Edit, auth.Admin}, Via: auth.ViaSession}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(auth.NewContext(r.Context(), anybody)))
	})
}
func (openGate) SameSite(next http.Handler) http.Handler { return next }
func (openGate) Require(string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler { return next }
}

// openDoor is the front door with the routes of all modules and nothing behind
// them: no database, and nobody who is refused.
func openDoor(t *testing.T) *web.Door {
	t.Helper()
	logger := slog.New(slog.DiscardHandler)
	accounts, err := auth.New(nil, auth.Settings{FirstAdmin: "admin", InternalTrust: "loopback", AuthPoolSize: 4, SharedSecret: "x"}, auth.Options{Logger: logger})
	if err != nil {
		t.Fatal(err)
	}
	m, err := tracker.New(tracker.Config{
		Settings: tracker.Settings{EventLogMaxBytes: 16 << 20, IdleMinutes: 5}, DataDir: t.TempDir(), Hub: live.New(live.Options{}), Logger: logger, Now: time.Now,
		Require: openGate{}.Require,
		Plugin:  func(*http.Request) error { return nil },
		Browser: func(*http.Request) (live.Client, error) { return live.Client{}, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	items, err := inventory.New(inventory.Config{
		Log: inventory.LogSettings{MaxBytes: 16 << 20}, DataDir: t.TempDir(), Logger: logger, Now: time.Now,
		Require: openGate{}.Require,
	})
	if err != nil {
		t.Fatal(err)
	}
	door, err := web.New(web.Config{
		Site: frontend.Dist(), Gate: openGate{}, Open: []web.Routes{accounts.Routes, m.Open, items.Open}, View: []web.Routes{m.Routes, web.NewMapPicture(t.TempDir()).Routes}, Items: []web.Routes{items.Routes, suitbuilder.New(suitbuilder.Config{Require: openGate{}.Require, Logger: logger, Now: time.Now}).Routes},
		Metrics: prometheus.NewRegistry(), Logger: logger, Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return door
}

// description is /openapi.json as the third party reads it.
func description(t *testing.T, door http.Handler) *openapi3.T {
	t.Helper()
	answer := httptest.NewRecorder()
	door.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/openapi.json", nil))
	if answer.Code != http.StatusOK {
		t.Fatalf("GET /openapi.json: %d %s", answer.Code, answer.Body)
	}
	document, err := openapi3.NewLoader().LoadFromData(answer.Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func TestTheDescriptionOfTheAPIIsValid(t *testing.T) {
	document := description(t, openDoor(t))
	if !document.IsOpenAPI31OrLater() {
		t.Errorf("it is OpenAPI %s", document.OpenAPI)
	}
	if err := document.Validate(t.Context(), openapi3.EnableSchemaFormatValidation()); err != nil {
		t.Error(err)
	}
	ids := map[string]string{}
	for path, item := range document.Paths.Map() {
		for method, operation := range item.Operations() {
			where := method + " " + path
			if other, taken := ids[operation.OperationID]; operation.OperationID == "" || taken {
				t.Errorf("%s has the operationId %q, as %s", where, operation.OperationID, other)
			}
			ids[operation.OperationID] = where
			if operation.Summary == "" || len(operation.Tags) != 1 || document.Tags.Get(operation.Tags[0]) == nil {
				t.Errorf("%s: summary %q, tags %q", where, operation.Summary, operation.Tags)
			}
			if operation.Responses.Default() == nil || operation.Responses.Len() < 2 {
				t.Errorf("%s does not say what it answers, well and ill", where)
			}
		}
	}
	text, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	for name := range document.Components.Schemas {
		if !strings.Contains(string(text), `"#/components/schemas/`+name) {
			t.Errorf("the object %s is used nowhere", name)
		}
	}
}

var pathParameter = regexp.MustCompile(`\{([a-z_]+)\}`)

// Every route is described and every description has its route, and both name the
// same parameters: those of the path, and those of the query as the handler
// itself tells them when it is asked with one that it does not know.
func TestTheDescriptionOfTheAPIIsTheRouter(t *testing.T) {
	door := openDoor(t)
	document := description(t, door)
	real := map[string]bool{}
	err := chi.Walk(door.Routes(), func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		real[method+" "+route] = true
		item := document.Paths.Value(route)
		if item == nil || item.GetOperation(method) == nil {
			t.Errorf("%s %s is not in the description", method, route)
			return nil
		}
		var paths, queries []string
		for _, parameters := range []openapi3.Parameters{item.Parameters, item.GetOperation(method).Parameters} {
			for _, p := range parameters {
				switch p.Value.In {
				case openapi3.ParameterInPath:
					paths = append(paths, p.Value.Name)
				case openapi3.ParameterInQuery:
					queries = append(queries, p.Value.Name)
				}
			}
		}
		var names []string
		for _, match := range pathParameter.FindAllStringSubmatch(route, -1) {
			names = append(names, match[1])
		}
		if !sameNames(paths, names) {
			t.Errorf("%s %s: the description names %q in the path", method, route, paths)
		}
		if taken := queryOf(t, door, method, route); !sameNames(queries, taken) {
			t.Errorf("%s %s: the description names the parameters %q, the handler %q", method, route, queries, taken)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for path, item := range document.Paths.Map() {
		for method := range item.Operations() {
			if !real[method+" "+path] {
				t.Errorf("%s %s is described, but no route", method, path)
			}
		}
	}
	if len(real) < 20 {
		t.Errorf("only %d routes were looked at", len(real))
	}
}

// queryOf asks a handler which query parameters it takes. One that does not look
// at its query takes none.
func queryOf(t *testing.T, door http.Handler, method, route string) []string {
	t.Helper()
	const unknown = "zzz_unknown"
	target := pathParameter.ReplaceAllString(route, "1") + "?" + unknown + "=1"
	answer := httptest.NewRecorder()
	door.ServeHTTP(answer, httptest.NewRequest(method, target, strings.NewReader("{}")))
	var body struct {
		Error struct{ Message, Field string }
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &body); err != nil || body.Error.Field != unknown {
		return nil
	}
	_, list, found := strings.Cut(strings.TrimSuffix(body.Error.Message, ")"), "(taken here: ")
	if !found {
		return nil
	}
	return strings.Split(list, ", ")
}

func sameNames(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// The page shows every route, and needs neither script nor style in its text,
// which its own headers forbid.
func TestTheDocsShowEveryRoute(t *testing.T) {
	door := openDoor(t)
	get := func(path string) *httptest.ResponseRecorder {
		answer := httptest.NewRecorder()
		door.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path, nil))
		return answer
	}
	answer := get("/docs")
	page := answer.Body.String()
	if answer.Code != http.StatusOK || !strings.HasPrefix(answer.Header().Get("Content-Type"), "text/html") {
		t.Fatalf("%d %s", answer.Code, answer.Header().Get("Content-Type"))
	}
	for path, item := range description(t, door).Paths.Map() {
		for method := range item.Operations() {
			if !strings.Contains(page, `<span class="method">`+method+`</span> <code>`+path+`</code>`) {
				t.Errorf("%s %s is not on the page", method, path)
			}
		}
	}
	for _, forbidden := range []string{"<script", "<style", " style=", " onclick", "http://", "https://"} {
		if strings.Contains(page, forbidden) {
			t.Errorf("the page holds %q", forbidden)
		}
	}
	for _, match := range regexp.MustCompile(`href="#([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if !strings.Contains(page, `id="`+match[1]+`"`) {
			t.Errorf("the page links to %q, which it does not have", match[1])
		}
	}
	style := get("/docs/style.css")
	if style.Code != http.StatusOK || !strings.HasPrefix(style.Header().Get("Content-Type"), "text/css") || !strings.Contains(page, `href="docs/style.css"`) {
		t.Errorf("its style: %d %s", style.Code, style.Header().Get("Content-Type"))
	}
}
