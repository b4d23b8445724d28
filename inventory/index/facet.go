package index

import (
	"cmp"
	"slices"
	"strconv"
	"sync"

	"overlord/inventory/gamedata"
	"overlord/inventory/query"
)

// Facet is how a result divides by one property. An item with several values
// counts in each, and one without in none.
type Facet struct {
	Name   string       `json:"name"`
	Values []FacetValue `json:"values"` // the most frequent first, equals by name
}

// FacetValue is one value of a facet.
type FacetValue struct {
	Name  string `json:"name"`  // for people; where no table has one, the number
	ID    int64  `json:"id"`    // the game's or the table's; 0 where names are all there is
	Count int    `json:"count"` // of the whole result
	Query string `json:"query"` // what finds just these, and-ed to the query; "" where the language has no word for it
}

// facet is a row of the table of facets.
type facet struct {
	name  string
	count func(t *tally, b *block, h *hits)
	query func(v FacetValue) string
	label func(id int64) string
}

// FacetNames lists what a result can be divided by.
func FacetNames() []string {
	list := make([]string, len(facets))
	for i, f := range facets {
		list[i] = f.name
	}
	return list
}

var facets = []facet{
	{name: "type", count: countType, query: typeQuery},
	ofSource("slot", nil),
	ofSource("set", nil),
	ofSource("material", nil),
	ofSource("place", func(id int64) string { return [...]string{inPack: "pack", worn: "worn"}[id] }),
	{name: "character", count: countOwner, query: func(v FacetValue) string { return "char:=" + query.Written(v.Name) }},
	ofSource("tier", func(id int64) string { return gamedata.Tier(id).String() }),
	ofSource("imbue", nil),
	ofSource("wield", func(id int64) string { return strconv.FormatInt(id, 10) }),
	ofSource("skill", nil),
	ofSource("damage", nil),
}

// ofSource is the facet of a source; without a label that of the filter with the
// same name.
func ofSource(name string, label func(id int64) string) facet {
	f := facet{name: name, label: label}
	f.count = func(t *tally, b *block, h *hits) {
		d := b.divided[name]
		for i, n := range d.tally(h) {
			if n > 0 {
				t.add(d.keys[i], int(n))
			}
		}
	}
	switch name {
	case "tier":
		f.query = func(v FacetValue) string { return "cantrip:" + v.Name }
	case "place":
		f.query = func(v FacetValue) string {
			if v.ID == worn {
				return "is:equipped"
			}
			return "-is:equipped"
		}
	case "wield":
		f.query = func(v FacetValue) string { return "level:" + v.Name }
	default:
		known := sync.OnceValue(func() map[string]string { return nameQueries(name) })
		f.query = func(v FacetValue) string {
			if text, ok := known()[v.Name]; ok {
				return text
			}
			return name + ":" + strconv.FormatInt(v.ID, 10)
		}
		f.label = func(id int64) string {
			filter, _ := query.Lookup(name)
			return filter.NameOf(id)
		}
	}
	return f
}

// nameQueries is what finds the items with each name of a filter, for those names
// that stand for one id.
func nameQueries(filter string) map[string]string {
	f, _ := query.Lookup(filter)
	queries := map[string]string{}
	for _, c := range f.Choices() {
		for _, value := range []string{query.Written(c.Name), "=" + query.Written(c.Name)} {
			q, err := query.Parse(filter + ":" + value)
			if err != nil {
				continue
			}
			if leaf, ok := q.Root.(*query.Leaf); ok && len(leaf.IDs()) == 1 {
				queries[c.Name] = filter + ":" + value
				break
			}
		}
	}
	return queries
}

func countType(t *tally, b *block, h *hits) {
	d := b.divided["type"]
	for i, n := range d.tally(h) {
		if n > 0 {
			t.texts[b.strings[d.keys[i]]] += int(n)
		}
	}
}

// typeQuery knows the kinds that is: names.
func typeQuery(v FacetValue) string {
	if !kindsAsked()[v.Name] {
		return ""
	}
	return "is:" + v.Name
}

// kindsAsked are the values of is: by name.
var kindsAsked = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	filter, _ := query.Lookup("is")
	for _, c := range filter.Choices() {
		names[query.Fold(c.Name)] = true
	}
	return names
})

func countOwner(t *tally, _ *block, h *hits) { t.texts[h.owner] += h.n }

// tally counts one facet.
type tally struct {
	facet facet
	small [smallIDs]int // of the ids that are below it: most of them
	ids   map[int64]int // of the others
	texts map[string]int
}

const smallIDs = 1024

func (t *tally) add(id int64, n int) {
	if id >= 0 && id < smallIDs {
		t.small[id] += n
		return
	}
	t.ids[id] += n
}

// newTallies makes tallies of facets by name; unknown names are left out.
func newTallies(names []string) []*tally {
	var list []*tally
	for _, name := range names {
		if i := slices.IndexFunc(facets, func(f facet) bool { return f.name == name }); i >= 0 {
			list = append(list, &tally{facet: facets[i], ids: map[int64]int{}, texts: map[string]int{}})
		}
	}
	return list
}

func (t *tally) result() Facet {
	f := Facet{Name: t.facet.name, Values: []FacetValue{}}
	for id, n := range t.small {
		if n > 0 {
			f.Values = append(f.Values, FacetValue{Name: t.facet.label(int64(id)), ID: int64(id), Count: n})
		}
	}
	for id, n := range t.ids {
		f.Values = append(f.Values, FacetValue{Name: t.facet.label(id), ID: id, Count: n})
	}
	for text, n := range t.texts {
		f.Values = append(f.Values, FacetValue{Name: text, Count: n})
	}
	for i, v := range f.Values {
		f.Values[i].Query = t.facet.query(v)
	}
	slices.SortFunc(f.Values, func(a, b FacetValue) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return f
}
