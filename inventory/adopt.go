package inventory

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"overlord/inventory/item"
	"overlord/store"
)

// AdoptOptions of an adoption of the earlier services' inventory_db.
type AdoptOptions struct {
	Check bool // only say what would happen
	Undo  bool // give the earlier services their tables back
	Out   io.Writer
	Now   func() time.Time
}

// Adopt takes over a database inventory_db of the earlier services: their tables
// move, unchanged, into the schema "before", and ours are made and filled from
// them, a character a transaction. One that was broken off goes on where it was.
// With Undo the tables move back, and ours aside into the schema "after".
func Adopt(ctx context.Context, pool *pgxpool.Pool, o AdoptOptions) error {
	if o.Undo {
		return undoAdoption(ctx, pool, o)
	}
	earlier, err := findEarlier(ctx, pool)
	if err != nil {
		return err
	}
	if len(earlier.public) == 0 && !earlier.moved {
		fmt.Fprintln(o.Out, "inventory_db: there is nothing to adopt: the database is empty or this server's already.")
		return nil
	}
	if o.Check {
		return sayAdoption(ctx, pool, earlier, o)
	}
	if len(earlier.public) > 0 {
		if err := moveAside(ctx, pool, earlier.public); err != nil {
			return err
		}
		fmt.Fprintf(o.Out, "inventory_db: moved %s into the schema before.\n", strings.Join(earlier.public, ", "))
	}
	if err := Migrate(ctx, pool); err != nil {
		return fmt.Errorf("%w; `overlord adopt --undo-inventory` moves the tables back", err)
	}
	if err := restoreOwn(ctx, pool); err != nil {
		return err
	}
	return fill(ctx, pool, o)
}

// sayAdoption says what an adoption would do.
func sayAdoption(ctx context.Context, pool *pgxpool.Pool, e earlierTables, o AdoptOptions) error {
	schema := "before"
	if len(e.public) > 0 {
		schema = "public"
		fmt.Fprintf(o.Out, "inventory_db: would move %s into the schema before, unchanged.\n", strings.Join(e.public, ", "))
	}
	claims, err := loadClaims(ctx, pool, schema)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(o.Out, "inventory_db: would fill our tables with %d items of %d characters.\nNothing was changed.\n", len(claims.items), len(claims.names))
	return err
}

// fill brings the earlier items of each character that has no inventory yet into
// our tables.
func fill(ctx context.Context, pool *pgxpool.Pool, o AdoptOptions) error {
	claims, err := loadClaims(ctx, pool, "before")
	if err != nil {
		return err
	}
	done, err := loadStates(ctx, pool)
	if err != nil {
		return err
	}
	im := &importer{pool: pool, out: o.Out, now: o.Now()}
	bare := 0
	for _, name := range claims.names {
		if _, is := done[name]; is {
			continue
		}
		items, at, poor, err := claims.itemsOf(ctx, pool, name)
		if err != nil {
			return fmt.Errorf("read the earlier items of %s: %w; the command can be run again", name, err)
		}
		if _, err := checkCharacter(name); err != nil {
			im.skip(name, "that is no character's name")
			continue
		}
		if len(items) == 0 {
			im.skip(name, "others had all of its items later")
			continue
		}
		c, err := im.apply(ctx, name, earliest(at, im.now), items)
		if err != nil {
			return fmt.Errorf("adopt the items of %s: %w; the command can be run again", name, err)
		}
		bare += poor
		im.stored++
		for _, r := range c.rejected {
			fmt.Fprintf(o.Out, "  %s: an item is left out: %s\n", name, r.Reason)
		}
	}
	fmt.Fprintf(o.Out, "inventory_db: adopted the items of %d characters.\n", im.stored)
	if bare > 0 {
		fmt.Fprintf(o.Out, "  Of %d items there was no raw data: they are known by name and kind until their owner logs in.\n", bare)
	}
	return nil
}

func earliest(a, b time.Time) time.Time {
	if a.After(b) {
		return b
	}
	return a
}

// earlierItem is an item as the earlier services stored it: whole rows, since
// nobody knows all of their columns.
type earlierItem struct {
	row, raw map[string]json.RawMessage
	spells   []int64
}

// object is the item as a plugin would send it. Raw data goes before columns;
// poor tells that there was none.
func (e earlierItem) object() (object json.RawMessage, poor bool) {
	if original := e.raw["original_json"]; len(original) > 0 {
		if i, err := item.Decode(original); err == nil && i.ItemID == unsigned(whole(e.row["item_id"])) {
			return original, false
		}
	}
	out := map[string]any{"Id": whole(e.row["item_id"]), "Spells": e.spells}
	for column, member := range map[string]string{
		"name": "Name", "icon": "Icon", "object_class": "ObjectClass", "has_id_data": "HasIdData", "container_id": "ContainerId",
		"current_wielded_location": "CurrentWieldedLocation", "value": "Value", "burden": "Burden",
	} {
		if v := e.row[column]; isKnown(v) {
			out[member] = v
		}
	}
	poor = true
	for column, member := range map[string]string{"int_values": "IntValues", "double_values": "DoubleValues", "string_values": "StringValues", "bool_values": "BoolValues"} {
		if v := e.raw[column]; isKnown(v) {
			out[member], poor = v, false
		}
	}
	if poor { // what nobody can check is no appraisal: the next one replaces it
		out["HasIdData"] = false
	}
	object, err := json.Marshal(out)
	if err != nil {
		return json.RawMessage(`{}`), poor // left out, and told
	}
	return object, poor
}

func isKnown(v json.RawMessage) bool { return len(v) > 0 && !bytes.Equal(v, []byte("null")) }

// whole reads a number that may be stored as text; 0: it is none.
func whole(v json.RawMessage) int64 {
	n, err := strconv.ParseInt(string(bytes.Trim(v, `"`)), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// storedTime reads a time as PostgreSQL writes it into JSON; one without a zone is
// in UTC. Zero: it cannot be read.
func storedTime(v json.RawMessage) time.Time {
	text := string(bytes.Trim(v, `"`))
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", time.DateTime, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC()
		}
	}
	if seconds, err := strconv.ParseFloat(text, 64); err == nil {
		return time.Unix(int64(seconds), 0).UTC()
	}
	return time.Time{}
}

// claim is who says to have an item, and since when.
type claim struct {
	owner string
	at    time.Time
}

// claims are the earlier services' items, each with the newest of its owners.
type claims struct {
	items  map[int64]claim
	names  []string // of characters, sorted
	schema string
}

func (c *claims) add(owner string, id int64, at time.Time) {
	if before, is := c.items[id]; !is || at.After(before.at) {
		c.items[id] = claim{owner, at}
	}
}

// itemsOf gives the items that are a character's, and the newest of their times.
func (c *claims) itemsOf(ctx context.Context, db store.Querier, name string) (items []json.RawMessage, at time.Time, poor int, err error) {
	list, err := loadEarlierItems(ctx, db, c.schema, name)
	if err != nil {
		return nil, at, 0, err
	}
	for _, e := range list {
		if c.items[unsigned(whole(e.row["item_id"]))].owner != name {
			continue
		}
		object, isPoor := e.object()
		if items = append(items, object); isPoor {
			poor++
		}
		if t := storedTime(e.row["timestamp"]); t.After(at) {
			at = t
		}
	}
	return items, at, poor, nil
}

// undoAdoption gives the earlier services their tables back.
func undoAdoption(ctx context.Context, pool *pgxpool.Pool, o AdoptOptions) error {
	earlier, err := findEarlier(ctx, pool)
	if err != nil {
		return err
	}
	if !earlier.moved {
		return errors.New("inventory_db was not adopted: there is no schema before with tables of earlier services")
	}
	if o.Check {
		_, err := fmt.Fprintln(o.Out, "inventory_db: would move our tables into the schema after, and those of the schema before back.\nNothing was changed.")
		return err
	}
	err = store.Exclusively(ctx, pool, func(conn *pgx.Conn) error {
		return store.InTx(ctx, conn, func(tx pgx.Tx) error { return moveBack(ctx, tx) })
	})
	if err != nil {
		return fmt.Errorf("move the tables back: %w; nothing was changed", err)
	}
	_, err = fmt.Fprintln(o.Out, "inventory_db: the earlier tables are back; ours are in the schema after. Tags, notes and saved searches come back with the next `overlord adopt`.")
	return err
}

// ourTables are the tables that the migrations make, but their own list.
func ourTables() []string {
	steps, err := store.Migrations(Schema())
	if err != nil {
		panic(err) // they are embedded, and a test reads them
	}
	var names []string
	for _, s := range steps {
		for line := range strings.Lines(s.SQL) {
			if rest, is := strings.CutPrefix(line, "create table "); is {
				names = append(names, strings.Fields(rest)[0])
			}
		}
	}
	return slices.Compact(names)
}
