//go:build !linux

package store

import "syscall"

// giveUp is the system's own affair here: a statement to a machine that is gone
// waits for its context.
func giveUp(string, string, syscall.RawConn) error { return nil }
