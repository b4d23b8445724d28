package adopt

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/auth"
	"overlord/store"
	"overlord/tracker"
)

// Migrate brings all tables of dereth up to date. A database that an earlier
// service made is refused before anything is made.
func Migrate(ctx context.Context, pool *pgxpool.Pool) error {
	for _, step := range []func(context.Context, *pgxpool.Pool) error{Refuse, auth.Migrate, tracker.Migrate} {
		if err := step(ctx, pool); err != nil {
			return err
		}
	}
	return nil
}

// Check looks whether the tables of dereth have all that is needed, and makes none.
func Check(ctx context.Context, db store.Querier) error {
	return errors.Join(auth.CheckSchema(ctx, db), tracker.CheckSchema(ctx, db))
}

// CheckAdopted is Check for a database that must be this server's or adopted: what
// an earlier service left is refused with what to do.
func CheckAdopted(ctx context.Context, pool *pgxpool.Pool) error {
	if err := Refuse(ctx, pool); err != nil {
		return err
	}
	return Check(ctx, pool)
}
