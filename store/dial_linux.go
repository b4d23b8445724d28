package store

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// giveUp has the kernel end a connection whose sent bytes nobody confirms:
// keep-alive probes are only sent over an idle one, and without this a statement
// to a machine that is gone would wait for a quarter of an hour.
func giveUp(network, _ string, c syscall.RawConn) error {
	if network == "unix" {
		return nil
	}
	var failed error
	err := c.Control(func(fd uintptr) {
		failed = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(unconfirmed.Milliseconds()))
	})
	if err != nil {
		return err
	}
	return failed
}
