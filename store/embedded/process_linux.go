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
		if pid, err := strconv.Atoi(e.Name()); err == nil && whatIs(pid, data) == ofTheFolder {
			pids = append(pids, pid)
		}
	}
	return pids
}

// whatIs tells whether a process is PostgreSQL of a data folder: it changes into
// the folder, and hardly anything else does. A process that has ended but was
// not fetched by its parent is foreign: its number says nothing any more.
func whatIs(pid int, data string) relation {
	proc := filepath.Join("/proc", strconv.Itoa(pid))
	stat, err := os.ReadFile(filepath.Join(proc, "stat"))
	if err != nil {
		return absentOr(pid)
	}
	name, state := nameAndState(string(stat))
	if state == "Z" || state == "X" || !strings.HasPrefix(name, "postgres") {
		return foreign
	}
	cwd, err := os.Readlink(filepath.Join(proc, "cwd"))
	switch {
	case err != nil:
		return unknown
	case cwd == data:
		return ofTheFolder
	}
	return foreign
}

// absentOr tells a process that is gone from one that is hidden from us.
func absentOr(pid int) relation {
	if alive(pid) {
		return unknown
	}
	return absent
}

// nameAndState reads "123 (name) S …"; a name may hold parentheses itself.
func nameAndState(stat string) (name, state string) {
	open, end := strings.IndexByte(stat, '('), strings.LastIndexByte(stat, ')')
	if open < 0 || end < open {
		return "", ""
	}
	fields := strings.Fields(stat[end+1:])
	if len(fields) == 0 {
		return "", ""
	}
	return stat[open+1 : end], fields[0]
}
