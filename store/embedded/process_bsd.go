//go:build unix && !linux

package embedded

import "syscall"

// maxSocketPath is the longest path of a Unix socket, in bytes, without the
// zero that ends it.
const maxSocketPath = 103

// dieWithParent is not to be had here: what a killed server leaves running is
// stopped by the next start.
func dieWithParent(*syscall.SysProcAttr, syscall.Signal) {}

// servers cannot be listed here; PostgreSQL's own pid file has to do.
func servers(string) []int { return nil }

func serves(pid int, _ string) bool { return alive(pid) }

const knowsServers = false
