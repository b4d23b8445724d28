package inventory

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"overlord/store"
	"overlord/store/eventlog"
	"overlord/store/fault"
	"overlord/store/storetest"
	"overlord/tracker/event"
)

// cursed makes the database refuse what it should have taken: rows of a name.
const cursed = `
	create function refuse() returns trigger language plpgsql as $$ begin raise exception 'it is cursed'; end $$;
	create trigger refuse before insert on items for each row when (new.name = 'Cursed') execute function refuse();
	create trigger refuse before insert on inventory_state for each row when (new.character_name = 'Banned') execute function refuse()`

func TestTheDatabaseRefusesOneItemOfMany(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	storetest.MustExec(t, h.pool, cursed)
	s := h.full("Mule", plain(1, "Lute"), plain(2, "Cursed"), plain(3, "Stone"))
	if s.Stored != 2 || len(s.Rejected) != 1 || s.Rejected[0].Index != 1 || !strings.Contains(s.Rejected[0].Reason, "cursed") {
		t.Errorf("%+v", s)
	}
	h.owns("Mule", "Lute", "Stone")
	if s := h.full("Banned", plain(9, "Drum")); s.refusal == "" {
		t.Errorf("%+v", s)
	}
	h.full("Next", plain(4, "Flute"))
	h.owns("Next", "Flute")
	h.want("what is set aside", "full_inventory 2 true", `select kind || ' ' || position || ' ' || (error like '%cursed%') from parked_events`)
	h.want("the cursor", "3", `select position::text from ingest_cursor where reader = 'inventory'`)
	h.balanced()
	if p := h.module.books.Snapshot()["full_inventory"]; p.Parked != 1 || p.Applied != 2 || p.Waiting != 0 {
		t.Errorf("%+v", p)
	}
}

func TestRecordsThatAreNoInventoriesAreParked(t *testing.T) {
	t.Parallel()
	batch := eventlog.Batch{
		Records: []eventlog.Record{
			{Position: 2, ReceivedAt: epoch, Kind: "full_inventory", Payload: []byte(`{"type":"full_inventory","character_name":"A","items":[]}`)},
			{Position: 3, ReceivedAt: epoch, Kind: "chat", Payload: []byte(`{"type":"chat","character_name":"A","text":"hi"}`)},
			{Position: 4, ReceivedAt: epoch, Kind: "full_inventory", Payload: []byte(`{`)},
		},
		Corrupt: []eventlog.Corrupt{{Position: 1, Last: 1, Reason: "wrong sum", Raw: []byte("x")}, {Position: 5, Last: 7, Reason: "missing"}},
		Through: 7,
	}
	w := newWork(batch, epoch)
	if got := w.Parked(); !slices.Equal(got, []uint64{1, 3, 4, 5, 6, 7}) {
		t.Errorf("parked: %v", got)
	}
	if last := w.Entries[len(w.Entries)-1]; !strings.Contains(last.Refusal, "records 5 to 7") {
		t.Errorf("%q", last.Refusal)
	}
	left, right := w.Halve()
	if len(left.Entries)+len(right.Entries) != 5 || left.Through != 2 || right.Through != 7 {
		t.Errorf("halves: %d through %d, %d through %d", len(left.Entries), left.Through, len(right.Entries), right.Through)
	}
}

// A stop and a start between any two events change nothing.
func TestARestartGoesOnWhereTheDatabaseIs(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.full("Mule", plain(1, "Lute"))
	for i := range 3 {
		h.stop()
		h.open()
		h.update("Mule", plain(2+i, "Stone "+strconv.Itoa(i)))
	}
	h.owns("Mule", "Lute", "Stone 0", "Stone 1", "Stone 2")
	h.want("each was applied once", "4", `select generation::text from inventory_state`)
	h.want("one cursor", "4", `select position::text from ingest_cursor`)
}

func TestASecondServerIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	other, err := New(Config{Log: h.log, DataDir: t.TempDir(), Pool: h.pool, Announcer: h, Logger: h.module.logger, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer other.log.Close()
	if err := other.Start(t.Context()); fault.CodeOf(err) != fault.Conflict || !strings.Contains(err.Error(), "another server") {
		t.Errorf("a second server on one database: %v", err)
	}
}

// The database goes away and comes back: what was accepted meanwhile is stored
// then, in order, and requests are told.
func TestTheDatabaseIsAway(t *testing.T) {
	t.Parallel()
	server := storetest.Start(t)
	pool, err := store.Open(t.Context(), store.Config{URL: server.URL("inventory_db"), Size: 4, Name: "inventory test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	h := &house{t: t, pool: pool, dir: t.TempDir(), clock: &clock{at: epoch}, log: LogSettings{MaxBytes: 64 << 20, Sync: time.Millisecond}}
	server.Stop()
	h.open() // the start does not need the database
	for _, name := range []string{"Lute", "Stone"} {
		ev, _, err := event.Redecode([]byte(fullFrame("Mule", plain(1, name))), epoch)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.module.append(t.Context(), ev); err != nil {
			t.Fatal(err)
		}
	}
	if answerWithin > time.Second {
		t.Errorf("an answer has %s", answerWithin)
	}
	for _, path := range []string{"/inventories", "/inventory/Mule", "/items/Mule/1", "/items/compare?id=1&id=2"} {
		answer := h.ask(http.MethodGet, path, "")
		if answer.Code != http.StatusServiceUnavailable || answer.Header().Get("Retry-After") == "" {
			t.Errorf("%s: %d: %s", path, answer.Code, answer.Body)
		}
	}
	if err := h.module.Ready(t.Context()); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("ready without its database: %v", err)
	}
	server.Start()
	h.eventually("everything is stored", func() bool { return h.module.books.Snapshot()["full_inventory"].Applied == 2 })
	h.owns("Mule", "Stone")
	h.balanced()
	h.eventually("it is ready", func() bool { return h.module.Ready(t.Context()) == nil })
}

// A log that takes no more says so, and goes on once there is room.
func TestTheItemLogIsFull(t *testing.T) {
	t.Parallel()
	server := storetest.Start(t)
	pool, err := store.Open(t.Context(), store.Config{URL: server.URL("inventory_db"), Size: 4, Name: "inventory test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	h := &house{t: t, pool: pool, dir: t.TempDir(), clock: &clock{at: epoch}, log: LogSettings{MaxBytes: 16 << 10, Sync: time.Millisecond}}
	server.Stop()
	h.open()
	ev, _, err := event.Redecode([]byte(fullFrame("Mule", plain(1, strings.Repeat("Lute", 1000)))), epoch)
	if err != nil {
		t.Fatal(err)
	}
	for range 10 {
		if _, err = h.module.append(t.Context(), ev); err != nil {
			break
		}
	}
	if fault.CodeOf(err) != fault.Unavailable {
		t.Fatalf("the log took all, or said %v", err)
	}
	answer := h.ask(http.MethodPost, "/process-inventory", `{"character_name":"Mule","items":[`+plain(1, strings.Repeat("Lute", 1000))+`]}`)
	if answer.Code != http.StatusServiceUnavailable || answer.Header().Get("Retry-After") == "" {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	h.balanced()
	refused := h.module.books.Snapshot()["full_inventory"].Refused
	if refused < 2 {
		t.Errorf("%d were refused", refused)
	}
	server.Start()
	h.eventually("there is room", func() bool { return h.module.books.Snapshot()["full_inventory"].Waiting == 0 })
	h.full("Mule", plain(1, "Drum"))
	h.owns("Mule", "Drum")
	h.balanced()
}

// A database that is too slow for a batch gets smaller ones, until it is not.
func TestASlowDatabaseGetsLessAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.full("Mule", plain(1, "Lute"))
	h.stop()
	w := h.module.writer
	defer w.place.Release()
	ev, _, err := event.Redecode([]byte(fullFrame("Mule", plain(2, "Drum"))), epoch.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	todo := work{Entries: []logged{{Position: 2, Last: 2, Event: ev}}, Through: 2}
	for _, want := range []int{64, 16, 4, 1, 1} {
		if _, err := w.begin(t.Context()); err != nil { // as after each failure
			t.Fatal(err)
		}
		w.within = time.Nanosecond
		if err := w.store(t.Context(), 1, todo); err == nil {
			t.Fatal("it was stored in no time")
		}
		if got := w.pace.records(); got != want {
			t.Errorf("the next batch has %d records, want %d", got, want)
		}
	}
	h.owns("Mule", "Lute")
	w.within = patience
	if _, err := w.begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := w.store(t.Context(), 1, todo); err != nil {
		t.Fatal(err)
	}
	if got := w.pace.records(); got != slowParts {
		t.Errorf("after a batch that was in time the next has %d records", got)
	}
	for range 9 {
		w.pace.faster()
	}
	if got := w.pace.records(); got != batchRecords {
		t.Errorf("at best a batch has %d records", got)
	}
	h.owns("Mule", "Drum")
}
