package tracker

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"overlord/store/books"
	"overlord/store/eventlog"
	"overlord/store/fault"
	"overlord/tracker/event"
	"overlord/tracker/live"
)

// shelf is an inventory that takes events until it is full.
type shelf struct {
	room int
	log  *eventlog.Log
	took []string
}

func (s *shelf) Accept(_ context.Context, ev *event.Event, done func(uint64, time.Time, error)) error {
	if s.room == 0 {
		return fault.New(fault.TooLarge, "it does not fit")
	}
	s.room--
	if s.room == 0 {
		done(0, time.Time{}, fault.New(fault.Overloaded, "it is full"))
		return nil
	}
	s.took = append(s.took, string(ev.Payload))
	done(uint64(len(s.took)), ev.ReceivedAt, nil)
	return nil
}

func (s *shelf) Accounts() (*eventlog.Log, *books.Books) { return s.log, books.New(0) }
func (s *shelf) Healthy() error                          { return nil }

// Inventories go to the item log; what that does not take is refused by itself,
// and the socket stays for the events of the world.
func TestInventoriesGoToTheItemLog(t *testing.T) {
	t.Parallel()
	log, err := eventlog.Open(eventlog.Options{Dir: t.TempDir(), MaxBytes: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	items := &shelf{room: 3, log: log}
	m, err := New(Config{
		Settings: Settings{EventLogMaxBytes: 16 << 20, IdleMinutes: 5}, DataDir: t.TempDir(), Hub: live.New(live.Options{}),
		Items: items, Logger: slog.New(slog.DiscardHandler), Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.log.Close() })
	p := newPlugin("192.0.2.1", time.Now())
	for _, frame := range []string{
		`{"type":"full_inventory","character_name":"Mule","items":[{"Id":1}]}`,
		`{"type":"inventory_delta","character_name":"Mule","action":"remove","item_id":1}`,
		`{"type":"inventory_delta","character_name":"Mule","action":"remove","item_id":2}`,
		`{"type":"full_inventory","character_name":"Mule","items":[]}`,
	} {
		if err := m.frame(t.Context(), p, []byte(frame)); err != nil {
			t.Fatal(err)
		}
	}
	if len(items.took) != 2 {
		t.Errorf("the item log took %q", items.took)
	}
	if len(p.queue) != 2 || len(p.closing) != 0 {
		t.Fatalf("the plugin is told %q, its socket closed: %t", p.queue, len(p.closing) != 0)
	}
	for i, family := range []string{"inventory_delta", "full_inventory"} {
		if told := string(p.queue[i]); !strings.Contains(told, `"code":"overloaded"`) || !strings.Contains(told, `"event_type":"`+family+`"`) || !strings.Contains(told, `"character_name":"Mule"`) {
			t.Errorf("told %s", told)
		}
	}
	glance := m.lately.Glance("", 10)
	if len(glance.Accepted) != 2 || len(glance.Refused) != 2 || glance.Refused[0].Reason != "overloaded" {
		t.Errorf("%+v", glance)
	}
	if state := m.serverState(); len(state.Logs) != 2 || state.Logs[1].Name != "items" || len(state.Databases) != 2 || !state.Databases[1].Up {
		t.Errorf("%+v", state)
	}
	if got := gathered(t, m, "overlord_eventlog_bytes"); got <= 0 {
		t.Errorf("bytes of the logs: %v", got)
	}
}
