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
	query func(v FacetValue) string
	label func(id int64) string // nil: ids are numbers of texts in the dictionary
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
	{name: facetType, query: typeQuery},
	ofSource("slot", nil),
	ofSource("set", nil),
	ofSource("material", nil),
	ofSource("place", func(id int64) string { return [...]string{inPack: "pack", worn: "worn"}[id] }),
	{name: facetCharacter},
	ofSource("tier", func(id int64) string { return gamedata.Tier(id).String() }),
	ofSource("imbue", nil),
	ofSource("wield", func(id int64) string { return strconv.FormatInt(id, 10) }),
	ofSource("skill", nil),
	ofSource("damage", nil),
}

// The facets that are of no source: of kinds, whose keys are a block's texts, and of
// owners, who have whole blocks.
const (
	facetType      = "type"
	facetCharacter = "character"
)

// placeOf is a facet's place in the table, or -1.
func placeOf(name string) int {
	return slices.IndexFunc(facets, func(f facet) bool { return f.name == name })
}

// ofSource is the facet of a source; without a label that of the filter with the
// same name.
func ofSource(name string, label func(id int64) string) facet {
	f := facet{name: name, label: label}
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

// typeQuery knows the kinds that is: names.
func typeQuery(v FacetValue) string {
	if !query.IsKind(v.Name) {
		return ""
	}
	return "is:" + v.Name
}

// tallies count facets of what is found.
type tallies struct {
	each   []*tally
	byKey  []int    // places of those that are counted by keys
	at     []*tally // by place; nil: not asked for
	owners *tally   // nil: not asked for
	hits   hits
}

// tally counts one facet.
type tally struct {
	facet  facet
	small  [smallIDs]int // of the ids that are below it: most of them
	ids    map[int64]int // of the others
	owners []FacetValue
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
func newTallies(names []string) *tallies {
	all := &tallies{at: make([]*tally, len(facets))}
	for _, name := range names {
		place := placeOf(name)
		if place < 0 || all.at[place] != nil {
			continue
		}
		t := &tally{facet: facets[place], ids: map[int64]int{}}
		all.each, all.at[place] = append(all.each, t), t
		if name == facetCharacter {
			all.owners = t
		} else {
			all.byKey = append(all.byKey, place)
		}
	}
	return all
}

// count adds what was found in a block.
func (a *tallies) count(v view, set []uint64, n int) {
	if len(a.each) == 0 {
		return
	}
	a.hits.found(v, set, n)
	if a.owners != nil {
		a.owners.addOwner(v.segment, n)
	}
	kinds := placeOf(facetType)
	v.division.tally(&a.hits, a.byKey, func(place int, key int64, n int) {
		if place == kinds {
			key = int64(v.numbers[key])
		}
		a.at[place].add(key, n)
	})
}

// addOwner lists owners as they come: each has one block or few, one after the
// other.
func (t *tally) addOwner(s *Segment, n int) {
	if last := len(t.owners) - 1; last >= 0 && t.owners[last].Name == s.owner.Name {
		t.owners[last].Count += n
		return
	}
	t.owners = append(t.owners, FacetValue{Name: s.owner.Name, Count: n, Query: s.query})
}

// result is the facet; texts are those that ids may be numbers of.
func (t *tally) result(texts *dictionary) Facet {
	f := Facet{Name: t.facet.name, Values: append([]FacetValue{}, t.owners...)}
	for id, n := range t.small {
		if n > 0 {
			f.Values = append(f.Values, t.value(int64(id), n, texts))
		}
	}
	for id, n := range t.ids {
		f.Values = append(f.Values, t.value(id, n, texts))
	}
	slices.SortFunc(f.Values, func(a, b FacetValue) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return f
}

func (t *tally) value(id int64, n int, texts *dictionary) FacetValue {
	v := FacetValue{Count: n}
	if t.facet.label == nil {
		v.Name = texts.at(uint32(id))
	} else {
		v.Name, v.ID = t.facet.label(id), id
	}
	v.Query = t.facet.query(v)
	return v
}
