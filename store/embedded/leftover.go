//go:build unix

package embedded

import (
	"context"
	"fmt"
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
	leftoverPoll  = 20 * time.Millisecond
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
	if len(lines) > 4 {
		p.port, _ = strconv.Atoi(strings.TrimSpace(lines[3]))
		p.socket = strings.TrimSpace(lines[4])
	}
	return p, true
}

// clear waits until nothing of an earlier server works in the data folder any
// more, and stops it where it does not stop by itself. The caller holds the
// lock, so that whatever is found belongs to nobody.
func clearLeftovers(ctx context.Context, data string, log *slog.Logger) error {
	began := time.Now()
	stage := 0
	for {
		left := leftovers(data)
		if len(left) == 0 {
			break
		}
		if stage == 0 {
			log.Info("waiting for what an earlier start of the private database left running", "processes", left)
			stage = 1
		}
		stage = press(data, left, stage, time.Since(began))
		if time.Since(began) > leftoverEnd {
			return fmt.Errorf("processes %v of an earlier start still work in %s and cannot be stopped: end them by hand", left, data)
		}
		if err := pause(ctx, leftoverPoll); err != nil {
			return err
		}
	}
	return dropForeignPid(data)
}

// leftovers are the processes of an earlier server.
func leftovers(data string) []int {
	left := servers(data)
	p, ok := readPostmaster(data)
	if ok && !knowsServers && p.pid != os.Getpid() && alive(p.pid) && !slices.Contains(left, p.pid) {
		left = append(left, p.pid)
	}
	return left
}

// press sends what is due after a while and gives the next stage. An orphaned
// backend knows no fast stop; it gets the immediate one early, since with its
// postmaster dead no commit can be in flight that was promised to anyone.
func press(data string, left []int, stage int, waited time.Duration) int {
	due := []struct {
		after time.Duration
		sig   syscall.Signal
	}{{leftoverNudge, stopFast}, {leftoverForce, stopImmediate}, {leftoverKill, syscall.SIGKILL}}
	if stage > len(due) || waited < due[stage-1].after {
		return stage
	}
	p, _ := readPostmaster(data)
	for _, pid := range left {
		sig := due[stage-1].sig
		if pid != p.pid && stage == 1 && !slices.Contains(left, p.pid) {
			sig = stopImmediate
		}
		if pid == p.pid || sig != stopFast {
			signal(pid, sig)
		}
	}
	return stage + 1
}

// dropForeignPid removes a postmaster.pid whose number went to another process
// since: in a container numbers are small and soon given again, and PostgreSQL
// would refuse to start. The number of a dead process it sorts out itself.
func dropForeignPid(data string) error {
	p, ok := readPostmaster(data)
	if !ok || !knowsServers || !alive(p.pid) {
		return nil
	}
	if serves(p.pid, data) {
		return fmt.Errorf("%w: postmaster %d works in %s", ErrRunning, p.pid, data)
	}
	return os.Remove(filepath.Join(data, "postmaster.pid"))
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
