package gamedata

import (
	"slices"
	"sync"
)

// Property is what a property id of an item means (…_props.tsv).
type Property struct {
	ID        int32
	Name      string // in the game's own spelling, such as "ItemWorkmanship"
	Decal     bool   // Decal's id, not the game's
	Group     string // gear_rating, armor, imbue …; may be ""
	Appraised bool   // shown by an appraisal
	SameAs    string // of Decal's ids: the game's id with the same value; "did:n" and "iid:n" are data and instance ids
}

// The four tables of property ids.
var (
	intProperties    = sync.OnceValue(func() map[int32]Property { return readProperties("int_props.tsv") })
	doubleProperties = sync.OnceValue(func() map[int32]Property { return readProperties("double_props.tsv") })
	stringProperties = sync.OnceValue(func() map[int32]Property { return readProperties("string_props.tsv") })
	boolProperties   = sync.OnceValue(func() map[int32]Property { return readProperties("bool_props.tsv") })
)

// IntProperty tells what an id of IntValues means. Not ok: nobody knows.
func IntProperty(id int32) (Property, bool) { return find(intProperties(), id) }

// DoubleProperty tells what an id of DoubleValues means.
func DoubleProperty(id int32) (Property, bool) { return find(doubleProperties(), id) }

// StringProperty tells what an id of StringValues means.
func StringProperty(id int32) (Property, bool) { return find(stringProperties(), id) }

// BoolProperty tells what an id of BoolValues means.
func BoolProperty(id int32) (Property, bool) { return find(boolProperties(), id) }

func find(table map[int32]Property, id int32) (Property, bool) {
	p, ok := table[id]
	return p, ok
}

// IntProperties returns all that are known, by id. The slice is the caller's.
func IntProperties() []Property { return sorted(intProperties()) }

// DoubleProperties returns all that are known, by id. The slice is the caller's.
func DoubleProperties() []Property { return sorted(doubleProperties()) }

// StringProperties returns all that are known, by id. The slice is the caller's.
func StringProperties() []Property { return sorted(stringProperties()) }

// BoolProperties returns all that are known, by id. The slice is the caller's.
func BoolProperties() []Property { return sorted(boolProperties()) }

func sorted(table map[int32]Property) []Property {
	list := make([]Property, 0, len(table))
	for _, p := range table {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b Property) int { return int(a.ID) - int(b.ID) })
	return list
}

func readProperties(file string) map[int32]Property {
	t := readTable(file)
	id, name, source := t.number("id"), t.column("name"), t.column("source")
	group, appraised, same := t.column("group"), t.column("in_appraisal"), t.column("same_as")
	table := make(map[int32]Property, len(t.rows))
	for _, r := range t.rows {
		table[int32(id(r))] = Property{int32(id(r)), name(r), source(r) == "decal", group(r), appraised(r) == "1", same(r)}
	}
	return table
}
