package index

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"overlord/inventory/gamedata"
	"overlord/inventory/query"
	"overlord/inventory/query/querytest"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// world is some characters' items, as the index has them and as plain facts.
type world struct {
	index *Index
	facts []*query.Facts
	env   query.Env
}

// owners are names that fold alike, and blanks and signs.
var owners = []string{"Mule 0", "mule 0", "Zoë", "O'Brien_2", "Mule 10"}

func newWorld(tb testing.TB, perOwner int) *world {
	tb.Helper()
	w := &world{index: New(), env: query.Env{Now: now, Tags: map[int64][]string{}, Notes: map[int64]string{}}}
	id := int64(0)
	for n, owner := range owners {
		uploaded := now.Add(-time.Duration(n) * 20 * time.Hour)
		if n == 3 {
			uploaded = time.Time{}
		}
		var entries []Entry
		for i, it := range querytest.Items(7, n, perOwner) {
			id++
			e := Entry{ID: 1000 - id, Item: it, Changed: now.Add(-time.Duration(i%7) * time.Hour)}
			if i%11 == 0 {
				it.Name = nil
			}
			if i%9 == 0 {
				w.env.Tags[it.ItemID] = []string{"Keep", fmt.Sprintf("to_sell %d", i)}
			}
			if i%13 == 0 {
				w.env.Notes[it.ItemID] = "Trade with Zoë"
			}
			entries = append(entries, e)
			f := query.FactsOf(it, query.Owner{Name: owner, Uploaded: uploaded})
			f.ID, f.Changed = e.ID, e.Changed
			w.facts = append(w.facts, f)
		}
		w.index.Replace(owner, grown(tb, owner, uploaded, entries, n))
	}
	w.index.SetReady(true)
	w.env.Worn = w.worn
	return w
}

// grown makes a segment in blocks of all sizes; all but the first owner's by
// changes of what was there before.
func grown(tb testing.TB, owner string, uploaded time.Time, entries []Entry, n int) *Segment {
	perBlock := 1 + n*13
	if n == 0 {
		return build(owner, uploaded, entries, perBlock)
	}
	changes := slices.Clone(entries[:min(n, len(entries))]) // the first ones come later
	before := slices.Clone(entries[len(changes):])
	for i := 0; i < len(before) && len(changes) < lateMost; i += 2 + n {
		changes = append(changes, before[i])
		before[i].Item = querytest.Items(99, n, i+1)[i] // and some were others
	}
	var gone []int64
	for i, it := range querytest.Items(98, n, 4) {
		before = append(before, Entry{ID: -int64(i + 1), Item: it})
		gone = append(gone, -int64(i+1))
	}
	s := build(owner, now, before, perBlock)
	for i, e := range changes {
		var ok bool
		if s, ok = s.With(uploaded.Add(time.Duration(len(changes)-1-i)), gone[:min(i, len(gone))], []Entry{e}); !ok {
			tb.Fatalf("%s: change %d of %d is too much", owner, i, len(changes))
		}
	}
	s, ok := s.With(uploaded, gone, nil)
	if !ok || s.Len() != len(entries) {
		tb.Fatalf("%s: %d rows, want %d", owner, s.Len(), len(entries))
	}
	return s
}

// worn is what better: compares with, found the plain way.
func (w *world) worn(character string) ([]query.Worn, bool) {
	var list []query.Worn
	known := false
	for _, f := range w.facts {
		if query.FoldValue(f.Owner.Name) != character {
			continue
		}
		known = true
		if piece, ok := f.Worn(); ok {
			list = append(list, piece)
		}
	}
	return list, known
}

// found is the result of a request, found and sorted the plain way.
func (w *world) found(r Request) []*query.Facts {
	var list []*query.Facts
	for _, f := range w.facts {
		if r.Query.Match(f, &w.env) {
			list = append(list, f)
		}
	}
	slices.SortFunc(list, func(a, b *query.Facts) int { return cmp.Or(compareBy(a, b, r.Sort, r.Desc), equals(a, b)) })
	return list
}

func equals(a, b *query.Facts) int {
	name := func(f *query.Facts) string { return strings.Join(f.Strings(query.PlaceName), "") }
	unknownLast := 0
	if (name(a) == "") != (name(b) == "") {
		unknownLast = cmp.Compare(len(name(b)), len(name(a)))
	}
	return cmp.Or(cmp.Compare(query.Fold(a.Owner.Name), query.Fold(b.Owner.Name)), cmp.Compare(a.Owner.Name, b.Owner.Name),
		unknownLast, cmp.Compare(name(a), name(b)), cmp.Compare(a.Item.ItemID, b.Item.ItemID))
}

func compareBy(a, b *query.Facts, sort string, desc bool) int {
	if sort == "" {
		return 0
	}
	c, _ := query.ColumnOf(sort)
	turn := 1
	if desc {
		turn = -1
	}
	if c.Number != nil {
		x, known := c.Number(a)
		y, too := c.Number(b)
		if !known || !too {
			return cmp.Compare(oneIf(!known), oneIf(!too))
		}
		return turn * cmp.Compare(x, y)
	}
	x, known := c.Text(a)
	y, too := c.Text(b)
	if !known || !too {
		return cmp.Compare(oneIf(!known), oneIf(!too))
	}
	return turn * cmp.Compare(x, y)
}

func oneIf(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// facets counts the plain way.
func plainFacets(list []*query.Facts) map[string]map[string]int {
	counts := map[string]map[string]int{}
	for _, name := range FacetNames() {
		counts[name] = map[string]int{}
	}
	for _, f := range list {
		for _, name := range FacetNames() {
			seen := map[string]bool{}
			for _, v := range valuesOf(f, name) {
				if !seen[v] {
					seen[v] = true
					counts[name][v]++
				}
			}
		}
	}
	return counts
}

func valuesOf(f *query.Facts, facet string) []string {
	var list []string
	switch facet {
	case "type":
		return f.Strings(query.PlaceType)
	case "character":
		return []string{f.Owner.Name}
	case "wield":
		if n := f.Item.Requirements.WieldLevel; n != nil {
			list = append(list, fmt.Sprint(*n))
		}
	case "place":
		where := "0"
		if f.Item.IsWorn() {
			where = "1"
		}
		list = append(list, where)
	case "tier":
		for _, s := range f.Item.Spells {
			if c, ok := gamedata.CantripOf(s.ID); ok {
				list = append(list, fmt.Sprint(int(c.Tier)))
			}
		}
	default:
		filter, _ := query.Lookup(facet)
		filter.IDs(f, func(id int64) { list = append(list, fmt.Sprint(id)) })
	}
	return list
}

// genLeaf makes a filter with a value that some item has, or nearly has.
func (w *world) genLeaf(t *rapid.T) string {
	f := query.Filters()[rapid.IntRange(0, len(query.Filters())-1).Draw(t, "filter")]
	facts := w.facts[rapid.IntRange(0, len(w.facts)-1).Draw(t, "like")]
	switch f.Form {
	case query.FormNumber:
		n := float64(rapid.IntRange(-1, 400).Draw(t, "any"))
		for _, c := range f.Columns() {
			if v, ok := c.Number(facts); ok {
				n = v
			}
		}
		op := rapid.SampledFrom([]string{"", "<", "<=", ">", ">=", "=", ".."}).Draw(t, "op")
		if op == ".." {
			return fmt.Sprintf("%s:%.1f..%.2f", f.Name, n, n+float64(rapid.IntRange(0, 50).Draw(t, "width")))
		}
		return fmt.Sprintf("%s:%s%.2f", f.Name, op, n)
	case query.FormAge:
		return f.Name + rapid.SampledFrom([]string{":<1d", ":>20h", ":<40h", ":>2w", ":<90m"}).Draw(t, "age")
	case query.FormCharacter:
		return f.Name + ":" + query.Written(rapid.SampledFrom(append(slices.Clone(owners), "nobody")).Draw(t, "character"))
	case query.FormTerm:
		return f.Name + ":" + w.genTerm(t, f.Place(), facts)
	case query.FormCantrip:
		return f.Name + ":" + rapid.SampledFrom([]string{"epic", ">=epic", "legendary", ">=minor.ward", "strength", ">=epic.strength", "major.impenetrability", ">=legendary"}).Draw(t, "cantrip")
	}
	id := int64(-1)
	f.IDs(facts, func(one int64) { id = one })
	if id < 0 {
		return f.Name + ":" + query.Written(rapid.SampledFrom(f.Choices()).Draw(t, "choice").Name)
	}
	return f.Name + rapid.SampledFrom([]string{":", ":="}).Draw(t, "whole")[:1] + query.Written(f.NameOf(id))
}

func (w *world) genTerm(t *rapid.T, place query.Place, facts *query.Facts) string {
	texts := append(facts.Strings(place), w.env.Own(place, facts.Item.ItemID)...)
	if len(texts) == 0 {
		return "sell"
	}
	text := rapid.SampledFrom(texts).Draw(t, "text")
	if rapid.Bool().Draw(t, "whole") {
		return "=" + query.Written(text)
	}
	from := rapid.IntRange(0, len(text)-1).Draw(t, "from")
	part := strings.TrimSpace(text[from:min(len(text), from+rapid.IntRange(1, 9).Draw(t, "length"))])
	if part == "" {
		return "e"
	}
	return query.Written(part)
}

func (w *world) genQuery(t *rapid.T, depth int) string {
	kind := rapid.IntRange(0, 7).Draw(t, "kind")
	if depth == 0 {
		kind %= 3
	}
	switch kind {
	case 0:
		facts := w.facts[rapid.IntRange(0, len(w.facts)-1).Draw(t, "word of")]
		if words := facts.Strings(query.PlaceWord); len(words) > 0 {
			word := rapid.SampledFrom(words).Draw(t, "word")
			return `"` + strings.ReplaceAll(word[:rapid.IntRange(1, len(word)).Draw(t, "letters")], `"`, "") + `"`
		}
		return rapid.SampledFrom([]string{"legendary", "strength", "ward", "nothing"}).Draw(t, "spell")
	case 1, 2:
		return w.genLeaf(t)
	case 3, 4:
		return w.genQuery(t, depth-1) + " " + w.genQuery(t, depth-1)
	case 5, 6:
		return "(" + w.genQuery(t, depth-1) + " or " + w.genQuery(t, depth-1) + ")"
	}
	return "-(" + w.genQuery(t, depth-1) + ")"
}

// The index answers what the plain evaluator does: total, page, order, facets.
func TestSearchEqualsThePlainWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 40)
	columns := append([]string{""}, columnNames()...)
	rapid.Check(t, func(t *rapid.T) {
		text := w.genQuery(t, 3)
		q, err := query.Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		r := Request{
			Query: q, Sort: rapid.SampledFrom(columns).Draw(t, "sort"), Desc: rapid.Bool().Draw(t, "desc"), Facets: FacetNames(), Env: w.env,
			Offset: rapid.SampledFrom([]int{0, 0, 3, 50, 1000}).Draw(t, "offset"), Limit: rapid.SampledFrom([]int{0, 1, 7, 50, 10000}).Draw(t, "limit"),
		}
		if rapid.Bool().Draw(t, "own worn") {
			r.Env.Worn = nil
		}
		w.compare(t, text, r)
	})
}

func columnNames() []string {
	var list []string
	for _, c := range query.Columns() {
		list = append(list, c.Name)
	}
	return list
}

func (w *world) compare(t *rapid.T, text string, r Request) {
	got, err := w.index.Search(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	list := w.found(r)
	if got.Total != len(list) {
		t.Fatalf("%s: %d, want %d", text, got.Total, len(list))
	}
	want := []int64{}
	for i, f := range list {
		if i >= r.Offset && i < r.Offset+r.Limit {
			want = append(want, f.ID)
		}
	}
	if !slices.Equal(got.IDs, want) {
		t.Fatalf("%s by %s %v: %v, want %v", text, r.Sort, r.Desc, got.IDs, want)
	}
	counts := plainFacets(list)
	for _, f := range got.Facets {
		byValue := map[string]int{}
		for _, v := range f.Values {
			key := v.Name
			if f.Name != "type" && f.Name != "character" {
				key = fmt.Sprint(v.ID)
			}
			byValue[key] = v.Count
		}
		if !reflect.DeepEqual(byValue, counts[f.Name]) {
			t.Fatalf("%s: facet %s is %v, want %v", text, f.Name, byValue, counts[f.Name])
		}
	}
}
