package tracker

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/auth"
	"overlord/store/fault"
	"overlord/tracker/live"
	"overlord/web/api"
	"overlord/web/webtest"
)

// desk answers reads over a database that a bench's recorder writes.
type desk struct {
	*bench
	module *Module
	site   *httptest.Server
	clock  time.Time
}

func newDesk(t *testing.T) *desk { return newDeskOf(newBench(t)) }

func newDeskOf(b *bench) *desk {
	d := &desk{bench: b, clock: epoch}
	d.module, d.site = mustDesk(b.t, b.pool, func() time.Time { return d.clock })
	return d
}

// patient waits for a database that is there, however slow the machine is.
var patient = reader{patience, patience, patience}

// mustDesk serves a tracker's routes over a pool. Its own log stays empty.
func mustDesk(t *testing.T, pool *pgxpool.Pool, now func() time.Time) (*Module, *httptest.Server) {
	t.Helper()
	settings := testSettings()
	settings.EventLogMaxBytes = 16 << 20
	m, err := New(Config{Settings: settings, DataDir: t.TempDir(), Pool: pool, Hub: live.New(live.Options{}), Logger: quiet(), Now: now, Require: requireOfTests})
	if err != nil {
		t.Fatal(err)
	}
	m.reading = patient
	router := chi.NewRouter()
	router.Use(api.Requests(quiet(), time.Now), identityOfTests)
	m.Routes(router)
	site := httptest.NewServer(router)
	t.Cleanup(site.Close)
	return m, site
}

// identityOfTests believes a header: "name permission permission…".
func identityOfTests(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if who := strings.Fields(r.Header.Get("X-Who")); len(who) > 0 {
			r = r.WithContext(auth.NewContext(r.Context(), auth.Identity{Username: who[0], Permissions: who[1:]}))
		}
		next.ServeHTTP(w, r)
	})
}

// requireOfTests asks the identity for a permission.
func requireOfTests(permission string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if who, _ := auth.FromContext(r.Context()); !who.Can(permission) {
				api.WriteError(w, r, fault.New(fault.Denied, "this needs the permission %q", permission))
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// ask sends a GET and returns the decoded answer.
func (d *desk) ask(path string) (int, map[string]any) {
	d.t.Helper()
	status, _, body := mustAsk(d.t, d.site, http.MethodGet, path, "")
	return status, body
}

// get is ask for an answer that must be there.
func (d *desk) get(path string) map[string]any {
	d.t.Helper()
	status, body := d.ask(path)
	if status != http.StatusOK {
		d.t.Fatalf("GET %s: %d %v", path, status, body)
	}
	return body
}

// mustAsk sends a request, with headers as names and values in turn.
func mustAsk(t *testing.T, site *httptest.Server, method, path, body string, header ...string) (int, http.Header, map[string]any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, site.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	var decoded map[string]any
	if err := json.Unmarshal(text, &decoded); err != nil {
		t.Fatalf("%s %s: %d %s: %v", method, path, answer.StatusCode, text, err)
	}
	webtest.AsDescribed(t, method, path, answer.StatusCode, decoded)
	return answer.StatusCode, answer.Header, decoded
}

// rows are the objects of a list in an answer.
func rows(t *testing.T, body map[string]any, list string) []map[string]any {
	t.Helper()
	values, ok := body[list].([]any)
	if !ok {
		t.Fatalf("no list %q in %v", list, body)
	}
	objects := []map[string]any{}
	for _, v := range values {
		objects = append(objects, v.(map[string]any))
	}
	return objects
}

// all walks through a list's pages.
func (d *desk) all(path, list string, limit int) []map[string]any {
	d.t.Helper()
	found, separator := []map[string]any{}, "?"
	if strings.Contains(path, "?") {
		separator = "&"
	}
	for cursor := ""; ; {
		body := d.get(path + separator + "limit=" + strconv.Itoa(limit) + "&cursor=" + url.QueryEscape(cursor))
		page := rows(d.t, body, list)
		if len(page) > limit {
			d.t.Fatalf("%s: a page of %d, limit %d", path, len(page), limit)
		}
		found = append(found, page...)
		next, more := body["next"].(string)
		if !more {
			return found
		}
		if len(page) != limit {
			d.t.Fatalf("%s: a page of %d that is not the last, limit %d", path, len(page), limit)
		}
		cursor = next
	}
}

// asJSON is v as a caller would decode it.
func asJSON(t *testing.T, v any) (decoded any) {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &decoded); err != nil {
		t.Fatal(err)
	}
	return decoded
}

// mustEqual compares an answer with what it should be, as JSON.
func mustEqual(t *testing.T, what string, got, want any) {
	t.Helper()
	if g, w := asJSON(t, got), asJSON(t, want); !reflect.DeepEqual(g, w) {
		gotText, _ := json.MarshalIndent(g, "", " ")
		wantText, _ := json.MarshalIndent(w, "", " ")
		t.Errorf("%s:\n%s\nwant\n%s", what, gotText, wantText)
	}
}

// storedReads are all reads of stored rows, each with a request that is right.
var storedReads = []string{
	"/portals", "/rares", "/total-rares", "/total-kills", "/deaths", "/stats/A", "/character-stats/A", "/combat-stats", "/combat-stats/A", "/issues", "/openissues.json",
}

func TestBadParametersOfReadsAreNamed(t *testing.T) {
	d := newDesk(t)
	cases := []struct{ path, field string }{
		{"/portals?character=A", "character"}, {"/portals?limit=0", "limit"}, {"/portals?limit=20001", "limit"}, {"/portals?cursor=x", "cursor"},
		{"/rares?charcter=A", "charcter"}, {"/rares?tier=7", "tier"}, {"/rares?tier=0", "tier"}, {"/rares?tier=grat", "tier"}, {"/rares?limit=1001", "limit"}, {"/rares?limit=ten", "limit"},
		{"/rares?from=yesterday", "from"}, {"/rares?to=1", "to"}, {"/rares?from=2026-05-05T00:00:00Z&to=2026-05-04T00:00:00Z", "to"}, {"/rares?cursor=MTIz", "cursor"},
		{"/rares?character=%00", "character"}, {"/rares?character=A&character=B", "character"},
		{"/deaths?from=x", "from"}, {"/deaths?limit=-1", "limit"}, {"/deaths?tier=1", "tier"}, {"/deaths?cursor=%25", "cursor"}, {"/deaths?from=2026-05-05T00:00:00Z&to=2026-05-04T00:00:00Z", "to"},
		{"/total-kills?today=1", "today"}, {"/total-rares?character=A", "character"},
		{"/stats/A?limit=x", "limit"}, {"/stats/A?sessions=1", "sessions"}, {"/stats/" + strings.Repeat("x", 65), "character"}, {"/stats/%20", "character"}, {"/stats/A%0AB", "character"},
		{"/character-stats/A?x=1", "x"}, {"/character-stats/%00", "character"}, {"/combat-stats?limit=5000", "limit"}, {"/combat-stats/A?limit=1", "limit"}, {"/combat-stats/%ff", "character"},
	}
	for _, c := range cases {
		status, body := d.ask(c.path)
		detail, _ := body["error"].(map[string]any)
		if status != http.StatusBadRequest || detail["code"] != "invalid" || detail["field"] != c.field || detail["message"] == "" {
			t.Errorf("%s: %d %v, want 400 for %s", c.path, status, body, c.field)
		}
	}
}

func TestReadsOfAnEmptyWorld(t *testing.T) {
	d := newDesk(t)
	mustEqual(t, "/portals", d.get("/portals?_=1"), map[string]any{"portals": []any{}, "portal_count": 0, "next": nil})
	mustEqual(t, "/rares", d.get("/rares"), map[string]any{"rares": []any{}, "next": nil})
	mustEqual(t, "/deaths", d.get("/deaths"), map[string]any{"deaths": []any{}, "next": nil})
	mustEqual(t, "/combat-stats", d.get("/combat-stats"), map[string]any{"combat_stats": []any{}, "next": nil})
	mustEqual(t, "/total-kills", d.get("/total-kills"), map[string]any{"total": 0, "today": 0, "last_updated": d.clock})
	mustEqual(t, "/total-rares", d.get("/total-rares"), map[string]any{"all_time": 0, "today": 0, "last_updated": d.clock})
	for _, path := range []string{"/stats/A", "/character-stats/A", "/combat-stats/A"} {
		status, body := d.ask(path)
		if detail, _ := body["error"].(map[string]any); status != http.StatusNotFound || detail["code"] != "not_found" || !strings.Contains(fmt.Sprint(detail["message"]), "of A") {
			t.Errorf("%s: %d %v", path, status, body)
		}
	}
}
