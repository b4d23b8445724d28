package inventory

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
)

func uploadBody(character string, items ...string) string {
	return fmt.Sprintf(`{"character_name":%q,"items":[%s]}`, character, strings.Join(items, ","))
}

func TestUploadsOverHTTP(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	got := h.get(200, "POST", "/process-inventory", uploadBody("Mule", plain(1, "Lute"), ring(2, "Ring"), broken(3)))
	rejected := got["rejected"].([]any)
	if got["stored"] != 2.0 || got["unchanged"] != 0.0 || got["removed"] != 0.0 || len(rejected) != 1 || rejected[0].(map[string]any)["item_id"] != 3.0 {
		t.Errorf("%v", got)
	}
	if got := h.get(200, "POST", "/process-inventory", uploadBody("Mule", plain(1, "Lute"), ring(2, "Ring"))); got["unchanged"] != 2.0 || len(got["rejected"].([]any)) != 0 {
		t.Errorf("%v", got)
	}
	if got := h.get(200, "POST", "/inventory/Mule/item", plain(4, "Drum")); got["stored"] != 1.0 {
		t.Errorf("%v", got)
	}
	if got := h.get(200, "DELETE", "/inventory/Mule/item/1", ""); got["removed"] != 1.0 {
		t.Errorf("%v", got)
	}
	h.get(404, "DELETE", "/inventory/Mule/item/1", "")
	h.owns("Mule", "Drum", "Ring")
	h.get(200, "POST", "/process-inventory", `{"character_name":"Old","timestamp":"2020-01-02T03:04:05Z","items":[`+plain(9, "Flute")+`]}`)
	h.want("an upload of long ago", "2020-01-02 03:04:05+00", `select uploaded::text from inventory_state where character_name = 'Old'`)
}

// A plugin whose clock is ahead makes what others say later seem older than its
// inventory: they are told, rather than that all is well.
func TestAChangeOlderThanTheInventoryIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.sendAt(fullFrame("Mule", plain(1, "Lute")), epoch.Add(5*time.Minute))
	for method, path := range map[string]string{"DELETE": "/inventory/Mule/item/1", "POST": "/inventory/Mule/item"} {
		if got := h.get(409, method, path, plain(2, "Drum")); !strings.Contains(fmt.Sprint(got), "of a later moment") {
			t.Errorf("%s: %v", method, got)
		}
	}
	h.owns("Mule", "Lute")
	h.clock.pass(6 * time.Minute)
	h.get(200, "DELETE", "/inventory/Mule/item/1", "")
	h.owns("Mule")
}

func TestBadUploads(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.full("Mule", plain(1, "Lute"))
	whole := uploadBody("Mule", plain(2, "Stone"))
	for _, c := range []struct {
		status             int
		method, path, body string
	}{
		{400, "POST", "/process-inventory", ""},
		{400, "POST", "/process-inventory", "[]"},
		{400, "POST", "/process-inventory", "{}"},
		{400, "POST", "/process-inventory", whole[:len(whole)-2]}, // half
		{400, "POST", "/process-inventory", whole + "{}"},
		{400, "POST", "/process-inventory", `{"items":[]}`},
		{400, "POST", "/process-inventory", `{"character_name":"Mule"}`},
		{400, "POST", "/process-inventory", `{"character_name":"Mule","items":{}}`},
		{400, "POST", "/process-inventory", `{"character_name":"Mule","items":[],"type":"telemetry"}`},
		{400, "POST", "/process-inventory", `{"character_name":"Mule","items":[],"timestamp":"2199-01-01T00:00:00Z"}`},
		{400, "POST", "/process-inventory", `{"character_name":"` + strings.Repeat("x", 65) + `","items":[]}`},
		{400, "POST", "/process-inventory?force=1", whole},
		{413, "POST", "/process-inventory", `{"x":"` + strings.Repeat("x", maxUpload) + `"}`},
		{400, "POST", "/inventory/Mule/item", `{}`},
		{400, "POST", "/inventory/Mule/item", `{"Name":"without id"}`},
		{400, "POST", "/inventory/Mule/item", `{"Id":1},"action":"remove","item_id":1,"x":{}`},
		{400, "DELETE", "/inventory/Mule/item/0", ""},
		{400, "DELETE", "/inventory/Mule/item/1%20or%201=1", ""},
		{400, "DELETE", "/inventory/%20/item/1", ""},
	} {
		if answer := h.ask(c.method, c.path, c.body); answer.Code != c.status || !strings.Contains(answer.Body.String(), `"error"`) {
			t.Errorf("%s %s %.80s: %d %s, want %d", c.method, c.path, c.body, answer.Code, answer.Body, c.status)
		}
	}
	h.owns("Mule", "Lute")
}

// An upload whose sender goes away in the middle changes nothing.
func TestAnUploadThatBreaksOff(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.full("Mule", plain(1, "Lute"), plain(2, "Drum"))
	r := chi.NewRouter()
	h.module.Routes(r)
	done := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		defer close(done)
		r.ServeHTTP(w, q)
	}))
	t.Cleanup(server.Close)
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	body := uploadBody("Mule", plain(3, "Flute"), plain(4, "Stone"))
	fmt.Fprintf(conn, "POST /process-inventory HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body[:len(body)/2])
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	<-done
	if _, last := h.module.log.Bounds(); last != 1 {
		t.Errorf("%d records are in the log", last)
	}
	h.owns("Mule", "Lute", "Drum")
}

// An upload that is not stored in time is told where it is, and stored later.
func TestAnUploadWaitsForTheDatabase(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.module.apply = 50 * time.Millisecond
	tx, err := h.pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := lockItems(t.Context(), tx); err != nil { // somebody else writes items
		t.Fatal(err)
	}
	if got := h.get(202, "POST", "/process-inventory", uploadBody("Mule", plain(1, "Lute"))); got["position"] != 1.0 {
		t.Errorf("%v", got)
	}
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.eventually("it is stored", func() bool { return h.module.books.Snapshot()["full_inventory"].Applied == 1 })
	h.owns("Mule", "Lute")
}

func TestItemsOverHTTP(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.full("Mule", plain(1, "Lute"), ring(2, "Ring", `"CurrentWieldedLocation":262144`, `"Unheard":1`))
	h.full("Other", plain(3, "Flute"))
	got := h.get(200, "GET", "/inventory/Mule", "")
	items := got["items"].([]any)
	if got["character_name"] != "Mule" || got["item_count"] != 2.0 || got["updated"] == nil || len(items) != 2 {
		t.Fatalf("%v", got)
	}
	row := items[1].(map[string]any)
	for _, name := range append(columnNames(), "spells") {
		if _, is := row[name]; !is {
			t.Errorf("a row has no %s", name)
		}
	}
	if len(row) != len(columnNames())+1 {
		t.Errorf("a row has %d members, %d columns", len(row), len(columnNames()))
	}
	spell := row["spells"].([]any)[0].(map[string]any)
	if row["name"] != "Ring" || row["equipped"] != true || row["armor_level"] != nil || row["seen"] == nil || row["slot_name"] == nil || spell["id"] != 2572.0 || spell["name"] == "" {
		t.Errorf("%v", row)
	}
	list := h.get(200, "GET", "/inventories", "")["inventories"].([]any)
	if len(list) != 2 || list[0].(map[string]any)["character_name"] != "Mule" || list[0].(map[string]any)["item_count"] != 2.0 {
		t.Errorf("%v", list)
	}
	one := h.get(200, "GET", "/items/Mule/2", "")
	if raw := one["raw"].(map[string]any); raw["original_json"].(map[string]any)["Unheard"] != 1.0 || raw["int_values"].(map[string]any)["19"] != 20.0 || one["value"] != 20.0 {
		t.Errorf("%v", one)
	}
	if like := one["like"].([]any); len(like) == 0 {
		t.Errorf("%v", one["like"])
	}
	details := one["spell_details"].([]any)
	if len(details) != 1 || details[0].(map[string]any)["id"] != 2572.0 || details[0].(map[string]any)["factor"] == nil || details[0].(map[string]any)["effect"] == "" {
		t.Errorf("%v", details)
	}
	h.eventually("the index is loaded", h.module.catalogue.index.Ready)
	for _, clause := range one["like"].([]any) {
		if found := h.get(200, "GET", "/search/items?q="+url.QueryEscape(clause.(string)), ""); found["total_count"] == 0.0 {
			t.Errorf("%v does not find the item that it was made of", clause)
		}
	}
	both := h.get(200, "GET", "/items/compare?id=3&id=2&id=9", "")
	if items := both["items"].([]any); len(items) != 2 || items[0].(map[string]any)["name"] != "Flute" {
		t.Errorf("%v", both)
	}
	if differ := both["differ"].([]any); !slices.Contains(differ, any("name")) || slices.Contains(differ, any("armor_level")) || both["missing"].([]any)[0] != 9.0 {
		t.Errorf("%v %v", both["differ"], both["missing"])
	}
	for path, status := range map[string]int{
		"/inventory/Nobody": 404, "/items/Mule/3": 404, "/items/Mule/x": 400, "/items/compare": 400, "/items/compare?id=1": 400,
		"/items/compare?id=1&id=1": 400, "/items/compare?id=1&id=2&id=3&id=4&id=5&id=6&id=7": 400, "/items/compare?id=1&id='": 400,
		"/inventory/" + strings.Repeat("x", 65): 400, "/inventory/Mule?limit=1": 400, "/inventory/Mule'%20or%20'1'='1": 404,
	} {
		h.get(status, http.MethodGet, path, "")
	}
}
