package index

import (
	"context"
	"strconv"

	"overlord/inventory/gamedata"
	"overlord/inventory/item"
	"overlord/inventory/query"
)

// Fit is what the index knows of an item as a piece to be worn: enough to tell
// whether somebody may wear it, and where it would be better than what he wears.
type Fit struct {
	ID           int64 // items.id
	Owner        string
	ItemID       int64 // the game's
	Slots        gamedata.SlotSet
	Merit        query.Merit
	Requirements item.Requirements // to wield it, and the heritage; the other members are nil
}

// wieldColumns are the numbers of the columns that say who may wield something.
type wieldColumns struct {
	kind, of, value [4]int
	heritage        int
}

func newWieldColumns() (w wieldColumns) {
	number := func(name string) int {
		c, _ := query.ColumnOf(name)
		return c.Index
	}
	for i := range w.kind {
		n := strconv.Itoa(i + 1)
		w.kind[i], w.of[i], w.value[i] = number("wield_requirement_"+n), number("wield_skill_"+n), number("wield_value_"+n)
	}
	w.heritage = number("heritage")
	return w
}

// Fits visits everything that a search finds, owner by owner. A Fit is good until the
// next one.
func (x *Index) Fits(ctx context.Context, r Request, visit func(*Fit)) error {
	if !x.Ready() {
		_, err := x.Search(ctx, r)
		return err
	}
	st := x.state.Load()
	all := newSelector(nil, false, st.rows)
	if _, err := st.scan(ctx, r, []*selector{all}, newTallies(nil)); err != nil {
		return err
	}
	columns, fit := newWieldColumns(), Fit{}
	for _, c := range all.rows {
		b, row := c.block, int(c.row)
		fit = Fit{b.ids[row], st.entries[c.order].segment.owner.Name, int64(b.itemIDs[row]), b.slotSets[b.fits[row]], b.merits[row].whole(), columns.requirements(b, row)}
		visit(&fit)
	}
	return nil
}

func (w *wieldColumns) requirements(b *block, row int) (r item.Requirements) {
	for i, into := range [...][3]**int32{
		{&r.WieldRequirement1, &r.WieldSkill1, &r.WieldValue1},
		{&r.WieldRequirement2, &r.WieldSkill2, &r.WieldValue2},
		{&r.WieldRequirement3, &r.WieldSkill3, &r.WieldValue3},
		{&r.WieldRequirement4, &r.WieldSkill4, &r.WieldValue4},
	} {
		if kind := b.whole(w.kind[i], row); kind != nil { // most have none
			*into[0], *into[1], *into[2] = kind, b.whole(w.of[i], row), b.whole(w.value[i], row)
		}
	}
	r.Heritage = b.whole(w.heritage, row)
	return r
}

// whole is a number of a column; nil: it is unknown.
func (b *block) whole(column, row int) *int32 {
	if v, ok := b.columns[column].at(row); ok {
		return new(int32(v))
	}
	return nil
}
