//go:build !unix

package embedded

import (
	"context"
	"errors"
	"runtime"
)

// Server is a private PostgreSQL, which this system cannot run.
type Server struct{}

// Binaries is a folder with the programs of one PostgreSQL.
type Binaries struct {
	Dir   string
	Major int
	Full  string
}

func unsupported() error {
	return errors.New("the private database is not supported on " + runtime.GOOS + ": set DATABASE_URL and INVENTORY_DATABASE_URL")
}

// Start says that this system is not supported.
func Start(context.Context, Config) (*Server, error) { return nil, unsupported() }

// Attach says that this system is not supported.
func Attach(context.Context, Config) (*Server, error) { return nil, unsupported() }

// Find says that this system is not supported.
func Find(context.Context, Config) (Binaries, error) { return Binaries{}, unsupported() }

// URL is empty.
func (*Server) URL(string) string { return "" }

// Version is empty.
func (*Server) Version() string { return "" }

// Binaries is empty.
func (*Server) Binaries() Binaries { return Binaries{} }

// Pid is 0.
func (*Server) Pid() int { return 0 }

// Restarts is 0.
func (*Server) Restarts() int { return 0 }

// Exited is never closed.
func (*Server) Exited() <-chan struct{} { return nil }

// Err is why there is no server.
func (*Server) Err() error { return unsupported() }

// Stop does nothing.
func (*Server) Stop(context.Context) error { return nil }

// Kill does nothing.
func (*Server) Kill() {}
