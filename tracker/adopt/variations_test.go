package adopt

import (
	"strings"
	"testing"
	"time"

	"overlord/auth"
	"overlord/store/fault"
	"overlord/store/storetest"
	"overlord/tracker"
)

// What the contract says of the earlier services' databases is partly guessed:
// whatever type of its kind a column has, the recorder writes and reads it.
func TestColumnsOfOtherTypes(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]string{
		"narrow numbers": `
			alter table telemetry_events alter ew type real, alter ns type real, alter kills type smallint, alter kills_per_hour type integer, alter deaths type smallint, alter mem_mb type integer;
			alter table spawn_events alter ew type real, alter z type real;
			alter table rare_events alter ew type real;
			alter table character_stats alter level type smallint`,
		"wide numbers": `
			alter table telemetry_events alter kills type bigint, alter ew type numeric, alter kills_per_hour type numeric(12,3), alter deaths type bigint, alter total_deaths type double precision, alter rares_found type numeric;
			alter table spawn_events alter ew type numeric, alter ns type numeric(8,4);
			alter table char_stats alter total_kills type numeric;
			alter table rare_stats alter total_rares type double precision;
			alter table rare_stats_sessions alter session_rares type numeric;
			alter table portals alter ew type numeric;
			alter table character_stats alter level type bigint, alter total_xp type numeric;
			alter table users alter id type bigint`,
		"times without a zone": `
			alter table telemetry_events alter "timestamp" type timestamp using "timestamp" at time zone 'utc', alter received_at type timestamp using received_at at time zone 'utc';
			alter table spawn_events alter "timestamp" type timestamp using "timestamp" at time zone 'utc';
			alter table rare_events alter "timestamp" type timestamp using "timestamp" at time zone 'utc';
			alter table portals alter discovered_at type timestamp using discovered_at at time zone 'utc';
			alter table character_stats alter "timestamp" type timestamp using "timestamp" at time zone 'utc';
			alter table combat_stats alter "timestamp" type timestamp using "timestamp" at time zone 'utc';
			alter table combat_stats_sessions alter "timestamp" type timestamp using "timestamp" at time zone 'utc';
			alter table users alter created_at type timestamp using created_at at time zone 'utc'`,
		"other texts, JSON as text has it": `
			alter table telemetry_events alter character_name type text, alter char_tag type varchar(40), alter vt_state type text;
			alter table char_stats alter character_name type varchar(100);
			alter table combat_stats alter stats_data type json;
			alter table combat_stats_sessions alter stats_data type json`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pool := mustDatabase(t, change)
			before := strings.Split(query(t, pool, columnsNow), "\n")
			mustAdopt(t, pool)
			after := query(t, pool, columnsNow)
			for _, column := range before {
				if !strings.Contains(after+"\n", column+"\n") {
					t.Errorf("the old column is not as it was: %s", column)
				}
			}
			record(t, pool, newEvents...)
			wantRecorded(t, pool)
			sumUp(t, pool)
			wantSummedUp(t, pool)
			storetest.MustExec(t, pool, oldInserts)
			record(t, pool) // a start that reads what is there
		})
	}
}

// Any table may be missing, for the guess may be wrong or an update overdue.
func TestMissingTables(t *testing.T) {
	t.Parallel()
	for _, table := range []string{
		"telemetry_events", "spawn_events", "char_stats", "rare_stats", "rare_stats_sessions", "rare_events", "portals", "character_stats",
		"combat_stats", "combat_stats_sessions", "server_status", "users",
	} {
		t.Run(table, func(t *testing.T) {
			t.Parallel()
			pool := mustDatabase(t, `drop table `+table)
			mustAdopt(t, pool)
			record(t, pool, newEvents...)
			want(t, pool, "parked", "", `select kind, error from parked_events`)
			want(t, pool, "telemetry", "2", `select count(*) from telemetry_events where "timestamp" between '2026-11-22 12:00:00' and '2026-11-22 12:30:00'`)
			kills := map[string]string{"telemetry_events": "1008", "char_stats": "17"}[table] // without telemetry s2 is a new session; 9 + 8 of two
			if kills == "" {
				kills = "1005"
			}
			want(t, pool, "kills", kills, `select total_kills from char_stats where character_name = 'Larsa'`)
		})
	}
}

// Keys may be missing as well; then rows may be there twice.
func TestMissingKeys(t *testing.T) {
	t.Parallel()
	pool := mustDatabase(t, `
		alter table char_stats drop constraint char_stats_pkey;
		insert into char_stats values ('Larsa', 900), ('Larsa', 1000);
		alter table combat_stats_sessions drop constraint combat_stats_sessions_pkey;
		drop index portals_portal_name_round_round1_idx;
		insert into portals (portal_name, ns, ew, z, discovered_at, discovered_by) values ('To Holtburg', 41.91, -33.36, 0, '2026-11-21 10:00+00', 'Other');
		alter table users drop constraint users_pkey;
		alter table telemetry_events drop constraint telemetry_events_pkey, drop column id`)
	said := mustAdopt(t, pool)
	want(t, pool, "the highest count stays", "1000", `select total_kills from char_stats`)
	want(t, pool, "the others are aside", "900\n1000", `select total_kills from char_stats_doubles order by 1`)
	want(t, pool, "the oldest portal stays", "Larsa", `select discovered_by from portals`)
	want(t, pool, "the other is aside", "Other", `select discovered_by from portals_doubles`)
	record(t, pool, newEvents...)
	wantRecorded(t, pool)
	if !strings.Contains(said, "move 2 rows of char_stats") {
		t.Error(said)
	}
}

// Columns that this server does not know do not stop it.
func TestUnknownColumnsAndIdentities(t *testing.T) {
	t.Parallel()
	pool := mustDatabase(t, `
		alter table telemetry_events add column plugin_version text not null default 'x';
		alter table telemetry_events alter column plugin_version drop default;
		alter table telemetry_events alter column id drop default;
		alter table telemetry_events alter column id add generated by default as identity (start with 100);
		alter table rare_events alter column id drop default;
		alter table portals alter column id drop default;
		alter table spawn_events drop constraint spawn_events_pkey;
		alter table spawn_events alter column "timestamp" drop not null;
		insert into spawn_events (character_name, mob, ew, ns, z) values ('Larsa', 'Ghost', 1, 2, 3)`)
	mustAdopt(t, pool)
	record(t, pool, newEvents...)
	wantRecorded(t, pool)
	want(t, pool, "rows of no time are aside", "Ghost", `select mob from spawn_events_undated`)
	storetest.MustExec(t, pool, oldInserts)
	want(t, pool, "ids are unique", "0", `select count(*) - count(distinct id) from telemetry_events`)
	want(t, pool, "rares have ids", "true", `select min(id) > 0 and count(*) = count(distinct id) from rare_events`)
}

// What others may do with the old table they may do with the new one.
func TestRightsGoOn(t *testing.T) {
	t.Parallel()
	server := storetest.Start(t)
	pool := mustOpen(t, server.URL("dereth"))
	storetest.MustExec(t, pool, legacySchema(t))
	storetest.MustExec(t, pool, earlier)
	storetest.MustExec(t, pool, `create role python; create role grafana; grant select on telemetry_events to grafana; grant select on users to grafana;
		alter table telemetry_events owner to python; grant usage on sequence telemetry_events_id_seq to python`)
	mustAdopt(t, pool)
	want(t, pool, "owner", "python", `select tableowner from pg_tables where tablename = 'telemetry_events'`)
	storetest.MustExec(t, pool, `set role grafana; select * from telemetry_events; reset role`)
	storetest.MustExec(t, pool, `set role python; insert into telemetry_events (character_name, session_id, "timestamp", ew, ns, z, kills, deaths, rares_found, prismatic_taper_count)
		values ('Rollback', 's9', '2026-11-22 13:00+00', 1, 2, 3, 4, 5, 6, 7); reset role`)
}

// What cannot work is said before anything is done, with what helps.
func TestWhatCannotBeAdopted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ change, want string }{
		"numbers as text": {`alter table telemetry_events alter kills_per_hour type varchar`, `telemetry_events.kills_per_hour is character varying, and double precision is needed: alter table "telemetry_events" alter column "kills_per_hour" type double precision using "kills_per_hour"::double precision`},
		"padded names":    {`alter table char_stats alter character_name type char(40)`, `char_stats.character_name is character(40), which pads with spaces: alter table "char_stats" alter column "character_name" type varchar`},
		"a name is taken": {`create table telemetry_events_before (x int)`, `a table telemetry_events_before already`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pool := mustDatabase(t, c.change)
			_, err := adopt(t, pool, false)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v (%s)", err, fault.CodeOf(err))
			}
			want(t, pool, "nothing is changed", "0", `select count(*) from pg_class where relname in ('session_kills', 'schema_migrations')`)
			if strings.HasPrefix(c.change, "create") {
				return
			}
			_, advice, _ := strings.Cut(c.want, ": ")
			storetest.MustExec(t, pool, advice)
			mustAdopt(t, pool)
		})
	}
}

// A service that goes on writing is waited for, and then named as the reason.
func TestATableInUse(t *testing.T) {
	t.Parallel()
	pool := mustDatabase(t, ``)
	tx, err := pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(t.Context()) }()
	if _, err := tx.Exec(t.Context(), `update users set is_admin = true`); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	err = Dereth(t.Context(), pool, Options{Out: &out, Now: func() time.Time { return noon }, lockWait: "100ms"})
	if fault.CodeOf(err) != fault.Conflict || !strings.Contains(err.Error(), "stop the earlier service") {
		t.Errorf("%v", err)
	}
	want(t, pool, "nothing is changed", "0", `select count(*) from pg_class where relname in ('session_kills', 'schema_migrations', 'telemetry_events_before')`)
}

// A database in which one module's tables are ours already.
func TestHalfOfItIsOurs(t *testing.T) {
	t.Parallel()
	pool := mustDatabase(t, `drop table users`)
	if err := auth.Migrate(t.Context(), pool); err != nil {
		t.Fatal(err)
	}
	if err := Refuse(t.Context(), pool); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("it is not refused: %v", err)
	}
	if said := mustAdopt(t, pool); strings.Contains(said, "users") || strings.Contains(said, "sessions") && strings.Contains(said, "add the table sessions") {
		t.Errorf("what is ours is touched:\n%s", said)
	}
	for _, migrate := range []storetest.Migrate{auth.Migrate, tracker.Migrate} {
		if err := migrate(t.Context(), pool); err != nil {
			t.Error(err)
		}
	}
	record(t, pool, newEvents...)
	wantRecorded(t, pool)
}
