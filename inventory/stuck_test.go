package inventory

import (
	"context"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store/storetest"
)

// quiet is a connection that may lose what is written to it: the other side then
// never answers, as a server does that hangs.
type quiet struct {
	net.Conn
	lost *atomic.Bool
}

func (c *quiet) Write(b []byte) (int, error) {
	if c.lost.Load() {
		return len(b), nil
	}
	return c.Conn.Write(b)
}

// A database that hangs on and does not answer is told of as soon as one that is
// away: on connections that were just used, and well before a slow read would end.
func TestTheDatabaseIsStuck(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.full("Mule", helm(1, "Helm", 100, `"CurrentWieldedLocation":1`), helm(2, "Better Helm", 200))
	config, err := pgxpool.ParseConfig(storetest.URL(t, h.pool))
	if err != nil {
		t.Fatal(err)
	}
	lost, dial := &atomic.Bool{}, config.ConnConfig.DialFunc
	config.ConnConfig.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		return &quiet{conn, lost}, err
	}
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	h.stop()
	h.pool, h.patience = pool, 0
	h.open()
	h.eventually("the index is loaded", h.module.catalogue.index.Ready)
	paths := []string{
		"/search/items?q=helm", "/search/items?limit=500", "/search/upgrades/Mule", "/search/equipped/Mule", "/items/Mule/1/benefits", "/export/items.csv", "/inventory/Mule", "/inventories",
		"/items/Mule/1", "/items/compare?id=1&id=2",
	}
	for _, path := range paths {
		h.eventually(path+" answers", func() bool { return h.ask(http.MethodGet, path, "").Code == http.StatusOK })
	}
	lost.Store(true)
	for _, path := range paths {
		begin := time.Now()
		answer := h.ask(http.MethodGet, path, "")
		if took := time.Since(begin); answer.Code != http.StatusServiceUnavailable || answer.Header().Get("Retry-After") == "" || took > scanWithin/2 {
			t.Errorf("%s: %d after %s: %s", path, answer.Code, took, answer.Body)
		}
	}
	lost.Store(false)
	h.eventually("it answers again", func() bool { return h.ask(http.MethodGet, "/search/items?q=helm", "").Code == http.StatusOK })
}
