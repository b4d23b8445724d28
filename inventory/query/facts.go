package query

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"overlord/inventory/gamedata"
	"overlord/inventory/item"
)

// Owner is the character that has an item.
type Owner struct {
	Name     string
	Uploaded time.Time // the last full upload; zero: none, or unknown
}

// Facts are what filters, columns and facets look at: an item, its owner, and
// what follows from them. They are made once and only read.
type Facts struct {
	Item    *item.Item
	Owner   Owner
	ID      int64     // items.id, where the item is stored
	Changed time.Time // when its row last changed; zero: unknown

	slots    gamedata.SlotSet
	cantrips []gamedata.Cantrip // the highest of each line
	words    []string           // of PlaceWord but the spells' names, folded
	rest     []string           // what else is written on it, folded
}

// FactsOf makes the facts of an item.
func FactsOf(it *item.Item, owner Owner) *Facts {
	f := &Facts{Item: it, Owner: owner, slots: it.Slots(), cantrips: it.Cantrips()}
	f.words = wordsOf(it)
	f.rest = restOf(it)
	return f
}

// Strings returns the folded texts of a place, but for the names of spells, which
// PlaceWord and PlaceText also hold. The user's own places have none.
func (f *Facts) Strings(p Place) []string {
	switch p {
	case PlaceWord:
		return f.words
	case PlaceText:
		return append(slices.Clip(f.words), f.rest...)
	case PlaceName:
		return some(f.Item.Name)
	case PlaceType:
		return some(f.Item.ItemType)
	case PlaceOwner:
		return []string{FoldValue(f.Owner.Name)}
	}
	return nil
}

// some folds a text that may be unknown or blank.
func some(text *string) []string {
	if text == nil {
		return nil
	}
	if folded := Fold(*text); folded != "" {
		return []string{folded}
	}
	return nil
}

// String properties that filters know by number (string_props.tsv).
const (
	stringName        = 1
	stringInscription = 7
)

// wordsOf returns where a word is looked for: material and name as one text, the
// set's name, the inscription.
func wordsOf(it *item.Item) []string {
	label := strings.Join(append(some(knownMaterial(it)), some(it.Name)...), " ")
	var words []string
	if label != "" {
		words = append(words, label)
	}
	if set := it.Enhancements.ItemSet; set != nil {
		words = append(words, some(setName(it))...)
	}
	if text, ok := it.Raw.StringValues[stringInscription]; ok {
		words = append(words, some(&text)...)
	}
	return words
}

// setName is the set's name as the item has it, or as the table does.
func setName(it *item.Item) *string {
	if it.Enhancements.ItemSetName != nil || it.Enhancements.ItemSet == nil {
		return it.Enhancements.ItemSetName
	}
	text := gamedata.Sets().Text(int64(*it.Enhancements.ItemSet))
	return &text
}

func knownMaterial(it *item.Item) *string {
	m := it.Enhancements.Material
	if m == nil || *m == 0 || it.Enhancements.MaterialName != nil {
		return it.Enhancements.MaterialName
	}
	text := gamedata.Materials().Text(int64(*m))
	return &text
}

// restOf returns every other text that the item carries: descriptions, makers.
func restOf(it *item.Item) []string {
	var rest []string
	for _, id := range slices.Sorted(maps.Keys(it.Raw.StringValues)) {
		if text := it.Raw.StringValues[id]; id != stringName && id != stringInscription {
			rest = append(rest, some(&text)...)
		}
	}
	return rest
}

// foldedSpells are the folded names of all spells.
var foldedSpells = sync.OnceValue(func() map[int32]string {
	all := map[int32]string{}
	for _, s := range gamedata.Spells() {
		all[s.ID] = Fold(s.Name)
	}
	return all
})

// SpellsNamed returns the ids of the spells whose name contains, or is, a folded
// text; ascending.
func SpellsNamed(text string, whole bool) []int64 {
	if whole {
		return gamedata.SpellNames().Called(text)
	}
	return gamedata.SpellNames().Containing(text)
}

// knowsSpells tells whether the item's spells are known: an appraised item
// without any has none.
func (f *Facts) knowsSpells() bool { return f.Item.Spells != nil || f.Item.HasIDData }

func (f *Facts) isKind(kinds ...string) bool {
	return f.Item.ItemType != nil && slices.Contains(kinds, *f.Item.ItemType)
}

// value is what a pointer points to, or zero.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

func positive(n *int32) bool { return n != nil && *n > 0 }
