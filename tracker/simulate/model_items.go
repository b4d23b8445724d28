package simulate

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Holding is whose an item is, how many of it there are, and where it is worn.
type Holding struct {
	Character string
	Stack     int64 // 0: not said
	Worn      int64 // equip mask; 0: not worn
}

// ItemsOf are the ids of what a character has, ascending.
func (m *Model) ItemsOf(character string) []int64 {
	var ids []int64
	for id, h := range m.Items {
		if h.Character == character {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// fullInventory "replaces a character's items in one transaction"; but "where
// item_count differs from the length of items, the upload updates and adds but
// removes nothing".
func (m *Model) fullInventory(f Fact) {
	if !f.Torn {
		maps.DeleteFunc(m.Items, func(_ int64, h Holding) bool { return h.Character == f.Character })
	}
	m.take(f)
	m.Uploads[f.Character] = f.Time
}

// inventoryDelta: "A delta older than the stored full inventory changes nothing."
// What one does not have any more cannot go from it.
func (m *Model) inventoryDelta(f Fact) {
	if f.before(m.Uploads[f.Character]) {
		return
	}
	if f.Name != "remove" {
		m.take(f)
		return
	}
	for id := range f.holdings() {
		if m.Items[id].Character == f.Character {
			delete(m.Items, id)
		}
	}
}

// take: "An item id belongs to one character: the later record of the item log
// takes the item", but what is "older than the owner's last upload" takes none
// from another.
func (m *Model) take(f Fact) {
	for id, h := range f.holdings() {
		has, owned := m.Items[id]
		if !owned || has.Character == f.Character || !f.before(m.Uploads[has.Character]) {
			m.Items[id] = h
		}
	}
}

// before tells whether an event is older than something; one without a time of its
// own has that of its receipt, which is later than all before.
func (f Fact) before(t time.Time) bool { return !f.Time.IsZero() && f.Time.Before(t) }

// holdings reads Items.
func (f Fact) holdings() map[int64]Holding {
	list := map[int64]Holding{}
	for text := range strings.FieldsSeq(f.Items) {
		parts := strings.Split(text+"/0/0", "/")
		id, _ := strconv.ParseInt(parts[0], 10, 64)
		stack, _ := strconv.ParseInt(parts[1], 10, 64)
		worn, _ := strconv.ParseInt(parts[2], 10, 64)
		list[id] = Holding{f.Character, stack, worn}
	}
	return list
}
