//go:build unix

package embedded

import (
	"errors"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// The ways PostgreSQL is told to stop: fast ends the sessions and writes a
// checkpoint; immediate drops everything, and the next start recovers.
const (
	stopFast      = syscall.SIGINT
	stopImmediate = syscall.SIGQUIT
)

// relation is what a process has to do with a data folder.
type relation int

const (
	absent      relation = iota // there is no such process
	foreign                     // the number belongs to something else
	ofTheFolder                 // PostgreSQL of this folder
	unknown                     // the system does not let us see
)

// command prepares one of PostgreSQL's programs: as the account, in a session of
// its own, so that a Ctrl-C in the terminal reaches this process only, which
// then stops its database in its order.
func command(as account, died syscall.Signal, program string, args ...string) *exec.Cmd {
	cmd := exec.Command(program, args...)
	cmd.Dir = "/"
	cmd.Env = environment()
	cmd.SysProcAttr = as.attributes()
	cmd.SysProcAttr.Setsid = true
	dieWithParent(cmd.SysProcAttr, died)
	return cmd
}

// alive tells whether there is such a process, ours or not.
func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}

// signal sends a signal to another process; one that is gone is no error.
func signal(pid int, sig syscall.Signal) { _ = syscall.Kill(pid, sig) }

// askPs tells what a process is by its command line, which for a postmaster
// that we started names the data folder.
func askPs(pid int, data string) relation {
	if !alive(pid) {
		return absent
	}
	out, err := exec.Command("ps", "-ww", "-o", "command=", "-p", strconv.Itoa(pid)).Output()
	line := strings.TrimSpace(string(out))
	switch {
	case err != nil:
		return unknown
	case strings.Contains(line, "postgres") && strings.Contains(line+" ", " -D "+data+" "):
		return ofTheFolder
	}
	return foreign
}
