package tracker

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"

	"overlord/store"
	"overlord/store/books"
)

// storetestPool opens a pool as main does.
func storetestPool(t *testing.T, url string) *pgxpool.Pool {
	t.Helper()
	pool, err := store.Open(t.Context(), store.Config{URL: url, Size: 4, Name: "tracker test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

// gathered sums up a metric over its labels, as /metrics would show it.
func gathered(t *testing.T, m *Module, name string) (sum float64) {
	t.Helper()
	registry := prometheus.NewPedanticRegistry()
	if err := m.Metrics(registry); err != nil {
		t.Fatal(err)
	}
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() != name {
			continue
		}
		for _, metric := range f.GetMetric() {
			sum += metric.GetCounter().GetValue() + metric.GetGauge().GetValue()
		}
	}
	return sum
}

// recorded is what a handler answers to a plain request.
func recorded(handler http.Handler) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/", nil))
	return answer
}

// mustBalance holds the books against their two promises.
func mustBalance(tb testing.TB, b *books.Books) {
	tb.Helper()
	for family, p := range b.Snapshot() {
		if p.Received != p.Refused+p.Appending+p.Accepted || p.Carried+p.Accepted != p.Applied+p.Parked+p.Waiting {
			tb.Fatalf("the books of %s do not balance: %+v", family, p)
		}
	}
}

// filesBelow lists the files in a folder and in those below it.
func filesBelow(dir string) (files []string, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, path)
		}
		return err
	})
	return files, err
}
