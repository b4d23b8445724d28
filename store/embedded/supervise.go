//go:build unix

package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// How a PostgreSQL that died is started again.
const (
	restartFirst = 100 * time.Millisecond // after the first unexpected end
	restartMost  = 30 * time.Second       // at most, when it keeps dying
	restartCalm  = time.Minute            // a life that long begins the count anew
	busyPatience = 15 * time.Second       // for a predecessor that still holds the folder, at the first start
)

var (
	errEnded   = errors.New("PostgreSQL was stopped by somebody else")
	errStopped = errors.New("stopped before the start")
)

// supervise runs PostgreSQL until Stop, again and again where it ends unasked.
// It keeps its operating system thread for life: the kernel tells PostgreSQL
// that its parent died when the thread that started it ends.
func (s *Server) supervise() {
	runtime.LockOSThread()
	defer close(s.exited)
	defer s.release()
	began, wait := time.Now(), restartFirst
	for {
		launched := time.Now()
		err := s.live()
		if errors.Is(err, errStopped) {
			return
		}
		if s.stopping() {
			s.note(err, false)
			return
		}
		if err == nil {
			err = errEnded // somebody else stopped it
		}
		if !s.again(err, began) {
			s.note(err, false)
			return
		}
		s.note(err, true)
		if time.Since(launched) > restartCalm {
			wait = restartFirst
		}
		if !s.rest(wait) {
			return
		}
		wait = min(2*wait, restartMost)
	}
}

// again decides whether a PostgreSQL that ended is started again. During the
// first start only a folder that is still in use is worth another attempt: a
// dying predecessor needs a moment.
func (s *Server) again(err error, began time.Time) bool {
	s.mu.Lock()
	settled := s.settled
	s.mu.Unlock()
	if settled {
		return !s.cfg.Unsupervised
	}
	return inUse(err) && time.Since(began) < busyPatience
}

// inUse tells PostgreSQL's last words about a predecessor that is not gone yet.
func inUse(err error) bool {
	words := err.Error()
	return strings.Contains(words, "FATAL:  lock file") || strings.Contains(words, "pre-existing shared memory")
}

// note keeps the end for Err, and logs what was not asked for.
func (s *Server) note(err error, again bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err
	if again && s.settled {
		s.restarts++
		s.cfg.Logger.Error("the private database ended unexpectedly and is started again", "error", err, "restarts", s.restarts)
	}
}

// rest waits before the next start, for what the dead one left as well; false
// when the server is to stop.
func (s *Server) rest(wait time.Duration) bool {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		select {
		case <-s.stop:
			cancel()
		case <-ctx.Done():
		}
	}()
	if pause(ctx, wait) != nil {
		return false
	}
	if err := clearLeftovers(ctx, s.layout.data(), s.cfg.Logger); err != nil && ctx.Err() == nil {
		s.cfg.Logger.Error("the private database's folder is not free", "error", err)
	}
	return ctx.Err() == nil
}

// live is one life of PostgreSQL: nil after a clean end, else what it said.
func (s *Server) live() error {
	s.log.begin()
	if err := dropForeignLocks(s.layout.data(), s.lockFiles()...); err != nil {
		return err
	}
	cmd := command(s.as, stopFast, s.bins.postgres(), arguments(s.layout, s.cfg, s.socket)...)
	cmd.Stdout, cmd.Stderr = s.log.input, s.log.input
	if err := s.launch(cmd); err != nil {
		return fmt.Errorf("PostgreSQL cannot be started: %w", err)
	}
	err := cmd.Wait()
	s.mu.Lock()
	s.process = nil
	s.mu.Unlock()
	s.log.drain()
	if err == nil {
		return nil
	}
	return fmt.Errorf("PostgreSQL ended with %w%s", err, s.log.lastWords())
}

// launch starts the process, unless Stop was called: under the lock that Stop's
// signal takes, so that no start slips past it.
func (s *Server) launch(cmd *exec.Cmd) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopping() {
		return errStopped
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	s.process = cmd.Process
	return nil
}

// tell signals the postmaster, if there is one.
func (s *Server) tell(sig syscall.Signal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.process != nil {
		_ = s.process.Signal(sig) // it may just have ended
	}
}

// kill ends the postmaster and its backends without ado.
func (s *Server) kill() {
	s.tell(syscall.SIGKILL)
	for _, pid := range servers(s.layout.data()) {
		signal(pid, syscall.SIGKILL)
	}
}

// release frees the folder.
func (s *Server) release() {
	s.sweep()
	if s.socket != s.layout.run() {
		_ = os.Remove(s.socket) // ours, among other people's temporary files; kept where it is not empty
	}
	s.log.close()
	s.lock.Close()
}
