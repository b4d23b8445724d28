package inventory

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"overlord/inventory/item"
	"overlord/store"
	"overlord/tracker/event"
)

// applier brings events into the database, one after the other, in a transaction
// of its caller's.
type applier struct {
	tx      pgx.Tx
	careful bool // write item by item: the database refused one of many
	modest  bool // take no item from another character
	recall  bool // tell of what is written what it was before, too
}

// apply does what an event says and tells what changed.
func (a *applier) apply(ctx context.Context, ev *event.Event) (*change, error) {
	switch body := ev.Body.(type) {
	case *event.FullInventory:
		u := uploadOf(ev, body)
		u.modest = a.modest
		c, err := a.full(ctx, u)
		if err == nil {
			c.partial = !u.whole
		}
		return c, err
	case *event.InventoryDelta:
		c, err := a.delta(ctx, ev, body)
		if err == nil {
			c.payload = ev.Payload
		}
		return c, err
	}
	return nil, fmt.Errorf("a %s event does not belong into the item log", ev.Family)
}

// full applies everything that a character owns.
func (a *applier) full(ctx context.Context, u *upload) (*change, error) {
	rows, err := loadOwned(ctx, a.tx, u.character)
	if err != nil {
		return nil, err
	}
	bySent := make(map[fingerprint]int64, len(rows))
	for id, r := range rows {
		bySent[r.sent] = id
	}
	delete(bySent, fingerprint{})
	u.decode(func(sent fingerprint) int64 { return bySent[sent] })
	return a.put(ctx, u, rows)
}

// delta applies what happened to one item. One that is older than the full
// inventory that is stored was counted in there.
func (a *applier) delta(ctx context.Context, ev *event.Event, d *event.InventoryDelta) (*change, error) {
	uploaded, err := loadUploaded(ctx, a.tx, []string{ev.CharacterName})
	if err != nil {
		return nil, err
	}
	if ev.Timestamp.Before(uploaded[ev.CharacterName]) {
		return &change{character: ev.CharacterName, stale: true}, nil
	}
	if d.Action == event.ActionRemove {
		return a.remove(ctx, ev.CharacterName, int64(d.ItemID.V))
	}
	u := changeOf(ev, d)
	u.decode(func(fingerprint) int64 { return 0 })
	return a.put(ctx, u, map[int64]row{})
}

// remove takes an item from a character; one that it does not have is not there
// already.
func (a *applier) remove(ctx context.Context, character string, itemID int64) (*change, error) {
	c := &change{character: character}
	id, err := deleteOwned(ctx, a.tx, character, itemID)
	if err != nil || id == 0 {
		return c, err
	}
	c.removed, c.gone = 1, []int64{id}
	return c, a.settle(ctx, c, nil, nil)
}

// put writes what an upload changes; rows are those that are known already.
func (a *applier) put(ctx context.Context, u *upload, rows map[int64]row) (*change, error) {
	p := &planner{upload: u, rows: rows}
	err := a.lookAround(ctx, p)
	if err == nil {
		p.former, err = loadFormer(ctx, a.tx, p.needsFormer())
	}
	if err != nil {
		return nil, err
	}
	todo := p.plan()
	c := &change{character: u.character, at: u.at, unchanged: todo.same, removed: len(todo.remove), gone: todo.remove}
	if err := retouch(ctx, a.tx, todo.touch); err != nil {
		return nil, err
	}
	if err := deleteRows(ctx, a.tx, todo.remove); err != nil {
		return nil, err
	}
	if err := a.write(ctx, u, todo.write, c); err != nil {
		return nil, err
	}
	c.rejected = u.rejected
	slices.SortFunc(c.rejected, func(a, b Rejection) int { return a.Index - b.Index })
	if c.changed() == 0 && !u.full {
		return c, nil
	}
	return c, a.settle(ctx, c, u, todo.losers)
}

// lookAround finds who has the items that the upload names and the character has
// not, and when these uploaded.
func (a *applier) lookAround(ctx context.Context, p *planner) error {
	var elsewhere []int64
	for _, e := range p.elements {
		if e.item == nil {
			continue
		}
		if _, known := p.rows[e.item.ItemID]; !known {
			elsewhere = append(elsewhere, e.item.ItemID)
		}
	}
	if len(elsewhere) == 0 {
		return nil
	}
	rows, err := loadNamed(ctx, a.tx, elsewhere)
	if err != nil || len(rows) == 0 {
		return err
	}
	owners := map[string]bool{}
	for id, r := range rows {
		p.rows[id] = r
		owners[r.owner] = true
	}
	var names []string
	for name := range owners {
		names = append(names, name)
	}
	p.uploaded, err = loadUploaded(ctx, a.tx, names)
	return err
}

// write replaces and adds rows. A row that changes keeps its id.
func (a *applier) write(ctx context.Context, u *upload, items []writing, c *change) error {
	if len(items) == 0 {
		return nil
	}
	was, err := a.former(ctx, items)
	if err != nil {
		return err
	}
	if err := number(ctx, a.tx, items); err != nil {
		return err
	}
	written := items
	if a.careful {
		written = nil
		for _, w := range items {
			err := store.InTx(ctx, a.tx, func(tx pgx.Tx) error { return replace(ctx, tx, u, []writing{w}) })
			if err != nil && !store.IsData(err) {
				return err
			}
			if err != nil {
				u.reject(element{index: w.index}, w.item.ItemID, "the database refuses it: "+err.Error())
				continue
			}
			written = append(written, w)
		}
	} else if err := replace(ctx, a.tx, u, items); err != nil {
		return err
	}
	for _, w := range written {
		e := entry{id: w.id, item: w.item}
		if before := was[w.id]; before != nil {
			e.was = &owned{w.owner, before}
		}
		c.written = append(c.written, e)
	}
	c.stored = len(written)
	return nil
}

// former reads what the rows hold that are about to be written, if somebody asks.
func (a *applier) former(ctx context.Context, items []writing) (map[int64]*item.Item, error) {
	var ids []int64
	for _, w := range items {
		if a.recall && w.id != 0 {
			ids = append(ids, w.id)
		}
	}
	return loadFormer(ctx, a.tx, ids)
}

// replace writes the rows of items anew.
func replace(ctx context.Context, tx pgx.Tx, u *upload, items []writing) error {
	ids := make([]int64, len(items))
	for i, w := range items {
		ids[i] = w.id
	}
	if err := deleteRows(ctx, tx, ids); err != nil {
		return err
	}
	return insert(ctx, tx, u.character, u.at, items)
}

// number gives ids to the items that have none.
func number(ctx context.Context, tx pgx.Tx, items []writing) error {
	missing := 0
	for _, w := range items {
		if w.id == 0 {
			missing++
		}
	}
	if missing == 0 {
		return nil
	}
	ids, err := newIDs(ctx, tx, missing)
	if err != nil {
		return err
	}
	for i := range items {
		if items[i].id == 0 {
			items[i].id, ids = ids[0], ids[1:]
		}
	}
	return nil
}

// settle notes the new state of each character whose items changed.
func (a *applier) settle(ctx context.Context, c *change, u *upload, losers []string) (err error) {
	c.state = map[string]state{}
	for _, name := range losers {
		if c.state[name], err = noteState(ctx, a.tx, name, nil); err != nil {
			return err
		}
	}
	own := &state{}
	if u != nil && u.full {
		*own, err = noteState(ctx, a.tx, c.character, &u.at)
	} else {
		*own, err = noteState(ctx, a.tx, c.character, nil)
	}
	c.state[c.character] = *own
	return err
}
