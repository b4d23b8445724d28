package auth

import (
	"context"
	"embed"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store"
	"overlord/store/fault"
)

// queryTimeout bounds each statement, the wait for a connection included. A
// sign-in waits for two of them.
const queryTimeout = 5 * time.Second

//go:embed schema/*.sql
var schemaFiles embed.FS

// Migrate brings the module's tables in the database dereth to this version's
// form.
func Migrate(ctx context.Context, pool *pgxpool.Pool) error {
	files, err := fs.Sub(schemaFiles, "schema")
	if err != nil {
		return err
	}
	return store.Migrate(ctx, pool, "auth", files)
}

// database is the module's SQL.
type database struct {
	pool *pgxpool.Pool
}

// bounded is a context for one statement.
func bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, queryTimeout)
}

// explain gives a failed statement its code: fault.Unavailable where trying again
// helps.
func explain(err error) error {
	if store.IsTransient(err) {
		return fault.Wrap(err, fault.Unavailable, "the database is away; try again in a moment")
	}
	return err
}
