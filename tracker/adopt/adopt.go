package adopt

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/auth"
	"overlord/store"
	"overlord/store/adoption"
	"overlord/store/fault"
	"overlord/tracker"
)

// Command is `overlord adopt`.
type Command struct {
	Check bool `help:"Say what would happen, and change nothing."`
}

// Run adopts the database, or says what that would do.
func (c *Command) Run(ctx context.Context, console store.Console) error {
	pool, done, err := console.Open(ctx)
	if err != nil {
		return err
	}
	defer done()
	return Dereth(ctx, pool, Options{Check: c.Check, Out: console.Out, Now: time.Now})
}

// Options of an adoption.
type Options struct {
	Check bool // only say what would happen
	Out   io.Writer
	Now   func() time.Time

	lockWait string // "": lockWait
}

// errChecked ends the transaction of a check.
var errChecked = errors.New("only checked")

// Dereth adopts the database dereth: all of it or nothing. A database that is
// ours, or empty, is left as it is. Its errors say what to do.
func Dereth(ctx context.Context, pool *pgxpool.Pool, o Options) error {
	modules, err := modules()
	if err != nil {
		return err
	}
	err = store.Exclusively(ctx, pool, func(conn *pgx.Conn) error {
		return store.InTx(ctx, conn, func(tx pgx.Tx) error { return adoptIn(ctx, tx, modules, o) })
	})
	if errors.Is(err, errChecked) {
		return nil
	}
	return explain(err)
}

// Refuse is an error where the database has to be adopted first. It changes nothing.
func Refuse(ctx context.Context, pool *pgxpool.Pool) error {
	all, err := modules()
	if err != nil {
		return err
	}
	for _, m := range all {
		if err := store.CheckAdopted(ctx, pool, m.Name, m.Steps); err != nil {
			return err
		}
	}
	return nil
}

// modules are those with tables in dereth, in the order of their migrations.
func modules() ([]adoption.Module, error) {
	var list []adoption.Module
	for _, m := range []struct {
		name  string
		files fs.FS
	}{{auth.ModuleName, auth.Schema()}, {tracker.ModuleName, tracker.Schema()}} {
		steps, err := store.Migrations(m.files)
		if err != nil {
			return nil, fmt.Errorf("migrations of %s: %w", m.name, err)
		}
		list = append(list, adoption.Module{Name: m.name, Steps: steps})
	}
	return list, nil
}

// adoptIn surveys, says what is to be done and does it.
func adoptIn(ctx context.Context, tx pgx.Tx, modules []adoption.Module, o Options) error {
	if err := beGentle(ctx, tx, cmp.Or(o.lockWait, lockWait)); err != nil {
		return err
	}
	survey, err := adoption.Take(ctx, tx, modules)
	if err != nil {
		return err
	}
	if !survey.Needed() {
		fmt.Fprintln(o.Out, "There is nothing to adopt: the database is empty or this server's already.")
		return errChecked // which leaves everything as it was
	}
	if problems := survey.Problems(); len(problems) > 0 {
		return fault.New(fault.Conflict, "the database cannot be adopted as it is:\n  %s", strings.Join(problems, "\n  "))
	}
	steps, err := plan(ctx, tx, survey, o.Now())
	if err != nil {
		return err
	}
	verb := "Adopting the database does this:"
	if o.Check {
		verb = "Adopting the database would do this:"
	}
	fmt.Fprintln(o.Out, verb)
	for _, s := range steps {
		if s.Say != "" {
			fmt.Fprintln(o.Out, "  -", s.Say)
		}
	}
	if o.Check {
		fmt.Fprintln(o.Out, "Nothing was changed.")
		return errChecked
	}
	if err := adoption.Run(ctx, tx, steps); err != nil {
		return err
	}
	fmt.Fprintln(o.Out, "Done. The earlier service must not write while this server does.")
	return nil
}

// plan is everything that is to be done, in its order.
func plan(ctx context.Context, tx pgx.Tx, s *adoption.Survey, now time.Time) ([]adoption.Step, error) {
	var all []adoption.Step
	for _, part := range []func() ([]adoption.Step, error){
		func() ([]adoption.Step, error) { return s.Columns(ctx, tx) },
		func() ([]adoption.Step, error) { return timeTables(ctx, tx, s, now) },
		func() ([]adoption.Step, error) { return s.Keys(ctx, tx, firstRows) },
		func() ([]adoption.Step, error) { return s.Grants(ctx, tx) },
		func() ([]adoption.Step, error) { return s.Tables(ctx, tx) },
		func() ([]adoption.Step, error) { return counts(s, now), nil },
		func() ([]adoption.Step, error) { return fights(s), nil },
		func() ([]adoption.Step, error) { return backlog(s, now), nil },
		func() ([]adoption.Step, error) { return append(s.Finish(), adoption.Step{Do: prove}), nil },
	} {
		steps, err := part()
		if err != nil {
			return nil, err
		}
		all = append(all, steps...)
	}
	return all, nil
}

// prove looks whether all that this server needs is there now.
func prove(ctx context.Context, tx pgx.Tx) error {
	return Check(ctx, tx)
}

// firstRows are the rows that stay of several with one key: of what is counted
// the highest count, of what is replaced the newest.
var firstRows = adoption.First{
	"char_stats":            "total_kills desc nulls last, ctid",
	"rare_stats":            "total_rares desc nulls last, ctid",
	"rare_stats_sessions":   "session_rares desc nulls last, ctid",
	"character_stats":       `"timestamp" desc nulls last, ctid`,
	"combat_stats":          `"timestamp" desc nulls last, ctid`,
	"combat_stats_sessions": `"timestamp" desc nulls last, ctid`,
}

// explain says what to do about an error that a person can do something about.
func explain(err error) error {
	switch {
	case err == nil:
		return nil
	case isLocked(err):
		return fault.Wrap(err, fault.Conflict, "a table is in use; stop the earlier service and whatever else writes to the database, and try again; nothing was changed")
	case fault.CodeOf(err) == fault.Conflict:
		return err
	}
	return fmt.Errorf("adopt the database (nothing was changed): %w", err)
}
