package embedded

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// maxSocketPath is the longest path of a Unix socket, in bytes, without the
// zero that ends it.
const maxSocketPath = 107

// dieWithParent has the kernel send a signal when the thread that started the
// process ends, so that starting belongs on a thread that lives on.
func dieWithParent(attr *syscall.SysProcAttr, sig syscall.Signal) { attr.Pdeathsig = sig }

// servers are the running processes whose working folder is a data folder:
// the postmaster and its backends, also those a dead postmaster left behind.
func servers(data string) []int {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var pids []int
	for _, e := range entries {
		if pid, err := strconv.Atoi(e.Name()); err == nil && serves(pid, data) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// serves tells whether a process works in a data folder. PostgreSQL changes
// into it, and hardly anything else does.
func serves(pid int, data string) bool {
	proc := filepath.Join("/proc", strconv.Itoa(pid))
	cwd, err := os.Readlink(filepath.Join(proc, "cwd"))
	if err != nil || cwd != data {
		return false
	}
	name, err := os.ReadFile(filepath.Join(proc, "comm"))
	return err == nil && strings.HasPrefix(string(name), "postgres")
}

// knowsServers tells that servers sees everything there is.
const knowsServers = true
