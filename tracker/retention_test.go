package tracker

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store"
	"overlord/store/storetest"
)

// retain runs the command and gives what it says.
func retain(t *testing.T, pool *pgxpool.Pool, dryRun bool, settings Settings) string {
	t.Helper()
	var out strings.Builder
	closed := false
	c := RetentionCommand{Apply: !dryRun}
	err := c.Run(t.Context(), store.Console{Out: &out, Open: func(context.Context) (*pgxpool.Pool, func(), error) {
		return pool, func() { closed = true }, nil
	}}, settings)
	if err != nil || !closed {
		t.Errorf("%v, closed: %t", err, closed)
	}
	return out.String()
}

func TestRetentionSaysWhatGoesAndDropsIt(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, Migrate)
	today := day(time.Now())
	for _, table := range []store.Partitioned{telemetryTable, spawnTable} {
		if err := table.Ensure(t.Context(), pool, today.Add(-9*oneDay), today); err != nil {
			t.Fatal(err)
		}
	}
	name := func(table string, days int) string {
		return table + "_" + today.Add(-time.Duration(days)*oneDay).Format("20060102")
	}
	partitions := func() int {
		return len(storetest.MustLines(t, pool, `select inhrelid::regclass::text from pg_inherits join pg_class c on c.oid = inhrelid where c.relkind = 'r'`))
	}
	settings := Settings{SpawnRetention: 7 * oneDay}
	said := retain(t, pool, true, settings)
	if !strings.Contains(said, "telemetry_events: everything is kept") || !strings.Contains(said, "SPAWN_RETENTION=7d would drop 2 parts") ||
		!strings.Contains(said, name("spawn_events", 9)+"  ") || !strings.Contains(said, name("spawn_events", 8)+"  ") || strings.Contains(said, name("spawn_events", 7)) {
		t.Errorf("a dry run says\n%s", said)
	}
	if got := partitions(); got != 20 {
		t.Errorf("after the dry run there are %d partitions", got)
	}
	if said := retain(t, pool, false, Settings{SpawnRetention: 7 * oneDay, DryRun: true}); !strings.Contains(said, "would drop 2 parts") || partitions() != 20 {
		t.Errorf("--apply --dry-run says\n%s", said)
	}
	if said := retain(t, pool, false, settings); !strings.Contains(said, "drops 2 parts") {
		t.Errorf("it says\n%s", said)
	}
	if got := partitions(); got != 18 {
		t.Errorf("after dropping there are %d partitions", got)
	}
	if said := retain(t, pool, true, Settings{TelemetryRetention: 36 * time.Hour}); !strings.Contains(said, "TELEMETRY_RETENTION=36h would drop ") {
		t.Errorf("it says\n%s", said)
	}
}

// Before the first row a hypertable takes the partitioned table's place: what of
// it needs no extension is a plain table with the same columns, indexes and
// rights, into which the recorder writes as well.
func TestAPlainTableTakesThePlaceOfAPartitionedOne(t *testing.T) {
	b := newBench(t)
	columns := storetest.MustLines(t, b.pool, shapeOfColumns+` and table_name = 'telemetry_events'`)
	indexes := `select regexp_replace(indexdef, '^.* USING ', '') from pg_indexes where tablename = 'telemetry_events' order by 1`
	before := storetest.MustLines(t, b.pool, indexes)
	replace := func() (made bool) {
		err := store.InTx(t.Context(), b.pool, func(tx pgx.Tx) (err error) {
			made, err = makeWhole(t.Context(), tx, "telemetry_events")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	if !replace() || replace() {
		t.Error("it is not done once")
	}
	if got := storetest.MustLines(t, b.pool, shapeOfColumns+` and table_name = 'telemetry_events'`); strings.Join(got, "\n") != strings.Join(columns, "\n") {
		t.Errorf("the columns are %v", got)
	}
	if got := storetest.MustLines(t, b.pool, indexes); strings.Join(got, "\n") != strings.Join(before, "\n") {
		t.Errorf("the indexes are %v, before %v", got, before)
	}
	b.want("the reading role's right", "true", `select has_table_privilege('overlord_readonly', 'telemetry_events', 'select')`)
	b.accept(telemetryFrame, "A", "s", 1, 0)
	b.accept(`{"type":"spawn","character_name":"A","mob":"Olthoi","ew":1,"ns":2}`)
	b.record()
	b.want("stored", "1", `select count(*) from telemetry_events`)
	if said := retain(t, b.pool, true, Settings{TelemetryRetention: oneDay}); !strings.Contains(said, "in one piece") {
		t.Errorf("it says\n%s", said)
	}
	if err := b.recorder.days.maintain(t.Context(), b.pool, retention{telemetry: oneDay}, time.Now(), quiet()); err != nil {
		t.Errorf("maintaining: %v", err)
	}
}

// A partitioned table with rows stays what it is.
func TestATableWithRowsStaysPartitioned(t *testing.T) {
	b := newBench(t)
	b.accept(telemetryFrame, "A", "s", 1, 0)
	b.record()
	err := store.InTx(t.Context(), b.pool, func(tx pgx.Tx) error {
		made, err := makeWhole(t.Context(), tx, "telemetry_events")
		if made {
			t.Error("it was replaced")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
