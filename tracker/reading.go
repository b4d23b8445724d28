package tracker

import (
	"context"
	"time"

	"overlord/store"
	"overlord/store/fault"
)

const (
	// connectPatience is how long an answer waits for a connection: a database
	// that is away must show within a second.
	connectPatience = 700 * time.Millisecond

	// readPatience is how long reading for one answer may take. What is allowed
	// by the bounds of the parameters takes a small part of it.
	readPatience = 30 * time.Second
)

// read lets an answer read from the database, on one connection. While the
// database is away the error is fault.Unavailable, and comes within a second.
// The request's end ends the reading.
func (m *Module) read(ctx context.Context, what string, query func(context.Context, store.Querier) error) error {
	ctx, cancel := context.WithTimeout(ctx, readPatience)
	defer cancel()
	waiting, enough := context.WithTimeout(ctx, connectPatience)
	defer enough()
	conn, err := m.pool.Acquire(waiting)
	if err != nil {
		return away(ctx, err, what)
	}
	defer conn.Release()
	if err := conn.Ping(waiting); err != nil { // it may hang on, without an answer
		return away(ctx, err, what)
	}
	err = query(ctx, conn)
	if store.IsTransient(err) {
		return away(ctx, err, what)
	}
	return err
}

// away says that the database is, unless it is the caller who went away.
func away(ctx context.Context, err error, what string) error {
	if ctx.Err() != nil {
		return err
	}
	return fault.Wrap(err, fault.Unavailable, "the database is away; %s come back with it", what)
}
