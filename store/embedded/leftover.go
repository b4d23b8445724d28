//go:build unix

package embedded

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// How long what an earlier server left running is given. It was told to stop
// when its parent died, or notices by itself that its postmaster is gone; then
// it is told, then told more sharply. A fast stop writes a checkpoint, which
// takes seconds on a slow disk.
const (
	leftoverNudge = 2 * time.Second  // a fast stop again, for a postmaster that was not told
	leftoverForce = 45 * time.Second // an immediate stop
	leftoverKill  = 60 * time.Second // SIGKILL: PostgreSQL recovers from that too
	leftoverEnd   = 75 * time.Second
	leftoverPoll  = 10 * time.Millisecond
)

// postmaster is what PostgreSQL's own postmaster.pid says.
type postmaster struct {
	pid    int
	port   int
	socket string // folder
}

// readPostmaster reads postmaster.pid; false when there is none that is whole.
func readPostmaster(data string) (postmaster, bool) {
	text, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err != nil {
		return postmaster{}, false
	}
	lines := strings.Split(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(lines[0]))
	if err != nil || pid <= 0 {
		return postmaster{}, false
	}
	p := postmaster{pid: pid}
	if len(lines) > 5 {
		p.port, _ = strconv.Atoi(strings.TrimSpace(lines[3]))
		p.socket = strings.TrimSpace(lines[4])
	}
	return p, true
}

// clearLeftovers waits until nothing of an earlier server works in the data
// folder any more, and stops what does not stop by itself. The caller holds the
// lock, so that whatever is found belongs to nobody.
func clearLeftovers(ctx context.Context, data string, log *slog.Logger) error {
	began, sent := time.Now(), 0
	for left := servers(data); len(left) > 0; left = servers(data) {
		waited := time.Since(began)
		if waited > leftoverEnd {
			return fmt.Errorf("processes %v of an earlier start still work in %s and cannot be stopped: end them by hand", left, data)
		}
		if due := pressure(waited); due > sent {
			log.Info("stopping what an earlier start of the private database left running", "processes", left, "signal", pressures[due-1].sig)
			press(data, left, pressures[due-1].sig)
			sent = due
		}
		if err := pause(ctx, leftoverPoll); err != nil {
			return err
		}
	}
	return nil
}

var pressures = []struct {
	after time.Duration
	sig   syscall.Signal
}{{leftoverNudge, stopFast}, {leftoverForce, stopImmediate}, {leftoverKill, syscall.SIGKILL}}

// pressure is how many of the pressures are due after a while.
func pressure(waited time.Duration) int {
	n := 0
	for n < len(pressures) && waited >= pressures[n].after {
		n++
	}
	return n
}

// press tells leftovers to stop. A postmaster passes it on to its backends; an
// orphaned backend takes a fast stop for the end of its statement only, and gets
// the immediate one: with its postmaster dead it can promise nothing any more.
func press(data string, left []int, sig syscall.Signal) {
	if p, ok := readPostmaster(data); ok && slices.Contains(left, p.pid) && sig != syscall.SIGKILL {
		signal(p.pid, sig)
		return
	}
	if sig == stopFast {
		sig = stopImmediate
	}
	for _, pid := range left {
		signal(pid, sig)
	}
}

// dropForeignLocks removes lock files of PostgreSQL's whose number went to
// another process since: in a container numbers are small and soon given again,
// and PostgreSQL would refuse to start. So it would with a file that a power cut
// left empty. The number of a process that is gone it sorts out itself, and what
// cannot be seen is left to it as well.
func dropForeignLocks(data string, paths ...string) error {
	for _, path := range paths {
		pid, exists := lockedBy(path)
		if !exists || (pid > 0 && whatIs(pid, data) != foreign) {
			continue
		}
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// lockedBy is the process that a lock file names; 0 for one that names none.
func lockedBy(path string) (pid int, exists bool) {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, false
	}
	line, _, _ := strings.Cut(string(text), "\n")
	pid, err = strconv.Atoi(strings.TrimSpace(line))
	if err != nil || !strings.Contains(string(text), "\n") {
		return 0, true
	}
	return max(pid, -pid), true
}

// pause waits for a while, or until the context ends.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
