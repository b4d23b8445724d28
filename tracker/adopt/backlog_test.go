package adopt

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// wantSummedUp holds all rollups against a plain scan.
func wantSummedUp(t *testing.T, pool *pgxpool.Pool) {
	t.Helper()
	plainScan, err := os.ReadFile(filepath.Join("..", "testdata", "plain-scan.sql"))
	if err != nil {
		t.Fatal(err)
	}
	for table, width := range map[string]time.Duration{"telemetry_5m": 5 * time.Minute, "telemetry_1h": time.Hour, "telemetry_1d": 24 * time.Hour} {
		want(t, pool, table, query(t, pool, string(plainScan), width), `
			select character_name, bucket, samples, kills, deaths, rares from `+table+` where samples + rares > 0 order by 1, 2`)
	}
	want(t, pool, "spawn_1h", query(t, pool, `
		select date_bin('1 hour', "timestamp"::timestamptz, '2001-01-01 00:00+00'), mob::text, round(ew::numeric * 10)::integer, round(ns::numeric * 10)::integer, count(*)
		from spawn_events group by 1, 2, 3, 4 order by 1, 2, 3, 4`), `select hour, mob, ew, ns, spawns from spawn_1h order by 1, 2, 3, 4`)
	want(t, pool, "spawn_cells_1h", query(t, pool, `select hour, ew, ns, sum(spawns)::bigint from spawn_1h group by 1, 2, 3 order by 1, 2, 3`), `select * from spawn_cells_1h order by 1, 2, 3`)
	want(t, pool, "spawn_mobs_1h", query(t, pool, `select hour, mob, sum(spawns)::bigint from spawn_1h group by 1, 2 order by 1, 2`), `select * from spawn_mobs_1h order by 1, 2`)
	want(t, pool, "nothing is left", "0 0 0", `select (select count(*) from backlog_ours), (select count(*) from backlog_sessions), (select count(*) from backlog_last)`)
}
