package embedded

import (
	"context"
	"errors"
)

// Beside gives the private PostgreSQL to a command: that of the running server,
// or one that is started for the command. Stop ends the latter only.
func Beside(ctx context.Context, cfg Config) (*Server, error) {
	server, err := Attach(ctx, cfg)
	if errors.Is(err, ErrNotRunning) {
		return Start(ctx, cfg)
	}
	return server, err
}
