package upgrade

import (
	"cmp"
	"slices"

	"overlord/inventory/gamedata"
	"overlord/inventory/item"
)

// Owned is an item and whose it is.
type Owned struct {
	Owner string
	Item  *item.Item
}

// Wearer is a character, what it wears, and what is known of it.
type Wearer struct {
	Character string
	Wielder   item.Wielder
	Worn      []*item.Item
}

// Upgrade is an item that would be better in a slot.
type Upgrade struct {
	Owned
	Gain      Gain            // over what is worn in the slot
	Displaces []*item.Item    // worn in further slots that the item fills, and would have to go too
	Bares     []gamedata.Slot // slots that the worn piece fills and the item does not
}

// Slot is one slot of a character.
type Slot struct {
	Slot   gamedata.Slot
	Worn   *item.Item // nil: nothing
	Better []Upgrade  // the best first
	Total  int        // how many there are; Better may hold fewer
}

// For finds for each slot of a character what would be better than what it wears
// there; of an empty slot everything that fits. At most limit items a slot, the
// best first: by legendary cantrips, total rating, base armor level, maximum
// damage, then by owner and id.
//
// No one else's attuned items, nothing that the character wears already, and
// nothing that it is known not to be able to wear.
func For(w Wearer, stock []Owned, limit int) []Slot {
	worn := w.bySlot()
	slots := make([]Slot, len(gamedata.Slots()))
	values := make([]Values, len(slots))
	for s := range slots {
		slots[s] = Slot{Slot: gamedata.Slot(s), Worn: worn[gamedata.Slot(s)]}
		if slots[s].Worn != nil {
			values[s] = ValuesOf(slots[s].Worn)
		}
	}
	found := make([][]candidate, len(slots))
	for _, o := range stock {
		if !w.mayUse(o) {
			continue
		}
		v := ValuesOf(o.Item)
		for _, s := range o.Item.Slots().Slots() {
			if slots[s].Worn == nil || v.Better(values[s]) {
				found[s] = append(found[s], candidate{o, v})
			}
		}
	}
	for s := range slots {
		slots[s].Total = len(found[s])
		slots[s].Better = w.best(found[s], gamedata.Slot(s), worn, limit)
	}
	return slots
}

// candidate is an item that would be better, with its own values.
type candidate struct {
	Owned
	values Values
}

func (w Wearer) best(found []candidate, s gamedata.Slot, worn map[gamedata.Slot]*item.Item, limit int) []Upgrade {
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(a.values.compare(b.values), cmp.Compare(a.Owner, b.Owner), cmp.Compare(a.Item.ItemID, b.Item.ItemID))
	})
	var list []Upgrade
	for _, c := range found[:min(len(found), max(limit, 0))] {
		list = append(list, Upgrade{c.Owned, GainOf(worn[s], c.Item), displaced(c.Item, s, worn), bared(c.Item, worn[s])})
	}
	return list
}

// bySlot tells what is worn in each slot; of two in one the lower id.
func (w Wearer) bySlot() map[gamedata.Slot]*item.Item {
	worn := map[gamedata.Slot]*item.Item{}
	for _, i := range w.Worn {
		for _, s := range wornSlots(i) {
			if has := worn[s]; has == nil || i.ItemID < has.ItemID {
				worn[s] = i
			}
		}
	}
	return worn
}

// wornSlots are the slots that a worn piece fills: a ring those of one hand.
func wornSlots(i *item.Item) []gamedata.Slot {
	if !i.IsWorn() {
		return nil
	}
	if slots := gamedata.SlotsOfEquip(*i.CurrentWieldedLocation).Slots(); slots != nil {
		return slots
	}
	return i.Slots().Slots()
}

func (w Wearer) mayUse(o Owned) bool {
	if o.Owner != w.Character && o.Item.IsAttuned() {
		return false
	}
	already := slices.ContainsFunc(w.Worn, func(worn *item.Item) bool { return worn.ItemID == o.Item.ItemID })
	return !already && w.Wielder.MayWear(o.Item)
}

// displaced is what is worn in the other slots that an item fills in a slot. A
// ring fills the one finger only.
func displaced(i *item.Item, s gamedata.Slot, worn map[gamedata.Slot]*item.Item) []*item.Item {
	if i.Slots().Filled() == 1 {
		return nil
	}
	var list []*item.Item
	for _, other := range i.Slots().Slots() {
		if has := worn[other]; has != nil && has != worn[s] && !slices.Contains(list, has) {
			list = append(list, has)
		}
	}
	return list
}

// bared are the slots that nothing fills any more when an item takes the place of
// a worn one.
func bared(i, worn *item.Item) []gamedata.Slot {
	if worn == nil {
		return nil
	}
	return (gamedata.SetOf(wornSlots(worn)...) &^ i.Slots()).Slots()
}

// Benefit is what a character would gain from an item.
type Benefit struct {
	Character string
	Slot      gamedata.Slot
	Replaces  *item.Item // worn in the slot; nil: nothing
	Gain      Gain
	Displaces []*item.Item
	Bares     []gamedata.Slot
}

// Benefits finds who would gain from an item, in which slot: who gains most first,
// but who wears nothing in the slot last. Of one character the slot in which it
// gains most.
func Benefits(o Owned, wearers []Wearer) []Benefit {
	var list []Benefit
	v := ValuesOf(o.Item)
	for _, w := range wearers {
		if !w.mayUse(o) {
			continue
		}
		worn := w.bySlot()
		var all []Benefit
		for _, s := range o.Item.Slots().Slots() {
			if worn[s] == nil || v.Better(ValuesOf(worn[s])) {
				all = append(all, Benefit{w.Character, s, worn[s], GainOf(worn[s], o.Item), displaced(o.Item, s, worn), bared(o.Item, worn[s])})
			}
		}
		if len(all) > 0 {
			list = append(list, slices.MinFunc(all, moreGain))
		}
	}
	slices.SortFunc(list, moreGain)
	return list
}

func moreGain(a, b Benefit) int {
	if (a.Replaces == nil) != (b.Replaces == nil) {
		if a.Replaces == nil {
			return 1
		}
		return -1
	}
	return cmp.Or(a.Gain.Values.compare(b.Gain.Values), cmp.Compare(a.Character, b.Character), cmp.Compare(a.Slot, b.Slot))
}
