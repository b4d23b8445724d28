package main

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"golang.org/x/crypto/bcrypt"

	"overlord/store/storetest"
)

// oldPassword is that of the user asheron of an earlier service.
const oldPassword = "the old password"

// commander runs a command of the program with an environment and gives what it
// said.
type commander func(environment []string, args ...string) (string, error)

// mustEarlier is a database of the earlier services with one user, as the settings
// name it beside an empty one for items, and what runs commands on it.
func mustEarlier(t *testing.T) (databases []string, run commander) {
	t.Helper()
	pool := storetest.New(t)
	text, err := os.ReadFile(filepath.Join("tracker", "testdata", "legacy-schema.sql"))
	if err != nil {
		t.Fatal(err)
	}
	dereth, _, _ := strings.Cut(string(text), "-- database inventory_db")
	hash, err := bcrypt.GenerateFromPassword([]byte(oldPassword), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	// Told at once, the writing is not counted later among what somebody else wrote.
	if _, err := pool.Exec(t.Context(), dereth+`insert into users (username, password_hash, is_admin) values ('asheron', '`+string(hash)+`', true); select pg_stat_force_next_flush()`); err != nil {
		t.Fatal(err)
	}
	databases = []string{"DATABASE_URL=" + storetest.URL(t, pool), "INVENTORY_DATABASE_URL=" + storetest.URL(t, storetest.New(t)), "LISTEN_ADDR=127.0.0.1:0"}
	return databases, func(environment []string, args ...string) (string, error) {
		all := map[string]string{"DATA_DIR": dataDir(t)}
		for _, pair := range append(databases[:len(databases):len(databases)], environment...) {
			name, value, _ := strings.Cut(pair, "=")
			all[name] = value
		}
		return command(t, all, args...)
	}
}

// A guild moves from the earlier service: its database is refused until it is
// adopted, and then everybody signs in as before.
func TestAnEarlierServicesDatabase(t *testing.T) {
	databases, command := mustEarlier(t)
	if _, err := command(nil, "serve"); err == nil || !strings.Contains(err.Error(), "overlord adopt --check") {
		t.Errorf("serving a database that was not adopted: %v", err)
	}
	_, err := command([]string{"SKIP_SCHEMA_INIT=true"}, "serve")
	if err == nil || !strings.Contains(err.Error(), "the table session_kills is missing") || !strings.Contains(err.Error(), "the column users.permissions is missing") ||
		!strings.Contains(err.Error(), "the column telemetry_events.deaths is NOT NULL and must not be") {
		t.Errorf("trusting a schema that lacks much: %v", err)
	}
	said, err := command(nil, "adopt", "--check")
	if err != nil || !strings.Contains(said, "would do this") || !strings.Contains(said, "Nothing was changed.") {
		t.Errorf("%v\n%s", err, said)
	}
	if said, err = command(nil, "adopt"); err != nil || !strings.Contains(said, "Done.") {
		t.Fatalf("%v\n%s", err, said)
	}

	for _, trust := range []string{"SKIP_SCHEMA_INIT=false", "SKIP_SCHEMA_INIT=true"} {
		p := newProcess(t, append(databases[:2:2], trust, "INTERNAL_TRUST=off")...)
		p.start()
		client := mustSignIn(t, p)
		p.eventually("it is ready", func() bool { return status(t, client, p.url("/readyz")) == http.StatusOK })
		p.stop()
	}
}

// Commands find the private database, running or not, and psql and Grafana read
// it as the reading role.
func TestThePrivateDatabaseForCommandsAndReaders(t *testing.T) {
	listen := freeAddress(t)
	p := newProcess(t, "EMBEDDED_PG_LISTEN="+listen)
	command := func(args ...string) string {
		var out bytes.Buffer
		if err := run(t.Context(), args, func(name string) string { return valueOf(p.env, name) }, &out); err != nil {
			t.Errorf("%v: %v", args, err)
		}
		return out.String()
	}
	if said := command("adopt"); !strings.Contains(said, "nothing to adopt") {
		t.Errorf("a database that was just made: %s", said)
	}
	p.start()
	if said := command("retention", "--dry-run"); !strings.Contains(said, "SPAWN_RETENTION=7d would drop 0 parts") {
		t.Errorf("beside the server: %s", said)
	}
	password, err := os.ReadFile(filepath.Join(valueOf(p.env, "DATA_DIR"), "overlord_readonly-password"))
	if err != nil {
		t.Fatal(err)
	}
	address := url.URL{Scheme: "postgres", User: url.UserPassword("overlord_readonly", strings.TrimSpace(string(password))), Host: listen, Path: "/dereth"}
	conn, err := pgx.Connect(t.Context(), address.String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	var bound, name string
	if err := conn.QueryRow(t.Context(), `select current_setting('statement_timeout'), username from users`).Scan(&bound, &name); err != nil || bound != "30s" || name != "admin" {
		t.Errorf("the reading role: %q, %q, %v", bound, name, err)
	}
	if _, err := conn.Exec(t.Context(), `select * from users`); err == nil {
		t.Error("the reading role reads passwords")
	}
	p.stop()
}
