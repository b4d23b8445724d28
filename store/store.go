// Package store is PostgreSQL, and nothing of the domain: pools, checked
// migrations, transactions, what an error means for a writer, session locks and
// daily partitions.
//
// A database that is away is normal here. Pools open without it and find it
// again by themselves; IsTransient tells a writer to wait, IsData tells it that
// the rows are at fault. What is neither is a mistake in the schema or in our
// own SQL: nobody's data may be dropped for it.
package store

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Querier runs statements: a pool, a connection or a transaction.
type Querier interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
	CopyFrom(ctx context.Context, table pgx.Identifier, columns []string, rows pgx.CopyFromSource) (int64, error)
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
}

// Beginner begins transactions: a pool, a connection, or a transaction (whose
// own are savepoints).
type Beginner interface {
	Begin(ctx context.Context) (pgx.Tx, error)
}
