package item

import (
	"slices"
	"strconv"
)

// Merge joins two observations of one item, the later one being incoming. Both
// need their Raw.OriginalJSON. An appraisal replaces what was known before. What
// was seen without one moves the item, counts its stack, and adds what was not
// known; what an appraisal had found stays.
//
// Neither item is changed; the answer may be one of them.
func Merge(stored, incoming *Item) *Item {
	if stored == nil || !stored.HasIDData || incoming.HasIDData {
		return incoming
	}
	old, err := parseObject(stored.Raw.OriginalJSON)
	if err != nil {
		return incoming
	}
	seen, err := parseObject(incoming.Raw.OriginalJSON)
	if err != nil {
		return stored
	}
	for _, s := range moving {
		take(&old, &seen, s)
	}
	for _, s := range counting {
		if tells(&seen, s) {
			take(&old, &seen, s)
		}
	}
	add(&old, &seen)
	merged, err := decodeObject(old)
	if err != nil {
		return stored
	}
	return merged
}

// moving is where an item is. It changes without an appraisal, and what is not
// said of it is no longer so: a helm that was worn and says nothing is in a pack.
var moving = []source{
	from(decalContainer).or("ContainerId", "Container"),
	from(10, decalWieldingSlot).or("CurrentWieldedLocation"),
	from(decalWielder).or("Wielder", "WielderId"),
	from(decalSlot, decalSlotLegacy).or("Slot"),
	from(decalLandblock).or("Landblock"),
}

// counting is how much there is of an item, which the game tells unasked.
var counting = []source{
	from(decalStackCount, 12).or("StackSize", "StackCount"),
	from(decalStackMax, 11).or("MaxStackSize", "StackMax"),
	from(92).or("Structure", "UsesRemaining"),
	from(91).or("MaxStructure", "UsesTotal"),
	from(5).or("Burden"),
	from(19).or("Value"),
}

// take replaces what an object says of a source by what another says.
func take(into, of *value, s source) {
	for _, name := range s.typed {
		into.remove(name)
		if v, ok := of.find(name); ok {
			into.set(name, *v)
		}
	}
	ints, _ := into.find("IntValues")
	from, _ := of.find("IntValues")
	for _, id := range s.ids {
		name := strconv.Itoa(int(id))
		if ints != nil {
			ints.remove(name)
		}
		if from == nil {
			continue
		}
		if v, ok := from.find(name); ok {
			if ints == nil || ints.kind != '{' {
				into.set("IntValues", value{kind: '{'})
				ints, _ = into.find("IntValues")
			}
			ints.set(name, *v)
		}
	}
}

// add gives an object what another says and it does not. Members that say what a
// told source says already are passed over: they could win over it.
func add(into, of *value) {
	for _, m := range of.members {
		has, ok := into.find(m.name)
		switch {
		case slices.Contains(dictionaries[:], m.name):
			addProperties(into, m)
		case ok && !isUnset(has), toldOtherwise(into, func(s source) bool { return slices.Contains(s.typed, m.name) }):
		default:
			into.set(m.name, m.value)
		}
	}
}

func isUnset(v *value) bool { return v.kind == 'n' || v.kind == '0' && v.text == strconv.Itoa(unset) }

func addProperties(into *value, m member) {
	has, ok := into.find(m.name)
	if !ok || has.kind != '{' {
		into.set(m.name, value{kind: '{'})
		has, _ = into.find(m.name)
	}
	for _, property := range m.members {
		if _, ok := has.find(property.name); ok {
			continue
		}
		id, _ := strconv.ParseInt(property.name, 10, 32)
		if !toldOtherwise(into, func(s source) bool { return s.in == m.name && slices.Contains(s.ids, int32(id)) }) {
			has.set(property.name, property.value)
		}
	}
}

// toldOtherwise tells whether an object already says something of a source to
// which something new belongs.
func toldOtherwise(object *value, belongs func(source) bool) bool {
	for _, s := range sources() {
		if belongs(s) && tells(object, s) {
			return true
		}
	}
	return false
}
