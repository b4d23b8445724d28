//go:build unix

package embedded

import (
	"context"
	"path/filepath"
)

// Start runs the private PostgreSQL of a data folder, making it where there is
// none, and returns when it answers and has its databases. The context bounds
// the start only; recovery after a crash may take minutes on a slow disk. A
// folder that another process uses is refused with ErrRunning. Start leaves
// nothing running when it fails.
func Start(ctx context.Context, cfg Config) (*Server, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	s, err := prepare(ctx, cfg)
	if err != nil {
		return nil, err
	}
	go s.supervise()
	if err := s.settle(ctx); err != nil {
		s.abandon()
		return nil, err
	}
	return s, nil
}

// prepare does what comes before PostgreSQL itself: folders, lock, programs,
// initdb, settings. On failure it leaves nothing held.
func prepare(ctx context.Context, cfg Config) (_ *Server, err error) {
	dir, l, err := makeFolders(cfg.DataDir)
	if err != nil {
		return nil, err
	}
	cfg.DataDir = dir
	s := &Server{cfg: cfg, layout: l, stop: make(chan struct{}), exited: make(chan struct{})}
	if s.lock, err = hold(ctx, l.lock()); err != nil {
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
	if s.as, err = accountFor(s.layout); err != nil {
		return err
	}
	major, err := s.layout.major()
	if err != nil {
		return err
	}
	if err := s.as.reach(s.layout.root, s.cfg.DataDir); err != nil {
		return err
	}
	if s.bins, err = find(ctx, s.cfg, major, s.as, s.layout.bin()); err != nil {
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
	if err := makeLocal(s.layout, s.as); err != nil {
		return err
	}
	return writeSettings(s.layout, s.cfg)
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
