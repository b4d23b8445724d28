package index

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"overlord/inventory/gamedata"
	"overlord/inventory/item"
	"overlord/inventory/query"
)

// Entry is a stored item.
type Entry struct {
	ID      int64     // items.id
	Changed time.Time // when the row last changed; zero: unknown
	Item    *item.Item
}

// Segment is what the index knows of one character. It never changes.
type Segment struct {
	owner  query.Owner
	folded string // the owner's name
	asked  string // the same as values of filters are compared with it
	query  string // what finds just these items
	rows   int
	parts  []part
	late   []Entry // what the last part is made of; none: it is as Build made it
	worn   []query.Worn
	wornID []int64 // items.id of each
}

// part is a block of a segment, of which some rows may be gone.
type part struct {
	*block
	gone []uint64 // nil: none
}

// Owner is whose items they are.
func (s *Segment) Owner() query.Owner { return s.owner }

// Len is how many items there are.
func (s *Segment) Len() int { return s.rows }

// blockRows is how many rows a block has at most: their numbers fit 16 bits. No
// character of the game has that many items.
const blockRows = 1 << 16

// block is rows of a segment in the order of name and item id, which is how equals
// are listed. It never changes.
type block struct {
	ids      exact[int64]
	itemIDs  exact[uint32]
	columns  []column                  // by query.Column.Index; nil of texts
	texts    [][]uint32                // by query.Column.Index: string number + 1, 0 unknown; nil of numbers
	strings  []string                  // distinct folded texts
	prefixes []uint64                  // of strings: the first eight letters, which compare like them
	places   map[query.Place]*postings // rows by string number
	sources  []*postings               // by number of the source
	division *division
	slotSets []gamedata.SlotSet // distinct, that rows fit
	fits     []uint16           // number of the row's slot set
	merits   []merit
	attuned  []uint64
}

// source is something of which items have ids: a filter, or a facet without one.
type source struct {
	name string
	ids  func(f *query.Facts, emit func(int64))
}

// sources lists them; filters that look at the same ids share one.
var sources = sync.OnceValue(func() []source {
	list := []source{{"tier", tiers}, {"wield", wieldLevel}, {"place", whereabouts}}
	for _, f := range query.AllFilters() {
		if f.HasIDs() && f.Name != "cantrip" {
			list = append(list, source{f.Name, f.IDs})
		}
	}
	return list
})

// sourceOf is the number of the source that a filter or facet looks at.
func sourceOf(name string) int {
	if name == "cantrip" {
		name = "spell"
	}
	return slices.IndexFunc(sources(), func(s source) bool { return s.name == name })
}

func tiers(f *query.Facts, emit func(int64)) {
	for _, s := range f.Item.Spells {
		if c, ok := gamedata.CantripOf(s.ID); ok {
			emit(int64(c.Tier))
		}
	}
}

func wieldLevel(f *query.Facts, emit func(int64)) {
	if level := f.Item.Requirements.WieldLevel; level != nil {
		emit(int64(*level))
	}
}

// Where a thing is: the ids of the facet "place".
const (
	inPack int64 = iota
	worn
)

func whereabouts(f *query.Facts, emit func(int64)) {
	if f.Item.IsWorn() {
		emit(worn)
		return
	}
	emit(inPack)
}

// storedPlaces are the places whose texts the index holds. PlaceText is what is
// only found there.
var storedPlaces = []query.Place{query.PlaceWord, query.PlaceName, query.PlaceText, query.PlaceType}

// Build makes a character's segment. The items are not kept.
func Build(character string, uploaded time.Time, rows []Entry) *Segment {
	return build(character, uploaded, rows, blockRows)
}

func build(character string, uploaded time.Time, rows []Entry, perBlock int) *Segment {
	owner := query.Owner{Name: character, Uploaded: uploaded}
	s := &Segment{owner: owner, folded: query.Fold(character), asked: query.FoldValue(character), query: "char:=" + query.Written(character), rows: len(rows)}
	facts := s.factsOf(rows)
	for some := range slices.Chunk(facts, perBlock) {
		s.parts = append(s.parts, part{block: newBlock(some)})
	}
	return s
}

// factsOf makes the facts of rows, in order, and notes what of them is worn.
func (s *Segment) factsOf(rows []Entry) []*query.Facts {
	facts := make([]*query.Facts, len(rows))
	for i, r := range rows {
		facts[i] = query.FactsOf(r.Item, s.owner)
		facts[i].ID, facts[i].Changed = r.ID, r.Changed
		if w, ok := facts[i].Worn(); ok {
			s.worn, s.wornID = append(s.worn, w), append(s.wornID, r.ID)
		}
	}
	return inOrder(facts)
}

// inOrder is how the equals of one owner are listed: by name, unknown names last,
// then by item id.
func inOrder(facts []*query.Facts) []*query.Facts {
	type named struct {
		name  string
		facts *query.Facts
	}
	list := make([]named, len(facts))
	for i, f := range facts {
		list[i] = named{strings.Join(f.Strings(query.PlaceName), ""), f}
	}
	slices.SortFunc(list, func(a, b named) int {
		if (a.name == "") != (b.name == "") {
			return cmp.Compare(len(b.name), len(a.name))
		}
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.facts.Item.ItemID, b.facts.Item.ItemID), cmp.Compare(a.facts.ID, b.facts.ID))
	})
	for i, x := range list {
		facts[i] = x.facts
	}
	return facts
}

func newBlock(facts []*query.Facts) *block {
	b := &block{
		ids: make(exact[int64], len(facts)), itemIDs: make(exact[uint32], len(facts)), fits: make([]uint16, len(facts)), merits: make([]merit, len(facts)),
		attuned: make([]uint64, wordsFor(len(facts))), places: map[query.Place]*postings{},
	}
	sets := map[gamedata.SlotSet]uint16{}
	for i, f := range facts {
		b.ids[i], b.itemIDs[i], b.merits[i] = f.ID, uint32(f.Item.ItemID), meritOf(f.Merit())
		n, known := sets[f.Slots()]
		if !known {
			n = uint16(len(b.slotSets))
			sets[f.Slots()], b.slotSets = n, append(b.slotSets, f.Slots())
		}
		b.fits[i] = n
		if f.Item.IsAttuned() {
			b.attuned[i/64] |= 1 << (i % 64)
		}
	}
	texts := &interner{numbers: map[string]uint32{}}
	b.addColumns(facts, texts)
	divided := make([][]pair, len(facets))
	divided[placeOf(facetType)] = b.addPlaces(facts, texts)
	b.sources = make([]*postings, len(sources()))
	for n, src := range sources() {
		pairs := []pair{}
		for i, f := range facts {
			src.ids(f, func(id int64) { pairs = append(pairs, pair{id, uint16(i)}) })
		}
		pairs = inPairs(pairs)
		if place := placeOf(src.name); place >= 0 {
			divided[place] = pairs
			continue
		}
		p := newPostings(pairs, len(facts))
		b.sources[n] = &p
	}
	b.division = newDivision(divided, len(facts))
	for n, src := range sources() {
		if place := placeOf(src.name); place >= 0 {
			b.sources[n] = b.division.by[place]
		}
	}
	b.places[query.PlaceType] = b.division.by[placeOf(facetType)]
	b.strings = slices.Clip(texts.list)
	b.prefixes = make([]uint64, len(b.strings))
	for i, text := range b.strings {
		b.prefixes[i] = prefixOf(text)
	}
	return b
}

func (b *block) addColumns(facts []*query.Facts, texts *interner) {
	all := query.Columns()
	b.columns, b.texts = make([]column, len(all)), make([][]uint32, len(all))
	values := make([]float64, len(facts))
	for n, c := range all {
		switch {
		case c.Name == "id":
			b.columns[n] = b.ids
		case c.Name == "item_id":
			b.columns[n] = b.itemIDs
		case c.Number != nil:
			for i, f := range facts {
				v, ok := c.Number(f)
				if values[i] = v; !ok {
					values[i] = math.NaN()
				}
			}
			b.columns[n] = newColumn(values)
		default:
			b.texts[n] = textColumn(c, facts, texts)
		}
	}
}

// textColumn is nil where nothing is known.
func textColumn(c *query.Column, facts []*query.Facts, texts *interner) []uint32 {
	var numbers []uint32
	for i, f := range facts {
		if text, ok := c.Text(f); ok {
			if numbers == nil {
				numbers = make([]uint32, len(facts))
			}
			numbers[i] = texts.number(text) + 1
		}
	}
	return numbers
}

// addPlaces gives the pairs of the kinds, which are a facet too.
func (b *block) addPlaces(facts []*query.Facts, texts *interner) (kinds []pair) {
	for _, place := range storedPlaces {
		pairs := []pair{}
		for i, f := range facts {
			list := f.Strings(place)
			if place == query.PlaceText {
				list = list[len(f.Strings(query.PlaceWord)):]
			}
			for _, text := range list {
				pairs = append(pairs, pair{int64(texts.number(text)), uint16(i)})
			}
		}
		pairs = inPairs(pairs)
		if place == query.PlaceType {
			kinds = pairs
			continue
		}
		p := newPostings(pairs, len(facts))
		b.places[place] = &p
	}
	return kinds
}

// interner numbers distinct texts.
type interner struct {
	numbers map[string]uint32
	list    []string
}

func (t *interner) number(text string) uint32 {
	n, ok := t.numbers[text]
	if !ok {
		n = uint32(len(t.list))
		text = strings.Clone(text)
		t.numbers[text], t.list = n, append(t.list, text)
	}
	return n
}

// prefixOf makes a number of the first eight letters, which compares like them.
func prefixOf(text string) uint64 {
	var n uint64
	for i := range 8 {
		n <<= 8
		if i < len(text) {
			n |= uint64(text[i])
		}
	}
	return n
}
