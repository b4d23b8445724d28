package inventory

import (
	"slices"
	"strconv"
	"strings"

	"overlord/inventory/gamedata"
	"overlord/inventory/query"
	"overlord/store/fault"
	"overlord/web/api"
)

// repeatMost is how often a parameter may be repeated.
const repeatMost = 50

// parameter is a plain parameter of a search and what it asks for.
type parameter struct {
	name   string
	legacy bool // a name of the earlier services
	node   func(q api.Query, name string) (query.Node, error)
}

// bounds are the parameters with a least and a most, and the filters of numbers
// that they are.
var bounds = []struct{ name, filter string }{
	{"armor_level", "al"}, {"damage", "dmg"}, {"workmanship", "work"}, {"value", "value"}, {"burden", "burden"}, {"tinks", "tinks"}, {"wield_level", "level"},
	{"damage_rating", "dr"}, {"damage_resist_rating", "drr"}, {"crit_rating", "cr"}, {"crit_damage_rating", "cdr"}, {"crit_resist_rating", "crr"},
	{"crit_damage_resist_rating", "cdrr"}, {"heal_boost_rating", "heal"}, {"vitality_rating", "vit"}, {"total_rating", "rating"}, {"spell_count", "spells"},
}

// parameters is the table of all plain parameters but those of page and order.
var parameters = func() []parameter {
	list := []parameter{
		{name: "text", node: func(q api.Query, name string) (query.Node, error) { return query.Text(q.String(name, "")), nil }},
		{name: "character", node: characters},
		{name: "type", node: kinds},
		{name: "slot", node: slotsNamed},
		{name: "set", node: named("set")},
		{name: "material", node: named("material")},
		{name: "imbue", node: named("imbue")},
		{name: "spell", node: allOf("spell")},
		{name: "cantrip_level", node: cantripLevels},
		{name: "equipped", node: inState("equipped")},
		{name: "bonded", node: inState("bonded")},
		{name: "attuned", node: inState("attuned")},

		{name: "include_all_characters", legacy: true, node: func(q api.Query, name string) (query.Node, error) { q.Bool(name, false); return nil, nil }},
		{name: "item_set", legacy: true, node: named("set")},
		{name: "armor_only", legacy: true, node: only("armor")},
		{name: "jewelry_only", legacy: true, node: only("jewelry")},
		{name: "weapon_only", legacy: true, node: only("weapon")},
		{name: "shirt_only", legacy: true, node: onlySlot(gamedata.Shirt)},
		{name: "pants_only", legacy: true, node: onlySlot(gamedata.Pants)},
		{name: "slot_names", legacy: true, node: slotsNamed},
		{name: "legendary_cantrips", legacy: true, node: legendaries},
		{name: "has_imbue", legacy: true, node: inState("imbued")},
		{name: "equipment_status", legacy: true, node: equipmentStatus},
		{name: "spell_contains", legacy: true, node: allOf("spell")},
		{name: "sort_by", legacy: true},
		{name: "sort_dir", legacy: true},
	}
	for _, b := range bounds {
		list = append(list, parameter{name: "min_" + b.name, node: bound(b.filter, ">=")}, parameter{name: "max_" + b.name, node: bound(b.filter, "<=")})
	}
	return list
}()

// parameterNames are all plain parameters.
func parameterNames() []string {
	names := make([]string, len(parameters))
	for i, p := range parameters {
		names[i] = p.name
	}
	return names
}

// plainNode is what the plain parameters ask for together; nil: nothing. legacy
// tells that one of the earlier services' names was used.
func plainNode(q api.Query) (n query.Node, legacy bool, err error) {
	var nodes []query.Node
	for _, p := range parameters {
		if !q.Has(p.name) {
			continue
		}
		legacy = legacy || p.legacy
		if p.node == nil {
			continue
		}
		n, err := p.node(q, p.name)
		if err != nil {
			return nil, legacy, asQueryFault(err, p.name)
		}
		nodes = append(nodes, n)
	}
	return query.All(nodes...), legacy, nil
}

// values are a parameter's, which may be repeated; separated by commas too where
// that is asked for.
func values(q api.Query, name string, commas bool) (list []string) {
	for _, v := range q.List(name, repeatMost) {
		parts := []string{v}
		if commas {
			parts = strings.Split(v, ",")
		}
		for _, part := range parts {
			if part = strings.TrimSpace(part); part != "" {
				list = append(list, part)
			}
		}
	}
	return list
}

type maker = func(q api.Query, name string) (query.Node, error)

// each makes a node of each value.
func each(list []string, filter, op string) ([]query.Node, error) {
	var nodes []query.Node
	for _, v := range list {
		n, err := query.Where(filter, op, v)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
	}
	return nodes, nil
}

// kinds asks for one of the kinds of items, as they are stored.
func kinds(q api.Query, name string) (query.Node, error) {
	var nodes []query.Node
	for _, v := range values(q, name, false) {
		n, err := query.OfKind(v)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
	}
	return query.Any(nodes...), nil
}

// cantripLevels asks for one of the tiers of cantrips, or of their lines.
func cantripLevels(q api.Query, name string) (query.Node, error) {
	nodes, err := each(values(q, name, false), "cantrip", "")
	return query.Any(nodes...), err
}

// allOf asks for all of the values.
func allOf(filter string) maker {
	return func(q api.Query, name string) (query.Node, error) {
		nodes, err := each(values(q, name, false), filter, "")
		return query.All(nodes...), err
	}
}

// named asks for one of the values: ids, whole names, or where none has that name,
// parts of names.
func named(filter string) maker {
	return func(q api.Query, name string) (query.Node, error) {
		var nodes []query.Node
		for _, v := range values(q, name, false) {
			op := "="
			if _, err := strconv.Atoi(v); err == nil {
				op = ""
			}
			n, err := query.Where(filter, op, v)
			if err != nil && op != "" {
				n, err = query.Where(filter, "", v)
			}
			if err != nil {
				return nil, err
			}
			nodes = append(nodes, n)
		}
		return query.Any(nodes...), nil
	}
}

// characters asks for one of the owners, by their whole names.
func characters(q api.Query, name string) (query.Node, error) {
	nodes, err := each(values(q, name, false), "char", "=")
	return query.Any(nodes...), err
}

// slotsNamed asks for one of the slots, with or without sides.
func slotsNamed(q api.Query, name string) (query.Node, error) {
	var families []string
	for _, v := range values(q, name, true) {
		families = append(families, slotFamily(v))
	}
	nodes, err := each(families, "slot", "")
	return query.Any(nodes...), err
}

// slotFamily is what a search calls a slot that is given as people and the
// earlier services do: "Left Ring", "Upper Arms", "wrist_left".
func slotFamily(text string) string {
	folded := strings.ReplaceAll(gamedata.Fold(text), " ", "_")
	if slot, ok := gamedata.ParseSlot(folded); ok {
		return slot.Family()
	}
	folded = strings.TrimPrefix(strings.TrimPrefix(folded, "left_"), "right_")
	switch folded {
	case "ring":
		return gamedata.FingerLeft.Family()
	case "bracelet":
		return gamedata.WristLeft.Family()
	case "necklace":
		return gamedata.Neck.Family()
	}
	return folded
}

// inState asks for items that are, or with false are not, in a state.
func inState(is string) maker {
	return func(q api.Query, name string) (query.Node, error) {
		n, err := query.Where("is", "", is)
		if err == nil && !q.Bool(name, true) {
			n = query.Negate(n)
		}
		return n, err
	}
}

// only asks for a kind; false asks for nothing.
func only(kind string) maker {
	return func(q api.Query, name string) (query.Node, error) {
		if !q.Bool(name, false) {
			return nil, nil
		}
		return query.Where("is", "", kind)
	}
}

func onlySlot(s gamedata.Slot) maker {
	return func(q api.Query, name string) (query.Node, error) {
		if !q.Bool(name, false) {
			return nil, nil
		}
		return query.Where("slot", "", s.Family())
	}
}

// legendaries asks for all of some cantrips, by the names of their spells or of
// their lines.
func legendaries(q api.Query, name string) (query.Node, error) {
	var nodes []query.Node
	for _, v := range values(q, name, true) {
		if !strings.HasPrefix(gamedata.Fold(v), "legendary ") {
			v = "Legendary " + v
		}
		n, err := query.Where("spell", "", v)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
	}
	return query.All(nodes...), nil
}

// equipmentStatus asks for what is worn, or not, or both.
func equipmentStatus(q api.Query, name string) (query.Node, error) {
	n, err := query.Where("is", "", "equipped")
	switch q.Enum(name, "all", "all", "equipped", "unequipped") {
	case "equipped":
		return n, err
	case "unequipped":
		return query.Negate(n), err
	}
	return nil, nil
}

// bound asks for a number on one side of another.
func bound(filter, op string) maker {
	return func(q api.Query, name string) (query.Node, error) { return query.Where(filter, op, q.String(name, "")) }
}

// sortable are the names of a row's columns that hold one value.
func sortable() []string {
	return slices.DeleteFunc(columnNames(), func(name string) bool { return name == "slot_names" || name == "protections" })
}

// checkSort refuses what a result cannot be sorted by.
func checkSort(name, parameter string) error {
	if name == "" {
		return nil
	}
	if !slices.Contains(sortable(), name) {
		return fault.New(fault.Invalid, "%s cannot be %q; the nearest is %q", parameter, name, api.Nearest(name, sortable())).WithField(parameter)
	}
	return nil
}
