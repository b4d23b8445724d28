//go:build unix

package storetest

import (
	"context"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"overlord/store/embedded"
)

// stopPatience bounds a stop; a fast one takes tens of milliseconds.
const stopPatience = 2 * time.Minute

// Server is a PostgreSQL of a test's own, for outages: it can be stopped, killed
// and started again, and keeps its data and its address.
type Server struct {
	tb   testing.TB
	home *home

	mu      sync.Mutex
	current *embedded.Server
	running bool
}

// Start starts a server of the test's own; it ends with the test. Unlike the
// shared one it keeps what was committed, also through Kill.
func Start(tb testing.TB) *Server {
	tb.Helper()
	home, err := newHome()
	if err != nil {
		lacking(tb, err)
	}
	s := &Server{tb: tb, home: home}
	tb.Cleanup(s.remove)
	s.Start()
	return s
}

// URL is the address of a database, which is made when it is missing; the
// server must be running for that. The address stays the same for the server's life.
func (s *Server) URL(database string) string {
	s.tb.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running {
		s.make(database)
	}
	return s.current.URL(database)
}

// make makes a database that is missing.
func (s *Server) make(database string) {
	s.tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), opPatience)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.current.URL("postgres"))
	if err != nil {
		s.tb.Fatalf("the test's server: %v", err)
	}
	defer conn.Close(ctx)
	var exists bool
	if err := conn.QueryRow(ctx, `select exists (select from pg_database where datname = $1)`, database).Scan(&exists); err != nil {
		s.tb.Fatalf("the test's server: %v", err)
	}
	if exists {
		return
	}
	if _, err := conn.Exec(ctx, `create database `+pgx.Identifier{database}.Sanitize()); err != nil {
		s.tb.Fatalf("the test's server: %v", err)
	}
}

// Start starts a server that was stopped or killed, and returns when it answers.
func (s *Server) Start() {
	s.tb.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running {
		s.tb.Fatal("the test's server is running already")
	}
	ctx, cancel := context.WithTimeout(context.Background(), startPatience)
	defer cancel()
	cfg := config(s.home, 100)
	cfg.Settings["synchronous_commit"] = "on" // what was promised survives a killed process, if not a power cut
	cfg.Unsupervised = true
	server, err := start(ctx, s.home, cfg)
	if err != nil {
		lacking(s.tb, err)
	}
	s.current, s.running = server, true
}

// Stop stops the server as an operator would; open connections are ended.
func (s *Server) Stop() {
	s.tb.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.running {
		return
	}
	s.running = false
	ctx, cancel := context.WithTimeout(context.Background(), stopPatience)
	defer cancel()
	if err := s.current.Stop(ctx); err != nil {
		s.tb.Fatalf("stop the test's server: %v", err)
	}
}

// Kill ends the server as a lack of memory would: SIGKILL, without a word to
// anybody. The next Start recovers.
func (s *Server) Kill() {
	s.tb.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.running {
		return
	}
	s.running = false
	s.current.Kill()
}

// remove ends the server and removes its folder.
func (s *Server) remove() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running {
		s.running = false
		ended, cancel := context.WithCancel(context.Background())
		cancel()
		_ = s.current.Stop(ended) // the data is thrown away
	}
	if err := s.home.remove(); err != nil {
		s.tb.Logf("%s is left behind: %v", s.home.dir, err)
	}
	if _, err := os.Stat(s.home.dir); err == nil {
		s.tb.Errorf("%s is left behind", s.home.dir)
	}
}
