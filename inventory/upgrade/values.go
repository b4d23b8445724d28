package upgrade

import (
	"slices"

	"overlord/inventory/gamedata"
	"overlord/inventory/item"
)

// Values are the four things by which pieces compare, or how much they change.
type Values struct {
	BaseArmor   int
	TotalRating int
	Legendaries int // lines with a legendary cantrip
	MaxDamage   int
}

// ValuesOf reads an item; what is unknown is 0.
func ValuesOf(i *item.Item) Values {
	return Values{number(i.Combat.BaseArmorLevel), number(i.Ratings.TotalRating), i.CountCantrips(gamedata.Legendary), number(i.Combat.MaxDamage)}
}

func number(n *int32) int {
	if n == nil {
		return 0
	}
	return int(*n)
}

// Better tells whether they are nowhere lower and somewhere higher.
func (v Values) Better(than Values) bool {
	return v != than && v.BaseArmor >= than.BaseArmor && v.TotalRating >= than.TotalRating && v.Legendaries >= than.Legendaries && v.MaxDamage >= than.MaxDamage
}

func (v Values) minus(w Values) Values {
	return Values{v.BaseArmor - w.BaseArmor, v.TotalRating - w.TotalRating, v.Legendaries - w.Legendaries, v.MaxDamage - w.MaxDamage}
}

// compare orders by what players look at first, more of it before less.
func (v Values) compare(w Values) int {
	for _, d := range [...]int{w.Legendaries - v.Legendaries, w.TotalRating - v.TotalRating, w.BaseArmor - v.BaseArmor, w.MaxDamage - v.MaxDamage} {
		if d != 0 {
			return d
		}
	}
	return 0
}

// Change is what becomes of one line of cantrips; NoTier is none.
type Change struct {
	Line     int // index in gamedata.CantripLines
	From, To gamedata.Tier
}

// Gain is what changes when one piece takes the place of others.
type Gain struct {
	Values   Values
	Cantrips []Change // lines whose tier changes, gains first, by line
}

// GainOf tells what changes when an item takes the place of a worn one; nil: of
// nothing.
func GainOf(worn, other *item.Item) Gain {
	if worn == nil {
		worn = &item.Item{}
	}
	return Gain{ValuesOf(other).minus(ValuesOf(worn)), changes(worn, other)}
}

func changes(worn, other *item.Item) []Change {
	var list []Change
	for _, c := range other.Cantrips() {
		list = append(list, Change{Line: c.Line, To: c.Tier})
	}
	for _, c := range worn.Cantrips() {
		at := slices.IndexFunc(list, func(has Change) bool { return has.Line == c.Line })
		if at < 0 {
			list = append(list, Change{Line: c.Line, From: c.Tier})
		} else {
			list[at].From = c.Tier
		}
	}
	list = slices.DeleteFunc(list, func(c Change) bool { return c.From == c.To })
	slices.SortFunc(list, func(a, b Change) int {
		if lost := a.To < a.From; lost != (b.To < b.From) {
			if lost {
				return 1
			}
			return -1
		}
		return a.Line - b.Line
	})
	return list
}
