package inventory

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/inventory/magtools"
	"overlord/store"
	"overlord/tracker/event"
)

// Console is what a command that works on the inventory's database is given.
type Console struct {
	Out io.Writer
	// Open opens inventory_db, its tables made; the function that it returns closes
	// it again.
	Open func(context.Context) (*pgxpool.Pool, func(), error)
}

// ImportCommand is `overlord import-mag`: it loads the inventories that Mag-Tools
// keeps as files, beside a running server or without one. Files that are stored
// already are left out, so that a broken-off import is simply begun again.
type ImportCommand struct {
	Path string `arg:"" help:"A NAME.Inventory.xml file, a folder of them, or a folder of servers' folders."`
}

// importer brings files into the database, one transaction each.
type importer struct {
	pool    *pgxpool.Pool
	out     io.Writer
	now     time.Time
	stored  int // files
	skipped int
}

// Run imports everything that is found under the path, and says what was left out
// and why.
func (c *ImportCommand) Run(ctx context.Context, console Console) error {
	files, strange, err := magtools.Find(c.Path)
	if err != nil {
		return err
	}
	pool, done, err := console.Open(ctx)
	if err != nil {
		return err
	}
	defer done()
	im := &importer{pool: pool, out: console.Out, now: time.Now()}
	for _, s := range strange {
		im.skip(s.Path, s.Reason)
	}
	for i, f := range files {
		fmt.Fprintf(im.out, "[%d/%d] ", i+1, len(files))
		if err := im.file(ctx, f); err != nil {
			return fmt.Errorf("%s: %w; what was imported before stays, and the command can be run again", f.Path, err)
		}
	}
	_, err = fmt.Fprintf(im.out, "%d inventories imported, %d skipped.\n", im.stored, im.skipped)
	return err
}

func (im *importer) skip(path, reason string) {
	im.skipped++
	fmt.Fprintf(im.out, "%s: skipped: %s\n", path, reason)
}

// file imports one file, unless something newer is stored or it is broken: then
// nothing of it is.
func (im *importer) file(ctx context.Context, f magtools.File) error {
	name, err := checkCharacter(f.Character)
	if err != nil {
		im.skip(f.Path, "the file's name is no character's: "+err.Error())
		return nil
	}
	at := f.Time
	if at.After(im.now) {
		at = im.now
	}
	newer, err := im.newer(ctx, name, at)
	if err != nil {
		return err
	}
	if newer != "" {
		im.skip(f.Path, newer)
		return nil
	}
	items, broken := readItems(f)
	if broken != nil {
		im.skip(f.Path, "it cannot be read to its end: "+broken.Error())
		return nil
	}
	c, err := im.apply(ctx, name, at, items)
	var refusal *event.Refusal
	if errors.As(err, &refusal) {
		im.skip(f.Path, refusal.Message)
		return nil
	}
	if err != nil {
		return err
	}
	im.stored++
	fmt.Fprintf(im.out, "%s: %d items stored, %d unchanged, %d removed, %d left out\n", name, c.stored, c.unchanged, c.removed, len(c.rejected))
	for _, r := range c.rejected {
		fmt.Fprintf(im.out, "  item %d: %s\n", r.Index+1, r.Reason)
	}
	return nil
}

// newer says what is stored of a character that a file of this time must not
// replace; empty: nothing.
func (im *importer) newer(ctx context.Context, name string, at time.Time) (string, error) {
	uploaded, err := loadUploaded(ctx, im.pool, []string{name})
	if err != nil {
		return "", err
	}
	stored, known := uploaded[name]
	switch {
	case !known || stored.Before(at.Truncate(time.Microsecond)):
		return "", nil
	case stored.Equal(at.Truncate(time.Microsecond)):
		return "it is stored already", nil
	}
	return fmt.Sprintf("what is stored of %s is newer: of %s, the file is of %s", name, stored.UTC().Format(time.DateTime), at.UTC().Format(time.DateTime)), nil
}

// readItems reads a file whole. Each object goes the way of a plugin's, so that
// what no database takes is mended as there.
func readItems(f magtools.File) ([]json.RawMessage, error) {
	items := []json.RawMessage{} // an empty list is an inventory, too
	for object, err := range f.Objects() {
		if err != nil {
			return nil, err
		}
		items = append(items, object)
	}
	return items, nil
}

// apply stores one character's items in one transaction.
func (im *importer) apply(ctx context.Context, name string, at time.Time, items []json.RawMessage) (*change, error) {
	frame, err := json.Marshal(map[string]any{"type": event.FamilyFullInventory, "character_name": name, "timestamp": at.UTC().Format(time.RFC3339Nano), "items": items})
	if err != nil {
		return nil, err
	}
	ev, _, err := event.Redecode(frame, at)
	if err != nil {
		return nil, err
	}
	c, err := im.write(ctx, ev, false)
	if store.IsData(err) {
		c, err = im.write(ctx, ev, true)
	}
	return c, err
}

func (im *importer) write(ctx context.Context, ev *event.Event, careful bool) (c *change, err error) {
	err = store.InTx(ctx, im.pool, func(tx pgx.Tx) error {
		if err := lockItems(ctx, tx); err != nil {
			return err
		}
		c, err = (&applier{tx: tx, careful: careful, modest: true}).apply(ctx, ev)
		return err
	})
	return c, err
}
