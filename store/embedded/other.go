//go:build !unix

package embedded

import (
	"context"
	"errors"
	"runtime"
)

// Server is a private PostgreSQL, which this system cannot run.
type Server struct{}

func supported() error {
	return errors.New("the private database is not supported on " + runtime.GOOS + ": set DATABASE_URL and INVENTORY_DATABASE_URL")
}

// Attach says that there is nothing to attach to.
func Attach(context.Context, Config) (*Server, error) { return nil, supported() }
