package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// migrationsLock is the advisory lock that one migrating process of a database
// holds; the modules of one database take turns.
const migrationsLock = "schema_migrations"

// Migration is one step of a module's schema.
type Migration struct {
	Version  int    // from 1, without gaps
	Name     string // what the file's name says after the number
	SQL      string
	Checksum string // SHA-256 of SQL, hexadecimal
}

// Migrate brings a module's schema up to date: the files NNNN_name.sql at the
// root of files, in order, each in a transaction of its own. What was applied is
// kept in schema_migrations. Processes that migrate at once wait for each other.
//
// A database that is ahead of the files, a file that was changed after it was
// applied, a gap in the numbers, and tables of the module's that it did not make
// (ErrNotAdopted) are refused before anything is done.
func Migrate(ctx context.Context, pool *pgxpool.Pool, module string, files fs.FS) error {
	steps, err := Migrations(files)
	if err != nil {
		return fmt.Errorf("migrations of %s: %w", module, err)
	}
	return Exclusively(ctx, pool, func(conn *pgx.Conn) error {
		if err := migrate(ctx, conn, module, steps); err != nil {
			return fmt.Errorf("migrate %s: %w", module, err)
		}
		return nil
	})
}

// Exclusively runs fn on a connection of its own that holds the lock of
// migrations, however long that takes.
func Exclusively(ctx context.Context, pool *pgxpool.Pool, fn func(*pgx.Conn) error) error {
	conn, err := connect(ctx, pool)
	if err != nil {
		return err
	}
	defer closeSession(ctx, conn) // which ends the lock
	// A migration may take as long as it takes, and so may waiting for another's.
	if _, err := conn.Exec(ctx, `set statement_timeout = 0`); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, `select pg_advisory_lock($1)`, lockKey(migrationsLock)); err != nil {
		return err
	}
	return fn(conn)
}

// migrate applies the steps that are not applied yet.
func migrate(ctx context.Context, conn *pgx.Conn, module string, steps []Migration) error {
	if err := refuseForeign(ctx, conn, module, steps); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, appliedTable); err != nil {
		return err
	}
	done, err := applied(ctx, conn, module)
	if err != nil {
		return err
	}
	if err := compare(module, steps, done); err != nil {
		return err
	}
	for _, m := range steps[len(done):] {
		if err := m.apply(ctx, conn, module); err != nil {
			return fmt.Errorf("%04d_%s: %w", m.Version, m.Name, err)
		}
	}
	return nil
}

var fileName = regexp.MustCompile(`^(\d{4})_([a-z0-9_]+)\.sql$`)

// Migrations reads the steps of a folder, in order. Every .sql file has to be
// one; other files are let be.
func Migrations(files fs.FS) ([]Migration, error) {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, err
	}
	var steps []Migration
	for _, e := range entries {
		if e.IsDir() || path.Ext(e.Name()) != ".sql" {
			continue
		}
		m, err := readMigration(files, e.Name())
		if err != nil {
			return nil, err
		}
		steps = append(steps, m)
	}
	slices.SortFunc(steps, func(a, b Migration) int { return a.Version - b.Version })
	for i, m := range steps {
		if m.Version != i+1 {
			return nil, fmt.Errorf("%04d_%s.sql stands where number %04d belongs: numbers begin at 0001, without gaps or doubles", m.Version, m.Name, i+1)
		}
	}
	return steps, nil
}

func readMigration(files fs.FS, name string) (Migration, error) {
	parts := fileName.FindStringSubmatch(name)
	if parts == nil {
		return Migration{}, fmt.Errorf("%s is not named like 0001_what_it_does.sql", name)
	}
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return Migration{}, err
	}
	version, err := strconv.Atoi(parts[1])
	sum := sha256.Sum256(text)
	return Migration{Version: version, Name: parts[2], SQL: string(text), Checksum: hex.EncodeToString(sum[:])}, err
}

// appliedTable is where it is kept what was applied.
const appliedTable = `create table if not exists schema_migrations (
	module     text not null,
	version    integer not null,
	name       text not null,
	checksum   text not null,
	applied_at timestamptz not null default now(),
	primary key (module, version))`

// applied are the steps that the database has, in order.
func applied(ctx context.Context, conn Querier, module string) ([]Migration, error) {
	rows, err := conn.Query(ctx, `select version, name, '' as sql, checksum from schema_migrations where module = $1 order by version`, module)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Migration])
}

// ErrNewerSchema says that a newer release has changed the database already.
var ErrNewerSchema = errors.New("the database is of a newer release")

// compare refuses what must not be migrated.
func compare(module string, steps, done []Migration) error {
	for i, d := range done {
		switch {
		case d.Version > len(steps):
			return fmt.Errorf("%w: its schema %s is at version %d, and this release knows %d: start the newer release, or restore the backup from before it",
				ErrNewerSchema, module, done[len(done)-1].Version, len(steps))
		case d.Version != i+1:
			return fmt.Errorf("schema_migrations of %s lacks version %d: the table was tampered with; restore it from a backup", module, i+1)
		case d.Checksum != steps[i].Checksum:
			return fmt.Errorf("the file %04d_%s.sql of %s is not the one that was applied as %04d_%s: an applied migration is never changed; put the change into a new file",
				steps[i].Version, steps[i].Name, module, d.Version, d.Name)
		}
	}
	return nil
}

// apply runs one step and notes it, both or neither.
func (m Migration) apply(ctx context.Context, conn *pgx.Conn, module string) error {
	return InTx(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, m.SQL); err != nil {
			return m.locate(err)
		}
		return m.note(ctx, tx, module)
	})
}

// locate says on which line of the file the server found the mistake.
func (m Migration) locate(err error) error {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) || pg.Position < 1 {
		return err
	}
	runes := []rune(m.SQL) // the server counts characters
	before := runes[:min(int(pg.Position)-1, len(runes))]
	return fmt.Errorf("line %d: %w", 1+strings.Count(string(before), "\n"), err)
}

// note keeps that the step was applied.
func (m Migration) note(ctx context.Context, tx pgx.Tx, module string) error {
	_, err := tx.Exec(ctx, `insert into schema_migrations (module, version, name, checksum) values ($1, $2, $3, $4)`,
		module, m.Version, m.Name, m.Checksum)
	return err
}
