package tracker

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"overlord/store"
)

// RetentionCommand is `overlord retention`: a dry run, unless it is told to
// apply. A running server applies the retention by itself, every hour.
type RetentionCommand struct {
	Apply bool `help:"Drop it now; else it is only said what would be dropped. --dry-run prevails."`
}

// Run drops what is older than the settings keep, or says what that would be.
func (c *RetentionCommand) Run(ctx context.Context, console store.Console, settings Settings) error {
	pool, done, err := console.Open(ctx)
	if err != nil {
		return err
	}
	defer done()
	apply := c.Apply && !settings.DryRun
	if apply {
		waiting, err := isBacklogPending(ctx, pool)
		if err != nil {
			return fmt.Errorf("look for rows that are not summed up: %w", err)
		}
		if waiting {
			fmt.Fprintln(console.Out, "Nothing is dropped yet: rows of before the adoption are still to be summed up, which a running server does.")
			apply = false
		}
	}
	keep := []kept{
		{telemetryTable, "TELEMETRY_RETENTION", settings.TelemetryRetention},
		{spawnTable, "SPAWN_RETENTION", settings.SpawnRetention},
	}
	for _, k := range keep {
		if err := k.apply(ctx, console, pool, apply, time.Now()); err != nil {
			return err
		}
	}
	return nil
}

// kept is how long a table's rows are kept, and the variable that says so.
type kept struct {
	table    store.Partitioned
	variable string
	age      time.Duration // 0: for ever
}

// apply says what is older than the age, and drops it if that is asked for.
func (k kept) apply(ctx context.Context, console store.Console, db store.Querier, drop bool, now time.Time) error {
	if k.age == 0 {
		fmt.Fprintf(console.Out, "%s: everything is kept (%s is keep).\n", k.table.Table, k.variable)
		return nil
	}
	old, err := oldParts(ctx, db, k.table, k.age, now)
	if errors.Is(err, errWhole) {
		fmt.Fprintf(console.Out, "%s: the table is in one piece, of which nothing is dropped.\n", k.table.Table)
		return nil
	}
	if err != nil {
		return fmt.Errorf("look for what is older than %s: %w", k.variable, err)
	}
	verb := "would drop"
	if drop {
		verb = "drops"
	}
	fmt.Fprintf(console.Out, "%s: %s=%s %s %d parts that end before %s.\n",
		k.table.Table, k.variable, readable(k.age), verb, len(old), now.Add(-k.age).UTC().Format("2006-01-02 15:04"))
	for _, p := range old {
		fmt.Fprintf(console.Out, "  %s  %s\n", p.Name, p.Size)
	}
	if !drop {
		return nil
	}
	if _, err := dropParts(ctx, db, k.table, k.age, now); err != nil {
		return fmt.Errorf("drop what is older than %s: %w", k.variable, err)
	}
	return nil
}

// readable is an age as the settings take it, in days where it is whole days.
func readable(age time.Duration) string {
	if age%oneDay == 0 {
		return fmt.Sprintf("%dd", age/oneDay)
	}
	return strings.TrimSuffix(age.String(), "0m0s")
}
