package inventory

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store/storetest"
)

// A read-only server beside an earlier service, or on a database in which nothing
// is yet: every route of items says what is missing, and none that something went
// wrong.
func TestTablesThatAreNotOurs(t *testing.T) {
	t.Parallel()
	for name, pool := range map[string]*pgxpool.Pool{"an earlier service's": legacyDatabase(t), "none": storetest.New(t)} {
		h := &house{t: t, pool: pool, dir: t.TempDir(), clock: &clock{at: epoch}, readOnly: true, patience: time.Minute}
		h.open()
		h.eventually("the index met them", func() bool {
			h.module.catalogue.mu.Lock()
			defer h.module.catalogue.mu.Unlock()
			return h.module.catalogue.failed != nil
		})
		for _, path := range []string{
			"/inventory/Mule", "/inventories", "/items/Mule/1", "/items/compare?id=1&id=2", "/items/Mule/1/benefits", "/search/items", "/search/items?q=lute&facets=1",
			"/search/equipped/Mule", "/search/upgrades/Mule", "/search/upgrades/Mule/head", "/export/items.csv", "/export/items.json", "/characters/list",
		} {
			answer := h.ask(http.MethodGet, path, "")
			if answer.Code != http.StatusServiceUnavailable || answer.Header().Get("Retry-After") == "" || !strings.Contains(answer.Body.String(), "not this server's yet") {
				t.Errorf("%s, tables: %s: %d %s", path, name, answer.Code, answer.Body)
			}
		}
		for _, path := range []string{"/sets/list", "/slots/list", "/search/complete?q=is:ar&at=5"} { // the game's tables are the program's own
			if answer := h.ask(http.MethodGet, path, ""); answer.Code != http.StatusOK {
				t.Errorf("%s, tables: %s: %d %s", path, name, answer.Code, answer.Body)
			}
		}
	}
}
