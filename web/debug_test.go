package web

import (
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
)

// The command line that is shown tells no flag's value: some are secrets.
func TestTheCommandLineWithoutValues(t *testing.T) {
	t.Parallel()
	got := flagNames([]string{"bin/overlord", "--shared-secret", "hunter2", "--secret-key=hunter3", "serve", "-v"})
	if want := []string{"bin/overlord", "--shared-secret", "--secret-key", "-v"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if got := flagNames(nil); len(got) != 0 {
		t.Errorf("%q", got)
	}
	w := httptest.NewRecorder()
	Debug().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/debug/pprof/cmdline", nil))
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), os.Args[0]) || strings.Contains(w.Body.String(), "=") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
