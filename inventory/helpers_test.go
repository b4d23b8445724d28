package inventory

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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

	"overlord/inventory/item"
	"overlord/store/storetest"
	"overlord/tracker/event"
	"overlord/web/webtest"
)

// epoch is when the tests' events begin.
var epoch = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// house is an inventory between a real log and a real database, and all that it
// announces.
type house struct {
	t      *testing.T
	pool   *pgxpool.Pool
	dir    string
	module *Module
	stop   func()
	clock  *clock
	log    LogSettings

	patience time.Duration // tests of what users are told of a database that is away leave it out
	readOnly bool
	wearers  func() (map[string]item.Wielder, error) // nil: nothing is known

	mu   sync.Mutex
	said []string
	told []string // to one user
}

// clock is a time that only the test moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// Announce implements Announcer.
func (h *house) Announce(n Announcement) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if n.UserID != 0 {
		h.told = append(h.told, fmt.Sprintf("%d %s", n.UserID, n.Body))
		return
	}
	h.said = append(h.said, string(n.Body))
}

// Wielders implements Wearers.
func (h *house) Wielders(context.Context, []string) (map[string]item.Wielder, error) {
	if h.wearers == nil {
		return nil, nil
	}
	return h.wearers()
}

// announced gives what was announced since the last call.
func (h *house) announced() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	said := h.said
	h.said = nil
	return said
}

// patience bounds every wait of these tests; nothing takes nearly as long.
const patience = 2 * time.Minute

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, pool: storetest.New(t, Migrate), dir: t.TempDir(), clock: &clock{at: epoch}, log: LogSettings{MaxBytes: 256 << 20, Sync: time.Millisecond}, patience: time.Minute}
	h.open()
	return h
}

// open starts the inventory as a start of the server does.
func (h *house) open() {
	h.t.Helper()
	m, err := New(Config{
		Log: h.log, DataDir: h.dir, Pool: h.pool, MaxLag: time.Minute, Patience: h.patience, Announcer: h, Require: allow, ReadOnly: h.readOnly, Wearers: h,
		Logger: slog.New(slog.DiscardHandler), Now: h.clock.now,
	})
	if err != nil {
		h.t.Fatal(err)
	}
	m.apply = patience
	if err := m.Start(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	searching := make(chan error, 1)
	go func() { ended <- m.RunStore(ctx) }()
	go func() { searching <- m.RunSearch(ctx) }()
	h.module = m
	h.stop = sync.OnceFunc(func() {
		cancel()
		if err := errors.Join(<-ended, <-searching); err != nil {
			h.t.Errorf("the inventory ended with %v", err)
		}
	})
	h.t.Cleanup(h.stop)
}

func allow(string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler { return next }
}

// send accepts an event, a second after the one before, and waits until it is
// stored.
func (h *house) send(frame string) Summary {
	h.t.Helper()
	h.clock.pass(time.Second)
	return h.sendAt(frame, h.clock.now())
}

// sendAt is send with the time of the event.
func (h *house) sendAt(frame string, at time.Time) Summary {
	h.t.Helper()
	ev, _, err := event.Redecode([]byte(frame), at)
	if err != nil {
		h.t.Fatalf("%v\n%.300s", err, frame)
	}
	position, err := h.module.append(h.t.Context(), ev)
	if err != nil {
		h.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(h.t.Context(), patience)
	defer cancel()
	s, ok := h.module.results.wait(ctx, position)
	if !ok {
		h.t.Fatal("the writer does not answer")
	}
	return s
}

// full sends everything that a character owns.
func (h *house) full(character string, items ...string) Summary {
	h.t.Helper()
	return h.send(fullFrame(character, items...))
}

func fullFrame(character string, items ...string) string {
	return fmt.Sprintf(`{"type":"full_inventory","character_name":%q,"items":[%s]}`, character, strings.Join(items, ","))
}

// update sends one changed item.
func (h *house) update(character, item string) Summary {
	h.t.Helper()
	return h.send(fmt.Sprintf(`{"type":"inventory_delta","character_name":%q,"action":"update","item":%s}`, character, item))
}

func (h *house) remove(character string, id int64) Summary {
	h.t.Helper()
	return h.send(fmt.Sprintf(`{"type":"inventory_delta","character_name":%q,"action":"remove","item_id":%d}`, character, id))
}

// plain is an item that was not appraised.
func plain(id int, name string, more ...string) string {
	return fmt.Sprintf(`{"Id":%d,"Name":%q,"ObjectClass":11%s}`, id, name, tail(more))
}

// ring is an appraised ring with a spell.
func ring(id int, name string, more ...string) string {
	return fmt.Sprintf(`{"Id":%d,"ObjectClass":4,"HasIdData":true,"LastIdTime":1487001924,"IntValues":{"19":%d,"5":30,"218103822":786432},"StringValues":{"1":%q},"Spells":[2572]%s}`,
		id, id*10, name, tail(more))
}

func tail(more []string) string {
	if len(more) == 0 {
		return ""
	}
	return "," + strings.Join(more, ",")
}

// want holds what the database says, line by line, against what it should say.
func (h *house) want(what, want, sql string, args ...any) {
	h.t.Helper()
	if got := strings.Join(storetest.MustLines(h.t, h.pool, sql, args...), "\n"); got != want {
		h.t.Errorf("%s:\n%s\nwant\n%s", what, got, want)
	}
}

// owns holds a character's items against a list of names.
func (h *house) owns(character string, names ...string) {
	h.t.Helper()
	slices.Sort(names)
	h.want("what "+character+" owns", strings.Join(names, "\n"), `select name from items where character_name = $1 order by name collate "C"`, character)
	h.want("its state", fmt.Sprint(len(names)), `select item_count::text from inventory_state where character_name = $1`, character)
}

// balanced holds the books against their promise.
func (h *house) balanced() {
	h.t.Helper()
	for family, p := range h.module.books.Snapshot() {
		if p.Received != p.Refused+p.Appending+p.Accepted || p.Carried+p.Accepted != p.Applied+p.Parked+p.Waiting {
			h.t.Errorf("the books of %s do not balance: %+v", family, p)
		}
	}
}

// ask sends a request to the module's routes.
func (h *house) ask(method, target, body string) *httptest.ResponseRecorder {
	h.t.Helper()
	r := chi.NewRouter()
	h.module.Routes(r)
	answer := httptest.NewRecorder()
	r.ServeHTTP(answer, httptest.NewRequestWithContext(h.t.Context(), method, target, strings.NewReader(body)))
	return answer
}

// get asks and reads the answer, which must have this status.
func (h *house) get(status int, method, target, body string) map[string]any {
	h.t.Helper()
	answer := h.ask(method, target, body)
	if answer.Code != status {
		h.t.Fatalf("%s %s: %d %.500s, want %d", method, target, answer.Code, answer.Body, status)
	}
	var out map[string]any
	if err := json.Unmarshal(answer.Body.Bytes(), &out); err != nil {
		h.t.Fatalf("%s %s: %v in %.500s", method, target, err, answer.Body)
	}
	webtest.AsDescribed(h.t, method, target, status, out)
	return out
}

// eventually waits for something that other goroutines do.
func (h *house) eventually(what string, done func() bool) {
	h.t.Helper()
	end := time.Now().Add(patience)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		if time.Now().After(end) {
			h.t.Fatalf("not so after %s: %s", patience, what)
		}
		<-tick.C
	}
}
