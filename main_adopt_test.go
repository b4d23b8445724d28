package main

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/bcrypt"

	"overlord/store/storetest"
)

// A guild moves from the earlier service: its database is refused until it is
// adopted, and then everybody signs in as before.
func TestAnEarlierServicesDatabase(t *testing.T) {
	pool := storetest.New(t)
	text, err := os.ReadFile(filepath.Join("tracker", "testdata", "legacy-schema.sql"))
	if err != nil {
		t.Fatal(err)
	}
	dereth, _, _ := strings.Cut(string(text), "-- database inventory_db")
	hash, err := bcrypt.GenerateFromPassword([]byte("the old password"), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pool.Exec(t.Context(), dereth+`insert into users (username, password_hash, is_admin) values ('asheron', '`+string(hash)+`', true)`); err != nil {
		t.Fatal(err)
	}
	databases := []string{"DATABASE_URL=" + storetest.URL(t, pool), "INVENTORY_DATABASE_URL=" + storetest.URL(t, storetest.New(t)), "LISTEN_ADDR=127.0.0.1:0"}
	command := func(environment []string, args ...string) (string, error) {
		var out bytes.Buffer
		all := append(append([]string{"DATA_DIR=" + dataDir(t)}, databases...), environment...)
		err := run(t.Context(), args, func(name string) string { return valueOf(all, name) }, &out)
		return out.String(), err
	}

	if _, err := command(nil, "serve"); err == nil || !strings.Contains(err.Error(), "overlord adopt --check") {
		t.Errorf("serving a database that was not adopted: %v", err)
	}
	_, err = command([]string{"SKIP_SCHEMA_INIT=true"}, "serve")
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
		client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		answer, err := client.PostForm(p.url("/login"), url.Values{"username": {"asheron"}, "password": {"the old password"}})
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if len(answer.Cookies()) == 0 {
			t.Errorf("%s: the old user cannot sign in: %s", trust, answer.Status)
		}
		p.eventually("it is ready", func() bool {
			answer, err := http.Get(p.url("/readyz"))
			if err != nil {
				return false
			}
			answer.Body.Close()
			return answer.StatusCode == http.StatusOK
		})
		p.stop()
	}
}
