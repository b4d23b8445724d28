package store

import (
	"context"
	"io"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Console is what a command that works on a database is given.
type Console struct {
	Out io.Writer

	// Open opens the database dereth; the function that it returns closes it again.
	Open func(context.Context) (*pgxpool.Pool, func(), error)
}
