package tracker

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/auth"
	"overlord/store/storetest"
)

// Grafana and the assistant read as this role: what the contract lists, and
// nothing else.
func TestTheReadingRoleReadsTheContractsTablesOnly(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, auth.Migrate, Migrate)
	contract := storetest.New(t)
	storetest.MustExec(t, contract, mustDereth(t, "schema.sql"))
	listed := slices.DeleteFunc(storetest.MustLines(t, contract, tablesOf), func(table string) bool { return table == "parked_events" || table == "users" })
	storetest.ReadsOnly(t, pool, "overlord_readonly", listed,
		`select password_hash from users`, `update char_stats set total_kills = 0`, `insert into issues (title) values ('mine')`, `truncate telemetry_events`)
	settings := storetest.MustLines(t, pool, `select unnest(rolconfig) from pg_roles where rolname = 'overlord_readonly'`)
	if !slices.Contains(settings, "statement_timeout=30s") {
		t.Errorf("the role's statements are not bounded: %v", settings)
	}
}

// A database of somebody else's server, whose owner may make tables only.
func TestMigrationsWithoutTheRightToMakeRoles(t *testing.T) {
	t.Parallel()
	server := storetest.Start(t)
	admin := storetestPool(t, server.URL("dereth"))
	if found := storetest.MustLines(t, admin, `select rolname from pg_roles where rolname = 'overlord_readonly'`); len(found) != 0 {
		t.Fatal("a fresh server has the role already")
	}
	storetest.MustExec(t, admin, `create role guild nosuperuser nocreaterole; grant create, usage on schema public to guild`)
	config := admin.Config()
	config.ConnConfig.RuntimeParams["role"] = "guild"
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	for _, migrate := range []func(context.Context, *pgxpool.Pool) error{auth.Migrate, Migrate} {
		if err := migrate(t.Context(), pool); err != nil {
			t.Fatal(err)
		}
	}
	if owner := strings.Join(storetest.MustLines(t, admin, `select distinct tableowner from pg_tables where schemaname = 'public'`), " "); owner != "guild" {
		t.Errorf("the tables are %s's", owner)
	}
	if found := storetest.MustLines(t, admin, `select rolname from pg_roles where rolname = 'overlord_readonly'`); len(found) != 0 {
		t.Error("the role was made all the same")
	}
}
