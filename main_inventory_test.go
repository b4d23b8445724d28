package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store/eventlog"
	"overlord/store/storetest"
	"overlord/web/socket"
)

// The same proof for what characters own: under a load of full inventories,
// changes and trades the server is killed again and again. Each accepted event
// must then have been applied exactly once, in the log's order.
func TestKillsUnderInventories(t *testing.T) { proveInventories(t, 3, 0) }

func TestLongKillsUnderInventories(t *testing.T) {
	needLong(t)
	proveInventories(t, 20, 10*time.Second)
}

func proveInventories(t *testing.T, kills int, outage time.Duration) {
	database := storetest.Start(t)
	p := newProcess(t, "DATABASE_URL="+database.URL("dereth"), "INVENTORY_DATABASE_URL="+database.URL("inventory_db"), "ADMIN_PASSWORD=long enough for a test")
	p.start()
	watch, cancel := context.WithCancel(t.Context())
	defer cancel()
	balance := watchBooks(watch, p)
	load, stopLoad := context.WithCancel(t.Context())
	defer stopLoad()
	var mules sync.WaitGroup
	for i := range 6 {
		mules.Go(func() { playMule(load, p, i) })
	}
	chance := rand.New(rand.NewPCG(2, uint64(kills)))
	for range kills {
		time.Sleep(time.Second + time.Duration(chance.Int64N(int64(time.Second))))
		p.kill()
		p.start()
	}
	if outage > 0 {
		database.Stop()
		time.Sleep(outage)
		database.Start()
	}
	time.Sleep(time.Second)
	stopLoad()
	mules.Wait()
	p.eventually("everything is stored", func() bool {
		books, err := p.books()
		return err == nil && waiting(books) == 0
	})
	cancel()
	p.stop()
	if balance() == 0 {
		t.Error("the books were never looked at")
	}
	log := readLog(t, filepath.Join(valueOf(p.env, "DATA_DIR"), "eventlog", "items"))
	model := newOwners()
	for _, r := range log {
		model.apply(t, r)
	}
	t.Logf("%d events of inventories were accepted; %d items of %d characters are left", len(log), len(model.items), len(model.generation))
	if len(log) < 50 {
		t.Fatal("that is no load")
	}
	conn, err := pgx.Connect(t.Context(), database.URL("inventory_db"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	model.compare(t, conn, len(log))
}

// owned is an item as far as the proof looks at it.
type owned struct{ owner, name string }

// owners is who owns what, by the rules of the contract and one event at a time.
type owners struct {
	items      map[int64]owned
	uploaded   map[string]time.Time
	generation map[string]int64 // how often a character's items changed
}

func newOwners() *owners {
	return &owners{map[int64]owned{}, map[string]time.Time{}, map[string]int64{}}
}

type mulesItem struct {
	ID   int64 `json:"Id"`
	Name string
}

func (o *owners) apply(t *testing.T, r eventlog.Record) {
	t.Helper()
	var ev struct {
		Type, Action string
		Character    string `json:"character_name"`
		Timestamp    time.Time
		Items        []mulesItem
		Item         mulesItem
		ItemID       int64 `json:"item_id"`
	}
	if err := json.Unmarshal(r.Payload, &ev); err != nil {
		t.Fatal(err)
	}
	changed := map[string]bool{}
	put := func(i mulesItem) {
		before, known := o.items[i.ID]
		if known && before.owner != ev.Character {
			if ev.Timestamp.Before(o.uploaded[before.owner]) {
				return
			}
			changed[before.owner] = true
		}
		if after := (owned{ev.Character, i.Name}); before != after {
			o.items[i.ID], changed[ev.Character] = after, true
		}
	}
	switch {
	case ev.Type == "full_inventory":
		changed[ev.Character] = true
		named := map[int64]bool{}
		for _, i := range ev.Items {
			named[i.ID] = true
			put(i)
		}
		maps.DeleteFunc(o.items, func(id int64, i owned) bool { return i.owner == ev.Character && !named[id] })
		o.uploaded[ev.Character] = ev.Timestamp
	case ev.Timestamp.Before(o.uploaded[ev.Character]):
	case ev.Action == "remove":
		if o.items[ev.ItemID].owner == ev.Character {
			delete(o.items, ev.ItemID)
			changed[ev.Character] = true
		}
	default:
		put(ev.Item)
	}
	for name := range changed {
		o.generation[name]++
	}
}

// compare holds the database against the model.
func (o *owners) compare(t *testing.T, conn *pgx.Conn, accepted int) {
	t.Helper()
	want, got := map[string]int64{}, map[string]int64{}
	for id, i := range o.items {
		want[fmt.Sprintf("%s %d %s", i.owner, id, i.name)] = 1
	}
	for name, n := range o.generation {
		want["generation of "+name] = n
	}
	want["events parked"], want["the cursor"] = 0, int64(accepted)
	rows, err := conn.Query(t.Context(), `
		select character_name || ' ' || item_id || ' ' || name, 1::bigint from items
		union all select 'generation of ' || character_name, generation from inventory_state
		union all select 'events parked', count(*) from parked_events
		union all select 'the cursor', position from ingest_cursor`)
	if err != nil {
		t.Fatal(err)
	}
	var key string
	var value int64
	if _, err := pgx.ForEachRow(rows, []any{&key, &value}, func() error { got[key] += value; return nil }); err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(got, want) {
		t.Errorf("the database has\n%s\nthe model\n%s", sorted(got), sorted(want))
	}
}

// playMule is a plugin whose character gets, changes, loses and trades items, and
// that sends everything it has whenever it connects.
func playMule(ctx context.Context, p *process, n int) {
	chance := rand.New(rand.NewPCG(uint64(n), 3))
	name := fmt.Sprintf("Mule %d", n)
	has := map[int64]string{}
	for i := range int64(40) {
		has[int64(n+1)*1000+i] = "Thing"
	}
	for ctx.Err() == nil {
		conn, _, err := socket.Dial(ctx, "ws://"+p.address+"/ws/position", http.Header{"X-Plugin-Secret": {testSecret}}, socket.Options{ReadLimit: 1 << 20})
		if err != nil {
			time.Sleep(10 * time.Millisecond)
			continue
		}
		for err = conn.Write(ctx, everything(name, has)); err == nil; err = conn.Write(ctx, happening(name, has, chance)) {
			time.Sleep(time.Duration(chance.Int64N(int64(80 * time.Millisecond))))
		}
		conn.Close(socket.Normal, "")
	}
}

func everything(name string, has map[int64]string) []byte {
	var items []string
	for id, what := range has {
		items = append(items, thing(id, what))
	}
	return fmt.Appendf(nil, `{"type":"full_inventory","character_name":%q,"item_count":%d,"items":[%s]}`, name, len(items), strings.Join(items, ","))
}

func thing(id int64, what string) string {
	return fmt.Sprintf(`{"Id":%d,"Name":%q,"ObjectClass":11}`, id, what)
}

// happening is the next thing that happens to a mule's items; a trade takes one
// that was another's.
func happening(name string, has map[int64]string, chance *rand.Rand) []byte {
	delta := func(id int64) []byte {
		has[id] = fmt.Sprintf("Thing %d", chance.IntN(1000))
		return fmt.Appendf(nil, `{"type":"inventory_delta","character_name":%q,"action":"update","item":%s}`, name, thing(id, has[id]))
	}
	switch chance.IntN(10) {
	case 0:
		return everything(name, has)
	case 1, 2:
		return delta(int64(1+chance.IntN(6))*1000 + chance.Int64N(40))
	case 3, 4:
		for id := range has {
			delete(has, id)
			return fmt.Appendf(nil, `{"type":"inventory_delta","character_name":%q,"action":"remove","item_id":%d}`, name, id)
		}
	}
	return delta(int64(7+chance.IntN(6))*1000 + chance.Int64N(400))
}

// What a signed-in user uploads is found at once, under each of the addresses;
// whoever only looks may look, and change nothing.
func TestItemsFromUploadToSearch(t *testing.T) {
	t.Parallel()
	p := newProcess(t, "ADMIN_PASSWORD=a long enough one")
	p.start()
	var answer map[string]any
	p.eventually("ready", func() bool { return p.get("/readyz", &answer) == http.StatusOK })
	ask := func(method, path, body string, cookies ...*http.Cookie) (int, string, []*http.Cookie) {
		t.Helper()
		answer, text := p.ask(method, path, body, cookies...)
		return answer.StatusCode, text, answer.Cookies()
	}
	_, _, admin := ask("POST", "/login", `{"username":"admin","password":"a long enough one"}`)
	const upload = `{"character_name":"Mule","items":[{"Id":1,"Name":"Lute","ObjectClass":11}]}`
	for _, prefix := range []string{"", "/api", "/inv"} {
		if status, _, _ := ask("POST", prefix+"/process-inventory", upload); status != http.StatusForbidden {
			t.Errorf("an upload by somebody who only looks: %d", status)
		}
		if status, text, _ := ask("POST", prefix+"/process-inventory", upload, admin...); status != http.StatusOK || !strings.Contains(text, `"rejected":[]`) {
			t.Errorf("%s: %d %s", prefix, status, text)
		}
		p.eventually("the index is loaded", func() bool {
			status, text, _ := ask("GET", prefix+"/search/items?q=lute", "")
			return status == http.StatusOK && strings.Contains(text, `"total_count":1`)
		})
	}
	if status, text, _ := ask("GET", "/server-state", ""); status != http.StatusOK || !strings.Contains(text, `"name":"items"`) || !strings.Contains(text, `"inventory_db"`) {
		t.Errorf("%d %s", status, text)
	}
	p.stop()
}
