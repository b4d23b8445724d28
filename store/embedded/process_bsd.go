//go:build unix && !linux

package embedded

import "syscall"

// maxSocketPath is the longest path of a Unix socket, in bytes, without the
// zero that ends it.
const maxSocketPath = 103

// dieWithParent is not to be had here: what a killed server leaves running is
// stopped by the next start.
func dieWithParent(*syscall.SysProcAttr, syscall.Signal) {}

// servers knows the postmaster only, by its own word; its orphans are found by
// PostgreSQL itself, which then refuses to start until they have ended.
func servers(data string) []int {
	p, ok := readPostmaster(data)
	if !ok || whatIs(p.pid, data) != ofTheFolder {
		return nil
	}
	return []int{p.pid}
}

// whatIs asks ps, since there is no /proc.
func whatIs(pid int, data string) relation { return askPs(pid, data) }
