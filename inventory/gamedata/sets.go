package gamedata

import (
	"slices"
	"sync"
)

// Set is an equipment set (item_sets.tsv).
type Set struct {
	ID    int32
	Name  string // cloak weaves share names
	Class string // armor (clothing too), aetheria, cloak, jewelry, weapon or other
	Seen  int    // known item definitions that carry it; loot sets have few
}

// First and last of the sets that random loot armor carries.
const (
	FirstLootSet = 13
	LastLootSet  = 29
)

// IsLoot tells the sets of random loot armor from those of quests.
func (s Set) IsLoot() bool { return s.ID >= FirstLootSet && s.ID <= LastLootSet }

var setDetails = sync.OnceValue(func() []Set {
	t := readTable("item_sets.tsv")
	id, name, class, seen := t.number("id"), t.column("name"), t.column("class"), t.number("items_seen")
	list := make([]Set, len(t.rows))
	for i, r := range t.rows {
		list[i] = Set{int32(id(r)), name(r), class(r), int(seen(r))}
	}
	return list
})

// SetDetails returns every set, by id. The slice is the caller's.
func SetDetails() []Set { return slices.Clone(setDetails()) }
