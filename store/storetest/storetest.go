//go:build unix

// Package storetest gives each test a PostgreSQL database of its own.
//
// New is for nearly every test: a fresh, migrated database in a private server
// that the test process starts once. Start is for tests of outages: a server of
// their own, to stop, kill and start. The programs come from the frontend's npm
// package or the system, as the product's do. Nothing is durable here (fsync is
// off), and nothing is left behind: a test's databases go with the test, a
// server with its process, also when that is killed.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store"
)

const (
	poolSize      = 8                // connections of a test's pool
	startPatience = 2 * time.Minute  // initdb on a machine that many tests share
	closePatience = 30 * time.Second // for connections that a test still holds
	opPatience    = 2 * time.Minute  // making and dropping a database
)

// Migrate brings a database's schema up to date: a module's Migrate.
type Migrate = func(context.Context, *pgxpool.Pool) error

// shared is the one server of a test process, and the databases that New's are
// copied from.
type shared struct {
	start sync.Once
	home  *home // held, or its watcher would think that this process ended
	url   func(database string) string
	err   error

	// strategy is how a database is copied: 10 ms by files, 130 ms through the
	// write-ahead log, which has been the server's choice since 15.
	strategy string

	names     atomic.Int64
	mu        sync.Mutex
	templates map[string]*template
}

// template is a migrated database, made once.
type template struct {
	make sync.Once
	name string
	err  error
}

var process = &shared{templates: map[string]*template{}}

// New gives a pool on an empty database, dropped when the test ends, after the
// migrations in their order. Named functions are migrated once a process and
// copied then; function literals and methods, which may carry anything, every time.
func New(tb testing.TB, migrate ...Migrate) *pgxpool.Pool {
	tb.Helper()
	return fresh(tb, closePatience, migrate)
}

// fresh is New, with another patience for what the test still holds at its end.
func fresh(tb testing.TB, patience time.Duration, migrate []Migrate) *pgxpool.Pool {
	tb.Helper()
	process.start.Do(process.run)
	if process.err != nil {
		lacking(tb, process.err)
	}
	name, err := process.database(migrate)
	if err != nil {
		tb.Fatalf("a database for the test: %v", err)
	}
	pool, err := open(process.url(name), tb.Name())
	if err != nil {
		tb.Fatalf("a pool for the test: %v", err)
	}
	tb.Cleanup(func() {
		closePool(tb, pool, patience)
		if err := process.admin(`drop database if exists ` + name + ` with (force)`); err != nil {
			tb.Errorf("drop the test's database: %v", err)
		}
	})
	return pool
}

// closePool closes a pool and says so when the test still holds a connection of
// it, for which closing waits.
func closePool(tb testing.TB, pool *pgxpool.Pool, patience time.Duration) {
	tb.Helper()
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		pool.Close()
	}()
	select {
	case <-closed:
	case <-time.After(patience):
		tb.Errorf("the test ended with %d connections of its pool in use: a transaction, rows or a lock were not closed", pool.Stat().AcquiredConns())
	}
}

// URL is the address of a test pool's database.
func URL(tb testing.TB, pool *pgxpool.Pool) string {
	tb.Helper()
	return pool.Config().ConnString()
}

// lacking ends a test for which there is no PostgreSQL: a failure, since a test
// that does not run proves nothing.
func lacking(tb testing.TB, err error) {
	tb.Helper()
	tb.Fatalf("no PostgreSQL to test with: %v", err)
}

func open(url, name string) (*pgxpool.Pool, error) {
	if len(name) > 63 {
		name = name[:63] // the server's bound
	}
	return store.Open(context.Background(), store.Config{URL: url, Size: poolSize, Name: name})
}

// run starts the process's server. It ends with the process.
func (s *shared) run() {
	ctx, cancel := context.WithTimeout(context.Background(), startPatience)
	defer cancel()
	home, err := newHome()
	if err != nil {
		s.err = err
		return
	}
	server, err := start(ctx, home, config(home, 100))
	if err != nil {
		s.err = errors.Join(err, home.remove())
		return
	}
	s.home, s.url = home, server.URL
	if server.Binaries().Major >= 15 {
		s.strategy = ` strategy file_copy`
	}
}

// database makes a database after the migrations and gives its name.
func (s *shared) database(migrate []Migrate) (string, error) {
	name := fmt.Sprintf("test_%d", s.names.Add(1))
	key, reusable := keyOf(migrate)
	if !reusable {
		if err := s.create(name, "template1"); err != nil {
			return "", err
		}
		return name, s.migrate(name, migrate)
	}
	t := s.template(key)
	t.make.Do(func() { s.fill(t, migrate) })
	if t.err != nil {
		return "", t.err
	}
	return name, s.create(name, t.name)
}

// template is the one of a set of migrations, made or not.
func (s *shared) template(key string) *template {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.templates[key]
	if t == nil {
		t = &template{name: fmt.Sprintf("template_%d", len(s.templates)+1)}
		s.templates[key] = t
	}
	return t
}

func (s *shared) fill(t *template, migrate []Migrate) {
	if t.err = s.create(t.name, "template1"); t.err == nil {
		t.err = s.migrate(t.name, migrate)
	}
}

// create makes a database like another.
func (s *shared) create(name, like string) error {
	return s.admin(`create database ` + name + ` template ` + like + s.strategy)
}

// migrate runs migrations on a database of ours and leaves no connection to it.
func (s *shared) migrate(name string, migrate []Migrate) error {
	if len(migrate) == 0 {
		return nil
	}
	pool, err := open(s.url(name), "migrate")
	if err != nil {
		return err
	}
	defer pool.Close()
	for _, m := range migrate {
		if err := m(context.Background(), pool); err != nil {
			return err
		}
	}
	return nil
}

// admin runs a statement beside all databases.
func (s *shared) admin(sql string) error {
	ctx, cancel := context.WithTimeout(context.Background(), opPatience)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.url("postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, sql)
	if err != nil {
		return fmt.Errorf("%s: %w", strings.TrimSpace(sql), err)
	}
	return nil
}
