package adopt

import (
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store/storetest"
	"overlord/tracker/timescale"
)

// An adopted hypertable stays one, and the recorder writes into its chunks. It
// needs a server with TimescaleDB.
func TestAdoptedHypertables(t *testing.T) {
	url := os.Getenv("OVERLORD_TEST_TIMESCALE_URL")
	if url == "" {
		t.Skip("runs where OVERLORD_TEST_TIMESCALE_URL names a server with TimescaleDB")
	}
	pool := mustOpen(t, url)
	storetest.MustExec(t, pool, `drop schema if exists adopted cascade; create schema adopted`)
	config := pool.Config()
	config.ConnConfig.RuntimeParams["search_path"] = "adopted, public"
	own, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(own.Close)
	defer storetest.MustExec(t, pool, `drop schema adopted cascade`)
	storetest.MustExec(t, own, legacySchema(t))
	for _, table := range []string{"telemetry_events", "spawn_events"} {
		if err := timescale.Create(t.Context(), own, table); err != nil {
			t.Fatal(err)
		}
	}
	storetest.MustExec(t, own, earlier)
	if said := mustAdopt(t, own); !strings.Contains(said, "telemetry_events stays in parts as it is") {
		t.Error(said)
	}
	for _, table := range []string{"telemetry_events", "spawn_events"} {
		if hyper, err := timescale.IsHypertable(t.Context(), own, table); err != nil || !hyper {
			t.Errorf("%s is no hypertable any more: %v", table, err)
		}
	}
	record(t, own, newEvents...)
	wantRecorded(t, own)
	storetest.MustExec(t, own, oldInserts)
}
