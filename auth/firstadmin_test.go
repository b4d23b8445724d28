package auth

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"overlord/store/storetest"
)

func TestFirstAdmin(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name     string
		password string
		terminal bool
		where    string // what the log says of the password
	}{
		{"made, shown on a terminal", "", true, "terminal"},
		{"made, kept in a file", "", false, passwordFile},
		{"given", "correct horse battery", false, "ADMIN_PASSWORD"},
		{"given, on a terminal", "correct horse battery", true, "ADMIN_PASSWORD"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir, log, set := t.TempDir(), new(logBuffer), defaults()
			set.FirstAdmin, set.AdminPassword = "root of all", c.password
			m := MustNew(t, storetest.New(t, Migrate), set, quick(log))
			first, err := m.EnsureFirstAdmin(t.Context(), dir, c.terminal)
			if err != nil || first == nil || first.Username != "root of all" {
				t.Fatalf("EnsureFirstAdmin = %+v, %v", first, err)
			}
			password := c.password
			switch {
			case c.password != "":
				if first.Password != "" || first.File != "" {
					t.Errorf("a given password is told again: %+v", first)
				}
			case c.terminal:
				if password = first.Password; first.File != "" {
					t.Errorf("a shown password is kept in %s", first.File)
				}
			default:
				password = mustReadSecret(t, filepath.Join(dir, passwordFile))
				if first.Password != "" || first.File != filepath.Join(dir, passwordFile) {
					t.Errorf("EnsureFirstAdmin = %+v", first)
				}
			}
			u, err := m.signIn(t.Context(), "root of all", password, "", netip.Addr{}, time.Now())
			if err != nil || !u.IsAdmin {
				t.Errorf("the first user signs in: %+v, %v", u, err)
			}
			if strings.Contains(log.String(), password) {
				t.Error("the log tells the password")
			}
			if !strings.Contains(log.String(), c.where) || !strings.Contains(log.String(), "root of all") {
				t.Errorf("the log does not say where the password is: %s", log)
			}
			files, _ := os.ReadDir(dir)
			if kept := first.File != ""; (len(files) == 1) != kept || len(files) > 1 {
				t.Errorf("%d files in the data folder", len(files))
			}
			again, err := m.EnsureFirstAdmin(t.Context(), dir, c.terminal)
			if again != nil || err != nil {
				t.Errorf("a second start makes %+v, %v", again, err)
			}
		})
	}
}

// mustReadSecret reads a file that nobody else may read.
func mustReadSecret(tb testing.TB, path string) string {
	tb.Helper()
	info, err := os.Stat(path)
	if err != nil {
		tb.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		tb.Errorf("%s has mode %o", path, info.Mode().Perm())
	}
	text, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return strings.TrimSpace(string(text))
}

func TestNoFirstAdminBesideAnybody(t *testing.T) {
	t.Parallel()
	m := MustNew(t, storetest.New(t, Migrate), defaults(), quick(new(logBuffer)))
	MustUser(t, m, "somebody", "a password", false)
	if first, err := m.EnsureFirstAdmin(t.Context(), t.TempDir(), false); first != nil || err != nil {
		t.Errorf("EnsureFirstAdmin = %+v, %v", first, err)
	}
}

// Of servers that start at once on an empty database one makes the user, and the
// password that it tells is the right one.
func TestOneFirstAdminOfManyServers(t *testing.T) {
	t.Parallel()
	m := MustNew(t, storetest.New(t, Migrate), defaults(), quick(new(logBuffer)))
	var made []*FirstAdmin
	var mu sync.Mutex
	var servers sync.WaitGroup
	for range 8 {
		servers.Go(func() {
			first, err := m.EnsureFirstAdmin(context.Background(), "", true)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			if first != nil {
				made = append(made, first)
			}
		})
	}
	servers.Wait()
	if len(made) != 1 {
		t.Fatalf("%d first users", len(made))
	}
	if _, err := m.signIn(t.Context(), made[0].Username, made[0].Password, "", netip.Addr{}, time.Now()); err != nil {
		t.Error(err)
	}
}

func TestOneFirstAdminOfManyStatements(t *testing.T) {
	t.Parallel()
	m := MustNew(t, storetest.New(t, Migrate), defaults(), quick(new(logBuffer)))
	var made atomic.Int32
	start := make(chan struct{})
	var servers sync.WaitGroup
	for i := range 4 { // each holds two of the pool's eight connections
		servers.Go(func() {
			<-start
			slowly := func() error { // so that the others look before the commit
				_, err := m.db.pool.Exec(context.Background(), `select pg_sleep(0.1)`)
				return err
			}
			if ok, err := m.db.insertFirstAdmin(context.Background(), user{Username: fmt.Sprint("admin", i)}, slowly); err != nil {
				t.Error(err)
			} else if ok {
				made.Add(1)
			}
		})
	}
	close(start)
	servers.Wait()
	if made.Load() != 1 {
		t.Errorf("%d first users", made.Load())
	}
}

// Where the password cannot be kept there is no user either, and the next start
// makes both; a file from an earlier life is replaced.
func TestFirstAdminAndItsPasswordBelongTogether(t *testing.T) {
	t.Parallel()
	pool := storetest.New(t, Migrate)
	m := MustNew(t, pool, defaults(), quick(new(logBuffer)))
	dir := t.TempDir()
	if _, err := m.EnsureFirstAdmin(t.Context(), filepath.Join(dir, "missing"), false); err == nil {
		t.Fatal("the password of the first user is nowhere")
	}
	if any, err := m.db.anyUser(t.Context()); any || err != nil {
		t.Fatalf("there is a user whose password nobody knows (%v)", err)
	}
	old := filepath.Join(dir, passwordFile)
	if err := os.WriteFile(old, []byte("of an earlier life"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := m.EnsureFirstAdmin(t.Context(), dir, false); err != nil {
		t.Fatal(err)
	}
	if _, err := m.signIn(t.Context(), "admin", mustReadSecret(t, old), "", netip.Addr{}, time.Now()); err != nil {
		t.Error(err)
	}
}
