package gamedata

import "sync"

// The four tables of property ids (…_props.tsv), the game's own and Decal's.
var (
	intProperties    = sync.OnceValue(func() *Names { return readNames("int_props.tsv", "id", "") })
	doubleProperties = sync.OnceValue(func() *Names { return readNames("double_props.tsv", "id", "") })
	stringProperties = sync.OnceValue(func() *Names { return readNames("string_props.tsv", "id", "") })
	boolProperties   = sync.OnceValue(func() *Names { return readNames("bool_props.tsv", "id", "") })
)

// IntProperties returns what the ids of IntValues mean, in the game's own spelling,
// such as "ItemWorkmanship".
func IntProperties() *Names { return intProperties() }

// DoubleProperties returns what the ids of DoubleValues mean.
func DoubleProperties() *Names { return doubleProperties() }

// StringProperties returns what the ids of StringValues mean.
func StringProperties() *Names { return stringProperties() }

// BoolProperties returns what the ids of BoolValues mean.
func BoolProperties() *Names { return boolProperties() }
