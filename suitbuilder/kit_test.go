package suitbuilder

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/auth"
	"overlord/inventory/item"
	"overlord/store/fault"
	"overlord/suitbuilder/solve"
	"overlord/web/api"
	"overlord/web/webtest"
)

// patience bounds every wait of these tests; nothing takes nearly as long.
const patience = 2 * time.Minute

// fakeArmory is an inventory in memory.
type fakeArmory struct {
	mu         sync.Mutex
	candidates []Candidate
	wielders   map[string]item.Wielder
	err        error
	asked      [][]string // characters of each call
}

func (a *fakeArmory) Candidates(_ context.Context, characters []string) ([]Candidate, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.asked = append(a.asked, characters)
	if a.err != nil {
		return nil, a.err
	}
	if len(characters) == 0 {
		return slices.Clone(a.candidates), nil
	}
	return slices.DeleteFunc(slices.Clone(a.candidates), func(c Candidate) bool {
		return !slices.Contains(characters, c.Character)
	}), nil
}

func (a *fakeArmory) Characters(context.Context) ([]Character, error) {
	if a.err != nil {
		return nil, a.err
	}
	return []Character{{Name: "Anna", Items: 7, Level: new(int32(275))}, {Name: "Bert", Items: 3, Updated: new(time.Date(2026, 1, 31, 18, 0, 0, 0, time.UTC))}}, nil
}

func (a *fakeArmory) Wielder(_ context.Context, character string) (item.Wielder, error) {
	return a.wielders[character], a.err
}

// change changes what is stored.
func (a *fakeArmory) change(fn func([]Candidate) []Candidate) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.candidates = fn(slices.Clone(a.candidates))
}

// mustItem is an item of a character's as a plugin would tell it.
func mustItem(tb testing.TB, character string, id int64, name string, equip, coverage int64, ints map[int]int64, spells ...int) Candidate {
	tb.Helper()
	values := map[string]int64{"218103822": equip, "218103821": coverage}
	for k, v := range ints {
		values[fmt.Sprint(k)] = v
	}
	text, err := json.Marshal(map[string]any{"Id": id, "Name": name, "ObjectClass": 2, "HasIdData": true, "IntValues": values, "Spells": spells})
	if err != nil {
		tb.Fatal(err)
	}
	decoded, err := item.Decode(text)
	if err != nil {
		tb.Fatal(err)
	}
	c, ok := CandidateOf(character, decoded)
	if !ok {
		tb.Fatalf("%s cannot be worn", name)
	}
	return c
}

// Spells and properties of the pieces below.
const (
	epicStrength, legendaryStrength = 3965, 6107
	epicFocus                       = 3964
	majorFocus                      = 2574
	epicEndurance                   = 4226

	al, material, inSet, level, attuned = 28, 131, 265, 160, 114
	critDamage, damage                  = 374, 370
)

// someArmory is what two characters have.
func someArmory(tb testing.TB) *fakeArmory {
	return &fakeArmory{wielders: map[string]item.Wielder{"Anna": {Level: new(int32(180))}}, candidates: []Candidate{
		mustItem(tb, "Anna", 101, "Breastplate", 0x200, 0x400, map[int]int64{al: 300, material: 60, inSet: 14, critDamage: 1}, epicStrength),
		mustItem(tb, "Anna", 102, "Sleeves", 0x1800, 0x3000, map[int]int64{al: 250, material: 60, inSet: 14}),
		mustItem(tb, "Bert", 103, "Bracers", 0x1000, 0x2000, map[int]int64{al: 350, material: 60, inSet: 21}, epicEndurance),
		mustItem(tb, "Bert", 104, "Ring", 0xC0000, 0, map[int]int64{material: 60}, epicFocus),
		mustItem(tb, "Bert", 105, "Amulet", 0x8000, 0, map[int]int64{material: 60, attuned: 1}, majorFocus),
		mustItem(tb, "Anna", 106, "Helmet", 0x1, 0x4000, map[int]int64{al: 400, material: 60, 158: 7, 159: 1, level: 200}),
		mustItem(tb, "Carl", 107, "Crown", 0x1, 0x4000, map[int]int64{al: 280, material: 60, inSet: 14, 10: 1}, epicEndurance),
		mustItem(tb, "Anna", 108, "Shirt", 0x1E, 0x68, map[int]int64{material: 5, damage: 2}),
	}}
}

// house is a suit builder behind a real HTTP server.
type house struct {
	*Module
	t      testing.TB
	armory *fakeArmory
	site   *httptest.Server
	user   string
}

func newHouse(t testing.TB, pool *pgxpool.Pool, solver solve.Solver) *house {
	t.Helper()
	h := &house{t: t, armory: someArmory(t), user: "anna"}
	h.Module = New(Config{
		Pool: pool, Armory: h.armory, Solver: solver, Logger: slog.New(slog.DiscardHandler), Now: time.Now,
		Require: func(string) func(http.Handler) http.Handler {
			return func(next http.Handler) http.Handler {
				return api.HandlerFunc(func(w http.ResponseWriter, r *http.Request) error {
					if h.user == "" {
						return fault.New(fault.Denied, "this needs the permission edit")
					}
					next.ServeHTTP(w, r)
					return nil
				})
			}
		},
	})
	router := chi.NewRouter()
	router.Use(api.Requests(h.logger, time.Now))
	router.Use(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			who := auth.Identity{Username: h.user, IsAdmin: h.user == "root", Permissions: []string{auth.View, auth.Edit}}
			next.ServeHTTP(w, r.WithContext(auth.NewContext(r.Context(), who)))
		})
	})
	h.Routes(router)
	h.site = httptest.NewServer(router)
	t.Cleanup(h.site.Close)
	return h
}

// quick is the solver of these tests where the real one will do.
var quick solve.Solver = solve.Solve

// call makes a request and holds the answer against the description.
func (h *house) call(method, path, body string) (int, map[string]any) {
	h.t.Helper()
	request, err := http.NewRequestWithContext(h.t.Context(), method, h.site.URL+path, strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		h.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	var answer map[string]any
	if err := json.Unmarshal(text, &answer); err != nil {
		h.t.Fatalf("%s %s: %v\n%s", method, path, err, text)
	}
	webtest.AsDescribed(h.t, method, path, response.StatusCode, answer)

	return response.StatusCode, answer
}

// event is one of a stream.
type event struct {
	name string
	text string
	body map[string]any
}

// search asks for suits and reads the stream to its end.
func (h *house) search(body string) []event {
	h.t.Helper()
	response, err := http.Post(h.site.URL+"/suitbuilder/search", "application/json", strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	defer response.Body.Close()
	if kind := response.Header.Get("Content-Type"); response.StatusCode != http.StatusOK || kind != "text/event-stream" {
		text, _ := io.ReadAll(response.Body)
		h.t.Fatalf("%d %s %s", response.StatusCode, kind, text)
	}
	events, err := readEvents(response.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, e := range named(events, eventSuit) {
		webtest.Fits(h.t, "the event "+e.text, "Suit", e.body)
	}
	return events
}

func readEvents(r io.Reader) (list []event, err error) {
	var e event
	scanner := bufio.NewScanner(r)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		line := scanner.Text()
		switch {
		case strings.HasPrefix(line, "event: "):
			e.name = line[7:]
		case strings.HasPrefix(line, "data: "):
			e.text = line[6:]
			if err := json.Unmarshal([]byte(e.text), &e.body); err != nil {
				return list, fmt.Errorf("%s: %w", line, err)
			}
		case line == "":
			list = append(list, e)
			e = event{}
		default:
			return list, fmt.Errorf("what is %q", line)
		}
	}
	return list, scanner.Err()
}

// named are the events of a name.
func named(events []event, name string) (list []event) {
	for _, e := range events {
		if e.name == name {
			list = append(list, e)
		}
	}
	return list
}

// completed is the event that ends a search; of another name where there is none.
func completed(events []event) event {
	if list := named(events, eventComplete); len(list) == 1 {
		return list[0]
	}
	return events[len(events)-1]
}

// dig finds a value deep in JSON: names and places with dots between.
func dig(v any, path string) any {
	for step := range strings.SplitSeq(path, ".") {
		switch at := v.(type) {
		case map[string]any:
			v = at[step]
		case []any:
			var i int
			if _, err := fmt.Sscan(step, &i); err != nil || i >= len(at) {
				return nil
			}
			v = at[i]
		default:
			return nil
		}
	}
	return v
}
