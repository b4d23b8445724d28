package adopt

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/auth"
	"overlord/store"
	"overlord/store/fault"
	"overlord/store/storetest"
	"overlord/tracker"
)

const columnsNow = `select table_name, column_name, data_type, character_maximum_length, coalesce(column_default, '') from information_schema.columns
	where table_schema = 'public' order by table_name, column_name`

// The old service's own statements, as its schema allows them.
const oldInserts = `
	insert into telemetry_events (character_name, char_tag, session_id, "timestamp", ew, ns, z, kills, kills_per_hour, onlinetime, deaths, total_deaths, rares_found, prismatic_taper_count, vt_state, mem_mb, cpu_pct, mem_handles, latency_ms, received_at)
	values ('Rollback', 'tag', 's9', '2026-11-22 13:00+00', 1, 2, 3, 4, 5, '00:00:01', 0, 0, 0, 0, 'Idle', 1, 2, 3, 4, '2026-11-22 13:00+00');
	insert into spawn_events (character_name, mob, "timestamp", ew, ns, z) values ('Rollback', 'Mite', '2026-11-22 13:00+00', 1, 2, 3);
	insert into char_stats (character_name, total_kills) values ('Rollback', 1) on conflict (character_name) do update set total_kills = char_stats.total_kills + 1;
	insert into rare_stats (character_name, total_rares) values ('Rollback', 1) on conflict (character_name) do update set total_rares = rare_stats.total_rares + 1;
	insert into rare_stats_sessions (character_name, session_id, session_rares) values ('Rollback', 's9', 1) on conflict (character_name, session_id) do update set session_rares = 2;
	insert into rare_events (character_name, name, "timestamp", ew, ns, z) values ('Rollback', 'Pearl', '2026-11-22 13:00+00', 1, 2, 3);
	insert into portals (portal_name, ns, ew, z, discovered_at, discovered_by) values ('Old Portal', 1, 2, 3, '2026-11-22 13:00+00', 'Rollback')
		on conflict (portal_name, round(ns::numeric, 1), round(ew::numeric, 1)) do update set discovered_at = excluded.discovered_at;
	insert into character_stats (character_name, stats_data) values ('Rollback', '{}') on conflict (character_name) do update set stats_data = '{}';
	insert into combat_stats (character_name, stats_data) values ('Rollback', '{}') on conflict (character_name) do update set stats_data = '{}';
	insert into combat_stats_sessions (character_name, session_id, stats_data) values ('Rollback', 's9', '{}');
	insert into server_status (server_name, current_status) values ('Frostfell', 'up');
	insert into users (username, password_hash) values ('rollback', 'hash');`

// newEvents are one of every stored family, with and without what may be unknown.
var newEvents = []string{
	`{"type":"telemetry","character_name":"Larsa","session_id":"s2","ew":-33.42,"ns":41.87,"kills":8,"kills_per_hour":1312.44,"deaths":"1","char_tag":"hunt-a","mem_mb":412.6,"mem_handles":1511,"onlinetime":"05:12:44"}`,
	`{"type":"telemetry","character_name":"New","session_id":"s1","ew":0.5,"ns":-12.25,"kills":0}`,
	`{"type":"spawn","character_name":"Larsa","mob":"Olthoi","ew":1.25,"ns":2.5}`,
	`{"type":"rare","character_name":"Larsa","name":"Foolproof Ring","timestamp":"2026-11-22T12:00:03Z"}`,
	`{"type":"portal","character_name":"New","portal_name":"To Holtburg","ew":-33.42,"ns":41.87}`,
	`{"type":"character_stats","character_name":"Larsa","level":201,"total_xp":123456789012}`,
	`{"type":"combat_stats","character_name":"Larsa","session_id":"s2","session":{"total_kills":13,"max_hit":60}}`,
}

// wantRecorded looks for what the new events have to leave in an adopted database.
func wantRecorded(t *testing.T, pool *pgxpool.Pool) {
	t.Helper()
	want(t, pool, "parked", "", `select kind, error from parked_events`)
	want(t, pool, "telemetry", "Larsa 8 1312 1 true\nNew 0 <nil> <nil> true", `select character_name::text, kills::int, round(kills_per_hour::numeric)::int, deaths::int, received_at is not null
		from telemetry_events where "timestamp" between '2026-11-22 12:00:00' and '2026-11-22 12:30:00' order by 1`)
	want(t, pool, "spawns", "Olthoi 1.25", `select mob::text, ew::float8 from spawn_events where mob = 'Olthoi'`)
	want(t, pool, "kills above the adopted session's 3", "1005", `select total_kills::int from char_stats where character_name = 'Larsa'`)
	want(t, pool, "the adopted session goes on", "8 1", `select kills::int, deaths::int from session_kills where character_name = 'Larsa' and session_id = 's2'`)
	want(t, pool, "rares", "3 1", `select total_rares::int, (select session_rares::int from rare_stats_sessions where session_id = 's2') from rare_stats where character_name = 'Larsa'`)
	want(t, pool, "portal", "Larsa true", `select discovered_by::text, last_seen is not null from portals`)
	want(t, pool, "sheet", "201 123456789012", `select level::int, total_xp::bigint from character_stats where character_name = 'Larsa'`)
	want(t, pool, "lifetime: 100 adopted, 10 more of s2", "110 60 60", `select stats_data->>'total_kills', stats_data->>'max_hit', stats_data#>>'{monsters,Drudge,kills}' from combat_stats where character_name = 'Larsa'`)
}

func TestAdoption(t *testing.T) {
	t.Parallel()
	pool := mustDatabase(t, ``)
	before := strings.Split(query(t, pool, columnsNow), "\n")
	said := mustAdopt(t, pool)
	for _, part := range []string{
		"lift NOT NULL from telemetry_events.deaths", "partition telemetry_events by day; the old table becomes telemetry_events_before, its part up to 2026-11-23",
		"add the column users.permissions", "move 1 rows of rare_events that repeat", "add the table session_kills", "fill session_kills", "fill 1 empty values of users.created_at",
		`add the index telemetry_events_character on telemetry_events (character_name, "timestamp" DESC)`,
	} {
		if !strings.Contains(said, part) {
			t.Errorf("it does not say %q:\n%s", part, said)
		}
	}
	after := strings.Split(query(t, pool, columnsNow), "\n")
	for _, column := range before {
		if !slices.Contains(after, column) {
			t.Errorf("the old column is not as it was: %s", column)
		}
	}
	want(t, pool, "sessions", "Larsa s1 9 2 2026-11-20 10:00\nLarsa s2 3 0 2026-11-22 11:00", `
		select character_name, session_id, kills, deaths, to_char(started, 'YYYY-MM-DD HH24:MI') from session_kills where character_name = 'Larsa' order by 1, 2`)
	want(t, pool, "totals stay", "1000", `select total_kills from char_stats`)
	want(t, pool, "the first of the rares stays", "1\n1", `select ew from rare_events order by id`)
	want(t, pool, "the other is aside", "9", `select ew from rare_events_doubles`)
	want(t, pool, "parts", "telemetry_events_20270301 1\ntelemetry_events_before 4", `select tableoid::regclass::text, count(*) from telemetry_events group by 1 order by 1`)
	want(t, pool, "the difference", "67 <nil> 30", `select stats_data->>'total_kills', stats_data->>'max_hit', stats_data#>>'{monsters,Drudge,kills}' from combat_stats_sessions where session_id = 'adopted' and character_name = 'Larsa'`)
	want(t, pool, "users", "asheron true [view command edit] true\nnuhmudira false [view command edit] true", `select username, is_admin, permissions, created_at is not null from users order by id`)
	for name, migrate := range map[string]storetest.Migrate{"auth": auth.Migrate, "tracker": tracker.Migrate, "refuse": Refuse} {
		if err := migrate(t.Context(), pool); err != nil {
			t.Errorf("%s after the adoption: %v", name, err)
		}
	}
	record(t, pool, newEvents...)
	wantRecorded(t, pool)
	sumUp(t, pool)
	wantSummedUp(t, pool)
	storetest.MustExec(t, pool, oldInserts)
	want(t, pool, "ids go on", "8", `select id from telemetry_events where character_name = 'Rollback'`)
	if again := mustAdopt(t, pool); !strings.Contains(again, "nothing to adopt") {
		t.Errorf("adopting twice: %s", again)
	}
	want(t, pool, "sessions are the old users'", "users", `select confrelid::regclass::text from pg_constraint where conrelid = 'sessions'::regclass and contype = 'f'`)
	want(t, pool, "no trace of the work", "0", `select count(*) from pg_namespace where nspname = 'overlord_reference'`)
	storetest.MustExec(t, pool, `set role overlord_readonly; select * from telemetry_events; select id, username, created_at from users; select * from session_kills; reset role`)
}

// A check changes nothing, and says the same as the adoption.
func TestCheckOnlySays(t *testing.T) {
	t.Parallel()
	pool := mustDatabase(t, ``)
	const everything = `select oid, relname, relkind, relnatts from pg_class where relnamespace = 'public'::regnamespace order by oid`
	before := query(t, pool, everything)
	said, err := adopt(t, pool, true)
	if err != nil || !strings.Contains(said, "Nothing was changed") {
		t.Fatalf("%v\n%s", err, said)
	}
	if after := query(t, pool, everything); after != before {
		t.Errorf("the check changed the database:\n%s\n%s", before, after)
	}
	lines := func(text string) string { return strings.Join(strings.Split(text, "\n")[1:20], "\n") }
	if done := mustAdopt(t, pool); lines(done) != lines(said) {
		t.Errorf("said\n%s\ndone\n%s", said, done)
	}
}

// A server does not touch a database that was not adopted.
func TestUnadoptedDatabasesAreRefused(t *testing.T) {
	t.Parallel()
	pool := mustDatabase(t, ``)
	tables := query(t, pool, `select count(*) from pg_class where relkind = 'r'`)
	for name, migrate := range map[string]storetest.Migrate{"auth": auth.Migrate, "tracker": tracker.Migrate, "refuse": Refuse} {
		err := migrate(t.Context(), pool)
		if fault.CodeOf(err) != fault.Conflict || !errors.Is(err, store.ErrNotAdopted) || !strings.Contains(err.Error(), "overlord adopt") {
			t.Errorf("%s: %v", name, err)
		}
	}
	want(t, pool, "tables", tables, `select count(*) from pg_class where relkind = 'r'`)
	empty := storetest.New(t)
	if err := Refuse(t.Context(), empty); err != nil {
		t.Errorf("an empty database: %v", err)
	}
	if said := mustAdopt(t, empty); !strings.Contains(said, "nothing to adopt") {
		t.Errorf("an empty database: %s", said)
	}
}
