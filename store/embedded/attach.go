//go:build unix

package embedded

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Attach gives the private PostgreSQL that another process runs for a data
// folder, for a command beside a running server; ErrNotRunning when there is
// none. Stop of an attached server does nothing.
func Attach(ctx context.Context, cfg Config) (*Server, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	l := layoutOf(cfg.DataDir)
	if free, err := isFree(l.lock()); err != nil {
		return nil, err
	} else if free {
		return nil, fmt.Errorf("%w for %s", ErrNotRunning, cfg.DataDir)
	}
	if _, err := os.Stat(filepath.Join(l.data(), "PG_VERSION")); errors.Is(err, fs.ErrPermission) {
		return nil, fmt.Errorf("the running private database belongs to another user: run this command as root or as the server's user: %w", err)
	}
	s := &Server{cfg: cfg, layout: l, exited: make(chan struct{})}
	return s, s.meet(ctx)
}

// meet waits until the other process's server, which may be starting, answers.
func (s *Server) meet(ctx context.Context) error {
	for wait := answerPoll; ; wait = min(2*wait, answerPollMost) {
		if p, ok := readPostmaster(s.layout.data()); ok && p.socket != "" {
			s.socket, s.port = p.socket, p.port
			if err := s.ask(ctx); err == nil || refused(err) {
				return err
			}
		}
		if err := pause(ctx, wait); err != nil {
			return fmt.Errorf("the running private database does not answer: %w", err)
		}
		if free, err := isFree(s.layout.lock()); err != nil || free {
			return errors.Join(err, ErrNotRunning)
		}
	}
}
