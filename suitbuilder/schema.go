package suitbuilder

import (
	"context"
	"embed"
	"io/fs"

	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store"
)

//go:embed schema/*.sql
var schema embed.FS

//go:embed schema/columns.txt
var needs string

// ModuleName names the suit builder's migrations in schema_migrations.
const ModuleName = "suitbuilder"

// Schema are the suit builder's migrations, for the database inventory_db.
func Schema() fs.FS {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err) // the folder is embedded by the line above
	}
	return sub
}

// Migrate brings the suit builder's table up to date.
func Migrate(ctx context.Context, pool *pgxpool.Pool) error {
	return store.Migrate(ctx, pool, ModuleName, Schema())
}

// CheckSchema looks whether a schema that is not ours to change has what the suit
// builder needs.
func CheckSchema(ctx context.Context, db store.Querier) error {
	return store.CheckNeeds(ctx, db, needs)
}
