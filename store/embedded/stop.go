//go:build unix

package embedded

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// How long the ways to stop are given.
const (
	askPatience   = time.Second      // for the question which way to take
	fastPatience  = time.Minute      // 128 MB of dirty pages on a slow disk
	forcePatience = 5 * time.Second  // for an immediate stop, before SIGKILL
	sweepPatience = 10 * time.Second // for the orphans of a postmaster that was killed
)

// Stop ends PostgreSQL: open sessions are ended, everything is written, the
// folder is free again. When the context ends first, or after a minute, it is
// forced, which loses nothing either but makes the next start recover; that is
// an error, and so is a PostgreSQL that was dead already or was recovering from a
// crash. Later calls wait for the same end.
func (s *Server) Stop(ctx context.Context) error {
	if s.lock == nil {
		return nil // attached: somebody else's to stop
	}
	s.stopOnce.Do(func() { close(s.stop) })
	s.tell(s.wayToStop(ctx))
	ctx, cancel := context.WithTimeout(ctx, fastPatience)
	defer cancel()
	select {
	case <-s.exited:
		return s.Err()
	case <-ctx.Done():
	}
	words := s.log.lastWords()
	s.force()
	return fmt.Errorf("the private database did not stop in time and was forced: %w%s", ctx.Err(), words)
}

// wayToStop is the fast one, unless PostgreSQL is recovering from a crash of its
// own: it may then wait forever for a process that it has just ended itself.
// There is nothing to write in that state, so that the immediate way loses nothing.
func (s *Server) wayToStop(ctx context.Context) syscall.Signal {
	ctx, cancel := context.WithTimeout(ctx, askPatience)
	defer cancel()
	var pg *pgconn.PgError
	if err := s.ask(ctx); errors.As(err, &pg) && pg.Code == "57P03" {
		return stopImmediate
	}
	return stopFast
}

// force ends PostgreSQL the immediate way, or without its help.
func (s *Server) force() {
	s.tell(stopImmediate)
	select {
	case <-s.exited:
	case <-time.After(forcePatience):
		s.kill()
		<-s.exited
	}
}

// sweep ends what a killed postmaster left, before the folder is given free.
func (s *Server) sweep() {
	ctx, cancel := context.WithTimeout(context.Background(), sweepPatience)
	defer cancel()
	for left := servers(s.layout.data()); len(left) > 0; left = servers(s.layout.data()) {
		for _, pid := range left {
			signal(pid, stopImmediate)
		}
		if pause(ctx, leftoverPoll) != nil {
			return // the next start waits for them
		}
	}
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
