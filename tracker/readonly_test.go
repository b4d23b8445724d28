package tracker

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
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
	mustExec(t, contract, mustDereth(t, "schema.sql"))
	listed := mustLines(t, contract, tablesOf)
	mustExec(t, pool, `insert into users (username, password_hash) values ('Asheron', 'a hash')`)
	conn, err := pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	mustSet(t, conn.Conn(), `set role overlord_readonly`)
	defer mustSet(t, conn.Conn(), `reset role`)
	for _, table := range mustLines(t, pool, tablesOf) {
		_, err := conn.Exec(t.Context(), `select * from `+table)
		may := slices.Contains(listed, table) && table != "parked_events" && table != "users"
		if may && err != nil || !may && !isForbidden(err) {
			t.Errorf("reading %s (listed: %t): %v", table, may, err)
		}
	}
	var name string
	if err := conn.QueryRow(t.Context(), `select username from users where id = 1 and created_at is not null`).Scan(&name); err != nil || name != "Asheron" {
		t.Errorf("the users' names: %q, %v", name, err)
	}
	for _, sql := range []string{
		`select password_hash from users`, `select totp_secret from users`, `delete from users`, `update char_stats set total_kills = 0`,
		`insert into issues (title) values ('mine')`, `truncate telemetry_events`,
	} {
		if _, err := conn.Exec(t.Context(), sql); !isForbidden(err) {
			t.Errorf("%s: %v", sql, err)
		}
	}
	settings := mustLines(t, pool, `select unnest(rolconfig) from pg_roles where rolname = 'overlord_readonly'`)
	if !slices.Contains(settings, "statement_timeout=30s") {
		t.Errorf("the role's statements are not bounded: %v", settings)
	}
}

func isForbidden(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "42501"
}

func mustSet(t *testing.T, conn *pgx.Conn, sql string) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
}

// A database of somebody else's server, whose owner may make tables only.
func TestMigrationsWithoutTheRightToMakeRoles(t *testing.T) {
	t.Parallel()
	server := storetest.Start(t)
	admin := storetestPool(t, server.URL("dereth"))
	if found := mustLines(t, admin, `select rolname from pg_roles where rolname = 'overlord_readonly'`); len(found) != 0 {
		t.Fatal("a fresh server has the role already")
	}
	mustExec(t, admin, `create role guild nosuperuser nocreaterole; grant create, usage on schema public to guild`)
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
	if owner := strings.Join(mustLines(t, admin, `select distinct tableowner from pg_tables where schemaname = 'public'`), " "); owner != "guild" {
		t.Errorf("the tables are %s's", owner)
	}
	if found := mustLines(t, admin, `select rolname from pg_roles where rolname = 'overlord_readonly'`); len(found) != 0 {
		t.Error("the role was made all the same")
	}
}
