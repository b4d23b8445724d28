package adoption

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Step is one thing to do to the database.
type Step struct {
	Say string                              // what it does, for people; "": a part of the step before
	SQL string                              // without parameters; several statements may stand in it
	Do  func(context.Context, pgx.Tx) error // what is more than SQL; after SQL
}

// Run does the steps in their order.
func Run(ctx context.Context, tx pgx.Tx, steps []Step) error {
	said := ""
	for _, s := range steps {
		if s.Say != "" {
			said = s.Say
		}
		if err := s.run(ctx, tx); err != nil {
			return fmt.Errorf("%s: %w", said, err)
		}
	}
	return nil
}

func (s Step) run(ctx context.Context, tx pgx.Tx) error {
	if s.SQL != "" {
		if _, err := tx.Exec(ctx, s.SQL); err != nil {
			return err
		}
	}
	if s.Do == nil {
		return nil
	}
	return s.Do(ctx, tx)
}
