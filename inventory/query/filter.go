package query

import (
	"slices"
	"strings"
	"sync"

	"overlord/inventory/gamedata"
)

// Form says what may stand behind a filter's colon.
type Form string

// The forms.
const (
	FormNumber    Form = "number"    // n, an operator and n, n..n
	FormTerm      Form = "term"      // t, =t, t+t: text
	FormName      Form = "name"      // t, =t, t+t: names or ids of a table
	FormChoice    Form = "choice"    // v, v+v: of a fixed list
	FormCantrip   Form = "cantrip"   // v, >=v: tier, line, or both with a point between
	FormAge       Form = "age"       // <age, >age
	FormCharacter Form = "character" // one character's name
)

// Place is where a term is looked for.
type Place int

// The places.
const (
	NoPlace    Place = iota
	PlaceWord        // material and name, set, spells, inscription: where words look
	PlaceName        // the name alone
	PlaceText        // everything written on the item
	PlaceOwner       // the character that has it
	PlaceType        // kind of item
	PlaceTag         // the user's own tags
	PlaceNote        // the user's own note
)

// Filter is a row of the table that the whole language is made of.
type Filter struct {
	Name    string
	Aliases []string
	Form    Form
	Help    string // a sentence for users
	Example string // a query that uses it

	mistaken []string // what people write in its place, folded
	columns  []string // FormNumber: true where one of these columns is in range
	ids      func(f *Facts, emit func(id int64))
	names    func() *names // FormName, FormChoice: what may be asked for
	place    Place         // FormTerm
	like     func(f *Facts) []string
	hidden   bool // only for Where: no query text reaches it
}

// Columns are the columns of which one must be in the range of a FormNumber.
func (f *Filter) Columns() []*Column {
	list := make([]*Column, len(f.columns))
	for i, name := range f.columns {
		list[i], _ = ColumnOf(name)
	}
	return list
}

// HasIDs tells whether items have ids of which a value of this filter asks for
// some: FormName, FormChoice and FormCantrip.
func (f *Filter) HasIDs() bool { return f.ids != nil }

// IDs calls emit for each id that an item has of a filter with HasIDs. An id may
// come twice.
func (f *Filter) IDs(facts *Facts, emit func(id int64)) { f.ids(facts, emit) }

// Place is where the terms of a FormTerm are looked for.
func (f *Filter) Place() Place { return f.place }

// NameOf tells what an id is called; the number where no table has a name.
func (f *Filter) NameOf(id int64) string {
	if f.names == nil {
		return gamedata.SpellNames().Text(id)
	}
	return f.names().text(id)
}

// Choices lists what may be asked of a FormChoice or FormName, in the order of
// its table, each name once.
func (f *Filter) Choices() []Choice {
	if f.names == nil {
		return nil
	}
	return slices.Clone(f.names().choices())
}

// Choice is a value that a filter takes.
type Choice struct {
	Name string `json:"name"`           // as tables have it
	Help string `json:"help,omitempty"` // what it means; of a table's names nothing
}

// book is the table of filters with its lookups.
type book struct {
	list    []*Filter
	byName  map[string]*Filter
	visible []*Filter
}

var library = sync.OnceValue(func() *book {
	b := &book{byName: map[string]*Filter{}}
	for _, group := range [][]Filter{kindFilters(), textFilters(), nameFilters(), spellFilters(), numberFilters(), ownFilters()} {
		for i := range group {
			f := &group[i]
			b.list = append(b.list, f)
			if f.hidden {
				continue
			}
			b.visible = append(b.visible, f)
			for _, name := range append([]string{f.Name}, f.Aliases...) {
				b.byName[name] = f
			}
		}
	}
	return b
})

// Filters lists all filters in the order of the help page.
func Filters() []*Filter { return slices.Clone(library().visible) }

// AllFilters also lists those that no query text reaches, see Where.
func AllFilters() []*Filter { return slices.Clone(library().list) }

// Lookup finds a filter by name or alias, in any case.
func Lookup(name string) (*Filter, bool) {
	f, ok := library().byName[Fold(name)]
	return f, ok
}

// suggestFilter names the filters that were probably meant.
func suggestFilter(name string) string {
	var near nearest
	name = Fold(name)
	for _, f := range library().visible {
		for _, known := range slices.Concat([]string{f.Name}, f.Aliases, f.mistaken) {
			near.try(name, known, f.Name+":")
		}
		if f.Form == FormChoice {
			for _, c := range f.Choices() {
				near.try(name, c.Name, f.Name+":"+c.Name)
			}
		}
	}
	return strings.Join(near.best(3), " or ")
}
