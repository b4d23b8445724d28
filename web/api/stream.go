package api

import (
	"context"
	"errors"
)

// ErrStopping is why a stream's context ended when the server stops.
var ErrStopping = errors.New("the server is stopping")

type stoppingKey struct{}

// WithStopping puts into a server's base context the one that ends when the
// server begins to stop.
func WithStopping(ctx, stopping context.Context) context.Context {
	return context.WithValue(ctx, stoppingKey{}, stopping)
}

// Stream is the context for an answer that goes on until somebody ends it, such
// as server-sent events: it ends with the request's, and also as soon as the
// server begins to stop, with the cause ErrStopping. Ordinary answers, which get
// a while to finish, use the request's context itself. cancel must be called.
func Stream(ctx context.Context) (stream context.Context, cancel context.CancelFunc) {
	stream, end := context.WithCancelCause(ctx)
	stopping, ok := ctx.Value(stoppingKey{}).(context.Context)
	if !ok {
		return stream, func() { end(nil) }
	}
	release := context.AfterFunc(stopping, func() { end(ErrStopping) })
	return stream, func() { release(); end(nil) }
}
