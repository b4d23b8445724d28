package simulate

import (
	"maps"
	"slices"
	"strconv"
	"strings"
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

// fullInventory: "replaces a character's items in one transaction"; "An item id
// belongs to one character: the later record of the item log takes the item", but
// "an upload whose timestamp is older than the owner's last upload" takes none
// from another.
func (m *Model) fullInventory(f Fact) {
	maps.DeleteFunc(m.Items, func(_ int64, h Holding) bool { return h.Character == f.Character })
	for id, h := range f.holdings() {
		if has, owned := m.Items[id]; !owned || !f.Time.Before(m.Uploads[has.Character]) {
			m.Items[id] = h
		}
	}
	m.Uploads[f.Character] = f.Time
}

// inventoryDelta: "A delta older than the stored full inventory changes nothing."
func (m *Model) inventoryDelta(f Fact) {
	if f.Time.Before(m.Uploads[f.Character]) {
		return
	}
	for id, h := range f.holdings() {
		switch {
		case f.Name != "remove":
			m.Items[id] = h
		case m.Items[id].Character == f.Character:
			delete(m.Items, id)
		}
	}
}

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
