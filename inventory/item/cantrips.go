package item

import (
	"slices"

	"overlord/inventory/gamedata"
)

// Cantrips returns the cantrips among its own spells, the highest of each line,
// by line. Impenetrability is one of them.
func (i *Item) Cantrips() []gamedata.Cantrip {
	var list []gamedata.Cantrip
	for _, s := range i.Spells {
		c, ok := gamedata.CantripOf(s.ID)
		if !ok {
			continue
		}
		at := slices.IndexFunc(list, func(has gamedata.Cantrip) bool { return has.Line == c.Line })
		if at < 0 {
			list = append(list, c)
		} else {
			list[at].Tier = max(list[at].Tier, c.Tier)
		}
	}
	slices.SortFunc(list, func(a, b gamedata.Cantrip) int { return a.Line - b.Line })
	return list
}

// CountCantrips counts the lines of which it has a tier at least.
func (i *Item) CountCantrips(least gamedata.Tier) int {
	n := 0
	for _, c := range i.Cantrips() {
		if c.Tier >= least {
			n++
		}
	}
	return n
}
