//go:build unix

package embedded

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"
)

// How a dead PostgreSQL is started again, and how long a stop may take. Stop's
// caller gives a deadline of his own; what is left after it is forced.
const (
	restartFirst  = 100 * time.Millisecond // after the first unexpected end
	restartMost   = 30 * time.Second       // at most, when it keeps dying
	restartCalm   = time.Minute            // a life that long begins the count anew
	busyPatience  = 15 * time.Second       // for "another server is using the folder" at the start
	forcePatience = 5 * time.Second        // for an immediate stop, before SIGKILL
)

// Server is a running private PostgreSQL.
type Server struct {
	cfg    Config
	layout layout
	bins   Binaries
	as     account
	socket string // folder
	port   int
	lock   *os.File // held until the end; nil for an attached server
	log    *serverLog

	stop   chan struct{} // closed by Stop: no further start
	exited chan struct{} // closed when nothing runs and nothing will

	mu       sync.Mutex
	pid      int // of the postmaster; 0 while there is none
	settled  bool
	restarts int
	err      error // the last end that was not asked for
	stopOnce sync.Once
}

// prepare does what comes before PostgreSQL itself: folders, lock, programs,
// initdb, settings. On failure it leaves nothing held.
func prepare(ctx context.Context, cfg Config) (_ *Server, err error) {
	l := layoutOf(cfg.DataDir)
	if err := l.make(cfg.DataDir); err != nil {
		return nil, err
	}
	s := &Server{cfg: cfg, layout: l, stop: make(chan struct{}), exited: make(chan struct{})}
	if s.lock, err = hold(l.lock()); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			s.lock.Close()
		}
	}()
	if err := s.choose(ctx); err != nil {
		return nil, err
	}
	if err := s.furnish(ctx); err != nil {
		return nil, err
	}
	s.log, err = openLog(l.log(), cfg.Logger)
	return s, err
}

// choose finds the user and the programs.
func (s *Server) choose(ctx context.Context) (err error) {
	major, err := s.layout.major()
	if err != nil {
		return err
	}
	if s.as, err = accountFor(s.layout); err != nil {
		return err
	}
	if err := s.as.reach(s.cfg.DataDir, s.layout.root); err != nil {
		return err
	}
	if s.bins, err = find(ctx, s.cfg, major, s.as); err != nil {
		return err
	}
	if s.cfg.BinDir != "" && !sameDir(s.cfg.BinDir, s.bins.Dir) {
		s.cfg.Logger.Warn("PG_BIN_DIR is of another version than the private database and is not used", "PG_BIN_DIR", s.cfg.BinDir, "used", s.bins.Dir, "version", s.bins.Full)
	}
	return nil
}

func sameDir(a, b string) bool {
	if real, err := filepath.EvalSymlinks(filepath.Join(a, "initdb")); err == nil {
		a = filepath.Dir(real)
	}
	return a == b
}

// furnish makes what PostgreSQL needs to start.
func (s *Server) furnish(ctx context.Context) error {
	if err := clearLeftovers(ctx, s.layout.data(), s.cfg.Logger); err != nil {
		return err
	}
	major, err := s.layout.major()
	if err != nil {
		return err
	}
	if major == 0 {
		s.cfg.Logger.Info("making the private database", "folder", s.layout.data(), "version", s.bins.Full, "user", s.as.name)
		if err := initialize(ctx, s.layout, s.bins, s.as, fsyncOff(s.cfg)); err != nil {
			return err
		}
	}
	if err := s.as.ownAll(s.layout.data()); err != nil {
		return err
	}
	_, s.port, _ = s.cfg.address() // checked by Validate
	if s.socket, err = socketDir(s.layout, s.as, s.port); err != nil {
		return err
	}
	if err := readableLocal(s.layout, s.as); err != nil {
		return err
	}
	return writeSettings(s.layout, s.cfg)
}

// URL is the address of a database, over the socket, as the superuser.
func (s *Server) URL(database string) string {
	q := url.Values{"host": {s.socket}, "port": {strconv.Itoa(s.port)}, "sslmode": {"disable"}}
	u := url.URL{Scheme: "postgres", User: url.User(Superuser), Path: "/" + database, RawQuery: q.Encode()}
	return u.String()
}

// Version is PostgreSQL's, such as 17.10.
func (s *Server) Version() string { return s.bins.Full }

// Binaries are the programs in use; zero for an attached server.
func (s *Server) Binaries() Binaries { return s.bins }

// Pid is the postmaster's process id, 0 while there is none.
func (s *Server) Pid() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pid
}

// Restarts counts how often PostgreSQL ended unasked and was started again.
func (s *Server) Restarts() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.restarts
}

// Exited is closed when PostgreSQL has ended for good: after Stop, or, where
// the server is unsupervised, however it ended.
func (s *Server) Exited() <-chan struct{} { return s.exited }

// Err is the last end that nobody asked for; nil while there was none.
func (s *Server) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// Stop ends PostgreSQL: open sessions are ended, everything is written, the
// folder is free again. When the context ends first it is forced, which loses
// nothing either but makes the next start recover; that is an error, and so is
// a PostgreSQL that was dead already. Later calls wait for the same end.
func (s *Server) Stop(ctx context.Context) error {
	if s.lock == nil {
		return nil // attached: somebody else's to stop
	}
	s.stopOnce.Do(func() { close(s.stop) })
	s.tell(stopFast)
	select {
	case <-s.exited:
		return s.Err()
	case <-ctx.Done():
	}
	s.tell(stopImmediate)
	select {
	case <-s.exited:
	case <-time.After(forcePatience):
		s.kill()
		<-s.exited
	}
	return fmt.Errorf("the private database did not stop in time and was forced: %w", ctx.Err())
}

// Kill ends PostgreSQL with all its sessions as a lack of memory would, without
// a word to anybody: for tests of outages. A supervised server then starts it
// again; an unsupervised one has exited when Kill returns.
func (s *Server) Kill() {
	s.kill()
	if s.cfg.Unsupervised {
		<-s.exited
	}
}

// abandon ends what a failed start left, as fast as it can be ended.
func (s *Server) abandon() {
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	_ = s.Stop(ended)
}

// stopping tells whether Stop was called.
func (s *Server) stopping() bool {
	select {
	case <-s.stop:
		return true
	default:
		return false
	}
}

// settle waits until PostgreSQL answers, and makes the databases.
func (s *Server) settle(ctx context.Context) error {
	if err := s.answer(ctx); err != nil {
		return err
	}
	if err := s.makeDatabases(ctx); err != nil {
		return err
	}
	s.mu.Lock()
	s.settled = true
	s.mu.Unlock()
	s.cfg.Logger.Info("the private database is running", "version", s.bins.Full, "socket", s.socket, "process", s.Pid())
	return nil
}

var errEnded = errors.New("PostgreSQL ended")
