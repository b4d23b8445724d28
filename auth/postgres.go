package auth

import (
	"context"
	"embed"
	"io/fs"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store"
	"overlord/store/fault"
)

// queryTimeout bounds each statement, the wait for a connection included. A
// sign-in waits for two of them.
const queryTimeout = 5 * time.Second

//go:embed schema/*.sql
var schemaFiles embed.FS

//go:embed schema/columns.txt
var needs string

// ModuleName names the module's migrations in schema_migrations.
const ModuleName = "auth"

// Schema are the module's migrations.
func Schema() fs.FS {
	files, err := fs.Sub(schemaFiles, "schema")
	if err != nil {
		panic(err) // the folder is embedded by the line above
	}
	return files
}

// Migrate brings the module's tables in the database dereth to this version's
// form.
func Migrate(ctx context.Context, pool *pgxpool.Pool) error {
	return store.Migrate(ctx, pool, ModuleName, Schema())
}

// CheckSchema looks whether a schema that is not ours to change has what the
// module needs.
func CheckSchema(ctx context.Context, db store.Querier) error {
	return store.CheckNeeds(ctx, db, needs)
}

// database is the module's SQL.
type database struct {
	pool *pgxpool.Pool
}

// bounded is a context for one statement.
func bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, queryTimeout)
}

// unzipped are times by id as a statement takes them.
func unzipped(seen map[uuid.UUID]time.Time) (ids []uuid.UUID, times []time.Time) {
	ids, times = make([]uuid.UUID, 0, len(seen)), make([]time.Time, 0, len(seen))
	for id, at := range seen {
		ids, times = append(ids, id), append(times, at)
	}
	return ids, times
}

// explain gives a failed statement its code: fault.Unavailable where trying again
// helps.
func explain(err error) error {
	if store.IsTransient(err) {
		return fault.Wrap(err, fault.Unavailable, "the database is away; try again in a moment")
	}
	return err
}
