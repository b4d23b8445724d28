package join

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Each costly route is of one kind, wherever it is mounted; others are of none.
func TestWhatIsHeldBack(t *testing.T) {
	t.Parallel()
	for request, want := range map[string]string{
		"POST /suitbuilder/search": "suits", "POST /inv/suitbuilder/search": "suits", "GET /api/suitbuilder/sets": "",
		"GET /search/items": "items", "GET /inv/search/items": "items", "GET /search/complete": "", "GET /search/equipped/Mule": "",
		"GET /search/upgrades/Mule": "reads", "GET /api/search/upgrades/Mule/head": "reads", "GET /items/Mule/7/benefits": "reads", "GET /items/Mule/7": "",
		"GET /export/items.csv": "exports", "GET /api/export/items.json": "exports", "GET /inventories": "", "POST /process-inventory": "",
	} {
		method, path, _ := strings.Cut(request, " ")
		got := ""
		for _, c := range costly {
			if c.is(httptest.NewRequest(method, path, http.NoBody)) {
				got += c.kind
			}
		}
		if got != want {
			t.Errorf("%s is of kind %q, want %q", request, got, want)
		}
	}
}
