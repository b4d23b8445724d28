package tracker

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"overlord/store"
)

// RetentionCommand is `overlord retention`. A running server does the same by
// itself, every hour.
type RetentionCommand struct {
	Check bool `help:"Only say what would be dropped."`
}

// Run drops what is older than the settings keep, or says what that would be.
func (c *RetentionCommand) Run(ctx context.Context, console store.Console, settings Settings) error {
	pool, done, err := console.Open(ctx)
	if err != nil {
		return err
	}
	defer done()
	keep := []kept{
		{telemetryTable, "TELEMETRY_RETENTION", settings.TelemetryRetention},
		{spawnTable, "SPAWN_RETENTION", settings.SpawnRetention},
	}
	for _, k := range keep {
		if err := c.apply(ctx, console, pool, k, time.Now()); err != nil {
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

func (c *RetentionCommand) apply(ctx context.Context, console store.Console, db store.Querier, k kept, now time.Time) error {
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
	verb := "drops"
	if c.Check {
		verb = "would drop"
	}
	fmt.Fprintf(console.Out, "%s: %s=%s %s %d parts that end before %s.\n",
		k.table.Table, k.variable, readable(k.age), verb, len(old), now.Add(-k.age).UTC().Format("2006-01-02 15:04"))
	for _, p := range old {
		fmt.Fprintf(console.Out, "  %s  %s\n", p.Name, p.Size)
	}
	if c.Check {
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
