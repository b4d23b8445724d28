//go:build unix

package embedded

import (
	"errors"
	"fmt"
	"os"
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

func signal(pid int, sig syscall.Signal) { _ = syscall.Kill(pid, sig) }

// hold takes the lock of a data folder, or says who has it. It is the kernel's:
// it ends with the process, however that ends.
func hold(path string) (*os.File, error) {
	f, err := probe(path)
	if err != nil {
		return nil, err
	}
	if err = f.Truncate(0); err == nil {
		_, err = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("the lock of the private database: %w", err)
	}
	return f, nil
}

// probe takes the lock without leaving a name in it.
func probe(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the lock of the private database: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return f, nil
	}
	holder, _ := os.ReadFile(path)
	f.Close()
	if !errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, fmt.Errorf("%s cannot be locked: %w", path, err)
	}
	return nil, fmt.Errorf("%w: process %s uses %s; stop it first, or set DATA_DIR to another folder", ErrRunning, strings.TrimSpace(string(holder)), path)
}
