package store

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/store/fault"
)

// ErrNotAdopted says that the database has tables of a module's that its
// migrations did not make: an earlier service's. It is a fault.Conflict.
var ErrNotAdopted = errors.New("the database was not adopted")

// CheckAdopted refuses a database with tables that Migrate would refuse, before
// any module's migrations are applied. It changes nothing.
func CheckAdopted(ctx context.Context, pool *pgxpool.Pool, module string, steps []Migration) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	return refuseForeign(ctx, conn, module, steps)
}

// refuseForeign refuses tables of the names that the steps make, where none of
// the steps was applied.
func refuseForeign(ctx context.Context, db Querier, module string, steps []Migration) error {
	done, err := Applied(ctx, db, module)
	if err != nil || len(done) > 0 {
		return err
	}
	rows, err := db.Query(ctx, `select name from unnest($1::text[]) name where to_regclass(quote_ident(name)) is not null order by name`, tablesOf(steps))
	if err != nil {
		return err
	}
	found, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(found) == 0 {
		return err
	}
	return fault.Wrap(ErrNotAdopted, fault.Conflict,
		"the database has tables that this server did not make (%s), as an earlier service leaves them: stop that service, make a backup, look at what `overlord adopt --check` says, and run `overlord adopt`",
		strings.Join(found, ", "))
}

var createTable = regexp.MustCompile(`(?im)^\s*create table (?:if not exists )?"?([a-z0-9_]+)"?`)

// tablesOf are the tables that the steps make.
func tablesOf(steps []Migration) []string {
	var names []string
	for _, m := range steps {
		for _, found := range createTable.FindAllStringSubmatch(m.SQL, -1) {
			names = append(names, found[1])
		}
	}
	return names
}

// Applied are the steps that the database has, without their SQL; none where
// nothing was ever migrated.
func Applied(ctx context.Context, db Querier, module string) ([]Migration, error) {
	var ever bool
	if err := db.QueryRow(ctx, `select to_regclass('schema_migrations') is not null`).Scan(&ever); err != nil || !ever {
		return nil, err
	}
	return applied(ctx, db, module)
}

// NoteApplied keeps in a transaction that the database has all these steps.
func NoteApplied(ctx context.Context, tx pgx.Tx, module string, steps []Migration) error {
	if _, err := tx.Exec(ctx, appliedTable); err != nil {
		return err
	}
	for _, m := range steps {
		if err := m.note(ctx, tx, module); err != nil {
			return fmt.Errorf("note the migrations of %s: %w", module, err)
		}
	}
	return nil
}
