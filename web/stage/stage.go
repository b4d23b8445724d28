// Package stage runs the parts of a server that begin and stop together. A server
// that stops in order has several stages, and stops one after the other.
package stage

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// Stage is some parts that run.
type Stage struct {
	cancel context.CancelFunc
	group  *errgroup.Group
}

// Begin runs the parts, each until its context ends. One that ends by itself calls
// fail, with its error or nil: the server is to stop then.
func Begin(fail context.CancelCauseFunc, parts ...func(context.Context) error) Stage {
	ctx, cancel := context.WithCancel(context.Background())
	group := &errgroup.Group{}
	for _, part := range parts {
		group.Go(func() error {
			err := part(ctx)
			fail(err)
			return err
		})
	}
	return Stage{cancel, group}
}

// Stop ends the parts, waits for them, and returns the first error.
func (s Stage) Stop() error {
	s.cancel()
	return s.group.Wait()
}
